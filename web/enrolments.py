"""An enrolment as its person sees it, by number and code: where it stands, changes, withdrawal, the calendar file."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response
from starlette.status import HTTP_303_SEE_OTHER

from assistant.domain.errors import ConflictError, InvalidInputError, NotFoundError, UnavailableError
from assistant.services.enrolment_ports import KeptEnrolment
from web.access import Address
from web.enrolment_view import view_person
from web.message_text import strip_hidden
from web.number_and_code import NumberAndCode
from web.problems import ProblemError, describe_problem
from web.site import Site, SiteDep

_PAGES = NumberAndCode(
    "enrolment",
    "/enrolments",
    "enrolments.html",
    lambda site, number, code: site.assistant.enrolments.persons.opens(number, code),
)
router = APIRouter(prefix=_PAGES.path, include_in_schema=False)
Text = Annotated[str, Form()]
Code = Annotated[str, Depends(_PAGES.remembered_code)]


@router.get("")
def ask(request: Request, site: SiteDep, withdrawn: str = "") -> Response:
    """Number and code, please."""
    return _PAGES.ask(request, site, said="enrolment-withdrawn" if withdrawn else "")


@router.post("")
def open_enrolment(request: Request, site: SiteDep, address: Address, number: Text = "", code: Text = "") -> Response:
    """To the enrolment, where the two belong together."""
    persons = site.assistant.enrolments.persons
    return _PAGES.open(request, site, address, number, code, lambda *given: persons.find(*given).enrolment.number)


@router.get("/{number}")
def enrolment_page(request: Request, number: str, site: SiteDep, code: Code, done: str = "") -> Response:
    """Where it stands, and what one can do."""
    return _show(request, site, number, code, done="enrolment-changed" if done == "changed" else "")


@router.get("/{number}/calendar.ics")
def calendar(number: str, site: SiteDep, code: Code) -> Response:
    """The lessons as a calendar file."""
    content = site.assistant.enrolments.persons.calendar(number, code)
    headers = {"Content-Disposition": 'attachment; filename="course.ics"', "Cache-Control": "no-store"}
    return Response(content, media_type="text/calendar; charset=utf-8", headers=headers)


@router.post("/{number}/change")
def change(
    request: Request, number: str, site: SiteDep, address: Address, code: Code, phone: Text = "", note: Text = ""
) -> Response:
    """Another telephone number, another note; what was typed stands again where it is refused."""
    phone, note = strip_hidden(phone).strip(), strip_hidden(note)
    try:
        site.rate_limits.admit_case(address)
        site.assistant.enrolments.persons.change(number, code, phone, note)
    except (InvalidInputError, ConflictError, UnavailableError) as error:
        told = describe_problem(request, error)
        return _show(request, site, number, code, str(error), told.status, typed=(phone, note))
    except ProblemError as error:
        told = describe_problem(request, error)
        return _show(request, site, number, code, told.detail, told.status, typed=(phone, note))
    except NotFoundError:
        return _PAGES.leave(site)
    return _PAGES.see(number, "changed")


@router.post("/{number}/withdraw")
def withdraw(request: Request, number: str, site: SiteDep, code: Code) -> Response:
    """Taking back is never refused before the course has been attended."""
    try:
        site.assistant.enrolments.persons.withdraw(number, code)
    except NotFoundError:
        return _PAGES.leave(site)
    except (ConflictError, UnavailableError) as error:
        return _show(request, site, number, code, str(error), describe_problem(request, error).status)
    return _PAGES.leave(site, "?withdrawn=1")


@router.post("/{number}/leave")
def leave_page(number: str, site: SiteDep) -> Response:
    """Forgets the code in this browser, for whoever sits at a shared machine."""
    return _PAGES.leave(site)


def show_receipt(request: Request, site: Site, kept: KeptEnrolment) -> Response:
    """Number and code, once; the same form sent again shows the same ones."""
    return _show(request, site, kept.enrolment.number, kept.code, receipt=kept)


def _show(
    request: Request,
    site: Site,
    number: str,
    code: str,
    error: str = "",
    status_code: int = 200,
    done: str = "",
    receipt: KeptEnrolment | None = None,
    typed: tuple[str, str] | None = None,
) -> Response:
    try:
        found = site.assistant.enrolments.persons.find(number, code)
    except NotFoundError:
        return _PAGES.forget(RedirectResponse(_PAGES.path, HTTP_303_SEE_OTHER), site)
    desk, texts = site.assistant.vacancies, site.assistant.page_texts
    view = view_person(found, desk.words.regions, desk.search.today, texts)
    context = {
        "here": f"{_PAGES.path}/{view.number}",
        "enrolment": view,
        "receipt": receipt,
        "done": done,
        "error": error,
        "typed_phone": typed[0] if typed is not None else "",
        "typed_note": typed[1] if typed is not None else view.note,
        "is_changing": typed is not None,
    }
    response = site.pages.render(request, "enrolment.html", context, status_code)
    return response if receipt is None else _PAGES.remember(response, site, view.number, receipt.code)
