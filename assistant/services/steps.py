"""The steps a plan is made of: telling about a document, asking back, declining."""

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from assistant.domain.conversation import AnswerStatus, FactValue
from assistant.domain.knowledge import Aspect


@dataclass(frozen=True)
class Tell:
    """Tell about a document. `as_of` None: today.

    `goes_on`: it was talked about before; `passage_ids`: the sections meant, where their numbers were asked for.
    """

    document_id: str
    aspects: tuple[Aspect, ...]
    text: str
    region_id: str | None = None
    as_of: date | None = None
    confidence: float = 1.0
    wants_more: bool = False
    facts: tuple[tuple[str, FactValue], ...] = ()
    guesses_aspect: bool = False
    months: int | None = None
    asks_for_it: bool = False
    question: str = ""
    carries_aspects: bool = False
    goes_on: bool = False
    passage_ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class Clarify:
    """Ask back. Two documents whose answers differ, or a message without a topic."""

    reply: str
    document_ids: tuple[str, ...] = ()
    aspects: tuple[Aspect, ...] = ()
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class Decline:
    """A named non-answer with canned words."""

    reply: str
    status: AnswerStatus
    words: tuple[tuple[str, str], ...] = ()


Step: TypeAlias = Tell | Clarify | Decline


@dataclass(frozen=True)
class Plan:
    """Steps in the order of the questions. `is_sure`: a policy is named beyond doubt."""

    steps: tuple[Step, ...]
    is_sure: bool = False
