"""Slips of the keyboard in the words of a search are read as what they sound like; real words stay."""

import pytest

from assistant.language.search_typos import mend_search
from tests.language.wish_words import read_context

CONTEXT = read_context()


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("沙平坝找个保安", "沙坪坝找个保安"),
        ("观音侨的服务员", "观音桥的服务员"),
        ("想找电弓的工作", "想找电工的工作"),
        ("江背找个客服", "江北找个客服"),
        ("鱼北找个仓管", "渝北找个仓管"),
        ("想找厨诗", "想找厨师"),
    ],
)
def test_a_slip_in_a_district_a_landmark_or_an_occupation_is_put_right(written: str, meant: str) -> None:
    assert mend_search(written, CONTEXT.words, CONTEXT.places) == meant


@pytest.mark.parametrize(
    "text",
    [
        "做了五年调音师",
        "想做无人机飞手",
        "四级过了想找翻译",
        "公司拖欠工资怎么投诉",
        "电影院检票员",
        "一个人在家做手工",
        "江北成都都可以",
        "大学成绩不好",
    ],
)
def test_a_word_that_is_no_slip_is_not_changed(text: str) -> None:
    assert mend_search(text, CONTEXT.words, CONTEXT.places) == text


@pytest.mark.parametrize("text", ["", "abc 123", "沙", "沙平", "。,!"])
def test_the_length_never_changes(text: str) -> None:
    assert len(mend_search(text, CONTEXT.words, CONTEXT.places)) == len(text)
