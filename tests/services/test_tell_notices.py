"""A reply that stays unread is told to the person elsewhere: how often, with what words, and whatever goes wrong."""

import logging

import pytest

from assistant.domain.contacts import ContactDetails
from assistant.domain.errors import InvalidInputError
from assistant.domain.outgoing_notices import NoticeEnd
from assistant.services.notification_ports import Notification, Recipient, RecipientKind
from tests.case_office import LI
from tests.services.saved_searching import Told
from tests.services.telling import DETAILS, MAIL, PHONE, Service


@pytest.fixture
def service() -> Service:
    return Service()


def ends(service: Service, number: str) -> list[NoticeEnd | None]:
    return [notice.ended for notice in service.outbox.list_of_case(number)]


def test_a_reply_that_stays_unread_is_told_once_with_number_and_link_alone(service: Service) -> None:
    number = service.claimed()
    service.desk.reply(LI, number, "请带劳动合同来，补发三个月工资")
    assert service.tell() == 0
    service.later(minutes=3)
    assert [service.tell(), service.tell()] == [1, 0]
    (told,) = service.told.notifications
    assert told.to == Recipient(RecipientKind.PERSON, email=MAIL, phone=PHONE)
    assert told.link == f"https://example.org/cases/{number}"
    assert number in told.text and told.link in told.text
    said = told.subject + told.text
    assert not any(word in said for word in ("工资", "合同", "老板", "示例女士", "li", "asked"))
    assert ends(service, number) == [NoticeEnd.TOLD]


def test_the_outcome_of_a_case_is_told_as_a_reply_is(service: Service) -> None:
    number = service.claimed()
    service.desk.resolve(LI, number, "已经协调补发")
    service.later(minutes=3)
    assert service.tell() == 1


def test_who_looks_at_the_case_in_time_is_not_told(service: Service) -> None:
    number = service.claimed()
    code = service.person.issue_code("a", number)
    service.desk.reply(LI, number, "带合同来")
    service.later(minutes=1)
    service.person.find(number, code)
    service.later(minutes=5)
    assert service.tell() == 0
    assert ends(service, number) == [NoticeEnd.SEEN]


def test_who_agreed_before_notices_were_spoken_of_is_not_told(service: Service) -> None:
    number = service.claimed()
    service.leave(number, DETAILS, "contact-consent-former-1")
    service.desk.reply(LI, number, "带合同来")
    service.later(minutes=3)
    assert service.tell() == 0 and service.told.attempts == 0
    assert ends(service, number) == [NoticeEnd.NO_CONSENT]


@pytest.mark.parametrize("details", [None, ContactDetails("示例女士", PHONE)])
def test_whom_no_channel_reaches_is_not_told_and_staff_can_see_it(details: ContactDetails | None) -> None:
    class MailOnly(Told):
        def can_reach(self, recipient: Recipient) -> bool:
            return bool(recipient.email)

    service = Service(told=MailOnly())
    number = service.claimed(details or DETAILS)
    service.desk.reply(LI, number, "带合同来")
    if details is None:
        service.contacts.remove_contact(number)  # taken back before the notice went out
    service.later(minutes=3)
    assert service.tell() == 0
    assert service.told.attempts == 0
    assert ends(service, number) == [NoticeEnd.NO_ADDRESS]


def test_a_channel_that_is_down_gets_the_notice_when_it_is_back(service: Service) -> None:
    number = service.claimed()
    service.desk.reply(LI, number, "带合同来")
    service.told.fails = True
    service.later(minutes=3)
    for _ in range(120):
        service.tell()
        service.later(minutes=1)
    attempts = service.told.attempts
    assert 6 <= attempts <= 8  # after 1, 2, 4, 8, 16, 32 minutes: the time between two doubles
    service.told.fails = False
    service.later(hours=1)
    assert service.tell() == 1
    assert ends(service, number) == [NoticeEnd.TOLD]


def test_a_channel_that_is_down_for_days_is_given_up_and_said_so(
    service: Service, caplog: pytest.LogCaptureFixture
) -> None:
    number = service.claimed()
    service.desk.reply(LI, number, "带合同来")
    service.told.fails = True
    for _ in range(80):
        service.later(hours=1)
        service.tell()
    assert ends(service, number) == [NoticeEnd.GIVEN_UP]
    assert "notice_given_up" in caplog.text


def test_one_that_fails_does_not_keep_the_others_and_a_dead_channel_is_left_alone(service: Service) -> None:
    for conversation in "abcde":
        service.desk.reply(LI, service.claimed(conversation=conversation), "带合同来")
    service.told.fails = True
    service.later(minutes=3)
    service.tell()
    assert service.told.attempts == 3
    service.told.fails = False
    assert service.tell() == 2  # those nobody had tried yet are not held back
    service.later(minutes=1)
    assert service.tell() == 3


def test_an_address_that_is_none_is_not_tried_again() -> None:
    class Refusing(Told):
        def notify(self, notification: Notification) -> None:
            self.attempts += 1
            raise InvalidInputError("no address")

    service = Service(told=Refusing())
    number = service.claimed()
    service.desk.reply(LI, number, "带合同来")
    service.later(minutes=3)
    assert [service.tell(), service.tell()] == [0, 0]
    assert service.told.attempts == 1
    assert ends(service, number) == [NoticeEnd.NO_ADDRESS]


def test_a_process_that_dies_while_it_tells_leaves_the_notice_to_another_under_the_same_key(service: Service) -> None:
    class Killed(BaseException):
        """Nothing catches it, as nothing catches a kill."""

    def die(notification: Notification) -> None:
        service.told.notifications.append(notification)
        raise Killed

    number = service.claimed()
    service.desk.reply(LI, number, "带合同来")
    service.later(minutes=3)
    service.told.notify = die  # type: ignore[method-assign]
    with pytest.raises(Killed):
        service.tell()
    del service.told.notify
    assert service.tell() == 0  # still claimed by the dead one
    service.later(minutes=6)
    assert service.tell() == 1
    first, second = service.told.notifications
    assert first == second


def test_contact_details_never_reach_the_log(service: Service, caplog: pytest.LogCaptureFixture) -> None:
    service.desk.reply(LI, service.claimed(), "带合同来")
    service.told.fails = True
    service.later(minutes=3)
    with caplog.at_level(logging.DEBUG):
        service.tell()
        service.told.fails = False
        service.later(minutes=2)
        assert service.tell() == 1
    assert MAIL not in caplog.text and PHONE not in caplog.text and "示例" not in caplog.text
    assert "notices_waiting" in caplog.text


def test_without_a_public_address_the_text_says_where_to_look(service: Service) -> None:
    service = Service(public_url="")
    service.desk.reply(LI, service.claimed(), "带合同来")
    service.later(minutes=3)
    service.tell()
    (told,) = service.told.notifications
    assert told.link == "" and "查工单" in told.text and "{" not in told.text
