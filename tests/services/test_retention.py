"""How long things are kept: counted first, dropped in small portions, noted without naming anybody."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from assistant.domain.errors import UnavailableError
from assistant.services.retention import KeptData, Retention, RetentionRule
from tests.fakes.clock import NIGHT, FixedClock
from tests.fakes.staff_stores import FakeAuditLog


@dataclass
class Kept:
    """Moments; `portions`: how many were dropped at a time."""

    moments: list[datetime]
    portions: list[int] = field(default_factory=list)
    fails: bool = False

    def count_older(self, before: datetime) -> int:
        return sum(moment < before for moment in self.moments)

    def drop_older(self, before: datetime, limit: int) -> int:
        if self.fails:
            raise UnavailableError("down")
        old = [moment for moment in self.moments if moment < before][:limit]
        self.moments = [moment for moment in self.moments if moment not in old]
        self.portions.append(len(old))
        return len(old)


def days_ago(*days: int) -> list[datetime]:
    return [NIGHT - timedelta(days=day, seconds=number) for number, day in enumerate(days)]


def retention(*rules: RetentionRule, audit: FakeAuditLog | None = None, **more: object) -> Retention:
    return Retention(rules, audit or FakeAuditLog(), FixedClock(), **more)  # type: ignore[arg-type]


def rule(data: KeptData, days: int = 30, name: str = "cases") -> RetentionRule:
    return RetentionRule(name, "KEEP_CASES_DAYS", days, data)


def test_a_preview_counts_and_changes_nothing() -> None:
    kept = Kept(days_ago(40, 31, 29))
    (line,) = retention(rule(kept)).preview()
    assert (line.count, line.before, len(kept.moments)) == (2, NIGHT - timedelta(days=30), 3)


def test_what_is_too_old_goes_in_small_portions() -> None:
    kept = Kept(days_ago(*range(31, 38), 2))
    (line,) = retention(rule(kept), at_once=3).run_once()
    assert (line.count, kept.portions, len(kept.moments)) == (7, [3, 3, 1, 0], 1)


def test_nought_days_keep_for_ever() -> None:
    kept = Kept(days_ago(10_000))
    whole = retention(rule(kept, days=0))
    assert [line.count for line in (*whole.preview(), *whole.run_once())] == [0, 0]
    assert whole.preview()[0].before is None


def test_a_class_that_fails_does_not_keep_the_others() -> None:
    kept = Kept(days_ago(40))
    lines = retention(rule(Kept(days_ago(40), fails=True), name="conversations"), rule(kept)).run_once()
    assert [line.count for line in lines] == [0, 1]


def test_what_was_dropped_is_noted_by_class_and_number_only() -> None:
    audit = FakeAuditLog()
    whole = retention(rule(Kept(days_ago(40, 41))), rule(Kept(days_ago(1)), name="counts"), audit=audit)
    whole.run_once()
    assert [(one.actor, one.action, one.subject, one.detail) for one in audit.events] == [
        ("service", "retention", "cases", f"2 before {NIGHT - timedelta(days=30):%Y-%m-%d}")
    ]


def test_it_runs_at_the_start_and_then_every_six_hours() -> None:
    moment = [0.0]
    kept = Kept(days_ago(40))
    whole = retention(rule(kept), monotonic=lambda: moment[0])
    assert whole.run_when_due() == 1
    kept.moments = days_ago(40)
    moment[0] = 6 * 3600 - 1
    assert whole.run_when_due() == 0
    moment[0] += 1
    assert whole.run_when_due() == 1
