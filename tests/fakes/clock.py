"""A clock that stands still until it is moved."""

from datetime import date, datetime

from assistant.services.clock import CHONGQING

NIGHT = datetime(2026, 11, 23, 23, 40, tzinfo=CHONGQING)


class FixedClock:
    def __init__(self, moment: datetime = NIGHT) -> None:
        self.moment = moment

    def now(self) -> datetime:
        return self.moment

    def today(self) -> date:
        return self.moment.date()
