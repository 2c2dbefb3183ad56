"""What a replier hands over: sentences with the evidence each one rests on, before anybody has checked them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from assistant.domain.conversation import AnswerStatus, Citation, ConversationState, HandoverReason, ToolCall


@dataclass(frozen=True)
class EvidenceItem:
    """A passage or a tool's result as it was seen in this turn. `citation.number` is given later; `text` is whole."""

    id: str
    text: str
    citation: Citation


@dataclass(frozen=True)
class DraftSentence:
    """One sentence. `evidence` names the items it rests on; none: plain words without any fact.

    `starts_line` begins a new paragraph, `is_item` a list item.
    """

    text: str
    evidence: tuple[str, ...] = ()
    starts_line: bool = True
    is_item: bool = False


@dataclass(frozen=True)
class Draft:
    """A reply to be checked. `state` is what will be remembered if it is sent."""

    sentences: tuple[DraftSentence, ...]
    status: AnswerStatus
    state: ConversationState
    evidence: Mapping[str, EvidenceItem] = field(default_factory=dict)
    tools: tuple[ToolCall, ...] = ()
    cards: tuple[Mapping[str, object], ...] = ()
    suggestions: tuple[str, ...] = ()
    handover: HandoverReason | None = None
    confidence: float | None = None
    passages_unused: tuple[str, ...] = ()
