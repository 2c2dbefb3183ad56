"""The marks by which one run of a course is told from others."""

import pytest

from assistant.language.pointing_marks import Marks, read_marks


@pytest.mark.parametrize(
    ("clause", "field", "value"),
    [
        ("五百六的那个", "figures", frozenset({560})),
        ("1280那家", "figures", frozenset({1280})),
        ("晚上七点半那班", "clock", (7, 30)),
        ("18:30的", "clock", (18, 30)),
        ("一三五晚上", "weekdays", frozenset({1, 3, 5})),
        ("周二周四那个", "weekdays", frozenset({2, 4})),
        ("发证的那个", "is_certified", True),
        ("不发证的那个也行", "is_certified", False),
        ("手机上学的那个", "is_online", True),
        ("要面授的", "is_online", False),
        ("时间短的那个", "length", "short"),
        ("一个月学完那个", "lasts", (24, 36)),
        ("圣诞节开的", "festival", (12, 25)),
        ("元旦过后那期", "is_after", True),
        ("只剩两个位子的那个", "seats", 2),
        ("2", "number", 1),
        ("选三", "number", 2),
    ],
)
def test_each_mark_is_read(clause: str, field: str, value: object) -> None:
    assert getattr(read_marks(clause), field) == value


@pytest.mark.parametrize("clause", ["12月7号那期", "我今年43岁", "我住3楼", "我要上两个班"])
def test_figures_with_a_unit_of_their_own_are_no_fee(clause: str) -> None:
    assert read_marks(clause).figures == frozenset()


def test_a_clause_without_marks_has_none() -> None:
    assert read_marks("就那个嘛") == Marks()
