"""Of a rule in tiers nobody is told a tier that is known to be others'."""

from datetime import date

import pytest

from assistant.domain.conversation import FactValue
from assistant.domain.knowledge import Passage
from assistant.services.knowing import Knowing
from assistant.services.own_tier import find_others
from tests.services.shipped_rules import shipped_library

DAY = date(2026, 11, 23)
HEADS, SHARE = "firm.headcount", "firm.disabled_share_percent"
MONTHS = "person.unemployment_insured_months"


class _Tiers:
    """What of the knowledge the search for others' tiers reads: as it is shipped."""

    tiers = {located.document.id: located.tiers for located in shipped_library().documents}


def _told(passage_id: str, facts: dict[str, FactValue]) -> str:
    documents = [located.document for located in shipped_library().documents]
    passage: Passage = next(p for document in documents for p in document.passages if p.id == passage_id)
    knowing: Knowing = _Tiers()  # type: ignore[assignment]
    others = find_others(passage, facts, DAY, knowing)
    return "".join(one.text for place, one in enumerate(passage.statements) if place not in others)


@pytest.mark.parametrize(
    ("facts", "said", "unsaid"),
    [
        ({}, ["50%", "90%", "免征"], []),
        ({HEADS: 28}, ["免征"], ["50%", "90%"]),
        ({HEADS: 200}, ["50%", "90%"], ["30人及以下"]),
        ({HEADS: 200, SHARE: 0.5}, ["90%"], ["50%", "30人及以下"]),
        ({HEADS: 200, SHARE: 1.2}, ["50%"], ["90%", "30人及以下"]),
        ({SHARE: 0.5}, ["90%"], ["50%", "免征"]),
        ({SHARE: 0}, ["90%", "免征"], ["50%"]),
    ],
)
def test_a_firm_is_told_the_tiers_that_may_be_its_own(
    facts: dict[str, FactValue], said: list[str], unsaid: list[str]
) -> None:
    told = _told("disability-fund-reduction#how_much", facts)
    assert [word in told for word in said] == [True] * len(said)
    assert [word in told for word in unsaid] == [False] * len(unsaid)


@pytest.mark.parametrize(("months", "said", "unsaid"), [(66, "领15个月", "领3个月"), (18, "领3个月", "领15个月")])
def test_whoever_tells_the_years_paid_is_told_the_months_of_those_years(months: int, said: str, unsaid: str) -> None:
    told = _told("unemployment-benefit#how_long", {MONTHS: months})
    assert said in told
    assert unsaid not in told


def test_where_every_tier_is_others_the_rule_is_told_whole() -> None:
    whole = _told("disability-fund-reduction#how_much", {})
    assert _told("disability-fund-reduction#how_much", {HEADS: 200, SHARE: 2}) in (whole, _told(
        "disability-fund-reduction#how_much", {HEADS: 200, SHARE: 1.2}))  # fmt: skip
