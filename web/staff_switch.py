"""The switch of the chat: a pause with its reason, and the end of it."""

from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response
from starlette.status import HTTP_303_SEE_OTHER

from assistant.domain.case_rights import OfficeAction, may_in_office
from assistant.domain.errors import ConflictError, InvalidInputError, NotAllowedError
from web.message_text import strip_hidden
from web.problems import describe_problem
from web.site import Site, SiteDep
from web.staff_access import CONSOLE, LoggedIn, Reader, Writer
from web.staff_queue import offices_of
from web.staff_view import moment

router = APIRouter(prefix=f"{CONSOLE}/switch", include_in_schema=False)
Text = Annotated[str, Form()]
_REFUSED = (InvalidInputError, ConflictError)


@router.get("")
def switch(request: Request, site: SiteDep, who: Reader, done: str = "") -> Response:
    """Whether the chat rests, since when and why; the form for either."""
    return _show(request, site, who, done=done)


@router.post("/pause")
def pause(request: Request, site: SiteDep, who: Writer, reason: Text = "") -> Response:
    """From now on the chat says that it rests."""
    words = strip_hidden(reason)
    try:
        site.assistant.oversight.pause.begin(who.member, words)
    except _REFUSED as error:
        return _refuse(request, site, who, error, words)
    return RedirectResponse(f"{CONSOLE}/switch?done=paused", HTTP_303_SEE_OTHER)


@router.post("/resume")
def resume(request: Request, site: SiteDep, who: Writer) -> Response:
    """From now on the chat answers again."""
    try:
        site.assistant.oversight.pause.end(who.member)
    except _REFUSED as error:
        return _refuse(request, site, who, error)
    return RedirectResponse(f"{CONSOLE}/switch?done=resumed", HTTP_303_SEE_OTHER)


def _refuse(request: Request, site: Site, who: LoggedIn, error: Exception, reason: str = "") -> Response:
    told = describe_problem(request, error)
    return _show(request, site, who, error=str(error), reason=reason, status_code=told.status)


def _show(
    request: Request,
    site: Site,
    who: LoggedIn,
    done: str = "",
    error: str = "",
    reason: str = "",
    status_code: int = 200,
) -> Response:
    if not may_in_office(who.member, OfficeAction.PAUSE_CHAT):
        raise NotAllowedError("您的岗位不能暂停或恢复对话。")
    found, texts = site.assistant.oversight.pause.current(), site.assistant.page_texts
    context = {
        "who": who,
        "offices": offices_of(who),
        "pause": found,
        "since": moment(found.since) if found is not None else "",
        "reason": reason,
        "error": error,
        "done": f"staff-done-{done}" if f"staff-done-{done}" in texts else "",
    }
    return site.pages.render(request, "staff_switch.html", context, status_code)
