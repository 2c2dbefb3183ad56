"""What happened and what was counted of it, in SQL."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, RowMapping, Select, delete, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from assistant.adapters.sql.engine import read, write
from assistant.adapters.sql.json_reading import Fields, UnreadableRecordError, parse
from assistant.adapters.sql.records import as_json_text, member, storable
from assistant.adapters.sql.tables import (
    case_events,
    cases,
    conversations,
    feedback,
    pauses,
    rollup_marks,
    rollups,
    turns,
)
from assistant.domain.cases import EventKind
from assistant.domain.conversation import HandoverReason
from assistant.domain.oversight import ALL, SEARCHES, CaseMark, Tally, TurnMark, spread
from assistant.services.oversight_ports import Pause

_CHAT, _ROLLED = "chat", "rolled_until"
_COUNTED = (EventKind.OPENED, EventKind.REPLIED, EventKind.RESOLVED, EventKind.RATED)
#: Tools that tell of a document: the one talked about is the matter of the turn.
_ABOUT_DOCUMENTS = ("search_policies", "assess_subsidies")


class SqlOversightStore:
    """Implements `OversightStore`. Every method may raise UnavailableError."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def list_turn_marks(self, since: datetime, until: datetime) -> Sequence[TurnMark]:
        within = _TURNS.where(turns.c.asked_at >= since, turns.c.asked_at < until)
        chosen = within.order_by(turns.c.asked_at, turns.c.conversation_id, turns.c.id)
        with read(self._engine) as connection:
            return [_turn_mark(row) for row in connection.execute(chosen).mappings()]

    def list_case_marks(self, since: datetime, until: datetime) -> Sequence[CaseMark]:
        chosen = _CASES.where(case_events.c.at >= since, case_events.c.at < until)
        with read(self._engine) as connection:
            rows = connection.execute(chosen).mappings().all()
        return [
            _case_mark(row) for row in rows if row["kind"] != EventKind.REPLIED or row["at"] == row["first_replied_at"]
        ]

    def find_earliest(self) -> datetime | None:
        with read(self._engine) as connection:
            found = [
                connection.execute(select(func.min(column))).scalar() for column in (turns.c.asked_at, case_events.c.at)
            ]
        return min((at for at in found if at is not None), default=None)

    def find_rolled_until(self) -> datetime | None:
        with read(self._engine) as connection:
            return _rolled_until(connection)

    def replace_hours(self, since: datetime, until: datetime, tallies: Sequence[Tally], at: datetime) -> None:
        day = since.replace(hour=0)
        within_day = rollups.c.begins_at >= day, rollups.c.begins_at < day + timedelta(days=1)
        with write(self._engine) as connection:
            _note(connection, at)
            of_hours = (rollups.c.begins_at >= since, rollups.c.begins_at < until)
            connection.execute(delete(rollups).where(rollups.c.grain == "hour", *of_hours))
            _insert(connection, "hour", tallies)
            hours = connection.execute(select(rollups).where(rollups.c.grain == "hour", *within_day)).mappings()
            days = spread([_tally(row) for row in hours], day)
            connection.execute(delete(rollups).where(rollups.c.grain == "day", *within_day))
            _insert(connection, "day", days)

    def list_hours(self, since: datetime, until: datetime) -> Sequence[Tally]:
        return self._list(_between("hour", since, until).order_by(rollups.c.district))

    def list_days(self, since: datetime, until: datetime, audience: str, district: str) -> Sequence[Tally]:
        of = (rollups.c.audience == storable(audience), rollups.c.district == storable(district))
        return self._list(_between("day", since, until).where(*of))

    def count_turns_by_district(self, since: datetime, until: datetime, audience: str) -> Mapping[str, int]:
        in_time = (rollups.c.grain == "day", rollups.c.begins_at >= since, rollups.c.begins_at < until)
        chosen = (
            select(rollups.c.district, func.sum(rollups.c.turn_count))
            .where(*in_time, rollups.c.audience == storable(audience), rollups.c.district != ALL)
            .group_by(rollups.c.district)
        )
        with read(self._engine) as connection:
            return {district: int(count) for district, count in connection.execute(chosen) if count}

    def _list(self, chosen: Select[Any]) -> Sequence[Tally]:
        with read(self._engine) as connection:
            return [_tally(row) for row in connection.execute(chosen).mappings()]


class SqlPauseStore:
    """Implements `PauseStore`. Every method may raise UnavailableError."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def find_pause(self) -> Pause | None:
        with read(self._engine) as connection:
            row = connection.execute(select(pauses).where(pauses.c.name == _CHAT)).mappings().one_or_none()
        return None if row is None else Pause(row["since"], row["actor"], row["reason"])

    def begin_pause(self, pause: Pause) -> bool:
        row = {"name": _CHAT, "since": pause.since, "actor": storable(pause.actor), "reason": storable(pause.reason)}
        dialect = postgresql if self._engine.dialect.name == "postgresql" else sqlite
        adding = dialect.insert(pauses).values(row).on_conflict_do_nothing().returning(pauses.c.name)
        with write(self._engine) as connection:
            return connection.execute(adding).first() is not None

    def end_pause(self) -> bool:
        ending = delete(pauses).where(pauses.c.name == _CHAT).returning(pauses.c.name)
        with write(self._engine) as connection:
            return connection.execute(ending).first() is not None


_OF_TURN = (turns.c.conversation_id == feedback.c.conversation_id) & (turns.c.id == feedback.c.turn_id)
_LAST_TURN = (turns.c.conversation_id == conversations.c.id) & (turns.c.id == conversations.c.last_turn)
_TURNS = (
    select(
        turns.c.id, turns.c.asked_at, turns.c.status, turns.c.replier, turns.c.handover_reason, turns.c.tools_json,
        turns.c.state_json, conversations.c.audience, feedback.c.helpful, feedback.c.reason,
    )
    .join_from(turns, conversations, turns.c.conversation_id == conversations.c.id)
    .join(feedback, _OF_TURN, isouter=True)
)  # fmt: skip
_CASES = (
    select(
        case_events.c.at, case_events.c.kind, cases.c.reason, cases.c.opened_at, cases.c.first_replied_at,
        cases.c.mark, conversations.c.audience, turns.c.state_json,
    )
    .join_from(case_events, cases, case_events.c.case_number == cases.c.number)
    .join(conversations, cases.c.conversation_id == conversations.c.id, isouter=True)
    .join(turns, _LAST_TURN, isouter=True)
    .where(case_events.c.kind.in_([kind.value for kind in _COUNTED]))
)  # fmt: skip


def _is_later_reply(row: RowMapping) -> bool:
    return bool(row["kind"] == EventKind.REPLIED and row["at"] != row["first_replied_at"])


def _turn_mark(row: RowMapping) -> TurnMark:
    region_id, topic_id = _said(row["state_json"])
    return TurnMark(
        at=row["asked_at"],
        is_first=row["id"] == 1,
        audience=row["audience"],
        region_id=region_id,
        status=row["status"],
        topic=_topic(row["tools_json"], topic_id),
        replier=row["replier"],
        handover_reason=row["handover_reason"],
        helpful=row["helpful"],
        feedback_reason=row["reason"] or "",
    )


def _case_mark(row: RowMapping) -> CaseMark:
    return CaseMark(
        at=row["at"],
        kind=EventKind(row["kind"]),
        audience=row["audience"] or "",
        region_id=_said(row["state_json"])[0] if row["state_json"] else None,
        reason=member(HandoverReason, row["reason"], HandoverReason.ASKED),
        opened_at=row["opened_at"],
        mark=row["mark"],
    )


def _said(state_json: str) -> tuple[str | None, str | None]:
    """The region and the document talked about; of a damaged record nothing is known. A search names its own region."""
    try:
        state = parse(state_json)
    except UnreadableRecordError:
        return None, None
    if not isinstance(state, Mapping):
        return None, None
    region, topic, wanted = state.get("region_id"), state.get("topic_id"), state.get("wanted")
    named = wanted.get("region_ids") if isinstance(wanted, Mapping) else None
    if not region and isinstance(named, list) and len(named) == 1:
        region = named[0]
    return region if isinstance(region, str) else None, topic if isinstance(topic, str) else None


def _topic(tools_json: str, topic_id: str | None) -> str | None:
    """What the turn was about: the search it made, or the document it told of."""
    try:
        called = parse(tools_json)
        names = [Fields(call).text("name") for call in called] if isinstance(called, list) else []
    except UnreadableRecordError:
        return None
    search = next((name for name in names if name in SEARCHES), None)
    return search or (topic_id if any(name in _ABOUT_DOCUMENTS for name in names) else None)


def _between(grain: str, since: datetime, until: datetime) -> Select[Any]:
    in_time = (rollups.c.grain == grain, rollups.c.begins_at >= since, rollups.c.begins_at < until)
    return select(rollups).where(*in_time).order_by(rollups.c.begins_at, rollups.c.audience)


def _tally(row: RowMapping) -> Tally:
    return Tally(row["begins_at"], row["audience"], row["district"], _counts(row["counts_json"]))


def _counts(text: str) -> dict[str, int]:
    try:
        counts = parse(text)
    except UnreadableRecordError:
        return {}
    return (
        {str(name): count for name, count in counts.items() if type(count) is int} if isinstance(counts, dict) else {}
    )


def _insert(connection: Connection, grain: str, tallies: Sequence[Tally]) -> None:
    rows = [
        {
            "grain": grain,
            "audience": tally.audience,
            "district": tally.district,
            "begins_at": tally.begins_at,
            "turn_count": tally.counts.get("turns", 0),
            "counts_json": as_json_text(dict(tally.counts)),
        }
        for tally in tallies
    ]
    if rows:
        connection.execute(insert(rollups), rows)


def _rolled_until(connection: Connection) -> datetime | None:
    return connection.execute(select(rollup_marks.c.at).where(rollup_marks.c.name == _ROLLED)).scalar()


def _note(connection: Connection, at: datetime) -> None:
    """Before anything else, so that of two processes one waits here until the other is done."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    connection.execute(dialect.insert(rollup_marks).values(name=_ROLLED, at=at).on_conflict_do_nothing())
    later = update(rollup_marks).where(rollup_marks.c.name == _ROLLED).values(at=at)
    connection.execute(later.where(rollup_marks.c.at <= at))
