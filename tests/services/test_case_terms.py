"""A case gets the team and the deadlines its team has committed itself to, counted in the team's own hours."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from assistant.adapters.knowledge_store import LoadedKnowledge
from assistant.domain.case_policy import with_terms
from assistant.domain.cases import Case
from assistant.domain.conversation import HandoverReason
from assistant.services.case_terms import policy_of

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
