"""Vacancies side by side: by the fields of their records alone, and what an advert leaves out named as such."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.domain.vacancies import HOURS_A_DAY, PAID_DAYS_A_MONTH, Vacancy
from assistant.language.shown_vacancy_asks import ShownVacancyAsk
from assistant.services.canned_words import CannedReplies
from assistant.services.draft import DraftSentence
from assistant.services.evidence import EvidenceRoom
from assistant.services.tell_one_vacancy import fields_asked, fields_of
from assistant.services.tell_vacancies import plain
from assistant.services.vacancy_card import sources_in_words
from assistant.services.vacancy_desk import VacancyDesk
from assistant.services.vacancy_phrases import pay_words

_PLACES, _PAY, _WHERE = "一二三四五六七八九", "工资", "地点"
_COMPARED = "vacancies#compared"


def place_words(place: int) -> str:
    """第二个 for 1."""
    return f"第{_PLACES[place]}个" if place < len(_PLACES) else f"第{place + 1}个"


@dataclass(frozen=True)
class ToldComparison:
    """`meant`: the one that comes out first, if one does."""

    sentences: tuple[DraftSentence, ...]
    meant: str | None = None


class CompareVacancies:
    """`ids`: the list as it was shown, whose places are said."""

    def __init__(self, desk: VacancyDesk, room: EvidenceRoom, canned: CannedReplies, ids: Sequence[str]) -> None:
        self._desk, self._room, self._canned, self._ids = desk, room, canned, ids

    def tell(self, vacancies: Sequence[Vacancy], text: str, ask: ShownVacancyAsk) -> ToldComparison | None:
        """What is asked of all of them; None where no field of a record is."""
        names = list(fields_asked(text))
        is_of_pay = ask.highest or ask.lowest
        names = [_PAY] if is_of_pay and not names else names
        names = [*names, _WHERE] if ask.near and _WHERE not in names else names
        if not names:
            return None
        lines = tuple(self._line(one, names) for one in vacancies)
        meant, first = self._by_pay(vacancies, ask) if is_of_pay else self._by_words(vacancies, text)
        opening = first or self._said(vacancies, "vacancies_side_by_side", shown=str(len(vacancies)))
        near = self._canned.say("vacancies_distance_unknown") if ask.near else ()
        return ToldComparison((*opening, *lines, *near), meant)

    def _line(self, vacancy: Vacancy, names: Sequence[str]) -> DraftSentence:
        fields = fields_of(vacancy, self._desk)
        told = "；".join(f"{name}：{fields.get(name) or '没写'}" for name in names)
        title = plain(vacancy.title)
        employer = f"，{plain(vacancy.employer)}" if vacancy.employer else ""
        line = f"{self._place(vacancy)}，{title}{employer}。{told}。"
        source = f"岗位：{title}（来源：{sources_in_words(vacancy)}）"
        item = self._room.put_record(f"vacancy:{vacancy.id}:compared", source, line)
        return DraftSentence(line, (item.id,), is_item=True)

    def _by_pay(
        self, vacancies: Sequence[Vacancy], ask: ShownVacancyAsk
    ) -> tuple[str | None, tuple[DraftSentence, ...]]:
        """The one whose advert promises most, or least, a month; what is negotiable takes no part."""
        shown = str(len(vacancies))
        sums = {one.id: one.pay.perhaps_monthly_yuan for one in vacancies}
        paid = [one for one in vacancies if sums[one.id] is not None]
        if not paid:
            return None, self._said(vacancies, "vacancies_pay_unknown", shown=shown)
        is_lowest = ask.lowest and not ask.highest
        ends = {
            one.id: (sums[one.id] or 0, one.pay.surely_monthly_yuan or 0) for one in paid
        }  # 3500—4000 before 3000—4000
        best = (min if is_lowest else max)(ends.values())
        firsts = [one for one in paid if ends[one.id] == best]
        if len(firsts) > 1:
            return None, self._said(vacancies, "vacancies_pay_same", shown=shown)
        key = "vacancies_pay_lowest" if is_lowest else "vacancies_pay_highest"
        first = firsts[0]
        words = {"place": self._place(first), "title": plain(first.title), "pay": pay_words(first.pay), "shown": shown}
        said = self._reckoned(vacancies, key, self._canned.say(key, **words))
        if len({one.pay.per for one in paid}) > 1:
            hours, days = f"{HOURS_A_DAY:g}", f"{PAID_DAYS_A_MONTH:g}"
            said = (*said, *self._said(vacancies, "vacancies_pay_converted", hours=hours, days=days))
        elif any(one.pay.max_yuan is not None and one.pay.max_yuan != one.pay.min_yuan for one in paid):
            said = (*said, *self._said(vacancies, "vacancies_pay_ranges"))
        return first.id, said

    def _by_words(self, vacancies: Sequence[Vacancy], text: str) -> tuple[str | None, tuple[DraftSentence, ...]]:
        """哪个包住: those whose record says so, where what is asked is a benefit or a shift."""
        wanted = self._desk.understand(text)
        words = (*wanted.benefits, *wanted.wishes.benefits)
        shifts = (*wanted.shifts, *wanted.wishes.shifts)
        what = "、".join((*words, *(self._desk.words.labels[shift.value] for shift in shifts)))
        if not what:
            return None, ()
        shown = str(len(vacancies))
        have = [one for one in vacancies if set(words) <= set(one.benefits) and set(shifts) <= set(one.shifts)]
        if not have:
            return None, self._said(vacancies, "vacancies_that_have_none", shown=shown, what=what)
        which = "、".join(f"{self._place(one)}“{plain(one.title)}”" for one in have)
        said = self._said(vacancies, "vacancies_that_have", what=what, which=which)
        return (have[0].id if len(have) == 1 else None), said

    def _place(self, vacancy: Vacancy) -> str:
        return place_words(list(self._ids).index(vacancy.id))

    def _said(self, vacancies: Sequence[Vacancy], key: str, **words: str) -> tuple[DraftSentence, ...]:
        """Canned words with what was reckoned from the records, which is evidence of its own."""
        return self._reckoned(vacancies, key, self._canned.say(key, **words))

    def _reckoned(
        self, vacancies: Sequence[Vacancy], key: str, said: Sequence[DraftSentence]
    ) -> tuple[DraftSentence, ...]:
        text = "".join(each.text for each in said)
        item = self._room.put_record(f"{_COMPARED}-{key}", f"比较{len(vacancies)}个在招岗位", text)
        return tuple(DraftSentence(each.text, (item.id,)) for each in said)
