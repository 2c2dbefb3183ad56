"""Whose retirement is asked about: the month of birth, the sex and the post, in people's own words."""

import pytest

from assistant.language.retirement_told import told_of_retirement

BORN, KIND = "person.retirement_birth_month", "person.retirement_kind"


@pytest.mark.parametrize(
    ("text", "born", "kind"),
    [
        ("我妈77年3月生的，车间工人，以前说50岁退", "1977-03", "female_50"),
        ("我爸1968年7月出生，好久退休", "1968-07", "male"),
        ("老汉儿六六年五月生的啥子时候退休", "1966-05", "male"),
        ("我是1972年5月生的女的，啥时候能退休", "1972-05", "female"),
        ("女，1981年9月生，干部，多少岁退休", "1981-09", "female_55"),
        ("大哥我妈是一九七五年十月的，啷个退休", "1975-10", "female"),
        ("1990年5月参加工作，1971年2月生，男，何时退休", "1971-02", "male"),
        ("我老婆75年11月的，保洁，几岁退休", "1975-11", "female_50"),
        ("我76.9生的，男，退休年龄", "1976-09", "male"),
        ("1971年3月生，好久退休", "1971-03", None),
        ("我妈农历77年腊月生，好久退休", None, "female"),
        ("我今年49岁，女的，好久退休", None, "female"),
    ],
)
def test_whose_retirement_it_is_is_read_from_the_question(text: str, born: str | None, kind: str | None) -> None:
    found = told_of_retirement(text)
    assert (found.get(BORN), found.get(KIND)) == (born, kind)


@pytest.mark.parametrize("text", ["我妈77年3月生的，找个保洁", "井下工人69年3月生的男，几岁退休", "我爸病退要啥条件"])
def test_what_is_no_ordinary_retirement_is_left_alone(text: str) -> None:
    assert told_of_retirement(text) == {}


def test_a_post_alone_says_which_age_of_the_woman_just_spoken_of() -> None:
    assert told_of_retirement("她是普工", topic_is_known=True, kind_before="female") == {KIND: "female_50"}
    assert told_of_retirement("管理岗", topic_is_known=True, kind_before="female") == {KIND: "female_55"}
    assert told_of_retirement("她是普工", topic_is_known=True) == {}
    assert told_of_retirement("工人", topic_is_known=True, kind_before="male") == {}
