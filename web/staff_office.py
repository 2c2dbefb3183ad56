"""Beside the queue: accounts, for administrators."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response
from starlette.status import HTTP_303_SEE_OTHER

from assistant.domain.cases import GENERAL_TEAM
from assistant.domain.errors import ConflictError, InvalidInputError, NotFoundError
from assistant.domain.staff import Role
from assistant.services.staff_accounts import NewPassword
from web.message_text import strip_hidden
from web.problems import describe_problem
from web.site import Site, SiteDep
from web.staff_access import CONSOLE, LoggedIn, Reader, Writer
from web.staff_queue import offices_of

router = APIRouter(prefix=CONSOLE, include_in_schema=False)
Text = Annotated[str, Form()]
_REFUSED = (InvalidInputError, ConflictError, NotFoundError)
_NO_ROLE = "请选一个岗位。"


@router.get("/accounts")
def accounts_page(request: Request, site: SiteDep, who: Reader, done: str = "") -> Response:
    """Every account, and forms to add, reset and disable one."""
    return _show_accounts(request, site, who, done=done)


@router.post("/accounts")
def add(
    request: Request,
    site: SiteDep,
    who: Writer,
    name: Text = "",
    role: Text = "",
    team: Text = "",
    display_name: Text = "",
) -> Response:
    """The one-time password is shown once, on this very page."""
    try:
        if role not in tuple(Role):
            raise InvalidInputError(_NO_ROLE)
        accounts = site.assistant.office.accounts
        team, shown = strip_hidden(team) or GENERAL_TEAM, strip_hidden(display_name)
        given = accounts.add(who.member, strip_hidden(name), Role(role), team, shown)
    except _REFUSED as error:
        return _refuse(request, site, who, error)
    return _show_accounts(request, site, who, given=given)


@router.post("/accounts/{name}/reset")
def reset(request: Request, name: str, site: SiteDep, who: Writer) -> Response:
    """As `add`, for an account that is there."""
    try:
        given = site.assistant.office.accounts.reset(who.member, name)
    except _REFUSED as error:
        return _refuse(request, site, who, error)
    return _show_accounts(request, site, who, given=given)


@router.post("/accounts/{name}/display-name")
def set_display_name(request: Request, name: str, site: SiteDep, who: Writer, display_name: Text = "") -> Response:
    """How people see the member from the next reply on."""
    try:
        site.assistant.office.accounts.set_display_name(who.member, name, strip_hidden(display_name))
    except _REFUSED as error:
        return _refuse(request, site, who, error)
    return RedirectResponse(f"{CONSOLE}/accounts?done=named", HTTP_303_SEE_OTHER)


@router.post("/accounts/{name}/disable")
def disable(request: Request, name: str, site: SiteDep, who: Writer) -> Response:
    """Out at once, until a reset."""
    try:
        site.assistant.office.accounts.lock(who.member, name)
    except _REFUSED as error:
        return _refuse(request, site, who, error)
    return RedirectResponse(f"{CONSOLE}/accounts?done=disabled", HTTP_303_SEE_OTHER)


def _refuse(request: Request, site: Site, who: LoggedIn, error: Exception) -> Response:
    told = describe_problem(request, error)
    return _show_accounts(request, site, who, error=str(error), status_code=told.status)


def _show_accounts(
    request: Request,
    site: Site,
    who: LoggedIn,
    done: str = "",
    error: str = "",
    given: NewPassword | None = None,
    status_code: int = 200,
) -> Response:
    texts = site.assistant.page_texts
    context = {
        "who": who,
        "offices": offices_of(who),
        "members": site.assistant.office.accounts.list_members(who.member),
        "roles": [role.value for role in Role],
        "given": given,
        "error": error,
        "done": f"staff-done-{done}" if f"staff-done-{done}" in texts else "",
    }
    return site.pages.render(request, "staff_accounts.html", context, status_code)
