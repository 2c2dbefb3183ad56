"""A labour request as its employer sees it: sent off by a form, then opened by number and code. Plain forms."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import Response

from assistant.domain.contacts import as_contact
from assistant.domain.errors import ConflictError, InvalidInputError, NotFoundError
from assistant.domain.labour_requests import LabourTerms
from assistant.services.employer_requests import DraftRef, SentOff
from web.access import Address, find_latest_conversation, holds_key
from web.labour_form import Typed, TypedRequest, as_terms, as_typed, choices_of
from web.labour_view import view_employers
from web.message_text import strip_hidden
from web.number_and_code import NumberAndCode
from web.problems import ProblemError, ProblemName, describe_problem
from web.site import Site, SiteDep

_PAGES = NumberAndCode(
    "labour",
    "/employers/requests",
    "labour_ask.html",
    lambda site, number, code: site.assistant.labour.employers.opens(number, code),
)
router = APIRouter(prefix=_PAGES.path, include_in_schema=False)
Text = Annotated[str, Form()]
Code = Annotated[str, Depends(_PAGES.remembered_code)]
_REFUSED = (InvalidInputError, ConflictError, NotFoundError)


@router.get("")
def ask(request: Request, site: SiteDep, withdrawn: str = "") -> Response:
    """Number and code, please; or a new request."""
    return _PAGES.ask(request, site, said="labour-withdrawn" if withdrawn else "")


@router.post("")
def open_request(request: Request, site: SiteDep, address: Address, number: Text = "", code: Text = "") -> Response:
    """To the request, where the two belong together."""
    employers = site.assistant.labour.employers
    return _PAGES.open(request, site, address, number, code, lambda *given: employers.find(*given).number)


@router.get("/new")
def form(request: Request, site: SiteDep, c: str = "", draft: str = "") -> Response:
    """The form; filled in with a draft where whoever asks holds its conversation, and it is not too old."""
    try:
        ref = _draft(request, site, c, draft)
        terms = site.assistant.labour.employers.drafted(ref) if ref is not None else LabourTerms()
    except (ProblemError, *_REFUSED) as error:
        return _refuse_draft(request, site, error)
    typed = as_typed(terms).model_copy(update={"c": c if ref else "", "draft": draft if ref else ""})
    return _show_form(request, site, typed)


@router.post("/new")
def send_off(request: Request, site: SiteDep, address: Address, typed: Typed) -> Response:
    """发单: kept, sealed, only where the employer has agreed to the very words on the page. Twice changes nothing."""
    employers, texts = site.assistant.labour.employers, site.assistant.page_texts
    try:
        site.rate_limits.admit_case(address)
        ref = _draft(request, site, typed.c, typed.draft)
        details = as_contact(typed.name, typed.phone, "", "")
        terms = as_terms(typed, site.assistant.vacancies.words.regions)
        agreed_to = texts["labour-consent"] if typed.agree == "yes" else ""
        sent = employers.send_off(terms, details, agreed_to, typed.form_key, ref)
    except _REFUSED as error:
        return _show_form(request, site, typed, str(error), describe_problem(request, error).status)
    except ProblemError as error:
        told = describe_problem(request, error)
        return _show_form(request, site, typed, told.detail, told.status)
    return _show(request, site, sent.number, sent.code, receipt=sent)


@router.get("/{number}")
def request_page(request: Request, number: str, site: SiteDep, code: Code, done: str = "") -> Response:
    """The chain of the four orders, and what one can do."""
    return _show(request, site, number, code, done="labour-done-evaluated" if done == "evaluated" else "")


@router.post("/{number}/evaluation")
def evaluate(
    request: Request, number: str, site: SiteDep, address: Address, code: Code, mark: Text = "",
    comment: Text = "",
) -> Response:  # fmt: skip
    """评单"""
    given = int(mark) if mark in tuple("12345") else 0
    try:
        site.rate_limits.admit_case(address)
        site.assistant.labour.employers.evaluate(number, code, given, strip_hidden(comment))
    except (*_REFUSED, ProblemError) as error:
        told = describe_problem(request, error)
        words = told.detail if isinstance(error, ProblemError) else str(error)
        return _show(request, site, number, code, error=words, status_code=told.status)
    return _PAGES.see(number, "evaluated")


@router.post("/{number}/withdraw")
def withdraw(request: Request, number: str, site: SiteDep, code: Code) -> Response:
    """Taking back is never refused while the request is live."""
    try:
        site.assistant.labour.employers.withdraw(number, code)
    except NotFoundError:
        return _PAGES.leave(site)
    except ConflictError as error:
        return _show(request, site, number, code, error=str(error), status_code=409)
    return _PAGES.leave(site, "?withdrawn=1")


@router.post("/{number}/leave")
def leave_page(number: str, site: SiteDep) -> Response:
    """Forgets the code in this browser, for whoever sits at a shared machine."""
    return _PAGES.leave(site)


def _draft(request: Request, site: Site, conversation_id: str, draft_id: str) -> DraftRef | None:
    """None where the form is a plain one. Raises `conversation_not_found` unless the request carries the key."""
    if not conversation_id and not draft_id:
        return None
    if not holds_key(request, site, conversation_id):
        raise ProblemError(ProblemName.CONVERSATION_NOT_FOUND)
    return DraftRef(conversation_id, draft_id)


def _refuse_draft(request: Request, site: Site, error: Exception) -> Response:
    """An empty form, with why it is empty."""
    told = describe_problem(request, error)
    words = told.detail if isinstance(error, ProblemError) else str(error)
    return _show_form(request, site, TypedRequest(), words, told.status)


def _show_form(request: Request, site: Site, typed: TypedRequest, error: str = "", status_code: int = 200) -> Response:
    desk = site.assistant.vacancies
    key = typed.form_key or site.assistant.labour.employers.new_form_key()
    context = {
        "here": _PAGES.path,
        "typed": typed.model_copy(update={"form_key": key}),
        "choices": choices_of(desk.words.regions, desk.words.labels, desk.search.today, typed.region),
        "today": desk.search.today.isoformat(),
        "latest": find_latest_conversation(request, site),
        "error": error,
    }
    return site.pages.render(request, "labour_form.html", context, status_code)


def _show(
    request: Request,
    site: Site,
    number: str,
    code: str,
    done: str = "",
    error: str = "",
    receipt: SentOff | None = None,
    status_code: int = 200,
) -> Response:
    labour = site.assistant.labour
    try:
        found = labour.employers.find(number, code)
    except NotFoundError:
        return _PAGES.leave(site)
    context = {
        "here": f"{_PAGES.path}/{found.number}",
        "labour": view_employers(found, site.assistant.vacancies, site.assistant.page_texts),
        "receipt": receipt,
        "done": done,
        "error": error,
    }
    response = site.pages.render(request, "labour.html", context, status_code)
    return response if receipt is None else _PAGES.remember(response, site, receipt.number, receipt.code)
