"""Rosters at the console: the intakes with their seats, and one roster with attendance, outcome and export."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import RedirectResponse, Response
from starlette.status import HTTP_303_SEE_OTHER

from assistant.domain.contacts import RevealReason
from assistant.domain.enrolments import Attendance, CourseOutcome, Enrolment, EnrolmentDetails
from assistant.domain.errors import ConflictError, InvalidInputError, NotAllowedError, NotFoundError
from assistant.services.roster_desk import RosterDesk
from web.problems import describe_problem
from web.roster_view import view_heads, view_roster
from web.site import Site, SiteDep
from web.staff_access import CONSOLE, LoggedIn, Reader, Writer
from web.staff_queue import offices_of

router = APIRouter(prefix=f"{CONSOLE}/intakes", include_in_schema=False)
Text = Annotated[str, Form()]
PageNumber = Annotated[int, Query(ge=1, le=10_000)]
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_REVEALS = (RevealReason.ROSTER, RevealReason.CALL_BACK, RevealReason.FOLLOW_UP, RevealReason.RECOVER_CODE)
_NO_REASON = "请先选为什么要看完整的联系方式。"
_REFUSED = (InvalidInputError, NotAllowedError, ConflictError, NotFoundError)


@router.get("")
def intakes(request: Request, site: SiteDep, who: Reader) -> Response:
    """Those somebody has enrolled in, the next to begin first."""
    desk = site.assistant.vacancies
    heads = site.assistant.enrolments.desk.intakes(who.member)
    context = {
        "who": who,
        "offices": offices_of(who),
        "rows": view_heads(heads, desk.search.today),
    }
    return site.pages.render(request, "staff_intakes.html", context)


@router.get("/{intake_id}")
def roster_page(
    request: Request, intake_id: str, site: SiteDep, who: Reader, done: str = "", page: PageNumber = 1
) -> Response:
    """Who has a seat, then who waits."""
    return _show(request, site, who, intake_id, done=done, page=page)


@router.post("/{intake_id}/export")
def export(request: Request, intake_id: str, site: SiteDep, who: Writer, reason: Text = "") -> Response:
    """The roster as XLSX with names and numbers; the reason stands in the audit log."""
    try:
        content = site.assistant.enrolments.desk.export(who.member, intake_id, _reason(reason))
    except InvalidInputError as error:
        return _show(request, site, who, intake_id, error=str(error), status_code=422)
    headers = {"Content-Disposition": 'attachment; filename="roster.xlsx"', "Cache-Control": "no-store"}
    return Response(content, media_type=_XLSX, headers=headers)


@router.post("/{intake_id}/{number}/attendance")
def attendance(request: Request, intake_id: str, number: str, site: SiteDep, who: Writer, value: Text = "") -> Response:
    chosen = Attendance(value) if value in tuple(Attendance) else None
    return _step(request, site, who, intake_id, lambda desk: desk.record(who.member, number, attendance=chosen))


@router.post("/{intake_id}/{number}/outcome")
def outcome(request: Request, intake_id: str, number: str, site: SiteDep, who: Writer, value: Text = "") -> Response:
    if value not in tuple(CourseOutcome):
        return _show(request, site, who, intake_id, error="请选结果。", status_code=422)
    chosen = CourseOutcome(value)
    return _step(request, site, who, intake_id, lambda desk: desk.record(who.member, number, outcome=chosen))


@router.post("/{intake_id}/{number}/reveal")
def reveal(request: Request, intake_id: str, number: str, site: SiteDep, who: Writer, reason: Text = "") -> Response:
    """Name, number and note in full, on this very page, once."""
    try:
        details = site.assistant.enrolments.desk.reveal(who.member, number, _reason(reason))
    except _REFUSED as error:
        return _refuse(request, site, who, intake_id, error)
    return _show(request, site, who, intake_id, revealed=(number, details))


@router.post("/{intake_id}/{number}/code")
def reissue_code(request: Request, intake_id: str, number: str, site: SiteDep, who: Writer) -> Response:
    """Shown once, on this very page; the code before opens nothing any more."""
    try:
        code = site.assistant.enrolments.desk.reissue_code(who.member, number)
    except _REFUSED as error:
        return _refuse(request, site, who, intake_id, error)
    return _show(request, site, who, intake_id, code=(number, code))


def _reason(text: str) -> RevealReason:
    if text not in _REVEALS:
        raise InvalidInputError(_NO_REASON)
    return RevealReason(text)


def _step(
    request: Request, site: Site, who: LoggedIn, intake_id: str, take: Callable[[RosterDesk], Enrolment]
) -> Response:
    try:
        take(site.assistant.enrolments.desk)
    except _REFUSED as error:
        return _refuse(request, site, who, intake_id, error)
    return RedirectResponse(f"{CONSOLE}/intakes/{intake_id}?done=recorded", HTTP_303_SEE_OTHER)


def _refuse(request: Request, site: Site, who: LoggedIn, intake_id: str, error: Exception) -> Response:
    told = describe_problem(request, error)
    return _show(request, site, who, intake_id, error=str(error), status_code=told.status)


def _show(
    request: Request,
    site: Site,
    who: LoggedIn,
    intake_id: str,
    done: str = "",
    error: str = "",
    page: int = 1,
    revealed: tuple[str, EnrolmentDetails] | None = None,
    code: tuple[str, str] | None = None,
    status_code: int = 200,
) -> Response:
    desk = site.assistant.vacancies
    roster = site.assistant.enrolments.desk.open_roster(who.member, intake_id, page)
    context = {
        "who": who,
        "offices": offices_of(who),
        "roster": view_roster(roster, desk.words.regions, desk.search.today, page, revealed),
        "reveal_reasons": [reason.value for reason in _REVEALS],
        "attendances": [one.value for one in Attendance],
        "outcomes": [one.value for one in CourseOutcome],
        "code": code,
        "error": error,
        "done": "roster-recorded" if done == "recorded" else "",
    }
    return site.pages.render(request, "staff_roster.html", context, status_code)
