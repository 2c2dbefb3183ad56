"""Notices of enrolments that a day or a feed gives reason for, put into the outbox of all notices, once each."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import Connection, Engine, select

from assistant.adapters.sql.engine import read, write
from assistant.adapters.sql.enrolment_reading import IS_LIVE
from assistant.adapters.sql.enrolment_tables import enrolments
from assistant.adapters.sql.outbox import add_notice, kept_keys
from assistant.domain.courses import Course, Intake
from assistant.domain.enrolment_rules import notice_due
from assistant.domain.enrolments import EnrolmentState, told_day
from assistant.domain.outgoing_notices import OutgoingNotice, enrolment_notice

_LOOKS_BACK = timedelta(days=400)


class SqlEnrolmentNotices:
    """The part of `EnrolmentStore` that is about notices."""

    def __init__(
        self, engine: Engine, find_intake: Callable[[Connection, str, date], tuple[Course, Intake] | None]
    ) -> None:
        self._engine, self._find_intake = engine, find_intake

    def plan_notices(self, at: datetime) -> int:
        with read(self._engine) as connection:
            due = [
                notice
                for (intake_id, told), some in _live(connection, at).items()
                if (found := self._find_intake(connection, intake_id, told)) is not None
                for notice in _due(found[1], some, at)
            ]
            kept = kept_keys(connection, tuple(one.key for one in due))
        new = [one for one in due if one.key not in kept]
        if not new:
            return 0
        with write(self._engine) as connection:
            return sum(add_notice(connection, one) for one in new)


def _live(connection: Connection, at: datetime) -> Mapping[tuple[str, date], Sequence[tuple[str, EnrolmentState]]]:
    """Numbers and states by intake and by the day their dates were told on: elsewhere than in samples it makes no
    difference, and one look-up serves all."""
    columns = (enrolments.c.intake_id, enrolments.c.enrolled_at, enrolments.c.number, enrolments.c.state)
    chosen = select(*columns).where(IS_LIVE, enrolments.c.enrolled_at > at - _LOOKS_BACK)
    live: defaultdict[tuple[str, date], list[tuple[str, EnrolmentState]]] = defaultdict(list)
    for intake_id, enrolled_at, number, state in connection.execute(chosen):
        live[intake_id, told_day(enrolled_at)].append((number, EnrolmentState(state)))
    return live


def _due(intake: Intake, some: Sequence[tuple[str, EnrolmentState]], at: datetime) -> Sequence[OutgoingNotice]:
    judged = {state: notice_due(intake, state, at.date()) for state in {state for _, state in some}}
    return [
        enrolment_notice(number, kind, at, str(intake.starts_on or ""))
        for number, state in some
        if (kind := judged[state]) is not None
    ]
