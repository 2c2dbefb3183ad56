"""What was paid in one place, or in part, is not all that was paid."""

import pytest

from assistant.language.insured_in_parts import tells_a_part, tells_one_place


@pytest.mark.parametrize(
    "text",
    [
        "有三个月是2019年在贵阳交的",
        "其中两年是在东莞那边缴的",
        "里头有半年是前头那个厂帮我买的",
        "最后这家公司只给我交了五个月",
    ],
)
def test_a_part_of_what_was_paid_is_no_total(text: str) -> None:
    assert tells_a_part(text)


@pytest.mark.parametrize("text", ["失业保险交了四年", "一共有三个月是在成都交的", "社保我缴满了26个月"])
def test_a_total_is_one(text: str) -> None:
    assert not tells_a_part(text)


@pytest.mark.parametrize("text", ["我在垫江才交了4个月", "在重庆只买了半年", "这边才缴了七个月"])
def test_one_place_takes_nothing_from_more_told_before(text: str) -> None:
    assert tells_one_place(text)


@pytest.mark.parametrize("text", ["不是六年，在重庆才交了4个月", "搞错了，这边只交了半年", "交了4个月"])
def test_what_is_put_right_replaces_what_was_told(text: str) -> None:
    assert not tells_one_place(text)
