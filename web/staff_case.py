"""A case at the console: all there is on it, and every step as a plain form."""

from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime, time
from types import MappingProxyType

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from starlette.status import HTTP_303_SEE_OTHER

from assistant.domain.case_rights import CaseAction, may
from assistant.domain.case_steps import STATES_FOR
from assistant.domain.cases import Case, CaseState, Destination, DestinationKind, EventKind
from assistant.domain.contacts import ContactDetails, RevealReason
from assistant.domain.errors import InvalidInputError
from assistant.services.case_desk import CaseDesk
from assistant.services.clock import CHONGQING
from web.message_text import strip_hidden
from web.problems import describe_problem
from web.site import Site, SiteDep
from web.staff_access import CONSOLE, LoggedIn, Reader, Writer
from web.staff_case_view import view_talk
from web.staff_live_view import view_live
from web.staff_queue import offices_of
from web.staff_steps import REFUSED, Text, as_reveal_reason, shown_forms
from web.staff_view import moment, view_case, view_events, view_messages, view_notices

router = APIRouter(prefix=f"{CONSOLE}/cases/{{number}}", include_in_schema=False)
_ASKED_AGAIN_AT = time(9, 0)
_NO_DAY = "日期请按“年-月-日”填写，例如 2026-12-01。"


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
    return _step(
        request, site, who, number, "dispatched", lambda desk: desk.dispatch(who.member, number, where, words),
        {"body": where.name} if kind is DestinationKind.BODY else {},
    )  # fmt: skip


@router.post("/reply")
def reply(request: Request, number: str, site: SiteDep, who: Writer, text: Text = "") -> Response:
    words = strip_hidden(text)
    return _step(
        request, site, who, number, "replied", lambda desk: desk.reply(who.member, number, words), {"reply": words}
    )


@router.post("/note")
def note(request: Request, number: str, site: SiteDep, who: Writer, text: Text = "") -> Response:
    words = strip_hidden(text)
    return _step(
        request, site, who, number, "noted", lambda desk: desk.note(who.member, number, words), {"note": words}
    )


@router.post("/close")
def close(
    request: Request, number: str, site: SiteDep, who: Writer, outcome: Text = "", follow_up_on: Text = ""
) -> Response:
    words = strip_hidden(outcome)
    return _step(
        request, site, who, number, "resolved",
        lambda desk: desk.resolve(who.member, number, words, _morning_of(follow_up_on)),
        {"outcome": words, "follow_up_on": strip_hidden(follow_up_on)},
    )  # fmt: skip


@router.post("/follow-up")
def follow_up(
    request: Request, number: str, site: SiteDep, who: Writer, text: Text = "", next_on: Text = ""
) -> Response:
    words = strip_hidden(text)
    return _step(
        request, site, who, number, "followed_up",
        lambda desk: desk.follow_up(who.member, number, words, _morning_of(next_on)),
        {"follow_up": words, "next_on": strip_hidden(next_on)},
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
        contact = site.assistant.office.contacts.reveal(who.member, number, as_reveal_reason(reason))
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
    typed: Mapping[str, str] = MappingProxyType({}),
) -> Response:
    """To the case as it is then; to the queue where the member sees it no longer. Refused: the page, with why and with
    what was typed."""
    desk = site.assistant.office.desk
    try:
        case = take(desk)
    except REFUSED as error:
        return refuse(request, site, who, number, error, typed)
    path = f"{CONSOLE}/cases/{case.number}" if may(who.member, CaseAction.SEE, case) else CONSOLE
    return RedirectResponse(f"{path}?done={done}", HTTP_303_SEE_OTHER)


def refuse(
    request: Request,
    site: Site,
    who: LoggedIn,
    number: str,
    error: Exception,
    typed: Mapping[str, str] = MappingProxyType({}),
) -> Response:
    told = describe_problem(request, error)
    return show_case(request, site, who, number, error=str(error), typed=typed, status_code=told.status)


def show_case(
    request: Request,
    site: Site,
    who: LoggedIn,
    number: str,
    done: str = "",
    error: str = "",
    typed: Mapping[str, str] = MappingProxyType({}),
    code: str = "",
    contact: ContactDetails | None = None,
    status_code: int = 200,
) -> Response:
    office, texts = site.assistant.office, site.assistant.page_texts
    file = office.desk.open_file(who.member, number)
    now, case = office.clock.now(), file.case
    can = shown_forms(file.actions, _STEPS, STATES_FOR, case.state)
    context = {
        "who": who,
        "path": f"{CONSOLE}/cases/{case.number}",
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
        "can": can,
        "is_withdrawn": case.state is CaseState.WITHDRAWN,
        "colleagues": office.desk.colleagues(who.member, number) if CaseAction.DISPATCH in file.actions else (),
        "notices": view_notices(office.desk.notices(who.member, number)),
        "masked": office.contacts.seen_by(who.member, number),
        "contact": contact,
        "reveal_reasons": [reason.value for reason in RevealReason],
        "version": case.version,
        "live": view_live(site, who, case),
        "code": code,
        "typed": {name: typed.get(name, "") for name in (*_TYPED, "follow_up_on", "next_on")},
        "unsent": _unsent(typed, can),
        "error": error,
        "done": f"staff-done-{done}" if f"staff-done-{done}" in texts else "",
    }
    return site.pages.render(request, "staff_case.html", context, status_code)


#: Which steps a right is for: a form is shown only where role and state both allow it.
_STEPS = {
    CaseAction.CLAIM: EventKind.CLAIMED,
    CaseAction.GIVE_BACK: EventKind.GIVEN_BACK,
    CaseAction.TAKE_OVER: EventKind.TAKEN_OVER,
    CaseAction.DISPATCH: EventKind.DISPATCHED,
    CaseAction.REPLY: EventKind.REPLIED,
    CaseAction.NOTE: EventKind.NOTED,
    CaseAction.RESOLVE: EventKind.RESOLVED,
    CaseAction.FOLLOW_UP: EventKind.FOLLOWED_UP,
    CaseAction.REOPEN: EventKind.REOPENED,
    CaseAction.REISSUE_CODE: EventKind.CODE_ISSUED,
}


#: What is typed into the form of which step.
_TYPED = {"reply": "reply", "note": "note", "outcome": "resolve", "body": "dispatch", "follow_up": "follow_up"}


def _unsent(typed: Mapping[str, str], can: Collection[str]) -> str:
    """What was typed into a form that is there no more, since somebody else was faster."""
    return "\n".join(typed[name] for name, step in _TYPED.items() if typed.get(name) and step not in can)


def _morning_of(text: str) -> datetime | None:
    """Nine o'clock of a day, or None for no day. Raises InvalidInputError."""
    if not text.strip():
        return None
    try:
        return datetime.combine(date.fromisoformat(text.strip()), _ASKED_AGAIN_AT, CHONGQING)
    except ValueError as error:
        raise InvalidInputError(_NO_DAY) from error
