"""Reading `handover/teams.yaml` and `handover/holidays.yaml`: who answers, when, and which days differ."""

import re
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from assistant.adapters.content.located import read_model
from assistant.domain.conversation import HandoverReason
from assistant.domain.opening_hours import DayKind, HolidayTable, OpeningHours, OpenSpan
from assistant.domain.teams import Commitment, LabourCommitment, Team, Teams

HOLIDAYS_FILE = "handover/holidays.yaml"
_TEAMS = "handover/teams.yaml"
_SPAN = re.compile(r"([01][0-9]|2[0-4]):([0-5][0-9])-([01][0-9]|2[0-4]):([0-5][0-9])")
_WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_Minutes = Annotated[int, Field(gt=0, le=100_000)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


def _read_span(text: str) -> OpenSpan:
    match = _SPAN.fullmatch(text)
    if match is None:
        raise ValueError(f"'{text}' is no span of hours; write \"09:00-17:30\"")
    opens, closes = int(match[1]) * 60 + int(match[2]), int(match[3]) * 60 + int(match[4])
    try:
        return OpenSpan(opens, closes)
    except ValueError as error:
        raise ValueError(f"'{text}': {error}") from None


def _check_spans(texts: list[str]) -> list[str]:
    for earlier, later in pairwise([_read_span(text) for text in texts]):
        if later.opens_minute < earlier.closes_minute:
            raise ValueError(f"the hours {', '.join(texts)} overlap or are out of order")
    return texts


_Spans = Annotated[list[str], AfterValidator(_check_spans)]


class _TeamModel(_Strict):
    id: str
    name: str = Field(min_length=1, max_length=20)
    typical_reply_minutes: _Minutes
    week: dict[_Weekday, _Spans]
    adjusted: _Spans | None = None
    works_on_holidays: bool = False
    notices_to: str = Field(default="", pattern=r"^([^@\s]+@[^@\s]+\.[^@\s]+)?$")

    @model_validator(mode="after")
    def _opens_at_all(self) -> "_TeamModel":
        if not any(self.week.values()):
            raise ValueError(f"team '{self.id}' is never open")
        return self

    def team(self, holidays: HolidayTable) -> Team:
        week = tuple(tuple(_read_span(text) for text in self.week.get(day, [])) for day in _WEEK)  # type: ignore[call-overload]
        adjusted = week[0] if self.adjusted is None else tuple(_read_span(text) for text in self.adjusted)
        hours = OpeningHours(week, adjusted, holidays, self.works_on_holidays)
        return Team(self.id, self.name, hours, self.typical_reply_minutes, self.notices_to)


class _CommitmentModel(_Strict):
    team: str
    priority: int = Field(ge=1, le=5)
    first_reply_minutes: _Minutes
    resolution_minutes: _Minutes
    warning_minutes: _Minutes

    @model_validator(mode="after")
    def _times_are_in_order(self) -> "_CommitmentModel":
        if not self.warning_minutes < self.first_reply_minutes <= self.resolution_minutes:
            raise ValueError("the warning must come before the first reply is due, and that before the resolution")
        return self


class _LabourModel(_Strict):
    team: str
    accept_minutes: _Minutes
    dispatch_minutes: _Minutes
    evaluate_minutes: _Minutes
    warning_minutes: _Minutes

    @model_validator(mode="after")
    def _warns_in_time(self) -> "_LabourModel":
        if self.warning_minutes >= min(self.accept_minutes, self.dispatch_minutes, self.evaluate_minutes):
            raise ValueError("the warning must come before anything is due, and after its time has begun")
        return self


class _TeamsFile(_Strict):
    schema_version: int
    is_example: bool = False
    teams: list[_TeamModel]
    reasons: dict[HandoverReason, _CommitmentModel]
    labour_requests: _LabourModel

    @model_validator(mode="after")
    def _everything_has_a_team(self) -> "_TeamsFile":
        known = [team.id for team in self.teams]
        twice = sorted({name for name in known if known.count(name) > 1})
        if twice:
            raise ValueError(f"there are two teams '{twice[0]}'")
        for reason, commitment in self.reasons.items():
            if commitment.team not in known:
                raise ValueError(f"reason '{reason.value}' names the team '{commitment.team}', which does not exist")
        if self.labour_requests.team not in known:
            raise ValueError(f"'labour_requests' names the team '{self.labour_requests.team}', which does not exist")
        missing = [reason.value for reason in HandoverReason if reason not in self.reasons]
        if missing:
            raise ValueError(f"'reasons' has nothing for {', '.join(missing)}")
        return self


class _DaysModel(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=True)
    first: date = Field(alias="from")
    last: date | None = Field(default=None, alias="to")
    kind: DayKind
    name: str

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> "_DaysModel":
        if self.last is not None and not self.first <= self.last <= self.first + timedelta(days=30):
            raise ValueError(f"'to' {self.last} does not follow 'from' {self.first} within 30 days")
        return self

    def all_days(self) -> list[date]:
        last = self.last or self.first
        return [self.first + timedelta(days=count) for count in range((last - self.first).days + 1)]


class _YearModel(_Strict):
    year: int
    source: str = Field(min_length=1)
    days: list[_DaysModel]

    @model_validator(mode="after")
    def _days_are_of_the_year_and_once(self) -> "_YearModel":
        days = [day for one in self.days for day in one.all_days()]
        stray = next((day for day in days if day.year != self.year), None)
        if stray is not None:
            raise ValueError(f"{stray} is no day of {self.year}")
        twice = next((day for day in days if days.count(day) > 1), None)
        if twice is not None:
            raise ValueError(f"{twice} stands twice")
        wrong = next((one.first for one in self.days if one.kind is DayKind.WORKDAY and one.first.weekday() < 5), None)
        if wrong is not None:
            raise ValueError(f"{wrong} is a weekday: only a weekend day is a 'workday' of its own")
        return self


class _HolidaysFile(_Strict):
    schema_version: int
    years: list[_YearModel]

    @model_validator(mode="after")
    def _years_stand_once(self) -> "_HolidaysFile":
        years = [one.year for one in self.years]
        if len(set(years)) < len(years):
            raise ValueError("a year stands twice")
        return self


def read_holidays(root: Path) -> HolidayTable:
    """Raises KnowledgeError naming file and line."""
    file: _HolidaysFile = read_model(root, HOLIDAYS_FILE, _HolidaysFile)
    days = {day: one.kind for year in file.years for one in year.days for day in one.all_days()}
    return HolidayTable(days, frozenset(one.year for one in file.years))


def read_teams(root: Path) -> Teams:
    """Raises KnowledgeError naming file and line."""
    holidays = read_holidays(root)
    file: _TeamsFile = read_model(root, _TEAMS, _TeamsFile)
    teams = {one.id: one.team(holidays) for one in file.teams}
    commitments = {
        reason: Commitment(
            reason, teams[one.team], one.priority, one.first_reply_minutes, one.resolution_minutes, one.warning_minutes
        )
        for reason, one in file.reasons.items()
    }
    asked = file.labour_requests
    labour = LabourCommitment(
        teams[asked.team], asked.accept_minutes, asked.dispatch_minutes, asked.evaluate_minutes, asked.warning_minutes
    )
    return Teams(commitments, labour, file.is_example)
