"""The calculator as a page of its own: form first, results below, a summary to print. One for people, one for firms."""

from dataclasses import dataclass

from fastapi import Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse, Response
from starlette.status import HTTP_303_SEE_OTHER

from assistant.domain.conversation import AnswerStatus, ConversationState
from assistant.domain.knowledge import Audience
from assistant.services.assess_subsidies import SubsidyReport
from assistant.services.conversations import StartedConversation
from assistant.services.subsidy_desk import get_result
from web.access import find_latest_conversation, give_key, holds_key
from web.calculator_view import view_result, view_results
from web.fact_fields import NOTHING_TYPED, FactRow, FieldGroup, Typed, list_fact_rows, list_questions
from web.fact_forms import read_fact_form
from web.fact_turns import store_facts
from web.problems import ProblemError, ProblemName, describe_problem
from web.site import Site

QUESTIONS_SHOWN = 5
_PATHS = {Audience.JOB_SEEKER: "/subsidies", Audience.EMPLOYER: "/employers"}


def calculator_path(audience: Audience) -> str:
    return _PATHS[audience]


@dataclass(frozen=True)
class Visit:
    """Who is at the calculator: the conversation whose facts are used, if there is one, and the scheme looked at.

    `is_named`: the address names the conversation, so that the way back goes on doing so.
    """

    audience: Audience
    conversation_id: str | None
    scheme_id: str | None = None
    is_named: bool = False

    @property
    def path(self) -> str:
        return _PATHS[self.audience] + (f"/{self.scheme_id}" if self.scheme_id else "")

    @property
    def query(self) -> str:
        return f"?c={self.conversation_id}" if self.is_named else ""


def begin_visit(request: Request, site: Site, audience: Audience, named: str, scheme_id: str | None = None) -> Visit:
    """Raises `not_found` for a scheme that this audience cannot be assessed for."""
    if scheme_id is not None and not site.assistant.subsidies.has_scheme(scheme_id, audience):
        raise ProblemError(ProblemName.NOT_FOUND)
    conversations = site.assistant.conversations
    if named and holds_key(request, site, named) and conversations.audience_of(named) is audience:
        return Visit(audience, named, scheme_id, is_named=True)
    return Visit(audience, find_latest_conversation(request, site, audience), scheme_id)


def show_calculator(
    request: Request, site: Site, visit: Visit, typed: Typed = NOTHING_TYPED, error: str = "", status_code: int = 200
) -> Response:
    """The page; with `typed` and `error` after a form that could not be taken."""
    desk, state = site.assistant.subsidies, state_of(site, visit)
    report = desk.report(state, visit.audience, visit.scheme_id)
    turns = site.assistant.conversations.list_turns(visit.conversation_id) if visit.conversation_id else ()
    rows = list_fact_rows(desk, state, turns, typed)
    groups = list_questions(desk, _open_facts(report, visit, state), state, QUESTIONS_SHOWN, typed)
    context = {
        "visit": visit,
        "conversation_id": visit.conversation_id,
        "calculator": calculator_path(visit.audience),
        "audiences": [(one.value, path) for one, path in _PATHS.items()],
        "here": visit.path + visit.query,
        "fact_rows": rows,
        "groups": groups,
        "results": view_results(desk, report),
        "chosen": view_result(desk, get_result(report, visit.scheme_id)) if visit.scheme_id else None,
        "wrong": _list_errors(rows, groups),
        "wrong_rows": any(row.field.error for row in rows),
        "error": error,
    }
    return site.pages.render(request, "calculator.html", context, status_code)


def show_summary(request: Request, site: Site, visit: Visit) -> Response:
    """One scheme on a sheet to print, pre-filled with the facts given."""
    assert visit.scheme_id is not None
    desk, state = site.assistant.subsidies, state_of(site, visit)
    result = get_result(desk.report(state, visit.audience, visit.scheme_id), visit.scheme_id)
    behind = desk.facts_behind(result)
    context = {
        "visit": visit,
        "conversation_id": visit.conversation_id,
        "calculator": calculator_path(visit.audience),
        "here": f"{visit.path}/summary{visit.query}",
        "sheet": view_result(desk, result),
        "fact_rows": [row for row in list_fact_rows(desk, state, ()) if row.field.id in behind and row.words],
    }
    return site.pages.render(request, "summary.html", context)


async def take_calculator_form(request: Request, site: Site, visit: Visit, address: str) -> Response:
    """Takes the facts of a form, begins a conversation to keep them where there is none, and shows what follows."""

    async def show_again(typed: Typed, error: str, status_code: int) -> Response:
        return await run_in_threadpool(show_calculator, request, site, visit, typed, error, status_code)

    form = await request.form()
    state = await run_in_threadpool(state_of, site, visit)
    said = await run_in_threadpool(read_fact_form, form, site.assistant.subsidies, state)
    if said.typed.errors:
        return await show_again(said.typed, "", 422)
    if said.changes.is_empty:
        return await show_again(NOTHING_TYPED, site.assistant.page_texts["calculator-nothing-told"], 422)
    try:
        conversation_id, started = await run_in_threadpool(_place_for_facts, site, visit, address)
    except ProblemError as problem:
        told = describe_problem(request, problem)
        return await show_again(said.typed, told.detail, told.status)
    turn = await store_facts(site, conversation_id, said.changes)
    if turn.id is None:
        return await show_again(said.typed, turn.text, 504 if turn.status is AnswerStatus.ERROR_TIMEOUT else 503)
    response = RedirectResponse(f"{visit.path}{visit.query}#results", HTTP_303_SEE_OTHER)
    if started is not None:
        give_key(response, started, site)
    return response


def _place_for_facts(site: Site, visit: Visit, address: str) -> tuple[str, StartedConversation | None]:
    """The conversation that keeps the facts, begun now where there is none. Raises `rate_limited`."""
    started: StartedConversation | None = None
    if visit.conversation_id is None:
        site.rate_limits.admit_conversation(address)
        started = site.assistant.conversations.start(visit.audience)
    conversation_id = visit.conversation_id or (started.id if started else "")
    site.rate_limits.admit_facts(conversation_id, address)
    return conversation_id, started


def state_of(site: Site, visit: Visit) -> ConversationState:
    """What is known of whoever is at the calculator."""
    if visit.conversation_id is None:
        return ConversationState()
    return site.assistant.conversations.known(visit.conversation_id)


def _list_errors(rows: tuple[FactRow, ...], groups: tuple[FieldGroup, ...]) -> list[tuple[str, str]]:
    """Where on the page something could not be read, and its name."""
    asked = [field for group in groups for field in group.fields if field.error]
    return [
        *((f"known-{row.field.anchor}-row", row.field.label) for row in rows if row.field.error),
        *((f"ask-{field.anchor}", field.label) for field in asked),
    ]


def _open_facts(report: SubsidyReport, visit: Visit, state: ConversationState) -> tuple[str, ...]:
    """What to ask: of one scheme only what that one lacks."""
    if visit.scheme_id is None:
        return report.open_facts
    lacking = get_result(report, visit.scheme_id).assessment.missing_facts
    return tuple(name for name in lacking if name not in state.unsure)
