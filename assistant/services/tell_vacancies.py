"""Telling what was found: one line a vacancy with its reasons, what to mind, and what to try where nothing fits."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.domain.conversation import AnswerStatus, ToolCall
from assistant.domain.matching import Match
from assistant.domain.vacancies import Vacancy
from assistant.domain.vacancy_filter import NEAR_HERE, NEAR_RAIL, VacancyFilter
from assistant.services.canned_words import CannedReplies
from assistant.services.draft import DraftSentence
from assistant.services.evidence import EvidenceRoom
from assistant.services.filter_json import filter_as_json
from assistant.services.find_vacancies import FoundVacancies
from assistant.services.relax_filter import Relaxation, find_relaxations, find_tightest
from assistant.services.tell_licences import LOOKED_AT, asks_for_licences, course_for, tell_licences
from assistant.services.vacancy_card import Card, sources_in_words
from assistant.services.vacancy_desk import VacancyDesk
from assistant.services.vacancy_phrases import PER_WORDS, pay_words, where_words, yuan

FIND = "find_vacancies"
_COUNTED = "vacancies#count"
#: What would be read as a citation mark, a link or emphasis; an advert's words are plain words.
_MARKUP = re.compile(r"[\[\]［］*_`<>|#]|https?://\S*")
#: What the head of the line says already; the card has it in full.
_IN_THE_HEAD, _CONVERTED = ("是您要找的", "地点在", "工资"), "折算"
_PAY_STEP, _QUOTED = 500, 24
_MORE, _HIGHER = "还有吗", "工资再高点"


@dataclass(frozen=True)
class ToldVacancies:
    """What is said and shown of a search. `shown`: the ids of the vacancies."""

    sentences: tuple[DraftSentence, ...]
    cards: tuple[Card, ...]
    tool: ToolCall
    suggestions: tuple[str, ...]
    shown: tuple[str, ...]
    status: AnswerStatus


class VacancyTeller:
    """Searches and tells for one turn."""

    def __init__(self, desk: VacancyDesk, room: EvidenceRoom, canned: CannedReplies) -> None:
        self._desk = desk
        self._room = room
        self._canned = canned

    def tell(
        self, wanted: VacancyFilter, exclude_ids: tuple[str, ...] = (), wants_more: bool = False, text: str = ""
    ) -> ToldVacancies:
        """Up to five that fit; where none does, which limit excludes most and the nearest ways round it.

        Where `text` asks for the licence that is needed, what the adverts ask for comes first.
        """
        found = self._desk.find(wanted, exclude_ids=exclude_ids)
        tool = ToolCall(FIND, filter_as_json(wanted))
        if not found.matches:
            return self._tell_none(wanted, tool, wants_more)
        licences, learn = self._licences(wanted, text)
        lines = (*self.lines(found.matches), *self.notes(found.matches, wanted))
        sentences = (*licences, *self._opening(found, wants_more), *lines)
        cards = tuple(self._desk.card(match) for match in found.matches)
        shown = tuple(match.vacancy.id for match in found.matches)
        more = (_MORE,) if found.total > len(shown) else ()
        suggestions = (*learn, *more, *_narrower(wanted, found.matches))
        return ToldVacancies(sentences, cards, tool, suggestions, shown, AnswerStatus.ANSWERED)

    def _licences(self, wanted: VacancyFilter, text: str) -> tuple[tuple[DraftSentence, ...], tuple[str, ...]]:
        if not asks_for_licences(text):
            return (), ()
        vacancies = [match.vacancy for match in self._desk.find(wanted, LOOKED_AT).matches]
        return tell_licences(vacancies, self._room, self._canned), course_for(vacancies)

    def in_words(self, wanted: VacancyFilter) -> str:
        """The filter said back: 普工、两江新区、包吃."""
        return "、".join(chip.label for chip in self._desk.chips(wanted)) or "不限条件"

    def _opening(self, found: FoundVacancies, wants_more: bool) -> tuple[DraftSentence, ...]:
        words = self.in_words(found.wanted)
        total, shown = str(found.total), str(len(found.matches))
        if wants_more:
            return self._counted("vacancies_more", filter=words, total=total, shown=shown)
        return self._counted("vacancies_found", filter=words, total=total, shown=shown)

    def _counted(self, key: str, **words: str) -> tuple[DraftSentence, ...]:
        """Canned words with figures of the search, which are evidence of their own."""
        said = self._canned.say(key, **words)
        text = "".join(sentence.text for sentence in said)
        item = self._room.put_record(f"{_COUNTED}-{key}-{len(self._room.items)}", "在招岗位检索", text)
        return tuple(DraftSentence(sentence.text, (item.id,)) for sentence in said)

    def cited(self, said: Sequence[DraftSentence], title: str) -> tuple[DraftSentence, ...]:
        """Words that repeat a title, which may hold figures; the title itself is what they rest on."""
        item = self._room.put_record("vacancies#title", "岗位名称", title)
        return tuple(DraftSentence(sentence.text, (item.id,)) for sentence in said)

    def lines(self, matches: Sequence[Match]) -> Iterator[DraftSentence]:
        """A line for each vacancy, resting on its record."""
        for match in matches:
            text = self._line(match)
            vacancy = match.vacancy
            title = f"岗位：{plain(vacancy.title)}（来源：{sources_in_words(vacancy)}）"
            quote = f"{text}\n{plain(vacancy.description[:200])}".strip()
            item = self._room.put_record(f"vacancy:{vacancy.id}", title, quote, self._region(vacancy))
            yield DraftSentence(text, (item.id,), is_item=True)

    def _line(self, match: Match) -> str:
        vacancy = match.vacancy
        head = "，".join(
            part
            for part in (
                f"{plain(vacancy.title)}，{plain(vacancy.employer)}" if vacancy.employer else plain(vacancy.title),
                where_words(vacancy, self._desk.words.regions, self._desk.search.today),
                pay_words(vacancy.pay),
            )
            if part
        )
        telling = [reason for reason in match.reasons if not reason.startswith(_IN_THE_HEAD) or _CONVERTED in reason]
        reasons = f"。{'；'.join(telling)}" if telling else ""
        gaps = f"。要留意：{'；'.join(match.gaps)}" if match.gaps else ""
        warnings = "".join(
            f"。提醒：{finding.text}（广告里写着“{_shortened(finding.quote)}”）" for finding in vacancy.findings
        )
        return f"{head}{reasons}{gaps}{warnings}。".replace("。。", "。")

    def _region(self, vacancy: Vacancy) -> str | None:
        region = self._desk.words.regions.find_region(vacancy.region_id) if vacancy.region_id else None
        return region.name if region is not None else None

    def notes(self, matches: Sequence[Match], wanted: VacancyFilter | None = None) -> tuple[DraftSentence, ...]:
        """What to mind whichever it is, and that samples are samples."""
        samples = any(match.vacancy.is_sample for match in matches)
        near = wanted.near if wanted is not None and wanted.near not in (None, NEAR_HERE, NEAR_RAIL) else None
        by_district = self._canned.say("vacancies_by_district", place=near) if near is not None else ()
        return (
            *by_district,
            *self._canned.say("vacancies_check"),
            *(self._canned.say("vacancies_sample") if samples else ()),
        )

    def _tell_none(self, wanted: VacancyFilter, tool: ToolCall, wants_more: bool) -> ToldVacancies:
        if wants_more:
            said = self._canned.say("vacancies_no_more", filter=self.in_words(wanted))
            options = self._steps(find_relaxations(wanted, self._desk.search))
            return ToldVacancies(said, (), tool, options, (), AnswerStatus.ANSWERED)
        relaxations = find_relaxations(wanted, self._desk.search)
        sentences = [*self._counted("vacancies_none", filter=self.in_words(wanted))]
        tightest = find_tightest(wanted, self._desk.search)
        if tightest is not None:
            name, count = tightest
            sentences += self._counted("vacancies_tightest", limit=self._limit_words(wanted, name), count=str(count))
        for step in relaxations:
            words = self._counted("vacancies_relaxed", step=self._step_words(step), count=str(step.count))
            sentences += [DraftSentence(each.text, each.evidence, is_item=True) for each in words]
        if not relaxations:
            sentences += self._canned.say("vacancies_none_at_all")
        return ToldVacancies(tuple(sentences), (), tool, self._steps(relaxations), (), AnswerStatus.ANSWERED)

    def _limit_words(self, wanted: VacancyFilter, name: str) -> str:
        alone = VacancyFilter(**{name: getattr(wanted, name)})
        return self.in_words(alone)

    def _steps(self, relaxations: tuple[Relaxation, ...]) -> tuple[str, ...]:
        return tuple(self._step_words(step) for step in relaxations)

    def _step_words(self, step: Relaxation) -> str:
        """A step away from a limit in the words that take it when they are sent back."""
        if step.floor is not None:
            return f"工资{yuan(step.floor.yuan)}元/{PER_WORDS[step.floor.per]}以上"
        if step.region_id is not None:
            return f"换到{self._desk.words.regions.get_region(step.region_id).name}"
        return f"不限{self._gone(step)}"

    def _gone(self, step: Relaxation) -> str:
        names = {
            "near": "离得近", "employment_types": "全职兼职", "education": "学历", "experience_years": "经验",
            "has_no_licence": "证书", "starts_on": "哪天", "not_words": "这一类", "occupations": "工种",
            "words": "工种", "not_employment_types": "全职兼职",
        }  # fmt: skip
        if step.field in names:
            return names[step.field]
        return self._desk.words.labels.get(step.value, step.value)


def _narrower(wanted: VacancyFilter, matches: Sequence[Match]) -> tuple[str, ...]:
    """What could be asked for beside: pay a little above what was shown, board, no nights."""
    options = [_HIGHER] if wanted.pay_floor is not None else []
    paid = sorted(match.vacancy.pay.min_yuan or 0 for match in matches if match.vacancy.pay.per == "month")
    if wanted.pay_floor is None and paid:
        floor = (int(paid[len(paid) * 3 // 4]) // _PAY_STEP) * _PAY_STEP
        options = [f"工资{floor}以上的"] if floor > paid[0] else []
    boards = any(benefit in ("包吃", "包住") for match in matches for benefit in match.vacancy.benefits)
    if not wanted.benefits and boards:
        options.append("包吃住的")
    if not wanted.shifts and not wanted.not_shifts:
        options.append("不上夜班的")
    return tuple(options[:3])


def _shortened(quote: str) -> str:
    """The beginning of a quote; the card has it in full."""
    text = plain(quote)
    return text if len(text) <= _QUOTED else f"{text[:_QUOTED]}…"


def plain(text: str) -> str:
    """An advert's words without anything that would be read as markup."""
    return " ".join(_MARKUP.sub(" ", text).split())
