"""A case at the console: all there is on it, and every step as a plain form."""

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response
from starlette.status import HTTP_303_SEE_OTHER

from assistant.domain.case_rights import CaseAction, may
from assistant.domain.case_steps import STATES_FOR
from assistant.domain.cases import Case, CaseState, Destination, DestinationKind, EventKind
from assistant.domain.contacts import ContactDetails, RevealReason
from assistant.domain.errors import ConflictError, InvalidInputError, NotAllowedError, NotFoundError
from assistant.services.case_desk import CaseDesk
from assistant.services.clock import CHONGQING
from web.message_text import strip_hidden
from web.problems import describe_problem
from web.site import Site, SiteDep
from web.staff_access import CONSOLE, LoggedIn, Reader, Writer
from web.staff_case_view import view_talk
from web.staff_live_view import view_live
from web.staff_queue import offices_of
from web.staff_view import moment, view_case, view_events, view_messages, view_notices

router = APIRouter(prefix=f"{CONSOLE}/cases/{{number}}", include_in_schema=False)
Text = Annotated[str, Form()]
_ASKED_AGAIN_AT = time(9, 0)
_NO_DAY = "日期请按“年-月-日”填写，例如 2026-12-01。"
_NO_REASON = "请先选为什么要看完整的联系方式。"
REFUSED = (InvalidInputError, NotAllowedError, ConflictError, NotFoundError)


@router.get("")
def case_page(request: Request, number: str, site: SiteDep, who: Reader, done: str = "") -> Response:
    """Everything on one page. A case one may not see is one that does not exist."""
    return show_case(request, site, who, number, done=done)


@router.post("/claim")
def claim(request: Request, number: str, site: SiteDep, who: Writer) -> Response:
    return _step(request, site, who, number, "claimed", lambda desk: desk.claim(who.member, number))


@router.post("/give-back")
def give_back(request: Request, number: str, site: SiteDep, who: Writer, reason: Text = "") -> Response:
    words = strip_hidden(reason)
    return _step(request, site, who, number, "given_back", lambda desk: desk.give_back(who.member, number, words))


@router.post("/take-over")
def take_over(request: Request, number: str, site: SiteDep, who: Writer) -> Response:
    return _step(request, site, who, number, "claimed", lambda desk: desk.take_over(who.member, number))


@router.post("/dispatch")
def dispatch(
    request: Request, number: str, site: SiteDep, who: Writer, to: Text = "", name: Text = "", reason: Text = ""
) -> Response:
    """`to`: specialist, with the name of an account, or body, with its own name."""
    kind = DestinationKind.SPECIALIST if to == DestinationKind.SPECIALIST else DestinationKind.BODY
    where, words = Destination(kind, strip_hidden(name)), strip_hidden(reason)
    return _step(request, site, who, number, "dispatched", lambda desk: desk.dispatch(who.member, number, where, words))


@router.post("/reply")
def reply(request: Request, number: str, site: SiteDep, who: Writer, text: Text = "") -> Response:
    words = strip_hidden(text)
    return _step(request, site, who, number, "replied", lambda desk: desk.reply(who.member, number, words), words)


@router.post("/note")
def note(request: Request, number: str, site: SiteDep, who: Writer, text: Text = "") -> Response:
    words = strip_hidden(text)
    return _step(request, site, who, number, "noted", lambda desk: desk.note(who.member, number, words))


@router.post("/close")
def close(
    request: Request, number: str, site: SiteDep, who: Writer, outcome: Text = "", follow_up_on: Text = ""
) -> Response:
    words = strip_hidden(outcome)
    return _step(
        request, site, who, number, "resolved",
        lambda desk: desk.resolve(who.member, number, words, _morning_of(follow_up_on)),
    )  # fmt: skip


@router.post("/follow-up")
def follow_up(
    request: Request, number: str, site: SiteDep, who: Writer, text: Text = "", next_on: Text = ""
) -> Response:
    words = strip_hidden(text)
    return _step(
        request, site, who, number, "followed_up",
        lambda desk: desk.follow_up(who.member, number, words, _morning_of(next_on)),
    )  # fmt: skip


@router.post("/reopen")
def reopen(request: Request, number: str, site: SiteDep, who: Writer, reason: Text = "") -> Response:
    words = strip_hidden(reason)
    return _step(request, site, who, number, "reopened", lambda desk: desk.reopen(who.member, number, words))


@router.post("/code")
def reissue_code(request: Request, number: str, site: SiteDep, who: Writer) -> Response:
    """Shown once, on this very page; the code before opens nothing any more."""
    try:
        code = site.assistant.office.desk.reissue_code(who.member, number)
    except REFUSED as error:
        return refuse(request, site, who, number, error)
    return show_case(request, site, who, number, code=code)


@router.post("/reveal")
def reveal(request: Request, number: str, site: SiteDep, who: Writer, reason: Text = "") -> Response:
    """Contact details in full, on this very page, once; the reason stands in the audit log."""
    try:
        if reason not in tuple(RevealReason):
            raise InvalidInputError(_NO_REASON)
        contact = site.assistant.office.contacts.reveal(who.member, number, RevealReason(reason))
    except REFUSED as error:
        return refuse(request, site, who, number, error)
    return show_case(request, site, who, number, contact=contact)


def _step(
    request: Request,
    site: Site,
    who: LoggedIn,
    number: str,
    done: str,
    take: Callable[[CaseDesk], Case],
    draft: str = "",
) -> Response:
    """To the case as it is then; to the queue where the member sees it no longer. Refused: the page, with why."""
    desk = site.assistant.office.desk
    try:
        case = take(desk)
    except REFUSED as error:
        return refuse(request, site, who, number, error, draft)
    path = f"{CONSOLE}/cases/{case.number}" if may(who.member, CaseAction.SEE, case) else CONSOLE
    return RedirectResponse(f"{path}?done={done}", HTTP_303_SEE_OTHER)


def refuse(request: Request, site: Site, who: LoggedIn, number: str, error: Exception, draft: str = "") -> Response:
    told = describe_problem(request, error)
    return show_case(request, site, who, number, error=str(error), draft=draft, status_code=told.status)


def show_case(
    request: Request,
    site: Site,
    who: LoggedIn,
    number: str,
    done: str = "",
    error: str = "",
    draft: str = "",
    code: str = "",
    contact: ContactDetails | None = None,
    status_code: int = 200,
) -> Response:
    office, texts = site.assistant.office, site.assistant.page_texts
    file = office.desk.open_file(who.member, number)
    now, case = office.clock.now(), file.case
    shown = {action.value for action in file.actions}
    context = {
        "who": who,
        "offices": offices_of(who),
        "case": view_case(case, now, office.policy()),
        "outcome": case.outcome or "",
        "mark": case.mark,
        "follow_up_at": moment(case.follow_up_due_at) if case.follow_up_due_at is not None else "",
        "attachment": case.attachment or "",
        "events": view_events(file.events, texts),
        "messages": view_messages(file.messages),
        "others": [view_case(other, now, office.policy()) for other in file.others],
        "talk": view_talk(site, case.conversation_id),
        "can": {name for name in shown if _STEP.get(name) is None or case.state in STATES_FOR[_STEP[name]]},
        "is_withdrawn": case.state is CaseState.WITHDRAWN,
        "colleagues": office.desk.colleagues(who.member, number) if "dispatch" in shown else (),
        "notices": view_notices(office.desk.notices(who.member, number)),
        "masked": office.contacts.seen_by(who.member, number),
        "contact": contact,
        "reveal_reasons": [reason.value for reason in RevealReason],
        "version": case.version,
        "live": view_live(site, who, case),
        "code": code,
        "draft": draft,
        "error": error,
        "done": f"staff-done-{done}" if f"staff-done-{done}" in texts else "",
    }
    return site.pages.render(request, "staff_case.html", context, status_code)


#: Which steps a right is for: a form is shown only where role and state both allow it.
_STEP = {
    "claim": EventKind.CLAIMED,
    "give_back": EventKind.GIVEN_BACK,
    "take_over": EventKind.TAKEN_OVER,
    "dispatch": EventKind.DISPATCHED,
    "reply": EventKind.REPLIED,
    "note": EventKind.NOTED,
    "resolve": EventKind.RESOLVED,
    "follow_up": EventKind.FOLLOWED_UP,
    "reopen": EventKind.REOPENED,
    "reissue_code": EventKind.CODE_ISSUED,
}


def _morning_of(text: str) -> datetime | None:
    """Nine o'clock of a day, or None for no day. Raises InvalidInputError."""
    if not text.strip():
        return None
    try:
        return datetime.combine(date.fromisoformat(text.strip()), _ASKED_AGAIN_AT, CHONGQING)
    except ValueError as error:
        raise InvalidInputError(_NO_DAY) from error
