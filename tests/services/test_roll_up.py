"""Counting hour by hour: what is new, again where verdicts come late, the same however often."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from assistant.domain.oversight import ALL, HOUR, TurnMark, hour_of
from assistant.domain.regions import Region, RegionTable
from assistant.services.roll_up import RollUp
from tests.case_office import POLICY
from tests.fakes.clock import NIGHT, FixedClock
from tests.fakes.oversight_stores import FakeOversightStore

REGIONS = RegionTable(
    [
        Region("chongqing", "重庆市", "municipality"),
        Region("wanzhou", "万州区", "district", parent_id="chongqing"),
        Region("zone", "示例开发区", "functional_zone", parent_id="wanzhou"),
        Region("new", "示例新区", "district", parent_id="chongqing"),
        Region("old", "示例旧区", "district", parent_id="chongqing", valid_to="2025-11-05", successor_id="new"),
    ]
)
TURN = TurnMark(NIGHT, True, "job_seeker", "wanzhou", "answered", None, "rules")
FAR, AGO = timedelta(days=400), timedelta(days=3)


@pytest.fixture
def store() -> FakeOversightStore:
    return FakeOversightStore()


@pytest.fixture
def counting(store: FakeOversightStore, clock: FixedClock) -> RollUp:
    return RollUp(store, lambda: POLICY, lambda: REGIONS, clock)


def turns_by_day(store: FakeOversightStore) -> dict[str, int]:
    days = store.list_days(NIGHT - FAR, NIGHT + FAR, ALL, ALL)
    return {f"{day.begins_at:%m-%d}": day.counts["turns"] for day in days}


def test_the_first_time_everything_is_counted_from_the_first_turn_on(
    store: FakeOversightStore, counting: RollUp
) -> None:
    store.turns = [replace(TURN, at=NIGHT - AGO), replace(TURN, at=NIGHT - HOUR), TURN]
    assert counting.run_once() == 3 * 24 + 1
    assert turns_by_day(store) == {"11-20": 1, "11-23": 2}
    assert store.find_rolled_until() == NIGHT


def test_where_nothing_has_happened_the_hour_is_counted(store: FakeOversightStore, counting: RollUp) -> None:
    assert (counting.run_once(), store.find_rolled_until()) == (1, NIGHT)


def test_later_only_the_hour_before_the_last_time_and_what_follows_is_counted(
    store: FakeOversightStore, counting: RollUp, clock: FixedClock
) -> None:
    counting.run_once()
    store.turns = [replace(TURN, at=NIGHT - AGO), TURN]
    clock.moment += timedelta(minutes=1)
    assert counting.run_once() == 2
    assert turns_by_day(store) == {"11-23": 1}


def test_with_a_new_hour_verdicts_of_the_last_two_days_are_counted_too(
    store: FakeOversightStore, counting: RollUp, clock: FixedClock
) -> None:
    store.turns = [replace(TURN, at=NIGHT - timedelta(hours=47))]
    counting.run_once()
    store.turns = [replace(store.turns[0], helpful=False)]
    clock.moment += HOUR
    counting.run_once()
    days = store.list_days(NIGHT - FAR, NIGHT + FAR, ALL, ALL)
    assert [day.counts["unhelpful"] for day in days] == [1]


def test_what_is_counted_twice_is_the_same_as_once(store: FakeOversightStore, counting: RollUp) -> None:
    store.turns = [replace(TURN, at=NIGHT - timedelta(hours=hours)) for hours in range(60)]
    counting.roll_up(NIGHT - AGO, NIGHT)
    hours, days = list(store.hours), turns_by_day(store)
    counting.roll_up(NIGHT - AGO, NIGHT)
    counting.roll_up(NIGHT - timedelta(hours=7), NIGHT - timedelta(hours=3))
    assert sorted(map(repr, store.hours)) == sorted(map(repr, hours))
    assert turns_by_day(store) == days


@pytest.mark.parametrize(
    "region, district", [("wanzhou", "wanzhou"), ("zone", "wanzhou"), ("old", "new"), ("chongqing", ""), ("x", ""), (None, "")]
)  # fmt: skip
def test_a_place_is_counted_in_the_district_it_lies_in_today(
    store: FakeOversightStore, counting: RollUp, region: str | None, district: str
) -> None:
    store.turns = [replace(TURN, region_id=region)]
    counting.run_once()
    assert [tally.district for tally in store.hours] == [district]


def test_a_round_that_fails_is_followed_by_another(store: FakeOversightStore, clock: FixedClock) -> None:
    calls: list[datetime] = []

    class Failing(FakeOversightStore):
        def find_rolled_until(self) -> datetime | None:
            calls.append(clock.now())
            if len(calls) == 3:
                counting.stop()
            raise RuntimeError("示例")

    counting = RollUp(Failing(), lambda: POLICY, lambda: REGIONS, clock, pause_seconds=0.001)
    counting.loop()
    assert len(calls) == 3


def test_hours_begin_on_the_hour() -> None:
    assert hour_of(NIGHT) == NIGHT.replace(minute=0)
