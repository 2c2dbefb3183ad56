"""A case as its person sees it, opened by number and code. Plain forms."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import Response

from assistant.domain.contacts import as_contact
from assistant.domain.errors import ConflictError, InvalidInputError, NotFoundError
from web.access import Address, OpenedConversation
from web.cases_view import view_persons_case
from web.message_text import strip_hidden
from web.number_and_code import NumberAndCode
from web.problems import ProblemError, describe_problem
from web.site import Site, SiteDep

router = APIRouter(include_in_schema=False)
Text = Annotated[str, Form()]
_PAGES = NumberAndCode(
    "case", "/cases", "cases.html", lambda site, number, code: site.assistant.office.persons.opens(number, code)
)
Code = Annotated[str, Depends(_PAGES.remembered_code)]
_REFUSED = (InvalidInputError, ConflictError)
#: What the page says after a form, by the word in its address.
_DONE = {
    "written": "case-done-written",
    "rated": "case-done-rated",
    "reopened": "case-done-reopened",
    "left": "case-done-left",
    "removed": "case-done-removed",
}


@router.get("/cases")
def ask(request: Request, site: SiteDep, withdrawn: str = "") -> Response:
    """Number and code, please."""
    return _PAGES.ask(request, site, said="case-withdrawn" if withdrawn else "")


@router.post("/cases")
def open_case(request: Request, site: SiteDep, address: Address, number: Text = "", code: Text = "") -> Response:
    """To the case, where the two belong together."""
    persons = site.assistant.office.persons
    return _PAGES.open(request, site, address, number, code, lambda *given: persons.find(*given).number)


@router.post("/c/{conversation_id}/cases/{number}/code")
def issue_code(request: Request, conversation_id: OpenedConversation, number: str, site: SiteDep) -> Response:
    """A code for whoever holds the conversation, shown once; one given before opens nothing any more."""
    code = site.assistant.office.persons.issue_code(conversation_id, number)
    return _PAGES.remember(_show(request, site, number, code, shown_code=code), site, number, code)


@router.get("/cases/{number}")
def case_page(request: Request, number: str, site: SiteDep, code: Code, done: str = "") -> Response:
    """How far it is, what was written, and what one can do."""
    return _show(request, site, number, code, done=_DONE.get(done, ""))


@router.post("/cases/{number}/messages")
def write(request: Request, number: str, site: SiteDep, address: Address, code: Code, text: Text = "") -> Response:
    words, persons = strip_hidden(text), site.assistant.office.persons
    return _step(
        request, site, address, number, code, "written",
        lambda: persons.write(number, code, words), words,
    )  # fmt: skip


@router.post("/cases/{number}/rating")
def rate(
    request: Request, number: str, site: SiteDep, address: Address, code: Code, mark: Text = "", comment: Text = ""
) -> Response:
    given, persons = int(mark) if mark in tuple("12345") else 0, site.assistant.office.persons
    return _step(
        request, site, address, number, code, "rated",
        lambda: persons.rate(number, code, given, strip_hidden(comment)),
    )  # fmt: skip


@router.post("/cases/{number}/reopen")
def reopen(request: Request, number: str, site: SiteDep, address: Address, code: Code, reason: Text = "") -> Response:
    persons = site.assistant.office.persons
    return _step(
        request, site, address, number, code, "reopened",
        lambda: persons.reopen(number, code, strip_hidden(reason)),
    )  # fmt: skip


@router.post("/cases/{number}/contact")
def leave_contact(
    request: Request,
    number: str,
    site: SiteDep,
    address: Address,
    code: Code,
    name: Text = "",
    phone: Text = "",
    email: Text = "",
    when: Text = "",
    agree: Text = "",
) -> Response:
    """Kept, sealed, only where the person has agreed to the very words on the page."""
    wording = site.assistant.page_texts["contact-consent"] if agree == "yes" else ""
    contacts = site.assistant.office.contacts
    return _step(
        request, site, address, number, code, "left",
        lambda: contacts.leave(number, code, as_contact(name, phone, email, when), wording),
    )  # fmt: skip


@router.post("/cases/{number}/contact/remove")
def remove_contact(number: str, site: SiteDep, code: Code) -> Response:
    """Taking back is never refused."""
    site.assistant.office.contacts.take_back(number, code)
    return _PAGES.see(number, "removed")


@router.post("/cases/{number}/withdraw")
def withdraw(request: Request, number: str, site: SiteDep, code: Code) -> Response:
    """What was said is erased; the code opens nothing more."""
    try:
        site.assistant.office.persons.withdraw(number, code)
    except ConflictError as error:
        return _show(request, site, number, code, error=str(error), status_code=409)
    return _PAGES.leave(site, "?withdrawn=1")


@router.post("/cases/{number}/leave")
def leave_page(number: str, site: SiteDep) -> Response:
    """Forgets the code in this browser, for whoever sits at a shared machine."""
    return _PAGES.leave(site)


def _step(
    request: Request,
    site: Site,
    address: str,
    number: str,
    code: str,
    done: str,
    take: Callable[[], object],
    draft: str = "",
) -> Response:
    try:
        site.rate_limits.admit_case(address)
        take()
    except (*_REFUSED, ProblemError) as error:
        told = describe_problem(request, error)
        words = told.detail if isinstance(error, ProblemError) else str(error)
        return _show(request, site, number, code, error=words, draft=draft, status_code=told.status)
    return _PAGES.see(number, done)


def _show(
    request: Request,
    site: Site,
    number: str,
    code: str,
    done: str = "",
    error: str = "",
    draft: str = "",
    shown_code: str = "",
    status_code: int = 200,
) -> Response:
    office = site.assistant.office
    try:
        case = office.persons.find(number, code)
    except NotFoundError:
        return _PAGES.leave(site)
    context = {
        "here": f"{_PAGES.path}/{case.number}",
        "case": view_persons_case(case, office.clock.now()),
        "contact": office.contacts.left_by_person(number, code),
        "shown_code": shown_code,
        "draft": draft,
        "done": done,
        "error": error,
    }
    return site.pages.render(request, "case.html", context, status_code)
