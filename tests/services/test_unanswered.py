"""Questions that went badly, grouped by likeness."""

from datetime import datetime, timedelta

import pytest

from assistant.domain.conversation import AnswerStatus
from assistant.domain.errors import NotAllowedError
from assistant.domain.staff import Role, StaffMember
from assistant.services.teaching_ports import UnansweredQuestion
from assistant.services.unanswered import MOST_GROUPS, Unanswered
from tests.fakes.clock import FixedClock
from tests.fakes.unanswered_source import FakeUnansweredSource

BIAN = StaffMember("bian", Role.EDITOR)
NO_SOURCE = AnswerStatus.UNANSWERABLE_NO_SOURCE


def asked(text: str, at: datetime, **more: str) -> UnansweredQuestion:
    return UnansweredQuestion(text, NO_SOURCE, at, **more)  # type: ignore[arg-type]


def test_like_questions_come_together_with_count_last_time_and_reasons() -> None:
    clock = FixedClock()
    now, hour = clock.now(), timedelta(hours=1)
    source = FakeUnansweredSource(
        asked("夜校培训班晚上几点开课？", now - 3 * hour),
        asked("夜校培训班晚上几点开课？", now - 2 * hour, feedback_reason="wrong", comment="电话139是错的"),
        asked("夜校的培训班晚上几点钟开课", now - hour, handover_reason="failed_twice"),
        asked("档案放在哪里？", now - hour),
        UnansweredQuestion("失业金能领多久？", AnswerStatus.ANSWERED, now, "outdated"),
    )
    first, *rest = Unanswered(source, clock, lambda text: text.replace("139", "***")).groups(BIAN, 7)
    assert (first.question, first.count, first.last_seen) == ("夜校培训班晚上几点开课？", 3, now - hour)
    assert dict(first.whys) == {"unanswerable_no_source": 3, "feedback-wrong": 1, "failed_twice": 1}
    assert first.others == ("夜校的培训班晚上几点钟开课",)
    assert first.comments == ("电话***是错的",)
    assert {group.question: group.whys for group in rest} == {
        "失业金能领多久？": (("feedback-outdated", 1),),
        "档案放在哪里？": (("unanswerable_no_source", 1),),
    }


def test_only_the_days_asked_for_count() -> None:
    clock = FixedClock()
    source = FakeUnansweredSource(asked("很久以前的问题", clock.now() - timedelta(days=8)))
    desk = Unanswered(source, clock, str)
    assert not desk.groups(BIAN, 7) and len(desk.groups(BIAN, 30)) == 1


def test_there_are_never_more_groups_than_a_page_holds() -> None:
    clock = FixedClock()
    source = FakeUnansweredSource(
        *(asked(f"{chr(0x4E00 + 2 * i)}{chr(0x4E01 + 2 * i)}", clock.now()) for i in range(300))
    )
    assert len(Unanswered(source, clock, str).groups(BIAN, 7)) == MOST_GROUPS


@pytest.mark.parametrize("role", [Role.ADVISOR, Role.SPECIALIST, Role.ADMINISTRATOR])
def test_other_roles_do_not_read_what_people_asked(role: Role) -> None:
    with pytest.raises(NotAllowedError):
        Unanswered(FakeUnansweredSource(), FixedClock(), str).groups(StaffMember("x", role), 7)
