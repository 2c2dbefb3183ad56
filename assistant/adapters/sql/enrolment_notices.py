"""Notices of enrolments in SQL: planned once, given out to one process at a time until they are handed over."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Connection, Engine, or_, select, update

from assistant.adapters.sql.engine import read, write
from assistant.adapters.sql.enrolment_seating import put_notice
from assistant.adapters.sql.enrolment_tables import enrolment_notices, enrolments
from assistant.adapters.sql.records import member
from assistant.domain.courses import Course, Intake
from assistant.domain.enrolments import EnrolmentState
from assistant.services.enrolment_ports import EnrolmentNotice, NoticeKind

_CLAIMED_FOR = timedelta(minutes=10)
_LOOKS_BACK = timedelta(days=400)
_HAS_A_SEAT = enrolments.c.state == EnrolmentState.CONFIRMED.value


class SqlEnrolmentNotices:
    """The part of `EnrolmentStore` that is about notices."""

    def __init__(
        self, engine: Engine, find_intake: Callable[[Connection, str, date], tuple[Course, Intake] | None]
    ) -> None:
        self._engine, self._find_intake = engine, find_intake

    def plan_reminders(self, at: datetime) -> int:
        """For every seat of an intake that begins on the day after `at`; how many were new."""
        tomorrow = at.date() + timedelta(days=1)
        recent = select(enrolments.c.intake_id).where(_HAS_A_SEAT, enrolments.c.enrolled_at > at - _LOOKS_BACK)
        with read(self._engine) as connection:
            ids = connection.execute(recent.distinct()).scalars().all()
            found = [self._find_intake(connection, intake_id, at.date()) for intake_id in ids]
        planned = 0
        for _, intake in (one for one in found if one is not None):
            if intake.starts_on != tomorrow:
                continue
            with write(self._engine) as connection:
                of_intake = select(enrolments.c.number).where(_HAS_A_SEAT, enrolments.c.intake_id == intake.id)
                for number in connection.execute(of_intake).scalars().all():
                    planned += put_notice(connection, number, NoticeKind.REMINDER, at)
        return planned

    def claim_notices(self, at: datetime, most: int = 100) -> Sequence[EnrolmentNotice]:
        """Those of enrolments that still have their seat."""
        free = or_(enrolment_notices.c.claimed_until.is_(None), enrolment_notices.c.claimed_until < at)
        due = (enrolment_notices.c.sent_at.is_(None)) & (enrolment_notices.c.due_at <= at) & free
        joined = enrolment_notices.join(enrolments, enrolments.c.number == enrolment_notices.c.number)
        columns = (enrolment_notices.c.number, enrolment_notices.c.kind, enrolments.c.course_id, enrolments.c.intake_id)
        chosen = select(*columns).select_from(joined).where(due, _HAS_A_SEAT)
        chosen = chosen.order_by(enrolment_notices.c.due_at).limit(most)
        with write(self._engine) as connection:
            locked = chosen.with_for_update(of=enrolment_notices, skip_locked=True)
            rows = connection.execute(locked).all()
            for row in rows:
                claimed = update(enrolment_notices).where(_is(row[0], row[1]))
                connection.execute(claimed.values(claimed_until=at + _CLAIMED_FOR))
        return tuple(
            EnrolmentNotice(row[0], member(NoticeKind, row[1], NoticeKind.REMINDER), row[2], row[3]) for row in rows
        )

    def end_notice(self, notice: EnrolmentNotice, at: datetime) -> None:
        with write(self._engine) as connection:
            ended = update(enrolment_notices).where(_is(notice.number, notice.kind.value))
            connection.execute(ended.values(sent_at=at))


def _is(number: str, kind: str) -> ColumnElement[bool]:
    return (enrolment_notices.c.number == number) & (enrolment_notices.c.kind == kind)
