"""Details of enrolments: gone some days after the course, never before, and shut without their key."""

import io
import sqlite3
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from assistant.adapters.ics_calendar import write_calendar
from assistant.adapters.sql.engine import open_engine, read
from assistant.adapters.sql.tables import enrolment_contacts, enrolments
from assistant.adapters.workers.write_sheets import xlsx_bytes
from assistant.domain.contacts import RevealReason
from assistant.domain.enrolment_rules import details_kept_until
from assistant.domain.enrolments import EnrolmentEventKind, EnrolmentState
from assistant.domain.errors import NotFoundError, UnavailableError
from assistant.domain.staff import Role, StaffMember
from assistant.services.enrolment_retention import EnrolmentRetention
from assistant.services.person_enrolments import PersonEnrolments
from assistant.services.roster_desk import RosterDesk
from tests.enrolment_office import KEY, EnrolmentOffice, course, intake, open_store, person
from tests.fakes.staff_stores import FakeAuditLog
from tests.fresh_database import migrate

pytest_plugins = ("tests.postgres",)
ZHAO = StaffMember("zhao", Role.SUPERVISOR)
NEW_KEY, LOST_KEY = b"n" * 32, b"x" * 32
LAST_DAY = date(2027, 2, 25)


@pytest.fixture(params=["sqlite", "postgresql"])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[EnrolmentOffice]:
    if request.param == "postgresql":
        engine = request.getfixturevalue("postgres_engine")
    else:
        engine = open_engine(f"sqlite:///{tmp_path / 'kept.db'}")
        migrate(engine)
    yield EnrolmentOffice(engine)
    engine.dispose()


def on(office: EnrolmentOffice, day: date) -> EnrolmentRetention:
    """The chore as it is run on that day, by a process that has just started."""
    moment = office.clock.moment
    office.clock.moment = moment.replace(year=day.year, month=day.month, day=day.day)
    return EnrolmentRetention(office.store, office.clock, 30)


def persons_of(office: EnrolmentOffice) -> PersonEnrolments:
    return PersonEnrolments(office.store, office.catalogue.find, write_calendar, office.clock)


def desk_of(office: EnrolmentOffice) -> RosterDesk:
    return RosterDesk(office.store, office.catalogue.find, FakeAuditLog(), xlsx_bytes, office.clock)


def test_details_go_when_their_days_are_over_and_not_a_day_before(office: EnrolmentOffice) -> None:
    seat, _, waits = (office.enrol(who) for who in range(3))
    assert on(office, LAST_DAY + timedelta(days=30)).drop_due() == 0
    assert office.store.find_details(seat.enrolment.number) is not None
    chore = on(office, LAST_DAY + timedelta(days=31))
    assert (chore.drop_due(), chore.drop_due()) == (3, 0)
    with read(office.engine) as connection:
        assert connection.execute(select(enrolment_contacts)).all() == []
        assert set(connection.execute(select(enrolments.c.person_digest)).scalars()) == {None}
    assert [one.state for one in office.store.list_enrolments("evening")] == [
        EnrolmentState.CONFIRMED, EnrolmentState.CONFIRMED, EnrolmentState.WAITLISTED,
    ]  # fmt: skip
    last = office.store.list_events(waits.enrolment.number)[-1]
    assert (last.kind, last.actor) == (EnrolmentEventKind.DETAILS_DROPPED, "service")


def test_roster_export_and_persons_page_say_that_they_are_gone(office: EnrolmentOffice) -> None:
    kept = office.enrol(1)
    on(office, LAST_DAY + timedelta(days=31)).drop_due()
    (line,) = desk_of(office).open_roster(ZHAO, "evening").lines
    assert (line.contact, line.is_dropped) == (None, True)
    sheet = load_workbook(io.BytesIO(desk_of(office).export(ZHAO, "evening", RevealReason.ROSTER))).active
    assert (
        sheet is not None
        and "已满保存期" in str(sheet.cell(2, 4).value)
        and "已满保存期" in str(sheet.cell(2, 5).value)
    )
    with pytest.raises(NotFoundError, match="保存期"):
        desk_of(office).reveal(ZHAO, kept.enrolment.number, RevealReason.ROSTER)
    found = persons_of(office).find(kept.enrolment.number, kept.code)
    assert found.is_dropped and found.contact is None and found.note is None
    with pytest.raises(NotFoundError, match="保存期"):
        persons_of(office).change(kept.enrolment.number, kept.code, "13900000000", "")


def test_whoever_has_withdrawn_has_nothing_left_to_drop(office: EnrolmentOffice) -> None:
    kept = office.enrol(1)
    persons_of(office).withdraw(kept.enrolment.number, kept.code)
    assert on(office, LAST_DAY + timedelta(days=31)).drop_due() == 0


def test_a_course_that_lasts_longer_keeps_its_details_longer(office: EnrolmentOffice) -> None:
    office.enrol(1)
    office.catalogue.put(course("electrician", intake(ends_on=LAST_DAY + timedelta(days=60))))
    assert on(office, LAST_DAY + timedelta(days=31)).drop_due() == 0


@pytest.mark.parametrize(
    ("starts", "ends", "last"),
    [
        (date(2026, 12, 8), date(2027, 2, 25), date(2027, 3, 27)),
        (date(2026, 12, 8), None, date(2027, 1, 7)),
        (None, None, date(2027, 12, 28)),
    ],
)
def test_where_nobody_says_when_a_course_ends_its_details_go_all_the_same(
    starts: date | None, ends: date | None, last: date
) -> None:
    enrolled_on = date(2026, 11, 23)
    assert details_kept_until(intake(starts_on=starts, ends_on=ends), enrolled_on, 30) == last
    assert details_kept_until(None, enrolled_on, 30) == date(2027, 12, 28), "gone from its feed"


def test_the_chore_looks_once_an_hour(office: EnrolmentOffice) -> None:
    chore = on(office, LAST_DAY + timedelta(days=31))
    assert chore.drop_due() == 0
    office.clock.moment = office.clock.moment.replace(year=2026, month=11, day=23)
    office.enrol(1)
    on(office, LAST_DAY + timedelta(days=31))
    assert chore.drop_due() == 0
    office.later(hours=1)
    assert chore.drop_due() == 1


def test_a_changed_key_opens_what_the_old_one_sealed_and_seals_anew(office: EnrolmentOffice) -> None:
    old, changed = office.enrol(1), office.enrol(2)
    office.store = open_store(office.engine, office.catalogue, office.clock, (NEW_KEY, KEY))
    persons_of(office).change(changed.enrolment.number, changed.code, "13900000002", "")
    details = office.store.find_details(old.enrolment.number)
    assert details is not None and details.details == person(1)
    assert office.store.count_shut() == 0
    without_old = open_store(office.engine, office.catalogue, office.clock, (NEW_KEY,))
    left = without_old.find_details(changed.enrolment.number)
    assert left is not None and left.details.phone == "13900000002"
    with pytest.raises(UnavailableError, match="密钥"):
        without_old.find_details(old.enrolment.number)
    assert without_old.count_shut() == 1


def test_a_backup_without_the_key_gives_nothing_away_and_says_so(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'kept.db'}")
    migrate(engine)
    kept = EnrolmentOffice(engine).enrol(7)
    with sqlite3.connect(tmp_path / "kept.db") as source, sqlite3.connect(tmp_path / "backup.db") as target:
        source.backup(target)
    engine.dispose()
    raw = (tmp_path / "backup.db").read_bytes()
    assert all(word.encode() not in raw for word in ("示例女士", person(7).phone, "坐轮椅", kept.code))
    office = EnrolmentOffice(open_engine(f"sqlite:///{tmp_path / 'backup.db'}"))
    office.store = open_store(office.engine, office.catalogue, office.clock, (LOST_KEY,))
    with pytest.raises(UnavailableError, match="缺少当时用的密钥"):
        office.store.find_details(kept.enrolment.number)
    found = persons_of(office).find(kept.enrolment.number, kept.code)
    assert found.contact is None and not found.is_dropped and found.enrolment.state is EnrolmentState.CONFIRMED
    sheet = load_workbook(io.BytesIO(desk_of(office).export(ZHAO, "evening", RevealReason.ROSTER))).active
    assert sheet is not None and "密钥缺失" in str(sheet.cell(2, 4).value)
    with caplog.at_level("WARNING"):
        assert EnrolmentRetention(office.store, office.clock, 30).warn_of_missing_keys() == 1
    assert "1 enrolments have details sealed by keys that are not in FIELD_KEYS" in caplog.text
    office.engine.dispose()
