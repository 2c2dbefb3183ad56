"""The live side of a case: taking the conversation over, giving it back, a drafted reply, news as they come."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Header, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse, Response, StreamingResponse
from starlette.status import HTTP_303_SEE_OTHER

from assistant.domain.errors import NotFoundError
from web.access import Address
from web.api import LARGEST_ID
from web.live import encode_named
from web.site import SiteDep
from web.sse import SSE_HEADERS, SSE_MEDIA_TYPE, parse_event_id
from web.staff_access import CONSOLE, Reader, Writer
from web.staff_case import refuse, show_case
from web.staff_steps import REFUSED
from web.staff_view import view_messages

router = APIRouter(prefix=f"{CONSOLE}/cases/{{number}}", include_in_schema=False)


@router.post("/live/begin")
def begin(request: Request, number: str, site: SiteDep, who: Writer) -> Response:
    """From now on the person's messages come here."""
    try:
        case = site.assistant.office.live.take_over(who.member, number)
    except REFUSED as error:
        return refuse(request, site, who, number, error)
    return RedirectResponse(f"{CONSOLE}/cases/{case.number}?done=live_begun#said", HTTP_303_SEE_OTHER)


@router.post("/live/end")
def end(request: Request, number: str, site: SiteDep, who: Writer) -> Response:
    """Back to the assistant; the case stays."""
    try:
        case = site.assistant.office.live.hand_back(who.member, number)
    except REFUSED as error:
        return refuse(request, site, who, number, error)
    return RedirectResponse(f"{CONSOLE}/cases/{case.number}?done=live_ended#said", HTTP_303_SEE_OTHER)


@router.post("/draft")
def draft(request: Request, number: str, site: SiteDep, who: Writer) -> Response:
    """A reply in the box, to be edited: nothing is sent."""
    try:
        text = site.assistant.office.live.draft(who.member, number)
    except REFUSED as error:
        return refuse(request, site, who, number, error)
    return show_case(request, site, who, number, typed={"reply": text})


@router.get("/said")
def said(request: Request, number: str, site: SiteDep, who: Reader) -> Response:
    """What was written so far, as the same HTML the page itself is made of."""
    file = site.assistant.office.desk.open_file(who.member, number)
    context = {"messages": view_messages(file.messages), "version": file.case.version}
    return site.pages.render(request, "_staff_said.html", context)


@router.get("/events")
async def follow_case(
    number: str,
    site: SiteDep,
    who: Reader,
    address: Address,
    after: Annotated[int, Query(ge=0, le=LARGEST_ID)] = 0,
    last_event_id: Annotated[str | None, Header(alias="Last-Event-ID", max_length=64)] = None,
) -> StreamingResponse:
    """`changed` whenever the case is at another version than `after` or `Last-Event-ID`. Whoever is logged out, or may
    not see the case any more, reads no further."""
    live = site.assistant.office.live
    case = await run_in_threadpool(live.look, who.member, number)

    def read_on(last: int) -> tuple[Sequence[bytes], int]:
        member = site.assistant.office.accounts.member_of(who.token, is_use=False)
        if member is None:
            raise NotFoundError
        now = live.look(member, number)
        if now.version == last:
            return (), last
        data = {"version": now.version, "state": now.state.value, "owner": now.owner}
        return (encode_named("changed", data, str(now.version)),), now.version

    start = parse_event_id(last_event_id) or after
    seat = site.live.take_seat(f"case:{case.number}", address)
    stream = site.live.follow(seat, live.talk.notifier, case.conversation_id, start, read_on)
    return StreamingResponse(stream, media_type=SSE_MEDIA_TYPE, headers=SSE_HEADERS)
