"""An assessment card as a page shows it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from web.card_reading import items_in, text_in, texts_in
from web.transcript import chinese_date

FindTitle = Callable[[str], str | None]


@dataclass(frozen=True)
class ConditionView:
    """A condition; `state` is met | not_met | unknown."""

    text: str
    state: str
    clause: str


@dataclass(frozen=True)
class AssessmentView:
    """What the card's macro needs, so that it decides nothing.

    `verdict`: eligible | possible | undetermined | ineligible | lapsed. `aside`: conditions that do not bear on the
    verdict, such as the other ways in of somebody who qualifies by one. `amount` says why, where there is none.
    """

    scheme_id: str
    title: str
    verdict: str
    is_old_basis: bool
    amount: str
    has_amount: bool
    formula: str
    conditions: tuple[ConditionView, ...]
    aside: tuple[ConditionView, ...]
    staff_checks: tuple[str, ...]
    materials: tuple[str, ...]
    channels: tuple[str, ...]
    deadline: str
    as_of: str
    excludes: tuple[str, ...]
    gives_way_to: str
    notes: tuple[str, ...]
    groups: tuple[str, ...]
    sources: tuple[str, ...]


def view_assessment(card: Mapping[str, object], find_title: FindTitle) -> AssessmentView:
    """The view of a card, also of one stored long ago that lacks what cards have now."""
    verdict = _verdict(card)
    conditions = tuple(dict.fromkeys(_condition(item) for item in items_in(card, "conditions")))
    bearing = tuple(one for one in conditions if _bears(one, verdict))
    other = card.get("gives_way_to")
    return AssessmentView(
        scheme_id=text_in(card, "scheme_id"),
        title=text_in(card, "title"),
        verdict=verdict,
        is_old_basis=card.get("certainty") == "to_verify",
        amount=text_in(card, "amount_text"),
        has_amount=card.get("amount_min_yuan") is not None or card.get("amount_max_yuan") is not None,
        formula=text_in(card, "formula"),
        conditions=tuple(sorted(bearing, key=lambda one: _order(one, verdict))),
        aside=tuple(one for one in conditions if one not in bearing),
        staff_checks=texts_in(card, "staff_checks"),
        materials=texts_in(card, "materials"),
        channels=texts_in(card, "channels"),
        deadline=chinese_date(text_in(card, "deadline")),
        as_of=chinese_date(text_in(card, "as_of")),
        excludes=tuple(find_title(name) or name for name in texts_in(card, "excludes")),
        gives_way_to=(find_title(other) or other) if isinstance(other, str) else "",
        notes=texts_in(card, "notes"),
        groups=tuple(text_in(item, "text") for item in items_in(card, "groups")),
        sources=tuple(_source(item) for item in items_in(card, "sources")),
    )


def _verdict(card: Mapping[str, object]) -> str:
    if card.get("certainty") == "lapsed":
        return "lapsed"
    outcome = text_in(card, "outcome")
    return "possible" if outcome == "eligible" and card.get("certainty") == "to_verify" else outcome


def _bears(condition: ConditionView, verdict: str) -> bool:
    """Of somebody who qualifies, only what holds; of an open case not what fails: it would have decided it."""
    if verdict in ("eligible", "possible"):
        return condition.state == "met"
    return verdict != "undetermined" or condition.state != "not_met"


def _order(condition: ConditionView, verdict: str) -> int:
    first = {"undetermined": "unknown", "ineligible": "not_met"}.get(verdict)
    return 0 if condition.state == first else 1


def _condition(item: Mapping[str, object]) -> ConditionView:
    return ConditionView(text_in(item, "text"), text_in(item, "state"), text_in(item, "clause"))


def _source(item: Mapping[str, object]) -> str:
    title, number = text_in(item, "title"), text_in(item, "document_number")
    return f"{title}（{number}）" if number else title
