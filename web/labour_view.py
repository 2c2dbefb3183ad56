"""Labour requests made ready for their pages: the employer's, and those of staff."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from assistant.domain.labour_requests import (
    LIVE_LABOUR_STATES,
    DispatchKind,
    LabourEvent,
    LabourEventKind,
    LabourRequest,
    LabourState,
    LabourTerms,
)
from assistant.domain.labour_steps import LabourPolicy
from assistant.services.employer_requests import EmployersRequest
from assistant.services.labour_words import summary_of, where_of
from assistant.services.vacancy_desk import VacancyDesk
from assistant.services.vacancy_phrases import day_words, pay_words, shift_words
from web.staff_view import moment, span

_ORDERS = (
    (LabourState.PUBLISHED, LabourEventKind.PUBLISHED),
    (LabourState.ACCEPTED, LabourEventKind.ACCEPTED),
    (LabourState.DISPATCHED, LabourEventKind.DISPATCHED),
    (LabourState.EVALUATED, LabourEventKind.EVALUATED),
)


@dataclass(frozen=True)
class OrderView:
    """One of the four orders: `at` empty until it has been done, `due_at` where it is the one that is due."""

    state: str
    at: str
    due_at: str = ""


@dataclass(frozen=True)
class LabourEventView:
    """`dispatched`: what it was answered with, in words."""

    at: str
    actor: str
    kind: str
    text: str
    dispatched: str = ""
    is_internal: bool = False


@dataclass(frozen=True)
class TermsView:
    """The terms by the key of their label; only what is said."""

    summary: str
    employer: str
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class EmployersView:
    number: str
    state: str
    terms: TermsView
    orders: tuple[OrderView, ...]
    events: tuple[LabourEventView, ...]
    mark: int | None
    contact: str
    is_live: bool
    can_evaluate: bool


@dataclass(frozen=True)
class LabourRow:
    """One line of the queue of staff, and the head of a request's page."""

    number: str
    state: str
    owner: str
    summary: str
    employer: str
    published_at: str
    waiting: str
    due_at: str
    due_in: str
    urgency: str


def view_terms(terms: LabourTerms, desk: VacancyDesk) -> TermsView:
    regions, labels, today = desk.words.regions, desk.words.labels, desk.search.today
    rows = (
        ("occupation", terms.occupation),
        ("headcount", f"{terms.headcount}人" if terms.headcount is not None else ""),
        ("pay", pay_words(terms.pay)),
        ("place", where_of(terms, regions, today)),
        ("shifts", shift_words(terms.shifts, labels)),
        ("benefits", "、".join(terms.benefits)),
        ("starts-on", day_words(terms.starts_on, today) if terms.starts_on is not None else ""),
        ("more", terms.more),
    )
    summary = summary_of(terms, labels, regions, today)
    return TermsView(summary, terms.employer, tuple((name, value) for name, value in rows if value))


def view_employers(found: EmployersRequest, desk: VacancyDesk, texts: Mapping[str, str]) -> EmployersView:
    contact = found.contact
    return EmployersView(
        number=found.number,
        state=found.state.value,
        terms=view_terms(found.terms, desk),
        orders=_orders(found.state, found.due_at, found.events),
        events=view_labour_events(found.events, texts, for_staff=False),
        mark=found.mark,
        contact=f"{contact.name} · {contact.phone}" if contact is not None else "",
        is_live=found.state in LIVE_LABOUR_STATES,
        can_evaluate=found.state is LabourState.DISPATCHED,
    )


def view_request(request: LabourRequest, now: datetime, policy: LabourPolicy, desk: VacancyDesk) -> LabourRow:
    terms = request.terms
    due = request.due_at
    return LabourRow(
        number=request.number,
        state=request.state.value,
        owner=request.owner or "",
        summary=summary_of(terms, desk.words.labels, desk.words.regions, desk.search.today),
        employer=terms.employer,
        published_at=moment(request.published_at),
        waiting=span(now - request.published_at),
        due_at=moment(due) if due is not None else "",
        due_in=span(abs(due - now)) if due is not None else "",
        urgency=policy.urgency(request, now).value,
    )


def view_labour_events(
    events: Sequence[LabourEvent], texts: Mapping[str, str], for_staff: bool = True
) -> tuple[LabourEventView, ...]:
    """The history, the latest first. An employer sees how many job seekers there are, staff their references, too."""
    return tuple(
        LabourEventView(
            at=moment(event.at),
            actor=texts.get(f"labour-actor-{event.actor}", event.actor),
            kind=event.kind.value,
            text=event.text,
            dispatched=_dispatched(event, texts, for_staff),
            is_internal=event.is_internal,
        )
        for event in reversed(events)
        if for_staff or event.kind is not LabourEventKind.CODE_ISSUED
    )


def _dispatched(event: LabourEvent, texts: Mapping[str, str], for_staff: bool) -> str:
    to = event.dispatch
    if to is None:
        return ""
    name = texts[f"labour-dispatch-{to.kind}"]
    if to.kind in (DispatchKind.TRAINING, DispatchKind.PARTNER):
        return f"{name}：{to.text}"
    unit = "个" if to.kind is DispatchKind.VACANCIES else "位"
    references = f"（{'、'.join(to.references)}）" if for_staff else ""
    return f"{name} {len(to.references)} {unit}{references}"


def _orders(state: LabourState, due_at: datetime | None, events: Sequence[LabourEvent]) -> tuple[OrderView, ...]:
    """A request that was given back to the queue is not accepted, whatever happened before."""
    reached = [order for order, _ in _ORDERS].index(state) if state is not LabourState.WITHDRAWN else -1
    orders = []
    for place, (order, kind) in enumerate(_ORDERS):
        last = next((event for event in reversed(events) if event.kind is kind), None)
        at = moment(last.at) if last is not None and place <= reached else ""
        due = moment(due_at) if due_at is not None and place == reached + 1 else ""
        orders.append(OrderView(order.value, at, due))
    return tuple(orders)
