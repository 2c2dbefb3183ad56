"""Overseeing the service: counting, pictures, the switch of the chat."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import Engine

from assistant.adapters.altair_painter import AltairPainter
from assistant.adapters.sql.audit import SqlAuditLog
from assistant.adapters.sql.engine import open_engine
from assistant.adapters.sql.migrate import migrate
from assistant.adapters.sql.oversight import SqlOversightStore, SqlPauseStore
from assistant.adapters.workers.write_sheets import csv_bytes, xlsx_bytes
from assistant.bootstrap.openings import open_knowledge_store
from assistant.domain.case_policy import CasePolicy
from assistant.domain.knowledge import KnowledgeBase
from assistant.domain.regions import RegionTable
from assistant.services.case_terms import policy_of
from assistant.services.chat_pause import ChatPause
from assistant.services.clock import Clock, SystemClock
from assistant.services.oversight import Oversight
from assistant.services.oversight_ports import Picture
from assistant.services.roll_up import RollUp
from assistant.services.vacancy_ports import FeedStore
from assistant.services.workers_sheets import Sheet
from assistant.settings import Settings


@dataclass(frozen=True)
class OversightOffice:
    """`figures` for those who oversee; `pause`: whether the chat rests."""

    figures: Oversight
    pause: ChatPause
    roll_up: RollUp
    regions: Callable[[], RegionTable]
    _painter: AltairPainter

    def draw(self, picture: Picture) -> str:
        """An SVG document. Raises UnavailableError."""
        return self._painter.draw(picture)

    def as_csv(self, sheet: Sheet) -> bytes:
        return csv_bytes(sheet)

    def as_xlsx(self, sheets: Sequence[Sheet]) -> bytes:
        return xlsx_bytes(sheets)

    def start(self) -> None:
        """Begins to count, again every minute."""
        threading.Thread(target=self.roll_up.loop, name="roll-up", daemon=True).start()

    def stop(self) -> None:
        self.roll_up.stop()


def open_pause(engine: Engine, clock: Clock, mask: Callable[[str], str]) -> ChatPause:
    return ChatPause(SqlPauseStore(engine), SqlAuditLog(engine), clock, mask)


def open_oversight(
    engine: Engine,
    clock: Clock,
    policy: Callable[[], CasePolicy],
    pause: ChatPause,
    feeds: FeedStore,
    knowledge: Callable[[], KnowledgeBase],
    regions: Callable[[], RegionTable],
) -> OversightOffice:
    """Everything on one database."""
    store = SqlOversightStore(engine)
    return OversightOffice(
        figures=Oversight(store, feeds, knowledge, clock),
        pause=pause,
        roll_up=RollUp(store, policy, regions, clock),
        regions=regions,
        _painter=AltairPainter(),
    )


def open_roll_up(settings: Settings, clock: Clock | None = None) -> RollUp:
    """The counting alone, for the command line."""
    clock = clock or SystemClock()
    engine = open_engine(settings.resolved_database_url)
    migrate(engine)
    loaded = open_knowledge_store(settings, clock).open_current()
    return RollUp(
        SqlOversightStore(engine),
        lambda: policy_of(loaded.knowing.handover.teams),
        lambda: loaded.knowing.lexicon.regions,
        clock,
    )
