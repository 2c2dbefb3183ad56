"""Live conversations, put together for one database."""

from collections.abc import Callable, Mapping

from sqlalchemy import Engine

from assistant.adapters.live.local_signals import InProcessNotifier
from assistant.adapters.live.postgres_notify import PostgresNotifier
from assistant.adapters.live.sqlite_poll import SqlitePollNotifier
from assistant.adapters.sql.cases import SqlCaseStore
from assistant.adapters.sql.live import SqlLiveStore
from assistant.domain.case_policy import CasePolicy
from assistant.domain.case_steps import advance
from assistant.services.clock import Clock
from assistant.services.live_ports import LiveNotifier
from assistant.services.live_talk import LiveTalk


def open_live(
    engine: Engine,
    clock: Clock,
    policy: Callable[[], CasePolicy],
    words: Callable[[], Mapping[str, str]],
    display_name: Callable[[str], str],
) -> LiveTalk:
    return LiveTalk(
        store=SqlLiveStore(engine),
        cases=SqlCaseStore(engine),
        notifier=open_notifier(engine),
        clock=clock,
        words=words,
        advance=lambda case, happening: advance(case, happening, policy()),
        display_name=display_name,
    )


def open_notifier(engine: Engine) -> LiveNotifier:
    """PostgreSQL tells its clients; a SQLite file is looked at; a database in memory has one process."""
    if engine.dialect.name == "postgresql":
        return PostgresNotifier(engine)
    return InProcessNotifier() if engine.url.database in (None, "", ":memory:") else SqlitePollNotifier(engine)
