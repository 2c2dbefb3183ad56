"""How much of a question a sentence answers to: of a story a smaller share is enough, of a short question it is not."""

import pytest

from assistant.services.answering_units import LONG_QUESTION, answering_units
from assistant.services.collections import FoundPassage
from assistant.services.ports import WantedWord

HELD = ("申请", "答复", "材料", "五日", "护理", "书面")
NOT_HELD = ("班长", "上月", "回音", "大伯", "照看", "屋头")
EACH = 5.0


def share_of(held: tuple[str, ...], not_held: tuple[str, ...]) -> float:
    wanted = tuple(WantedWord((word,), EACH) for word in (*held, *not_held))
    text = "用人单位收到护理假的书面申请材料，应当在五日内答复。"
    (unit,) = answering_units(
        "，".join((*held, *not_held)), [FoundPassage("p", "示例条例", "第二条", 1.0, text, wanted=wanted)]
    )
    return unit.share


def test_of_a_short_question_the_share_is_that_of_its_words() -> None:
    assert 4 * EACH <= LONG_QUESTION
    assert share_of(HELD[:2], NOT_HELD[:2]) == pytest.approx(0.5)


def test_of_a_story_half_of_the_words_are_a_good_answer() -> None:
    assert 12 * EACH > LONG_QUESTION
    assert share_of(HELD, NOT_HELD) > 0.8


def test_a_story_of_which_little_is_answered_stays_below_a_short_question_that_is() -> None:
    assert share_of(HELD[:2], (*NOT_HELD, "三姨", "二舅", "旧货", "渡船")) < 0.4
