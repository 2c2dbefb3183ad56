"""What a case page shows of the conversation: turns with what they were made from, facts, assessments."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.domain.conversation import Turn
from assistant.domain.errors import NotFoundError
from assistant.domain.knowledge import KnowledgeBase
from web.assessment_view import AssessmentView
from web.fact_fields import FactRow, list_fact_rows
from web.site import Site
from web.turn_view import CardWords, TurnView, view_turn


@dataclass(frozen=True)
class PassageView:
    """A passage by its name; `text` empty where the knowledge in force no longer has it."""

    id: str
    title: str
    text: str


@dataclass(frozen=True)
class ToolView:
    name: str
    arguments: str
    ok: bool


@dataclass(frozen=True)
class StaffTurn:
    """A turn with what stands behind it."""

    view: TurnView
    used: tuple[PassageView, ...]
    unused: tuple[PassageView, ...]
    tools: tuple[ToolView, ...]
    dropped: tuple[str, ...]
    replier: str
    duration_ms: int


@dataclass(frozen=True)
class Talk:
    """The conversation of a case; `is_gone`: the person has deleted it."""

    turns: tuple[StaffTurn, ...] = ()
    facts: tuple[FactRow, ...] = ()
    assessments: tuple[AssessmentView, ...] = ()
    is_gone: bool = False


def view_talk(site: Site, conversation_id: str) -> Talk:
    """Read only what is stored: nothing is searched or worked out again."""
    assistant = site.assistant
    try:
        turns = assistant.conversations.list_turns(conversation_id)
        state = assistant.conversations.known(conversation_id)
    except NotFoundError:
        return Talk(is_gone=True)
    desk = assistant.subsidies
    words = CardWords(find_title=desk.find_title, labels=assistant.vacancies.words.labels)
    views = [view_turn(turn, assistant.page_texts, words) for turn in turns]
    knowledge = assistant.knowledge
    return Talk(
        turns=tuple(_staff_turn(turn, view, knowledge) for turn, view in zip(turns, views, strict=True)),
        facts=list_fact_rows(desk, state, turns) if state.facts or state.unsure or state.staff else (),
        assessments=next((view.assessments for view in reversed(views) if view.assessments), ()),
    )


def _staff_turn(turn: Turn, view: TurnView, knowledge: KnowledgeBase) -> StaffTurn:
    evidence = turn.evidence
    return StaffTurn(
        view=view,
        used=_passages(evidence.passages_used, knowledge),
        unused=_passages(evidence.passages_unused, knowledge),
        tools=tuple(ToolView(call.name, _as_words(call.arguments), call.ok) for call in turn.tools),
        dropped=evidence.dropped_sentences,
        replier=turn.replier,
        duration_ms=turn.duration_ms,
    )


def _passages(ids: Sequence[str], knowledge: KnowledgeBase) -> tuple[PassageView, ...]:
    return tuple(_passage(each, knowledge) for each in dict.fromkeys(ids))


def _passage(passage_id: str, knowledge: KnowledgeBase) -> PassageView:
    passage = knowledge.passages.get(passage_id)
    if passage is None:
        return PassageView(passage_id, "", "")
    title = " · ".join(filter(None, (knowledge.documents[passage.document_id].title, passage.heading, passage.clause)))
    return PassageView(passage_id, title, "\n".join(statement.text for statement in passage.statements))


def _as_words(arguments: Mapping[str, object]) -> str:
    return "；".join(f"{name}={value}" for name, value in arguments.items() if value not in (None, "", [], ()))
