"""Who answers what people need a person for, and until when."""

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.domain.conversation import HandoverReason
from assistant.domain.opening_hours import OpeningHours


@dataclass(frozen=True)
class Team:
    """People who answer. `typical_reply_minutes`: how long it usually takes while they are at work. `notices_to`: the
    mail address that hears of the team's deadlines; empty: the operator's."""

    id: str
    name: str
    hours: OpeningHours
    typical_reply_minutes: int
    notices_to: str = ""


@dataclass(frozen=True)
class Commitment:
    """What is promised for a reason, in minutes of the team's working time; staff are warned `warning_minutes` before.

    `priority` 1 comes first in the queue.
    """

    reason: HandoverReason
    team: Team
    priority: int
    first_reply_minutes: int
    resolution_minutes: int
    warning_minutes: int


@dataclass(frozen=True)
class LabourCommitment:
    """What is promised for employers' labour requests: until when each order (接单, 派单, 评单) is due once it is its
    turn, in minutes of the team's working time; staff are warned `warning_minutes` before."""

    team: Team
    accept_minutes: int
    dispatch_minutes: int
    evaluate_minutes: int
    warning_minutes: int


@dataclass(frozen=True)
class Teams:
    """All commitments, one for every reason. `is_example`: nobody has put in their own hours yet."""

    commitments: Mapping[HandoverReason, Commitment]
    labour: LabourCommitment
    is_example: bool = False

    def get(self, reason: HandoverReason) -> Commitment:
        return self.commitments[reason]
