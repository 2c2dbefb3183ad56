"""Training courses and their intakes: what is taught, what it asks for, and when one can begin."""

from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum

from assistant.domain.vacancies import Education


class CourseLevel(StrEnum):
    """Level of the certificate, as 职业技能等级 are named (人社部发〔2022〕14号: five of them are in common use)."""

    BEGINNER = "beginner"  # 五级/初级工
    INTERMEDIATE = "intermediate"  # 四级/中级工
    ADVANCED = "advanced"  # 三级/高级工
    TECHNICIAN = "technician"  # 二级/技师
    SENIOR_TECHNICIAN = "senior_technician"  # 一级/高级技师


class IntakeState(StrEnum):
    """`CLOSED`: the provider has ended or withdrawn it; nobody new may be sent there."""

    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True)
class CourseSource:
    """Where a course was found. `feed` is the feed's name for people."""

    feed_id: str
    feed: str
    external_id: str
    url: str | None = None


@dataclass(frozen=True)
class WeeklyTime:
    """A lesson of every week: `weekday` 1 Monday to 7 Sunday, from `starts` to `ends` on one day."""

    weekday: int
    starts: time
    ends: time


@dataclass(frozen=True)
class Intake:
    """One run of a course. None or empty: the provider does not say.

    `seats`: places this service may give; None: the provider does not say how many, and nobody can be enrolled here.
    `enrol_by`: the last day to enrol. `place` is as printed; `is_online`: no place to go to. `schedule` is as printed.
    """

    id: str
    course_id: str
    starts_on: date | None = None
    ends_on: date | None = None
    weekly_times: tuple[WeeklyTime, ...] = ()
    schedule: str = ""
    region_id: str | None = None
    place: str = ""
    is_online: bool = False
    seats: int | None = None
    enrol_by: date | None = None
    state: IntakeState = IntakeState.OPEN

    def takes_enrolments_on(self, day: date) -> bool:
        """Whether somebody may still enrol on that day, seats left aside."""
        return self.seats is not None and self.is_open_on(day)

    def is_open_on(self, day: date) -> bool:
        """Whether it may be shown on that day: not closed, and its last day to enrol not past."""
        last = self.last_day_to_enrol
        return self.state is IntakeState.OPEN and (last is None or last >= day)

    @property
    def last_day_to_enrol(self) -> date | None:
        """The deadline as stated; without one, the day it begins."""
        return self.enrol_by or self.starts_on


@dataclass(frozen=True)
class CoursePrerequisite:
    """What one must have to take a course: `text` for people, the fields for code; a text alone is checked by staff."""

    text: str
    age_min: int | None = None
    age_max: int | None = None
    education: Education | None = None
    licence: str | None = None
    experience_years: int | None = None
    level: CourseLevel | None = None


@dataclass(frozen=True)
class OutcomeFigure:
    """What became of those who took the course, as the feed tells it: `text` with the day it was counted."""

    text: str
    as_of: date


@dataclass(frozen=True)
class Course:
    """A course. None or empty: the provider does not say.

    `occupations` are everyday names of `lexicon/occupations.yaml`; `subjects` what is taught, by
    names of `lexicon/courses.yaml`; `occupation_code` the class of the 2022 edition.
    `certificate`: its name as printed. `licences`: names of `lexicon/vacancies.yaml` that the certificate gives.
    `hours`: lessons in all. `fee_yuan` 0: free; None: not stated.
    """

    id: str
    title: str
    provider: str
    content: str = ""
    level: CourseLevel | None = None
    certificate: str | None = None
    licences: tuple[str, ...] = ()
    occupations: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    occupation_code: str | None = None
    prerequisites: tuple[CoursePrerequisite, ...] = ()
    hours: int | None = None
    fee_yuan: float | None = None
    outcomes: tuple[OutcomeFigure, ...] = ()
    intakes: tuple[Intake, ...] = ()
    is_sample: bool = False
    sources: tuple[CourseSource, ...] = field(default=())

    def open_intakes_on(self, day: date) -> tuple[Intake, ...]:
        """Those somebody may still enrol in on that day, in the order the provider gives."""
        return tuple(intake for intake in self.intakes if intake.takes_enrolments_on(day))

    def shown_intakes_on(self, day: date) -> tuple[Intake, ...]:
        """Those that are open on that day, the first to begin first; also those the provider alone can enrol in."""
        shown = (intake for intake in self.intakes if intake.is_open_on(day))
        return tuple(sorted(shown, key=lambda intake: (intake.starts_on or date.max, intake.id)))


@dataclass(frozen=True)
class RawIntake:
    """One run of a course as a feed gives it, its columns already mapped to ours; nothing is understood yet.

    `external_id` is the feed's own id of the run, `course_key` that of the course. All other fields are the printed
    words, empty where there are none; `description` is what is taught. `is_removed`: the feed says that the run is
    gone. `row`: where it stood in the feed, for the report.
    """

    external_id: str
    course_key: str = ""
    title: str = ""
    provider: str = ""
    description: str = ""
    occupation: str = ""
    level: str = ""
    certificate: str = ""
    prerequisites: str = ""
    hours: str = ""
    fee: str = ""
    outcomes: str = ""
    outcomes_on: str = ""
    starts_on: str = ""
    ends_on: str = ""
    schedule: str = ""
    place: str = ""
    mode: str = ""
    seats: str = ""
    enrol_by: str = ""
    status: str = ""
    url: str = ""
    is_removed: bool = False
    row: int = 0


#: The names the columns of a feed of courses are mapped to.
INTAKE_FIELDS: tuple[str, ...] = tuple(
    name for name in RawIntake.__dataclass_fields__ if name not in ("is_removed", "row")
)
