"""Districts and counties with dates: where a rule holds, and what an old name means today."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

from assistant.domain.dates import PartialDate, Period
from assistant.domain.errors import NotFoundError

RegionKind = Literal["country", "municipality", "district", "county", "functional_zone"]


class Coverage(StrEnum):
    """Whether a region's rule holds for somebody there.

    `BY_SUCCESSION`: the rule comes from a region that has since gone up into the person's; whether it goes on there has
    to be verified.
    """

    COVERED = "covered"
    BY_SUCCESSION = "by_succession"
    NOT_COVERED = "not_covered"


@dataclass(frozen=True)
class Region:
    """A region as it is, or was. `code`: None where none is known; then `provisional_label` says so.

    `valid_from`, `valid_to` (last day) are partial ISO dates, None = not stated. `longitude` and `latitude` are
    degrees, of a point near the middle. `designations` are what the state has named it, as `key_assistance_county`.
    """

    id: str
    name: str
    kind: RegionKind
    code: str | None = None
    short_names: tuple[str, ...] = ()
    parent_id: str | None = None
    valid_from: str | None = None
    valid_to: str | None = None
    successor_id: str | None = None
    former_names: tuple[str, ...] = ()
    landmarks: tuple[str, ...] = ()
    designations: tuple[str, ...] = ()
    provisional_label: str | None = None
    longitude: float | None = None
    latitude: float | None = None

    @property
    def period(self) -> Period:
        """When the region is this one; without stated dates, always."""
        return Period(_partial(self.valid_from), _partial(self.valid_to))

    @property
    def has_a_successor(self) -> bool:
        return self.successor_id is not None


class RegionTable:
    """All regions by id. Raises ValueError for an id used twice or a reference that leads nowhere."""

    def __init__(self, regions: Iterable[Region]) -> None:
        self._regions: dict[str, Region] = {}
        for region in regions:
            if region.id in self._regions:
                raise ValueError(f"Region '{region.id}' is defined twice. Keep one of the two.")
            self._regions[region.id] = region
        for region in self._regions.values():
            for reference in (region.parent_id, region.successor_id):
                if reference is not None and reference not in self._regions:
                    raise ValueError(f"Region '{region.id}' refers to '{reference}', which is not defined.")
        for region in self._regions.values():
            self._check_that_it_ends(region, {one.id: one.parent_id for one in self})
            self._check_that_it_ends(region, {one.id: one.successor_id for one in self})

    def __iter__(self) -> Iterator[Region]:
        return iter(self._regions.values())

    def __len__(self) -> int:
        return len(self._regions)

    def get_region(self, region_id: str) -> Region:
        """Raises NotFoundError."""
        region = self._regions.get(region_id)
        if region is None:
            raise NotFoundError(f"There is no region '{region_id}'. The ids are in knowledge_base/regions.yaml.")
        return region

    def find_region(self, region_id: str) -> Region | None:
        """The region, or None for an id that does not exist."""
        return self._regions.get(region_id)

    def find_current(self, region_id: str, on: date) -> Region | None:
        """What the region is on that day: itself, or what it has gone up into. None for an id that does not exist."""
        region = self._regions.get(region_id)
        while region is not None and region.successor_id is not None and region.period.ended_before(on):
            region = self._regions[region.successor_id]
        return region

    def find_predecessors(self, region_id: str) -> tuple[Region, ...]:
        """The regions that have gone up into this one, however long ago."""
        direct = [region for region in self if region.successor_id == region_id]
        return tuple(earlier for region in direct for earlier in (region, *self.find_predecessors(region.id)))

    def find_ancestor_ids(self, region_id: str) -> tuple[str, ...]:
        """Ids of the regions this one lies in, the nearest first."""
        region = self.get_region(region_id)
        return () if region.parent_id is None else (region.parent_id, *self.find_ancestor_ids(region.parent_id))

    def find_current_districts(self, on: date) -> tuple[Region, ...]:
        """The districts and counties of that day in the table's order; functional zones are not among them."""
        return tuple(region for region in self if region.kind in ("district", "county") and region.period.contains(on))

    def covers(self, rule_region_id: str, person_region_id: str, on: date) -> Coverage:
        """Whether a rule of the one region holds, on that day, for a person in the other. Raises NotFoundError.

        A national or municipal rule holds in every district. A district's rule holds only there: never in a neighbour,
        and not for somebody of whom only the city is known.
        """
        rule = self.get_region(rule_region_id)
        person = self.get_region(person_region_id)
        rule_now = self.find_current(rule.id, on) or rule
        person_now = self.find_current(person.id, on) or person
        if rule.id in (person_now.id, *self.find_ancestor_ids(person_now.id)):
            return Coverage.COVERED
        if rule_now.id != person_now.id:
            return Coverage.NOT_COVERED
        # The rule's region has gone up into another: it can only go on for those who lived in it, or may have.
        if person.id in (rule.id, rule_now.id):
            return Coverage.BY_SUCCESSION
        return Coverage.NOT_COVERED

    def _check_that_it_ends(self, region: Region, following: dict[str, str | None]) -> None:
        seen = {region.id}
        region_id = following[region.id]
        while region_id is not None:
            if region_id in seen:
                raise ValueError(f"The parents or successors of region '{region.id}' go round in a circle.")
            seen.add(region_id)
            region_id = following[region_id]


def _partial(text: str | None) -> PartialDate | None:
    return None if text is None else PartialDate.parse(text)
