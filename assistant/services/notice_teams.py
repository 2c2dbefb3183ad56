"""Teams as notices see them: where they are told, and when they are at work."""

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.domain.opening_hours import OpeningHours
from assistant.domain.teams import Teams

#: Of cases of this priority a team is told at once.
URGENT_PRIORITY = 1


@dataclass(frozen=True)
class NoticeTeam:
    """`notices_to`: the team's address; empty: the operator's."""

    id: str
    name: str
    hours: OpeningHours
    notices_to: str = ""


def notice_teams(teams: Teams) -> Mapping[str, NoticeTeam]:
    """By id."""
    found = (commitment.team for commitment in teams.commitments.values())
    return {team.id: NoticeTeam(team.id, team.name, team.hours, team.notices_to) for team in found}
