"""A conversation as it goes on: what is new in it, to every device that shows it."""

import json
from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Header, Query
from fastapi.responses import StreamingResponse

from assistant.domain.conversation import Turn
from assistant.services.live_talk import STAFF
from assistant.services.turn_json import turn_as_json
from web.access import OpenedConversation
from web.api import LARGEST_ID
from web.api_schemas import problem_responses
from web.site import SiteDep
from web.sse import SSE_HEADERS, SSE_MEDIA_TYPE, parse_event_id

router = APIRouter(prefix="/api/conversations", tags=["conversations"], responses=problem_responses(404, 422, 500, 503))


@router.get(
    "/{conversation_id}/events",
    responses={200: {"content": {SSE_MEDIA_TYPE: {"schema": {"type": "string"}}}}},
    response_class=StreamingResponse,
)
async def follow_conversation(
    conversation_id: OpenedConversation,
    site: SiteDep,
    after: Annotated[int, Query(ge=0, le=LARGEST_ID)] = 0,
    last_event_id: Annotated[str | None, Header(alias="Last-Event-ID", max_length=64)] = None,
) -> StreamingResponse:
    """Turns as they are stored, after `after` or `Last-Event-ID`: `staff` TURN for words of a member of staff, `done`
    TURN for any other. The stream stays open; ids are the turns' own."""

    def read_on(last: int) -> tuple[Sequence[bytes], int]:
        turns = site.assistant.conversations.list_turns(conversation_id, last)
        events = [
            encode_named("staff" if turn.replier == STAFF else "done", _followed(turn), str(turn.id)) for turn in turns
        ]
        return events, turns[-1].id or last if turns else last

    notifier = site.assistant.office.live.talk.notifier
    start = max(after, parse_event_id(last_event_id))
    events = site.live.follow(notifier, conversation_id, start, read_on)
    return StreamingResponse(events, media_type=SSE_MEDIA_TYPE, headers=SSE_HEADERS)


def _followed(turn: Turn) -> dict[str, object]:
    return {**turn_as_json(turn), "said_by": turn.said_by or None}


def encode_named(name: str, data: object, event_id: str) -> bytes:
    """One event on the wire."""
    text = f"id: {event_id}\nevent: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
    return text.encode("utf-8", "replace")
