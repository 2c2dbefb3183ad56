"""Sealed details of enrolments after their course: removed in time, and counted where no key opens them."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from itertools import groupby

from sqlalchemy import Connection, Engine, delete, func, select, update

from assistant.adapters.sql.engine import read, write
from assistant.adapters.sql.enrolment_reading import IS_LIVE, find_one
from assistant.adapters.sql.enrolment_seating import WAIT_SECONDS, keep_step, lock_intake, wait_patiently
from assistant.adapters.sql.enrolment_tables import enrolment_contacts, enrolments
from assistant.adapters.sql.portions import portions
from assistant.domain.cases import SERVICE
from assistant.domain.courses import Course, Intake
from assistant.domain.enrolment_steps import EnrolmentHappening, advance_enrolment
from assistant.domain.enrolments import EnrolmentEventKind, told_day
from assistant.services.contact_ports import FieldCipher


class SqlEnrolmentRetention:
    """The part of `EnrolmentStore` that is about how long details are kept."""

    def __init__(
        self,
        engine: Engine,
        cipher: FieldCipher,
        find_intake: Callable[[Connection, str, date], tuple[Course, Intake] | None],
    ) -> None:
        self._engine, self._cipher, self._find_intake = engine, cipher, find_intake

    def drop_details(self, is_due: Callable[[Intake | None, date], bool], at: datetime) -> int:
        dropped = 0
        for intake_id, numbers in self._due(is_due):
            for some in portions(numbers):
                with write(self._engine, WAIT_SECONDS) as connection:
                    wait_patiently(connection)
                    lock_intake(connection, intake_id)
                    dropped += sum(_drop(connection, number, at) for number in some)
        return dropped

    def count_shut(self) -> int:
        name = func.substr(enrolment_contacts.c.sealed, 1, self._cipher.mark_length)
        counted = select(name, func.count()).group_by(name)
        with read(self._engine) as connection:
            return sum(int(row[1]) for row in connection.execute(counted) if not self._cipher.knows(str(row[0])))

    def _due(self, is_due: Callable[[Intake | None, date], bool]) -> Sequence[tuple[str, tuple[str, ...]]]:
        """By intake, since a step is taken with its intake locked."""
        joined = enrolments.join(enrolment_contacts, enrolment_contacts.c.number == enrolments.c.number)
        columns = (enrolments.c.intake_id, enrolments.c.enrolled_at, enrolments.c.number)
        chosen = select(*columns).select_from(joined).where(IS_LIVE).order_by(enrolments.c.intake_id)
        judged: dict[tuple[str, date], bool] = {}
        due: list[tuple[str, str]] = []
        with read(self._engine) as connection:
            for intake_id, enrolled_at, number in connection.execute(chosen).all():
                told = (intake_id, told_day(enrolled_at))
                if told not in judged:
                    found = self._find_intake(connection, *told)
                    judged[told] = is_due(None if found is None else found[1], told[1])
                if judged[told]:
                    due.append((intake_id, number))
        return [(name, tuple(one[1] for one in some)) for name, some in groupby(due, key=lambda one: one[0])]


def _drop(connection: Connection, number: str, at: datetime) -> bool:
    """Whether there was anything left to drop: the person may have withdrawn, another process may have been faster."""
    found = find_one(connection, enrolments.c.number == number)
    gone = delete(enrolment_contacts).where(enrolment_contacts.c.number == number)
    if found is None or not found.is_live or connection.execute(gone).rowcount == 0:
        return False
    happening = EnrolmentHappening(EnrolmentEventKind.DETAILS_DROPPED, SERVICE, at)
    keep_step(connection, advance_enrolment(found, happening), happening.as_event(number))
    connection.execute(update(enrolments).where(enrolments.c.number == number).values(person_digest=None))
    return True
