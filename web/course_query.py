"""A search for courses as an address to keep and send, and back. Nonsense in it is left out, never an error."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from assistant.domain.course_filter import CourseFilter
from assistant.domain.regions import RegionTable
from assistant.services.course_desk import CourseDesk
from web.message_text import strip_hidden

PATH = "/courses"
LAST_PAGE, MOST_CHARACTERS = 50, 200
#: Boxes of the form, and the field of the filter each one sets.
BOXES = ("evening", "weekend", "daytime", "free", "with_certificate")
_ONLINE, _REGION = "online", "place"


@dataclass(frozen=True)
class CourseVisit:
    """What a page of the list shows. `q`: the sentence as written; `page` counts from 1."""

    q: str = ""
    boxes: tuple[str, ...] = ()
    region_id: str = ""
    is_online: bool = False
    page: int = 1

    @property
    def is_narrowed(self) -> bool:
        return self != CourseVisit()

    @property
    def address(self) -> str:
        pairs = [("q", self.q)] if self.q else []
        pairs += [(name, "1") for name in self.boxes]
        pairs += [(_ONLINE, "1")] if self.is_online else []
        pairs += [(_REGION, self.region_id)] if self.region_id else []
        pairs += [("page", str(self.page))] if self.page > 1 else []
        return f"{PATH}?{urlencode(pairs)}" if pairs else PATH

    def wanted(self, desk: CourseDesk) -> CourseFilter:
        """The filter of the sentence and the boxes together."""
        wanted = desk.with_topic(desk.understand(self.q), self.q) if self.q else CourseFilter()
        if self.q and wanted.says_nothing:
            wanted = replace(wanted, words=(self.q,))
        if self.region_id:
            wanted = replace(wanted, region_ids=(self.region_id,))
        if self.is_online:
            wanted = replace(wanted, online=True)
        flags = dict.fromkeys(self.boxes, True)
        return replace(wanted, near=False, **flags)  # type: ignore[arg-type]  # the boxes are truths of the filter


def read_course_visit(params: Mapping[str, str], regions: RegionTable) -> CourseVisit:
    """What an address says of the list."""
    region = regions.find_region(params.get(_REGION, "")[:40])
    page = params.get("page", "")
    return CourseVisit(
        q=" ".join(strip_hidden(params.get("q", "")).split())[:MOST_CHARACTERS],
        boxes=tuple(name for name in BOXES if params.get(name) == "1"),
        region_id=region.id if region is not None else "",
        is_online=params.get(_ONLINE) == "1",
        page=min(max(int(page), 1), LAST_PAGE) if page.isascii() and page.isdigit() and len(page) < 6 else 1,
    )
