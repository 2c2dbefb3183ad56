"""Who asks for others in their work is not the person the answer is about."""

import pytest

from assistant.language.asking_for_others import asks_for_others


@pytest.mark.parametrize(
    "text",
    [
        "我是职院的辅导员，班上困难学生的求职补贴啷个报",
        "我在社区工作，辖区居民想问4050的补贴",
        "帮村里的脱贫户问一下车费补贴",
        "我是招就处的，26届的毕业生好久开始申报",
    ],
)
def test_work_for_others_is_heard(text: str) -> None:
    assert asks_for_others(text)


@pytest.mark.parametrize(
    "text",
    [
        "我是老师，失业了能领失业金吗",
        "我是应届毕业生，老师说有补贴",
        "我被裁了，社区工作人员喊我来问",
        "我是辅导员，我本人想考证",
    ],
)
def test_ones_own_matter_stays_ones_own(text: str) -> None:
    assert not asks_for_others(text)
