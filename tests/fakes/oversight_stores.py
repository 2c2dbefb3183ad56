"""Oversight in memory."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from assistant.domain.oversight import ALL, CaseMark, Tally, TurnMark, spread
from assistant.services.oversight_ports import Pause


class FakeOversightStore:
    """`turns` and `cases`: what happened, put in by the test."""

    def __init__(self) -> None:
        self.turns: list[TurnMark] = []
        self.cases: list[CaseMark] = []
        self.hours: list[Tally] = []
        self.days: list[Tally] = []
        self._until: datetime | None = None

    def list_turn_marks(self, since: datetime, until: datetime) -> Sequence[TurnMark]:
        return [mark for mark in self.turns if since <= mark.at < until]

    def list_case_marks(self, since: datetime, until: datetime) -> Sequence[CaseMark]:
        return [mark for mark in self.cases if since <= mark.at < until]

    def find_earliest(self) -> datetime | None:
        return min((mark.at for mark in [*self.turns, *self.cases]), default=None)

    def find_rolled_until(self) -> datetime | None:
        return self._until

    def replace_hours(self, since: datetime, until: datetime, tallies: Sequence[Tally], at: datetime) -> None:
        day = since.replace(hour=0)
        self._until = max(at, self._until or at)
        self.hours = [tally for tally in self.hours if not since <= tally.begins_at < until] + list(tallies)
        of_day = [tally for tally in self.hours if day <= tally.begins_at < day + timedelta(days=1)]
        self.days = [tally for tally in self.days if tally.begins_at != day] + list(spread(of_day, day))

    def list_hours(self, since: datetime, until: datetime) -> Sequence[Tally]:
        return _in_order(tally for tally in self.hours if since <= tally.begins_at < until)

    def list_days(self, since: datetime, until: datetime, audience: str, district: str) -> Sequence[Tally]:
        chosen = [tally for tally in self.days if (tally.audience, tally.district) == (audience, district)]
        return _in_order(tally for tally in chosen if since <= tally.begins_at < until)

    def count_turns_by_district(self, since: datetime, until: datetime, audience: str) -> Mapping[str, int]:
        found: dict[str, int] = defaultdict(int)
        for tally in self.days:
            if since <= tally.begins_at < until and tally.audience == audience and tally.district != ALL:
                found[tally.district] += tally.counts.get("turns", 0)
        return {district: count for district, count in found.items() if count}


class FakePauseStore:
    def __init__(self) -> None:
        self.pause: Pause | None = None

    def find_pause(self) -> Pause | None:
        return self.pause

    def begin_pause(self, pause: Pause) -> bool:
        began = self.pause is None
        self.pause = self.pause or pause
        return began

    def end_pause(self) -> bool:
        ended, self.pause = self.pause is not None, None
        return ended


def _in_order(tallies):  # type: ignore[no-untyped-def]
    return sorted(tallies, key=lambda tally: (tally.begins_at, tally.audience, tally.district))
