"""Where courses are shown, what surely wants something of them is possible danger at most by a guess; danger stays danger."""

from dataclasses import replace

import pytest

from assistant.adapters.knowledge_store import LoadedKnowledge
from assistant.domain.conversation import ConversationState
from assistant.services.decide_handover import Suspicion
from assistant.services.message_guard import DANGER_IN_A_STORY, POSSIBLE_DANGER, MessageGuard
from tests.fakes.conversation_store import FakeConversationStore

SHOWN = ConversationState(is_choosing_course=True)
GUESSED = Suspicion(None, danger=0.2, need=0.3)


@pytest.fixture
def guard(loaded: LoadedKnowledge) -> MessageGuard:
    return MessageGuard(FakeConversationStore(), lambda: loaded.knowing, lambda: loaded.screening)


def _among(guard: MessageGuard, suspicion: Suspicion, text: str, state: ConversationState) -> Suspicion:
    return guard.among_courses(suspicion, guard.is_of_a_course(text, state))


def test_a_sure_order_for_a_course_shown_is_possible_danger_at_most(guard: MessageGuard) -> None:
    assert _among(guard, GUESSED, "就报第一个", SHOWN).danger == POSSIBLE_DANGER


def test_without_courses_shown_the_guess_stands(guard: MessageGuard) -> None:
    assert _among(guard, GUESSED, "就报第一个", replace(SHOWN, is_choosing_course=False)) == GUESSED


def test_what_is_about_something_else_stays_suspected(guard: MessageGuard) -> None:
    assert _among(guard, GUESSED, "药都买好了，今晚就走", SHOWN) == GUESSED


def test_likely_danger_stays_danger_whatever_is_wanted(guard: MessageGuard) -> None:
    likely = replace(GUESSED, danger=DANGER_IN_A_STORY)
    assert _among(guard, likely, "就报第一个", SHOWN) == likely


def test_who_gives_up_another_course_and_goes_on_learning_is_in_no_danger_by_a_guess(guard: MessageGuard) -> None:
    assert _among(guard, GUESSED, "撞了就不加了，我专心学设计", SHOWN).danger == POSSIBLE_DANGER
