"""What is told with the words of a question is no question."""

import pytest

from assistant.language.questions import asks


@pytest.mark.parametrize(
    "told", ["工伤保险肯定没得", "车主那边赔不到好多", "我没跟哪个签过合同", "他也说不清楚是好多", "跟我婆娘商量了好久"]
)
def test_what_is_told_with_the_words_of_a_question_asks_nothing(told: str) -> None:
    assert not asks(told)


@pytest.mark.parametrize("asked", ["这个补贴还有没得", "一个月领得到好多", "找哪个办", "我不晓得能领好多", "可以办不"])
def test_a_question_stays_a_question(asked: str) -> None:
    assert asks(asked)
