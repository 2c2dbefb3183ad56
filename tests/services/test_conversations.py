"""The one door: keys, ratings, deletion."""

import pytest

from assistant.adapters.knowledge_store import LoadedKnowledge
from assistant.domain.cases import CaseState
from assistant.domain.errors import NotFoundError
from assistant.domain.knowledge import Audience
from tests.fakes.replier import ScriptedReplier
from tests.services.talking import Talk

MOBILE = "13800138000"


@pytest.fixture
def talk(loaded: LoadedKnowledge) -> Talk:
    return Talk(loaded, ScriptedReplier())


def test_only_its_own_secret_opens_a_conversation(talk: Talk) -> None:
    first, second = talk.service.start(), talk.service.start(Audience.EMPLOYER)
    assert talk.service.opens_with(first.id, first.secret)
    assert not talk.service.opens_with(first.id, second.secret)
    assert not talk.service.opens_with("nobody", first.secret)
    assert talk.service.audience_of(second.id) is Audience.EMPLOYER


def test_the_secret_is_kept_nowhere(talk: Talk) -> None:
    started = talk.service.start()
    assert started.secret not in repr(talk.store.find_conversation(started.id))


def test_ids_and_secrets_never_repeat(talk: Talk) -> None:
    started = [talk.service.start() for _ in range(200)]
    assert len({one.id for one in started}) == len({one.secret for one in started}) == 200


def test_a_comment_is_kept_without_personal_numbers(talk: Talk) -> None:
    talk.say("示例")
    talk.service.rate(talk.id, 1, False, "wrong", f"不对，打我{MOBILE}说")
    kept = talk.store.list_feedback(talk.id)[1]
    assert (kept.helpful, kept.reason) == (False, "wrong")
    assert MOBILE not in kept.comment
    assert kept.comment.startswith("不对，打我")


def test_a_turn_of_another_conversation_cannot_be_rated(talk: Talk) -> None:
    talk.say("示例")
    other = talk.service.start()
    with pytest.raises(NotFoundError):
        talk.service.rate(other.id, 1, True)


def test_deletion_forgets_the_turns_and_withdraws_the_cases(talk: Talk) -> None:
    talk.say("示例")
    turn = talk.service.hand_over(talk.id)
    assert turn.handover is not None
    talk.service.delete(talk.id)
    case = talk.cases.find_case(turn.handover.case_number or "")
    assert case is not None
    assert (case.state, case.summary) == (CaseState.WITHDRAWN, "")
    assert talk.store.find_conversation(talk.id) is None
    with pytest.raises(NotFoundError):
        talk.service.list_turns(talk.id)


def test_turns_are_given_again_from_where_a_reader_was_cut_off(talk: Talk) -> None:
    turns = [talk.say("示例") for _ in range(3)]
    assert talk.service.list_turns(talk.id, after=1) == tuple(turns[1:])
