"""Where an added document holds, by who sent it out and what it is called."""

import re

from assistant.domain.added_documents import AddedDocument, DocumentHead, DocumentKind
from assistant.domain.regions import RegionTable
from assistant.language.places import PlaceNames, find_places

_STATE = re.compile(
    r"国务院|全国人民代表大会|中华人民共和国|最高人民法院|最高人民检察院|国家[\u4e00-\u9fa5]{2,10}[局委署]"
    r"|(?:人力资源和?社会保障|财政|民政|教育|工业和信息化|住房和城乡建设|农业农村|退役军人事务|商务|劳动)部|税务总局|海关总署"
    r"|中国人民银行|中国残疾人联合会|中华全国总工会"
)
_ELSEWHERE = re.compile(r"(?P<place>[\u4e00-\u9fa5]{2,6}?(?:省|自治区|自治州|特别行政区|市|州|盟|县|区))")
_OF_THE_TEXT = 300
#: (id of a region of ours, or the name of another place)
Place = tuple[str | None, str | None]


def place_of(head: DocumentHead, lines: tuple[str, ...], regions: RegionTable, names: PlaceNames) -> Place:
    """(id of a region of ours, or the name of another place); both None where nothing says.

    The offices that sent it out are asked first, then the title, then the beginning of the text. A statute that names
    no place is the country's.
    """
    beginning = "".join(lines)[:_OF_THE_TEXT]
    for said in (" ".join(head.issuers), head.title):
        found = _place_in(said, regions, names)
        if found is not None:
            return found
    if head.kind is DocumentKind.STATUTE or _STATE.search(beginning):
        return "cn", None
    return _place_in(beginning, regions, names) or (None, None)


def _place_in(said: str, regions: RegionTable, names: PlaceNames) -> Place | None:
    elsewhere = _ELSEWHERE.search(said)
    mentions = [place for place in find_places(said, regions, names) if not place.via_landmark]
    ours = [place for place in mentions if place.region_id is not None]
    if ours and (elsewhere is None or ours[0].start <= elsewhere.start()):
        depths = {place.region_id: len(regions.find_ancestor_ids(place.region_id or "")) for place in ours[:2]}
        return max(depths, key=lambda name: depths[name]), None
    if _STATE.search(said):
        return "cn", None
    if elsewhere is not None:
        return None, elsewhere["place"]
    return (None, mentions[0].text) if mentions else None


def holds_in(document: AddedDocument, region_id: str | None, regions: RegionTable) -> bool:
    """Whether somebody in that region (None: somewhere in the city) may be told it as theirs."""
    if document.place is not None:
        return False
    if document.region_id is None:
        return True
    wider = (region_id, *regions.find_ancestor_ids(region_id)) if region_id is not None else ("chongqing", "cn")
    return document.region_id in wider
