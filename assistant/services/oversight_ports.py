"""What overseeing the service needs from the outside."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, runtime_checkable

from assistant.domain.oversight import CaseMark, Tally, TurnMark
from assistant.services.workers_sheets import Sheet


@runtime_checkable
class OversightStore(Protocol):
    """What happened, hour by hour, and what has been counted of it. Every method may raise UnavailableError."""

    def list_turn_marks(self, since: datetime, until: datetime) -> Sequence[TurnMark]:
        """In order of time. Turns from `since` on, before `until`."""
        ...

    def list_case_marks(self, since: datetime, until: datetime) -> Sequence[CaseMark]:
        """Cases opened, answered for the first time, resolved or rated from `since` on, before `until`."""
        ...

    def find_earliest(self) -> datetime | None:
        """When anything that is counted happened first."""
        ...

    def find_rolled_until(self) -> datetime | None:
        """Until when everything has been counted; None before the first time."""
        ...

    def replace_hours(self, since: datetime, until: datetime, tallies: Sequence[Tally], at: datetime) -> None:
        """Puts these tallies in the place of all of these hours, which are of one day, and makes its sums anew.

        All or nothing. `at`: until when everything has been counted by now; an earlier moment is not noted.
        """
        ...

    def list_hours(self, since: datetime, until: datetime) -> Sequence[Tally]:
        """By hour, audience and district, in order of time."""
        ...

    def list_days(self, since: datetime, until: datetime, audience: str, district: str) -> Sequence[Tally]:
        """By day, in order of time, of one audience and one district, or `ALL`."""
        ...

    def count_turns_by_district(self, since: datetime, until: datetime, audience: str) -> Mapping[str, int]:
        """Turns of one audience, or `ALL`, in whole days; districts without any are not among them."""
        ...


@dataclass(frozen=True)
class Pause:
    """The chat rests: since when, by whom, and why, in words for staff."""

    since: datetime
    actor: str
    reason: str


@runtime_checkable
class PauseStore(Protocol):
    """Whether the chat rests, for all processes. Every method may raise UnavailableError."""

    def find_pause(self) -> Pause | None: ...

    def begin_pause(self, pause: Pause) -> bool:
        """False, and nothing changed, where the chat rests already."""
        ...

    def end_pause(self) -> bool:
        """False where the chat did not rest."""
        ...


@dataclass(frozen=True)
class Picture:
    """A table that can be drawn: its first column names the points, each other column is a series of numbers.

    `kind`: `lines` over time, `columns` stacked over time, `bars` by name. `is_share`: numbers are parts of one.
    """

    id: str
    title: str
    description: str
    kind: str
    sheet: Sheet
    is_share: bool = False


@runtime_checkable
class Painter(Protocol):
    """Draws."""

    def draw(self, picture: Picture) -> str:
        """An SVG document. Raises UnavailableError where what it needs is not installed."""
        ...
