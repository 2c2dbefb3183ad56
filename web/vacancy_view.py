"""A vacancy card of CONTRACTS as a page shows it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import get_args
from urllib.parse import quote

from assistant.domain.vacancies import Education, Pay, PayPer
from assistant.services.vacancy_phrases import PER_WORDS, day_words, pay_words, schooling_words
from web.card_reading import items_in, text_in, texts_in

_CITY = ("重庆市", "重庆")
_PLACE_CHARACTERS = 40
_PLACED = "地点在"
_SAYS_FOR_WHAT = re.compile(r"[月年天日时周件薪/／]")
_ENDS = ("自治县", "新区", "区", "县")


@dataclass(frozen=True)
class WarningView:
    """What a check found: for the reader, with the words of the advert it rests on and the rule behind it."""

    text: str
    quote: str
    basis: str


@dataclass(frozen=True)
class VacancyView:
    """What the card's macro needs, so that it decides nothing.

    `pay` is as printed, "" where the advert says nothing of it; `pay_unit` what a bare figure is for, as it was
    understood. `starts`, `posted` and `closes` are days in words, "" where not stated. `reasons` and `tags` leave out
    what the card says elsewhere. `is_over`: nobody should be sent there any more.
    """

    id: str
    path: str
    title: str
    employer: str
    pay: str
    pay_unit: str
    where: str
    tags: tuple[str, ...]
    reasons: tuple[str, ...]
    gaps: tuple[str, ...]
    warnings: tuple[WarningView, ...]
    source: str
    starts: str
    posted: str
    closes: str
    is_sample: bool
    is_over: bool


def view_vacancy(card: Mapping[str, object], labels: Mapping[str, str], is_over: bool = False) -> VacancyView:
    """The view of a card, also of one stored long ago. `labels`: value → name of shifts, kinds of work, schooling."""
    gaps, place = texts_in(card, "gaps"), where(text_in(card, "region"), text_in(card, "place"))
    reasons = tuple(reason for reason in texts_in(card, "reasons") if reason != f"{_PLACED}{place}")
    return VacancyView(
        id=text_in(card, "id"),
        path=vacancy_path(text_in(card, "id")),
        title=text_in(card, "title"),
        employer=text_in(card, "employer"),
        pay=text_in(card, "pay_text").strip() or understood_pay(card),
        pay_unit=_unit(card),
        where=place,
        tags=tuple(tag for tag in _tags(card, labels) if not _is_said(tag, reasons, gaps)),
        reasons=reasons,
        gaps=gaps,
        warnings=tuple(
            WarningView(text_in(item, "text"), text_in(item, "quote"), text_in(item, "basis"))
            for item in items_in(card, "warnings")
        ),
        source=text_in(card, "source"),
        starts=_day(card, "starts_on"),
        posted=_day(card, "posted_on"),
        closes=_day(card, "closes_on"),
        is_sample=card.get("is_sample") is True,
        is_over=is_over,
    )


def vacancy_path(vacancy_id: str) -> str:
    return f"/vacancies/{quote(vacancy_id, safe='')}"


def where(region: str, place: str) -> str:
    """巴南区 and 重庆市巴南区界石镇 as 巴南区·界石镇: what the place repeats of the region is left out."""
    rest = place.strip()
    for name in (*_CITY, *_names_of(region)):
        rest = rest.removeprefix(name).lstrip("·-—, ，")
    return "·".join(part for part in (region, rest[:_PLACE_CHARACTERS]) if part)


def _names_of(region: str) -> list[str]:
    """两江新区（原江北区）→ 两江新区, 江北区, 江北; the longest first, as a prefix of another must come last."""
    full = [name for name in region.replace("（原", "|").replace("）", "|").split("|") if name]
    short = [name.removesuffix(end) for name in full for end in _ENDS if name.endswith(end)]
    return sorted({name for name in (*full, *short) if len(name) > 1}, key=len, reverse=True)


def understood_pay(card: Mapping[str, object]) -> str:
    """The pay in our own words; "" where none was understood."""
    pay = Pay(_number(card, "pay_min_yuan"), _number(card, "pay_max_yuan"), _per(card))
    return pay_words(pay) if pay.is_known and pay.per is not None else ""


def _unit(card: Mapping[str, object]) -> str:
    """元/月 for a printed 4500-5500, /月 for 8-12K; nothing where the print says what it is for."""
    printed, per = text_in(card, "pay_text").strip(), _per(card)
    if per is None or not printed or _SAYS_FOR_WHAT.search(printed):
        return ""
    return f"元/{PER_WORDS[per]}" if printed[-1].isdigit() else f"/{PER_WORDS[per]}"


def _per(card: Mapping[str, object]) -> PayPer | None:
    return next((one for one in get_args(PayPer) if one == card.get("pay_per")), None)


def _tags(card: Mapping[str, object], labels: Mapping[str, str]) -> list[str]:
    """Kind of work, shifts, schooling, benefits. What was taken for the title already is not said again."""
    kind, schooling = text_in(card, "employment_type"), text_in(card, "education")
    tags = [labels.get(kind, ""), *(labels.get(shift, shift) for shift in texts_in(card, "shift"))]
    if schooling in tuple(Education):
        tags.append(schooling_words(Education(schooling), labels))
    return list(dict.fromkeys(tag for tag in (*tags, *texts_in(card, "benefits")) if tag))


def _is_said(tag: str, reasons: tuple[str, ...], gaps: tuple[str, ...]) -> bool:
    """Whether a reason names it (包吃、包住), or a gap asks for it."""
    return any(tag in reason.split("、") for reason in reasons) or any(tag in gap for gap in gaps)


def _day(card: Mapping[str, object], key: str) -> str:
    try:
        return day_words(date.fromisoformat(text_in(card, key)))
    except ValueError:
        return ""


def _number(card: Mapping[str, object], key: str) -> float | None:
    value = card.get(key)
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
