"""What a replier hands over: sentences with the evidence each one rests on, before anybody has checked them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from assistant.domain.conversation import AnswerStatus, Citation, ConversationState, HandoverReason, ToolCall
from assistant.domain.model_use import ModelUse


@dataclass(frozen=True)
class EvidenceItem:
    """A passage or a tool's result as it was seen in this turn. `citation.number` is given later; `text` is whole."""

    id: str
    text: str
    citation: Citation


@dataclass(frozen=True)
class DraftSentence:
    """One sentence. `evidence` names the items it rests on; none: plain words without any fact.

    `starts_line` begins a new paragraph, `is_item` a list item. `notice_of`: the document with which this must be said
    in any answer that rests on it (that it has lapsed, holds for one district, is to be verified).
    """

    text: str
    evidence: tuple[str, ...] = ()
    starts_line: bool = True
    is_item: bool = False
    notice_of: str | None = None


@dataclass(frozen=True)
class Draft:
    """A reply to be checked. `state` is what will be remembered if it is sent.

    `asks`: those of the sentences that put the state's open question. `replier`: who wrote it, where that is not the
    replier asked; `model`: what a model did for it. `rule`: which one says that a person is needed.
    """

    sentences: tuple[DraftSentence, ...]
    status: AnswerStatus
    state: ConversationState
    evidence: Mapping[str, EvidenceItem] = field(default_factory=dict)
    tools: tuple[ToolCall, ...] = ()
    cards: tuple[Mapping[str, object], ...] = ()
    suggestions: tuple[str, ...] = ()
    handover: HandoverReason | None = None
    rule: str | None = None
    confidence: float | None = None
    asks: tuple[DraftSentence, ...] = ()
    replier: str | None = None
    model: ModelUse | None = None
