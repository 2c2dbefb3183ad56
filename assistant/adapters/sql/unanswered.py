"""Turns that went badly, in SQL."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Engine, RowMapping, and_, or_, select

from assistant.adapters.sql.engine import read
from assistant.adapters.sql.records import member
from assistant.adapters.sql.tables import feedback, turns
from assistant.domain.conversation import AnswerStatus, HandoverReason
from assistant.services.teaching_ports import UnansweredQuestion

_WENT_BADLY = (AnswerStatus.UNANSWERABLE_NO_SOURCE, AnswerStatus.ERROR_TIMEOUT, AnswerStatus.ERROR_INTERNAL)
_OF_TURN = and_(
    feedback.c.conversation_id == turns.c.conversation_id,
    feedback.c.turn_id == turns.c.id,
    feedback.c.helpful.is_(False),
)


class SqlUnansweredSource:
    """Implements `UnansweredSource`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def list_unanswered(self, since: datetime, limit: int = 5000) -> Sequence[UnansweredQuestion]:
        went_badly = or_(
            turns.c.status.in_([status.value for status in _WENT_BADLY]),
            turns.c.handover_reason == HandoverReason.FAILED_TWICE.value,
            feedback.c.turn_id.is_not(None),
        )
        chosen = (
            select(
                turns.c.question, turns.c.status, turns.c.asked_at, turns.c.handover_reason,
                feedback.c.reason, feedback.c.comment,
            )
            .select_from(turns.outerjoin(feedback, _OF_TURN))
            .where(turns.c.asked_at >= since, turns.c.question != "", went_badly)
            .order_by(turns.c.asked_at.desc(), turns.c.id.desc())
            .limit(limit)
        )  # fmt: skip
        with read(self._engine) as connection:
            return tuple(_question(row) for row in connection.execute(chosen).mappings())


def _question(row: RowMapping) -> UnansweredQuestion:
    return UnansweredQuestion(
        row["question"],
        member(AnswerStatus, row["status"], AnswerStatus.ERROR_INTERNAL),
        row["asked_at"],
        row["reason"],
        row["comment"] or "",
        row["handover_reason"],
    )
