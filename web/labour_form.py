"""The form of a labour request: what was typed, as terms and a contact; and terms, as what the form begins with."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import Form
from pydantic import BaseModel, Field, field_validator

from assistant.domain.errors import InvalidInputError
from assistant.domain.labour_requests import LabourTerms
from assistant.domain.regions import RegionTable
from assistant.domain.vacancies import Pay, PayPer, Shift
from assistant.services.vacancy_phrases import PER_WORDS
from web.message_text import strip_hidden

#: What is offered to tick: names of the adverts' own words.
BENEFITS = ("包吃", "包住", "餐补", "五险", "公积金", "班车", "加班费", "全勤奖", "年终奖", "夫妻房")
PERS: tuple[PayPer, ...] = ("month", "day", "hour", "piece")
_NO_NUMBER = "“{}”请只填数字。"
_NO_DAY = "日期请按“年-月-日”填写，例如 2026-12-01。"


class TypedRequest(BaseModel):
    """The fields as they were sent, without hidden characters; the page shows them again where they are refused."""

    employer: str = ""
    occupation: str = ""
    headcount: str = ""
    pay_min: str = ""
    pay_max: str = ""
    pay_per: str = "month"
    region: str = ""
    place: str = ""
    shifts: list[str] = Field(default_factory=list)
    benefits: list[str] = Field(default_factory=list)
    starts_on: str = ""
    more: str = ""
    name: str = Field("", repr=False)
    phone: str = Field("", repr=False)
    agree: str = ""
    form_key: str = Field("", repr=False)
    c: str = ""
    draft: str = ""

    @field_validator("*", mode="before")
    @classmethod
    def _is_plain(cls, value: object) -> object:
        if isinstance(value, list):
            return [strip_hidden(each) if isinstance(each, str) else each for each in value]
        return strip_hidden(value) if isinstance(value, str) else value


Typed = Annotated[TypedRequest, Form()]


@dataclass(frozen=True)
class Choices:
    """What the form offers: regions and shifts by id with their names, benefits and kinds of pay."""

    regions: tuple[tuple[str, str], ...]
    shifts: tuple[tuple[str, str], ...]
    pers: tuple[tuple[str, str], ...]
    benefits: tuple[str, ...] = BENEFITS


def choices_of(regions: RegionTable, labels: Mapping[str, str], today: date, chosen: str = "") -> Choices:
    """`chosen`: a region that is offered beside those of today, since it was named as people still call it."""
    offered = list(regions.find_current_districts(today))
    named = regions.find_region(chosen) if chosen else None
    if named is not None and named not in offered:
        offered.insert(0, named)
    return Choices(
        regions=tuple((region.id, region.name) for region in offered),
        shifts=tuple((shift.value, labels[shift.value]) for shift in Shift),
        pers=tuple((per, f"元/{PER_WORDS[per]}") for per in PERS),
    )


def as_terms(typed: TypedRequest, regions: RegionTable) -> LabourTerms:
    """Raises InvalidInputError for a field that cannot be read; values that are not offered count as not chosen."""
    least, most = _yuan(typed.pay_min, "最低工资"), _yuan(typed.pay_max, "最高工资")
    per: PayPer | None = next((each for each in PERS if each == typed.pay_per), PERS[0]) if least or most else None
    return LabourTerms(
        employer=_line(typed.employer),
        occupation=_line(typed.occupation),
        headcount=_whole(typed.headcount),
        pay=Pay(least, most, per),
        region_id=typed.region if regions.find_region(typed.region) is not None else None,
        place=_line(typed.place),
        shifts=tuple(Shift(name) for name in dict.fromkeys(typed.shifts) if name in tuple(Shift)),
        benefits=tuple(name for name in BENEFITS if name in typed.benefits),
        starts_on=_day(typed.starts_on),
        more=strip_hidden(typed.more).strip(),
    )


def as_typed(terms: LabourTerms) -> TypedRequest:
    """The form as it begins."""
    pay = terms.pay
    return TypedRequest(
        employer=terms.employer,
        occupation=terms.occupation,
        headcount=str(terms.headcount or ""),
        pay_min=_figure(pay.min_yuan),
        pay_max=_figure(pay.max_yuan),
        pay_per=pay.per if pay.per in PERS else "month",
        region=terms.region_id or "",
        place=terms.place,
        shifts=[shift.value for shift in terms.shifts],
        benefits=list(terms.benefits),
        starts_on=terms.starts_on.isoformat() if terms.starts_on is not None else "",
        more=terms.more,
    )


def _line(text: str) -> str:
    return " ".join(strip_hidden(text).split())


def _whole(text: str) -> int | None:
    text = text.strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 6):
        raise InvalidInputError(_NO_NUMBER.format("招几个人"))
    return int(text)


def _yuan(text: str, name: str) -> float | None:
    text = text.strip().replace(",", "").removesuffix("元")
    if not text:
        return None
    whole, _, tenths = text.partition(".")
    digits = whole + tenths
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 9):
        raise InvalidInputError(_NO_NUMBER.format(name))
    return float(text)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip()) if text.strip() else None
    except ValueError as error:
        raise InvalidInputError(_NO_DAY) from error


def _figure(yuan: float | None) -> str:
    return "" if yuan is None else f"{yuan:g}" if yuan != int(yuan) else str(int(yuan))
