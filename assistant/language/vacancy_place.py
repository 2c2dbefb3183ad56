"""Where the work must be: districts as they are said, landmarks, along the light rail, nearby."""

from collections.abc import Iterable
from dataclasses import dataclass

from assistant.domain.regions import RegionTable
from assistant.domain.vacancy_filter import NEAR_HERE
from assistant.language.said_words import Said, SaidKind, SaidWords
from assistant.language.vacancy_polarity import Stance
from assistant.language.wish_phrases import WishPhrases

_CITY, _COUNTRY = "chongqing", "cn"


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
    return PlaceWanted(_region_ids(chosen, phrases), _near(nearness, tuple(landmarks)))


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
    ids.pop(_COUNTRY, None)
    if len(ids) > 1:
        ids.pop(_CITY, None)
    return tuple(ids)


def _is_origin(one: Said, words: SaidWords, phrases: WishPhrases) -> bool:
    before, after = words.skeleton[max(0, one.start - 6) : one.start], words.skeleton[one.end :]
    cues = phrases.cues
    return cues.origin_before.search(before) is not None or cues.origin_after.match(after) is not None


def _is_home(one: Said, words: SaidWords, phrases: WishPhrases) -> bool:
    before, after = words.skeleton[max(0, one.start - 8) : one.start], words.skeleton[one.end :]
    return phrases.cues.home_before.search(before) is not None or phrases.cues.home_after.match(after) is not None
