"""Domain objects as rows and rows as domain objects.

What a row holds may have been written by another version, or damaged: what cannot be read is left out with a warning,
so that one bad row never keeps a person from going on.
"""

import json
import logging
import re
from collections.abc import Callable, Mapping
from typing import TypeVar

from sqlalchemy import RowMapping

from assistant.adapters.sql.json_reading import (
    Fields,
    Member,
    UnreadableRecordError,
    as_fact_value,
    as_items,
    as_mapping,
    as_texts,
    parse,
)
from assistant.domain.conversation import (
    AnswerStatus,
    Citation,
    Evidence,
    FactValue,
    Handover,
    HandoverReason,
    ToolCall,
    Turn,
)
from assistant.domain.model_use import FallbackReason, ModelUse
from assistant.services.turn_json import card_as_json, citation_as_json, model_use_as_json

Value = TypeVar("Value")
_logger = logging.getLogger(__name__)
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def storable(text: str) -> str:
    """The text without NUL characters and halves of surrogate pairs, which no database takes."""
    return _UNSTORABLE.sub("", text)


def is_storable(text: str) -> bool:
    return _UNSTORABLE.search(text) is None


def as_json_text(value: object) -> str:
    return storable(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def turn_row(turn: Turn) -> dict[str, object]:
    """The columns of `turns`, but for the keys and the state."""
    handover = turn.handover
    return {
        "status": turn.status.value,
        "question": storable(turn.question),
        "text": storable(turn.text),
        "replier": storable(turn.replier),
        "duration_ms": turn.duration_ms,
        "asked_at": turn.asked_at,
        "handover_reason": handover.reason.value if handover else None,
        "case_number": handover.case_number if handover else None,
        "citations_json": as_json_text([citation_as_json(citation) for citation in turn.citations]),
        "tools_json": as_json_text([_tool_as_json(tool) for tool in turn.tools]),
        "cards_json": as_json_text([card_as_json(card) for card in turn.cards]),
        "suggestions_json": as_json_text(list(turn.suggestions)),
        "facts_json": as_json_text(card_as_json(turn.facts)),
        "said_by": storable(turn.said_by) or None,
    }


def evidence_row(evidence: Evidence) -> dict[str, object]:
    """The columns of `evidence`, but for the keys."""
    return {
        "passages_used_json": as_json_text(list(evidence.passages_used)),
        "passages_unused_json": as_json_text(list(evidence.passages_unused)),
        "dropped_sentences_json": as_json_text(list(evidence.dropped_sentences)),
        "confidence": evidence.confidence,
        "prompt_digest": evidence.prompt_digest,
        "model_json": as_json_text(model_use_as_json(evidence.model)) if evidence.model is not None else None,
    }


def turn_from_row(row: RowMapping) -> Turn:
    """The turn from a row of `turns` joined with `evidence`; a part that cannot be read is empty."""
    return Turn(
        text=row["text"],
        status=member(AnswerStatus, row["status"], AnswerStatus.ERROR_INTERNAL),
        citations=_part(row, "citations_json", _citations, ()),
        tools=_part(row, "tools_json", _tools, ()),
        cards=_part(row, "cards_json", _cards, ()),
        suggestions=_part(row, "suggestions_json", as_texts, ()),
        facts=_part(row, "facts_json", _facts, {}),
        handover=_handover(row),
        replier=row["replier"],
        duration_ms=row["duration_ms"],
        id=row["id"],
        question=row["question"],
        asked_at=row["asked_at"],
        evidence=_evidence(row),
        said_by=row["said_by"] or "",
    )


def member(kind: type[Member], text: str, otherwise: Member) -> Member:
    """The member of the closed set, or `otherwise`, with a warning, where another version wrote one unknown here."""
    try:
        return kind(text)
    except ValueError:
        _logger.warning("stored %s is unknown here and read as '%s'", kind.__name__, otherwise.value)
        return otherwise


def _tool_as_json(tool: ToolCall) -> dict[str, object]:
    return {"name": tool.name, "arguments": card_as_json(tool.arguments), "ok": tool.ok}


def _evidence(row: RowMapping) -> Evidence:
    if row["passages_used_json"] is None:
        return Evidence()
    return Evidence(
        passages_used=_part(row, "passages_used_json", as_texts, ()),
        passages_unused=_part(row, "passages_unused_json", as_texts, ()),
        dropped_sentences=_part(row, "dropped_sentences_json", as_texts, ()),
        confidence=row["confidence"],
        prompt_digest=row["prompt_digest"],
        model=_part(row, "model_json", _model_use, None) if row["model_json"] is not None else None,
    )


def _handover(row: RowMapping) -> Handover | None:
    reason = row["handover_reason"]
    if reason is None:
        return None
    return Handover(member(HandoverReason, reason, HandoverReason.ASKED), row["case_number"])


def _part(row: RowMapping, column: str, read: Callable[[object], Value], otherwise: Value) -> Value:
    try:
        return read(parse(row[column]))
    except UnreadableRecordError as error:
        _logger.warning(
            "turn %s of conversation %s: %s cannot be read (%s)", row["id"], row["conversation_id"], column, error
        )
        return otherwise


def _citations(value: object) -> tuple[Citation, ...]:
    return tuple(_citation(Fields(item)) for item in as_items(value))


def _citation(fields: Fields) -> Citation:
    return Citation(
        number=fields.whole_number("number"),
        passage_id=fields.text("passage_id"),
        title=fields.text("title"),
        quote=fields.text("quote"),
        document_number=fields.text_or_none("document_number"),
        clause=fields.text_or_none("clause"),
        effective_from=fields.text_or_none("effective_from"),
        effective_to=fields.text_or_none("effective_to"),
        region=fields.text_or_none("region"),
        url=fields.text_or_none("url"),
    )


def _tools(value: object) -> tuple[ToolCall, ...]:
    calls = (Fields(item) for item in as_items(value))
    return tuple(ToolCall(call.text("name"), call.mapping("arguments"), call.truth("ok")) for call in calls)


def _model_use(value: object) -> ModelUse:
    fields = Fields(value)
    reason = fields.text_or_none("reason")
    return ModelUse(
        model=fields.text("model"),
        reason=member(FallbackReason, reason, FallbackReason.BY_RULE) if reason is not None else None,
        calls=fields.whole_number("calls"),
        prompt_tokens=fields.whole_number("prompt_tokens"),
        completion_tokens=fields.whole_number("completion_tokens"),
        cost_yuan=fields.number("cost_yuan"),
        duration_ms=fields.whole_number("duration_ms"),
        retries=fields.whole_number("retries"),
        faults=fields.texts("faults"),
        prompt_digest=fields.text_or_none("prompt_digest"),
    )


def _cards(value: object) -> tuple[Mapping[str, object], ...]:
    return tuple(as_mapping(item) for item in as_items(value))


def _facts(value: object) -> Mapping[str, FactValue]:
    return {name: as_fact_value(item) for name, item in as_mapping(value).items()}
