"""Every word of a search a message says: occupations, benefits, places, pay … each once, overlaps settled."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from assistant.domain.regions import RegionTable
from assistant.domain.vacancies import EmploymentType
from assistant.domain.vacancy_filter import NEAR_HERE, NEAR_RAIL, PayFloor
from assistant.language.named_spots import find_spots
from assistant.language.pay_floors import PaySaid, find_pay
from assistant.language.places import PlaceMention, PlaceNames, find_places
from assistant.language.split_trades import find_split_trades
from assistant.language.vacancy_words import VacancyWords, WordKind, WordMention
from assistant.language.wish_phrases import WishPhrases


class SaidKind(StrEnum):
    """What is said; the value is the letter that stands for it where phrases are looked for."""

    LICENCE = "L"
    PLACE = "P"
    EMPLOYMENT_TYPE = "T"
    SHIFT = "S"
    BENEFIT = "B"
    OCCUPATION = "O"
    EDUCATION = "E"
    NEAR = "N"
    PAY = "M"
    ELSEWHERE = "X"


_KINDS = {
    WordKind.LICENCE: SaidKind.LICENCE,
    WordKind.EMPLOYMENT_TYPE: SaidKind.EMPLOYMENT_TYPE,
    WordKind.SHIFT: SaidKind.SHIFT,
    WordKind.BENEFIT: SaidKind.BENEFIT,
    WordKind.OCCUPATION: SaidKind.OCCUPATION,
    WordKind.EDUCATION: SaidKind.EDUCATION,
}
#: Of two kinds said by the same characters, the earlier counts: 日结 is a kind of work first.
_RANK: Mapping[SaidKind, int] = {kind: rank for rank, kind in enumerate(SaidKind)}
#: An occupation that says no more than its kind of work (临时工); any other goes before the kind (小时工).
_NO_OCCUPATION, _FIRST = "临时工", -1
_PLACE_KIND = re.compile(r"镇(?!上|中心)|街道|工业园区?|产业园|物流园|步行街|古镇|新城|火车站|汽车站")
_OF_A_FACTORY = re.compile(r"(?![,、和跟或]+O|的?(?:我|就|还)*(?:也|都|可以|行|得行|要得))")
_STANDS_FREE = re.compile(r"(?:^|[,。;!? P的])$")
_DESCRIBED_ON = re.compile(r"[, ](?:[BSTMN]+(?:那种)?[的、和]?)+")
#: Whoever wants to be paid by the day looks for casual work.
_DAILY_PAY = (WordKind.BENEFIT, "日结")


@dataclass(frozen=True)
class Said:
    """Something said in characters `start` to `end` (not included); `value` is a name of the word table, a region's id
    or a value of `near`. `landmark`: the place as it was said, where it is no district.
    """

    kind: SaidKind
    value: str
    start: int
    end: int
    pay: PayFloor | None = None
    landmark: str | None = None
    is_ceiling: bool = False
    is_least: bool = False


@dataclass(frozen=True)
class SaidWords:
    """What a message says, in order. `skeleton` is the text with the letter of its kind in place of each character of
    a word, so that phrases are found around words and never in them.
    """

    text: str
    skeleton: str
    said: tuple[Said, ...]

    def of_kind(self, kind: SaidKind) -> tuple[Said, ...]:
        return tuple(one for one in self.said if one.kind is kind)


def find_said(
    text: str, words: VacancyWords, regions: RegionTable, places: PlaceNames, phrases: WishPhrases
) -> SaidWords:
    """The words of a folded text."""
    sought = phrases.cues.no_words.sub(lambda match: "·" * len(match.group()), text)
    spoken = [_of_word(mention) for mention in (*words.find(sought), *find_split_trades(sought, words))]
    mentions = [
        mention
        for mention in find_places(text, regions, places)
        if phrases.cues.no_place_after.match(text[mention.end :]) is None
    ]
    named = [_lengthened(_of_place(mention, regions, places), text, places) for mention in mentions]
    known = {(one.start, one.end) for one in named}
    spots = [
        Said(SaidKind.PLACE, region_id or "", start, end, landmark=name)
        for start, end, name, region_id in find_spots(text, mentions, places)
        if (start, end) not in known
    ]
    found = _without_overlaps([*spoken, *_beside_occupations([*named, *spots], spoken), *_areas(text, phrases)])
    found += _within_occupations(spoken, found)
    masked = _mask(text, found)
    found += [_of_pay(pay) for pay in find_pay(masked, phrases.cues)]
    found = _without_school_subjects(text, found, phrases)
    found = _without_workplaces(text, found, phrases)
    found = _with_nearness(_mask(text, found), found, phrases)
    found.sort(key=lambda one: one.start)
    return SaidWords(text, _mask(text, found), tuple(found))


def _beside_occupations(places: list[Said], spoken: list[Said]) -> list[Said]:
    """西南医院护工 is a hospital and its carer: the place ends where the occupation (医院护工) begins."""
    starts = [(one.start, one.end) for one in spoken if one.kind is SaidKind.OCCUPATION]
    shared = {
        place: min((start for start, end in starts if place.start + 1 < start < place.end < end), default=place.end)
        for place in places
    }
    return [replace(place, end=end) for place, end in shared.items()]


def _of_word(mention: WordMention) -> Said:
    if (mention.kind, mention.value) == _DAILY_PAY:
        return Said(SaidKind.EMPLOYMENT_TYPE, EmploymentType.CASUAL.value, mention.start, mention.end)
    return Said(_KINDS[mention.kind], mention.value, mention.start, mention.end)


def _areas(text: str, phrases: WishPhrases) -> list[Said]:
    """Parts of the city (主城, 沙区) that the table of places may not have."""
    return [
        Said(SaidKind.PLACE, region_ids[0], match.start(), match.end(), landmark=name)
        for name, region_ids in phrases.areas.items()
        for match in re.finditer(re.escape(name), text)
    ]


def _of_place(mention: PlaceMention, regions: RegionTable, places: PlaceNames) -> Said:
    if mention.region_id is None:
        return Said(SaidKind.ELSEWHERE, mention.text, mention.start, mention.end)
    landmark = _without_district(mention, regions, places) if mention.via_landmark else None
    stem = landmark.removesuffix("街道") if landmark else ""
    if stem != landmark and (known := places.names.get(stem)) and known.region_id == mention.region_id:
        landmark = stem  # 石桥铺街道 is 石桥铺, as adverts have it
    return Said(SaidKind.PLACE, mention.region_id, mention.start, mention.end, landmark=landmark)


def _without_district(mention: PlaceMention, regions: RegionTable, places: PlaceNames) -> str:
    """江津双福 is 双福; 大足石刻 stays."""
    region = regions.find_region(mention.region_id or "")
    if mention.text == "重庆大学城":  # the city before it, not the university in it
        return "大学城"
    for name in region.short_names if region is not None else ():
        rest = mention.text.removeprefix(name)
        if rest != mention.text and (rest in places.names or places.has_town(mention.region_id or "", rest)):
            return rest
    return mention.text


def _lengthened(place: Said, text: str, places: PlaceNames) -> Said:
    """安富镇, 回兴工业园: the landmark with what it is, as it was said."""
    kind = _PLACE_KIND.match(text, place.end) if place.landmark else None
    if kind is None:
        return place
    if kind.group() == "街道":  # 凤城街道 is 凤城, as adverts have it
        return replace(place, end=kind.end())
    whole = f"{place.landmark}{kind.group()}"
    name = next((whole[start:] for start in (2, 3) if whole[start:] in places.names), whole)  # 江津白沙镇 is 白沙镇
    return replace(place, end=kind.end(), landmark=name)


def _of_pay(pay: PaySaid) -> Said:
    return Said(SaidKind.PAY, "", pay.start, pay.end, pay=pay.floor, is_ceiling=pay.is_ceiling, is_least=pay.is_least)


def _without_overlaps(found: Iterable[Said]) -> list[Said]:
    """Of words that share characters the longest counts; several values of one wording (五险一金) all do."""
    kept: list[Said] = []
    for one in sorted(found, key=lambda said: (said.start - said.end, _rank(said), said.start)):
        rivals = [other for other in kept if one.start < other.end and other.start < one.end]
        if all((one.kind, one.start, one.end) == (other.kind, other.start, other.end) for other in rivals):
            kept.append(one)
    return kept


def _within_occupations(spoken: list[Said], kept: list[Said]) -> list[Said]:
    """Shifts and kinds of work in an occupation's wording (夜班保安, 展会兼职) are said as well."""
    occupations = [one for one in kept if one.kind is SaidKind.OCCUPATION]
    return [
        one
        for one in dict.fromkeys(spoken)
        if one.kind in (SaidKind.SHIFT, SaidKind.EMPLOYMENT_TYPE)
        and one not in kept
        and any(
            outer.start <= one.start and one.end <= outer.end and outer.end - outer.start > one.end - one.start
            for outer in occupations
        )
    ]


def _rank(one: Said) -> int:
    return _FIRST if one.kind is SaidKind.OCCUPATION and one.value != _NO_OCCUPATION else _RANK[one.kind]


def _without_school_subjects(text: str, found: list[Said], phrases: WishPhrases) -> list[Said]:
    """初中数学, 高中门口: no one's schooling."""
    return [
        one
        for one in found
        if one.kind is not SaidKind.EDUCATION or phrases.cues.no_schooling_after.match(text[one.end :]) is None
    ]


def _without_workplaces(text: str, found: list[Said], phrases: WishPhrases) -> list[Said]:
    """电子厂保安 looks for no work on a line, 洗澡美容的宠物护理员 for no beauty salon: the word before only says where
    or what for. One that is refused (不是销售的客服) stays.
    """
    occupations = sorted({(one.start, one.end) for one in found if one.kind is SaidKind.OCCUPATION})
    skeleton = _mask(text, found)
    beside = {
        first
        for first, second in pairwise(occupations)
        if _only_describes(text, first, second[0], phrases) or _is_described_on(text, skeleton, first, second, phrases)
    }
    narrowed = _narrowed(found, beside, occupations)
    return [
        one
        for one in found
        if one.kind is not SaidKind.OCCUPATION or ((one.start, one.end) not in beside and one not in narrowed)
    ]


def _narrowed(found: list[Said], beside: set[tuple[int, int]], spans: list[tuple[int, int]]) -> set[Said]:
    """开小车的司机 is no lorry driver: what the word before does not mean either, where the two share a meaning."""
    meant: dict[tuple[int, int], set[str]] = {}
    for one in found:
        if one.kind is SaidKind.OCCUPATION:
            meant.setdefault((one.start, one.end), set()).add(one.value)
    gone: set[Said] = set()
    for first, second in pairwise(spans):
        is_joined = first in beside or first[1] == second[0]  # 大货车司机
        if is_joined and (shared := meant[first] & meant[second]):
            gone |= {one for one in found if (one.start, one.end) == second and one.value not in shared}
    return {one for one in gone if one.kind is SaidKind.OCCUPATION}


def _only_describes(text: str, first: tuple[int, int], second: int, phrases: WishPhrases) -> bool:
    start, end = first
    gap = text[end:second]
    if phrases.cues.workplace.search(text[start:end]) and phrases.cues.workplace_joint.match(gap):
        return True
    return gap == "的" and phrases.cues.refuses.search(text[max(0, start - 4) : start]) is None


def _is_described_on(
    text: str, skeleton: str, first: tuple[int, int], following: tuple[int, int], phrases: WishPhrases
) -> bool:
    """电子厂, 坐着上班的操作工: the place of business, then how the work there is to be, then the work."""
    second, second_end = following
    is_place = phrases.cues.workplace.search(text[first[0] : first[1]]) is not None
    if text[first[1] - 1] == "厂" and skeleton[first[1] : second] == ",":  # 迎龙的电子厂, 装配工
        is_free = _STANDS_FREE.search(skeleton, 0, first[0]) is not None  # 做不了电子厂, 保洁 refuses it
        return is_free and text[second_end - 1] != "厂" and _OF_A_FACTORY.match(skeleton, second_end) is not None
    return is_place and _DESCRIBED_ON.fullmatch(skeleton[first[1] : second]) is not None


def _mask(text: str, found: Iterable[Said]) -> str:
    characters = list(text)
    for one in sorted(found, key=lambda said: said.end - said.start):
        characters[one.start : one.end] = one.kind.value * (one.end - one.start)
    return "".join(characters)


def _with_nearness(skeleton: str, found: list[Said], phrases: WishPhrases) -> list[Said]:
    """附近 and 轻轨沿线; beside a landmark (离观音桥近, 观音桥附近) the words belong to it."""
    cues, taken = phrases.cues, list(found)
    covered: list[tuple[int, int]] = []
    for match in cues.near_place.finditer(skeleton):
        covered.append(match.span())
        for index, one in enumerate(taken):
            if one.kind is SaidKind.PLACE and match.start() <= one.start < match.end() and one.landmark:
                taken[index] = replace(one, end=max(one.end, match.end()))
    for value, pattern in ((NEAR_RAIL, cues.near_rail), (NEAR_HERE, cues.near_here)):
        for match in pattern.finditer(skeleton):
            span = match.span()
            if all(span[1] <= start or end <= span[0] for start, end in covered):
                covered.append(span)
                taken.append(Said(SaidKind.NEAR, value, *span))
    return [one for one in taken if one.kind is SaidKind.NEAR or not _is_in_near(one, taken)]


def _is_in_near(one: Said, taken: list[Said]) -> bool:
    return any(
        other.kind is SaidKind.NEAR
        and other.value in (NEAR_HERE, NEAR_RAIL)
        and one.start < other.end
        and other.start < one.end
        for other in taken
    )
