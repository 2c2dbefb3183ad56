"""What somebody looks for in a course: limits that must hold, and wishes that only put one before another."""

from dataclasses import dataclass, fields
from datetime import date

from assistant.domain.course_times import LessonTime
from assistant.domain.courses import CourseLevel
from assistant.domain.engagements import Engagement
from assistant.domain.vacancies import Education

_OF_THE_PERSON = ("held", "lacking", "held_level", "busy", "holds_none", "age_years", "education")
#: Limits that the index does not know: what keeps to them is told only by the record.
_OF_THE_RECORD = ("any_schooling", "any_age", "not_times", "starts_from")


@dataclass(frozen=True)
class CourseFilter:
    """Empty or None: no limit. Every limit but `words` must be kept by one and the same intake.

    `occupations`: names of `lexicon/occupations.yaml`; `licences`: names of `lexicon/vacancies.yaml` the course must
    give; `words`: what is to be learnt and is no such name. One of the three is enough. `region_ids`: in one of them.
    `near`: in the person's own district, not known yet. `starts_within_days`: begins at the latest so many days from
    today. `any_schooling`: asks for no schooling. `held`, `lacking`: licences the person has said to have or not to
    have; they limit nothing. `held_level`: of the certificate they hold in the trade. `busy`: when they have to be
    elsewhere, as they have said. `holds_none`: they say to hold no licence and no certificate. `any_age`: asks for no
    age. `not_times`: no lessons at these times (莫给我整周末的). `starts_from`: begins on that day or later.
    `age_years`, `education`: of whoever is to learn, as told with the search, who may be somebody else of the family.
    `only_there`: nothing elsewhere is of any use.
    """

    occupations: tuple[str, ...] = ()
    licences: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    region_ids: tuple[str, ...] = ()
    near: bool = False
    evening: bool = False
    weekend: bool = False
    daytime: bool = False
    online: bool | None = None
    free: bool = False
    fee_ceiling_yuan: float | None = None
    with_certificate: bool = False
    levels: tuple[CourseLevel, ...] = ()
    starts_within_days: int | None = None
    any_schooling: bool = False
    held: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    held_level: CourseLevel | None = None
    busy: tuple[Engagement, ...] = ()
    holds_none: bool = False
    any_age: bool = False
    not_times: tuple[LessonTime, ...] = ()
    starts_from: date | None = None
    only_there: bool = False
    age_years: int | None = None
    education: Education | None = None

    @property
    def names_a_subject(self) -> bool:
        """Whether it says what is to be learnt."""
        return bool(self.occupations or self.licences or self.words)

    @property
    def is_of_the_record(self) -> bool:
        """Whether it limits what no index knows."""
        return any(name in self.limits for name in _OF_THE_RECORD)

    @property
    def limits(self) -> tuple[str, ...]:
        """Names of the fields that limit anything, in their order."""
        empty = CourseFilter()
        names = (one.name for one in fields(self) if one.name not in _OF_THE_PERSON)
        return tuple(name for name in names if getattr(self, name) != getattr(empty, name))

    @property
    def says_nothing(self) -> bool:
        return not self.limits
