"""The buttons at vacancies within a conversation, by plain form: a chip taken away, 不感兴趣, 相似的, 举报."""

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse, Response
from starlette.status import HTTP_303_SEE_OTHER

from assistant.domain.conversation import AnswerStatus, Turn
from assistant.services.vacancy_buttons import REPORT_REASONS
from web.access import Address, OpenedConversation
from web.fact_turns import run_turn
from web.message_text import strip_hidden
from web.pages import show_conversation
from web.problems import ProblemError, describe_problem
from web.site import Site, SiteDep

router = APIRouter(prefix="/c/{conversation_id}/vacancies", include_in_schema=False)
Text = Annotated[str, Form()]
_MAX_COMMENT_CHARACTERS = 1000
_OTHER = "other"


@router.post("/chips")
async def take_chip_away(
    request: Request, conversation_id: OpenedConversation, site: SiteDep, address: Address, key: Text = ""
) -> Response:
    """Searches again without one of the limits."""
    take = site.assistant.conversations.take_chip_away
    return await _press(request, site, conversation_id, address, lambda: take(conversation_id, key))


@router.post("/{vacancy_id}/refuse")
async def refuse(
    request: Request, conversation_id: OpenedConversation, vacancy_id: str, site: SiteDep, address: Address
) -> Response:
    """不感兴趣: this one is not shown again."""
    refuse_it = site.assistant.conversations.refuse_vacancy
    return await _press(request, site, conversation_id, address, lambda: refuse_it(conversation_id, vacancy_id))


@router.post("/{vacancy_id}/similar")
async def show_similar(
    request: Request, conversation_id: OpenedConversation, vacancy_id: str, site: SiteDep, address: Address
) -> Response:
    """相似的: open vacancies like this one."""
    show = site.assistant.conversations.show_similar_vacancies
    return await _press(request, site, conversation_id, address, lambda: show(conversation_id, vacancy_id))


@router.post("/{vacancy_id}/report")
async def report(
    request: Request,
    conversation_id: OpenedConversation,
    vacancy_id: str,
    site: SiteDep,
    reason: Text = "",
    comment: Text = "",
) -> Response:
    """举报: a person looks at the advert. The turn says so, with the number of the case."""
    turn = await report_vacancy(site, conversation_id, vacancy_id, reason, comment)
    return await show_turn(request, site, conversation_id, turn)


async def report_vacancy(site: Site, conversation_id: str, vacancy_id: str, reason: str, comment: str) -> Turn:
    """The turn that opens the case. Raises NotFoundError, `rate_limited`; a reason nobody knows is another reason."""
    site.rate_limits.admit_handover(conversation_id)
    known_reason = reason if reason in REPORT_REASONS else _OTHER
    words = strip_hidden(comment)[:_MAX_COMMENT_CHARACTERS]
    report_it = site.assistant.conversations.report_vacancy
    return await run_turn(site, conversation_id, lambda _: report_it(conversation_id, vacancy_id, known_reason, words))


async def show_turn(request: Request, site: Site, conversation_id: str, turn: Turn) -> Response:
    """To the turn, once it is stored; otherwise the page with why there is none."""
    if turn.id is not None:
        return RedirectResponse(f"/c/{conversation_id}#turn-{turn.id}", HTTP_303_SEE_OTHER)
    code = 504 if turn.status is AnswerStatus.ERROR_TIMEOUT else 503
    return await run_in_threadpool(show_conversation, request, site, conversation_id, 0, "", turn.text, code)


async def _press(
    request: Request, site: Site, conversation_id: str, address: str, press: Callable[[], Turn]
) -> Response:
    """Pressing buttons one after the other is not asking fast: counted as the forms of facts are."""
    try:
        site.rate_limits.admit_facts(conversation_id, address)
    except ProblemError as problem:
        told = describe_problem(request, problem)
        return await run_in_threadpool(
            show_conversation, request, site, conversation_id, 0, "", told.detail, told.status
        )
    turn = await run_turn(site, conversation_id, lambda _: press())
    return await show_turn(request, site, conversation_id, turn)
