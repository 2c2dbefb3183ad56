"""Whether courses shown keep to a filter of a case, by what the case's world says of them."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import inf
from typing import Any

from assistant.domain.regions import Region, RegionTable
from assistant.language.places import PlaceNames, find_places
from assistant.services.relax_filter import distance_km

Case = dict[str, Any]
FILTERS = frozenset({"place", "evening", "weekend", "free", "online", "certificate", "near"})
_HOUR = re.compile(r"(\d{1,2})[:：]\d{2}\s*[—–~至到-]")
_WORKING_DAY = re.compile(r"周[一二三四五]|星期[一二三四五]|工作日")
_EVENING_HOUR = 17


@dataclass(frozen=True)
class Geography:
    """How places named in a check are read on a day."""

    regions: RegionTable
    places: PlaceNames
    today: date

    def region_of(self, name: str) -> Region | None:
        """The first place named, as it is called today; None where it is none of this city."""
        for mention in find_places(name, self.regions, self.places):
            if mention.region_id is not None:
                return self.regions.find_current(mention.region_id, self.today)
        return None


def keeps_to(name: str, value: Any, offered: Sequence[Case], geography: Geography) -> bool:
    """`offered`: what the case's world says of the courses shown, in their order. Raises KeyError for a filter that is
    unknown."""
    if name == "near":
        return _is_nearest_first(offered, value, geography)
    if name == "place":
        wanted = geography.region_of(value)
        return all(_region(one, geography) == wanted for one in offered)
    return all(_KEEPS[name](one) is value for one in offered)


def _is_nearest_first(offered: Sequence[Case], value: str, geography: Geography) -> bool:
    home = geography.region_of(value)
    away = [_distance(home, _region(one, geography), geography.regions) for one in offered]
    return home is not None and away == sorted(away)


def _distance(home: Region | None, other: Region | None, regions: RegionTable) -> float:
    if home is None or other is None:
        return inf
    return 0.0 if home == other else distance_km(home, other, regions)


def _region(offered: Case, geography: Geography) -> Region | None:
    return geography.region_of(offered["course"]["region"] or "")


def _one_intake(keeps: Callable[[str], bool]) -> Callable[[Case], bool]:
    """Of a course one intake that fits is enough."""
    return lambda offered: any(keeps(one["weekly"] or "") for one in offered["intakes"])


def _is_evening(weekly: str) -> bool:
    hours = [int(hour) for hour in _HOUR.findall(weekly)]
    return bool(hours) and all(hour >= _EVENING_HOUR for hour in hours)


_KEEPS: Mapping[str, Callable[[Case], bool]] = {
    "evening": _one_intake(_is_evening),
    "weekend": _one_intake(lambda weekly: bool(weekly) and not _WORKING_DAY.search(weekly)),
    "free": lambda offered: offered["course"]["fee_yuan"] == 0,
    "online": lambda offered: any(one["online"] for one in offered["intakes"]),
    "certificate": lambda offered: bool(offered["course"]["certificate"]),
}
