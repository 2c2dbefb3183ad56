"""Bringing the database to the newest shape."""

import logging
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from assistant.adapters.sql.engine import write
from assistant.domain.errors import UnavailableError

WAIT_SECONDS = 60.0
_SCRIPTS = Path(__file__).parent / "migrations"
_ADVISORY_LOCK = 4_150_023  # any number that nothing else on this database uses


def migrate(engine: Engine) -> None:
    """Runs what is missing, all of it or nothing; what is there already stays as it is.

    Several processes may call this at once: the first one works, the others wait for it, at most a minute. Raises
    UnavailableError.
    """
    logging.getLogger("alembic").setLevel(logging.WARNING)
    try:
        with write(engine, wait_seconds=WAIT_SECONDS) as connection:
            _keep_others_out(connection)
            command.upgrade(_configuration(connection), "head")
    except (UnavailableError, DBAPIError) as error:
        cause = error.__cause__ if isinstance(error, UnavailableError) else error
        reason = getattr(cause, "orig", None) or cause or error
        raise UnavailableError(f"The database could not be brought up to date: {reason}") from error
    except CommandError as error:
        raise UnavailableError(
            f"The database is in a shape that this version does not know ({error}). Run the version that made it, "
            "or a newer one."
        ) from error


def _configuration(connection: Connection) -> Config:
    configuration = Config()
    configuration.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    configuration.set_main_option("path_separator", "os")
    configuration.attributes["connection"] = connection
    return configuration


def _keep_others_out(connection: Connection) -> None:
    """On SQLite the write transaction itself does."""
    if connection.dialect.name != "postgresql":
        return
    milliseconds = int(WAIT_SECONDS * 1000)
    connection.execute(text(f"SET LOCAL lock_timeout = {milliseconds}"))
    connection.execute(text(f"SET LOCAL statement_timeout = {milliseconds}"))
    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ADVISORY_LOCK})
