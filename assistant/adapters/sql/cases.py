"""Cases in SQL."""

import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import Connection, Engine, RowMapping, func, insert, select, text, update

from assistant.adapters.sql.engine import read, write
from assistant.adapters.sql.records import is_storable, member, storable
from assistant.adapters.sql.tables import cases
from assistant.domain.cases import Case, CaseState
from assistant.domain.conversation import HandoverReason
from assistant.domain.errors import ConflictError, NotFoundError
from assistant.services.clock import CHONGQING

# Letters and figures that are told apart when read aloud or copied by hand.
_LETTERS = "ACEFHKMNPRTXY"
_FIGURES = "2345679"


class SqlCaseStore:
    """Implements `CaseStore`. Every method may raise UnavailableError.

    A number is `CQ-20261123-0007-K3`: the day, the running number of that day, and two characters drawn at random, so
    that a slip of the pen or a guess rarely hits somebody else's case.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def open_case(self, case: Case) -> Case:
        with write(self._engine) as connection:
            _keep_other_writers_out(connection)
            first = _find_open(connection, case)
            if first is not None:
                return _with_attachment(connection, first, case.attachment)
            opened_on = case.opened_at.astimezone(CHONGQING).date()
            sequence = _next_sequence(connection, opened_on)
            opened = replace(
                case,
                number=_number(opened_on, sequence),
                summary=storable(case.summary),
                state=CaseState.OPEN,
                attachment=None if case.attachment is None else storable(case.attachment),
            )
            connection.execute(insert(cases), {**_row(opened), "opened_on": opened_on, "sequence": sequence})
        return opened

    def find_case(self, number: str) -> Case | None:
        if not is_storable(number):
            return None
        with read(self._engine) as connection:
            return _find(connection, number)

    def list_cases(self, open_only: bool = True) -> Sequence[Case]:
        chosen = select(cases).order_by(cases.c.opened_at, cases.c.opened_on, cases.c.sequence)
        if open_only:
            chosen = chosen.where(cases.c.state == CaseState.OPEN.value)
        with read(self._engine) as connection:
            return tuple(_case(row) for row in connection.execute(chosen).mappings())

    def close_case(self, number: str, outcome: str, at: datetime) -> Case:
        if not is_storable(number):
            raise _no_case(number)
        change = update(cases).where(cases.c.number == number, cases.c.state == CaseState.OPEN.value)
        change = change.values(state=CaseState.RESOLVED.value, outcome=storable(outcome), closed_at=at)
        with write(self._engine) as connection:
            changed = connection.execute(change).rowcount
            case = _find(connection, number)
        if case is None:
            raise _no_case(number)
        if not changed:
            raise ConflictError(f"Case {number} is closed already ({case.state.value}).")
        return case

    def withdraw_cases(self, conversation_id: str, at: datetime) -> None:
        if not is_storable(conversation_id):
            return
        of_conversation = update(cases).where(cases.c.conversation_id == conversation_id)
        still_open = of_conversation.where(cases.c.state == CaseState.OPEN.value)
        with write(self._engine) as connection:
            connection.execute(still_open.values(state=CaseState.WITHDRAWN.value, closed_at=at))
            connection.execute(of_conversation.values(summary="", attachment=None))


def _keep_other_writers_out(connection: Connection) -> None:
    """So that the running number has no gap and no double; on SQLite there is one writer anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("LOCK TABLE cases IN SHARE ROW EXCLUSIVE MODE"))


def _find_open(connection: Connection, case: Case) -> Case | None:
    chosen = select(cases).where(
        cases.c.conversation_id == case.conversation_id,
        cases.c.reason == case.reason.value,
        cases.c.state == CaseState.OPEN.value,
    )
    row = connection.execute(chosen).mappings().one_or_none()
    return None if row is None else _case(row)


def _with_attachment(connection: Connection, case: Case, more: str | None) -> Case:
    """The case, to which an attachment it does not hold yet is added: a second report must not be lost."""
    if more is None or more in (case.attachment or ""):
        return case
    attachment = storable("\n".join(filter(None, (case.attachment, more))))
    connection.execute(update(cases).where(cases.c.number == case.number).values(attachment=attachment))
    return replace(case, attachment=attachment)


def _find(connection: Connection, number: str) -> Case | None:
    row = connection.execute(select(cases).where(cases.c.number == number)).mappings().one_or_none()
    return None if row is None else _case(row)


def _next_sequence(connection: Connection, opened_on: date) -> int:
    last = connection.execute(select(func.max(cases.c.sequence)).where(cases.c.opened_on == opened_on)).scalar_one()
    return 1 if last is None else int(last) + 1


def _number(opened_on: date, sequence: int) -> str:
    return f"CQ-{opened_on:%Y%m%d}-{sequence:04d}-{secrets.choice(_LETTERS)}{secrets.choice(_FIGURES)}"


def _row(case: Case) -> dict[str, object]:
    return {
        "number": case.number,
        "conversation_id": case.conversation_id,
        "reason": case.reason.value,
        "summary": case.summary,
        "opened_at": case.opened_at,
        "state": case.state.value,
        "closed_at": case.closed_at,
        "outcome": case.outcome,
        "attachment": case.attachment,
    }


def _case(row: RowMapping) -> Case:
    return Case(
        number=row["number"],
        conversation_id=row["conversation_id"],
        reason=member(HandoverReason, row["reason"], HandoverReason.ASKED),
        summary=row["summary"],
        opened_at=row["opened_at"],
        state=member(CaseState, row["state"], CaseState.OPEN),
        closed_at=row["closed_at"],
        outcome=row["outcome"],
        attachment=row["attachment"],
    )


def _no_case(number: str) -> NotFoundError:
    return NotFoundError(f"There is no case {number}.")
