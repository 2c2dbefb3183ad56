"""What somebody looks for, in fields: limits that are never broken, and wishes that only decide the order."""

from dataclasses import dataclass, fields
from datetime import date

from assistant.domain.vacancies import Education, EmploymentType, PayPer, Shift

#: `near` for "near where I am" and "along the light rail"; any other value is the name of a place.
NEAR_HERE, NEAR_RAIL = "here", "rail"


@dataclass(frozen=True)
class PayFloor:
    """The least somebody works for."""

    yuan: float
    per: PayPer = "month"


@dataclass(frozen=True)
class VacancyWishes:
    """What would be nice to have (最好双休): puts a vacancy further up, and excludes none."""

    occupations: tuple[str, ...] = ()
    region_ids: tuple[str, ...] = ()
    employment_types: tuple[EmploymentType, ...] = ()
    shifts: tuple[Shift, ...] = ()
    benefits: tuple[str, ...] = ()
    near: str | None = None
    pay_floor: PayFloor | None = None


@dataclass(frozen=True)
class VacancyFilter:
    """Limits as stated. Empty or None: none stated.

    Of several `occupations`, `region_ids`, `employment_types` one must hold; of `shifts` and `benefits` all. `words`
    are words of a title that no occupation of ours covers. `region_ids` are as said (江北 is `jiangbei`). `near`: see
    above. `education`, `experience_years` and `licences` are what the person has: a vacancy that asks for more
    schooling or experience does not fit; a licence it asks for that is not among those named is a gap, and a limit
    with `has_no_licence`. `starts_on`: the day the work must be for (明天的日结).
    """

    occupations: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    region_ids: tuple[str, ...] = ()
    near: str | None = None
    pay_floor: PayFloor | None = None
    employment_types: tuple[EmploymentType, ...] = ()
    shifts: tuple[Shift, ...] = ()
    benefits: tuple[str, ...] = ()
    not_occupations: tuple[str, ...] = ()
    not_region_ids: tuple[str, ...] = ()
    not_shifts: tuple[Shift, ...] = ()
    not_employment_types: tuple[EmploymentType, ...] = ()
    not_words: tuple[str, ...] = ()
    education: Education | None = None
    experience_years: int | None = None
    licences: tuple[str, ...] = ()
    has_no_licence: bool = False
    starts_on: date | None = None
    wishes: VacancyWishes = VacancyWishes()

    @property
    def says_nothing(self) -> bool:
        return self == VacancyFilter()

    @property
    def limits(self) -> tuple[str, ...]:
        """The names of the fields that hold a limit."""
        empty = VacancyFilter()
        names = (field.name for field in fields(self) if field.name != "wishes")
        return tuple(name for name in names if getattr(self, name) != getattr(empty, name))
