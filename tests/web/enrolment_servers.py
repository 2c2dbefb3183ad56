"""Two server processes on one database, and what is put there and read there beside them."""

import base64
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Engine, RowMapping, insert, select

from assistant.adapters.sql.course_records import course_as_text, intake_as_text
from assistant.adapters.sql.course_tables import courses, intakes
from assistant.adapters.sql.engine import open_engine, read, write
from assistant.adapters.sql.tables import enrolments
from assistant.services.clock import SystemClock
from evals.server_under_test import ServerUnderTest
from tests.enrolment_office import KEY, course, intake

_NUMBERS = re.compile(r'class="card__number">([^<]+)<')


@dataclass(frozen=True)
class Pair:
    """`urls`: of the two processes. `database`: which one they stand on."""

    database: str
    engine: Engine
    urls: tuple[str, str]

    def url(self, who: int) -> str:
        """Every second person stands before the other process."""
        return self.urls[who % 2]

    def put_intake(self, name: str, seats: int) -> str:
        """An invented intake with just so many seats, as a feed would have brought it; the path of its form."""
        begins = SystemClock().today() + timedelta(days=9)
        run = intake(name, f"course-{name}", starts_on=begins, ends_on=begins, enrol_by=None)
        taught = course(run.course_id, run)
        ids = {"id": name, "course_id": taught.id, "feed_id": "test", "external_id": name, "digest": ""}
        numbers = {"state": "open", "seats": seats, "seen_run": 1, "change_number": 1}
        head = {"id": taught.id, "feed_id": "test", "course_key": taught.id, "record_json": course_as_text(taught)}
        with write(self.engine) as connection:
            connection.execute(insert(courses), head)
            connection.execute(insert(intakes), {**ids, **numbers, "record_json": intake_as_text(run, {})})
        return f"/courses/{taught.id}/intakes/{run.id}/enrol"

    def kept(self, name: str) -> list[RowMapping]:
        """The enrolments of the intake by their places."""
        mine = select(enrolments).where(enrolments.c.intake_id == name).order_by(enrolments.c.place)
        with read(self.engine) as connection:
            return list(connection.execute(mine).mappings().all())


@contextmanager
def running_pair(database: str, url: str, folder: Path) -> Iterator[Pair]:
    """`folder`: with the data folders `a` and `b`, in which the knowledge has been built."""
    settings = {"DATABASE_URL": url, "FIELD_KEYS": base64.b64encode(KEY).decode(), "SAMPLE_CONTENT": "false"}
    engine = open_engine(url)
    with ServerUnderTest(folder / "a", **settings) as here, ServerUnderTest(folder / "b", **settings) as there:
        yield Pair(database, engine, (here.url, there.url))
    engine.dispose()


def typed(who: int) -> dict[str, str]:
    return {"name": "示例学员", "phone": f"137{who:08d}", "agree": "yes", "form_key": f"{who:024d}"}


def receipt(page: str) -> tuple[str, str]:
    """Number and code as the page tells them."""
    number, code = _NUMBERS.findall(page)
    return number, code
