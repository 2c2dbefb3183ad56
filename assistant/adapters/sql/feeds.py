"""Feeds, their cursors, their runs, and who works on them, in SQL."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Engine, RowMapping, delete, insert, select
from sqlalchemy import update as sql_update
from sqlalchemy.dialects import postgresql, sqlite

from assistant.adapters.sql.courses import close_intakes_of
from assistant.adapters.sql.engine import read, write
from assistant.adapters.sql.json_reading import Fields, UnreadableRecordError, as_items, parse
from assistant.adapters.sql.numbers import take_numbers
from assistant.adapters.sql.records import is_storable, storable
from assistant.adapters.sql.tables import adverts, claims, feed_runs, feeds
from assistant.adapters.sql.vacancies import ADVERT_CHANGE
from assistant.domain.errors import NotFoundError
from assistant.domain.vacancies import VacancyState
from assistant.services.vacancy_ports import Cursor, Feed, FeedContent, FeedKind, RejectedRow, RunOutcome, RunReport

_COUNTS = ("taken", "changed", "unchanged", "closed", "held", "rejected_count", "would_close")


class SqlFeedStore:
    """Implements `FeedStore`. Every method may raise UnavailableError."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def put_feed(self, feed: Feed) -> None:
        values = {
            "kind": feed.kind.value,
            "label": storable(feed.label),
            "location": storable(feed.location),
            "columns_json": _as_json(feed.columns),
            "settings_json": _as_json(feed.settings),
            "is_snapshot": feed.is_snapshot,
            "every_seconds": feed.every_seconds,
            "token_digest": feed.token_digest,
            "is_paused": feed.is_paused,
            "carries": feed.carries.value,
        }
        dialect = postgresql if self._engine.dialect.name == "postgresql" else sqlite
        putting = dialect.insert(feeds).values(id=feed.id, **values)
        with write(self._engine) as connection:
            connection.execute(putting.on_conflict_do_update(index_elements=[feeds.c.id], set_=values))

    def find_feed(self, feed_id: str) -> Feed | None:
        if not is_storable(feed_id):
            return None
        with read(self._engine) as connection:
            row = connection.execute(select(feeds).where(feeds.c.id == feed_id)).mappings().first()
        return None if row is None else _feed(row)

    def list_feeds(self) -> Sequence[Feed]:
        with read(self._engine) as connection:
            return [_feed(row) for row in connection.execute(select(feeds).order_by(feeds.c.id)).mappings()]

    def remove_feed(self, feed_id: str) -> None:
        still_open = (adverts.c.feed_id == feed_id) & (adverts.c.state != VacancyState.CLOSED.value)
        with write(self._engine) as connection:
            if connection.execute(delete(feeds).where(feeds.c.id == feed_id)).rowcount == 0:
                raise NotFoundError(f"There is no feed '{feed_id}'. 'feeds list' names those there are.")
            names = connection.execute(select(adverts.c.external_id).where(still_open)).scalars().all()
            first = take_numbers(connection, ADVERT_CHANGE, len(names)) if names else 0
            for number, name in enumerate(names, first):
                chosen = (adverts.c.feed_id == feed_id) & (adverts.c.external_id == name)
                closed = {"state": VacancyState.CLOSED.value, "change_number": number}
                connection.execute(sql_update(adverts).where(chosen).values(closed))
            close_intakes_of(connection, feed_id)

    def load_cursor(self, feed_id: str) -> Cursor:
        columns = (feeds.c.etag, feeds.c.last_modified, feeds.c.position)
        with read(self._engine) as connection:
            row = connection.execute(select(*columns).where(feeds.c.id == feed_id)).first()
        return Cursor() if row is None else Cursor(row.etag, row.last_modified, row.position)

    def save_cursor(self, feed_id: str, cursor: Cursor) -> None:
        values = {"etag": cursor.etag, "last_modified": cursor.last_modified, "position": cursor.position}
        with write(self._engine) as connection:
            connection.execute(sql_update(feeds).where(feeds.c.id == feed_id).values(values))

    def begin_run(self, feed_id: str, at: datetime) -> int:
        with write(self._engine) as connection:
            number = take_numbers(connection, "feed_run", 1)
            connection.execute(insert(feed_runs).values(number=number, feed_id=feed_id, started_at=at))
        return number

    def end_run(self, run: int, report: RunReport) -> None:
        rejected = [[row.row, storable(row.external_id), storable(row.reason)] for row in report.rejected]
        values = {name: getattr(report, name) for name in _COUNTS}
        values |= {
            "ended_at": report.ended_at,
            "outcome": report.outcome.value,
            "rejected_json": json.dumps(rejected, ensure_ascii=False),
            "message": storable(report.message),
        }
        with write(self._engine) as connection:
            connection.execute(sql_update(feed_runs).where(feed_runs.c.number == run).values(values))

    def list_runs(self, feed_id: str, limit: int = 20) -> Sequence[tuple[int, RunReport]]:
        ended = (feed_runs.c.feed_id == feed_id) & feed_runs.c.outcome.is_not(None)
        chosen = select(feed_runs).where(ended).order_by(feed_runs.c.number.desc()).limit(limit)
        with read(self._engine) as connection:
            return [(row["number"], _report(row)) for row in connection.execute(chosen).mappings()]

    def claim(self, name: str, holder: str, seconds: int, at: datetime) -> bool:
        until = at + timedelta(seconds=seconds)
        dialect = postgresql if self._engine.dialect.name == "postgresql" else sqlite
        first = dialect.insert(claims).values(name=name, holder=holder, until=until).on_conflict_do_nothing()
        free = (claims.c.holder == holder) | (claims.c.until <= at)
        taking = sql_update(claims).where((claims.c.name == name) & free).values(holder=holder, until=until)
        with write(self._engine) as connection:
            return connection.execute(first).rowcount == 1 or connection.execute(taking).rowcount == 1


def _as_json(values: Mapping[str, str]) -> str:
    return storable(json.dumps(dict(values), ensure_ascii=False))


def _feed(row: RowMapping) -> Feed:
    return Feed(
        id=row["id"],
        kind=FeedKind(row["kind"]),
        label=row["label"],
        location=row["location"],
        columns=_texts(row["columns_json"]),
        is_snapshot=row["is_snapshot"],
        every_seconds=row["every_seconds"],
        settings=_texts(row["settings_json"]),
        token_digest=row["token_digest"],
        is_paused=row["is_paused"],
        carries=FeedContent(row["carries"]),
    )


def _texts(text: str) -> dict[str, str]:
    try:
        fields = Fields({"values": parse(text)}).mapping("values")
    except UnreadableRecordError:
        return {}
    return {name: str(value) for name, value in fields.items()}


def _report(row: RowMapping) -> RunReport:
    try:
        rejected = [RejectedRow(*as_items(item)) for item in as_items(parse(row["rejected_json"]))]  # type: ignore[arg-type]
    except (UnreadableRecordError, TypeError):
        rejected = []
    return RunReport(
        feed_id=row["feed_id"],
        started_at=row["started_at"],
        ended_at=row["ended_at"] or row["started_at"],
        outcome=RunOutcome(row["outcome"]),
        rejected=rejected,
        message=row["message"],
        **{name: row[name] for name in _COUNTS},
    )
