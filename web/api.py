"""The API of CONTRACTS: JSON in, server-sent events or JSON out."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Path, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse, Response, StreamingResponse

from assistant.domain.conversation import AnswerStatus, Turn
from assistant.services.events import Emit, Progress
from assistant.services.turn_json import turn_as_json
from web.access import Address, OpenedConversation, give_key, take_key
from web.api_schemas import (
    ConversationIn,
    ConversationOut,
    FeedbackIn,
    HandoverIn,
    MessageIn,
    TurnOut,
    TurnsOut,
    problem_responses,
)
from web.message_text import check_message
from web.problems import ProblemError, ProblemName
from web.site import Site, SiteDep
from web.sse import SSE_HEADERS, SSE_MEDIA_TYPE, parse_event_id, stream_turn, stream_turns_again, unstored_turn
from web.turns import TurnTimeoutError

LARGEST_ID = 2**63 - 1


def require_json(request: Request) -> None:
    """Refuses a body that does not call itself JSON."""
    has_body = request.headers.get("content-length", "0") != "0" or "transfer-encoding" in request.headers
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if has_body and media_type != "application/json":
        raise ProblemError(ProblemName.UNSUPPORTED_TYPE)


router = APIRouter(
    prefix="/api/conversations",
    tags=["conversations"],
    dependencies=[Depends(require_json)],
    responses=problem_responses(400, 403, 404, 413, 415, 422, 429, 500, 503),
)
LastEventId = Annotated[str | None, Header(alias="Last-Event-ID", max_length=64)]
TurnId = Annotated[int, Path(ge=1, le=LARGEST_ID)]


@router.post("", status_code=201, response_model=ConversationOut)
def start_conversation(
    response: Response, address: Address, site: SiteDep, body: ConversationIn | None = None
) -> dict[str, str]:
    """A new conversation. Its key comes as a cookie, and nowhere else."""
    site.rate_limits.admit_conversation(address)
    started = site.assistant.conversations.start((body or ConversationIn()).audience)
    give_key(response, started, site)
    return {"id": started.id}


@router.post(
    "/{conversation_id}/messages",
    response_model=TurnOut,
    responses={200: {"content": {SSE_MEDIA_TYPE: {"schema": {"type": "string"}}}}, 504: {"model": TurnOut}},
)
async def post_message(
    body: MessageIn,
    conversation_id: OpenedConversation,
    address: Address,
    request: Request,
    site: SiteDep,
    last_event_id: LastEventId = None,
) -> Response:
    """Answers a message: events as they come, or one TURN with `Accept: application/json`."""
    text = check_message(body.text, site.assistant.settings.max_message_characters)
    await run_in_threadpool(site.rate_limits.admit_message, conversation_id, address)

    def work(emit: Emit) -> Turn:
        return site.assistant.conversations.answer(conversation_id, text, emit)

    running = site.turns.start(conversation_id, work)
    if wants_json(request):
        try:
            return _turn_response(await running.result())
        except TurnTimeoutError:
            return _turn_response(unstored_turn(AnswerStatus.ERROR_TIMEOUT, partial(status_words, site)), 504)
    first = Progress("received", site.assistant.page_texts["progress-received"])
    events = stream_turn(running, parse_event_id(last_event_id), first, partial(status_words, site))
    return StreamingResponse(events, media_type=SSE_MEDIA_TYPE, headers=SSE_HEADERS)


@router.get(
    "/{conversation_id}/messages",
    response_model=TurnsOut,
    responses={200: {"content": {SSE_MEDIA_TYPE: {"schema": {"type": "string"}}}}},
)
def list_messages(
    conversation_id: OpenedConversation,
    request: Request,
    site: SiteDep,
    after: Annotated[int, Query(ge=0, le=LARGEST_ID)] = 0,
    last_event_id: LastEventId = None,
) -> Response:
    """The turns again, in order; those after `after` or `Last-Event-ID`. As `done` events where these are asked for."""
    turns = site.assistant.conversations.show_turns(conversation_id, max(after, parse_event_id(last_event_id)))
    if SSE_MEDIA_TYPE in request.headers.get("accept", ""):
        return StreamingResponse(stream_turns_again(turns), media_type=SSE_MEDIA_TYPE, headers=SSE_HEADERS)
    return JSONResponse({"id": conversation_id, "turns": [_stored_turn(turn) for turn in turns]})


@router.post("/{conversation_id}/turns/{turn_id}/feedback", status_code=204)
def post_feedback(body: FeedbackIn, conversation_id: OpenedConversation, turn_id: TurnId, site: SiteDep) -> None:
    """Whether an answer helped; a later verdict replaces an earlier one."""
    site.assistant.conversations.rate(conversation_id, turn_id, body.helpful, body.reason, body.comment)


@router.post("/{conversation_id}/handover", response_model=TurnOut)
async def post_handover(
    conversation_id: OpenedConversation, site: SiteDep, body: HandoverIn | None = None
) -> JSONResponse:
    """Asks for a person. The turn says what happens next."""
    site.rate_limits.admit_handover(conversation_id)
    reason = (body or HandoverIn()).reason
    running = site.turns.start(
        conversation_id, lambda emit: site.assistant.conversations.hand_over(conversation_id, reason)
    )
    try:
        return _turn_response(await running.result())
    except TurnTimeoutError:
        return _turn_response(unstored_turn(AnswerStatus.ERROR_TIMEOUT, partial(status_words, site)), 504)


@router.delete("/{conversation_id}", status_code=204)
def delete_conversation(conversation_id: OpenedConversation, site: SiteDep) -> Response:
    """Forgets the conversation and takes its key back."""
    site.assistant.conversations.delete(conversation_id)
    response = Response(status_code=204)
    take_key(response, conversation_id, site)
    return response


def status_words(site: Site, status: AnswerStatus) -> str:
    """What a turn says that the web layer itself had to end."""
    key = "turn-timeout" if status is AnswerStatus.ERROR_TIMEOUT else "turn-error"
    return site.assistant.page_texts[key]


def wants_json(request: Request) -> bool:
    accept = request.headers.get("accept", "")
    return "application/json" in accept and SSE_MEDIA_TYPE not in accept


def _turn_response(turn: Turn, status_code: int = 200) -> JSONResponse:
    headers = {"Turn-Id": str(turn.id)} if turn.id is not None else None
    return JSONResponse(turn_as_json(turn), status_code, headers)


def _stored_turn(turn: Turn) -> dict[str, object]:
    asked_at = turn.asked_at.isoformat() if turn.asked_at else None
    named = {"id": turn.id, "question": turn.question, "asked_at": asked_at, "said_by": turn.said_by or None}
    return {**named, **turn_as_json(turn)}
