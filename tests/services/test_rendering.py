"""Passages in words for a day: the figure in force then, or nothing."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from assistant.domain.dates import PartialDate, Period
from assistant.domain.errors import NoFigureError, UnknownParameterError
from assistant.domain.knowledge import Aspect, KnowledgeBase, Passage, Source, Statement, Weight
from assistant.domain.parameters import DatedValue, OfParameter, Parameter, ParameterTable, Share
from assistant.services.knowing import Knowing
from assistant.services.rendering import render_all, render_passage, render_statement, source_of

DAY, LAST_YEAR = date(2026, 11, 23), date(2025, 6, 1)
WAGE = Parameter(
    "wage", "示例工资", "元/月", "chongqing",
    values=(
        DatedValue(Fraction(2000), Period(PartialDate(2025), PartialDate(2025)), ("s1",)),
        DatedValue(Fraction("2330.5"), Period(PartialDate(2026)), ("s1",)),
    ),
)  # fmt: skip
BENEFIT = Parameter("benefit", "示例金", "元/月", "chongqing", derive=Share(Fraction(4, 5), OfParameter("wage")))
TABLE = ParameterTable({"wage": WAGE, "benefit": BENEFIT})


def _statement(text: str, *sources: str) -> Statement:
    return Statement(text, sources or ("s1",), Weight.LEAD)


def test_a_placeholder_is_the_figure_in_force_on_the_day() -> None:
    statement = _statement("每月{{benefit}}元，按{{ wage }}元的80%算。")
    assert render_statement(statement, DAY, TABLE) == "每月1864.4元，按2330.5元的80%算。"
    assert render_statement(statement, LAST_YEAR, TABLE) == "每月1600元，按2000元的80%算。"


def test_a_day_without_a_figure_raises_and_takes_no_other_year() -> None:
    with pytest.raises(NoFigureError, match="2024-06-01"):
        render_statement(_statement("每月{{wage}}元"), date(2024, 6, 1), TABLE)


def test_a_placeholder_nobody_defines_raises() -> None:
    with pytest.raises(UnknownParameterError, match="nobody"):
        render_statement(_statement("每月{{nobody}}元"), DAY, TABLE)


def test_a_passage_is_rendered_without_the_lines_that_have_no_figure() -> None:
    passage = Passage(
        "a#how_much", "a", "能领多少", Aspect.HOW_MUCH, (_statement("每月{{wage}}元"), _statement("按月发"))
    )
    assert render_passage(passage, DAY, TABLE) == "每月2330.5元\n按月发"
    assert render_passage(passage, date(2024, 6, 1), TABLE) == "按月发"


def test_a_past_section_is_rendered_as_of_its_own_last_day(knowing: Knowing) -> None:
    document = knowing.knowledge.get_document("unemployment-benefit")
    past = Passage(
        "unemployment-benefit#past", document.id, "2024年", Aspect.HOW_MUCH, (_statement("{{sample_wage}}元"),),
        period=Period(PartialDate(2024), PartialDate(2024)),
    )  # fmt: skip
    current = Passage(
        "unemployment-benefit#now", document.id, "现在", Aspect.HOW_MUCH, (_statement("{{sample_wage}}元"),)
    )
    base = KnowledgeBase({document.id: _with(document, past, current)}, "digest")
    assert render_all(base, DAY, knowing.parameters) == {past.id: "2150元", current.id: "2450元"}


def test_every_passage_is_rendered_and_keeps_no_placeholder(knowing: Knowing) -> None:
    rendered = render_all(knowing.knowledge, DAY, knowing.parameters)
    assert rendered.keys() == knowing.knowledge.passages.keys()
    assert not [text for text in rendered.values() if "{{" in text]


def test_a_line_is_cited_by_its_section_s_clause_else_by_the_statute_it_rests_on(knowing: Knowing) -> None:
    document = knowing.knowledge.get_document("unemployment-benefit")
    what, who = (document.passages_about(aspect)[0] for aspect in (Aspect.WHAT, Aspect.WHO))
    assert source_of(what.statements[0], what, document).clause == "示例保险法第45条"
    both = source_of(who.statements[0], who, document)
    assert (both.url, both.clause) == ("https://example.org/rule", "示例保险法第45条")
    page_only = source_of(_statement("按月发", "s1"), who, document)
    assert (page_only.url, page_only.clause) == ("https://example.org/rule", None)


def test_a_statute_without_articles_is_cited_as_a_whole(knowing: Knowing) -> None:
    document = _with(knowing.knowledge.get_document("startup-loan"))
    law = Source("s1", "示例", law="示例法")
    passage = Passage("a#what", "a", "是什么", Aspect.WHAT, (_statement("按月发"),))
    line = source_of(passage.statements[0], passage, _with(document, sources=(law,)))
    assert (line.url, line.clause) == (None, "示例法")


def _with(document, *passages: Passage, **changes):  # type: ignore[no-untyped-def]
    return replace(document, passages=passages or document.passages, **changes)
