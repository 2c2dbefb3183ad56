"""Bringing the database to the newest shape."""

import logging
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, text

from assistant.adapters.sql.engine import write

WAIT_SECONDS = 60.0
_SCRIPTS = Path(__file__).parent / "migrations"
_ADVISORY_LOCK = 4_150_023  # any number that nothing else on this database uses


def migrate(engine: Engine) -> None:
    """Runs what is missing, all of it or nothing; what is there already stays as it is.

    Several processes may call this at once: the first one works, the others wait for it, at most a minute. Raises
    UnavailableError.
    """
    logging.getLogger("alembic").setLevel(logging.WARNING)
    with write(engine, wait_seconds=WAIT_SECONDS) as connection:
        _keep_others_out(connection)
        configuration = Config()
        configuration.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
        configuration.set_main_option("path_separator", "os")
        configuration.attributes["connection"] = connection
        command.upgrade(configuration, "head")


def _keep_others_out(connection: Connection) -> None:
    """On SQLite the write transaction itself does."""
    if connection.dialect.name != "postgresql":
        return
    milliseconds = int(WAIT_SECONDS * 1000)
    connection.execute(text(f"SET LOCAL lock_timeout = {milliseconds}"))
    connection.execute(text(f"SET LOCAL statement_timeout = {milliseconds}"))
    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ADVISORY_LOCK})
