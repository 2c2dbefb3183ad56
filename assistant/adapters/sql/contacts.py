"""Contact details of cases in SQL, sealed."""

from datetime import datetime

from sqlalchemy import Engine, delete, insert, select

from assistant.adapters.sql.engine import read, write
from assistant.adapters.sql.records import is_storable
from assistant.adapters.sql.sealed_contacts import contact_columns, contact_from_row
from assistant.adapters.sql.tables import case_contacts, cases
from assistant.domain.cases import LIVE_STATES, CaseState
from assistant.domain.contacts import LeftContact
from assistant.domain.errors import ConflictError, NotFoundError
from assistant.services.contact_ports import FieldCipher

_NO_CASE = "没有找到这张工单。请核对工单号。"
_WITHDRAWN = "这张工单已经撤回，不用再留联系方式。"


class SqlContactStore:
    """Implements `ContactStore`."""

    def __init__(self, engine: Engine, cipher: FieldCipher) -> None:
        self._engine, self._cipher = engine, cipher

    def put_contact(self, number: str, contact: LeftContact) -> None:
        if not is_storable(number):
            raise NotFoundError(_NO_CASE)
        row = {"case_number": number, **contact_columns(contact, self._cipher, _place(number))}
        chosen = select(cases.c.state).where(cases.c.number == number)
        with write(self._engine) as connection:
            state = connection.execute(chosen.with_for_update()).scalar_one_or_none()
            if state is None:
                raise NotFoundError(_NO_CASE)
            if state == CaseState.WITHDRAWN.value:
                raise ConflictError(_WITHDRAWN)
            connection.execute(delete(case_contacts).where(case_contacts.c.case_number == number))
            connection.execute(insert(case_contacts), row)

    def find_contact(self, number: str) -> LeftContact | None:
        if not is_storable(number):
            return None
        with read(self._engine) as connection:
            chosen = select(case_contacts).where(case_contacts.c.case_number == number)
            row = connection.execute(chosen).mappings().one_or_none()
        return None if row is None else contact_from_row(row, self._cipher, _place(number))

    def remove_contact(self, number: str) -> None:
        if not is_storable(number):
            return
        with write(self._engine) as connection:
            connection.execute(delete(case_contacts).where(case_contacts.c.case_number == number))

    def drop_contacts(self, closed_before: datetime) -> int:
        at_rest = cases.c.state.not_in(sorted(LIVE_STATES)) & (cases.c.closed_at < closed_before)
        old = select(cases.c.number).where(at_rest, cases.c.follow_up_due_at.is_(None))
        with write(self._engine) as connection:
            return connection.execute(delete(case_contacts).where(case_contacts.c.case_number.in_(old))).rowcount


def _place(number: str) -> str:
    return f"case_contacts:{number}"
