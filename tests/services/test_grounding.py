"""What may be sent: sentences whose evidence was seen in this turn and bears every figure in them."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain.conversation import AnswerStatus, Citation, ConversationState
from assistant.services.draft import Draft, DraftSentence, EvidenceItem
from assistant.services.grounding import CheckedReply, check_draft

EQUAL = [
    ("每月1864元", "每月１８６４元"),
    ("每月1864元", "每月一千八百六十四元"),
    ("每月1,864元", "每月1864元"),
    ("按80%算", "按百分之八十算"),
    ("按80%算", "按８０％算"),
    ("最高50万元", "最高500000元"),
    ("最高五十万元", "最高50万元"),
    ("最高1.5万元", "最高15000元"),
    ("领两年", "领24个月"),
    ("领3个月", "领三个月"),
    ("2025年1月1日起", "二〇二五年一月一日起"),
    ("2025年起", "2025-01-01起"),
    ("拨打023-12333", "拨打(023)12333"),
    ("见示例发[2026]1号", "见示例发〔2026〕1号"),
    ("根据第四十五条", "根据第45条"),
    ("10个工作日内", "十个工作日内"),
]
DIFFERENT = [
    ("每月1864元", "每月1846元"),
    ("每月1864元", "每年18640元"),
    ("按80%算", "按90%算"),
    ("每月80元", "按80%算"),
    ("最高50万元", "最高5万元"),
    ("领12个月", "领12年"),
    ("2025年1月1日起", "2025年1月2日起"),
    ("2025年起", "2024年起"),
    ("请打12333", "请打12345"),
    ("上www.example.org看", "上www.example.com看"),
    ("见示例发〔2026〕1号", "见示例发〔2026〕2号"),
    ("根据第45条", "根据第46条"),
    ("10个工作日内", "10天内"),
    ("最高50万元", "没有写数字"),
]


@pytest.mark.parametrize(("said", "source"), EQUAL)
def test_figures_in_equal_forms_are_the_same_statement(said: str, source: str) -> None:
    assert _texts(_check([DraftSentence(said, ("a",))], a=source)) == [f"{said}[1]"]


@pytest.mark.parametrize(("said", "source"), DIFFERENT)
def test_a_sentence_whose_figure_is_not_in_its_evidence_is_dropped(said: str, source: str) -> None:
    checked = _check([DraftSentence(said, ("a",))], a=source)
    assert (checked.sentences, checked.dropped) == ((), (said,))


@pytest.mark.parametrize("said", sorted({said for said, _ in EQUAL + DIFFERENT}))
def test_a_sentence_without_evidence_may_hold_no_figure(said: str) -> None:
    assert _check([DraftSentence(said)], a=said).sentences == ()


def test_plain_words_need_no_evidence_and_carry_no_mark() -> None:
    assert _texts(_check([DraftSentence("您好，慢慢说。")])) == ["您好，慢慢说。"]


def test_a_figure_that_stands_only_in_evidence_the_sentence_does_not_name_is_dropped() -> None:
    assert _check([DraftSentence("每月1864元", ("b",))], a="每月1864元", b="每月发").sentences == ()


def test_a_sentence_may_rest_on_several_items_together() -> None:
    checked = _check([DraftSentence("每月1864元，领3个月", ("a", "b"))], a="每月1864元", b="领3个月")
    assert _texts(checked) == ["每月1864元，领3个月[1][2]"]


@pytest.mark.parametrize("names", [("nobody",), ("a", "nobody")])
def test_evidence_that_was_not_seen_in_this_turn_bears_nothing(names: tuple[str, ...]) -> None:
    assert _check([DraftSentence("按规定办", names)], a="按规定办").dropped == ("按规定办",)


@pytest.mark.parametrize("field", ["title", "document_number", "clause", "url"])
def test_what_the_citation_shows_counts_as_evidence(field: str) -> None:
    shown = {
        "title": "2031年办法",
        "document_number": "示例发〔2031〕4号",
        "clause": "第45条",
        "url": "https://e.org/77",
    }
    said = {"title": "2031年的", "document_number": "示例发〔2031〕4号", "clause": "第四十五条", "url": "e.org/77"}
    item = _item("a", "没有数字")
    item = replace(item, citation=replace(item.citation, **{field: shown[field]}))
    draft = Draft((DraftSentence(said[field], ("a",)),), AnswerStatus.ANSWERED, ConversationState(), {"a": item})
    assert len(check_draft(draft).sentences) == 1


def test_citations_are_numbered_in_the_order_in_which_they_first_appear() -> None:
    sentences = [DraftSentence("甲", ("c",)), DraftSentence("乙", ("a", "c")), DraftSentence("丙", ("b",))]
    checked = _check(sentences, a="甲", b="乙", c="丙", unused="丁")
    assert _texts(checked) == ["甲[1]", "乙[2][1]", "丙[3]"]
    assert [(citation.number, citation.passage_id) for citation in checked.citations] == [(1, "c"), (2, "a"), (3, "b")]


def test_a_dropped_sentence_takes_no_number() -> None:
    checked = _check([DraftSentence("99元", ("a",)), DraftSentence("乙", ("b",))], a="甲", b="乙")
    assert _texts(checked) == ["乙[1]"]
    assert [citation.passage_id for citation in checked.citations] == ["b"]


def test_a_mark_the_draft_brings_along_is_not_taken_for_a_citation() -> None:
    assert _texts(_check([DraftSentence("按规定办[7]", ("a",))], a="按规定办")) == ["按规定办[1]"]
    assert _texts(_check([DraftSentence("您好[7]")])) == ["您好"]


@pytest.mark.parametrize("status", [AnswerStatus.ANSWERED, AnswerStatus.UNANSWERABLE_LAPSED])
def test_an_answer_with_no_cited_sentence_left_is_no_answer(status: AnswerStatus) -> None:
    sentences = [DraftSentence("您好"), DraftSentence("每月1元", ("a",))]
    assert _check(sentences, status, a="每月2元").status is AnswerStatus.UNANSWERABLE_NO_SOURCE


@pytest.mark.parametrize("status", [AnswerStatus.ANSWERED, AnswerStatus.UNANSWERABLE_LAPSED])
def test_an_answer_that_loses_one_sentence_of_two_is_still_one(status: AnswerStatus) -> None:
    sentences = [DraftSentence("每月2元", ("a",)), DraftSentence("每月1元", ("a",))]
    assert _check(sentences, status, a="每月2元").status is status


def test_a_question_asked_back_stays_one_whatever_is_dropped() -> None:
    checked = _check([DraftSentence("您问哪一项？"), DraftSentence("99元")], AnswerStatus.CLARIFICATION)
    assert checked.status is AnswerStatus.CLARIFICATION


def test_items_and_paragraphs_stand_on_lines_of_their_own() -> None:
    sentences = [
        DraftSentence("第一段，"), DraftSentence("接着说。", starts_line=False), DraftSentence("一项", is_item=True),
        DraftSentence("又一项", is_item=True, starts_line=False), DraftSentence("第二段"),
    ]  # fmt: skip
    assert _check(sentences).text == "第一段，接着说。\n- 一项\n- 又一项\n第二段"


FIGURES = st.integers(10, 99_999)
ITEMS = st.dictionaries(st.sampled_from("abcd"), st.lists(FIGURES, max_size=4), max_size=4)
SENTENCES = st.lists(
    st.tuples(
        st.lists(FIGURES, max_size=3), st.lists(st.sampled_from("abcdx"), max_size=3, unique=True), st.booleans()
    ),
    max_size=6,
)


@given(ITEMS, SENTENCES, st.data())
def test_whatever_a_draft_says_every_figure_sent_stands_in_an_item_it_cites(
    items: dict[str, list[int]], written: list[tuple[list[int], list[str], bool]], data: st.DataObject
) -> None:
    pool = [figure for figures in items.values() for figure in figures]
    sentences = []
    for figures, names, uses_known in written:
        said = data.draw(st.lists(st.sampled_from(pool), max_size=3)) if uses_known and pool else figures
        sentences.append(DraftSentence("".join(f"给{figure}元，" for figure in said) + "完", tuple(names)))
    draft = Draft(
        tuple(sentences), AnswerStatus.ANSWERED, ConversationState(),
        {name: _item(name, "".join(f"发{figure}元。" for figure in figures)) for name, figures in items.items()},
    )  # fmt: skip
    checked = check_draft(draft)
    assert len(checked.sentences) + len(checked.dropped) == len(sentences)
    for sentence in checked.sentences:
        sent = re.findall(r"\d+(?=元)", sentence.text)
        known = [figure for citation in sentence.citations for figure in re.findall(r"\d+", citation.quote)]
        assert set(sent) <= set(known)
        assert [f"[{citation.number}]" for citation in sentence.citations] == re.findall(r"\[\d+\]", sentence.text)
    assert [citation.number for citation in checked.citations] == list(range(1, len(checked.citations) + 1))


def _item(name: str, text: str) -> EvidenceItem:
    return EvidenceItem(name, text, Citation(0, name, "示例资料", text))


def _check(sentences: list[DraftSentence], status: AnswerStatus = AnswerStatus.ANSWERED, **items: str) -> CheckedReply:
    evidence = {name: _item(name, text) for name, text in items.items()}
    return check_draft(Draft(tuple(sentences), status, ConversationState(), evidence))


def _texts(checked: CheckedReply) -> list[str]:
    return [sentence.text for sentence in checked.sentences]
