"""How surely a document may be told on a day."""

from dataclasses import replace
from datetime import date

import pytest

from assistant.domain.dates import PartialDate, Period
from assistant.domain.errors import NotFoundError
from assistant.domain.knowledge import (
    Aspect,
    Audience,
    Certainty,
    Confidence,
    KnowledgeBase,
    Passage,
    PolicyDocument,
    Source,
    Standing,
    Statement,
    Weight,
)

CURRENT, TO_VERIFY, LAPSED = Certainty.CURRENT, Certainty.TO_VERIFY, Certainty.LAPSED
PASSAGES = tuple(
    Passage(f"sample#{aspect}", "sample", aspect, aspect, (Statement("示例。", ("s1",), Weight.LEAD),))
    for aspect in (Aspect.WHAT, Aspect.WHO)
)
DOCUMENT = PolicyDocument(
    "sample", "示例补贴", "policy", (Audience.JOB_SEEKER,), "chongqing", Standing.CURRENT, Confidence.CONFIRMED, Period(),
    date(2026, 11, 23), PASSAGES, (Source("s1", "示例"),),
)  # fmt: skip
#: A rule of 2024 and 2025, to be looked at again after June 2025.
BEFORE, IN, REVIEW_DUE, LAST, AFTER = (
    date(2023, 12, 31), date(2025, 6, 30), date(2025, 7, 1), date(2025, 12, 31), date(2026, 1, 1),
)  # fmt: skip
DATED = replace(DOCUMENT, period=Period(PartialDate(2024), PartialDate(2025)), review_after=PartialDate(2025, 6))

#: How each standing is told while the rule holds, and past its review date, while its period runs.
WHILE_IT_HOLDS = {
    Standing.CURRENT: (CURRENT, TO_VERIFY),
    Standing.OLD_BASIS_VERIFY: (TO_VERIFY, TO_VERIFY),
    Standing.LAPSED_UNVERIFIED: (CURRENT, CURRENT),
    Standing.CLOSED_TO_NEW: (CURRENT, CURRENT),
    Standing.EXPIRED: (CURRENT, CURRENT),
    Standing.DIRECTION_ONLY: (CURRENT, TO_VERIFY),
    Standing.NO_FIGURES: (TO_VERIFY, TO_VERIFY),
}
#: How each standing is told where the rule states no dates at all.
UNDATED = {
    Standing.CURRENT: CURRENT,
    Standing.OLD_BASIS_VERIFY: TO_VERIFY,
    Standing.LAPSED_UNVERIFIED: LAPSED,
    Standing.CLOSED_TO_NEW: LAPSED,
    Standing.EXPIRED: LAPSED,
    Standing.DIRECTION_ONLY: CURRENT,
    Standing.NO_FIGURES: TO_VERIFY,
}


@pytest.mark.parametrize("standing", Standing)
def test_before_its_first_day_no_rule_is_told_as_current(standing: Standing) -> None:
    assert replace(DATED, standing=standing).certainty_on(BEFORE) is TO_VERIFY


@pytest.mark.parametrize("standing", Standing)
def test_after_its_last_day_every_rule_is_history(standing: Standing) -> None:
    document = replace(DATED, standing=standing)
    assert document.certainty_on(AFTER) is LAPSED
    assert document.certainty_on(LAST) is not LAPSED


@pytest.mark.parametrize("standing", Standing)
def test_while_its_period_runs_a_rule_is_told_by_its_standing_and_its_review_date(standing: Standing) -> None:
    document = replace(DATED, standing=standing)
    assert (document.certainty_on(IN), document.certainty_on(REVIEW_DUE)) == WHILE_IT_HOLDS[standing]


@pytest.mark.parametrize("standing", Standing)
def test_without_dates_the_standing_decides(standing: Standing) -> None:
    assert replace(DOCUMENT, standing=standing).certainty_on(IN) is UNDATED[standing]


@pytest.mark.parametrize("standing", [Standing.LAPSED_UNVERIFIED, Standing.CLOSED_TO_NEW, Standing.EXPIRED])
def test_a_lapsed_rule_without_an_end_was_current_up_to_the_day_its_basis_is_good_for(standing: Standing) -> None:
    document = replace(DOCUMENT, standing=standing, review_after=PartialDate(2025))
    assert (document.certainty_on(LAST), document.certainty_on(AFTER)) == (CURRENT, LAPSED)


def test_a_current_rule_without_dates_is_told_as_current_up_to_its_review_day_included() -> None:
    document = replace(DOCUMENT, review_after=PartialDate(2025, 12, 31))
    assert (document.certainty_on(LAST), document.certainty_on(AFTER)) == (CURRENT, TO_VERIFY)


def test_sources_and_documents_are_found_by_id_or_named_as_missing() -> None:
    base = KnowledgeBase({"sample": DOCUMENT}, "digest")
    assert DOCUMENT.source("s1").note == "示例"
    assert base.get_document("sample") is DOCUMENT
    with pytest.raises(NotFoundError, match="s2"):
        DOCUMENT.source("s2")
    with pytest.raises(NotFoundError, match="nowhere"):
        base.get_document("nowhere")


def test_passages_are_found_by_id_and_by_aspect() -> None:
    base = KnowledgeBase({"sample": DOCUMENT}, "digest")
    assert dict(base.passages) == {passage.id: passage for passage in PASSAGES}
    assert DOCUMENT.passages_about(Aspect.WHO) == (PASSAGES[1],)
    assert DOCUMENT.passages_about(Aspect.HOW_MUCH) == ()
