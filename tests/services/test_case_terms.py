"""Cases and labour requests get the deadlines their team has committed itself to, counted in the team's own hours."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from assistant.adapters.knowledge_store import LoadedKnowledge
from assistant.domain.case_policy import with_terms
from assistant.domain.cases import Case
from assistant.domain.conversation import HandoverReason
from assistant.domain.labour_requests import LabourState
from assistant.services.case_terms import labour_policy_of, policy_of

CHONGQING = ZoneInfo("Asia/Shanghai")
#: A Sunday night; the example's teams work from Monday nine o'clock.
NIGHT = datetime(2026, 11, 22, 23, 40, tzinfo=CHONGQING)


def test_deadlines_of_a_case_of_the_night_count_from_the_next_opening(loaded: LoadedKnowledge) -> None:
    teams = loaded.knowing.handover.teams
    case = with_terms(Case("", "c", HandoverReason.WAGE_ARREARS, "示例", NIGHT), policy_of(teams))
    promised = teams.get(HandoverReason.WAGE_ARREARS)
    opening = promised.team.hours.next_opening(NIGHT)
    assert opening is not None
    assert case.team == promised.team.id
    assert case.reply_due_at == opening.at + timedelta(minutes=promised.first_reply_minutes)


def test_every_reason_has_terms_of_its_team(loaded: LoadedKnowledge) -> None:
    teams = loaded.knowing.handover.teams
    policy = policy_of(teams)
    assert {reason: policy.team_of(reason) for reason in HandoverReason} == {
        reason: teams.get(reason).team.id for reason in HandoverReason
    }


@pytest.mark.parametrize(
    ("state", "minutes"),
    [(LabourState.PUBLISHED, "accept"), (LabourState.ACCEPTED, "dispatch"), (LabourState.DISPATCHED, "evaluate")],
)
def test_a_labour_request_of_the_night_has_the_time_of_its_team_from_the_next_opening(
    loaded: LoadedKnowledge, state: LabourState, minutes: str
) -> None:
    labour = loaded.knowing.handover.teams.labour
    due_at = labour_policy_of(loaded.knowing.handover.teams).due_in(state, NIGHT)
    opening = labour.team.hours.next_opening(NIGHT)
    assert opening is not None and due_at is not None and labour.team.hours.spans_on(due_at.date())
    worked = labour.team.hours.add_working_minutes(opening.at, getattr(labour, f"{minutes}_minutes"))
    assert worked is not None and due_at == worked.at > NIGHT + timedelta(minutes=getattr(labour, f"{minutes}_minutes"))


def test_an_evening_a_weekend_and_a_holiday_do_not_count_against_a_labour_request(loaded: LoadedKnowledge) -> None:
    """Accepted on the afternoon before the national holiday of 2026, it is due on the first working days after it."""
    policy = labour_policy_of(loaded.knowing.handover.teams)
    before = datetime(2026, 9, 30, 17, 0, tzinfo=CHONGQING)
    due_at = policy.due_in(LabourState.ACCEPTED, before)
    assert due_at is not None and due_at.date() > date(2026, 10, 8)
    assert policy.due_in(LabourState.EVALUATED, before) is None
