"""Rosters made ready for the console."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assistant.domain.enrolments import EnrolmentDetails
from assistant.domain.regions import RegionTable
from assistant.services.enrolment_words import dates_words
from assistant.services.roster_desk import Roster, RosterHead, RosterLine
from web.enrolment_view import Rows, intake_rows
from web.staff_view import moment

_PAGE = 200


@dataclass(frozen=True)
class HeadView:
    """One line of the list of intakes."""

    intake_id: str
    title: str
    provider: str
    dates: str
    seats: str
    waiting: int


@dataclass(frozen=True)
class LineView:
    """One line of a roster. `name`, `phone`, `note`: masked, or in full where they have just been revealed.
    `is_dropped`: they are gone for good."""

    number: str
    state: str
    position: int | None
    name: str
    phone: str
    note: str
    enrolled_at: str
    declared: tuple[str, ...]
    attendance: str
    outcome: str
    is_dropped: bool


@dataclass(frozen=True)
class RosterView:
    """`can`: what the role allows; `has_begun`: attendance can be recorded."""

    head: HeadView
    rows: Rows
    lines: tuple[LineView, ...]
    can: frozenset[str]
    has_begun: bool
    page: int
    pages: int


def view_heads(heads: Sequence[RosterHead], today: date) -> tuple[HeadView, ...]:
    return tuple(_head(head, today) for head in heads)


def view_roster(
    roster: Roster, regions: RegionTable, today: date, page: int, revealed: tuple[str, EnrolmentDetails] | None
) -> RosterView:
    head = roster.head
    begins, total = head.intake.starts_on, head.counts.confirmed + head.counts.waiting
    return RosterView(
        head=_head(head, today),
        rows=intake_rows(head.course, head.intake, regions, today),
        lines=tuple(_line(line, revealed) for line in roster.lines),
        can=frozenset(action.value for action in roster.actions),
        has_begun=begins is None or begins <= today,
        page=page,
        pages=max(1, -(-total // _PAGE)),
    )


def _head(head: RosterHead, today: date) -> HeadView:
    seats = head.intake.seats
    return HeadView(
        intake_id=head.intake.id,
        title=head.course.title,
        provider=head.course.provider,
        dates=dates_words(head.intake, today),
        seats=f"{head.counts.confirmed} / {seats}" if seats is not None else str(head.counts.confirmed),
        waiting=head.counts.waiting,
    )


def _line(line: RosterLine, revealed: tuple[str, EnrolmentDetails] | None) -> LineView:
    enrolment, contact = line.enrolment, line.contact
    full = revealed[1] if revealed is not None and revealed[0].strip().upper() == enrolment.number else None
    return LineView(
        number=enrolment.number,
        state=enrolment.state.value,
        position=line.position,
        name=full.name if full is not None else contact.name if contact is not None else "",
        phone=full.phone if full is not None else contact.phone if contact is not None else "",
        note=full.note if full is not None else "",
        enrolled_at=moment(enrolment.enrolled_at),
        declared=enrolment.declared,
        attendance=enrolment.attendance or "",
        outcome=enrolment.outcome or "",
        is_dropped=line.is_dropped,
    )
