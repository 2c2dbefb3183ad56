"""Courses and their intakes in SQL."""

import hashlib
import logging
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import Connection, Engine, RowMapping, Select, bindparam, func, insert, select
from sqlalchemy import update as sql_update

from assistant.adapters.sql.course_records import course_as_text, course_from_text, intake_as_text, intake_from_text
from assistant.adapters.sql.course_tables import courses, intakes
from assistant.adapters.sql.engine import read, write
from assistant.adapters.sql.json_reading import UnreadableRecordError
from assistant.adapters.sql.numbers import take_numbers
from assistant.adapters.sql.portions import portions
from assistant.adapters.sql.records import is_storable, storable
from assistant.adapters.sql.tables import feeds
from assistant.domain.courses import Course, CourseSource, Intake, IntakeState
from assistant.services.course_ports import IntakeChange, TakenIntake
from assistant.services.vacancy_ports import Feed, Stored

#: The counter that numbers every change of an intake.
INTAKE_CHANGE = "intake_change"
_CLOSED = IntakeState.CLOSED.value
_log = logging.getLogger(__name__)


class SqlCourseStore:
    """Implements `CourseStore`. Every method may raise UnavailableError."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def find_courses(self, ids: Collection[str], today: date) -> Mapping[str, Course]:
        with read(self._engine) as connection:
            return _whole(connection, ids, today)

    def find_intake(self, intake_id: str, today: date) -> tuple[Course, Intake] | None:
        with read(self._engine) as connection:
            return find_intake_on(connection, intake_id, today)

    def put_adverts(self, feed: Feed, adverts: Sequence[TakenIntake], run: int) -> Stored:
        newest = {storable(advert.external_id): advert for advert in adverts}
        with write(self._engine) as connection:
            known = _known(connection, feed.id, tuple(newest))
            changed_courses = _put_courses(connection, feed.id, newest.values())
            same = [name for name, row in known.items() if _is_same(row, newest[name], changed_courses)]
            news = {name: advert for name, advert in newest.items() if name not in set(same)}
            _mark_seen(connection, feed.id, same, run)
            others = _others_of(connection, changed_courses, known)
            if news or others:
                first = take_numbers(connection, INTAKE_CHANGE, len(news) + len(others))
                _put(connection, feed.id, news, known, run, first)
                _renumber(connection, others, first + len(news))
        changed = sum(name in known for name in news)
        return Stored(taken=len(news) - changed, changed=changed, unchanged=len(same))

    def close_adverts(self, feed_id: str, external_ids: Collection[str]) -> int:
        with write(self._engine) as connection:
            known = _known(connection, feed_id, tuple(dict.fromkeys(map(storable, external_ids))))
            return _close(connection, [row["id"] for row in known.values() if row["state"] != _CLOSED])

    def count_unseen(self, feed_id: str, run: int) -> tuple[int, int]:
        still = (intakes.c.feed_id == feed_id) & (intakes.c.state != _CLOSED)
        unseen = func.coalesce(func.sum((intakes.c.seen_run != run).cast(intakes.c.seen_run.type)), 0)
        with read(self._engine) as connection:
            total, missing = connection.execute(select(func.count(), unseen).where(still)).one()
        return int(total), int(missing)

    def close_unseen(self, feed_id: str, run: int) -> int:
        unseen = (intakes.c.feed_id == feed_id) & (intakes.c.state != _CLOSED) & (intakes.c.seen_run != run)
        with write(self._engine) as connection:
            return _close(connection, list(connection.execute(select(intakes.c.id).where(unseen)).scalars()))

    def last_number(self) -> int:
        with read(self._engine) as connection:
            return int(connection.execute(select(func.coalesce(func.max(intakes.c.change_number), 0))).scalar_one())

    def changes_after(self, number: int, limit: int, today: date) -> Sequence[IntakeChange]:
        after = select(intakes).where(intakes.c.change_number > number)
        with read(self._engine) as connection:
            rows = connection.execute(after.order_by(intakes.c.change_number).limit(limit)).mappings().all()
            heads = _heads(connection, {row["course_id"] for row in rows})
        changes = []
        for row in rows:
            intake, course = _intake(row, today), heads.get(row["course_id"])
            is_shown = intake is not None and course is not None and intake.state is IntakeState.OPEN
            shown = (course, intake) if is_shown else (None, None)
            changes.append(IntakeChange(row["change_number"], row["id"], *shown, today))
        return changes


def find_intake_on(connection: Connection, intake_id: str, today: date) -> tuple[Course, Intake] | None:
    """As `find_intake`, on the connection of a transaction that decides by it."""
    if not is_storable(intake_id):
        return None
    course_id = connection.execute(select(intakes.c.course_id).where(intakes.c.id == intake_id)).scalar()
    course = _whole(connection, (course_id,), today).get(course_id) if course_id is not None else None
    found = next((one for one in course.intakes if one.id == intake_id), None) if course is not None else None
    return (course, found) if course is not None and found is not None else None


def close_intakes_of(connection: Connection, feed_id: str) -> None:
    """Closes what a feed that is removed has brought."""
    still = (intakes.c.feed_id == feed_id) & (intakes.c.state != _CLOSED)
    _close(connection, list(connection.execute(select(intakes.c.id).where(still)).scalars()))


def intake_id_of(feed_id: str, external_id: str) -> str:
    """The id an intake has for good: the same whenever its feed brings it."""
    return "i" + _mark(feed_id, external_id)


def course_id_of(feed_id: str, course_key: str) -> str:
    """The same for a course."""
    return "c" + _mark(feed_id, course_key)


def _mark(*parts: str) -> str:
    return hashlib.blake2b("\0".join(parts).encode("utf-8", "replace"), digest_size=8).hexdigest()


def _known(connection: Connection, feed_id: str, ids: tuple[str, ...]) -> dict[str, RowMapping]:
    columns = (intakes.c.id, intakes.c.external_id, intakes.c.digest, intakes.c.state, intakes.c.course_id)
    found: dict[str, RowMapping] = {}
    for some in portions(ids):
        chosen = select(*columns).where((intakes.c.feed_id == feed_id) & intakes.c.external_id.in_(some))
        found.update((row["external_id"], row) for row in connection.execute(chosen).mappings())
    return found


def _is_same(row: RowMapping, advert: TakenIntake, changed_courses: Collection[str]) -> bool:
    """Whether nothing has to be written: the same words and state, of a course that did not change."""
    is_told = row["digest"] == advert.digest and row["state"] == advert.intake.state.value
    return bool(is_told and row["course_id"] not in changed_courses)


def _put_courses(connection: Connection, feed_id: str, adverts: Iterable[TakenIntake]) -> frozenset[str]:
    """Writes the courses the intakes belong to; the ids of those that were there and say something else now."""
    news = {course_id_of(feed_id, advert.course_key): advert for advert in reversed(list(adverts))}
    rows = {
        course_id: {
            "id": course_id,
            "feed_id": feed_id,
            "course_key": storable(advert.course_key),
            "url": advert.url,
            "record_json": course_as_text(advert.course),
        }
        for course_id, advert in news.items()
    }
    known: dict[str, tuple[str, str | None]] = {}
    for some in portions(tuple(rows)):
        chosen = select(courses.c.id, courses.c.record_json, courses.c.url).where(courses.c.id.in_(some))
        known |= {row.id: (row.record_json, row.url) for row in connection.execute(chosen)}
    fresh = [row for course_id, row in rows.items() if course_id not in known]
    other = [row for course_id, row in rows.items() if known.get(course_id, _as_kept(row)) != _as_kept(row)]
    if fresh:
        connection.execute(insert(courses), fresh)
    if other:
        changing = sql_update(courses).where(courses.c.id == bindparam("key"))
        bound = [{"key": row["id"], "said": row["record_json"], "page": row["url"]} for row in other]
        connection.execute(changing.values(record_json=bindparam("said"), url=bindparam("page")), bound)
    return frozenset(str(row["id"]) for row in other)


def _as_kept(row: Mapping[str, str | None]) -> tuple[str, str | None]:
    return str(row["record_json"]), row["url"]


def _others_of(connection: Connection, course_ids: Collection[str], known: Mapping[str, RowMapping]) -> list[str]:
    """Intakes of courses that changed, beside those that are written anyway."""
    written = {row["id"] for row in known.values()}
    found: list[str] = []
    for some in portions(tuple(course_ids)):
        chosen = select(intakes.c.id).where(intakes.c.course_id.in_(some))
        found += [name for name in connection.execute(chosen).scalars() if name not in written]
    return found


def _put(
    connection: Connection,
    feed_id: str,
    news: Mapping[str, TakenIntake],
    known: Mapping[str, RowMapping],
    run: int,
    first: int,
) -> None:
    rows = []
    for number, (name, advert) in enumerate(news.items(), first):
        rows.append(
            {
                "id": intake_id_of(feed_id, name),
                "course_id": course_id_of(feed_id, advert.course_key),
                "feed_id": feed_id,
                "external_id": name,
                "digest": advert.digest,
                "state": advert.intake.state.value,
                "seats": advert.intake.seats,
                "seen_run": run,
                "change_number": number,
                "record_json": intake_as_text(advert.intake, advert.day_offsets),
            }
        )
    added = [row for row in rows if row["external_id"] not in known]
    if added:
        connection.execute(insert(intakes), added)
    names = ("course_id", "digest", "state", "seats", "seen_run", "change_number", "record_json")
    again = [
        {"key": row["id"], **{f"new_{name}": row[name] for name in names}}
        for row in rows
        if row["external_id"] in known
    ]
    if again:
        changing = sql_update(intakes).where(intakes.c.id == bindparam("key"))
        connection.execute(changing.values({name: bindparam(f"new_{name}") for name in names}), again)


def _mark_seen(connection: Connection, feed_id: str, ids: Sequence[str], run: int) -> None:
    for some in portions(tuple(ids)):
        chosen = (intakes.c.feed_id == feed_id) & intakes.c.external_id.in_(some)
        connection.execute(sql_update(intakes).where(chosen).values(seen_run=run))


def _renumber(connection: Connection, ids: Sequence[str], first: int) -> None:
    if ids:
        changing = sql_update(intakes).where(intakes.c.id == bindparam("key")).values(change_number=bindparam("number"))
        connection.execute(changing, [{"key": name, "number": number} for number, name in enumerate(ids, first)])


def _close(connection: Connection, ids: Sequence[str]) -> int:
    if not ids:
        return 0
    first = take_numbers(connection, INTAKE_CHANGE, len(ids))
    closing = sql_update(intakes).where(intakes.c.id == bindparam("key"))
    closing = closing.values(state=_CLOSED, change_number=bindparam("number"))
    connection.execute(closing, [{"key": name, "number": number} for number, name in enumerate(ids, first)])
    return len(ids)


def _whole(connection: Connection, ids: Collection[str], today: date) -> dict[str, Course]:
    """Courses with all their intakes and the feed they come from."""
    found = _heads(connection, ids)
    runs: dict[str, list[Intake]] = {course_id: [] for course_id in found}
    for some in portions(tuple(found)):
        chosen = select(intakes).where(intakes.c.course_id.in_(some)).order_by(intakes.c.course_id, intakes.c.id)
        for row in connection.execute(chosen).mappings():
            intake = _intake(row, today)
            if intake is not None:
                runs[row["course_id"]].append(intake)
    return {
        course_id: replace(course, intakes=tuple(sorted(runs[course_id], key=_in_time)))
        for course_id, course in found.items()
    }


def _in_time(intake: Intake) -> tuple[date, str]:
    return intake.starts_on or date.max, intake.id


def _heads(connection: Connection, ids: Collection[str]) -> dict[str, Course]:
    found: dict[str, Course] = {}
    for some in portions(tuple(ids)):
        for row in connection.execute(_courses().where(courses.c.id.in_(some))).mappings():
            try:
                course = course_from_text(row["record_json"], row["id"])
            except UnreadableRecordError as error:
                _log.warning("course %s is left out: %s", row["id"], error)
                continue
            source = CourseSource(row["feed_id"], row["label"] or row["feed_id"], row["course_key"], row["url"])
            found[row["id"]] = replace(course, sources=(source,))
    return found


def _courses() -> Select[tuple[object, ...]]:
    """Courses with the name of their feed."""
    columns = (courses.c.id, courses.c.feed_id, courses.c.course_key, courses.c.url, courses.c.record_json)
    joined = courses.outerjoin(feeds, feeds.c.id == courses.c.feed_id)
    return select(*columns, feeds.c.label).select_from(joined)


def _intake(row: RowMapping, today: date) -> Intake | None:
    try:
        ids = (row["id"], row["course_id"])
        return intake_from_text(row["record_json"], ids, row["seats"], IntakeState(row["state"]), today)
    except (UnreadableRecordError, ValueError) as error:
        _log.warning("intake %s is left out: %s", row["id"], error)
        return None
