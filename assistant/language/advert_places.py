"""Where an advert's work is: the region as named, and the landmark in it."""

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

from assistant.domain.regions import RegionTable
from assistant.language.places import PlaceMention, PlaceNames, find_places

_CODE = re.compile(r"(?<![0-9])([1-9][0-9]{5})(?:000000)?(?![0-9])")
_WIDE_KINDS = ("municipality", "country")
_WORKPLACE_BEFORE = re.compile(
    r"(?:地点|地址|位于|上班地|工作地|上班的?地方|工作区域|公司在|就在|坐落)[::在于是为 ]{0,3}$"
)
_CITY = "重庆"
_CITY_ID = "chongqing"


@dataclass(frozen=True)
class AdvertPlace:
    """`region_id` None: elsewhere, or not said."""

    region_id: str | None = None
    landmark: str | None = None
    is_elsewhere: bool = False

    @property
    def names_a_district(self) -> bool:
        return self.region_id is not None and self.region_id != _CITY_ID


class AdvertPlaces:
    """Reads places; what a short text says is remembered."""

    def __init__(self, regions: RegionTable, places: PlaceNames) -> None:
        self._regions = regions
        self._places = places
        self._codes = {region.code: region.id for region in regions if region.code is not None}
        self._kin = {region.id: self._related(region.id) for region in regions}
        self._landmarks: dict[str, list[str]] = defaultdict(list)
        for name, place in places.names.items():
            if place.via_landmark and len(name) > 1:
                self._landmarks[name[:2]].append(name)
        for names in self._landmarks.values():
            names.sort(key=len, reverse=True)
        first = "".join(sorted({re.escape(pair[0]) for pair in self._landmarks}))
        second = "".join(sorted({re.escape(pair[1]) for pair in self._landmarks}))
        self._gate = re.compile(f"[{first}](?=[{second}])") if first else re.compile("(?!)")
        self.read = lru_cache(maxsize=20_000)(self._read)

    def find_in(self, text: str, known: AdvertPlace) -> AdvertPlace:
        """What a longer text adds: a landmark of the region, or the region where the text says that work is there."""
        if known.is_elsewhere:
            return known
        for match in self._gate.finditer(text):
            start = match.start()
            if not any(text.startswith(name, start) for name in self._landmarks.get(text[start : start + 2], ())):
                continue
            mention = self._mention_at(text, start)
            if mention is None or mention.region_id is None:
                continue
            if known.names_a_district:
                if mention.region_id in self._kin.get(known.region_id or "", ()):
                    return AdvertPlace(known.region_id, mention.text)
            elif _WORKPLACE_BEFORE.search(text[max(0, start - 10) : start]):
                return AdvertPlace(mention.region_id, mention.text)
        return known

    def _mention_at(self, text: str, start: int) -> PlaceMention | None:
        """The landmark that begins there, as its surroundings let it be read."""
        begin = max(0, start - 10)
        around = find_places(text[begin : start + self._places.longest + 4], self._regions, self._places)
        return next((one for one in around if one.start == start - begin and one.via_landmark), None)

    def _read(self, text: str) -> AdvertPlace:
        code = _CODE.search(text)
        if code is not None:
            region_id = self._codes.get(code[1])
            return AdvertPlace(region_id, None, is_elsewhere=region_id is None and not code[1].startswith("50"))
        mentions = find_places(text, self._regions, self._places)
        if not mentions:
            return AdvertPlace()
        if mentions[0].elsewhere and _CITY not in text:
            return AdvertPlace(is_elsewhere=True)  # 浙江省宁波江北区
        region_id = self._region(mentions)
        kin = self._kin.get(region_id or "", frozenset())
        landmark = next((one.text for one in mentions if one.via_landmark and one.region_id in kin), None)
        return AdvertPlace(region_id, landmark)

    def _region(self, mentions: tuple[PlaceMention, ...]) -> str | None:
        """A district by its name goes before one by a landmark, and that before the city."""
        inside = [one for one in mentions if one.region_id is not None]
        narrow = [one for one in inside if not self._is_wide(one.region_id)]
        named = [one for one in narrow if not one.via_landmark]
        found = (named or narrow or inside)[:1]
        return found[0].region_id if found else None

    def _is_wide(self, region_id: str | None) -> bool:
        return region_id is None or self._regions.get_region(region_id).kind in _WIDE_KINDS

    def _related(self, region_id: str) -> frozenset[str]:
        """A region with what went up into it and what it went up into: 两江新区礼嘉, 江北两江影视城."""
        successor = self._regions.get_region(region_id).successor_id
        before = {region.id for region in self._regions.find_predecessors(region_id)}
        return frozenset({region_id, *before, *([successor] if successor else [])})
