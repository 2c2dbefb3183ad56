"""Labour requests at the console: the queue by deadline, and one request with every step as a plain form."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import RedirectResponse, Response
from starlette.status import HTTP_303_SEE_OTHER

from assistant.domain.contacts import ContactDetails, RevealReason
from assistant.domain.errors import InvalidInputError
from assistant.domain.labour_requests import (
    LIVE_LABOUR_STATES,
    Dispatch,
    DispatchKind,
    LabourEventKind,
    LabourRequest,
    LabourState,
)
from assistant.domain.labour_rights import LabourAction
from assistant.domain.labour_steps import LABOUR_STATES_FOR
from assistant.services.labour_desk import LabourDesk
from assistant.services.labour_ports import LabourQuery
from web.labour_view import view_labour_events, view_request, view_terms
from web.message_text import strip_hidden
from web.problems import describe_problem
from web.site import Site, SiteDep
from web.staff_access import CONSOLE, LoggedIn, Reader, Writer
from web.staff_queue import offices_of
from web.staff_steps import REFUSED, Text, as_reveal_reason, shown_forms

router = APIRouter(prefix=f"{CONSOLE}/requests", include_in_schema=False)
Texts = Annotated[list[str], Form()]
PageNumber = Annotated[int, Query(ge=1, le=10_000)]
_PAGE = 50
_STATES = {
    "live": tuple(sorted(LIVE_LABOUR_STATES)),
    **{state.value: (state,) for state in LabourState},
}
_REVEALS = (RevealReason.CALL_BACK, RevealReason.FOLLOW_UP, RevealReason.DISPATCH, RevealReason.RECOVER_CODE)
#: Which step a right is for: a form is shown only where role and state both allow it.
_STEPS = {
    LabourAction.ACCEPT: LabourEventKind.ACCEPTED,
    LabourAction.GIVE_BACK: LabourEventKind.GIVEN_BACK,
    LabourAction.TAKE_OVER: LabourEventKind.TAKEN_OVER,
    LabourAction.DISPATCH: LabourEventKind.DISPATCHED,
    LabourAction.NOTE: LabourEventKind.NOTED,
    LabourAction.FOLLOW_UP: LabourEventKind.CALLED,
    LabourAction.REISSUE_CODE: LabourEventKind.CODE_ISSUED,
}


@router.get("")
def queue(
    request: Request, site: SiteDep, who: Reader, state: str = "live", mine: str = "", page: PageNumber = 1
) -> Response:
    """The most urgent first. A filter nobody knows filters nothing."""
    labour, desk = site.assistant.labour, site.assistant.vacancies
    state = state if state in _STATES else "live"
    query = LabourQuery(_STATES[state], who.member.name if mine else None, page=page, size=_PAGE)
    found = labour.desk.queue(who.member, query)
    now, policy = labour.clock.now(), labour.policy()
    context = {
        "who": who,
        "offices": offices_of(who),
        "state": state,
        "states": list(_STATES),
        "mine": bool(mine),
        "counts": labour.desk.counts(who.member),
        "rows": [view_request(one, now, policy, desk) for one in found.requests],
        "total": found.total,
        "page": page,
        "pages": max(1, -(-found.total // _PAGE)),
        "address": f"{CONSOLE}/requests?state={state}&{'mine=1&' if mine else ''}",
    }
    return site.pages.render(request, "staff_requests.html", context)


@router.get("/{number}")
def request_page(request: Request, number: str, site: SiteDep, who: Reader, done: str = "") -> Response:
    """Everything on one page, with what it can be dispatched with."""
    return _show(request, site, who, number, done=done)


@router.post("/{number}/accept")
def accept(request: Request, number: str, site: SiteDep, who: Writer) -> Response:
    return _step(request, site, who, number, "accepted", lambda desk: desk.accept(who.member, number))


@router.post("/{number}/give-back")
def give_back(request: Request, number: str, site: SiteDep, who: Writer, reason: Text = "") -> Response:
    words = strip_hidden(reason)
    return _step(request, site, who, number, "given_back", lambda desk: desk.give_back(who.member, number, words))


@router.post("/{number}/take-over")
def take_over(request: Request, number: str, site: SiteDep, who: Writer) -> Response:
    return _step(request, site, who, number, "accepted", lambda desk: desk.take_over(who.member, number))


@router.post("/{number}/dispatch")
def dispatch(
    request: Request, number: str, site: SiteDep, who: Writer, kind: Text = "", name: Text = "", text: Text = "",
    references: Texts = [],  # noqa: B006  a form's default, never changed
) -> Response:  # fmt: skip
    """`references`: vacancies or profiles that were ticked; `name`: which training or partner."""

    def take(desk: LabourDesk) -> LabourRequest:
        if kind not in tuple(DispatchKind):
            raise InvalidInputError("请选派什么。")
        with_ticks = kind in (DispatchKind.VACANCIES, DispatchKind.PROFILES)
        ticked = tuple(dict.fromkeys(references)) if with_ticks else ()
        to = Dispatch(DispatchKind(kind), "" if with_ticks else strip_hidden(name), ticked)
        return desk.dispatch(who.member, number, to, strip_hidden(text))

    return _step(request, site, who, number, "dispatched", take)


@router.post("/{number}/note")
def note(request: Request, number: str, site: SiteDep, who: Writer, text: Text = "") -> Response:
    words = strip_hidden(text)
    return _step(request, site, who, number, "noted", lambda desk: desk.note(who.member, number, words))


@router.post("/{number}/call")
def call(request: Request, number: str, site: SiteDep, who: Writer, text: Text = "", mark: Text = "") -> Response:
    """How it went by telephone: with a mark it is the employer's verdict, without one it is asked again."""
    words = strip_hidden(text)
    if mark in tuple("12345"):
        given = int(mark)
        return _step(
            request, site, who, number, "evaluated",
            lambda desk: desk.record_evaluation(who.member, number, given, words),
        )  # fmt: skip
    return _step(request, site, who, number, "called", lambda desk: desk.call(who.member, number, words))


@router.post("/{number}/code")
def reissue_code(request: Request, number: str, site: SiteDep, who: Writer) -> Response:
    """Shown once, on this very page; the code before opens nothing any more."""
    try:
        code = site.assistant.labour.desk.reissue_code(who.member, number)
    except REFUSED as error:
        return _refuse(request, site, who, number, error)
    return _show(request, site, who, number, code=code)


@router.post("/{number}/reveal")
def reveal(request: Request, number: str, site: SiteDep, who: Writer, reason: Text = "") -> Response:
    """The contact in full, on this very page, once; the reason stands in the audit log."""
    try:
        contact = site.assistant.labour.desk.reveal(who.member, number, as_reveal_reason(reason, _REVEALS))
    except REFUSED as error:
        return _refuse(request, site, who, number, error)
    return _show(request, site, who, number, contact=contact)


def _step(
    request: Request, site: Site, who: LoggedIn, number: str, done: str, take: Callable[[LabourDesk], LabourRequest]
) -> Response:
    try:
        kept = take(site.assistant.labour.desk)
    except REFUSED as error:
        return _refuse(request, site, who, number, error)
    return RedirectResponse(f"{CONSOLE}/requests/{kept.number}?done={done}", HTTP_303_SEE_OTHER)


def _refuse(request: Request, site: Site, who: LoggedIn, number: str, error: Exception) -> Response:
    told = describe_problem(request, error)
    return _show(request, site, who, number, error=str(error), status_code=told.status)


def _show(
    request: Request,
    site: Site,
    who: LoggedIn,
    number: str,
    done: str = "",
    error: str = "",
    code: str = "",
    contact: ContactDetails | None = None,
    status_code: int = 200,
) -> Response:
    labour, desk, texts = site.assistant.labour, site.assistant.vacancies, site.assistant.page_texts
    file = labour.desk.open_file(who.member, number)
    found = file.request
    can = shown_forms(file.actions, _STEPS, LABOUR_STATES_FOR, found.state)
    matches = labour.desk.matches(who.member) if "dispatch" in can else None
    context = {
        "who": who,
        "offices": offices_of(who),
        "path": f"{CONSOLE}/requests/{found.number}",
        "row": view_request(found, labour.clock.now(), labour.policy(), desk),
        "terms": view_terms(found.terms, desk),
        "mark": found.mark,
        "events": view_labour_events(file.events, texts),
        "can": can,
        "cards": [desk.card(match) for match in matches.vacancies(found.terms)] if matches else [],
        "profiles": matches.profiles(found.terms) if matches else (),
        "masked": file.contact,
        "contact": contact,
        "reveal_reasons": [reason.value for reason in _REVEALS],
        "code": code,
        "error": error,
        "done": f"labour-done-{done}" if f"labour-done-{done}" in texts else "",
    }
    return site.pages.render(request, "staff_request.html", context, status_code)
