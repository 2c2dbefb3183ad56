"""The text of an answer, taken apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain.conversation import Citation
from web.answer_text import Block, Inline, parse_answer

CITATIONS = (Citation(1, "p#1", "通知", "原文", url="https://example.org/a"), Citation(2, "p#2", "办法", "原文"))


def only_line(text: str) -> tuple[Inline, ...]:
    (block,) = parse_answer(text, CITATIONS)
    (line,) = block.lines
    return line


def test_lines_that_begin_with_a_dash_are_one_list() -> None:
    blocks = parse_answer("先看：\n- 一\n- 二\n\n再看。")

    assert [(block.kind, len(block.lines)) for block in blocks] == [("paragraphs", 1), ("list", 2), ("paragraphs", 1)]
    assert blocks[1] == Block("list", ((Inline("words", "一"),), (Inline("words", "二"),)))


def test_a_mark_is_a_link_only_where_its_citation_exists() -> None:
    assert only_line("可以。[1][3]") == (
        Inline("words", "可以。"),
        Inline("mark", "1", "1"),
        Inline("words", "[3]"),
    )


def test_a_link_is_a_link_only_where_its_address_is_cited() -> None:
    assert only_line("[看](https://example.org/a)") == (Inline("link", "看", "https://example.org/a"),)
    assert only_line("[看](https://evil.example/)") == (Inline("words", "看"),)


def test_strong_words_keep_the_marks_within_them() -> None:
    assert only_line("**先登记[1]**") == (Inline("strong", "先登记"), Inline("mark", "1", "1"))


def test_other_markup_is_only_words() -> None:
    assert only_line("<b>粗</b> `x` # 标题 *斜*") == (Inline("words", "<b>粗</b> `x` # 标题 *斜*"),)


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("请打12333核实。", "12333"),
        ("打023-12333问", "02312333"),
        ("永川023-49800000", "02349800000"),
        ("请打110报警", "110"),
    ],
)
def test_a_telephone_number_can_be_dialled(text: str, digits: str) -> None:
    assert [part.target for part in only_line(text) if part.kind == "phone"] == [digits]


@pytest.mark.parametrize("text", ["补12345元", "si.12333.gov.cn", "2012年", "1234567", "110元", "有12000人", "1.12345"])
def test_what_only_looks_like_a_telephone_number_stays_words(text: str) -> None:
    assert only_line(text) == (Inline("words", text),)


@given(st.text(alphabet="一二 *[]()-1239\n<>https://example.org/a", max_size=60))
def test_no_text_breaks_it_and_no_word_is_lost(text: str) -> None:
    shown = "".join(part.text for block in parse_answer(text, CITATIONS) for line in block.lines for part in line)

    assert [c for c in shown if c in "一二"] == [c for c in text if c in "一二"]
