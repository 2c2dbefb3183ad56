"""What was asked and not answered well, for those who could teach an answer."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from web.site import SiteDep
from web.staff_access import CONSOLE, Reader
from web.staff_queue import offices_of
from web.staff_view import moment

router = APIRouter(include_in_schema=False)
_DAYS = (1, 7, 30, 90)
Days = Annotated[int, Query(ge=1, le=366)]


@router.get(f"{CONSOLE}/unanswered")
def unanswered_page(request: Request, site: SiteDep, who: Reader, days: Days = 7) -> Response:
    """Groups of like questions, the largest first; from each one goes on to proposing an answer."""
    texts = site.assistant.page_texts
    groups = site.assistant.office.unanswered.groups(who.member, days)
    rows = [
        {
            "question": group.question,
            "count": group.count,
            "last_seen": moment(group.last_seen),
            "whys": [(_words_for(name, texts), count) for name, count in group.whys],
            "others": group.others,
            "comments": group.comments,
        }
        for group in groups
    ]
    context = {
        "who": who,
        "offices": offices_of(who),
        "rows": rows,
        "days": days,
        "choices": sorted({*_DAYS, days}),
        "total": sum(group.count for group in groups),
    }
    return site.pages.render(request, "staff_unanswered.html", context)


def _words_for(name: str, texts: Mapping[str, str]) -> str:
    """A reason in words, whatever kind of reason it is."""
    key = f"feedback-reason-{name.removeprefix('feedback-')}" if name.startswith("feedback-") else f"status-{name}"
    return texts.get(key) or texts.get(f"staff-reason-{name}") or texts["staff-unanswered-unhelpful"]
