"""One change set at the console: what it changes, what the check says of it, and every step as a plain form."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response
from starlette.status import HTTP_303_SEE_OTHER

from assistant.domain.errors import ConflictError, InvalidInputError, NotAllowedError
from assistant.domain.knowledge_edits import ChangeState, KnowledgeChange
from assistant.services.knowledge_desk import KnowledgeDesk
from web.message_text import strip_hidden
from web.problems import describe_problem
from web.site import Site, SiteDep
from web.staff_access import LoggedIn, Reader, Writer
from web.staff_knowledge import KNOWLEDGE, shared, to_change
from web.staff_knowledge_view import view_change, view_edits, view_preview

router = APIRouter(prefix=f"{KNOWLEDGE}/changes", include_in_schema=False)
Text = Annotated[str, Form()]
Number = Annotated[int, Form()]
_REFUSED = (InvalidInputError, NotAllowedError, ConflictError)


@router.get("/{change_id}")
def change_page(
    request: Request, change_id: int, site: SiteDep, who: Reader, done: str = "", check: str = ""
) -> Response:
    """A draft is checked when it is asked for, a proposal whenever it is read: nobody publishes unread."""
    return _show(request, site, who, change_id, done=done, is_checked=bool(check))


@router.post("/{change_id}/retitle")
def retitle(
    request: Request, change_id: int, site: SiteDep, who: Writer, revision: Number = 0, title: Text = "",
    reason: Text = "",
) -> Response:  # fmt: skip
    words = strip_hidden(title), strip_hidden(reason)
    return _step(
        request, site, who, change_id, "saved", lambda desk: desk.retitle(who.member, change_id, *words, revision)
    )  # fmt: skip


@router.post("/{change_id}/drop")
def drop(
    request: Request, change_id: int, site: SiteDep, who: Writer, revision: Number = 0, path: Text = ""
) -> Response:
    return _step(
        request, site, who, change_id, "saved", lambda desk: desk.drop(who.member, change_id, path, revision)
    )  # fmt: skip


@router.post("/{change_id}/take-note")
def take_note(
    request: Request, change_id: int, site: SiteDep, who: Writer, revision: Number = 0, path: Text = ""
) -> Response:
    return _step(
        request, site, who, change_id, "saved", lambda desk: desk.take_note(who.member, change_id, path, revision)
    )  # fmt: skip


@router.post("/{change_id}/propose")
def propose(request: Request, change_id: int, site: SiteDep, who: Writer, revision: Number = 0) -> Response:
    return _step(
        request, site, who, change_id, "proposed", lambda desk: desk.propose(who.member, change_id, revision), True
    )  # fmt: skip


@router.post("/{change_id}/give-back")
def give_back(
    request: Request, change_id: int, site: SiteDep, who: Writer, revision: Number = 0, reason: Text = ""
) -> Response:
    words = strip_hidden(reason)
    return _step(
        request, site, who, change_id, "returned",
        lambda desk: desk.give_back(who.member, change_id, words, revision),
    )  # fmt: skip


@router.post("/{change_id}/withdraw")
def withdraw(request: Request, change_id: int, site: SiteDep, who: Writer, revision: Number = 0) -> Response:
    try:
        site.assistant.editing.desk.withdraw(who.member, change_id, revision)
    except _REFUSED as error:
        return _refuse(request, site, who, change_id, error)
    return RedirectResponse(f"{KNOWLEDGE}?done=withdrawn", HTTP_303_SEE_OTHER)


@router.post("/{change_id}/publish")
def publish(request: Request, change_id: int, site: SiteDep, who: Writer, revision: Number = 0) -> Response:
    return _step(
        request, site, who, change_id, "published", lambda desk: desk.publish(who.member, change_id, revision), True
    )  # fmt: skip


def _step(
    request: Request,
    site: Site,
    who: LoggedIn,
    change_id: int,
    done: str,
    take: Callable[[KnowledgeDesk], KnowledgeChange],
    is_checked: bool = False,
) -> Response:
    try:
        kept = take(site.assistant.editing.desk)
    except _REFUSED as error:
        return _refuse(request, site, who, change_id, error, is_checked)
    return to_change(kept, done)


def _refuse(
    request: Request, site: Site, who: LoggedIn, change_id: int, error: Exception, is_checked: bool = False
) -> Response:
    status = describe_problem(request, error).status
    return _show(request, site, who, change_id, error=str(error), is_checked=is_checked, status_code=status)


def _show(
    request: Request,
    site: Site,
    who: LoggedIn,
    change_id: int,
    done: str = "",
    error: str = "",
    is_checked: bool = False,
    status_code: int = 200,
) -> Response:
    editing = site.assistant.editing
    change = editing.desk.get(who.member, change_id)
    is_draft, is_proposed = change.state is ChangeState.DRAFT, change.state is ChangeState.PROPOSED
    is_open, is_own = is_draft or is_proposed, change.author == who.member.name
    turned = editing.desk.turned(change) if is_open else ()
    found = editing.desk.preview(who.member, change_id) if is_open and (is_checked or is_proposed) else None
    context = {
        **shared(site, who, done),
        "row": view_change(change),
        "edits": view_edits(change, turned, editing.desk.shelf(who.member)),
        "is_turned": bool(turned),
        "preview": view_preview(found, editing.meaning, site.assistant.knowledge) if found is not None else None,
        "is_own": is_own,
        "can_edit": is_own and is_draft,
        "can_propose": is_own and is_draft and bool(change.edits),
        "can_withdraw": is_own and is_open,
        "is_proposed": is_proposed,
        "may_not_publish": editing.desk.may_publish(who.member, change) if is_proposed else "",
        "error": error,
    }
    return site.pages.render(request, "staff_knowledge_change.html", context, status_code)
