"""Cases in SQL."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, Engine, delete, func, insert, select, text, update
from sqlalchemy.exc import IntegrityError

from assistant.adapters.sql.case_queue import count_queue, find_queue
from assistant.adapters.sql.case_records import (
    case_from_row,
    case_row,
    event_from_row,
    event_row,
    message_from_row,
    message_row,
)
from assistant.adapters.sql.engine import read, write
from assistant.adapters.sql.numbers import readable_number
from assistant.adapters.sql.outbox import add_reply_notice, erase_notices
from assistant.adapters.sql.records import is_storable, storable
from assistant.adapters.sql.tables import case_contacts, case_events, case_messages, cases
from assistant.domain.case_policy import CasePolicy
from assistant.domain.case_steps import Happening, advance, close
from assistant.domain.cases import (
    COMMAND_LINE,
    LIVE_STATES,
    PERSON,
    Case,
    CaseEvent,
    CaseMessage,
    CaseState,
    EventKind,
)
from assistant.domain.errors import ConflictError, NotFoundError
from assistant.domain.outgoing_notices import OutgoingNotice
from assistant.services.case_ports import QueueCounts, QueuePage, QueueQuery
from assistant.services.clock import CHONGQING

CHANGED = "刚刚有人动过这张工单，您的操作没有保存。请刷新后再看一眼。"
_ANOTHER = "同一件事后来另开了工单{}，请在那一张里继续。"
_ERASING = frozenset({EventKind.WITHDRAWN, EventKind.ERASED})
_IS_LIVE = cases.c.state.in_(sorted(LIVE_STATES))


class SqlCaseStore:
    """Implements `CaseDeskStore`. Every method may raise UnavailableError."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def open_case(self, case: Case) -> Case:
        with write(self._engine) as connection:
            _keep_other_writers_out(connection)
            first = _find_live(connection, case)
            if first is not None:
                return _with_attachment(connection, first, case)
            opened_on = case.opened_at.astimezone(CHONGQING).date()
            sequence = _next_sequence(connection, opened_on)
            opened = replace(
                case,
                number=readable_number("CQ", opened_on, sequence),
                summary=storable(case.summary),
                state=CaseState.OPEN,
                attachment=None if case.attachment is None else storable(case.attachment),
                version=1,
            )
            connection.execute(insert(cases), {**case_row(opened), "opened_on": opened_on, "sequence": sequence})
            _add_event(connection, CaseEvent(opened.number, opened.opened_at, PERSON, EventKind.OPENED), 1)
        return opened

    def find_case(self, number: str) -> Case | None:
        if not is_storable(number):
            return None
        with read(self._engine) as connection:
            return _find(connection, number)

    def list_cases(self, open_only: bool = True) -> Sequence[Case]:
        return self._list(_IS_LIVE if open_only else None)

    def list_of_conversation(self, conversation_id: str) -> Sequence[Case]:
        return self._list(cases.c.conversation_id == conversation_id) if is_storable(conversation_id) else ()

    def close_case(self, number: str, outcome: str, at: datetime) -> Case:
        if not is_storable(number):
            raise _no_case(number)
        happening = Happening(EventKind.RESOLVED, COMMAND_LINE, at, outcome)
        with write(self._engine) as connection:
            case = _find(connection, number, for_update=True)
            if case is None:
                raise _no_case(number)
            if not case.is_live:
                raise ConflictError(f"Case {number} is closed already ({case.state.value}).")
            return save_in(connection, close(case, happening), happening.as_event(number))

    def withdraw_cases(self, conversation_id: str, at: datetime) -> None:
        if not is_storable(conversation_id):
            return
        chosen = select(cases).where(cases.c.conversation_id == conversation_id).with_for_update()
        with write(self._engine) as connection:
            for case in map(case_from_row, connection.execute(chosen).mappings().all()):
                kind = EventKind.WITHDRAWN if case.is_live else EventKind.ERASED
                happening = Happening(kind, PERSON, at)
                save_in(connection, advance(case, happening, CasePolicy()), happening.as_event(case.number))

    def save_case(
        self, case: Case, event: CaseEvent, message: CaseMessage | None = None, notice: OutgoingNotice | None = None
    ) -> Case:
        if not is_storable(case.number):
            raise _no_case(case.number)
        try:
            with write(self._engine) as connection:
                return save_in(connection, case, event, message, notice)
        except IntegrityError as error:
            raise ConflictError(CHANGED) from error

    def list_events(self, number: str) -> Sequence[CaseEvent]:
        if not is_storable(number):
            return ()
        chosen = select(case_events).where(case_events.c.case_number == number).order_by(case_events.c.sequence)
        with read(self._engine) as connection:
            return tuple(event_from_row(row) for row in connection.execute(chosen).mappings())

    def list_messages(self, number: str, with_internal: bool) -> Sequence[CaseMessage]:
        if not is_storable(number):
            return ()
        chosen = select(case_messages).where(case_messages.c.case_number == number).order_by(case_messages.c.sequence)
        if not with_internal:
            chosen = chosen.where(case_messages.c.is_internal.is_(False))
        with read(self._engine) as connection:
            return tuple(message_from_row(row) for row in connection.execute(chosen).mappings())

    def find_queue(self, query: QueueQuery) -> QueuePage:
        with read(self._engine) as connection:
            return find_queue(connection, query)

    def count_queue(self, query: QueueQuery, at: datetime) -> QueueCounts:
        with read(self._engine) as connection:
            return count_queue(connection, query, at)

    def _list(self, condition: ColumnElement[bool] | None) -> Sequence[Case]:
        chosen = select(cases).order_by(cases.c.opened_at, cases.c.opened_on, cases.c.sequence)
        if condition is not None:
            chosen = chosen.where(condition)
        with read(self._engine) as connection:
            return tuple(case_from_row(row) for row in connection.execute(chosen).mappings())


def save_in(
    connection: Connection,
    case: Case,
    event: CaseEvent,
    message: CaseMessage | None = None,
    notice: OutgoingNotice | None = None,
) -> Case:
    """The case as it is kept. Raises NotFoundError and ConflictError."""
    if event.kind is EventKind.REOPENED:
        another = _find_live(connection, case)
        if another is not None and another.number != case.number:
            raise ConflictError(_ANOTHER.format(another.number))
    former = (cases.c.number == case.number) & (cases.c.version == case.version - 1)
    if connection.execute(update(cases).where(former).values(case_row(case))).rowcount == 0:
        raise _no_case(case.number) if _find(connection, case.number) is None else ConflictError(CHANGED)
    if event.kind in _ERASING:
        for table in (case_messages, case_contacts):
            connection.execute(delete(table).where(table.c.case_number == case.number))
        connection.execute(update(case_events).where(case_events.c.case_number == case.number).values(text=""))
        erase_notices(connection, case.number)
        event, message = replace(event, text=""), None
    _add_event(connection, event, case.version)
    if message is not None:
        connection.execute(insert(case_messages), message_row(message, case.version))
    if notice is not None:
        add_reply_notice(connection, notice)
    kept = _find(connection, case.number)
    assert kept is not None
    return kept


def _add_event(connection: Connection, event: CaseEvent, sequence: int) -> None:
    connection.execute(insert(case_events), event_row(event, sequence))


def _keep_other_writers_out(connection: Connection) -> None:
    """So that the running number has no gap and no double; on SQLite there is one writer anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("LOCK TABLE cases IN SHARE ROW EXCLUSIVE MODE"))


def _find_live(connection: Connection, case: Case) -> Case | None:
    """The case of that conversation and reason on which something is still to be done."""
    same = (cases.c.conversation_id == case.conversation_id) & (cases.c.reason == case.reason.value)
    row = connection.execute(select(cases).where(same, _IS_LIVE)).mappings().one_or_none()
    return None if row is None else case_from_row(row)


def _with_attachment(connection: Connection, first: Case, again: Case) -> Case:
    """The case, to which an attachment it does not hold yet is added: a second report must not be lost."""
    more = None if again.attachment is None else storable(again.attachment)
    if more is None or more in (first.attachment or ""):
        return first
    happening = Happening(EventKind.ATTACHED, PERSON, again.opened_at, attachment=more)
    return save_in(connection, advance(first, happening, CasePolicy()), happening.as_event(first.number))


def _find(connection: Connection, number: str, for_update: bool = False) -> Case | None:
    chosen = select(cases).where(cases.c.number == number)
    row = connection.execute(chosen.with_for_update() if for_update else chosen).mappings().one_or_none()
    return None if row is None else case_from_row(row)


def _next_sequence(connection: Connection, opened_on: date) -> int:
    last = connection.execute(select(func.max(cases.c.sequence)).where(cases.c.opened_on == opened_on)).scalar_one()
    return 1 if last is None else int(last) + 1


def _no_case(number: str) -> NotFoundError:
    return NotFoundError(f"There is no case {number}.")
