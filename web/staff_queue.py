"""The queue: the most urgent first, with filters that are part of the address."""

from datetime import timedelta
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from assistant.domain.case_rights import OfficeAction, kinds_seen, may_in_office, sees_own_only
from assistant.domain.cases import CLOSED_STATES, LIVE_STATES, CaseKind, CaseState
from assistant.domain.conversation import HandoverReason
from assistant.domain.labour_rights import sees_labour
from assistant.domain.roster_rights import sees_rosters
from assistant.services.case_ports import QueueQuery
from web.site import SiteDep
from web.staff_access import CONSOLE, LoggedIn, Reader
from web.staff_view import view_case

router = APIRouter(include_in_schema=False)
_PAGE = 50
_SOON_MINUTES = 60
_STATES = {
    "live": tuple(sorted(LIVE_STATES)),
    "open": (CaseState.OPEN,),
    "claimed": (CaseState.CLAIMED,),
    "dispatched": (CaseState.DISPATCHED,),
    "closed": tuple(sorted(CLOSED_STATES)),
}
_DUE = {"overdue": 0, "soon": _SOON_MINUTES}
PageNumber = Annotated[int, Query(ge=1, le=10_000)]


@router.get(f"{CONSOLE}/waiting")
def waiting(site: SiteDep, who: Reader) -> dict[str, int]:
    """How many cases there are, unclaimed and overdue: what the queue asks for by itself, to say it has changed."""
    counts = site.assistant.office.desk.counts(who.member, QueueQuery())
    return {"total": counts.total, "open": counts.by_state.get(CaseState.OPEN, 0), "overdue": counts.overdue}


@router.get(CONSOLE)
def queue(
    request: Request,
    site: SiteDep,
    who: Reader,
    state: str = "live",
    kind: str = "",
    reason: str = "",
    mine: str = "",
    due: str = "",
    page: PageNumber = 1,
    done: str = "",
) -> Response:
    """The cases one may see; for a role without cases, where else to go. A filter nobody knows filters nothing."""
    office, texts = site.assistant.office, site.assistant.page_texts
    shared: dict[str, object] = {"who": who, "offices": offices_of(who)}
    if not kinds_seen(who.member.role):
        return site.pages.render(request, "staff_home.html", shared)
    chosen = {
        "state": state if state in _STATES else "live",
        "kind": kind if kind in tuple(CaseKind) else "",
        "reason": reason if reason in tuple(HandoverReason) else "",
        "mine": "1" if mine and not sees_own_only(who.member.role) else "",
        "due": due if due in _DUE else "",
    }
    now = office.clock.now()
    query = _query(chosen, who, page, site)
    found = office.desk.queue(who.member, query)
    counts = office.desk.counts(who.member, QueueQuery())
    own = QueueQuery(owner=who.member.name, size=1)
    asked_again = QueueQuery(states=_STATES["closed"], due_before=now, size=1)
    pages = max(1, -(-found.total // _PAGE))
    context = {
        **shared,
        "chosen": chosen,
        "kinds": [each.value for each in kinds_seen(who.member.role)],
        "states": list(_STATES),
        "reasons": sorted(counts.by_reason, key=lambda each: -counts.by_reason[each]),
        "counts": counts,
        "mine": office.desk.queue(who.member, own).total,
        "asked_again": office.desk.queue(who.member, asked_again).total,
        "sees_own_only": sees_own_only(who.member.role),
        "rows": [view_case(case, now, office.policy()) for case in found.cases],
        "total": found.total,
        "page": page,
        "pages": pages,
        "address": _address_of(chosen),
        "done": f"staff-done-{done}" if f"staff-done-{done}" in texts else "",
    }
    return site.pages.render(request, "staff_queue.html", context)


def offices_of(who: LoggedIn) -> tuple[str, ...]:
    """Which pages beside the queue the member may open."""
    requests = ("requests",) if sees_labour(who.member) else ()
    intakes = ("intakes",) if sees_rosters(who.member) else ()
    pages = (
        ("teaching", OfficeAction.PROPOSE_ANSWER),
        ("unanswered", OfficeAction.REVIEW_ANSWER),
        ("search", OfficeAction.INSPECT_SEARCH),
        ("knowledge", OfficeAction.EDIT_KNOWLEDGE),
        ("documents", OfficeAction.EDIT_KNOWLEDGE),
        ("dashboard", OfficeAction.SEE_FIGURES),
        ("accounts", OfficeAction.MANAGE_ACCOUNTS),
        ("switch", OfficeAction.PAUSE_CHAT),
        ("audit", OfficeAction.READ_AUDIT),
    )
    return (*requests, *intakes, *(name for name, action in pages if may_in_office(who.member, action)))


def _query(chosen: dict[str, str], who: LoggedIn, page: int, site: SiteDep) -> QueueQuery:
    now = site.assistant.office.clock.now()
    until = now + timedelta(minutes=_DUE[chosen["due"]]) if chosen["due"] else None
    return QueueQuery(
        kinds=(CaseKind(chosen["kind"]),) if chosen["kind"] else None,
        states=_STATES[chosen["state"]],
        reason=HandoverReason(chosen["reason"]) if chosen["reason"] else None,
        owner=who.member.name if chosen["mine"] else None,
        due_before=until,
        page=page,
        size=_PAGE,
    )


def _address_of(chosen: dict[str, str]) -> str:
    """The filters as an address to which a page number is added."""
    query = urlencode({name: value for name, value in chosen.items() if value and (name, value) != ("state", "live")})
    return f"{CONSOLE}?{query}&" if query else f"{CONSOLE}?"
