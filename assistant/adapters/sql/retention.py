"""What may be cleared away by age, in SQL. Rows that hang on a row that goes, go with it."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import ColumnElement, Engine, Select, Table, and_, delete, exists, func, or_, select

from assistant.adapters.sql.engine import read, write
from assistant.adapters.sql.tables import (
    audit_events,
    cases,
    conversations,
    feed_runs,
    labour_requests,
    rollups,
    turns,
)
from assistant.domain.cases import LIVE_STATES
from assistant.domain.labour_requests import LIVE_LABOUR_STATES
from assistant.services.vacancy_ports import RunOutcome

_WENT_WELL = (RunOutcome.DONE.value, RunOutcome.UNCHANGED.value)


class AgedRows:
    """Implements `KeptData`: the rows of a table that `older` names."""

    def __init__(self, engine: Engine, table: Table, older: Callable[[datetime], ColumnElement[bool]]) -> None:
        self._engine, self._table, self._older = engine, table, older

    def count_older(self, before: datetime) -> int:
        chosen = select(func.count()).select_from(self._table).where(self._older(before))
        with read(self._engine) as connection:
            return int(connection.execute(chosen).scalar_one())

    def drop_older(self, before: datetime, limit: int) -> int:
        keys = list(self._table.primary_key.columns)
        some: Select[tuple[object, ...]] = select(*keys).where(self._older(before)).limit(limit)
        with write(self._engine) as connection:
            found = [tuple(row) for row in connection.execute(some)]
            if not found:
                return 0
            chosen = or_(*(and_(*(key == value for key, value in zip(keys, row, strict=True))) for row in found))
            # Asked again: somebody may have spoken, or reopened the case, since the look.
            return int(connection.execute(delete(self._table).where(chosen, self._older(before))).rowcount)


def old_conversations(engine: Engine) -> AgedRows:
    """With turns, evidence, verdicts, saved searches and profile: those in which nothing was said since, nobody of
    staff is, and of which no case is being worked on."""

    def older(before: datetime) -> ColumnElement[bool]:
        spoken = exists().where(turns.c.conversation_id == conversations.c.id, turns.c.asked_at >= before)
        at_work = or_(cases.c.state.in_(sorted(LIVE_STATES)), cases.c.follow_up_due_at.is_not(None))
        worked_on = exists().where(cases.c.conversation_id == conversations.c.id, at_work)
        return and_(conversations.c.created_at < before, conversations.c.staff_case.is_(None), ~spoken, ~worked_on)

    return AgedRows(engine, conversations, older)


def old_cases(engine: Engine) -> AgedRows:
    """With history, messages and contact: those at rest, nobody being asked again."""

    def older(before: datetime) -> ColumnElement[bool]:
        at_rest = cases.c.state.not_in(sorted(LIVE_STATES))
        return and_(at_rest, cases.c.closed_at < before, cases.c.follow_up_due_at.is_(None))

    return AgedRows(engine, cases, older)


def old_labour_requests(engine: Engine) -> AgedRows:
    """With history and contact: those at rest."""

    def older(before: datetime) -> ColumnElement[bool]:
        at_rest = labour_requests.c.state.not_in(sorted(LIVE_LABOUR_STATES))
        return and_(at_rest, labour_requests.c.closed_at < before)

    return AgedRows(engine, labour_requests, older)


def old_audit_events(engine: Engine) -> AgedRows:
    return AgedRows(engine, audit_events, lambda before: audit_events.c.at < before)


def old_counts(engine: Engine) -> AgedRows:
    return AgedRows(engine, rollups, lambda before: rollups.c.begins_at < before)


def old_feed_runs(engine: Engine) -> AgedRows:
    """The last run of each source stays, and the last one that went well."""
    last = select(func.max(feed_runs.c.number)).group_by(feed_runs.c.feed_id)
    well = last.where(feed_runs.c.outcome.in_(_WENT_WELL))

    def older(before: datetime) -> ColumnElement[bool]:
        number = feed_runs.c.number
        return and_(feed_runs.c.ended_at < before, number.not_in(last), number.not_in(well))

    return AgedRows(engine, feed_runs, older)
