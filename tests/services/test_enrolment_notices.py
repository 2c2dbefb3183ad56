"""News of an enrolment goes out through the outbox of all notices: to the person, at least once, in words that name
nobody."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from assistant.adapters.ics_calendar import write_calendar
from assistant.adapters.sql.engine import open_engine
from assistant.adapters.sql.outbox import SqlNoticeOutbox
from assistant.domain.courses import IntakeState
from assistant.services.enrolment_notices import EnrolmentNoticeParts, EnrolmentNotices
from assistant.services.enrolment_ports import KeptEnrolment
from assistant.services.notification_ports import Notification, Recipient, RecipientKind
from assistant.services.person_enrolments import PersonEnrolments
from assistant.services.tell_notices import NoticeParts, TellNotices
from tests.enrolment_office import EnrolmentOffice, course, intake, open_store, person
from tests.fresh_database import migrate
from tests.services.saved_searching import Told
from tests.services.telling import POLICY, WORDS, Service

pytest_plugins = ("tests.postgres",)
CONSENT = WORDS["enrol-consent"]


@dataclass
class Telling:
    """An office whose notices go out by the outbox all others go out by."""

    office: EnrolmentOffice
    told: Told = field(default_factory=Told)
    public_url: str = "https://example.org/"

    def __post_init__(self) -> None:
        office, beside = self.office, Service()
        parts = EnrolmentNoticeParts(
            office.store, office.catalogue.find, self.told, office.clock, lambda: WORDS, self.public_url
        )
        self.notices = EnrolmentNotices(parts)
        self.telling = TellNotices(
            NoticeParts(
                SqlNoticeOutbox(office.engine), beside.store, beside.contacts, self.told, office.clock, lambda: POLICY,
                lambda: WORDS, dict, str, self.public_url, self.notices.notification,
            )
        )  # fmt: skip

    def tell(self) -> int:
        self.notices.plan()
        return self.telling.run_once()

    def full_house(self, consent: str = CONSENT) -> list[KeptEnrolment]:
        """Two with a seat, one who waits."""
        return [self.office.enrol(who, agreed_to=consent) for who in range(3)]

    def withdraw(self, kept: KeptEnrolment) -> None:
        office = self.office
        persons = PersonEnrolments(office.store, office.catalogue.find, write_calendar, office.clock)
        persons.withdraw(kept.enrolment.number, kept.code)


@pytest.fixture(params=["sqlite", "postgresql"])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[EnrolmentOffice]:
    if request.param == "postgresql":
        engine = request.getfixturevalue("postgres_engine")
    else:
        engine = open_engine(f"sqlite:///{tmp_path / 'kept.db'}")
        migrate(engine)
    yield EnrolmentOffice(engine)
    engine.dispose()


@pytest.fixture
def telling(office: EnrolmentOffice) -> Telling:
    return Telling(office)


def phone_of(who: int) -> Recipient:
    return Recipient(RecipientKind.PERSON, phone=person(who).phone)


def test_whoever_moves_up_is_told_once_and_again_where_the_channel_was_down(telling: Telling) -> None:
    first, _, third = telling.full_house()
    telling.withdraw(first)
    telling.told.fails = True
    assert telling.tell() == 0
    telling.told.fails = False
    telling.office.later(minutes=2)
    assert (telling.tell(), telling.tell()) == (1, 0)
    (told,) = telling.told.notifications
    assert told.to == phone_of(2) and told.key == f"enrolment:{third.enrolment.number}:moved_up"
    assert told.link == f"https://example.org/enrolments/{third.enrolment.number}"
    assert "已从候补转为正式学员" in told.text and "12月8日" in told.text and told.link in told.text
    said = told.subject + told.text
    assert not any(word in said for word in ("示例女士", person(2).phone, "坐轮椅", third.code, "{"))


def test_on_the_day_before_everybody_with_a_seat_is_reminded_by_their_own_number(telling: Telling) -> None:
    telling.full_house()
    assert telling.tell() == 0
    telling.office.clock.moment = telling.office.clock.moment.replace(month=12, day=7, hour=9)
    assert (telling.tell(), telling.tell()) == (2, 0)
    assert {told.subject for told in telling.told.notifications} == {"明天开课提醒"}
    assert {told.to.phone for told in telling.told.notifications} == {person(0).phone, person(1).phone}


def test_of_an_intake_taken_off_the_list_everybody_is_told_what_is_known_and_no_more(telling: Telling) -> None:
    telling.full_house()
    telling.office.catalogue.put(course("electrician", intake(state=IntakeState.CLOSED)))
    assert (telling.tell(), telling.tell()) == (3, 0)
    text = telling.told.notifications[0].text
    assert "可能不开了，也可能只是提前停止招生" in text and "先向培训机构问清楚" in text


def test_what_no_longer_holds_is_not_told(telling: Telling) -> None:
    kept = telling.full_house()
    telling.office.catalogue.put(course("electrician", intake(state=IntakeState.CLOSED)))
    telling.notices.plan()
    telling.withdraw(kept[2])
    telling.office.catalogue.put(course("electrician", intake()))
    assert telling.telling.run_once() == 0
    assert telling.told.attempts == 0


def test_a_process_that_dies_while_it_tells_leaves_the_notice_to_another_under_the_same_key(telling: Telling) -> None:
    class Killed(BaseException):
        """Nothing catches it, as nothing catches a kill."""

    def die(notification: Notification) -> None:
        telling.told.notifications.append(notification)
        raise Killed

    telling.withdraw(telling.full_house()[0])
    telling.told.notify = die  # type: ignore[method-assign]
    with pytest.raises(Killed):
        telling.tell()
    del telling.told.notify
    assert telling.tell() == 0, "still claimed by the dead one"
    telling.office.later(minutes=6)
    assert telling.tell() == 1
    first, second = telling.told.notifications
    assert first == second


def test_where_no_channel_reaches_the_person_the_operator_is_told_the_number_alone(office: EnrolmentOffice) -> None:
    class MailOnly(Told):
        def can_reach(self, recipient: Recipient) -> bool:
            return recipient.kind is not RecipientKind.PERSON or bool(recipient.email)

    telling = Telling(office, told=MailOnly())
    telling.withdraw(telling.full_house()[0])
    assert telling.tell() == 1
    assert telling.told.notifications[0].to == Recipient()


def test_who_agreed_before_notices_were_spoken_of_is_told_by_the_operator(telling: Telling) -> None:
    telling.withdraw(telling.full_house(WORDS["enrol-consent-former-1"])[0])
    assert telling.tell() == 1
    assert telling.told.notifications[0].to == Recipient()


def test_without_the_key_the_operator_is_told(office: EnrolmentOffice) -> None:
    Telling(office).withdraw(Telling(office).full_house()[0])
    office.store = open_store(office.engine, office.catalogue, office.clock, (b"x" * 32,))
    robbed = Telling(office)
    assert robbed.tell() == 1
    assert robbed.told.notifications[0].to == Recipient()


def test_a_course_that_is_gone_is_told_of_without_its_name_and_without_a_link(office: EnrolmentOffice) -> None:
    telling = Telling(office, public_url="")
    telling.withdraw(telling.full_house()[0])
    office.catalogue.courses.clear()
    assert telling.tell() == 1
    (told,) = telling.told.notifications
    assert (
        told.link == "" and "您报的课程有名额空出来" in told.text and "我的报名" in told.text and "{" not in told.text
    )
