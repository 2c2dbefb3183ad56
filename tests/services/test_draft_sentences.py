"""Answers put together and cut short."""

from assistant.services.draft import DraftSentence
from assistant.services.draft_sentences import in_short, joined

LEAD, DETAIL = DraftSentence("要交满1年。"), DraftSentence("合同要1年以上。", is_item=True)
SECOND, NOTICE = DraftSentence("找街道办。"), DraftSentence("办之前请核实。", notice_of="scheme")


def test_leading_sentences_are_kept_before_details_and_stay_in_their_order() -> None:
    assert in_short((LEAD, DETAIL, SECOND), 2) == (LEAD, SECOND)


def test_a_notice_of_how_sure_it_is_is_never_cut() -> None:
    assert in_short((LEAD, DETAIL, NOTICE), 1) == (LEAD, NOTICE)


def test_what_was_said_is_not_said_again() -> None:
    assert joined([(LEAD, SECOND), (SECOND, DETAIL)]) == (LEAD, SECOND, DETAIL)
