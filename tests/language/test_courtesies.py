"""Greeting and thanks around a question change nothing; where they are all that is said, they are what is meant."""

import pytest

from assistant.adapters.content.word_files import read_phrases
from assistant.language.courtesies import without_courtesies
from tests.small_knowledge_base import SHIPPED

COURTESIES = read_phrases(SHIPPED).courtesies


@pytest.mark.parametrize(
    "message",
    [
        "失业金怎么申请?谢谢",
        "失业金怎么申请?非常感谢,辛苦您了!",
        "失业金怎么申请非常感谢,辛苦您了!",
        "失业金怎么申请?麻烦了,谢谢",
        "您好,麻烦问一下,失业金怎么申请?谢谢您!",
        "您好,不好意思打扰了,想麻烦您帮我看一下,失业金怎么申请?",
        "谢谢你,失业金怎么申请",
        "你好 失业金怎么申请 谢谢哈",
    ],
)
def test_what_is_asked_is_left(message: str) -> None:
    assert without_courtesies(message, COURTESIES).rstrip("?") == "失业金怎么申请"


@pytest.mark.parametrize(
    "message",
    [
        "谢谢",
        "谢谢你!",
        "非常感谢",
        "您好",
        "辛苦您了!",
        "工作太辛苦",
        "办起来太麻烦了",
        "我在工地上太辛苦了想换个活",
        "还欠我一句感谢",
    ],
)
def test_a_courtesy_alone_and_a_complaint_stay_as_they_are(message: str) -> None:
    assert without_courtesies(message, COURTESIES) == message


def test_thanks_after_a_word_that_agrees_stay_thanks() -> None:
    assert without_courtesies("好的,谢谢", COURTESIES) in ("好的", "好的,谢谢")
