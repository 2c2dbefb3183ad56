"""The product with a small world of courses for one dialogue: taken in as a feed would be, seats taken by others."""

import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select

from assistant.adapters.course_intake import KnowledgeCourseIntake
from assistant.adapters.sql.courses import intake_id_of
from assistant.adapters.sql.engine import open_engine, read, write
from assistant.adapters.sql.enrolment_reading import SqlEnrolmentReader
from assistant.adapters.sql.enrolment_records import enrolment_from_row, enrolment_row
from assistant.adapters.sql.enrolment_tables import enrolment_seats, enrolments
from assistant.bootstrap import Assistant, build_assistant
from assistant.domain.cases import PERSON
from assistant.domain.courses import Course, Intake
from assistant.domain.enrolment_steps import EnrolmentHappening
from assistant.domain.enrolments import Enrolment, EnrolmentDetails, EnrolmentEventKind, EnrolmentState
from assistant.services.clock import CHONGQING
from assistant.services.enrolling import TypedEnrolment
from assistant.services.enrolment_ports import SeatCounts
from assistant.services.sync_samples import COURSE_SAMPLES_ID
from assistant.services.vacancy_ports import Feed, FeedContent, FeedKind, RejectedRow
from assistant.settings import Settings
from evals.course_rows import intake_key, rows_of

_FEED = Feed("schools", FeedKind.FILE, "示例培训机构", carries=FeedContent.COURSES)
#: Feeds bring courses while they are open; some have closed by the case's day.
_TAKEN_IN_BEFORE = timedelta(days=60)
_MANY = 1_000_000
Case = dict[str, Any]


@dataclass
class DayClock:
    """A clock that stands at nine in the morning of a day."""

    day: date

    def now(self) -> datetime:
        return datetime.combine(self.day, time(9), CHONGQING)

    def today(self) -> date:
        return self.day


@dataclass(frozen=True)
class CountedSeats:
    """Seats others have taken. Implements `SeatsTaken`."""

    taken: Mapping[str, int] = field(default_factory=dict)

    def count_confirmed(self, intake_ids: Collection[str]) -> Mapping[str, int]:
        return {name: self.taken[name] for name in intake_ids if self.taken.get(name)}


class TrainingWorld:
    """One product for all dialogues, on a day that moves; of each dialogue's courses only its own are open."""

    def __init__(self, folder: Path, **changed: Any) -> None:
        """`changed`: settings other than those of an evaluation."""
        self.clock = DayClock(date(2026, 11, 23))
        self._settings = Settings(
            _env_file=None, data_dir=folder, knowledge_dir=Settings().knowledge_dir, messages_per_minute=_MANY,
            messages_per_minute_address=_MANY, conversations_per_minute_address=_MANY, **changed,
        )  # fmt: skip
        self.product: Assistant = build_assistant(self._settings, self.clock)
        self._vacancies = self.product._vacancies
        self._vacancies.bring_samples()
        self._courses = self._vacancies.courses
        self._vacancies.feeds.put_feed(_FEED)
        self._courses.store.close_unseen(COURSE_SAMPLES_ID, -1)  # they would stand beside the courses of a case
        self._engine = open_engine(self._settings.resolved_database_url)
        self._open: tuple[str, ...] = ()
        self._case = ""
        self._others: dict[str, list[str]] = {}

    def open(self, case: Case) -> None:
        """From now on it is the case's day, and its courses are the only ones somebody can enrol in."""
        self.clock.day = date.fromisoformat(case["today"])
        self._case, store = case["id"], self._courses.store
        store.close_adverts(_FEED.id, self._open)
        rows = list(rows_of(case["world"], f"{case['id']}-"))
        before = DayClock(self.clock.day - _TAKEN_IN_BEFORE)
        intake = KnowledgeCourseIntake(self._settings.knowledge_dir, before)
        taken = [one for one in intake(rows) if not isinstance(one, RejectedRow)]
        store.put_adverts(_FEED, taken, 1)
        self._open = tuple(row.external_id for row in rows)
        self._others = {}
        for at, offered in enumerate(case["world"]):
            for number, each in enumerate(offered["intakes"]):
                self._seat_others(intake_id_of(_FEED.id, f"{self._case}-{at}-{number}"), each["taken"], each["waiting"])
        self._courses.replica.catch_up()

    def happen(self, case: Case, event: Case) -> None:
        """What others do. Raises ValueError for what nobody has heard of."""
        intake_id, external = self._named(case, event["intake"])
        action, count = event["action"], event["count"] or 0
        if action == "others_enrol":
            self._others.setdefault(intake_id, []).extend(self._enrol_another(intake_id) for _ in range(count))
        elif action == "others_withdraw":
            self._withdraw_others(intake_id, count)
        elif action == "withdraw_intake":
            self._courses.store.close_adverts(_FEED.id, (external,))
        else:
            raise ValueError(f"unknown event {action!r}")
        self._courses.replica.catch_up()

    def enrolments_of_person(self) -> tuple[tuple[str, str, Enrolment, int | None], ...]:
        """Course, first day, enrolment and place in the queue of all in this case's intakes that are nobody else's."""
        others = {number for numbers in self._others.values() for number in numbers}
        reader, found = self._reader, []
        for external in self._open:
            intake_id = intake_id_of(_FEED.id, external)
            with read(self._engine) as connection:
                rows = connection.execute(select(enrolments).where(enrolments.c.intake_id == intake_id)).mappings()
                mine = [one for row in rows if (one := enrolment_from_row(row)).number not in others]
            course, intake = self._intake(intake_id) if mine else (None, None)
            for one in mine:
                assert course is not None and intake is not None
                found.append((course.title, str(intake.starts_on), one, reader.position_of(one)))
        return tuple(found)

    def enrolment(self, number: str) -> tuple[Enrolment, int | None] | None:
        """With the place in the queue."""
        found = self._reader.find_enrolment(number)
        return None if found is None else (found, self._reader.position_of(found))

    def seats_left(self, case: Case, named: Case) -> int:
        intake_id, _ = self._named(case, named)
        confirmed = self._reader.count_seats((intake_id,)).get(intake_id, SeatCounts()).confirmed
        return (self._intake(intake_id)[1].seats or 0) - confirmed

    @property
    def _reader(self) -> SqlEnrolmentReader:
        store = self.product.enrolments.enrolling._store
        assert isinstance(store, SqlEnrolmentReader)
        return store

    def _intake(self, intake_id: str) -> tuple[Course, Intake]:
        found = self._courses.store.find_intake(intake_id, self.clock.today())
        assert found is not None, intake_id
        return found

    def _named(self, case: Case, named: Case) -> tuple[str, str]:
        """Id, and id in the feed, of an intake. Raises ValueError where the case's world has none such."""
        for at, offered in enumerate(case["world"]):
            for number, intake in enumerate(offered["intakes"]):
                if offered["course"]["title"] == named["course"] and intake["starts_on"] == named["starts_on"]:
                    external = intake_key(at, number, f"{case['id']}-")
                    return intake_id_of(_FEED.id, external), external
        raise ValueError(f"{case['id']}: no intake {named}")

    def _seat_others(self, intake_id: str, taken: int, waiting: int) -> None:
        """As many as stand in the case, in the order they would have come; written at once, since they are many."""
        now, rows = self.clock.now(), []
        for place in range(1, taken + waiting + 1):
            state = EnrolmentState.CONFIRMED if place <= taken else EnrolmentState.WAITLISTED
            number = f"BM-{secrets.token_hex(6)}"
            one = Enrolment(number, "", intake_id, now, state, place)
            rows.append({**enrolment_row(one), "key_digest": secrets.token_hex(16), "person_digest": number})
        if not rows:
            return
        with write(self._engine) as connection:
            connection.execute(insert(enrolments), rows)
            connection.execute(insert(enrolment_seats), {"intake_id": intake_id, "last_place": len(rows)})
        self._others[intake_id] = [str(row["number"]) for row in rows]

    def _enrol_another(self, intake_id: str) -> str:
        """By a form of their own, as anybody else."""
        enrolling = self.product.enrolments.enrolling
        course, _ = self._intake(intake_id)
        phone = f"1390000{secrets.randbelow(10_000):04d}"
        typed = TypedEnrolment(
            EnrolmentDetails("示例旁人", phone), frozenset(one.text for one in course.prerequisites), "同意",
            enrolling.new_form_key(),
        )  # fmt: skip
        return enrolling.confirm(intake_id, typed).enrolment.number

    def _withdraw_others(self, intake_id: str, count: int) -> None:
        """Those who have a seat."""
        store, left = self.product.enrolments.enrolling._store, count
        for number in self._others.get(intake_id, ()):
            found = store.find_enrolment(number)
            if left and found is not None and found.state is EnrolmentState.CONFIRMED:
                store.take_step(number, EnrolmentHappening(EnrolmentEventKind.WITHDRAWN, PERSON, self.clock.now()))
                left -= 1
