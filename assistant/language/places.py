"""Places people name: districts, what they were called before, landmarks, streets, and cities that are elsewhere."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from assistant.domain.regions import Region, RegionTable

# 成都路, 四川话, 重庆小面: the name serves another word.
_SERVES_ANOTHER_WORD = re.compile(
    r"[东西南北中]?[路街](?!道办)|大道|话(?![说题])|时间|小面|火锅|烤鸭|烤鱼|拉面|小吃|菜(?!市|场|园|鸟)|味道"
    r"|凉皮|米粉|热干面|豆花|白酒|啤酒"
)
_SUFFIX_ELSEWHERE = ("特别行政区", "自治区", "市", "省", "州")


@dataclass(frozen=True)
class PlaceName:
    """What a name stands for. `region_id` is None for a place elsewhere, and for a word that is no place at all."""

    region_id: str | None = None
    former: bool = False
    via_landmark: bool = False
    elsewhere: bool = False

    @property
    def is_place(self) -> bool:
        return self.region_id is not None or self.elsewhere


@dataclass(frozen=True)
class PlaceMention:
    """A place named in characters `start` to `end` (not included) of the text.

    `region_id` is the region as it is called there (江北 is `jiangbei`; `RegionTable.find_current` says what that is on
    a day), None for a place `elsewhere`. `former`: an old name, or a region that has gone up into another.
    """

    start: int
    end: int
    text: str
    region_id: str | None
    former: bool = False
    via_landmark: bool = False
    elsewhere: bool = False


@dataclass(frozen=True)
class PlaceNames:
    """Every name by its wording, made once by `build`; `longest` is the length of the longest.

    `shared`: towns that several districts have, which are places only beside a district's name; the ids of its regions.
    """

    names: Mapping[str, PlaceName]
    longest: int
    shared: Mapping[str, frozenset[str]]

    @classmethod
    def build(
        cls,
        regions: Iterable[Region],
        streets: Mapping[str, Iterable[str]],
        elsewhere: Iterable[str],
        not_places: Iterable[str],
        shared_streets: Mapping[str, Iterable[str]] = MappingProxyType({}),
    ) -> "PlaceNames":
        """`streets` and `shared_streets` by region id.

        A region's own name goes before a landmark, a landmark before a street.
        """
        names: dict[str, PlaceName] = {name: PlaceName(elsewhere=True) for name in elsewhere}
        for region_id, of_region in streets.items():
            names.update((name, PlaceName(region_id, via_landmark=True)) for name in of_region)
        regions = tuple(regions)
        for region in regions:
            names.update((name, PlaceName(region.id, via_landmark=True)) for name in region.landmarks)
        for region in regions:
            names.update((name, PlaceName(region.id, former=True)) for name in region.former_names)
        for region in regions:
            own = PlaceName(region.id, former=region.has_a_successor)
            names.update((name, own) for name in (region.name, *region.short_names))
        names.update((word, PlaceName()) for word in not_places)
        shared: dict[str, set[str]] = {}
        for region_id, of_region in shared_streets.items():
            for name in of_region:
                shared.setdefault(name, set()).add(region_id)
        frozen = {name: frozenset(region_ids) for name, region_ids in shared.items()}
        return cls(MappingProxyType(names), max(map(len, names), default=0), MappingProxyType(frozen))

    def has_street(self, region_id: str, name: str) -> bool:
        """Whether the region has a street or town of that whole name."""
        known = self.names.get(name)
        return (known is not None and known.region_id == region_id) or region_id in self.shared.get(name, ())

    def has_town(self, region_id: str, name: str) -> bool:
        """Whether the region has a town, a quarter or a township of that name, said without its kind (凤城, 双福)."""
        return any(self.has_street(region_id, f"{name}{kind}") for kind in ("镇", "街道", "乡"))


def find_places(text: str, table: RegionTable, places: PlaceNames) -> tuple[PlaceMention, ...]:
    """The places named in the text, in order; of names that begin at the same character the longest counts."""
    mentions: list[PlaceMention] = []
    position = 0
    while position < len(text):
        found = _longest_at(text, position, places)
        if found is None:
            position += 1
            continue
        name, end = found
        previous = mentions[-1] if mentions else None
        if name.is_place and not _belongs_elsewhere(previous, position, name, table):
            mentions.append(
                PlaceMention(
                    position, end, text[position:end], name.region_id, name.former, name.via_landmark, name.elsewhere
                )
            )
        position = end
    return tuple(mentions)


def _longest_at(text: str, position: int, places: PlaceNames) -> tuple[PlaceName, int] | None:
    for length in range(min(places.longest, len(text) - position), 1, -1):
        name = places.names.get(text[position : position + length])
        if name is None:
            continue
        end = position + length
        if name.is_place and not name.via_landmark and _SERVES_ANOTHER_WORD.match(text, end):
            return PlaceName(), end
        if name.elsewhere:
            end += next((len(suffix) for suffix in _SUFFIX_ELSEWHERE if text.startswith(suffix, end)), 0)
        return name, end
    return None


def _belongs_elsewhere(previous: PlaceMention | None, start: int, name: PlaceName, table: RegionTable) -> bool:
    """成都高新区, 成都大学城: what follows another city's name directly lies there."""
    if previous is None or not previous.elsewhere or previous.end != start or name.region_id is None:
        return False
    return name.via_landmark or table.get_region(name.region_id).kind == "functional_zone"
