"""A case: something a member of staff has to look at."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from assistant.domain.conversation import HandoverReason


class CaseState(StrEnum):
    """Where a case stands."""

    OPEN = "open"
    RESOLVED = "resolved"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Case:
    """`summary` is the masked last question, `attachment` what staff need to judge it, such as the trace of a
    calculation; contact details never stand here."""

    number: str
    conversation_id: str
    reason: HandoverReason
    summary: str
    opened_at: datetime
    state: CaseState = CaseState.OPEN
    closed_at: datetime | None = None
    outcome: str | None = None
    attachment: str | None = None
