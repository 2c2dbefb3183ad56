"""What is sent by a plain form. Each answers with a redirect, or shows the page again with what was typed."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse, Response
from starlette.status import HTTP_303_SEE_OTHER

from assistant.domain.conversation import AnswerStatus
from assistant.domain.knowledge import Audience
from assistant.services.conversations import FEEDBACK_REASONS, StartedConversation
from web.access import Address, OpenedConversation, give_key, take_key
from web.api import TurnId, status_words
from web.message_text import check_message, strip_hidden
from web.own_path import own_path
from web.pages import show_conversation, show_welcome
from web.problems import ProblemError, describe_problem
from web.rendering import TEXT_SIZE_COOKIE, TEXT_SIZES
from web.site import Site, SiteDep
from web.sse import unstored_turn
from web.turns import RunningTurn, TurnTimeoutError

router = APIRouter(include_in_schema=False)
Text = Annotated[str, Form()]
_ONE_YEAR_SECONDS = 365 * 24 * 3600
_MAX_COMMENT_CHARACTERS = 1000


@router.post("/conversations")
async def start(request: Request, site: SiteDep, address: Address, text: Text = "", audience: Text = "") -> Response:
    """Begins a conversation with its first question."""
    try:
        message = check_message(text, site.assistant.settings.max_message_characters)
        site.rate_limits.admit_conversation(address)
        started = await run_in_threadpool(site.assistant.conversations.start, _audience(audience))
        await run_in_threadpool(site.rate_limits.admit_message, started.id, address)
    except ProblemError as problem:
        told = describe_problem(request, problem)
        return await run_in_threadpool(show_welcome, request, site, audience, False, text, told.detail, told.status)
    response = await _answer(request, site, started.id, message)
    give_key(response, started, site)
    return response


@router.post("/c/{conversation_id}/messages")
async def send_message(
    request: Request, conversation_id: OpenedConversation, site: SiteDep, address: Address, text: Text = ""
) -> Response:
    """Goes on with a conversation."""
    try:
        message = check_message(text, site.assistant.settings.max_message_characters)
        await run_in_threadpool(site.rate_limits.admit_message, conversation_id, address)
    except ProblemError as problem:
        told = describe_problem(request, problem)
        return await run_in_threadpool(
            show_conversation, request, site, conversation_id, 0, text, told.detail, told.status
        )
    return await _answer(request, site, conversation_id, message)


@router.post("/handover")
async def start_with_person(request: Request, site: SiteDep, address: Address, audience: Text = "") -> Response:
    """转人工 from a page without a conversation: begins one, and hands it over."""
    site.rate_limits.admit_conversation(address)
    started: StartedConversation = await run_in_threadpool(site.assistant.conversations.start, _audience(audience))
    response = await _hand_over(request, site, started.id)
    give_key(response, started, site)
    return response


@router.post("/c/{conversation_id}/handover")
async def hand_over(request: Request, conversation_id: OpenedConversation, site: SiteDep) -> Response:
    """转人工 within a conversation."""
    site.rate_limits.admit_handover(conversation_id)
    return await _hand_over(request, site, conversation_id)


@router.post("/c/{conversation_id}/turns/{turn_id}/feedback")
def rate(
    conversation_id: OpenedConversation,
    turn_id: TurnId,
    site: SiteDep,
    helpful: Text = "",
    reason: Text = "",
    comment: Text = "",
) -> Response:
    """Takes a verdict on an answer."""
    known_reason = reason if reason in FEEDBACK_REASONS else ""
    words = strip_hidden(comment)[:_MAX_COMMENT_CHARACTERS]
    site.assistant.conversations.rate(conversation_id, turn_id, helpful == "yes", known_reason, words)
    return _see(f"/c/{conversation_id}?rated={turn_id}#turn-{turn_id}-feedback")


@router.post("/c/{conversation_id}/delete")
def delete(conversation_id: OpenedConversation, site: SiteDep) -> Response:
    """Forgets the conversation."""
    site.assistant.conversations.delete(conversation_id)
    response = _see("/?deleted=1")
    take_key(response, conversation_id, site)
    return response


@router.post("/text-size")
def set_text_size(size: Text = "", back: Text = "/") -> Response:
    """Remembers how large the person likes the text, and goes back to where they were."""
    response = _see(own_path(strip_hidden(back)))
    if size in TEXT_SIZES:
        response.set_cookie(TEXT_SIZE_COOKIE, size, max_age=_ONE_YEAR_SECONDS, httponly=True, samesite="lax")
    return response


async def _answer(request: Request, site: Site, conversation_id: str, message: str) -> Response:
    conversations = site.assistant.conversations
    running = site.turns.start(conversation_id, lambda emit: conversations.answer(conversation_id, message, emit))
    return await _show_result(request, site, conversation_id, running, message)


async def _hand_over(request: Request, site: Site, conversation_id: str) -> Response:
    running = site.turns.start(conversation_id, lambda _: site.assistant.conversations.hand_over(conversation_id))
    return await _show_result(request, site, conversation_id, running, "")


async def _show_result(
    request: Request, site: Site, conversation_id: str, running: RunningTurn, draft: str
) -> Response:
    """To the turn, once it is stored; otherwise the page with what was typed and why there is no answer."""
    try:
        turn = await running.result()
    except TurnTimeoutError:
        turn = unstored_turn(AnswerStatus.ERROR_TIMEOUT, partial(status_words, site))
    if turn.id is not None:
        return _see(f"/c/{conversation_id}#turn-{turn.id}")
    status_code = 504 if turn.status is AnswerStatus.ERROR_TIMEOUT else 503
    return await run_in_threadpool(show_conversation, request, site, conversation_id, 0, draft, turn.text, status_code)


def _audience(text: str) -> Audience:
    return Audience(text) if text in tuple(Audience) else Audience.JOB_SEEKER


def _see(url: str) -> Response:
    return RedirectResponse(url, HTTP_303_SEE_OTHER)
