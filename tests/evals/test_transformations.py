"""Messages written another way: the same every time, with the figures left alone, and really another way."""

import re

import pytest

from evals.transformations import all_transformations

MESSAGES = (
    "我2017年5月进厂，上个月厂里解除了合同，我想问一下失业金怎么申请，一个月有多少钱？",
    "公司没有给我们买社保，现在拖欠了三个月工资，需要什么材料去告？",
)
WAYS = all_transformations(MESSAGES)


@pytest.mark.parametrize("name", WAYS)
def test_a_message_is_transformed_the_same_way_every_time(name: str) -> None:
    again = all_transformations(MESSAGES)[name]
    assert [WAYS[name](text) for text in MESSAGES] == [again(text) for text in MESSAGES]


@pytest.mark.parametrize("name", WAYS)
def test_figures_stay_and_something_changes(name: str) -> None:
    changed = [WAYS[name](text) for text in MESSAGES]
    assert changed != list(MESSAGES)
    assert [re.findall(r"[0-9]+", text) for text in changed] == [re.findall(r"[0-9]+", text) for text in MESSAGES]


def test_each_way_does_what_its_name_says() -> None:
    text = MESSAGES[1]
    assert WAYS["dialect"](text).startswith("公司没得给我们")
    assert WAYS["traditional"](text).startswith("公司沒有給我們買社保")
    assert WAYS["no_punctuation"](text) == text.replace("，", "").replace("？", "")
    assert re.search("[a-z]{3,}", WAYS["pinyin"](text))
    assert WAYS["politeness"](text).endswith("？非常感谢，辛苦您了！")
    assert WAYS["order"](text).startswith("现在拖欠了三个月工资，公司没有给我们买社保，")


def test_a_message_with_nothing_to_change_stays_as_it_is() -> None:
    assert WAYS["order"]("怎么领？") == "怎么领？"
    assert WAYS["dialect"]("要得") == "要得"
