"""An employer's list: a file in, what applies to each worker out. Nothing of it is kept, on disk or in a database."""

import base64
import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from urllib.parse import quote

from anyio import to_thread
from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response
from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from assistant.domain.conversation import ConversationState
from assistant.domain.errors import InvalidInputError
from assistant.domain.facts import FactSubject
from assistant.domain.knowledge import Audience
from assistant.services.workers_result import WorkersResult
from web.access import Address
from web.body_limit import LARGEST_LIST_BYTES
from web.calculator import Visit, begin_visit, state_of
from web.fact_fields import NOTHING_TYPED, UNSURE, FactField, Typed, make_field
from web.fact_forms import texts_of
from web.problems import ProblemError, ProblemName, describe_problem
from web.site import Site, SiteDep
from web.workers_view import view_list

router = APIRouter(prefix="/employers/batch", include_in_schema=False)
#: Above this, a result is too long for a link on the page; it can be had as the answer to the form.
_LARGEST_LINK_BYTES = 1024 * 1024
_RESULT, _TEMPLATE = "补贴测算结果.xlsx", "员工名单模板"
_MEDIA = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".csv": "text/csv; charset=utf-8",
    ".zip": "application/zip",
}


@dataclass(frozen=True)
class HandedIn:
    """The form as it came: the file, and what is said of the firm."""

    file_name: str
    content: bytes
    answers: Mapping[str, str]
    typed: Typed
    has_all_groups: bool
    wants_file: bool


@router.get("")
def show_form(request: Request, site: SiteDep, c: str = "") -> Response:
    """Where a list is handed in."""
    return _show(request, site, begin_visit(request, site, Audience.EMPLOYER, c))


@router.get("/template.{kind}")
def template(kind: str, site: SiteDep) -> Response:
    """The list to fill in."""
    if f".{kind}" not in (".xlsx", ".csv"):
        raise ProblemError(ProblemName.NOT_FOUND)
    name = f"{_TEMPLATE}.{kind}"
    return _file(name, site.assistant.worker_lists.template(name))


@router.post("")
async def assess(request: Request, site: SiteDep, address: Address, c: str = "") -> Response:
    """Judges the list, and answers with the page or with the file."""
    visit = await run_in_threadpool(begin_visit, request, site, Audience.EMPLOYER, c)
    handed_in = await _read_form(request, site)

    async def show(
        result: WorkersResult | None, file: tuple[str, bytes] | None, error: str, status_code: int
    ) -> Response:
        return await run_in_threadpool(_show, request, site, visit, handed_in, result, file, error, status_code)

    try:
        site.rate_limits.admit_list(address)
        if not handed_in.content:
            raise InvalidInputError(site.assistant.page_texts["batch-no-file"])
        result, files = await to_thread.run_sync(partial(_judge, site, handed_in), limiter=site.lists_limiter)
    except InvalidInputError as error:
        return await show(None, None, str(error), 422)
    except ProblemError as problem:
        told = describe_problem(request, problem)
        return await show(None, None, told.detail, told.status)
    name, content = _one_file(files)
    return _file(name, content) if handed_in.wants_file else await show(result, (name, content), "", 200)


def _judge(site: Site, handed_in: HandedIn) -> tuple[WorkersResult, dict[str, bytes]]:
    lists = site.assistant.worker_lists
    result = lists.assess(
        handed_in.file_name,
        handed_in.content,
        handed_in.answers,
        site.assistant.subsidies.today,
        handed_in.has_all_groups,
    )
    return result, lists.files_of(result, _RESULT)


def _show(
    request: Request,
    site: Site,
    visit: Visit,
    handed_in: HandedIn | None = None,
    result: WorkersResult | None = None,
    file: tuple[str, bytes] | None = None,
    error: str = "",
    status_code: int = 200,
) -> Response:
    name, content = file or ("", b"")
    fields = _firm_fields(site, state_of(site, visit), handed_in.typed if handed_in else NOTHING_TYPED)
    context = {
        "visit": visit,
        "conversation_id": visit.conversation_id,
        "here": "/employers/batch",
        "fields": fields,
        "has_all_groups": handed_in.has_all_groups if handed_in else False,
        "largest_megabytes": LARGEST_LIST_BYTES // (1024 * 1024),
        "list": view_list(result) if result else None,
        "file_name": name,
        "file_link": _data_link(name, content) if content and len(content) <= _LARGEST_LINK_BYTES else "",
        "error": error,
    }
    return site.pages.render(request, "batch.html", context, status_code)


def _firm_fields(site: Site, state: ConversationState, typed: Typed) -> tuple[FactField, ...]:
    """What the firm's benefits look at, holding what is known from the conversation or was typed."""
    desk = site.assistant.subsidies
    known = {fact.id: fact.value for fact in state.facts}
    order = desk.report(ConversationState(), Audience.EMPLOYER).open_facts
    wanted = [found for name in order if (found := desk.find_definition(name)) and found.subject is FactSubject.FIRM]
    return tuple(make_field(desk, one, known.get(one.id), typed=typed) for one in wanted)


async def _read_form(request: Request, site: Site) -> HandedIn:
    form = await _form_in_memory(request)
    upload = form.get("list")
    content = await upload.read() if isinstance(upload, UploadFile) else b""
    file_name = (upload.filename or "") if isinstance(upload, UploadFile) else ""
    await form.close()
    held = {name: texts_of(form, name) for name in form if site.assistant.subsidies.find_definition(name)}
    answers = {name: "、".join(text for text in texts if text != UNSURE) for name, texts in held.items()}
    return HandedIn(
        file_name=file_name,
        content=content,
        answers={name: text for name, text in answers.items() if text},
        typed=Typed(held, {}),
        has_all_groups=form.get("groups_complete") == "yes",
        wants_file=form.get("want") == "file",
    )


async def _form_in_memory(request: Request) -> FormData:
    """The form, whose file is held in memory alone: starlette would put one of more than 1 MB on the disk."""
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        return FormData()
    parser = MultiPartParser(request.headers, request.stream(), max_files=1, max_fields=200)
    parser.spool_max_size = 2 * LARGEST_LIST_BYTES
    try:
        return await parser.parse()
    except MultiPartException:
        raise ProblemError(ProblemName.UNREADABLE_BODY) from None


def _one_file(files: Mapping[str, bytes]) -> tuple[str, bytes]:
    """The only file, or an archive of all."""
    if len(files) == 1:
        return next(iter(files.items()))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return _RESULT.replace(".xlsx", ".zip"), packed.getvalue()


def _file(name: str, content: bytes) -> Response:
    disposition = f"attachment; filename*=UTF-8''{quote(name)}"
    return Response(content, media_type=_media(name), headers={"Content-Disposition": disposition})


def _data_link(name: str, content: bytes) -> str:
    return f"data:{_media(name).partition(';')[0]};base64,{base64.b64encode(content).decode()}"


def _media(name: str) -> str:
    return _MEDIA[name[name.rindex(".") :]]
