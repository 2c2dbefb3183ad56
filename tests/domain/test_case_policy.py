"""How soon what is due, and from when it stands out."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from assistant.domain.case_policy import CasePolicy, CaseTerms, Urgency, urgency, with_terms
from assistant.domain.cases import Case, CaseKind, CaseState, DeadlineKind
from assistant.domain.conversation import HandoverReason
from tests.plain_policy import PLAIN_POLICY

AT = datetime(2026, 11, 23, 23, 40, tzinfo=UTC)
POLICY = CasePolicy(otherwise=CaseTerms(60, 600, warning_minutes=15))
CASE = with_terms(Case("CQ-1", "a", HandoverReason.ASKED, "", AT), POLICY)


@pytest.mark.parametrize(
    ("minutes", "expected"), [(44, Urgency.CALM), (45, Urgency.SOON), (59, Urgency.SOON), (60, Urgency.OVERDUE)]
)
def test_a_case_stands_out_before_it_is_due_and_is_overdue_from_that_moment_on(minutes: int, expected: Urgency) -> None:
    assert urgency(CASE, AT + timedelta(minutes=minutes), POLICY) is expected


def test_a_case_at_rest_is_calm_until_somebody_is_to_ask_again() -> None:
    closed = replace(CASE, state=CaseState.RESOLVED, follow_up_due_at=None)
    assert urgency(closed, AT + timedelta(days=999), POLICY) is Urgency.CALM
    asked_again = replace(closed, follow_up_due_at=AT)
    assert urgency(asked_again, AT, POLICY) is Urgency.OVERDUE


@pytest.mark.parametrize("reason", HandoverReason)
def test_every_reason_has_a_team_and_both_deadlines_and_complaints_have_their_own(reason: HandoverReason) -> None:
    case = with_terms(Case("CQ-1", "a", reason, "", AT), PLAIN_POLICY)
    due = case.next_deadline
    assert due is not None and due.kind is DeadlineKind.REPLY and due.at > AT
    assert case.resolution_due_at is not None and case.resolution_due_at > due.at
    assert (case.team == "complaints") == (case.kind is CaseKind.COMPLAINT)


def test_a_team_s_own_hours_count_where_it_has_some() -> None:
    def tomorrow(at: datetime, minutes: int) -> datetime:
        return at + timedelta(days=1, minutes=minutes)

    policy = CasePolicy(terms={HandoverReason.COMPLAINT: CaseTerms(10, 20, "complaints", due=tomorrow)})
    assert policy.reply_due(HandoverReason.COMPLAINT, AT) == AT + timedelta(days=1, minutes=10)
    assert policy.reply_due(HandoverReason.ASKED, AT) == AT + timedelta(minutes=480)
