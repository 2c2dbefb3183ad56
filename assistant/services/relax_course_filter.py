"""What to give way on when no course fits: one limit at a time, each with how many it opens. Nothing silently."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from assistant.domain.course_filter import CourseFilter
from assistant.domain.regions import Region
from assistant.language.course_refinement import without_limit
from assistant.services.find_courses import CourseSearch
from assistant.services.relax_filter import distance_km

#: The name of the step that keeps the subject alone.
ALL_LIMITS = "*"
_PLACE = ("region_ids", "only_there")
_SUBJECT = ("occupations", "licences", "words")
_MOST, _NEIGHBOURS = 4, 12


@dataclass(frozen=True)
class CourseRelaxation:
    """A step away from one limit: the field, the filter then, how many courses it opens. `region_id`: looked in
    instead."""

    field: str
    wanted: CourseFilter
    count: int
    region_id: str | None = None


def relax_courses(wanted: CourseFilter, search: CourseSearch) -> tuple[CourseRelaxation, ...]:
    """The steps that open something, what opens most first; what is to be learnt is never let go."""
    steps = [step for step in (*_elsewhere(wanted, search), *_without_one(wanted, search)) if step.count]
    nearest = [step for step in steps if step.region_id is not None]
    rest = sorted((step for step in steps if step.region_id is None), key=lambda step: -step.count)
    return tuple((*nearest, *rest)[:_MOST]) or tuple(_subject_alone(wanted, search))


def _subject_alone(wanted: CourseFilter, search: CourseSearch) -> Iterator[CourseRelaxation]:
    """Where no single limit is to blame, what there is of the subject whatever else was asked for."""
    alone = CourseFilter(occupations=wanted.occupations, licences=wanted.licences, words=wanted.words)
    if wanted.only_there:
        alone = replace(alone, region_ids=wanted.region_ids, only_there=True)
    count = search.count(alone) if alone.names_a_subject and alone != wanted else 0
    if count:
        yield CourseRelaxation(ALL_LIMITS, alone, count)


def _elsewhere(wanted: CourseFilter, search: CourseSearch) -> Iterator[CourseRelaxation]:
    """The nearest district where it is to be had, with the distance the order rests on between their middles."""
    if wanted.only_there:
        return
    home = search.regions.find_region(wanted.region_ids[0]) if len(wanted.region_ids) == 1 else None
    if home is None:
        return
    near = [home.successor_id] if home.successor_id is not None else []
    near += [region.id for region in _by_distance(home, search)]
    for region_id in near:
        moved = replace(wanted, region_ids=(region_id,))
        count = search.count(moved)
        if count:
            yield CourseRelaxation("region_ids", moved, count, region_id)
            return


def _by_distance(home: Region, search: CourseSearch) -> list[Region]:
    districts = search.regions.find_current_districts(search.today)
    others = [region for region in districts if region.id not in (home.id, home.successor_id)]
    return sorted(others, key=lambda region: distance_km(home, region, search.regions))[:_NEIGHBOURS]


def _without_one(wanted: CourseFilter, search: CourseSearch) -> Iterator[CourseRelaxation]:
    seen = set()
    for name in wanted.limits:
        if name in _SUBJECT or (wanted.only_there and name in _PLACE):
            continue
        relaxed = without_limit(wanted, name)
        if relaxed not in seen and relaxed.limits:
            seen.add(relaxed)
            yield CourseRelaxation(name, relaxed, search.count(relaxed))
