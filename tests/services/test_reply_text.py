"""How a model's text is cut: whatever brackets, marks and ornaments it uses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.services.reply_text import split_reply


def cut(text: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(sentence.text, sentence.tokens) for sentence in split_reply(text)]


@pytest.mark.parametrize(
    "written",
    [
        "按月发放。[S1]",
        "按月发放[S1]。",
        "按月发放。【S1】",
        "按月发放（S1）。",
        "按月发放。 [ s1 ]",
        "按月发放。［S1］",
        "**按月发放**[S1]。",
        "按月发放[S1]",
    ],
)
def test_a_token_belongs_to_its_sentence_in_whatever_brackets(written: str) -> None:
    assert cut(written) == [("按月发放。", ("S1",))]


def test_several_tokens_are_kept_in_order() -> None:
    assert cut("两份资料都这样写。[S2][S1]另一句。[S3，S4]") == [
        ("两份资料都这样写。", ("S2", "S1")),
        ("另一句。", ("S3", "S4")),
    ]


def test_marks_of_its_own_are_taken_away() -> None:
    assert cut("每月发放[1]。另见【2】。") == [("每月发放。", ()), ("另见。", ())]


def test_headings_lists_tables_and_rules_become_plain_lines() -> None:
    text = "## 结论\n- **第一点**。[S1]\n1. 第二点[S2]\n---\n| 条件 | 金额 |\n|---|---|\n| 满一年 | 三个月 |"
    sentences = split_reply(text)
    assert [sentence.text for sentence in sentences] == [
        "结论。",
        "第一点。",
        "第二点",
        "条件，金额。",
        "满一年，三个月。",
    ]
    assert [sentence.is_item for sentence in sentences] == [False, True, True, False, False]


@pytest.mark.parametrize("thought", ["<think>先查一下。[S1]</think>", "<thinking>嗯</thinking>\n", "先想一想…</think>"])
def test_what_a_model_thinks_aloud_is_no_part_of_the_answer(thought: str) -> None:
    assert cut(f"{thought}按月发放。[S1]") == [("按月发放。", ("S1",))]


def test_a_thought_that_never_ends_leaves_nothing() -> None:
    assert cut("<think>先查一下，再……") == []


def test_a_decimal_point_and_an_address_do_not_end_a_sentence() -> None:
    assert cut("按1.5倍算，见www.example.org。[S1]") == [("按1.5倍算，见www.example.org。", ("S1",))]


@given(st.text(alphabet="按月发放。！[]S12（）【】\n-*|# <think>/", max_size=80))
def test_any_text_can_be_cut_and_no_token_stays_in_the_words(text: str) -> None:
    for sentence in split_reply(text):
        assert sentence.text.strip()
        assert "[S1]" not in sentence.text
