"""When people say they have to be elsewhere, and what they say of what they want instead."""

import pytest

from assistant.language.busy_times import busy_times, without_busy_times


def said(text: str) -> list[str]:
    return [
        f"{one.name}: {' '.join(f'{each.weekday} {each.starts:%H}-{each.ends:%H}' for each in one.times)}"
        for one in busy_times(text)
    ]


@pytest.mark.parametrize(
    ("text", "engaged"),
    [
        ("我礼拜二礼拜四晚上在外头补英语，钱都交了", ["补英语: 2 19-21 4 19-21"]),
        ("周三下午我要带娃儿，别的时候都得空", ["带娃儿: 3 14-17"]),
        ("每周一、周五晚上有驾校的课", ["驾校的课: 1 19-21 5 19-21"]),
        ("星期六上午要上班", ["上班: 6 09-12"]),
    ],
)
def test_an_engagement_is_read_with_its_times(text: str, engaged: list[str]) -> None:
    assert said(text) == engaged


@pytest.mark.parametrize(
    "text",
    [
        "想学周二周四晚上的英语",
        "周末有没有电工班",
        "周三要值班",
        "晚上在家学",
        "有没得星期六上课的",
        "我想周五晚上学烘焙",
        "周一晚上有空",
    ],
)
def test_what_somebody_wants_or_leaves_open_is_no_engagement(text: str) -> None:
    assert busy_times(text) == ()


def test_its_words_say_nothing_of_what_is_looked_for() -> None:
    assert without_busy_times("我礼拜二晚上在外头补英语，想学办公软件") == "我 ，想学办公软件"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("白天要跑摩的，只有晚黑得空", " ，只有晚黑得空"),
        ("一三五晚上我要帮人送货，周六那期合适", " ，周六那期合适"),
        ("晚上没空，白天的有没得", " ，白天的有没得"),
        ("早晚要接送娃儿，下午想去学", " ，下午想去学"),
        ("下午得行，晚上要有课的", "下午得行，晚上要有课的"),
        ("白天要上课的班", "白天要上课的班"),
        ("周末要学电工", "周末要学电工"),
    ],
)
def test_a_part_of_the_day_somebody_cannot_come_says_nothing_of_what_is_looked_for(text: str, left: str) -> None:
    assert without_busy_times(text) == left
