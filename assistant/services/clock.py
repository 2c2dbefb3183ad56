"""The time, as an argument."""

from datetime import date, datetime
from typing import Protocol, runtime_checkable
from zoneinfo import ZoneInfo

CHONGQING = ZoneInfo("Asia/Shanghai")


@runtime_checkable
class Clock(Protocol):
    """Tells the time in Asia/Shanghai."""

    def now(self) -> datetime: ...

    def today(self) -> date: ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(CHONGQING)

    def today(self) -> date:
        return self.now().date()


class ChosenDay:
    """The machine's time of day on a day chosen by the caller (`--today`, evaluation, tests)."""

    def __init__(self, day: date) -> None:
        self._day = day

    def move_to(self, day: date) -> None:
        self._day = day

    def now(self) -> datetime:
        return datetime.combine(self._day, datetime.now(CHONGQING).time(), CHONGQING)

    def today(self) -> date:
        return self._day
