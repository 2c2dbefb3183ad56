"""Which regions count for the places somebody named."""

from collections.abc import Iterable

from assistant.domain.regions import RegionTable

_EVERYWHERE = ("municipality", "country")


def refused_regions(region_ids: Iterable[str], table: RegionTable) -> frozenset[str]:
    """The regions somebody will not work in, with what has gone up into them; nobody refuses the whole city."""
    return wanted_regions(region_ids, table) or frozenset()


def course_regions(region_ids: Iterable[str], table: RegionTable) -> frozenset[str] | None:
    """As `wanted_regions`, and what an old name has become: a course that says 两江新区 may well lie in 江北."""
    meant = wanted_regions(region_ids, table)
    if meant is None:
        return None
    found = (table.find_region(region_id) for region_id in region_ids)
    return meant | {region.successor_id for region in found if region is not None and region.successor_id is not None}


def wanted_regions(region_ids: Iterable[str], table: RegionTable) -> frozenset[str] | None:
    """The regions themselves and what has gone up into them: whoever says 两江新区 means 江北 and 渝北 too.

    None: anywhere, where no place or the whole city is named. An old name alone stays narrow: an advert that says only
    两江新区 may lie in the other half.
    """
    meant: set[str] = set()
    for region_id in region_ids:
        region = table.find_region(region_id)
        if region is None:
            continue
        if region.kind in _EVERYWHERE:
            return None
        meant.add(region.id)
        meant.update(earlier.id for earlier in table.find_predecessors(region.id))
    return frozenset(meant) if meant else None


def places_around(region_id: str, table: RegionTable) -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    """Wanted and refused regions, the nearest first: the region itself, then what it has become a part of, without the
    other parts. An advert for 两江新区 may lie in 渝北, but one for 江北 does not."""
    region = table.find_region(region_id)
    if region is None or region.successor_id is None:
        return (((region_id,), ()),)
    others = tuple(one.id for one in table.find_predecessors(region.successor_id) if one.id != region_id)
    return ((region_id,), ()), ((region.successor_id,), others)
