"""Canned words: strict placeholders, and numbers that rest on records."""

from dataclasses import replace
from datetime import date

import pytest

from assistant.domain.conversation import AnswerStatus, ConversationState
from assistant.domain.errors import NotFoundError
from assistant.services.canned_words import CannedReplies, CannedWords
from assistant.services.draft import Draft
from assistant.services.evidence import EvidenceRoom
from assistant.services.grounding import check_draft
from assistant.services.knowing import Knowing

DAY = date(2026, 11, 23)
REPLIES = {
    "plain": ("好的。",),
    "filled": ("<place>的办法。",),
    "call": ("请打{hotline-12333}。",),
    "lost": ("{nobody}",),
}


@pytest.fixture
def room(knowing: Knowing) -> EvidenceRoom:
    return EvidenceRoom(knowing.knowledge, knowing.parameters, knowing.lexicon.regions)


@pytest.fixture
def canned(knowing: Knowing, room: EvidenceRoom) -> CannedReplies:
    return CannedReplies(_words(knowing), room, DAY)


def _words(knowing: Knowing, **records: str) -> CannedWords:
    return replace(knowing.words, replies=REPLIES, records={"hotline-12333": "12333"} | records)


def test_words_without_placeholders_are_said_as_they_stand(canned: CannedReplies) -> None:
    assert [(sentence.text, sentence.evidence) for sentence in canned.say("plain")] == [("好的。", ())]


def test_a_number_is_the_record_s_and_cites_it(canned: CannedReplies, room: EvidenceRoom) -> None:
    (sentence,) = canned.say("call")
    assert sentence.text == "请打12333。"
    assert sentence.evidence == ("hotline-12333#what",)
    assert "12333" in room.items["hotline-12333#what"].text


def test_a_number_its_record_does_not_hold_is_never_sent(knowing: Knowing, room: EvidenceRoom) -> None:
    canned = CannedReplies(_words(knowing, **{"hotline-12333": "99999"}), room, DAY)
    draft = Draft(canned.say("call"), AnswerStatus.SMALLTALK, ConversationState(), room.items)
    assert check_draft(draft).sentences == ()


def test_an_unknown_reply_an_unknown_record_and_an_unfilled_word_raise(canned: CannedReplies) -> None:
    for key, named in (("nowhere", "nowhere"), ("lost", "nobody"), ("filled", "<place>")):
        with pytest.raises(NotFoundError, match=named):
            canned.say(key)


def test_a_word_is_filled_in(canned: CannedReplies) -> None:
    assert canned.say("filled", place="示例市")[0].text == "示例市的办法。"
