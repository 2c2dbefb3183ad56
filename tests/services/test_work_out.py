"""What code works out is said with the facts it rests on, and only then."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from assistant.domain.parameters import Constant
from assistant.services.evidence import EvidenceRoom
from assistant.services.fact_phrases import in_words
from assistant.services.knowing import Knowing
from assistant.services.work_out import work_out

DAY = date(2026, 11, 23)
MONTHS = "person.unemployment_insured_months"


@pytest.mark.parametrize(
    ("months", "words"), [(0, "不到1个月"), (5, "5个月"), (12, "1年"), (42, "3年6个月"), (36, "3年")]
)
def test_months_are_said_as_people_say_them(months: int, words: str) -> None:
    assert in_words(MONTHS, months) == words


def test_other_facts_are_said_as_they_are() -> None:
    assert in_words("person.age_years", 42) == "42"


def test_a_figure_is_worked_out_with_its_clause_as_evidence(knowing: Knowing) -> None:
    room = EvidenceRoom(knowing.knowledge, knowing.parameters, knowing.lexicon.regions)
    (calculation,) = knowing.calculations["unemployment-benefit"]
    document = knowing.knowledge.get_document("unemployment-benefit")
    (sentence,) = work_out(calculation, {MONTHS: 42}, DAY, knowing.parameters, document, room)
    assert sentence.text == "按您说的失业保险累计交了3年6个月，符合条件的话可以领10个月。"
    citation = room.items[sentence.evidence[0]].citation
    assert (citation.clause, citation.quote) == ("示例失业保险办法第24条", sentence.text)


@pytest.mark.parametrize("facts", [{}, {"person.age_years": 42}])
def test_nothing_is_worked_out_from_facts_nobody_said(knowing: Knowing, facts: dict[str, int]) -> None:
    room = EvidenceRoom(knowing.knowledge, knowing.parameters, knowing.lexicon.regions)
    (calculation,) = knowing.calculations["unemployment-benefit"]
    document = knowing.knowledge.get_document("unemployment-benefit")
    assert work_out(calculation, facts, DAY, knowing.parameters, document, room) == ()
    assert room.items == {}


def test_a_sentence_that_would_say_an_unknown_fact_is_not_said(knowing: Knowing) -> None:
    room = EvidenceRoom(knowing.knowledge, knowing.parameters, knowing.lexicon.regions)
    document = knowing.knowledge.get_document("unemployment-benefit")
    calculation = replace(
        knowing.calculations[document.id][0],
        value=Constant(Fraction(9)),
        says="您<person.age_years>岁，可以领<value>个月。",
        facts=("person.age_years",),
    )
    assert work_out(calculation, {}, DAY, knowing.parameters, document, room) == ()
    (sentence,) = work_out(calculation, {"person.age_years": 42}, DAY, knowing.parameters, document, room)
    assert sentence.text == "您42岁，可以领9个月。"
