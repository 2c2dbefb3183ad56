"""What people type becomes plain text, and plain text stays as it is."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.language.text import (
    TextNormaliser,
    fold_width,
    normalise,
    plain_figures,
    plain_words,
    simplified_converter,
    strip_hidden,
)

CHINESE = st.text(
    st.sampled_from("失业保險金怎麼領工资６０００，。？！!?.、 \t\n\u200b👍🏻①ⅷ㎡½ｶﾞ…—-~一二1,"), max_size=60
)


@pytest.fixture(scope="module")
def normaliser() -> TextNormaliser:
    return TextNormaliser(simplified_converter())


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("失業保險金怎麼領？", "失业保险金怎么领?"),
        ("我喺渝中區，後來冇做工", "我喺渝中区,后来冇做工"),
        ("想幹活，裡面有沒有職位", "想干活,里面有没有职位"),
        ("乾隆、皇后、瞭解、余先生", "乾隆、皇后、了解、余先生"),
    ],
)
def test_traditional_characters_become_simplified(normaliser: TextNormaliser, typed: str, read: str) -> None:
    assert normaliser.normalise(typed) == read


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("失\u200b业\u2060金", "失业金"),
        ("\u202e失业金\u202c", "失业金"),
        ("失业\x00金\x07", "失业金"),
        ("失业\ud800金", "失业金"),
        ("失业金\U000e0041\U000e0042", "失业金"),
        ("失业金\ufe0f\u3164", "失业金"),
        ("失业金\ue000", "失业金"),
    ],
)
def test_hidden_characters_do_not_reach_the_understanding(typed: str, read: str) -> None:
    assert normalise(typed) == read


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("６０００元？！", "6000元?!"),
        ("在吗？？？？？", "在吗?"),
        ("好嘛。。。。", "好嘛。"),
        ("好嘛......那算了", "好嘛。那算了"),
        ("好的👍🏻👍🏻我在万州", "好的 我在万州"),
        ("  我\n\n在\t万州  ", "我 在 万州"),
        ("没得工作 万州 55岁", "没得工作 万州 55岁"),
        ("失 业 金", "失业金"),
        ("1️⃣号线", "1号线"),
        ("https://rlsbj.cq.gov.cn/a", "https://rlsbj.cq.gov.cn/a"),
    ],
)
def test_noise_collapses_and_meaning_stays(typed: str, read: str) -> None:
    assert normalise(typed) == read


def test_a_chinese_comma_between_two_amounts_does_not_join_them() -> None:
    assert normalise("底薪3000，500全勤") == "底薪3000, 500全勤"


def test_a_full_width_thousands_comma_stays_one_amount() -> None:
    assert normalise("一个月６，０００元") == "一个月6,000元"


def test_an_empty_message_stays_empty() -> None:
    assert normalise(" \u200b\n👍 ") == ""


@settings(deadline=None)
@given(st.text(max_size=80) | CHINESE)
def test_normal_text_normalises_to_itself(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@settings(deadline=None)
@given(CHINESE)
def test_simplified_text_normalises_to_itself(text: str) -> None:
    normaliser = TextNormaliser(simplified_converter())
    once = normaliser.normalise(text)
    assert normaliser.normalise(once) == once


@settings(deadline=None)
@given(st.text(max_size=80))
def test_folding_the_width_never_moves_a_character(text: str) -> None:
    assert len(fold_width(text)) == len(text)


@settings(deadline=None)
@given(st.text(max_size=80))
def test_stripping_hidden_characters_leaves_text_that_can_be_encoded(text: str) -> None:
    strip_hidden(text).encode("utf-8")


@pytest.mark.parametrize(
    ("written", "plain"),
    [("６，０００ 元", "6000元"), ("1,234,567.5", "1234567.5"), ("2 330 元", "2330元"), ("3,20", "3,20")],
)
def test_a_figure_has_one_plain_form(written: str, plain: str) -> None:
    assert plain_figures(written) == plain


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("失业金怎么领" * 300, "失业金怎么领"),
        ("在吗在吗在吗在吗", "在吗"),
        ("<b>失业金</b><img src=x onerror=alert(1)>怎么领", "失业金怎么领"),
        ("'; DROP TABLE turns;-- 失业金怎么领", "失业金怎么领"),
    ],
)
def test_markup_code_and_repetition_are_not_what_a_person_asks(typed: str, read: str) -> None:
    assert normalise(plain_words(typed)).replace(" ", "").lstrip("'; ") == read


@pytest.mark.parametrize(
    "typed", ["欠我100000000元", "重庆人社App怎么下载", "<>", "offer签了又反悔赔钱不", "a<b，失业金"]
)
def test_what_is_no_markup_stays(typed: str) -> None:
    assert plain_words(typed) == typed


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("老师你好哦，我想学做点心", "我想学做点心"),
        ("嬢嬢，我种了三十亩脐橙", "我种了三十亩脐橙"),
        ("老师好", "老师好"),
        ("老师工资好多一个月", "老师工资好多一个月"),
    ],
)
def test_whom_a_message_is_said_to_is_no_part_of_it(written: str, read: str) -> None:
    assert plain_words(written) == read
