"""Enrolments made ready for their pages: the form, and the person's own page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.domain.course_fit import PrerequisiteState
from assistant.domain.courses import Course, Intake
from assistant.domain.enrolments import EnrolmentEvent, EnrolmentEventKind
from assistant.domain.regions import RegionTable
from assistant.services.enrolling import EnrolmentForm
from assistant.services.enrolment_words import dates_words, fee_words, times_words, where_words
from assistant.services.person_enrolments import PersonsEnrolment
from assistant.services.vacancy_phrases import day_words
from web.staff_view import moment

Rows = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class PrerequisiteView:
    """`place`: what its box is called by; `is_ticked`: the person has said to meet it."""

    place: str
    text: str
    state: str
    instead: str
    is_ticked: bool = False


@dataclass(frozen=True)
class FormView:
    """`rows`: keys of words with what stands beside them; only what is known. `waits`: how many are ahead on the
    waiting list, where there are no seats. `closed`: why nobody can enrol; `refused`: a prerequisite is not met;
    `clashes`: titles of what the person has at the same time."""

    path: str
    course_path: str
    title: str
    rows: Rows
    prerequisites: tuple[PrerequisiteView, ...]
    seats_left: int | None
    waits: int
    closed: str
    refused: bool
    is_sample: bool
    clashes: tuple[str, ...] = ()

    @property
    def known(self) -> tuple[PrerequisiteView, ...]:
        """Those that nobody has to declare."""
        return tuple(one for one in self.prerequisites if one.state != PrerequisiteState.UNKNOWN)


@dataclass(frozen=True)
class EventView:
    at: str
    kind: str


@dataclass(frozen=True)
class PersonsView:
    """`position`: in the waiting list. `contact`: empty where it cannot be opened, or is gone since the course
    has ended: `is_dropped`."""

    number: str
    state: str
    title: str
    rows: Rows
    position: int | None
    contact: str
    note: str
    events: tuple[EventView, ...]
    is_live: bool
    has_calendar: bool
    is_dropped: bool
    is_sample: bool


def view_form(form: EnrolmentForm, declared: frozenset[str], regions: RegionTable, today: date) -> FormView:
    prerequisites = tuple(
        PrerequisiteView(str(place), one.text, one.state.value, one.instead, one.text in declared)
        for place, one in enumerate(form.prerequisites)
    )
    return FormView(
        path=f"/courses/{form.course.id}/intakes/{form.intake.id}/enrol",
        course_path=f"/courses/{form.course.id}",
        title=form.course.title,
        rows=intake_rows(form.course, form.intake, regions, today),
        prerequisites=prerequisites,
        seats_left=form.seats_left,
        waits=form.counts.waiting,
        closed=form.closed,
        clashes=tuple(one.name for one in form.clashes),
        refused=any(one.state is PrerequisiteState.NOT_MET for one in form.prerequisites),
        is_sample=form.course.is_sample,
    )


def declared_in(form: EnrolmentForm, places: Sequence[str]) -> frozenset[str]:
    """The texts of the prerequisites whose boxes were ticked."""
    return frozenset(one.text for place, one in enumerate(form.prerequisites) if str(place) in places)


def intake_rows(course: Course, intake: Intake, regions: RegionTable, today: date) -> Rows:
    last = intake.last_day_to_enrol
    rows = (
        ("provider", course.provider),
        ("dates", dates_words(intake, today)),
        ("times", times_words(intake)),
        ("where", where_words(intake, regions, today)),
        ("fee", fee_words(course)),
        ("enrol-by", day_words(last, today) if last is not None else ""),
    )
    return tuple((name, value) for name, value in rows if value)


def view_person(found: PersonsEnrolment, regions: RegionTable, today: date, texts: Mapping[str, str]) -> PersonsView:
    enrolment, contact = found.enrolment, found.contact
    course, intake = found.found if found.found is not None else (None, None)
    is_live = enrolment.is_live
    return PersonsView(
        number=enrolment.number,
        state=enrolment.state.value,
        title=course.title if course is not None else texts["enrol-course-gone"],
        rows=intake_rows(course, intake, regions, today) if course is not None and intake is not None else (),
        position=found.position,
        contact=f"{contact.name} · {contact.phone}" if contact is not None else "",
        note=found.note or "",
        events=tuple(_event(event) for event in reversed(found.events)),
        is_live=is_live,
        is_dropped=found.is_dropped,
        has_calendar=is_live and intake is not None and intake.starts_on is not None,
        is_sample=course is not None and course.is_sample,
    )


def _event(event: EnrolmentEvent) -> EventView:
    """What staff noted of attendance and outcome is told, too: it is the person's own."""
    detail = f"-{event.text}" if event.kind in (EnrolmentEventKind.ATTENDANCE, EnrolmentEventKind.OUTCOME) else ""
    return EventView(moment(event.at), f"{event.kind}{detail}")
