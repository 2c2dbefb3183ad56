"""Knowledge files at the console: found, read, written into a draft; what waits, and what was published."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response
from starlette.status import HTTP_303_SEE_OTHER

from assistant.domain.errors import ConflictError, InvalidInputError, NotFoundError
from assistant.domain.knowledge_edits import ChangeState, KnowledgeChange, digest_of_text, is_editable
from assistant.services.knowledge_desk import Draft
from web.message_text import strip_hidden
from web.problems import describe_problem
from web.site import Site, SiteDep
from web.staff_access import CONSOLE, LoggedIn, Reader, Writer
from web.staff_knowledge_view import diff_lines, view_change, view_versions
from web.staff_queue import offices_of

KNOWLEDGE = f"{CONSOLE}/knowledge"
router = APIRouter(prefix=KNOWLEDGE, include_in_schema=False)
Text = Annotated[str, Form()]
_REFUSED = (InvalidInputError, ConflictError, NotFoundError)
_OPEN = (ChangeState.DRAFT, ChangeState.PROPOSED)
_WORDS_MOST, _LINES_MOST = 100, 200


@dataclass(frozen=True)
class Written:
    """The form of a file, as it was written. `change`: number and revision of a draft, empty for a new one."""

    path: str
    text: str
    base: str
    change: str
    title: str
    reason: str

    def draft(self) -> Draft:
        number, _, revision = self.change.partition("-")
        if number.isdecimal() and revision.isdecimal():
            return Draft(int(number), int(revision))
        return Draft(None, 0, self.title, self.reason)


def written(
    path: Text = "", text: Text = "", base: Text = "", change: Text = "", title: Text = "", reason: Text = ""
) -> Written:
    parts = (path, text, base, change, title, reason)
    return Written(*(strip_hidden(part) for part in parts))


WrittenForm = Annotated[Written, Depends(written)]


@router.get("")
def list_page(request: Request, site: SiteDep, who: Reader, words: str = "", done: str = "") -> Response:
    """What waits and what is being written, what an upgrade has changed, and the files, or those with the words."""
    desk, words = site.assistant.editing.desk, strip_hidden(words).strip()[:_WORDS_MOST]
    shelf = desk.shelf(who.member)
    changes = desk.list_changes(who.member, _OPEN)
    context = {
        **shared(site, who, done),
        "words": words,
        "files": shelf.list_files(words),
        "waiting": [view_change(one) for one in changes if one.state is ChangeState.PROPOSED],
        "drafts": [view_change(one) for one in changes if one.state is ChangeState.DRAFT],
        "anew": [
            {"path": one.file.path, "lines": tuple(diff_lines(one.file.text, one.shipped or ""))[:_LINES_MOST]}
            for one in shelf.shipped_anew()
        ],
        "own": _own_drafts(site, who),
    }
    return site.pages.render(request, "staff_knowledge.html", context)


@router.get("/history")
def history_page(request: Request, site: SiteDep, who: Reader) -> Response:
    """Everything that was published, the latest first."""
    return show_history(request, site, who)


@router.get("/file")
def file_page(
    request: Request, site: SiteDep, who: Reader, path: str = "", change: int = 0, version: int = 0
) -> Response:
    """One file to be edited: as it is in force, as it stands in a draft of one's own, or as it once was published."""
    desk = site.assistant.editing.desk
    shelf = desk.shelf(who.member)
    if not is_editable(path):
        raise NotFoundError("没有找到这个文件。")
    text, base = shelf.find_text(path), shelf.digest(path)
    chosen = ""
    if change:
        found = desk.get(who.member, change)
        edit = found.find_edit(path)
        chosen = f"{found.id}-{found.revision}" if found.author == who.member.name else ""
        if edit is not None and edit.text:
            text, base = edit.text, edit.base
    if version:
        former = next((one for one in shelf.versions(path) if one.publication == version), None)
        text = former.text if former is not None and former.text else text
    form = Written(path, text or "", base or "", chosen, "", "")
    return _show_file(request, site, who, form)


@router.get("/new")
def new_page(request: Request, site: SiteDep, who: Reader) -> Response:
    """A file that does not exist yet."""
    site.assistant.editing.desk.shelf(who.member)
    return _show_file(request, site, who, Written("", "", "", "", "", ""), is_new=True)


@router.post("/write")
def write(request: Request, site: SiteDep, who: Writer, form: WrittenForm, is_new: Text = "") -> Response:
    """Into a draft; back to the form with everything in it where it is refused."""
    desk = site.assistant.editing.desk
    try:
        path, base = form.path.strip(), form.base or None
        if is_new and desk.shelf(who.member).find_text(path) is not None:
            raise ConflictError("已经有这个文件了，请从列表里打开它来改。")
        kept = desk.write(who.member, form.draft(), path, form.text, base)
    except _REFUSED as error:
        status = describe_problem(request, error).status
        return _show_file(request, site, who, form, bool(is_new), str(error), status)
    return to_change(kept, "written")


@router.post("/remove")
def remove(request: Request, site: SiteDep, who: Writer, form: WrittenForm) -> Response:
    """The file is to be gone."""
    return _into_draft(
        request, site, who, form,
        lambda: site.assistant.editing.desk.remove(who.member, form.draft(), form.path),
    )  # fmt: skip


@router.post("/settle")
def settle(request: Request, site: SiteDep, who: Writer, form: WrittenForm, keep: Text = "") -> Response:
    """Of a file that an upgrade has changed: `ours` stays, or the shipped one comes back."""
    return _into_draft(
        request, site, who, form,
        lambda: site.assistant.editing.desk.settle(who.member, form.draft(), form.path, keep == "ours"),
    )  # fmt: skip


@router.post("/go-back")
def go_back(
    request: Request, site: SiteDep, who: Writer, publication: Annotated[int, Form()] = -1, reason: Text = ""
) -> Response:
    """A proposal that makes everything again what it was then."""
    try:
        kept = site.assistant.editing.desk.go_back(who.member, publication, strip_hidden(reason))
    except _REFUSED as error:
        return show_history(request, site, who, str(error), describe_problem(request, error).status)
    return to_change(kept, "went_back")


def show_history(request: Request, site: Site, who: LoggedIn, error: str = "", status_code: int = 200) -> Response:
    found = site.assistant.editing.desk.list_changes(who.member, (ChangeState.PUBLISHED,))
    ordered = sorted(found, key=lambda change: -(change.publication or 0))
    context = {**shared(site, who), "rows": [view_change(change) for change in ordered], "error": error}
    return site.pages.render(request, "staff_knowledge_history.html", context, status_code)


def shared(site: Site, who: LoggedIn, done: str = "") -> dict[str, object]:
    texts = site.assistant.page_texts
    key = f"knowledge-done-{done}"
    return {"who": who, "offices": offices_of(who), "done": key if key in texts else ""}


def to_change(change: KnowledgeChange, done: str) -> Response:
    return RedirectResponse(f"{KNOWLEDGE}/changes/{change.id}?done={done}", HTTP_303_SEE_OTHER)


def _into_draft(
    request: Request, site: Site, who: LoggedIn, form: Written, take: Callable[[], KnowledgeChange]
) -> Response:
    try:
        kept = take()
    except _REFUSED as error:
        status = describe_problem(request, error).status
        shelf = site.assistant.editing.desk.shelf(who.member)
        text = shelf.find_text(form.path) or ""
        again = Written(form.path, text, digest_of_text(text), form.change, form.title, form.reason)
        return _show_file(request, site, who, again, error=str(error), status_code=status)
    return to_change(kept, "written")


def _own_drafts(site: Site, who: LoggedIn) -> list[tuple[str, str]]:
    """Drafts into which the member may write: number with revision, and title."""
    found = site.assistant.editing.desk.list_changes(who.member, (ChangeState.DRAFT,))
    return [(f"{one.id}-{one.revision}", one.title) for one in found if one.author == who.member.name]


def _show_file(
    request: Request,
    site: Site,
    who: LoggedIn,
    form: Written,
    is_new: bool = False,
    error: str = "",
    status_code: int = 200,
) -> Response:
    shelf = site.assistant.editing.desk.shelf(who.member)
    in_force = shelf.find_text(form.path)
    context = {
        **shared(site, who),
        "form": form,
        "is_new": is_new,
        "exists": in_force is not None,
        "is_turned": not is_new and form.base != (shelf.digest(form.path) or ""),
        "in_force": in_force or "",
        "versions": view_versions(shelf.versions(form.path)),
        "own": _own_drafts(site, who),
        "error": error,
    }
    return site.pages.render(request, "staff_knowledge_file.html", context, status_code)
