"""Who is logged in to the console: one cookie, a role looked up anew with every page, a token in every form."""

import hmac
from dataclasses import dataclass, field
from typing import Annotated
from urllib.parse import quote, urlsplit

from fastapi import Depends, Form, Request
from fastapi.responses import RedirectResponse, Response
from starlette.status import HTTP_303_SEE_OTHER

from assistant.domain.staff import StaffMember
from assistant.services.staff_accounts import OpenedSession, csrf_token
from web.own_path import own_path
from web.problems import ProblemError, ProblemName
from web.site import Site, SiteDep

CONSOLE = "/staff"
LOGIN = "/staff/login"
PASSWORD = "/staff/password"
_COOKIE = "staff_session"
#: What pages ask for by themselves, for as long as they are open.
_ASKED_BY_PAGES = ("/events", "/said", "/waiting")


class LoginNeededError(Exception):
    """Nobody is logged in, or the session has expired. `location`: where to go first."""

    def __init__(self, location: str) -> None:
        self.location = location
        super().__init__(location)


@dataclass(frozen=True)
class LoggedIn:
    """Whoever asked for the page. `csrf`: what the forms on it must carry."""

    member: StaffMember
    token: str = field(repr=False)
    csrf: str = field(repr=False)


def require_login(request: Request, site: SiteDep) -> LoggedIn:
    """Raises LoginNeededError; a page that was read is come back to afterwards."""
    token = request.cookies.get(_COOKIE, "")
    is_use = not request.url.path.endswith(_ASKED_BY_PAGES)
    member = site.assistant.office.accounts.member_of(token, is_use) if token else None
    if member is None:
        here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        back = here if request.method == "GET" else _page_of_form(request)
        raise LoginNeededError(f"{LOGIN}?next={quote(back, safe='')}" if back else LOGIN)
    return LoggedIn(member, token, csrf_token(token))


def _page_of_form(request: Request) -> str:
    """The page of the console a form stood on, as the browser names it; "" where it names none."""
    try:
        came_from = urlsplit(request.headers.get("referer", ""))
    except ValueError:
        return ""
    is_ours = came_from.netloc == request.headers.get("host", "")
    path = console_path(came_from.path) if is_ours else CONSOLE
    return path if path not in (CONSOLE, LOGIN) else ""


def require_settled(who: "AnyLogin") -> LoggedIn:
    """A one-time password opens nothing but the page on which another is chosen."""
    if who.member.must_change_password:
        raise LoginNeededError(PASSWORD)
    return who


def require_form(who: "AnyLogin", csrf: Annotated[str, Form()] = "") -> LoggedIn:
    """A form of this very session. Raises `cross_site` for any other."""
    if not hmac.compare_digest(csrf.encode("utf-8", "replace"), who.csrf.encode()):
        raise ProblemError(ProblemName.CROSS_SITE)
    return who


def require_settled_form(who: "AnyForm") -> LoggedIn:
    return require_settled(who)


AnyLogin = Annotated[LoggedIn, Depends(require_login)]
AnyForm = Annotated[LoggedIn, Depends(require_form)]
Reader = Annotated[LoggedIn, Depends(require_settled)]
Writer = Annotated[LoggedIn, Depends(require_settled_form)]


async def answer_login_needed(_: Request, error: Exception) -> Response:
    """To the page where one logs in."""
    assert isinstance(error, LoginNeededError)
    return RedirectResponse(error.location, HTTP_303_SEE_OTHER)


def console_path(text: str) -> str:
    """An address within the console to go on to; its first page for any other."""
    path = own_path(text)
    return path if path == CONSOLE or path.startswith((f"{CONSOLE}/", f"{CONSOLE}?")) else CONSOLE


def give_session(response: Response, opened: OpenedSession, site: Site) -> None:
    """The cookie ends with the browser; how long it opens anything is decided by the session alone."""
    secure = site.assistant.settings.cookie_secure
    response.set_cookie(_COOKIE, opened.token, path=CONSOLE, httponly=True, samesite="strict", secure=secure)


def take_session(response: Response, site: Site) -> None:
    secure = site.assistant.settings.cookie_secure
    response.delete_cookie(_COOKIE, path=CONSOLE, httponly=True, samesite="strict", secure=secure)
