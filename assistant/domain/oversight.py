"""Counting what the service did: marks of turns and cases become hourly tallies, tallies add up, rates come of them."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from assistant.domain.cases import EventKind
from assistant.domain.conversation import HandoverReason

HOUR = timedelta(hours=1)
#: Upper bounds in minutes of the spans in which first replies of a person are counted; what took longer is `more`.
REPLY_BOUNDS = (15, 30, 60, 120, 240, 480, 1440, 2880)
MORE = "more"
#: What a matter is counted under that no document or search is about.
OTHER = "other"
#: Tools whose call is the matter of a turn by itself; the others are about a document.
SEARCHES = ("find_vacancies", "find_courses", "check_employer", "find_service_points", "draft_labour_request")
UNANSWERABLE = "unanswerable_"
#: Statuses of turns that asked nothing which could have been answered.
_NOT_ASKED = ("smalltalk", "handed_over", "with_staff", "rate_limited", "paused", "guardrail_")


@dataclass(frozen=True)
class TurnMark:
    """What is counted of a turn: never a word of what was said. `region_id`, `topic`: as known by then, if at all.

    `helpful`: the person's verdict, None where there is none.
    """

    at: datetime
    is_first: bool
    audience: str
    region_id: str | None
    status: str
    topic: str | None
    replier: str
    handover_reason: str | None = None
    helpful: bool | None = None
    feedback_reason: str = ""


@dataclass(frozen=True)
class CaseMark:
    """What is counted of a case, at the moment it happened. `mark`: 1 to 5, of a case that was rated."""

    at: datetime
    kind: EventKind
    audience: str
    region_id: str | None
    reason: HandoverReason
    opened_at: datetime
    mark: int | None = None


@dataclass(frozen=True)
class Tally:
    """Counts of one hour, or day, of one audience in one district; '' is 'not known', `ALL` where it is a sum."""

    begins_at: datetime
    audience: str
    district: str
    counts: Mapping[str, int]


#: In a tally: of every audience, of every district.
ALL = "*"
Due = Callable[[HandoverReason, datetime], datetime]


@dataclass(frozen=True)
class CaseTermsInForce:
    """Until when a case opened then had to be answered, and resolved."""

    reply_due: Due
    resolution_due: Due


def tally_hours(
    turns: Iterable[TurnMark],
    cases: Iterable[CaseMark],
    terms: CaseTermsInForce,
    district_of: Callable[[str | None, datetime], str],
) -> tuple[Tally, ...]:
    """One tally for each hour, audience and district in which anything happened."""
    found: dict[tuple[datetime, str, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for turn in turns:
        counts = found[hour_of(turn.at), turn.audience, district_of(turn.region_id, turn.at)]
        for name in _names_of_turn(turn):
            counts[name] += 1
    for case in cases:
        counts = found[hour_of(case.at), case.audience, district_of(case.region_id, case.at)]
        for name, count in _counts_of_case(case, terms):
            counts[name] += count
    return tuple(Tally(*where, dict(counts)) for where, counts in sorted(found.items()))


def hour_of(at: datetime) -> datetime:
    """The beginning of its hour."""
    return at.replace(minute=0, second=0, microsecond=0)


def add_up(tallies: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """The sums of all counts."""
    sums: dict[str, int] = defaultdict(int)
    for counts in tallies:
        for name, count in counts.items():
            sums[name] += count
    return dict(sums)


def spread(tallies: Iterable[Tally], begins_at: datetime) -> tuple[Tally, ...]:
    """The tallies of one day: each audience and district, and the sums over either and over both."""
    sums: dict[tuple[str, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for tally in tallies:
        for audience in (tally.audience, ALL):
            for district in (tally.district, ALL):
                counts = sums[audience, district]
                for name, count in tally.counts.items():
                    counts[name] += count
    return tuple(Tally(begins_at, *where, dict(counts)) for where, counts in sorted(sums.items()))


def under(counts: Mapping[str, int], prefix: str) -> dict[str, int]:
    """Counts named `prefix:…`, by what follows, the largest first."""
    found = {name[len(prefix) + 1 :]: count for name, count in counts.items() if name.startswith(f"{prefix}:")}
    return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))


def answer_rate(counts: Mapping[str, int]) -> float | None:
    """The share of answered turns among those that asked something; None where nothing was asked."""
    asked = sum(count for status, count in under(counts, "status").items() if not status.startswith(_NOT_ASKED))
    return share(counts.get("status:answered", 0), asked)


def handover_rate(counts: Mapping[str, int]) -> float | None:
    """Hand-overs among all turns; None where there was no turn."""
    return share(sum(under(counts, "handover").values()), counts.get("turns", 0))


def share(part: int, whole: int) -> float | None:
    """None of nothing."""
    return part / whole if whole else None


def _names_of_turn(turn: TurnMark) -> list[str]:
    names = ["turns", f"status:{turn.status}", f"replier:{turn.replier}"]
    if turn.is_first:
        names.append("conversations")
    if turn.topic is not None:
        names.append(f"topic:{turn.topic}")
    if turn.status.startswith(UNANSWERABLE):
        names.append(f"unanswered:{turn.topic or OTHER}")
    if turn.handover_reason is not None:
        names.append(f"handover:{turn.handover_reason}")
    if turn.helpful is not None:
        names.append("helpful" if turn.helpful else "unhelpful")
        if not turn.helpful and turn.feedback_reason:
            names.append(f"unhelpful_reason:{turn.feedback_reason}")
    return names


def _counts_of_case(case: CaseMark, terms: CaseTermsInForce) -> list[tuple[str, int]]:
    if case.kind is EventKind.OPENED:
        return [("cases", 1)]
    if case.kind is EventKind.REPLIED:
        minutes = max(0, int((case.at - case.opened_at).total_seconds() // 60))
        bound = next((str(bound) for bound in REPLY_BOUNDS if minutes < bound), MORE)
        kept = case.at <= terms.reply_due(case.reason, case.opened_at)
        return [
            (f"first_reply:{bound}", 1),
            ("first_replies", 1),
            ("first_reply_minutes", minutes),
            _kept("reply", kept),
        ]
    if case.kind is EventKind.RESOLVED:
        return [_kept("resolution", case.at <= terms.resolution_due(case.reason, case.opened_at))]
    if case.kind is EventKind.RATED and case.mark is not None:
        return [("marks", 1), ("marks_sum", case.mark)]
    return []


def _kept(name: str, is_kept: bool) -> tuple[str, int]:
    return f"{name}_{'kept' if is_kept else 'missed'}", 1
