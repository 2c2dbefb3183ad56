"""Where the work must be: districts as they are said, landmarks, along the light rail, nearby."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from assistant.domain.regions import RegionTable
from assistant.domain.vacancy_filter import NEAR_HERE
from assistant.language.said_words import Said, SaidKind, SaidWords
from assistant.language.vacancy_polarity import Stance
from assistant.language.wish_phrases import WishPhrases

_EITHER = re.compile("(?:那边|这边|那里)?[,、]?(?:或者?是?|要么|和|跟|、|还有)(?:在|到|去)?")
_CITY, _COUNTRY = "chongqing", "cn"
#: 重庆大学硕士: where somebody has learnt, no place of work.
_SCHOOLS, _SCHOOLED = ("大学", "学院", "学校"), re.compile(r"的?(?:E|毕业|读|在读|学生|大[一二三四]|专业|应届)")
#: 那一片还有哪家要焊工: where the one just told of is.
_THERE = re.compile(
    r"(?:^|(?<=[,。;!? ]))(?:我?(?:想|要|就|还想)?在?)?那(?:一片|片|一带|附近|周围|边|头|里|儿)(?:附近|周边)?的?"
    r"(?=还?(?:有没有|有没得|有不有|有哪|哪家|哪个|招|要|缺|差|有[^,。]{1,6}没))"
)
_MOVED_TO = ("搬", "搬到", "搬去", "迁到", "迁", "迁去", "转到")
#: 人在主城, 想找渝北的: said alone, where somebody is.
_LIVES = re.compile(
    r"(?:^|(?<=人[,。;!? ])|(?<=[,。;!? ])(?:我|人|我人))(?:现在|目前|如今|这会儿)*"
    r"在(?P<place>P+)(?=[,。;!? ](?!或|和|还有|跟|、|都|也))"
)


@dataclass(frozen=True)
class PlaceWanted:
    """`region_ids` as said, and what the work must be near to."""

    region_ids: tuple[str, ...] = ()
    near: str | None = None


def read_place(
    judged: Iterable[tuple[Said, Stance]],
    words: SaidWords,
    regions: RegionTable,
    phrases: WishPhrases,
    stance: Stance = Stance.WANTED,
) -> PlaceWanted:
    """The place of that stance. A place somebody comes from is none; one they live in counts where no other is said.

    A landmark as the place of work is near to itself, in its district; of several landmarks only the districts count.
    """
    pairs = [(one, its) for one, its in judged if one.kind in (SaidKind.PLACE, SaidKind.NEAR) and its is stance]
    nearness = [one for one, _ in pairs if one.kind is SaidKind.NEAR]
    said = [one for one, _ in pairs if one.kind is SaidKind.PLACE and not _is_origin(one, words, phrases)]
    homes = [one for one in said if _is_home(one, words, phrases)]
    chosen = [one for one in said if one not in homes] or homes
    landmarks = dict.fromkeys(one.landmark for one in chosen if one.landmark and one.landmark not in phrases.areas)
    if any(_is_choice(one, other, words) for one in chosen for other in chosen):
        landmarks = {}  # 沙坪坝或者大学城: the landmark alone would be too narrow
    return PlaceWanted(_region_ids(_as_said(chosen), phrases), _near(nearness, tuple(landmarks)))


def with_places_meant_again(
    pairs: tuple[tuple[Said, Stance], ...], words: SaidWords
) -> tuple[tuple[Said, Stance], ...]:
    """在龙水磨了八年刀, 厂子搬了, 那一片还有哪家要人: the place told of is wanted where no other is."""
    there = _THERE.search(words.skeleton)
    places = [(one, stance) for one, stance in pairs if one.kind in (SaidKind.PLACE, SaidKind.ELSEWHERE)]
    named = [
        (one, stance)
        for one, stance in places
        if there and one.end <= there.start() and not words.skeleton[: one.start].endswith(_MOVED_TO)
    ]
    is_wanted = any(one.kind is SaidKind.PLACE and stance is Stance.WANTED for one, stance in places)
    if is_wanted or not named or named[-1][0].kind is SaidKind.ELSEWHERE or named[-1][1] is not Stance.TOLD:
        return pairs
    start = named[-1][0].start
    district = {one.start for one, _ in named if one.end == start}  # 大足龙水
    return tuple(
        (one, Stance.WANTED) if one.kind is SaidKind.PLACE and one.start in (start, *district) else (one, stance)
        for one, stance in pairs
    )


def _is_choice(one: Said, other: Said, words: SaidWords) -> bool:
    """Whether a district and a landmark, in either order, are named as two places of which one will do."""
    if one.end > other.start or (one.landmark is None) is (other.landmark is None):
        return False
    return _EITHER.fullmatch(words.skeleton[one.end : other.start]) is not None


def _as_said(chosen: list[Said]) -> list[Said]:
    """两江新区照母山: a landmark lies in the district it is said with, whatever the table says."""
    district_ends = {one.end for one in chosen if one.landmark is None}
    return [one for one in chosen if one.landmark is None or one.start not in district_ends]


def _near(nearness: list[Said], landmarks: tuple[str, ...]) -> str | None:
    """我在南坪, 附近有没有…: "here" is the one landmark that is named."""
    only = landmarks[0] if len(landmarks) == 1 else None
    if not nearness or nearness[0].value == NEAR_HERE:
        return only or (NEAR_HERE if nearness else None)
    return nearness[0].value


def _region_ids(chosen: list[Said], phrases: WishPhrases) -> tuple[str, ...]:
    ids: dict[str, None] = {}
    for one in chosen:
        area = phrases.areas.get(one.landmark or "")
        ids.update(dict.fromkeys(area if area is not None else (one.value,)))
    ids.pop("", None)  # a road or hospital whose district nobody told us
    if len(ids) > 1:
        ids.pop(_COUNTRY, None)
    if len(ids) > 1:
        ids.pop(_CITY, None)
    return tuple(ids)


def _is_origin(one: Said, words: SaidWords, phrases: WishPhrases) -> bool:
    before, after = words.skeleton[max(0, one.start - 6) : one.start], words.skeleton[one.end :]
    cues = phrases.cues
    if one.landmark and one.landmark.endswith(_SCHOOLS) and _SCHOOLED.match(after):
        return True
    return cues.origin_before.search(before) is not None or cues.origin_after.match(after) is not None


def _is_home(one: Said, words: SaidWords, phrases: WishPhrases) -> bool:
    before, after = words.skeleton[max(0, one.start - 8) : one.start], words.skeleton[one.end :]
    if any(match.start("place") == one.start for match in _LIVES.finditer(words.skeleton)):
        return True
    return phrases.cues.home_before.search(before) is not None or phrases.cues.home_after.match(after) is not None
