"""A conversation as it goes on: what is new in it, to every device that shows it."""

import json
from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Header, Query
from fastapi.responses import StreamingResponse

from assistant.domain.conversation import Turn
from assistant.services.live_talk import STAFF
from assistant.services.turn_json import turn_as_json
from web.access import Address, OpenedConversation
from web.api import LARGEST_ID
from web.api_schemas import problem_responses
from web.site import SiteDep
from web.sse import SSE_HEADERS, SSE_MEDIA_TYPE, parse_event_id

_EVENTS = (
    "`staff`: words of a member of staff, `done`: any other turn; both carry a TURN with `said_by`, the name of the "
    "member of staff or null, and the turn's number as id. `service` {`rests`}: whether the chat rests, on a change. "
    "A comment comes every 20 seconds. The stream ends when the conversation is deleted or the server stops: come back "
    "with `Last-Event-ID`, and nothing is skipped or repeated."
)
_EXAMPLE = 'retry: 1000\n\nid: 3\nevent: staff\ndata: {"text": "请带劳动合同来", "status": "with_staff", …}\n\n'
router = APIRouter(prefix="/api/conversations", tags=["conversations"], responses=problem_responses(404, 422, 500, 503))


@router.get(
    "/{conversation_id}/events",
    responses={
        200: {"description": _EVENTS, "content": {SSE_MEDIA_TYPE: {"schema": {"type": "string"}, "example": _EXAMPLE}}},
        **problem_responses(429, 503),
    },
    response_class=StreamingResponse,
)
async def follow_conversation(
    conversation_id: OpenedConversation,
    site: SiteDep,
    address: Address,
    after: Annotated[int, Query(ge=0, le=LARGEST_ID)] = 0,
    last_event_id: Annotated[str | None, Header(alias="Last-Event-ID", max_length=64)] = None,
    with_service: Annotated[bool, Query(description="Begin with a `service` event")] = False,
) -> StreamingResponse:
    """Turns as they are stored, after `after` or `Last-Event-ID`, for as long as the stream is open. Who is refused for
    having too many open, or because all places are taken, waits as `Retry-After` says and reads `GET …/messages`
    meanwhile."""
    told: bool | None = None if with_service else False

    def read_on(last: int) -> tuple[Sequence[bytes], int]:
        nonlocal told
        turns = site.assistant.conversations.list_turns(conversation_id, last)
        rests = site.assistant.is_resting
        events = [] if rests is told else [_encode_service(rests)]
        told = rests
        events += [
            encode_named("staff" if turn.replier == STAFF else "done", _followed(turn), str(turn.id)) for turn in turns
        ]
        return events, turns[-1].id or last if turns else last

    notifier = site.assistant.office.live.talk.notifier
    start = max(after, parse_event_id(last_event_id))
    seat = site.live.take_seat(conversation_id, address)
    events = site.live.follow(seat, notifier, conversation_id, start, read_on)
    return StreamingResponse(events, media_type=SSE_MEDIA_TYPE, headers=SSE_HEADERS)


def _encode_service(rests: bool) -> bytes:
    """Without an id: whoever reads on does so from the last turn."""
    return f"event: service\ndata: {json.dumps({'rests': rests})}\n\n".encode()


def _followed(turn: Turn) -> dict[str, object]:
    return {**turn_as_json(turn), "said_by": turn.said_by or None}


def encode_named(name: str, data: object, event_id: str) -> bytes:
    """One event on the wire."""
    text = f"id: {event_id}\nevent: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
    return text.encode("utf-8", "replace")
