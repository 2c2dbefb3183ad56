"""Who decides nothing yet is drafted nothing, whatever they name."""

import pytest

from assistant.language.held_back import is_held_back


@pytest.mark.parametrize(
    "text",
    [
        "周末那个时间倒是合适，我得回去问哈我男人",
        "要是学费能少两百我就报",
        "两个都不合适",
        "你说的第二个嘛，让我再考虑考虑",
        "有夜班车的话我就来学",
        "谢谢你哈，我不学了",
    ],
)
def test_doubts_conditions_and_refusals_hold_back(text: str) -> None:
    assert is_held_back(text)


@pytest.mark.parametrize(
    "text",
    [
        "就第二个",
        "我想了哈，报周末的",
        "我再想哈……算了，就报第一个嘛",
        "老公喊我学，给我登记周末那期",
        "三百八的那个要得",
    ],
)
def test_what_is_decided_is_not_held_back(text: str) -> None:
    assert not is_held_back(text)
