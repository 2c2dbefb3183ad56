"""Teams hear of what is due, once each, together, and while they are at work."""

from datetime import datetime

import pytest

from assistant.domain.conversation import HandoverReason
from assistant.domain.outgoing_notices import NoticeEnd
from assistant.services.clock import CHONGQING
from assistant.services.notice_teams import NoticeTeam
from assistant.services.notification_ports import Recipient, RecipientKind
from tests.case_office import LI
from tests.fakes.clock import FixedClock
from tests.services.telling import Service, hours

MORNING = datetime(2026, 11, 24, 9, 0, tzinfo=CHONGQING)


@pytest.fixture
def service() -> Service:
    return Service(FixedClock(MORNING), names={"li": "王老师"})


def test_a_case_is_named_once_as_near_and_once_as_overdue(service: Service) -> None:
    number = service.open().number
    counts = []
    for _ in range(15):
        counts.append(service.digest())
        service.later(minutes=5)
    assert counts == [0] * 9 + [1] + [0] * 5  # near 15 minutes before
    service.later(minutes=5)
    assert [service.digest(), service.digest()] == [1, 0]
    near, passed = service.told.notifications
    assert near.subject == "综合服务组：快到期1张，已超期0张"
    assert passed.subject == "综合服务组：快到期0张，已超期1张"
    assert f"{number} · 答复 11月24日 10:00 · 已超期 · 还没人认领" in passed.text
    assert "工资" not in near.text + passed.text


def test_what_falls_due_together_is_one_digest_and_the_next_waits_its_time(service: Service) -> None:
    for conversation in "abc":
        service.open(conversation)
    service.later(minutes=10)
    service.open("d")
    service.later(minutes=38)
    assert service.digest() == 1
    assert service.told.notifications[0].count == 3
    service.later(minutes=10)  # the fourth is near now, ten minutes after the first digest
    assert service.digest() == 0
    service.later(minutes=21)
    assert service.digest() == 1
    assert service.told.notifications[1].count == 4  # three have passed meanwhile


def test_an_urgent_case_does_not_wait_for_the_next_digest(service: Service) -> None:
    service.open()
    service.later(minutes=46)
    assert service.digest() == 1
    service.open("b", HandoverReason.CRISIS)
    service.later(minutes=6)
    assert service.digest() == 1


def test_a_team_is_told_at_its_own_address_and_in_its_own_hours(service: Service) -> None:
    service.teams["general"] = NoticeTeam("general", "综合服务组", hours(), "team@example.org")
    service.open()
    service.clock.moment = datetime(2026, 11, 25, 3, 0, tzinfo=CHONGQING)
    assert service.digest() == 0
    service.clock.moment = datetime(2026, 11, 25, 9, 0, tzinfo=CHONGQING)
    assert service.digest() == 1
    assert service.told.notifications[0].to == Recipient(RecipientKind.TEAM, "general", "team@example.org")


def test_the_owner_is_named_as_colleagues_know_them_and_what_is_done_is_left_out(service: Service) -> None:
    done, waiting = service.claimed(), service.open("b").number
    service.later(minutes=50)
    service.told.fails = True
    assert service.digest() == 1
    service.desk.reply(LI, done, "带合同来")
    service.told.fails = False
    service.later(minutes=2)
    service.tell()
    (told,) = [one for one in service.told.notifications if one.to.kind is RecipientKind.TEAM]
    assert waiting in told.text and done not in told.text and told.count == 1


def test_a_digest_of_which_nothing_is_left_is_not_sent(service: Service) -> None:
    number = service.claimed()
    service.later(minutes=50)
    service.told.fails = True
    service.digest()
    service.desk.resolve(LI, number, "办好了")
    service.told.fails = False
    service.later(minutes=1)
    service.tell()
    assert not [one for one in service.told.notifications if one.to.kind is RecipientKind.TEAM]
    assert NoticeEnd.OVER in [row.ended for row in service.outbox.rows.values()]


def test_after_a_long_failure_a_team_gets_one_digest_of_everything(service: Service) -> None:
    service.told.fails = True
    for conversation in "abcd":
        service.open(conversation)
        service.later(minutes=46)
        service.digest()
    service.told.fails = False
    service.later(hours=1)
    service.digest()
    (told,) = service.told.notifications
    assert told.count == 4


def test_a_long_digest_says_how_many_more_there_are(service: Service) -> None:
    for number in range(25):
        service.open(f"c{number}")
    service.later(minutes=50)
    service.digest()
    (told,) = service.told.notifications
    assert told.count == 25 and "另有5张" in told.text and len(told.text.splitlines()) == 23


def test_a_follow_up_that_is_due_is_told_too(service: Service) -> None:
    number = service.claimed()
    service.desk.resolve(LI, number, "办好了")
    service.later(days=7, minutes=1)
    service.digest()
    assert any(number in one.text and "回访" in one.text for one in service.told.notifications)
