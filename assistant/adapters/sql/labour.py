"""Labour requests in SQL."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Engine, case, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from assistant.adapters.sql.engine import read, write
from assistant.adapters.sql.labour_records import (
    labour_event_from_row,
    labour_event_row,
    request_from_row,
    request_row,
)
from assistant.adapters.sql.labour_tables import labour_contacts, labour_events, labour_requests
from assistant.adapters.sql.numbers import readable_number, take_numbers
from assistant.adapters.sql.records import is_storable, member
from assistant.adapters.sql.sealed_contacts import contact_columns, contact_from_row
from assistant.domain.cases import PERSON
from assistant.domain.contacts import LeftContact
from assistant.domain.errors import ConflictError, NotFoundError
from assistant.domain.labour_requests import (
    LIVE_LABOUR_STATES,
    LabourEvent,
    LabourEventKind,
    LabourRequest,
    LabourState,
)
from assistant.services.clock import CHONGQING
from assistant.services.contact_ports import FieldCipher
from assistant.services.labour_ports import LabourCounts, LabourPage, LabourQuery

_CHANGED = "刚刚有人动过这份用工需求，您的操作没有保存。请刷新后再看一眼。"
_NO_REQUEST = "没有找到这份用工需求。请核对编号。"
_SENT_OFF = "这份草稿已经发出去了，编号 {}。用当时给的查询码可以查看进展。"
_IS_LIVE = labour_requests.c.state.in_(sorted(LIVE_LABOUR_STATES))


class SqlLabourStore:
    """Implements `LabourStore`. A number is `YG-20261123-0007-K3`, made as those of cases are."""

    def __init__(self, engine: Engine, cipher: FieldCipher) -> None:
        self._engine, self._cipher = engine, cipher

    def publish(
        self, request: LabourRequest, contact: LeftContact, form_digest: str, code_digest_of: Callable[[str], str]
    ) -> LabourRequest:
        try:
            with write(self._engine) as connection:
                return self._publish(connection, request, contact, form_digest, code_digest_of)
        except IntegrityError:  # another process was faster with the same form or draft
            with write(self._engine) as connection:
                return self._publish(connection, request, contact, form_digest, code_digest_of)

    def find_of_form(self, form_digest: str) -> LabourRequest | None:
        with read(self._engine) as connection:
            return _find(connection, labour_requests.c.form_digest == form_digest)

    def find_request(self, number: str) -> LabourRequest | None:
        if not is_storable(number):
            return None
        with read(self._engine) as connection:
            return _find(connection, labour_requests.c.number == number)

    def save_request(self, request: LabourRequest, event: LabourEvent) -> LabourRequest:
        if not is_storable(request.number):
            raise NotFoundError(_NO_REQUEST)
        mine = labour_requests.c.number == request.number
        former = mine & (labour_requests.c.version == request.version - 1)
        with write(self._engine) as connection:
            if connection.execute(update(labour_requests).where(former).values(request_row(request))).rowcount == 0:
                raise NotFoundError(_NO_REQUEST) if _find(connection, mine) is None else ConflictError(_CHANGED)
            if event.kind is LabourEventKind.WITHDRAWN:
                connection.execute(delete(labour_contacts).where(labour_contacts.c.number == request.number))
                own = labour_events.c.number == request.number
                connection.execute(update(labour_events).where(own).values(text="", dispatch_json=None))
                event = replace(event, text="", dispatch=None)
            connection.execute(insert(labour_events), labour_event_row(event, request.version))
            kept = _find(connection, mine)
        assert kept is not None
        return kept

    def list_events(self, number: str) -> Sequence[LabourEvent]:
        if not is_storable(number):
            return ()
        chosen = select(labour_events).where(labour_events.c.number == number).order_by(labour_events.c.sequence)
        with read(self._engine) as connection:
            return tuple(labour_event_from_row(row) for row in connection.execute(chosen).mappings())

    def find_contact(self, number: str) -> LeftContact | None:
        if not is_storable(number):
            return None
        with read(self._engine) as connection:
            chosen = select(labour_contacts).where(labour_contacts.c.number == number)
            row = connection.execute(chosen).mappings().one_or_none()
        return None if row is None else contact_from_row(row, self._cipher, _place(number))

    def drop_contacts(self, closed_before: datetime) -> int:
        old = select(labour_requests.c.number).where(~_IS_LIVE, labour_requests.c.closed_at < closed_before)
        with write(self._engine) as connection:
            return connection.execute(delete(labour_contacts).where(labour_contacts.c.number.in_(old))).rowcount

    def find_queue(self, query: LabourQuery) -> LabourPage:
        chosen: list[ColumnElement[bool]] = [labour_requests.c.state.in_([state.value for state in query.states])]
        if query.owner is not None:
            chosen.append(labour_requests.c.owner == (query.owner if is_storable(query.owner) else ""))
        if query.due_before is not None:
            chosen.append(labour_requests.c.queue_due_at < query.due_before)
        listed = select(labour_requests).where(*chosen)
        listed = listed.order_by(labour_requests.c.queue_due_at, labour_requests.c.number)
        listed = listed.limit(query.size).offset((query.page - 1) * query.size)
        with read(self._engine) as connection:
            counted = select(func.count()).select_from(labour_requests).where(*chosen)
            total = int(connection.execute(counted).scalar_one())
            rows = connection.execute(listed).mappings().all()
        return LabourPage(tuple(map(request_from_row, rows)), total)

    def count_queue(self, at: datetime) -> LabourCounts:
        late = func.sum(case((labour_requests.c.queue_due_at < at, 1), else_=0))
        counted = select(labour_requests.c.state, func.count(), late).group_by(labour_requests.c.state)
        with read(self._engine) as connection:
            rows = connection.execute(counted).all()
        by_state = {member(LabourState, state, LabourState.PUBLISHED): int(count) for state, count, _ in rows}
        return LabourCounts(sum(int(overdue or 0) for _, _, overdue in rows), by_state)

    def _publish(
        self,
        connection: Connection,
        request: LabourRequest,
        contact: LeftContact,
        form_digest: str,
        code_digest_of: Callable[[str], str],
    ) -> LabourRequest:
        first = _find(connection, labour_requests.c.form_digest == form_digest)
        if first is not None:
            return first
        if request.draft_id is not None:
            sent = _find(connection, labour_requests.c.draft_id == request.draft_id)
            if sent is not None:
                again = _find(connection, labour_requests.c.form_digest == form_digest)
                if again is not None:  # the same form, sent off by another process since the first look
                    return again
                raise ConflictError(_SENT_OFF.format(sent.number))
        day = request.published_at.astimezone(CHONGQING).date()
        number = readable_number("YG", day, take_numbers(connection, f"labour_requests:{day:%Y%m%d}", 1))
        kept = replace(request, number=number, code_digest=code_digest_of(number), version=1)
        left = {"number": number, **contact_columns(contact, self._cipher, _place(number))}
        event = LabourEvent(number, request.published_at, PERSON, LabourEventKind.PUBLISHED)
        connection.execute(insert(labour_requests), {**request_row(kept), "form_digest": form_digest})
        connection.execute(insert(labour_contacts), left)
        connection.execute(insert(labour_events), labour_event_row(event, 1))
        return kept


def _find(connection: Connection, condition: ColumnElement[bool]) -> LabourRequest | None:
    row = connection.execute(select(labour_requests).where(condition)).mappings().one_or_none()
    return None if row is None else request_from_row(row)


def _place(number: str) -> str:
    return f"labour_contacts:{number}"
