"""The terms of cases and of labour requests, from what the teams have committed themselves to."""

from datetime import datetime, timedelta

from assistant.domain.case_policy import CasePolicy, CaseTerms, Due
from assistant.domain.labour_steps import LabourPolicy
from assistant.domain.opening_hours import OpeningHours
from assistant.domain.teams import Teams

_NEVER_OPEN = timedelta(days=60)


def policy_of(teams: Teams) -> CasePolicy:
    """Every reason's team, its minutes of work, and the hours they are counted in."""
    terms = {
        reason: CaseTerms(
            reply_minutes=one.first_reply_minutes,
            resolution_minutes=one.resolution_minutes,
            team=one.team.id,
            warning_minutes=one.warning_minutes,
            due=due_in(one.team.hours),
        )
        for reason, one in teams.commitments.items()
    }
    return CasePolicy(terms=terms)


def labour_policy_of(teams: Teams) -> LabourPolicy:
    """The minutes of work for each order, counted in the hours of the team that has labour requests."""
    labour = teams.labour
    return LabourPolicy(
        accept_minutes=labour.accept_minutes,
        dispatch_minutes=labour.dispatch_minutes,
        evaluate_minutes=labour.evaluate_minutes,
        warning_minutes=labour.warning_minutes,
        due=due_in(labour.team.hours),
    )


def due_in(hours: OpeningHours) -> Due:
    """Counts the team's working minutes; a team that is never at work has that long, by the calendar, to be missed."""

    def due(at: datetime, minutes: int) -> datetime:
        moment = hours.add_working_minutes(at, minutes)
        return moment.at if moment is not None else at + _NEVER_OPEN

    return due
