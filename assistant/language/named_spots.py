"""Roads, towns, hospitals that no table names, where the words around say they are places: 江北建新东路, 新民镇附近."""

import re
from collections.abc import Iterable

from assistant.language.places import PlaceMention, PlaceNames
from assistant.language.text import HAN

_TOWN = ("镇", "街道", "乡")
#: What a place's name ends in; a short first part keeps sentences out.
_KIND = (
    r"(?:大道|[东西南北中]路|路|正?街(?!道)|步行街|镇|街道|乡|村|广场|医院|大学|学院|校区|公园|车站|工业园|产业园|园区|开发区"
    r"|商圈|天街|万达|小区|新城|市场|机场|码头|立交)"
)
_IN_NAME = rf"(?:[{HAN}](?<![的了在有没找招想要做个我你他不跟或是去来到离每那这份哪]))"
_AFTER_DISTRICT = re.compile(
    rf"(?P<name>(?!乡镇|城镇|集镇|场镇|小镇|各|老家){_IN_NAME}{{1,5}}?{_KIND})(?![{HAN}]?(?:口音|户口|毕业))"
)
_SIDE = r"(?:附近|旁边|边上|周边|周围|那边|那儿|那里|这边|一带)"
_DISTRICT_SIDE = re.compile(
    rf"(?P<name>(?!老家|县城|城里|乡下|农村|屋头){_IN_NAME}{{2,3}}?)(?:那边|那儿|那里|附近|旁边|一带|街上|镇上)"
)
_BESIDE = re.compile(
    rf"(?:^|(?<=[,。;!? ])|(?<=[在离到去找要想]))(?P<name>{_IN_NAME}{{2,5}}?{_KIND})"
    rf"(?=(?:的)?{_SIDE}|(?:比较|要|稍微)?近)"
)
#: 红星美凯龙附近: any name, but no school, home or station of one's own.
_BESIDE_ANY = re.compile(
    rf"(?:^|(?<=[,。;!? ])|(?<=[在离]))"
    rf"(?P<name>(?!(?:医院|超市|商圈|宿舍|小区|公园|菜市|市区|城区|县城|郊区|主城|镇上|街上|工地|机场|公交|饭店|酒店|村里)(?:附近|旁|边|的)|轻轨|地铁|轨道|希望|最好|尽量|必须|可以|现在|目前|本地){_IN_NAME}{{2,6}}?)"
    r"(?<![家屋里头处站口铁轨校司位厂店区场线远近点])(?=(?:的)?(?:附近|旁边|边上))"
)
_TOWN_CUE_AFTER = re.compile(rf"(?:{_SIDE}|镇上|街上|场上)")
_TOWN_ENDS = re.compile(r"的?(?:$|[ ,。;])")
_TOWN_CUE_BEFORE = re.compile(r"[在离]$")
#: 要两路的, 换到龙水: a town where nothing follows.
_TOWN_CHOSEN = re.compile(r"(?:要|找|看|换|去|到|是)$")
#: Towns whose names are words of daily life, too: 要安稳的 is no town.
_ALSO_WORDS = frozenset({
    "安稳", "公平", "文化", "青年", "打通", "高升", "礼让", "胜利", "平安", "惠民", "宜居", "温泉",
    "直升", "先锋", "咸宜", "满月", "静观", "民主", "小河", "大树", "走马", "太原", "桂林", "当阳",
    "西湖", "中山", "吉安", "海棠", "水市", "火炉",
})  # fmt: skip
_STATIONS = ("火车站", "高铁站", "汽车站", "客运站", "长途车站", "车站")
_ANY_ROAD = ("条路", "个路", "一路", "半路", "上路", "出路", "退路")

#: A spot in characters `start` to `end` (not included), and the district it lies in where that is known.
Spot = tuple[int, int, str, str | None]


def find_spots(text: str, mentions: Iterable[PlaceMention], places: PlaceNames) -> tuple[Spot, ...]:
    """Places named by their kind or directly after their district. None of them overlaps a mention."""
    mentions = tuple(mentions)
    found: list[Spot] = []
    for one in mentions:
        if one.region_id is None or one.via_landmark:
            continue
        spot = _after_district(text, one, places)
        if spot is not None:
            found.append(spot)
    taken = [(one.start, one.end) for one in mentions] + [(start, end) for start, end, _, _ in found]
    for match in (*_BESIDE.finditer(text), *_BESIDE_ANY.finditer(text)):
        if _is_free(match.span("name"), taken) and not match["name"].endswith(_ANY_ROAD):
            found.append((*match.span("name"), match["name"], None))
            taken.append(match.span("name"))
    found += _towns(text, [*taken, *((start, end) for start, end, _, _ in found)], places)
    return tuple(found)


def _after_district(text: str, district: PlaceMention, places: PlaceNames) -> Spot | None:
    """石柱黄水, 江北建新东路, 垫江新民那边."""
    start = district.end
    for length in (4, 3, 2):
        name = text[start : start + length]
        known = [name + suffix for suffix in _TOWN if places.has_street(district.region_id or "", name + suffix)]
        if known:
            said = next((whole for whole in known if text.startswith(whole, start)), name)
            return start, start + len(said), said, district.region_id
    match = _AFTER_DISTRICT.match(text, start) or _DISTRICT_SIDE.match(text, start)
    if match is None or places.names.get(match["name"]) is not None or match["name"].endswith(_ANY_ROAD):
        return None
    name = match["name"]
    whole = f"{district.text}{name}" if name in _STATIONS else name  # 沙坪坝火车站: there is one in every district
    return start, match.end("name"), whole, district.region_id


def _towns(text: str, taken: list[tuple[int, int]], places: PlaceNames) -> list[Spot]:
    """龙水那边, 在澄江: a town without its 镇, where it stands alone or the words beside it say it is a place."""
    found: list[Spot] = []
    for start in range(len(text) - 1):
        before = _TOWN_CUE_BEFORE.search(text[max(0, start - 1) : start])
        is_first = start == 0 or text[start - 1] in " ,。;"
        for length in (3, 2):
            end = start + length
            name = text[start:end]
            ends = _TOWN_ENDS.match(text, end) is not None
            is_chosen = _TOWN_CHOSEN.search(text, max(0, start - 1), start) is not None
            stands_alone = ends and (is_first or is_chosen) and name not in _ALSO_WORDS
            if not (before or stands_alone) and _TOWN_CUE_AFTER.match(text, end) is None:
                continue
            known = {place.region_id for suffix in _TOWN if (place := places.names.get(name + suffix))}
            is_shared = any(name + suffix in places.shared for suffix in _TOWN)
            # 朝阳 is a quarter of one district and a town of another
            region_id = known.pop() if len(known) == 1 and not is_shared else None
            if region_id is not None and _is_free((start, end), taken):
                found.append((start, end, name, region_id))
                taken.append((start, end))
    return found


def _is_free(span: tuple[int, int], taken: Iterable[tuple[int, int]]) -> bool:
    return all(span[1] <= start or end <= span[0] for start, end in taken)
