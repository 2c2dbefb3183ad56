"""The audit log, for those who oversee: who did what to what, since when."""

from datetime import date, datetime, time
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from assistant.domain.cases import EventKind
from assistant.domain.labour_requests import LabourEventKind
from assistant.services.clock import CHONGQING
from assistant.services.staff_ports import AuditQuery
from web.message_text import strip_hidden
from web.site import SiteDep
from web.staff_access import CONSOLE, Reader
from web.staff_queue import offices_of
from web.staff_view import moment

router = APIRouter(include_in_schema=False)
PageNumber = Annotated[int, Query(ge=1, le=10_000)]
_PAGE = 100
_OF_CASES = (
    EventKind.CLAIMED, EventKind.GIVEN_BACK, EventKind.TAKEN_OVER, EventKind.DISPATCHED, EventKind.REPLIED,
    EventKind.NOTED, EventKind.RESOLVED, EventKind.FOLLOWED_UP, EventKind.REOPENED, EventKind.CODE_ISSUED,
)  # fmt: skip
_OF_REQUESTS = (
    LabourEventKind.ACCEPTED, LabourEventKind.GIVEN_BACK, LabourEventKind.TAKEN_OVER, LabourEventKind.DISPATCHED,
    LabourEventKind.NOTED, LabourEventKind.CALLED, LabourEventKind.EVALUATED, LabourEventKind.CODE_ISSUED,
)  # fmt: skip
KNOWLEDGE_STEPS = ("saved", "dropped", "proposed", "returned", "withdrawn", "published", "went_back")
DOCUMENT_STEPS = ("uploaded", "corrected", "published", "withdrawn", "removed", "rolled_back")
#: What can be chosen; others are found by who did it, or to what.
ACTIONS = (
    *(f"case_{kind}" for kind in _OF_CASES), "live_taken", "live_given_back", "contact_revealed",
    *(f"labour_{kind}" for kind in _OF_REQUESTS), "labour_contact_revealed", "answer_proposed", "answer_edited",
    "answer_approved", "answer_refused", "answer_retired", "chat_paused", "chat_resumed", "account_added",
    "account_locked", "role_set", "display_name_set", "password_reset", "password_changed", "logged_in", "login_failed",
    "logged_out", *(f"knowledge_{step}" for step in KNOWLEDGE_STEPS),
    "logged_out_everywhere", "enrolment_revealed", "roster_exported", "enrolment_attendance", "enrolment_outcome",
    "enrolment_code_issued", *(f"document_{step}" for step in DOCUMENT_STEPS),
)  # fmt: skip


@router.get(f"{CONSOLE}/audit")
def audit(
    request: Request,
    site: SiteDep,
    who: Reader,
    actor: str = "",
    action: str = "",
    subject: str = "",
    since: str = "",
    page: PageNumber = 1,
) -> Response:
    """The latest first. `subject`: a case's number, an account's name. A day nobody can read filters nothing."""
    day, texts = _day(since), site.assistant.page_texts
    chosen = {
        "actor": strip_hidden(actor).strip(),
        "action": action if action in ACTIONS else "",
        "subject": strip_hidden(subject).strip(),
        "since": day.isoformat() if day is not None else "",
    }
    query = AuditQuery(
        actor=chosen["actor"] or None,
        action=chosen["action"] or None,
        subject=chosen["subject"] or None,
        since=datetime.combine(day, time(), CHONGQING) if day is not None else None,
        page=page,
        size=_PAGE,
    )
    events = site.assistant.office.accounts.list_audit(who.member, query)
    filters = urlencode({name: value for name, value in chosen.items() if value})
    context = {
        "who": who,
        "offices": offices_of(who),
        "rows": [
            (
                moment(event.at),
                texts.get(f"staff-actor-{event.actor}", event.actor),
                texts.get(f"staff-action-{event.action}", event.action),
                event.subject,
                event.detail,
            )
            for event in events
        ],
        "actions": ACTIONS,
        "chosen": chosen,
        "address": f"{CONSOLE}/audit?{filters}&" if filters else f"{CONSOLE}/audit?",
        "page": page,
        "has_more": len(events) == _PAGE,
    }
    return site.pages.render(request, "staff_audit.html", context)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
