"""A course card of CONTRACTS as a page shows it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote

from assistant.services.vacancy_phrases import day_words, yuan
from web.card_reading import items_in, text_in, texts_in

_STATES = ("met", "not_met", "unknown")


@dataclass(frozen=True)
class PrerequisiteView:
    """`state`: met, not_met or unknown."""

    text: str
    state: str


@dataclass(frozen=True)
class IntakeView:
    """A run in words; "" where not stated. `enrol_path` "" where nobody can be enrolled here."""

    id: str
    starts: str
    ends: str
    schedule: str
    where: str
    seats: str
    is_full: bool
    enrol_by: str
    enrol_path: str


@dataclass(frozen=True)
class CourseView:
    """What the macros of a course need, so that they decide nothing."""

    id: str
    path: str
    title: str
    provider: str
    fee: str
    certificate: str
    level: str
    hours: str
    prerequisites: tuple[PrerequisiteView, ...]
    intakes: tuple[IntakeView, ...]
    reasons: tuple[str, ...]
    gaps: tuple[str, ...]
    outcomes: tuple[str, ...]
    source: str
    is_sample: bool


def view_course(card: Mapping[str, object]) -> CourseView:
    """The view of a card, also of one stored long ago."""
    course_id = text_in(card, "id")
    return CourseView(
        id=course_id,
        path=course_path(course_id),
        title=text_in(card, "title"),
        provider=text_in(card, "provider"),
        fee=_fee(card.get("fee_yuan")),
        certificate=text_in(card, "certificate"),
        level=text_in(card, "level_text"),
        hours=text_in(card, "hours"),
        prerequisites=tuple(_prerequisite(item) for item in items_in(card, "prerequisites")),
        intakes=tuple(_intake(item, course_id) for item in items_in(card, "intakes")),
        reasons=texts_in(card, "reasons"),
        gaps=texts_in(card, "gaps"),
        outcomes=tuple(f"{text_in(one, 'text')}（截至{_day(one, 'as_of')}）" for one in items_in(card, "outcomes")),
        source=text_in(card, "source"),
        is_sample=card.get("is_sample") is True,
    )


def course_path(course_id: str) -> str:
    return f"/courses/{quote(course_id, safe='')}"


def _prerequisite(item: Mapping[str, object]) -> PrerequisiteView:
    state = text_in(item, "state")
    return PrerequisiteView(text_in(item, "text"), state if state in _STATES else "unknown")


def _intake(item: Mapping[str, object], course_id: str) -> IntakeView:
    seats, intake_id = item.get("seats_left"), text_in(item, "id")
    enrols = f"{course_path(course_id)}/intakes/{quote(intake_id, safe='')}/enrol" if item.get("enrol_path") else ""
    place, region = text_in(item, "place"), text_in(item, "region")
    return IntakeView(
        id=intake_id,
        starts=_day(item, "starts_on"),
        ends=_day(item, "ends_on"),
        schedule=text_in(item, "schedule"),
        where=place if not region or region.split("（")[0] in place else f"{region} {place}",
        seats=str(seats) if isinstance(seats, int) else "",
        is_full=seats == 0,
        enrol_by=_day(item, "enrol_by"),
        enrol_path=enrols,
    )


def _fee(value: object) -> str:
    return f"{yuan(float(value))}元" if isinstance(value, int | float) and value else "免费" if value == 0 else ""


def _day(item: Mapping[str, object], key: str) -> str:
    try:
        day = date.fromisoformat(text_in(item, key))
    except ValueError:
        return ""
    return day_words(day) if key != "as_of" else f"{day.year}年{day_words(day)}"
