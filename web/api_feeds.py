"""Sources that push adverts: a token for each source, a list of items in, what became of them out."""

import json
from collections.abc import Iterator, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Header, Path, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel

from assistant.domain.errors import InvalidInputError, UnavailableError
from assistant.services.feed_mapping import RawRow, row_reader
from assistant.services.vacancy_ports import Feed, RejectedRow, RunOutcome, RunReport
from web.api_schemas import problem_responses
from web.bearer_tokens import bearer_token, wrong_token
from web.body_limit import LARGEST_PUSH_BYTES
from web.problems import ProblemError, ProblemName
from web.site import SiteDep

_MOST_ITEMS = 1_000
_LINES = ("application/x-ndjson", "application/jsonl", "application/x-jsonlines", "application/json-lines")

router = APIRouter(
    prefix="/api/feeds", tags=["feeds"], responses=problem_responses(400, 401, 409, 413, 415, 422, 500, 503)
)


class RejectedOut(BaseModel):
    row: int
    external_id: str
    reason: str


class PushOut(BaseModel):
    """What became of the items."""

    taken: int
    changed: int
    unchanged: int
    closed: int
    rejected: list[RejectedOut]


@router.post(
    "/{feed_id}/adverts",
    response_model=PushOut,
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {"schema": {"type": "array", "items": {"type": "object"}, "maxItems": _MOST_ITEMS}},
                _LINES[0]: {"schema": {"type": "string"}},
            },
        }
    },
)
async def push_adverts(
    feed_id: Annotated[str, Path(max_length=64)],
    request: Request,
    site: SiteDep,
    authorization: Annotated[str, Header(max_length=200)] = "",
) -> Response:
    """Takes adverts in: our own field names, or the feed's columns. `removed: true` closes an advert.

    An item that cannot be used is in `rejected`, with the place in the list (or the line) it stood at; all the others
    are taken.
    """
    token = bearer_token(authorization)
    feed = await run_in_threadpool(site.assistant.feeds.find_pushed_feed, feed_id, token)
    if feed is None:
        return wrong_token(request)
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type not in ("application/json", *_LINES):
        raise ProblemError(ProblemName.UNSUPPORTED_TYPE)
    body = await _body(request)
    adverts, rejected = await run_in_threadpool(_read, body, media_type in _LINES, feed)
    report = await run_in_threadpool(site.assistant.feeds.push, feed.id, adverts, rejected)
    if report.outcome is RunOutcome.FAILED:
        raise UnavailableError(report.message)
    return JSONResponse(_as_json(report))


async def _body(request: Request) -> bytes:
    """Refused as soon as it has grown too large."""
    declared = request.headers.get("content-length", "0")
    if declared.isdigit() and int(declared) > LARGEST_PUSH_BYTES:
        raise ProblemError(ProblemName.TOO_LARGE)
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > LARGEST_PUSH_BYTES:
            raise ProblemError(ProblemName.TOO_LARGE)
        parts.append(part)
    return b"".join(parts)


def _read(body: bytes, are_lines: bool, feed: Feed) -> tuple[list[RawRow], list[RejectedRow]]:
    found, read_rows = _items(body, are_lines), row_reader(feed)
    adverts: list[RawRow] = []
    rejected: list[RejectedRow] = []
    for row, item in found:
        if not isinstance(item, dict):
            rejected.append(RejectedRow(row, "", "Is no JSON object."))
            continue
        for read in read_rows(item, row):
            if isinstance(read, RejectedRow):
                rejected.append(read)
            else:
                adverts.append(read)
    return adverts, rejected


def _items(body: bytes, are_lines: bool) -> Sequence[tuple[int, object]]:
    """Items with their place. Raises ProblemError, or InvalidInputError for what is no list or too long a one."""
    try:
        text = body.decode("utf-8-sig")
        found = list(_lines(text)) if are_lines else list(enumerate(_list(json.loads(text)), start=1))
    except (ValueError, RecursionError):
        raise ProblemError(ProblemName.UNREADABLE_BODY) from None
    if len(found) > _MOST_ITEMS:
        raise InvalidInputError(f"一次最多送{_MOST_ITEMS}条岗位，这次有{len(found)}条。请分几次送。")
    if not found:
        raise InvalidInputError("没有读到岗位。请送一个JSON数组，或者一行一条JSON。")
    return found


def _lines(text: str) -> Iterator[tuple[int, object]]:
    """A line that is no JSON becomes None: it is rejected by its number, and the others are taken."""
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            yield number, json.loads(line)
        except (ValueError, RecursionError):
            yield number, None


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise InvalidInputError("请送一个JSON数组，里面一条一个岗位。")
    return value


def _as_json(report: RunReport) -> dict[str, Any]:
    return {
        "taken": report.taken,
        "changed": report.changed,
        "unchanged": report.unchanged,
        "closed": report.closed,
        "rejected": [{"row": row.row, "external_id": row.external_id, "reason": row.reason} for row in report.rejected],
    }
