"""What is counted of turns and cases, and the rates that come of it."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain.cases import EventKind
from assistant.domain.conversation import HandoverReason
from assistant.domain.oversight import (
    ALL,
    HOUR,
    CaseMark,
    CaseTermsInForce,
    Tally,
    TurnMark,
    add_up,
    answer_rate,
    handover_rate,
    spread,
    tally_hours,
    under,
)

AT = datetime(2026, 11, 24, 9, 5)
MINUTE = timedelta(minutes=1)
TURN = TurnMark(AT, True, "job_seeker", "wanzhou", "answered", "wage-arrears", "rules")
CASE = CaseMark(AT, EventKind.OPENED, "job_seeker", "wanzhou", HandoverReason.ASKED, AT)
TERMS = CaseTermsInForce(lambda _, at: at + 60 * MINUTE, lambda _, at: at + 600 * MINUTE)


def counts_of(*marks: TurnMark | CaseMark) -> dict[str, int]:
    turns = [mark for mark in marks if isinstance(mark, TurnMark)]
    cases = [mark for mark in marks if isinstance(mark, CaseMark)]
    return add_up(tally.counts for tally in tally_hours(turns, cases, TERMS, lambda region, _: region or ""))


def test_a_turn_counts_under_all_it_is() -> None:
    assert counts_of(replace(TURN, handover_reason="asked", helpful=True)) == {
        "turns": 1, "conversations": 1, "status:answered": 1, "replier:rules": 1, "topic:wage-arrears": 1,
        "handover:asked": 1, "helpful": 1,
    }  # fmt: skip
    later = replace(TURN, is_first=False, topic=None, helpful=False, feedback_reason="outdated")
    assert counts_of(later) == {
        "turns": 1, "status:answered": 1, "replier:rules": 1, "unhelpful": 1, "unhelpful_reason:outdated": 1,
    }  # fmt: skip


def test_what_was_asked_in_vain_is_counted_by_topic() -> None:
    unanswered = replace(TURN, status="unanswerable_no_source")
    counts = counts_of(unanswered, unanswered, replace(unanswered, topic=None), TURN)
    assert under(counts, "unanswered") == {"wage-arrears": 2, "other": 1}


def test_tallies_are_kept_apart_by_hour_audience_and_district() -> None:
    others = (replace(TURN, at=AT + HOUR), replace(TURN, audience="employer"), replace(TURN, region_id=None))
    tallies = tally_hours([TURN, TURN, *others], [], TERMS, lambda region, _: region or "")
    assert {(one.begins_at.hour, one.audience, one.district): one.counts["turns"] for one in tallies} == {
        (9, "employer", "wanzhou"): 1, (9, "job_seeker", ""): 1, (9, "job_seeker", "wanzhou"): 2,
        (10, "job_seeker", "wanzhou"): 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    "minutes, bound, kept", [(0, "15", True), (14, "15", True), (15, "30", True), (60, "120", True), (61, "120", False),
                             (2879, "2880", False), (9999, "more", False)]
)  # fmt: skip
def test_the_time_to_the_first_reply_is_counted_by_span_and_against_its_deadline(
    minutes: int, bound: str, kept: bool
) -> None:
    counts = counts_of(replace(CASE, kind=EventKind.REPLIED, at=AT + minutes * MINUTE))
    assert under(counts, "first_reply") == {bound: 1}
    assert (counts["first_replies"], counts["first_reply_minutes"]) == (1, minutes)
    assert (counts.get("reply_kept", 0), counts.get("reply_missed", 0)) == (int(kept), int(not kept))


def test_an_outcome_counts_against_its_deadline_and_a_verdict_by_its_mark() -> None:
    assert counts_of(CASE) == {"cases": 1}
    assert counts_of(replace(CASE, kind=EventKind.RESOLVED, at=AT + 600 * MINUTE)) == {"resolution_kept": 1}
    assert counts_of(replace(CASE, kind=EventKind.RESOLVED, at=AT + 601 * MINUTE)) == {"resolution_missed": 1}
    rated = replace(CASE, kind=EventKind.RATED)
    assert counts_of(replace(rated, mark=4), replace(rated, mark=1), rated) == {"marks": 2, "marks_sum": 5}


def test_the_answer_rate_leaves_out_what_asked_nothing() -> None:
    counts = {"status:answered": 6, "status:unanswerable_no_source": 2, "status:clarification": 2}
    assert answer_rate(counts) == 0.6
    asked_nothing = {"status:smalltalk": 9, "status:handed_over": 1, "status:paused": 5, "status:guardrail_crisis": 1}
    assert answer_rate(counts | asked_nothing) == 0.6
    assert answer_rate(asked_nothing) is None and answer_rate({}) is None


def test_the_hand_over_rate_is_of_all_turns() -> None:
    assert handover_rate({"turns": 8, "handover:asked": 1, "handover:threat": 1}) == 0.25
    assert handover_rate({}) is None


TALLIES = st.lists(
    st.builds(
        Tally,
        st.just(AT),
        st.sampled_from(["job_seeker", "employer"]),
        st.sampled_from(["", "wanzhou", "fuling"]),
        st.dictionaries(st.sampled_from(["turns", "cases"]), st.integers(0, 99)),
    )
)


@given(TALLIES)
def test_the_sums_of_a_day_lose_nothing_in_either_direction(tallies: list[Tally]) -> None:
    sums = {(one.audience, one.district): one.counts for one in spread(tallies, AT)}
    total = add_up(tally.counts for tally in tallies)
    assert dict(sums.get((ALL, ALL), {})) == total
    by_district = add_up(counts for (audience, district), counts in sums.items() if audience == ALL != district)
    by_audience = add_up(counts for (audience, district), counts in sums.items() if district == ALL != audience)
    assert by_district == by_audience == total
