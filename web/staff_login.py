"""In and out of the console, and a password of one's own. Plain forms."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response
from starlette.status import HTTP_303_SEE_OTHER, HTTP_403_FORBIDDEN, HTTP_422_UNPROCESSABLE_CONTENT

from assistant.domain.errors import InvalidInputError, NotAllowedError
from web.access import Address
from web.message_text import strip_hidden
from web.site import Site, SiteDep
from web.staff_access import (
    CONSOLE,
    LOGIN,
    PASSWORD,
    AnyForm,
    AnyLogin,
    LoggedIn,
    console_path,
    give_session,
    take_session,
)

router = APIRouter(prefix=CONSOLE, include_in_schema=False)
Text = Annotated[str, Form()]


@router.get("/login")
def login_page(request: Request, site: SiteDep, next: str = "", out: str = "") -> Response:
    """The form; `out`: somebody has just logged out."""
    return _show_login(request, site, next, said="staff-logged-out" if out else "")


@router.post("/login")
def log_in(
    request: Request, site: SiteDep, address: Address, name: Text = "", password: Text = "", next: Text = ""
) -> Response:
    """To where one wanted to go; first to the choice of a password, where the one used was given out."""
    site.rate_limits.admit_login(address)
    name = strip_hidden(name)
    try:
        opened = site.assistant.office.accounts.log_in(name, password)
    except NotAllowedError as error:
        return _show_login(request, site, next, str(error), name, HTTP_403_FORBIDDEN)
    path = PASSWORD if opened.member.must_change_password else console_path(next)
    response = _see(path)
    give_session(response, opened, site)
    return response


@router.post("/logout")
def log_out(site: SiteDep, who: AnyForm, everywhere: Text = "") -> Response:
    """This session; all of one's own where `everywhere`."""
    accounts = site.assistant.office.accounts
    if everywhere:
        accounts.log_out_everywhere(who.token)
    else:
        accounts.log_out(who.token)
    response = _see(f"{LOGIN}?out=1")
    take_session(response, site)
    return response


@router.get("/password")
def password_page(request: Request, site: SiteDep, who: AnyLogin) -> Response:
    """The form for another password."""
    return _show_password(request, site, who)


@router.post("/password")
def change_password(
    request: Request, site: SiteDep, who: AnyForm, former: Text = "", new: Text = "", again: Text = ""
) -> Response:
    """Ends all other sessions of the account."""
    if new != again:
        words = site.assistant.page_texts["staff-password-differs"]
        return _show_password(request, site, who, words, HTTP_422_UNPROCESSABLE_CONTENT)
    try:
        opened = site.assistant.office.accounts.change_password(who.token, former, new)
    except InvalidInputError as error:
        return _show_password(request, site, who, str(error), HTTP_422_UNPROCESSABLE_CONTENT)
    except NotAllowedError as error:
        return _show_password(request, site, who, str(error), HTTP_403_FORBIDDEN)
    response = _see(CONSOLE)
    give_session(response, opened, site)
    return response


def _show_login(
    request: Request, site: Site, next: str, error: str = "", name: str = "", status_code: int = 200, said: str = ""
) -> Response:
    context = {"who": None, "next": console_path(next), "error": error, "name": name, "said": said}
    return site.pages.render(request, "staff_login.html", context, status_code)


def _show_password(request: Request, site: Site, who: LoggedIn, error: str = "", status_code: int = 200) -> Response:
    return site.pages.render(request, "staff_password.html", {"who": who, "error": error}, status_code)


def _see(path: str) -> Response:
    return RedirectResponse(path, HTTP_303_SEE_OTHER)
