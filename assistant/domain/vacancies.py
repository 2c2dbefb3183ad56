"""Vacancies as they are kept: what an advert says, in fields, beside the words it was printed in."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

PayPer = Literal["hour", "day", "week", "month", "year", "piece"]

#: Paid days of a month (企业职工带薪年休假实施办法 第十一条) and hours of a day (劳动法 第三十六条): pay by the hour or
#: the day is set against pay by the month with these, and said to be so.
PAID_DAYS_A_MONTH = 21.75
HOURS_A_DAY = 8
WEEKS_A_MONTH = PAID_DAYS_A_MONTH / 5
_IN_A_MONTH: dict[PayPer, float] = {
    "hour": HOURS_A_DAY * PAID_DAYS_A_MONTH,
    "day": PAID_DAYS_A_MONTH,
    "week": WEEKS_A_MONTH,
    "month": 1.0,
    "year": 1 / 12,
}


class EmploymentType(StrEnum):
    """What kind of work it is."""

    FULL_TIME = "full_time"
    PART_TIME = "part_time"
    CASUAL = "casual"
    TRAINEESHIP = "traineeship"
    PUBLIC_WELFARE_POST = "public_welfare_post"


class Education(StrEnum):
    """Schooling, lowest first. `NONE`: an advert asks for none."""

    NONE = "none"
    JUNIOR = "junior"
    SENIOR = "senior"
    COLLEGE = "college"
    BACHELOR = "bachelor"
    MASTER = "master"
    DOCTOR = "doctor"

    @property
    def rank(self) -> int:
        """0 for none to 6 for a doctorate."""
        return list(Education).index(self)


class Shift(StrEnum):
    """When the work is done. `ROTATING` includes nights; `WEEKEND_OFF`: Saturday and Sunday are free."""

    DAY = "day"
    NIGHT = "night"
    ROTATING = "rotating"
    EVENING = "evening"
    WEEKEND_OFF = "weekend_off"


class VacancyState(StrEnum):
    """`HELD`: waits for staff to look at it, and is not shown to anyone else."""

    OPEN = "open"
    HELD = "held"
    CLOSED = "closed"


@dataclass(frozen=True)
class Pay:
    """Pay in yuan per `per`. Both ends None: negotiable, or not understood; `text` is as printed.

    One end None: open on that side. `months`: months paid in a year, where the advert promises more than twelve.
    """

    min_yuan: float | None = None
    max_yuan: float | None = None
    per: PayPer | None = None
    months: int | None = None
    text: str = ""

    @property
    def is_known(self) -> bool:
        return self.min_yuan is not None or self.max_yuan is not None

    @property
    def surely_monthly_yuan(self) -> float | None:
        """What is paid a month at least, full time; None where the advert promises no least, or pays by the piece."""
        return self._monthly(self.min_yuan)

    @property
    def perhaps_monthly_yuan(self) -> float | None:
        """What is paid a month at most, full time; the least where no most is printed."""
        return self._monthly(self.max_yuan if self.max_yuan is not None else self.min_yuan)

    def _monthly(self, yuan: float | None) -> float | None:
        if yuan is None or self.per is None or self.per == "piece":
            return None
        return yuan * _IN_A_MONTH[self.per]


@dataclass(frozen=True)
class VacancySource:
    """Where an advert was found. `feed` is the feed's name for people; `url` the advert's own page, if it has one."""

    feed_id: str
    feed: str
    external_id: str
    url: str | None = None


FindingAction = Literal["warn", "hold"]


@dataclass(frozen=True)
class AdvertFinding:
    """What a check found in an advert: `quote` are the words it rests on, `basis` the rule behind it.

    `text` is for the person who reads the advert. `hold`: staff must look before anyone is shown the advert.
    """

    code: str
    text: str
    quote: str
    basis: str
    action: FindingAction = "warn"


@dataclass(frozen=True)
class Vacancy:
    """A vacancy. None or empty means that the advert does not say.

    `region_id` is the region the place names (江北 stays `jiangbei`); `place` is as printed, `landmark` the best-known
    point in it. `occupations` are everyday names of `lexicon/occupations.yaml`, `occupation_code` the class of the
    2022 edition. `education` and `experience_years` are the least asked for, 0 years: none needed. `licences` and
    `benefits` are names of `lexicon/vacancies.yaml`. `closes_on` is the last day. `starts_on`: the day casual work is
    for. `sources` has one entry for every feed that carries it.
    """

    id: str
    title: str
    employer: str
    description: str = ""
    region_id: str | None = None
    place: str = ""
    landmark: str | None = None
    pay: Pay = Pay()
    employment_type: EmploymentType = EmploymentType.FULL_TIME
    occupations: tuple[str, ...] = ()
    occupation_code: str | None = None
    education: Education | None = None
    experience_years: int | None = None
    shifts: tuple[Shift, ...] = ()
    licences: tuple[str, ...] = ()
    benefits: tuple[str, ...] = ()
    openings: int | None = None
    posted_on: date | None = None
    closes_on: date | None = None
    starts_on: date | None = None
    is_near_rail: bool = False
    credit_code: str | None = None
    is_sample: bool = False
    state: VacancyState = VacancyState.OPEN
    sources: tuple[VacancySource, ...] = ()
    findings: tuple[AdvertFinding, ...] = ()

    def is_open_on(self, day: date) -> bool:
        """Whether somebody may be sent there on that day."""
        last = self.last_day
        return self.state is VacancyState.OPEN and (last is None or last >= day)

    @property
    def last_day(self) -> date | None:
        """The last day somebody can take it up: of casual work, the day it is for at the latest."""
        casual = self.employment_type is EmploymentType.CASUAL
        days = [day for day in (self.closes_on, self.starts_on if casual else None) if day is not None]
        return min(days, default=None)


@dataclass(frozen=True)
class RawAdvert:
    """One advert as a feed gives it, its columns already mapped to ours; nothing is understood yet.

    `external_id` is the feed's own id. All other fields are the printed words, empty where there are none. `tags` are
    short words printed beside the title. `is_removed`: the feed says that the advert is gone. `row`: where it stood in
    the feed (line, item), for the report.
    """

    external_id: str
    title: str = ""
    employer: str = ""
    description: str = ""
    place: str = ""
    pay: str = ""
    education: str = ""
    experience: str = ""
    employment_type: str = ""
    shift: str = ""
    benefits: str = ""
    licences: str = ""
    tags: str = ""
    openings: str = ""
    posted_on: str = ""
    closes_on: str = ""
    starts_on: str = ""
    url: str = ""
    credit_code: str = ""
    is_removed: bool = False
    row: int = 0


#: The names a feed's columns are mapped to.
ADVERT_FIELDS: tuple[str, ...] = tuple(
    name for name in RawAdvert.__dataclass_fields__ if name not in ("is_removed", "row")
)
