"""Official documents at the console: a file handed in, read, corrected, published; its versions; taken out again."""

import hmac
from collections.abc import Callable
from typing import Annotated

from anyio import WouldBlock, to_thread
from fastapi import APIRouter, Form, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.status import HTTP_303_SEE_OTHER

from assistant.domain.document_uploads import UploadState
from assistant.domain.errors import ConflictError, InvalidInputError, NotFoundError
from assistant.services.read_document import STATED_OF_HEAD
from web.message_text import strip_hidden
from web.problems import ProblemError, ProblemName, describe_problem
from web.site import Site, SiteDep
from web.staff_access import CONSOLE, LoggedIn, Reader, Writer
from web.staff_documents_view import (
    MOST_CLAUSES,
    form_of,
    name_with_day,
    region_choices,
    view_comparison,
    view_document,
    view_upload,
    view_version,
)
from web.staff_queue import offices_of

DOCUMENTS = f"{CONSOLE}/documents"
UPLOAD = f"{DOCUMENTS}/upload"
router = APIRouter(prefix=DOCUMENTS, include_in_schema=False)
Number = Annotated[int, Form()]
_REFUSED = (InvalidInputError, ConflictError, NotFoundError)
_LONGEST_NAME, _MOST_DIGITS = 200, 9


@router.get("")
def list_page(request: Request, site: SiteDep, who: Reader, done: str = "") -> Response:
    """What waits, what is published, what was taken out, and where a file is handed in."""
    return _show_list(request, site, who, done)


@router.post("/upload")
async def upload(request: Request, site: SiteDep, who: Reader) -> Response:
    """The form is read here and not before it is known who asks, since it may be large."""
    name, content = await _read_form(request, who)
    try:
        if not name:
            raise InvalidInputError(site.assistant.page_texts["documents-no-file"])
        known = await run_in_threadpool(site.assistant.documents.find_waiting, who.member, content)
        kept = known.id if known is not None else await _hand_in(site, who, content, name)
    except (*_REFUSED, ProblemError) as error:
        words = str(error) if not isinstance(error, ProblemError) else error.words
        status = describe_problem(request, error).status
        return await run_in_threadpool(_show_list, request, site, who, "", words, status)
    return _to(f"uploads/{kept}{'?done=waiting' if known is not None else ''}")


@router.get("/uploads/{upload_id}")
def upload_page(request: Request, upload_id: str, site: SiteDep, who: Reader, done: str = "") -> Response:
    """What was read of a file, and what publishing it would do; the list, saying so, where there is no such file."""
    try:
        return _show_upload(request, site, who, _number_of(upload_id), done)
    except NotFoundError as error:
        status = describe_problem(request, error).status
        return _show_list(request, site, who, "", str(error), status)


@router.post("/uploads/{upload_id}/correct")
async def correct(request: Request, upload_id: int, site: SiteDep, who: Writer, revision: Number = 0) -> Response:
    """Everything the document says of itself, as the form says it."""
    form = await request.form()
    stated = {name: strip_hidden(str(form.get(name) or "")) for name in STATED_OF_HEAD}

    def take() -> Response:
        return _step(
            request, site, who, upload_id, "corrected",
            lambda: site.assistant.documents.correct(who.member, upload_id, revision, stated), stated,
        )  # fmt: skip

    return await run_in_threadpool(take)


@router.post("/uploads/{upload_id}/publish")
def publish(request: Request, upload_id: int, site: SiteDep, who: Writer, revision: Number = 0) -> Response:
    desk = site.assistant.documents
    return _step(
        request, site, who, upload_id, "published", lambda: desk.publish(who.member, upload_id, revision)
    )  # fmt: skip


@router.post("/uploads/{upload_id}/withdraw")
def withdraw(request: Request, upload_id: int, site: SiteDep, who: Writer, revision: Number = 0) -> Response:
    desk = site.assistant.documents
    return _step(
        request, site, who, upload_id, "withdrawn", lambda: desk.withdraw(who.member, upload_id, revision)
    )  # fmt: skip


@router.get("/{document_id}")
def document_page(
    request: Request, document_id: str, site: SiteDep, who: Reader, done: str = "", before: int = 0, after: int = 0
) -> Response:
    """The clauses of the last version, all versions, and two of them side by side."""
    return _show_document(request, site, who, document_id, done, (before, after))


@router.post("/{document_id}/roll-back")
def roll_back(request: Request, document_id: str, site: SiteDep, who: Writer, version: Number = 0) -> Response:
    desk = site.assistant.documents
    return _step_of_document(
        request, site, who, document_id, "rolled_back", lambda: desk.roll_back(who.member, document_id, version)
    )  # fmt: skip


@router.post("/{document_id}/remove")
def remove(request: Request, document_id: str, site: SiteDep, who: Writer) -> Response:
    desk = site.assistant.documents
    return _step_of_document(
        request, site, who, document_id, "removed", lambda: desk.remove(who.member, document_id)
    )  # fmt: skip


def _number_of(upload_id: str) -> int:
    """0, which no upload has, for what is no number of one."""
    return int(upload_id) if upload_id.isascii() and upload_id.isdigit() and len(upload_id) <= _MOST_DIGITS else 0


async def _read_form(request: Request, who: LoggedIn) -> tuple[str, bytes]:
    """Name and bytes of the file, no name where none was chosen.

    Raises `cross_site` for a form of another session, `unreadable_body`.
    """
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        raise ProblemError(ProblemName.CROSS_SITE)
    parser = MultiPartParser(request.headers, request.stream(), max_files=1, max_fields=5)
    try:
        form = await parser.parse()
    except MultiPartException:
        raise ProblemError(ProblemName.UNREADABLE_BODY) from None
    try:
        if not hmac.compare_digest(str(form.get("csrf") or "").encode("utf-8", "replace"), who.csrf.encode()):
            raise ProblemError(ProblemName.CROSS_SITE)
        file = form.get("file")
        content = await file.read() if isinstance(file, UploadFile) else b""
        name = (file.filename or "") if isinstance(file, UploadFile) else ""
    finally:
        await form.close()
    bare = strip_hidden(name.replace("\\", "/").rpartition("/")[2]).strip()
    return bare[-_LONGEST_NAME:] or ("file" if content else ""), content


async def _hand_in(site: Site, who: LoggedIn, content: bytes, name: str) -> int:
    """The upload's number. One file is read at a time, since reading may take seconds and much memory."""
    limiter = site.documents_limiter
    try:
        limiter.acquire_nowait()
    except WouldBlock:
        raise ProblemError(ProblemName.RATE_LIMITED, site.assistant.page_texts["documents-busy"]) from None
    try:
        kept = await to_thread.run_sync(lambda: site.assistant.documents.hand_in(who.member, content, name))
    finally:
        limiter.release()
    return kept.id


def _step(
    request: Request,
    site: Site,
    who: LoggedIn,
    upload_id: int,
    done: str,
    take: Callable[[], object],
    stated: dict[str, str] | None = None,
) -> Response:
    try:
        take()
    except _REFUSED as error:
        status = describe_problem(request, error).status
        return _show_upload(request, site, who, upload_id, "", str(error), status, stated)
    if done == "withdrawn":
        return RedirectResponse(f"{DOCUMENTS}?done={done}", HTTP_303_SEE_OTHER)
    return _to(f"uploads/{upload_id}?done={done}")


def _step_of_document(
    request: Request, site: Site, who: LoggedIn, document_id: str, done: str, take: Callable[[], object]
) -> Response:
    try:
        take()
    except _REFUSED as error:
        status = describe_problem(request, error).status
        return _show_document(request, site, who, document_id, "", (0, 0), str(error), status)
    return _to(f"{document_id}?done={done}")


def _to(rest: str) -> Response:
    return RedirectResponse(f"{DOCUMENTS}/{rest}", HTTP_303_SEE_OTHER)


def _show_list(
    request: Request, site: Site, who: LoggedIn, done: str = "", error: str = "", status_code: int = 200
) -> Response:
    desk = site.assistant.documents
    context = {
        **_shared(site, who, done, error),
        "waiting": [view_upload(one) for one in desk.list_waiting(who.member)],
        "rows": [view_version(one, standing.value) for one, standing in desk.list_documents(who.member)],
        "removed": [view_version(one, desk.standing(one).value) for one in desk.list_removed(who.member)],
        "largest_megabytes": str(site.assistant.settings.document_megabytes),
    }
    return site.pages.render(request, "staff_documents.html", context, status_code)


def _show_upload(
    request: Request,
    site: Site,
    who: LoggedIn,
    upload_id: int,
    done: str = "",
    error: str = "",
    status_code: int = 200,
    stated: dict[str, str] | None = None,
) -> Response:
    desk = site.assistant.documents
    kept = desk.get(who.member, upload_id)
    is_waiting = kept.state is UploadState.WAITING
    preview = desk.preview(who.member, kept) if is_waiting else None
    regions = site.assistant.regions
    context = {
        **_shared(site, who, done, error),
        "row": view_upload(kept),
        "document": view_document(preview.document if preview else kept.document, regions),
        "preview": preview,
        "supersedes": [name_with_day(one) for one in preview.supersedes] if preview else [],
        "superseded_by": name_with_day(preview.superseded_by) if preview and preview.superseded_by else "",
        "standing": preview.standing.value if preview else "",
        "form": stated or form_of(kept.document),
        "regions": region_choices(regions),
        "may_not_publish": desk.may_publish(who.member, kept) if is_waiting else "",
        "most_clauses": str(MOST_CLAUSES),
    }
    return site.pages.render(request, "staff_document_upload.html", context, status_code)


def _show_document(
    request: Request,
    site: Site,
    who: LoggedIn,
    document_id: str,
    done: str = "",
    compared: tuple[int, int] = (0, 0),
    error: str = "",
    status_code: int = 200,
) -> Response:
    desk = site.assistant.documents
    versions = desk.versions(who.member, document_id)
    context = {
        **_shared(site, who, done, error),
        "document": view_document(versions[0].document, site.assistant.regions),
        "versions": [view_version(one, desk.standing(one).value) for one in versions],
        "comparison": view_comparison(desk.compare(who.member, document_id, *compared)) if all(compared) else None,
        "most_clauses": str(MOST_CLAUSES),
    }
    return site.pages.render(request, "staff_document.html", context, status_code)


def _shared(site: Site, who: LoggedIn, done: str, error: str) -> dict[str, object]:
    key = f"documents-done-{done}"
    known = key if key in site.assistant.page_texts else ""
    return {"who": who, "offices": offices_of(who), "done": known, "error": error}
