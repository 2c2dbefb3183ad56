"""What is kept about employers beside their adverts: reports that staff upheld, and the lists the operator loads."""

import json
from collections.abc import Callable, Sequence

from sqlalchemy import Engine, select

from assistant.adapters.sql.engine import read
from assistant.adapters.sql.tables import cases
from assistant.domain.cases import CLOSED_STATES
from assistant.domain.conversation import HandoverReason
from assistant.services.check_employer import EmployerListEntry

#: How the outcome of a case begins where staff found the report to be right.
UPHELD = "属实"


class SqlEmployerRecords:
    """Implements `EmployerRecords`. May raise UnavailableError."""

    def __init__(self, engine: Engine, read_lists: Callable[[], Sequence[EmployerListEntry]]) -> None:
        self._engine = engine
        self._read_lists = read_lists

    def count_upheld_complaints(self, employer: str) -> int:
        named = json.dumps(employer, ensure_ascii=False)
        chosen = (
            (cases.c.reason == HandoverReason.ADVERT_REPORT.value)
            & cases.c.state.in_(sorted(CLOSED_STATES))
            & cases.c.outcome.startswith(UPHELD, autoescape=True)
            & cases.c.attachment.contains(f'"employer": {named}', autoescape=True)
        )
        with read(self._engine) as connection:
            return len(connection.execute(select(cases.c.number).where(chosen)).all())

    def list_entries(self) -> Sequence[EmployerListEntry]:
        return self._read_lists()
