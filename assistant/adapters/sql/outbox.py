"""Notices that leave the service, in SQL, until they have been told."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    RowMapping,
    and_,
    case,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError

from assistant.adapters.sql.case_records import case_from_row
from assistant.adapters.sql.engine import read, write
from assistant.adapters.sql.json_reading import as_texts, parse
from assistant.adapters.sql.notice_tables import named_deadlines, outgoing_notices
from assistant.adapters.sql.portions import portions
from assistant.adapters.sql.records import as_json_text, is_storable, member
from assistant.adapters.sql.tables import case_contacts, cases
from assistant.domain.case_policy import Urgency
from assistant.domain.cases import CLOSED_STATES, LIVE_STATES, Case
from assistant.domain.outgoing_notices import (
    TOLD_AGAIN_AFTER,
    NamedDeadline,
    NoticeEnd,
    NoticeKind,
    OutgoingNotice,
)

_N = outgoing_notices.c
_WAITS = _N.ended.is_(None)


class SqlNoticeOutbox:
    """Implements `NoticeOutbox`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def claim_due(self, at: datetime, until: datetime) -> OutgoingNotice | None:
        due = _WAITS & (_N.send_at <= at) & _is_free(at)
        chosen = select(outgoing_notices).where(due).order_by(_N.send_at, _N.key).limit(1)
        with read(self._engine) as connection:  # mostly there is nothing, and nobody is kept from writing
            if connection.execute(chosen).first() is None:
                return None
        with write(self._engine) as connection:
            row = connection.execute(chosen.with_for_update(skip_locked=True)).mappings().first()
            if row is None:
                return None
            connection.execute(update(outgoing_notices).where(_N.key == row["key"]).values(claimed_until=until))
        return _notice(row)

    def end(self, key: str, how: NoticeEnd, at: datetime) -> None:
        values = {"ended": how.value, "ended_at": at, "claimed_until": None}
        with write(self._engine) as connection:
            connection.execute(update(outgoing_notices).where(_N.key == key, _WAITS).values(values))

    def put_off(self, key: str, attempts: int, send_at: datetime) -> None:
        values = {"attempts": attempts, "send_at": send_at, "claimed_until": None}
        with write(self._engine) as connection:
            connection.execute(update(outgoing_notices).where(_N.key == key, _WAITS).values(values))

    def mark_seen(self, conversation_id: str, at: datetime, number: str | None = None) -> bool:
        if not is_storable(conversation_id):
            return False
        unseen = (_N.conversation_id == conversation_id) & _N.seen_at.is_(None) & (_N.at <= at)
        if number is not None:
            unseen &= _N.case_number == number
        with read(self._engine) as connection:
            if connection.execute(select(_N.key).where(unseen).limit(1)).first() is None:
                return False
        ending = {"ended": NoticeEnd.SEEN.value, "ended_at": at, "claimed_until": None}
        with write(self._engine) as connection:
            connection.execute(update(outgoing_notices).where(unseen, _WAITS).values(ending))
            return connection.execute(update(outgoing_notices).where(unseen).values(seen_at=at)).rowcount > 0

    def list_of_case(self, number: str) -> Sequence[OutgoingNotice]:
        if not is_storable(number):
            return ()
        chosen = select(outgoing_notices).where(_N.case_number == number).order_by(_N.at.desc(), _N.key.desc())
        with read(self._engine) as connection:
            return tuple(_notice(row) for row in connection.execute(chosen).mappings())

    def find_unnamed(self, due_before: datetime, at: datetime, limit: int) -> Sequence[Case]:
        how = case((cases.c.due_at <= at, Urgency.OVERDUE.value), else_=Urgency.SOON.value)
        same = and_(
            named_deadlines.c.case_number == cases.c.number,
            named_deadlines.c.due_at == cases.c.due_at,
            named_deadlines.c.urgency == how,
        )
        # The end of a claim is nobody's duty: the case goes back to the queue by itself.
        no_claim = or_(cases.c.claim_expires_at.is_(None), cases.c.claim_expires_at != cases.c.due_at)
        chosen = select(cases).where(
            cases.c.state.in_(sorted(LIVE_STATES | CLOSED_STATES)),
            cases.c.due_at < due_before,
            no_claim,
            ~select(named_deadlines.c.case_number).where(same).exists(),
        )
        with read(self._engine) as connection:
            rows = connection.execute(chosen.order_by(cases.c.due_at, cases.c.number).limit(limit)).mappings().all()
        return tuple(case_from_row(row) for row in rows)

    def last_digest_at(self, team: str) -> datetime | None:
        newest = select(func.max(_N.at)).where(_N.team == team, _N.kind == NoticeKind.DEADLINES.value)
        with read(self._engine) as connection:
            return connection.execute(newest).scalar_one_or_none()

    def add_digest(self, digest: OutgoingNotice, named: Sequence[NamedDeadline]) -> OutgoingNotice | None:
        rows = [
            {"case_number": one.case_number, "due_at": one.due_at, "urgency": one.urgency.value, "named_at": digest.at}
            for one in named
        ]
        waiting = (_N.team == digest.team) & _WAITS & (_N.kind == NoticeKind.DEADLINES.value) & _is_free(digest.at)
        over = {"ended": NoticeEnd.OVER.value, "ended_at": digest.at}
        try:
            with write(self._engine) as connection:
                connection.execute(insert(named_deadlines), rows)
                taken = update(outgoing_notices).where(waiting).values(over).returning(_N.cases_json)
                former = [name for text in connection.execute(taken).scalars() for name in as_texts(parse(text))]
                whole = tuple(dict.fromkeys((*former, *digest.cases)))
                row = {**_row(digest), "cases_json": as_json_text(list(whole))}
                connection.execute(insert(outgoing_notices), row)
                kept = connection.execute(select(outgoing_notices).where(_N.key == digest.key)).mappings().one()
        except IntegrityError:
            return None
        return _notice(kept)

    def count_waiting(self, at: datetime) -> int:
        chosen = select(func.count()).select_from(outgoing_notices).where(_WAITS, _N.send_at <= at)
        with read(self._engine) as connection:
            return int(connection.execute(chosen).scalar_one())

    def drop_ended(self, before: datetime) -> int:
        with write(self._engine) as connection:
            connection.execute(delete(named_deadlines).where(named_deadlines.c.named_at < before))
            return connection.execute(delete(outgoing_notices).where(_N.ended_at < before)).rowcount


def add_reply_notice(connection: Connection, notice: OutgoingNotice) -> None:
    """Kept where the person has left contact details, and knows of nothing they have not looked at since."""
    number = notice.case_number
    left = select(case_contacts.c.case_number).where(case_contacts.c.case_number == number)
    if connection.execute(left).first() is None:
        return
    told_lately = and_(_N.ended == NoticeEnd.TOLD.value, _N.ended_at > notice.at - TOLD_AGAIN_AFTER)
    knows = select(_N.key).where(_N.case_number == number, _N.seen_at.is_(None), or_(_WAITS, told_lately))
    if connection.execute(knows.limit(1)).first() is None:
        connection.execute(insert(outgoing_notices), _row(notice))


def add_notice(connection: Connection, notice: OutgoingNotice) -> bool:
    """Within the transaction that gives the reason for it, once under its key; whether it is new."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    row = dialect.insert(outgoing_notices).values(_row(notice)).on_conflict_do_nothing()
    return connection.execute(row.returning(_N.key)).first() is not None


def kept_keys(connection: Connection, keys: tuple[str, ...]) -> frozenset[str]:
    """Which of them there are notices under, told or not."""
    found: list[str] = []
    for some in portions(keys):
        found += connection.execute(select(_N.key).where(_N.key.in_(some))).scalars()
    return frozenset(found)


def erase_enrolment_notices(connection: Connection, number: str) -> None:
    """Of one that was withdrawn: nobody is told of it any more."""
    connection.execute(delete(outgoing_notices).where(_N.enrolment_number == number))


def erase_notices(connection: Connection, number: str) -> None:
    """Of a case that the person takes back."""
    connection.execute(delete(outgoing_notices).where(_N.case_number == number))


def _is_free(at: datetime) -> ColumnElement[bool]:
    return or_(_N.claimed_until.is_(None), _N.claimed_until <= at)


def _row(notice: OutgoingNotice) -> dict[str, object]:
    return {
        "key": notice.key,
        "kind": notice.kind.value,
        "at": notice.at,
        "send_at": notice.send_at,
        "case_number": notice.case_number,
        "conversation_id": notice.conversation_id,
        "team": notice.team,
        "enrolment_number": notice.enrolment_number,
        "cases_json": as_json_text(list(notice.cases)),
        "attempts": notice.attempts,
    }


def _notice(row: RowMapping) -> OutgoingNotice:
    ended = row["ended"]
    return OutgoingNotice(
        key=row["key"],
        kind=member(NoticeKind, row["kind"], NoticeKind.CASE_REPLY),
        at=row["at"],
        send_at=row["send_at"],
        case_number=row["case_number"],
        conversation_id=row["conversation_id"],
        team=row["team"],
        enrolment_number=row["enrolment_number"],
        cases=as_texts(parse(row["cases_json"])),
        attempts=row["attempts"],
        ended=None if ended is None else member(NoticeEnd, ended, NoticeEnd.OVER),
        ended_at=row["ended_at"],
    )
