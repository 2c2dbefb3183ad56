"""Adverts in SQL, and the vacancies they make up."""

import hashlib
import logging
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date

from sqlalchemy import ColumnElement, Connection, Engine, RowMapping, Select, bindparam, delete, func, insert, select
from sqlalchemy import update as sql_update

from assistant.adapters.sql.engine import read, widen_cache, write
from assistant.adapters.sql.json_reading import UnreadableRecordError
from assistant.adapters.sql.numbers import take_numbers
from assistant.adapters.sql.records import is_storable, storable
from assistant.adapters.sql.tables import adverts, feeds
from assistant.adapters.sql.vacancy_records import vacancy_as_text, vacancy_from_text
from assistant.domain.errors import NotFoundError
from assistant.domain.vacancies import Vacancy, VacancySource, VacancyState
from assistant.services.vacancy_ports import Feed, Stored, TakenAdvert, VacancyChange

_ROWS_AT_ONCE = 500
#: From so many adverts at once on, a feed is being read, and the indexes are worth more memory.
_MANY = 1_000
#: The counter that numbers every change of an advert.
ADVERT_CHANGE = "advert_change"
_log = logging.getLogger(__name__)
_OPEN, _CLOSED, _HELD = VacancyState.OPEN.value, VacancyState.CLOSED.value, VacancyState.HELD.value


class SqlVacancyStore:
    """Implements `VacancyStore`. Every method may raise UnavailableError."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def put_adverts(self, feed: Feed, adverts: Sequence[TakenAdvert], run: int) -> Stored:
        newest = {storable(advert.external_id): advert for advert in adverts}
        with write(self._engine) as connection:
            if len(newest) >= _MANY:
                widen_cache(connection)
            known = _known(connection, feed.id, tuple(newest))
            same = [name for name, row in known.items() if _is_same(row, newest[name])]
            news = {name: advert for name, advert in newest.items() if name not in set(same)}
            _mark_seen(connection, feed.id, same, run)
            if news:
                _replace(connection, feed.id, news, known, run)
        changed = sum(name in known for name in news)
        return Stored(taken=len(news) - changed, changed=changed, unchanged=len(same))

    def close_adverts(self, feed_id: str, external_ids: Collection[str]) -> int:
        with write(self._engine) as connection:
            ids = tuple(dict.fromkeys(storable(name) for name in external_ids))
            known = _known(connection, feed_id, ids)
            return _close(connection, feed_id, [name for name, row in known.items() if row["state"] != _CLOSED])

    def count_unseen(self, feed_id: str, run: int) -> tuple[int, int]:
        still = (adverts.c.feed_id == feed_id) & (adverts.c.state != _CLOSED)
        unseen = func.coalesce(func.sum((adverts.c.seen_run != run).cast(adverts.c.seen_run.type)), 0)
        with read(self._engine) as connection:
            total, missing = connection.execute(select(func.count(), unseen).where(still)).one()
        return int(total), int(missing)

    def close_unseen(self, feed_id: str, run: int) -> int:
        unseen = (adverts.c.feed_id == feed_id) & (adverts.c.state != _CLOSED) & (adverts.c.seen_run != run)
        with write(self._engine) as connection:
            names = list(connection.execute(select(adverts.c.external_id).where(unseen)).scalars())
            return _close(connection, feed_id, names)

    def set_state(self, vacancy_id: str, state: VacancyState) -> None:
        chosen = (adverts.c.vacancy_id == vacancy_id) & (adverts.c.state != _CLOSED)
        with write(self._engine) as connection:
            names = connection.execute(select(adverts.c.feed_id, adverts.c.external_id).where(chosen)).all()
            if not names:
                raise NotFoundError("There is no such vacancy, or it has closed by itself.")
            first = take_numbers(connection, ADVERT_CHANGE, len(names))
            for number, (feed_id, external_id) in enumerate(names, first):
                values = {"state": state.value, "decided_state": state.value, "change_number": number}
                connection.execute(sql_update(adverts).where(_is(feed_id, external_id)).values(values))

    def find_vacancies(self, ids: Collection[str], today: date) -> Mapping[str, Vacancy]:
        found: dict[str, Vacancy] = {}
        with read(self._engine) as connection:
            for some in _portions(tuple(filter(is_storable, ids))):
                rows = connection.execute(_rows().where(adverts.c.vacancy_id.in_(some))).mappings()
                found.update(_vacancies(rows, today))
        return found

    def list_held(self, limit: int, today: date) -> Sequence[Vacancy]:
        held = select(adverts.c.vacancy_id).where(adverts.c.state == _HELD).order_by(adverts.c.change_number)
        with read(self._engine) as connection:
            ids = tuple(dict.fromkeys(connection.execute(held.limit(limit)).scalars()))
        found = self.find_vacancies(ids, today)
        return [found[name] for name in ids if name in found]

    def last_number(self) -> int:
        with read(self._engine) as connection:
            return int(connection.execute(select(func.coalesce(func.max(adverts.c.change_number), 0))).scalar_one())

    def changes_after(self, number: int, limit: int, today: date) -> Sequence[VacancyChange]:
        after = _rows().where(adverts.c.change_number > number).order_by(adverts.c.change_number).limit(limit)
        with read(self._engine) as connection:
            rows = list(connection.execute(after).mappings())
            if not rows:
                return ()
            first, last = rows[0]["change_number"], rows[-1]["change_number"]
            ids = tuple(dict.fromkeys(row["vacancy_id"] for row in rows))
            for some in _portions(ids):
                elsewhere = (adverts.c.change_number < first) | (adverts.c.change_number > last)
                others = _rows().where(adverts.c.vacancy_id.in_(some) & elsewhere)
                rows += connection.execute(others).mappings()
        found = _vacancies(rows, today)
        numbers = {row["vacancy_id"]: row["change_number"] for row in rows if first <= row["change_number"] <= last}
        changes = [VacancyChange(numbers[name], name, _shown(found.get(name)), today) for name in ids]
        return sorted(changes, key=lambda change: change.number)

    def find_by_employer(self, employer: str, today: date, limit: int = 50) -> Sequence[Vacancy]:
        named = select(adverts.c.vacancy_id).where(adverts.c.employer == storable(employer)).limit(limit)
        with read(self._engine) as connection:
            ids = tuple(dict.fromkeys(connection.execute(named).scalars()))
        found = self.find_vacancies(ids, today)
        return [found[name] for name in ids if name in found]


def _known(connection: Connection, feed_id: str, ids: tuple[str, ...]) -> dict[str, RowMapping]:
    columns = (
        adverts.c.external_id, adverts.c.digest, adverts.c.state, adverts.c.vacancy_id, adverts.c.fingerprint,
        adverts.c.first_number, adverts.c.decided_state,
    )  # fmt: skip
    found: dict[str, RowMapping] = {}
    for some in _portions(ids):
        chosen = select(*columns).where((adverts.c.feed_id == feed_id) & adverts.c.external_id.in_(some))
        found.update((row["external_id"], row) for row in connection.execute(chosen).mappings())
    return found


def _is_same(row: RowMapping, advert: TakenAdvert) -> bool:
    """Whether nothing has to be written. A closed advert that comes again is open again, unless staff closed it."""
    stays_as_it_is = row["state"] != _CLOSED or row["decided_state"] == _CLOSED
    return bool(row["digest"] == advert.digest and stays_as_it_is)


def _mark_seen(connection: Connection, feed_id: str, ids: Sequence[str], run: int) -> None:
    for some in _portions(tuple(ids)):
        chosen = (adverts.c.feed_id == feed_id) & adverts.c.external_id.in_(some)
        connection.execute(sql_update(adverts).where(chosen).values(seen_run=run))


def _replace(
    connection: Connection,
    feed_id: str,
    news: Mapping[str, TakenAdvert],
    known: Mapping[str, RowMapping],
    run: int,
) -> None:
    joined = _vacancies_by_fingerprint(connection, {advert.fingerprint for advert in news.values()})
    alone = _alone(connection, [known[name]["vacancy_id"] for name in news if name in known])
    first = take_numbers(connection, ADVERT_CHANGE, len(news))
    rows = []
    for number, (name, advert) in enumerate(news.items(), first):
        row = known.get(name)
        vacancy_id = _vacancy_id(feed_id, name, advert, row, joined, alone)
        joined.setdefault(advert.fingerprint, vacancy_id)
        rows.append(
            {
                "feed_id": feed_id,
                "external_id": name,
                "vacancy_id": vacancy_id,
                "fingerprint": advert.fingerprint,
                "digest": advert.digest,
                "state": advert.vacancy.state.value,
                "employer": storable(advert.vacancy.employer),
                "url": advert.url,
                "seen_run": run,
                "first_number": row["first_number"] if row is not None else number,
                "change_number": number,
                "record_json": vacancy_as_text(advert.vacancy, advert.day_offsets),
            }
        )
    for some in _portions(tuple(name for name in news if name in known)):
        connection.execute(delete(adverts).where((adverts.c.feed_id == feed_id) & adverts.c.external_id.in_(some)))
    connection.execute(insert(adverts), rows)


def _vacancy_id(
    feed_id: str,
    external_id: str,
    advert: TakenAdvert,
    row: RowMapping | None,
    joined: Mapping[str, str],
    alone: Collection[str],
) -> str:
    """The vacancy an advert belongs to: it keeps its own unless others share it and the two have grown apart."""
    if row is not None and (row["vacancy_id"] in alone or row["fingerprint"] == advert.fingerprint):
        return str(row["vacancy_id"])
    if advert.fingerprint in joined:
        return joined[advert.fingerprint]
    parts = (feed_id, external_id) if row is None else (feed_id, external_id, advert.fingerprint)
    return "v" + hashlib.blake2b("\0".join(parts).encode("utf-8", "replace"), digest_size=8).hexdigest()


def _vacancies_by_fingerprint(connection: Connection, fingerprints: Collection[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for some in _portions(tuple(fingerprints)):
        chosen = adverts.c.fingerprint.in_(some) & (adverts.c.state != _CLOSED)
        rows = connection.execute(select(adverts.c.fingerprint, adverts.c.vacancy_id).where(chosen))
        found.update((row.fingerprint, row.vacancy_id) for row in rows)
    return found


def _alone(connection: Connection, vacancy_ids: Collection[str]) -> frozenset[str]:
    """Those of the vacancies that one advert makes up alone."""
    single: set[str] = set()
    for some in _portions(tuple(set(vacancy_ids))):
        counted = select(adverts.c.vacancy_id).where(adverts.c.vacancy_id.in_(some)).group_by(adverts.c.vacancy_id)
        single.update(connection.execute(counted.having(func.count() == 1)).scalars())
    return frozenset(single)


def _close(connection: Connection, feed_id: str, ids: Sequence[str]) -> int:
    if not ids:
        return 0
    first = take_numbers(connection, ADVERT_CHANGE, len(ids))
    closing = (
        sql_update(adverts)
        .where((adverts.c.feed_id == feed_id) & (adverts.c.external_id == bindparam("name")))
        .values(state=_CLOSED, change_number=bindparam("number"))
    )
    connection.execute(closing, [{"name": name, "number": number} for number, name in enumerate(ids, first)])
    return len(ids)


def _is(feed_id: str, external_id: str) -> ColumnElement[bool]:
    return (adverts.c.feed_id == feed_id) & (adverts.c.external_id == external_id)


def _rows() -> Select[tuple[object, ...]]:
    """Adverts with the name of their feed."""
    columns = (
        adverts.c.feed_id, adverts.c.external_id, adverts.c.vacancy_id, adverts.c.state, adverts.c.url,
        adverts.c.first_number, adverts.c.change_number, adverts.c.record_json, feeds.c.label,
    )  # fmt: skip
    return select(*columns).select_from(adverts.outerjoin(feeds, feeds.c.id == adverts.c.feed_id))


def _vacancies(rows: Iterable[RowMapping], today: date) -> dict[str, Vacancy]:
    """Vacancies by id. The advert that came first speaks for all; those still open go before the others."""
    groups: dict[str, list[RowMapping]] = {}
    for row in rows:
        groups.setdefault(row["vacancy_id"], []).append(row)
    found: dict[str, Vacancy] = {}
    for vacancy_id, group in groups.items():
        group.sort(key=lambda row: (row["state"] != _OPEN, row["state"] != _HELD, row["first_number"]))
        state = VacancyState(group[0]["state"])
        sources = tuple(_source(row) for row in group if row["state"] == group[0]["state"])
        try:
            found[vacancy_id] = vacancy_from_text(group[0]["record_json"], vacancy_id, state, sources, today)
        except UnreadableRecordError as error:
            _log.warning("vacancy %s is left out: %s", vacancy_id, error)
    return found


def _source(row: RowMapping) -> VacancySource:
    return VacancySource(row["feed_id"], row["label"] or row["feed_id"], row["external_id"], row["url"])


def _shown(vacancy: Vacancy | None) -> Vacancy | None:
    return vacancy if vacancy is not None and vacancy.state is VacancyState.OPEN else None


def _portions(ids: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for start in range(0, len(ids), _ROWS_AT_ONCE):
        yield ids[start : start + _ROWS_AT_ONCE]
