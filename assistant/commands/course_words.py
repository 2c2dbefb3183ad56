"""Rows of a feed of courses as the command line shows them."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from assistant.commands.feed_words import printable
from assistant.domain.courses import RawIntake
from assistant.domain.regions import RegionTable
from assistant.services.course_ports import TakenIntake
from assistant.services.vacancy_ports import RejectedRow

if TYPE_CHECKING:
    from assistant.services.sync_feed import FeedSync


def print_understood_intakes(samples: Sequence[RawIntake], sync: "FeedSync", regions: RegionTable) -> None:
    """What was understood of the first intakes, one a block."""
    for raw, result in zip(samples, sync.try_out_intakes(samples), strict=True):
        if isinstance(result, RejectedRow):
            print(f"\n{printable(raw.title)}\n  would be rejected: {printable(result.reason)}")
            continue
        print(f"\n{printable(result.course.title)}")
        for name, words in _understood(raw, result, regions):
            print(f"  {name:<13} {printable(words)}")


def _understood(raw: RawIntake, taken: TakenIntake, regions: RegionTable) -> Iterator[tuple[str, str]]:
    course, intake = taken.course, taken.intake
    region = regions.find_region(intake.region_id) if intake.region_id else None
    times = "、".join(f"{one.weekday} {one.starts:%H:%M}–{one.ends:%H:%M}" for one in intake.weekly_times)
    fee = "?" if course.fee_yuan is None else f"{course.fee_yuan:g} yuan"
    yield "provider", course.provider or "?"
    yield "occupation", f"{'、'.join(course.occupations) or '?'} → {course.occupation_code or '?'}"
    yield "certificate", f"{course.certificate or '?'} → {'、'.join(course.licences) or 'no licence'}"
    yield "fee", f"{raw.fee or '?'} → {fee}"
    yield "days", f"{intake.starts_on or '?'} to {intake.ends_on or '?'}, enrolment until {intake.enrol_by or '?'}"
    yield "weekly times", f"{raw.schedule or '?'} → {times or '?'}"
    yield "place", f"{raw.place or '?'} → {'online' if intake.is_online else region.name if region else '?'}"
    yield "seats", str(intake.seats) if intake.seats is not None else "? (nobody can be enrolled here)"
    yield "prerequisites", "；".join(one.text for one in course.prerequisites) or "none"
