"""What the service tells whoever watches it, put together."""

import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from pathlib import Path

from sqlalchemy import Engine, make_url
from sqlalchemy.pool import QueuePool

from assistant import VERSION
from assistant.adapters.sql.cases import SqlCaseStore
from assistant.adapters.sql.feeds import SqlFeedStore
from assistant.adapters.sql.labour import SqlLabourStore
from assistant.domain.knowledge import KnowledgeBase
from assistant.services.clock import Clock
from assistant.services.contact_ports import FieldCipher
from assistant.services.watch import Gauge, Watch, watch_cases, watch_feeds, watch_labour, watch_lapse, watch_waiting
from assistant.settings import Settings


def open_watch(
    settings: Settings,
    engine: Engine,
    clock: Clock,
    cipher: FieldCipher,
    knowledge: Callable[[], KnowledgeBase],
    count_notices: Callable[[datetime], int],
    is_resting: Callable[[], bool],
) -> Watch:
    """`count_notices`: how many are due by a moment. `is_resting`: whether the chat rests; may raise."""
    return Watch(
        {
            "disk": partial(_disk, settings),
            "database": partial(_database, engine),
            "feeds": partial(watch_feeds, SqlFeedStore(engine), clock),
            "cases": partial(watch_cases, SqlCaseStore(engine), clock),
            "labour": partial(watch_labour, SqlLabourStore(engine, cipher), clock),
            "lapse": lambda: watch_lapse(knowledge(), clock.today()),
            "notices": partial(watch_waiting, count_notices, clock),
            "chat": lambda: [Gauge("assistant_chat_rests", "The chat has been let rest", is_resting())],
        }
    )


def _disk(settings: Settings) -> Iterator[Gauge]:
    """Where DATA_DIR lies, and what a SQLite database takes up with its write-ahead log."""
    usage = shutil.disk_usage(settings.data_dir)
    yield Gauge("assistant_disk_free_bytes", "Free where DATA_DIR lies", usage.free)
    yield Gauge("assistant_disk_total_bytes", "Size of the disk where DATA_DIR lies", usage.total)
    url = make_url(settings.resolved_database_url)
    if url.get_backend_name() == "sqlite" and url.database:
        for suffix, name in (("", "database"), ("-wal", "write_ahead_log")):
            file = Path(url.database + suffix)
            size = file.stat().st_size if file.exists() else 0
            yield Gauge("assistant_database_file_bytes", "Files of a SQLite database", size, {"file": name})


def _database(engine: Engine) -> Iterator[Gauge]:
    yield Gauge("assistant_info", "Always 1", 1, {"version": VERSION, "database": engine.dialect.name})
    pool = engine.pool
    if isinstance(pool, QueuePool):
        help_text = "Connections to the database in this process"
        yield Gauge("assistant_database_connections", help_text, pool.checkedout(), {"state": "used"})
        yield Gauge("assistant_database_connections", help_text, pool.checkedin(), {"state": "idle"})
