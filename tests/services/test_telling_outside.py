"""What saved searches tell outside of the conversation: to whom it was chosen, once, and nothing personal."""

import logging
from dataclasses import replace

import pytest

from assistant.domain.saved_searches import NoticeChannel
from assistant.services.saved_searches import MOST_SEARCHES
from tests.services.saved_searching import DRIVING, Office


@pytest.fixture
def office() -> Office:
    return Office()


OPERATOR = NoticeChannel.OPERATOR


def test_nothing_is_told_outside_unless_it_was_chosen(office: Office) -> None:
    office.save()
    office.put("new")
    office.check()
    assert office.told.attempts == 0


def test_the_operator_is_told_once_a_search_and_run_with_label_count_and_link_alone(office: Office) -> None:
    office.save(notify=OPERATOR)
    office.put("one")
    office.put("two")
    office.check()
    office.check()
    assert len(office.told.notifications) == 1
    told = office.told.notifications[0]
    assert (told.count, told.link) == (2, "https://example.org/c/a/searches")
    assert told.subject == "保存的搜索有2个新岗位"
    assert "叉车司机" in told.text
    assert "示例" not in told.text


def test_a_channel_that_fails_loses_nothing_and_doubles_nothing(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    office.save(notify=OPERATOR)
    office.told.fails = True
    first = office.put("one")
    assert office.check() == [(first,)]
    second = office.put("two")
    assert office.check() == [(second,)]
    office.told.fails = False
    assert office.check() == []
    assert [told.count for told in office.told.notifications] == [2]
    assert len(office.searches.unread_notices("a")) == 2
    office.check()
    assert len(office.told.notifications) == 1
    assert {record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR} == {
        "a notice could not be told: UnavailableError"
    }


def test_a_channel_that_fails_again_and_again_is_left_alone_until_the_next_run(office: Office) -> None:
    for number in range(MOST_SEARCHES):
        office.save(replace(DRIVING, experience_years=number + 1), notify=OPERATOR)
    office.told.fails = True
    office.put("new")
    assert len(office.check()) == MOST_SEARCHES
    assert office.told.attempts == 3


def test_what_was_read_meanwhile_or_is_a_week_old_is_not_told_outside(office: Office) -> None:
    office.save(notify=OPERATOR)
    office.told.fails = True
    office.put("read")
    office.check()
    office.searches.mark_read("a", [notice.id for notice in office.searches.unread_notices("a")])
    office.put("old")
    office.check()
    office.told.fails = False
    office.check(minutes=8 * 24 * 60)
    assert office.told.notifications == []
