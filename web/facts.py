"""Facts within a conversation, by plain form: corrected, withdrawn; and "金额不对？" at a card."""

from functools import partial

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse, Response
from starlette.status import HTTP_303_SEE_OTHER

from assistant.domain.conversation import AnswerStatus, Turn
from web.access import Address, OpenedConversation
from web.fact_fields import NOTHING_TYPED, Typed
from web.fact_forms import read_fact_form
from web.fact_turns import run_turn, store_facts
from web.pages import facts_context, show_conversation
from web.problems import ProblemError, describe_problem
from web.site import Site, SiteDep

router = APIRouter(include_in_schema=False)


@router.get("/c/{conversation_id}/facts")
def facts_panel(request: Request, conversation_id: OpenedConversation, site: SiteDep) -> Response:
    """The panel alone, as the same HTML the page itself is made of."""
    return site.pages.render(request, "_facts_panel.html", facts_context(site, conversation_id))


@router.post("/c/{conversation_id}/facts")
async def change_facts(
    request: Request, conversation_id: OpenedConversation, site: SiteDep, address: Address
) -> Response:
    """Takes what the panel's forms say; what could not be read is shown again beside its field."""
    form = await request.form()
    state = await run_in_threadpool(site.assistant.conversations.known, conversation_id)
    said = await run_in_threadpool(read_fact_form, form, site.assistant.subsidies, state)
    show = partial(show_conversation, request, site, conversation_id, 0, "")
    if said.typed.errors:
        return await run_in_threadpool(show, "", 422, said.typed)
    if said.changes.is_empty:
        return _see(f"/c/{conversation_id}")
    try:
        site.rate_limits.admit_facts(conversation_id, address)
    except ProblemError as problem:
        told = describe_problem(request, problem)
        return await run_in_threadpool(show, told.detail, told.status, said.typed)
    turn = await store_facts(site, conversation_id, said.changes)
    return await _show_turn(request, site, conversation_id, turn, said.typed)


@router.post("/c/{conversation_id}/schemes/{scheme_id}/wrong-amount")
async def report_wrong_amount(
    request: Request, conversation_id: OpenedConversation, scheme_id: str, site: SiteDep
) -> Response:
    """Has a person look at a calculation. The turn says so, with the number of the case."""
    site.rate_limits.admit_handover(conversation_id)
    report = site.assistant.conversations.report_wrong_amount
    turn = await run_turn(site, conversation_id, lambda _: report(conversation_id, scheme_id))
    return await _show_turn(request, site, conversation_id, turn)


async def _show_turn(
    request: Request, site: Site, conversation_id: str, turn: Turn, typed: Typed = NOTHING_TYPED
) -> Response:
    if turn.id is not None:
        return _see(f"/c/{conversation_id}#turn-{turn.id}")
    code = 504 if turn.status is AnswerStatus.ERROR_TIMEOUT else 503
    return await run_in_threadpool(show_conversation, request, site, conversation_id, 0, "", turn.text, code, typed)


def _see(url: str) -> Response:
    return RedirectResponse(url, HTTP_303_SEE_OTHER)
