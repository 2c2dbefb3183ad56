"""A plain sentence as a filter: 两江新区包吃住的普工, 六千块以上, 不上夜班, 最好双休.

Limits, wishes and refusals are kept apart; what somebody did before, and who they are, is no part of it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from assistant.domain.regions import RegionTable
from assistant.domain.vacancies import EmploymentType, Shift
from assistant.domain.vacancy_filter import PayFloor, VacancyFilter, VacancyWishes
from assistant.language.described_trade import find_described_trade
from assistant.language.person_has import read_education, read_experience, read_licences
from assistant.language.places import PlaceNames
from assistant.language.said_words import Said, SaidKind, SaidWords, find_said
from assistant.language.search_typos import mend_search
from assistant.language.studied_trades import find_studied_trades
from assistant.language.text import normalise
from assistant.language.title_words import read_refused_titles, read_titles
from assistant.language.vacancy_place import read_place, with_places_meant_again
from assistant.language.vacancy_polarity import Stance, judge
from assistant.language.vacancy_words import VacancyWords, WordKind
from assistant.language.weak_trades import told_in_passing, without_descriptions, without_refused_later
from assistant.language.wish_phrases import WishPhrases
from assistant.language.work_days import read_day

#: Kinds that a story of a wrong seldom names, and a search does.
_OF_A_SEARCH = (SaidKind.PLACE, SaidKind.NEAR, SaidKind.SHIFT, SaidKind.BENEFIT, SaidKind.LICENCE, SaidKind.EDUCATION)
#: Occupations that say how work is paid rather than what it is.
_TERMS_OF_WORK = frozenset({"小时工", "临时工"})
#: Longer messages are read up to here, in characters.
LONGEST = 600


@dataclass(frozen=True)
class WishContext:
    """What a sentence is read with."""

    words: VacancyWords
    regions: RegionTable
    places: PlaceNames
    phrases: WishPhrases
    today: date


@dataclass(frozen=True)
class _Judged:
    """What is said, by kind and stance. `is_of_oneself`: what somebody says they are may be what they want."""

    pairs: tuple[tuple[Said, Stance], ...]
    is_of_oneself: bool = True

    def said(self, kind: SaidKind, *stances: Stance) -> tuple[Said, ...]:
        return tuple(one for one, stance in self.pairs if one.kind is kind and stance in stances)

    def values(self, kind: SaidKind, *stances: Stance) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one.value for one in self.said(kind, *stances)))

    def chosen(self, kind: SaidKind) -> tuple[Said, ...]:
        """What is wanted; where nothing is, what the person says of themselves."""
        of_oneself = self.said(kind, Stance.OF_ONESELF) if self.is_of_oneself else ()
        return self.said(kind, Stance.WANTED) or of_oneself


def read_wishes(
    text: str, context: WishContext, names_trade: bool = True, sought: tuple[str, ...] = ()
) -> VacancyFilter:
    """The limits and wishes of a message; an empty filter where it states none.

    `names_trade`: what somebody is (我是学护理的) counts as wanted where nothing else is. `sought`: occupations looked
    for already, of which a kind may be refused (客服, 不要电话客服).
    """
    words = read_words(text, context)
    if _was_wronged(words, context):
        return VacancyFilter()
    cues = context.phrases.cues
    pairs = _with_trades_of_refused_places(judge(words, cues), words)
    pairs = with_places_meant_again(pairs, words)
    pairs = told_in_passing(pairs, words, cues, context.words.weak, is_sought=bool(sought))
    pairs = without_refused_later(without_descriptions(pairs, words, cues), words)
    judged = _Judged(pairs, names_trade and not _complains(words, context))
    occupations = _trades_before_terms(_values(judged.chosen(SaidKind.OCCUPATION)))
    titles = () if occupations else read_titles(words, context.phrases)
    if not (occupations or titles or sought):
        described = find_described_trade(words, context.words, context.phrases)
        occupations = (described,) if described is not None and described not in _TERMS_OF_WORK else ()
    if not (occupations or titles or judged.values(SaidKind.OCCUPATION, Stance.REFUSED)):
        occupations = find_studied_trades(words, frozenset(context.words.names(WordKind.OCCUPATION)))
    kinds = _employment_types(judged, Stance.WANTED)
    place = read_place(judged.pairs, words, context.regions, context.phrases)
    refused = read_place(judged.pairs, words, context.regions, context.phrases, Stance.REFUSED).region_ids
    kept_out = refused if not place.region_ids or _refuses_on(judged) else ()
    licences, has_none = read_licences(words, occupations, context.phrases)
    is_search = any(judged.said(kind, Stance.WANTED) for kind in (SaidKind.PLACE, SaidKind.PAY, SaidKind.SHIFT))
    if is_search and not (occupations or titles or sought or judged.values(SaidKind.OCCUPATION, *Stance)):
        occupations = _trade_of(licences, context.phrases)
    kinds_refused = _kinds_refused(judged, occupations or sought, words)
    is_by_day = Shift.DAY in judged.values(SaidKind.SHIFT, Stance.WANTED)
    late = (Shift.NIGHT, Shift.EVENING) if not is_by_day and context.phrases.cues.free_until.search(words.text) else ()
    not_shifts = _without((*judged.values(SaidKind.SHIFT, Stance.REFUSED), *late), (Shift.WEEKEND_OFF,))
    wanted = VacancyFilter(
        occupations=occupations,
        words=titles,
        region_ids=_without(place.region_ids, () if _only_spots_refused(judged) else refused),
        near=place.near,
        pay_floor=_floor(judged, Stance.WANTED),
        employment_types=kinds,
        shifts=_shifts(_without(judged.values(SaidKind.SHIFT, Stance.WANTED), not_shifts)),
        benefits=judged.values(SaidKind.BENEFIT, Stance.WANTED),
        not_occupations=_without(judged.values(SaidKind.OCCUPATION, Stance.REFUSED), (*occupations, *kinds_refused)),
        not_region_ids=kept_out,
        not_shifts=_shifts(dict.fromkeys(not_shifts)),
        not_employment_types=_employment_types(judged, Stance.REFUSED),
        not_words=(*read_refused_titles(words, context.phrases), *kinds_refused.values()),
        education=read_education(words, {one.start: stance for one, stance in judged.pairs}, context.phrases.cues),
        experience_years=read_experience(words, occupations, context.phrases.cues),
        licences=licences,
        has_no_licence=has_none,
        starts_on=read_day(words.text, words.skeleton, _is_casual(kinds), context.today, context.phrases),
        wishes=_read_wishes_apart(judged, words, context),
    )
    return without_limits_wished(wanted)


def _with_trades_of_refused_places(
    pairs: tuple[tuple[Said, Stance], ...], words: SaidWords
) -> tuple[tuple[Said, Stance], ...]:
    """不要巴南的叉车工: the place is refused; the trade is what is looked for, where no other is."""
    if any(one.kind is SaidKind.OCCUPATION and stance is Stance.WANTED for one, stance in pairs):
        return pairs
    ends = {one.end for one, stance in pairs if one.kind is SaidKind.PLACE and stance is Stance.REFUSED}
    return tuple(
        (one, Stance.WANTED)
        if one.kind is SaidKind.OCCUPATION
        and stance is Stance.REFUSED
        and one.start - 1 in ends
        and words.text[one.start - 1] == "的"
        else (one, stance)
        for one, stance in pairs
    )


def without_limits_wished(wanted: VacancyFilter) -> VacancyFilter:
    """The filter without wishes for what is a limit already, and without refusals of places that are named."""
    wishes = wanted.wishes
    return replace(
        wanted,
        not_region_ids=_without(wanted.not_region_ids, wanted.region_ids),
        wishes=replace(
            wishes,
            occupations=_without(wishes.occupations, wanted.occupations),
            shifts=_shifts(_without(wishes.shifts, wanted.shifts)),
            benefits=_without(wishes.benefits, wanted.benefits),
        ),
    )


def _only_spots_refused(judged: _Judged) -> bool:
    """李家沱那边不看了, 改成界石: a spot is refused, its district only where nothing else of it is named."""
    refused = judged.said(SaidKind.PLACE, Stance.REFUSED)
    spots = {one.start for one in refused if one.landmark}
    return all(one.landmark or one.end in spots for one in refused)  # 江北观音桥


def _refuses_on(judged: _Judged) -> bool:
    """璧山可以, 荣昌不去 refuses a place; 不要江北的, 渝北的可以 only says which one instead."""
    wanted, refused = judged.said(SaidKind.PLACE, Stance.WANTED), judged.said(SaidKind.PLACE, Stance.REFUSED)
    return bool(wanted and refused) and wanted[0].start < refused[0].start


def _trade_of(licences: tuple[str, ...], phrases: WishPhrases) -> tuple[str, ...]:
    """月嫂证在手, 渝中区: where no work is named, that of the one licence that belongs to one trade."""
    names = tuple(name for name, licence in phrases.licence_of.items() if licence in licences)
    return names if len(names) == 1 else ()


def _complains(words: SaidWords, context: WishContext) -> bool:
    """我是做保安的, 公司欠薪两个月: a story without any search."""
    phrases = context.phrases
    is_story = phrases.refinement.is_no_search.search(words.text) is not None
    return is_story and phrases.cues.wants.search(words.skeleton) is None


def _kinds_refused(judged: _Judged, sought: tuple[str, ...], words: SaidWords) -> dict[str, str]:
    """Occupation looked for → the kind of it that is refused, as it is said."""
    refused = judged.said(SaidKind.OCCUPATION, Stance.REFUSED)
    wordings = {one.value: words.text[one.start : one.end] for one in refused if one.value in sought}
    return {value: wording for value, wording in wordings.items() if len(wording) > len(value) and value in wording}


def _was_wronged(words: SaidWords, context: WishContext) -> bool:
    """我做保洁被拖欠工资, 怎么投诉: nothing is looked for."""
    cues = context.phrases.cues
    if cues.wronged.search(words.skeleton) is None or cues.seeks.search(words.skeleton) is not None:
        return False
    tells_only = not any(one.kind in _OF_A_SEARCH for one in words.said)
    return tells_only or cues.asks_redress.search(words.skeleton) is not None


def read_words(text: str, context: WishContext) -> SaidWords:
    """The words of a message, folded as the table of words is."""
    folded = mend_search(normalise(text).lower()[:LONGEST], context.words, context.places)
    return find_said(folded, context.words, context.regions, context.places, context.phrases)


@dataclass(frozen=True)
class TakenBack:
    """What a message no longer wants though a filter cannot say so: 不要江北的, 不用包住, 不双休也行.

    `accepted_shifts`, `accepted_kinds`: what it puts up with (可以倒班, 兼职也行).
    """

    region_ids: tuple[str, ...]
    benefits: tuple[str, ...]
    shifts: tuple[str, ...]
    accepted_shifts: tuple[str, ...]
    accepted_kinds: tuple[EmploymentType, ...]


def read_taken_back(words: SaidWords, context: WishContext) -> TakenBack:
    """What is taken back, of all that may have been said before."""
    judged = _Judged(judge(words, context.phrases.cues))
    return TakenBack(
        region_ids=judged.values(SaidKind.PLACE, Stance.REFUSED),
        benefits=judged.values(SaidKind.BENEFIT, Stance.REFUSED),
        shifts=judged.values(SaidKind.SHIFT, Stance.REFUSED),
        accepted_shifts=judged.values(SaidKind.SHIFT, Stance.TOLD),
        accepted_kinds=_employment_types(judged, Stance.TOLD),
    )


def _read_wishes_apart(judged: _Judged, words: SaidWords, context: WishContext) -> VacancyWishes:
    place = read_place(judged.pairs, words, context.regions, context.phrases, Stance.WISHED)
    shifts = _shifts(judged.values(SaidKind.SHIFT, Stance.WISHED))
    unwished = judged.values(SaidKind.SHIFT, Stance.UNWISHED)
    if unwished and Shift.DAY not in shifts and set(unwished) & {Shift.NIGHT, Shift.ROTATING}:
        shifts = (*shifts, Shift.DAY)  # 最好不上夜班: by day, if possible
    return VacancyWishes(
        occupations=judged.values(SaidKind.OCCUPATION, Stance.WISHED),
        region_ids=place.region_ids,
        employment_types=_employment_types(judged, Stance.WISHED),
        shifts=shifts,
        benefits=judged.values(SaidKind.BENEFIT, Stance.WISHED),
        near=place.near,
        pay_floor=_floor(judged, Stance.WISHED),
    )


def _floor(judged: _Judged, stance: Stance) -> PayFloor | None:
    """The first amount that is no ceiling, else one that is refused (五千以下的不要, 低于七千我不考虑).

    What is said to be the least, or refused below, counts before what is hoped for (四千左右, 但不能少于三千五).
    """
    wanted = [one for one in judged.said(SaidKind.PAY, stance) if not one.is_ceiling]
    refused = judged.said(SaidKind.PAY, Stance.REFUSED) if stance is Stance.WANTED else ()
    named = [one.pay for one in (*wanted, *refused) if one.pay is not None]
    least = [one.pay for one in (*wanted, *refused) if one.pay and one.is_least]
    return next((floor for floor in reversed(least) if floor.per == named[0].per), named[0] if named else None)


def _trades_before_terms(occupations: tuple[str, ...]) -> tuple[str, ...]:
    """木工, 点工三百五一天: beside a trade, working by the hour or the day is how it is paid."""
    return tuple(one for one in occupations if one not in _TERMS_OF_WORK) or occupations


def _employment_types(judged: _Judged, stance: Stance) -> tuple[EmploymentType, ...]:
    return tuple(EmploymentType(value) for value in judged.values(SaidKind.EMPLOYMENT_TYPE, stance))


def _is_casual(kinds: Iterable[EmploymentType]) -> bool:
    return EmploymentType.CASUAL in kinds


def _shifts(values: Iterable[str]) -> tuple[Shift, ...]:
    return tuple(Shift(value) for value in values)


def _values(said: Iterable[Said]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.value for one in said))


def _without(values: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(value for value in values if value not in others)
