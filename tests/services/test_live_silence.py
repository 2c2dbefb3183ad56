"""A live conversation in which nobody says anything for hours: nothing is lost, and nobody is left without an answer."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from assistant.bootstrap import Assistant, build_assistant
from assistant.domain.cases import CaseState
from assistant.domain.conversation import AnswerStatus
from assistant.domain.staff import Role, StaffMember
from assistant.services.clock import CHONGQING
from assistant.settings import Settings
from tests.fakes.clock import FixedClock

ROOT = Path(__file__).parents[2]
LI = StaffMember("li", Role.ADVISOR, display_name="李老师")
TUESDAY = datetime(2026, 11, 24, 16, 30, tzinfo=CHONGQING)  # an hour before the teams of teams.yaml go home


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(TUESDAY)


@pytest.fixture
def assistant(clock: FixedClock, new_data_dir: Callable[[str], Path]) -> Iterator[Assistant]:
    settings = Settings(_env_file=None, data_dir=new_data_dir("silence"), knowledge_dir=ROOT / "knowledge_base")
    yield build_assistant(settings, clock)


def live(assistant: Assistant) -> tuple[str, str]:
    """A conversation that li has taken over, and its case."""
    started = assistant.conversations.start()
    handover = assistant.conversations.hand_over(started.id).handover
    assert handover is not None and handover.case_number is not None
    assistant.office.desk.claim(LI, handover.case_number)
    assistant.office.live.take_over(LI, handover.case_number)
    return started.id, handover.case_number


def sweep(assistant: Assistant) -> None:
    assistant.office._sweep.run_once()


def test_a_night_of_silence_leaves_the_conversation_with_staff_and_what_is_written_in_it_is_due(
    assistant: Assistant, clock: FixedClock
) -> None:
    conversation, number = live(assistant)
    assistant.office.desk.reply(LI, number, "请发一下合同的日期")
    clock.moment = TUESDAY + timedelta(hours=7)  # 23:30: the claim counts hours of work only
    sweep(assistant)
    assert assistant.conversations.answer(conversation, "合同是去年签的").status is AnswerStatus.WITH_STAFF
    clock.moment = datetime(2026, 11, 25, 9, 10, tzinfo=CHONGQING)
    sweep(assistant)
    case = assistant.office.live.look(LI, number)
    assert (case.state, case.owner) == (CaseState.CLAIMED, "li")
    assert case.reply_due_at == datetime(2026, 11, 25, 10, 0, tzinfo=CHONGQING)
    assistant.office.desk.reply(LI, number, "收到，下午给您答复")
    said = [turn.text for turn in assistant.conversations.list_turns(conversation)]
    assert said[-3:] == ["请发一下合同的日期", assistant.page_texts["live-passed-on"], "收到，下午给您答复"]


def test_staff_who_stay_silent_for_longer_than_a_claim_lose_the_case_and_the_person_is_answered_again(
    assistant: Assistant, clock: FixedClock
) -> None:
    conversation, number = live(assistant)
    assert assistant.conversations.answer(conversation, "有人吗").status is AnswerStatus.WITH_STAFF
    clock.moment = datetime(2026, 11, 25, 15, 0, tzinfo=CHONGQING)
    sweep(assistant)
    case = assistant.office.live.look(StaffMember("zhao", Role.SUPERVISOR), number)
    assert (case.state, case.owner) == (CaseState.OPEN, None)
    assert assistant.conversations.list_turns(conversation)[-1].text == assistant.page_texts["live-left"]
    assert assistant.conversations.answer(conversation, "失业金怎么领").status is AnswerStatus.ANSWERED
    messages = assistant.office.desk.open_file(StaffMember("zhao", Role.SUPERVISOR), number).messages
    assert [message.text for message in messages] == ["有人吗"]


def test_a_person_who_comes_back_days_later_finds_what_was_said(assistant: Assistant, clock: FixedClock) -> None:
    conversation, number = live(assistant)
    assistant.office.desk.reply(LI, number, "请带劳动合同来窗口")
    clock.moment += timedelta(days=5)
    sweep(assistant)
    turns = assistant.conversations.list_turns(conversation)
    assert ("请带劳动合同来窗口", "李老师") in [(turn.text, turn.said_by) for turn in turns]
