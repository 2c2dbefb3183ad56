"""What to give way on when nothing fits: the limit that excludes most, and the nearest step away from each.

Nothing is relaxed silently: these are proposals, each with how many vacancies it would open.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from assistant.domain.regions import Region, RegionTable
from assistant.domain.vacancy_filter import PayFloor, VacancyFilter
from assistant.services.find_vacancies import VacancySearch

_STEPS = (0.95, 0.9, 0.85, 0.8, 0.7, 0.6, 0.5)
_ROUND_TO = {"month": 100, "year": 5000, "week": 50, "day": 10, "hour": 1, "piece": 1}
_NEIGHBOURS = 12
_KM_A_DEGREE = 111.0
_MOST_PROPOSALS = 4
#: Another kind of work is the last thing to propose.
_KIND = ("occupations", "words")
#: Limits whose parts can go one at a time.
_MANY = ("benefits", "shifts", "not_shifts", "not_occupations", "not_region_ids", "not_employment_types")
_WHOLE = (
    "near", "employment_types", "education", "experience_years", "has_no_licence", "starts_on", "not_words",
    "occupations", "words",
)  # fmt: skip


@dataclass(frozen=True)
class Relaxation:
    """A step away from one limit: `field` and the `value` that goes, the filter then, and how many it opens.

    `region_id`: the neighbouring region looked at instead; `floor`: the pay floor instead.
    """

    field: str
    value: str
    wanted: VacancyFilter
    count: int
    region_id: str | None = None
    floor: PayFloor | None = None


def find_relaxations(wanted: VacancyFilter, search: VacancySearch) -> tuple[Relaxation, ...]:
    """The nearest steps that open something: the limit that excludes most first, at most four."""
    steps = [*_pay(wanted, search), *_place(wanted, search), *_parts(wanted, search), *_whole(wanted, search)]
    opening = sorted((step for step in steps if step.count), key=lambda step: (step.field in _KIND, -step.count))
    kept = [step for step in opening if step.field not in _KIND] or opening
    return tuple(kept[:_MOST_PROPOSALS])


def find_tightest(wanted: VacancyFilter, search: VacancySearch) -> tuple[str, int] | None:
    """The limit without which most would fit, and how many; None where no single one is to blame.

    The kind of work is none of them: without it, anything would fit.
    """
    others = [name for name in wanted.limits if name not in _KIND]
    without = {name: search.count(_drop(wanted, name)) for name in others}
    name = max(without, key=lambda name: without[name], default=None)
    return (name, without[name]) if name is not None and without[name] else None


def nearest_regions(region_id: str, regions: RegionTable, search: VacancySearch) -> tuple[Region, ...]:
    """Districts by the distance between their middles, the nearest first; without those it has become part of."""
    home = regions.find_region(region_id)
    own = {region_id, home.successor_id if home is not None else None}
    places = [region for region in regions.find_current_districts(search.today) if region.id not in own]
    return tuple(sorted(places, key=lambda region: _distance(home, region, regions)))[:_NEIGHBOURS]


def distance_km(one: Region, other: Region, regions: RegionTable) -> float:
    """Kilometres between the middles of two regions; infinite where one is unknown."""
    return _distance(one, other, regions)


def _pay(wanted: VacancyFilter, search: VacancySearch) -> Iterator[Relaxation]:
    floor = wanted.pay_floor
    if floor is None:
        return
    step = _ROUND_TO[floor.per]
    for share in _STEPS:
        lower = math.floor(floor.yuan * share / step) * step
        if not 0 < lower < floor.yuan:
            continue
        relaxed = replace(wanted, pay_floor=PayFloor(lower, floor.per))
        count = search.count(relaxed)
        if count:
            yield Relaxation("pay_floor", "", relaxed, count, floor=relaxed.pay_floor)
            return


def _place(wanted: VacancyFilter, search: VacancySearch) -> Iterator[Relaxation]:
    if len(wanted.region_ids) != 1:
        return
    home = search.regions.find_region(wanted.region_ids[0])
    if home is None:
        return
    successor = home.successor_id
    if successor is not None:
        near = [successor]
    else:
        near = [region.id for region in nearest_regions(home.id, search.regions, search)]
    for region_id in near:
        relaxed = replace(wanted, region_ids=(region_id,), near=None)
        count = search.count(relaxed)
        if count:
            yield Relaxation("region_ids", home.id, relaxed, count, region_id=region_id)
            return


def _parts(wanted: VacancyFilter, search: VacancySearch) -> Iterator[Relaxation]:
    for name in _MANY:
        values = getattr(wanted, name)
        for value in values:
            rest: dict[str, Any] = {name: tuple(other for other in values if other != value)}
            relaxed = replace(wanted, **rest)
            yield Relaxation(name, str(value), relaxed, search.count(relaxed))


def _whole(wanted: VacancyFilter, search: VacancySearch) -> Iterator[Relaxation]:
    for name in _WHOLE:
        if name in wanted.limits:
            relaxed = _drop(wanted, name)
            if relaxed.limits:
                yield Relaxation(name, "", relaxed, search.count(relaxed))


def _drop(wanted: VacancyFilter, name: str) -> VacancyFilter:
    nothing: dict[str, Any] = {name: getattr(VacancyFilter(), name)}
    return replace(wanted, **nothing)


def _distance(one: Region | None, other: Region, regions: RegionTable) -> float:
    here, there = _middle(one, regions), _middle(other, regions)
    if here is None or there is None:
        return math.inf
    across = (here[0] - there[0]) * math.cos(math.radians((here[1] + there[1]) / 2))
    return math.hypot(across, here[1] - there[1]) * _KM_A_DEGREE


def _middle(region: Region | None, regions: RegionTable) -> tuple[float, float] | None:
    """Longitude and latitude; of a region made of others, the middle of theirs."""
    if region is None:
        return None
    if region.longitude is not None and region.latitude is not None:
        return region.longitude, region.latitude
    points = [
        (part.longitude, part.latitude)
        for part in regions.find_predecessors(region.id)
        if part.longitude is not None and part.latitude is not None
    ]
    if not points:
        return None
    return sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points)
