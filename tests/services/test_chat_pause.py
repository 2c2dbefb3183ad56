"""The chat rests: who may say so, how soon it is seen, what goes on, and what is left in the log."""

from collections.abc import Callable

import pytest

from assistant.adapters.knowledge_store import LoadedKnowledge
from assistant.domain.conversation import AnswerStatus, ConversationState, Fact, HandoverReason, TurnContext
from assistant.domain.errors import ConflictError, InvalidInputError, NotAllowedError
from assistant.domain.knowledge import Audience
from assistant.domain.staff import StaffMember
from assistant.services.chat_pause import FRESH_SECONDS, ChatPause
from assistant.services.knowing import Knowing
from assistant.services.oversight_ports import Pause
from assistant.services.resting_replier import RestingReplier
from assistant.services.rule_replier import RuleReplier
from tests.case_office import ADMIN, CHEN, EDITOR, WANG, ZHAO, hide_figures
from tests.fakes.clock import NIGHT, FixedClock
from tests.fakes.oversight_stores import FakePauseStore
from tests.fakes.staff_stores import FakeAuditLog
from tests.services.talking import Talk


class Seconds:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def store() -> FakePauseStore:
    return FakePauseStore()


@pytest.fixture
def audit() -> FakeAuditLog:
    return FakeAuditLog()


@pytest.fixture
def pause(store: FakePauseStore, audit: FakeAuditLog, clock: FixedClock, seconds: Seconds) -> ChatPause:
    return ChatPause(store, audit, clock, hide_figures, seconds)


@pytest.mark.parametrize("member", [ZHAO, ADMIN])
def test_a_supervisor_or_administrator_lets_it_rest_and_go_on_and_both_are_logged(
    pause: ChatPause, audit: FakeAuditLog, member: StaffMember
) -> None:
    assert pause.begin(member, " 资料\n更新 ") == pause.current() == Pause(NIGHT, member.name, "资料 更新")
    pause.end(member)
    assert pause.current() is None
    assert [(event.actor, event.action, event.detail) for event in audit.events] == [
        (member.name, "chat_paused", "资料 更新"),
        (member.name, "chat_resumed", ""),
    ]


@pytest.mark.parametrize("member", [CHEN, WANG, EDITOR])
def test_nobody_else_does_either(pause: ChatPause, audit: FakeAuditLog, member: StaffMember) -> None:
    with pytest.raises(NotAllowedError):
        pause.begin(member, "资料更新")
    pause.begin(ZHAO, "资料更新")
    with pytest.raises(NotAllowedError):
        pause.end(member)
    assert pause.current() is not None and len(audit.events) == 1


@pytest.mark.parametrize("reason", ["", "  \n ", "长" * 201])
def test_it_takes_a_reason_of_a_sentence(pause: ChatPause, reason: str) -> None:
    with pytest.raises(InvalidInputError):
        pause.begin(ZHAO, reason)
    assert pause.current() is None


def test_a_personal_number_in_the_reason_is_hidden(pause: ChatPause, audit: FakeAuditLog) -> None:
    assert pause.begin(ZHAO, "有人来电13800000000").reason == "有人来电***********"
    assert "138" not in audit.events[0].detail


def test_of_two_who_do_the_same_one_is_told_and_nothing_is_logged_twice(pause: ChatPause, audit: FakeAuditLog) -> None:
    pause.begin(ZHAO, "资料更新")
    with pytest.raises(ConflictError):
        pause.begin(ADMIN, "别的")
    pause.end(ADMIN)
    with pytest.raises(ConflictError):
        pause.end(ZHAO)
    assert [event.actor for event in audit.events] == [ZHAO.name, ADMIN.name]


def test_another_process_sees_it_within_a_second_and_asks_no_more_often(
    pause: ChatPause, store: FakePauseStore, seconds: Seconds
) -> None:
    assert pause.current() is None
    store.begin_pause(Pause(NIGHT, "zhao", "另一个进程"))
    seconds.now += FRESH_SECONDS / 2
    assert pause.current() is None
    seconds.now += FRESH_SECONDS / 2
    assert pause.current() == store.pause


def resting(knowing: Knowing, pause: Callable[[], Pause | None]) -> RestingReplier:
    rules = RuleReplier(lambda: knowing, _no_vacancies)
    return RestingReplier(rules, lambda: knowing, pause)


def _no_vacancies():  # type: ignore[no-untyped-def]
    raise AssertionError("nothing here looks for work")


RESTS = Pause(NIGHT, "zhao", "资料更新")
CONTEXT = TurnContext(NIGHT.date(), Audience.JOB_SEEKER, "a")
KNOWN = ConversationState(facts=(Fact("person.age_years", 45, 1),), topic_id="unemployment-benefit", turns=1)


@pytest.mark.parametrize("message", ["我失业了能领多少钱？", "你好", "帮我找个普工的工作", "我今年50岁"])
def test_while_it_rests_every_message_is_told_so_with_numbers_to_call_and_nothing_is_lost(
    knowing: Knowing, message: str
) -> None:
    draft = resting(knowing, lambda: RESTS).reply(message, KNOWN, CONTEXT)
    text = "".join(sentence.text for sentence in draft.sentences)
    assert draft.status is AnswerStatus.PAUSED and draft.handover is None
    assert "12333" in text and "12345" in text and "转人工" in text
    assert (draft.state.facts, draft.state.topic_id) == (KNOWN.facts, KNOWN.topic_id)
    assert RESTS.reason not in text


@pytest.mark.parametrize("message", ["转人工", "我要找真人", "给我转人工客服"])
def test_while_it_rests_a_person_is_reached_in_one_step(loaded: LoadedKnowledge, message: str) -> None:
    turn = Talk(loaded, resting(loaded.knowing, lambda: RESTS)).say(message)
    assert turn.handover is not None
    assert (turn.status, turn.handover.reason) == (AnswerStatus.HANDED_OVER, HandoverReason.ASKED)
    assert turn.handover.case_number in turn.text


def test_while_it_does_not_rest_the_replier_answers(knowing: Knowing) -> None:
    assert resting(knowing, lambda: None).reply("你好", KNOWN, CONTEXT).status is AnswerStatus.SMALLTALK
