"""Terms of cases for tests: day and night, one team, the dangerous first."""

from assistant.domain.case_policy import CasePolicy, CaseTerms
from assistant.domain.conversation import HandoverReason

_URGENT = CaseTerms(reply_minutes=15, resolution_minutes=24 * 60, warning_minutes=5)
_SOON = CaseTerms(reply_minutes=2 * 60, resolution_minutes=3 * 24 * 60)
_COMPLAINT = CaseTerms(24 * 60, 15 * 24 * 60, team="complaints", warning_minutes=4 * 60)

#: What holds where no other terms are handed in: day and night, one team, the dangerous first.
PLAIN_POLICY = CasePolicy(
    terms={
        HandoverReason.CRISIS: _URGENT,
        HandoverReason.THREAT: _URGENT,
        HandoverReason.VULNERABLE_PERSON: _SOON,
        HandoverReason.WORK_INJURY: _SOON,
        HandoverReason.WAGE_ARREARS: _SOON,
        HandoverReason.COMPLAINT: _COMPLAINT,
    }
)
