"""Bringing the database to the newest shape."""

import logging
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from assistant.adapters.sql.engine import write
from assistant.domain.errors import UnavailableError

WAIT_SECONDS = 60.0
VERSION_TABLE = "alembic_version"
_SCRIPTS = Path(__file__).parent / "migrations"
_ADVISORY_LOCK = 4_150_023  # any number that nothing else on this database uses


def migrate(engine: Engine, revision: str = "head") -> None:
    """Runs what is missing, all of it or nothing; what is there already stays as it is.

    Several processes may call this at once: the first one works, the others wait for it, at most a minute. Raises
    UnavailableError.
    """
    logging.getLogger("alembic").setLevel(logging.WARNING)
    try:
        with write(engine, wait_seconds=WAIT_SECONDS) as connection:
            keep_others_out(connection)
            upgrade(connection, revision)
    except (UnavailableError, DBAPIError) as error:
        cause = error.__cause__ if isinstance(error, UnavailableError) else error
        reason = getattr(cause, "orig", None) or cause or error
        raise UnavailableError(f"The database could not be brought up to date: {reason}") from error
    except CommandError as error:
        raise UnavailableError(
            f"The database is in a shape that this version does not know ({error}). Run the version that made it, "
            "or a newer one."
        ) from error


def upgrade(connection: Connection, revision: str) -> None:
    """Runs what is missing up to a revision, in the transaction of the caller."""
    configuration = _configuration()
    configuration.attributes["connection"] = connection
    command.upgrade(configuration, revision)


def current_revision(connection: Connection) -> str | None:
    """The revision the database is in; None where it has no tables of ours."""
    return MigrationContext.configure(connection).get_current_revision()


def known_revisions() -> tuple[str, ...]:
    """Every revision this version can start from, the oldest first."""
    scripts = ScriptDirectory.from_config(_configuration())
    return tuple(reversed([script.revision for script in scripts.walk_revisions()]))


def _configuration() -> Config:
    configuration = Config()
    configuration.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    configuration.set_main_option("path_separator", "os")
    return configuration


def keep_others_out(connection: Connection) -> None:
    """Lets one process at a time change the tables. On SQLite the write transaction itself does."""
    if connection.dialect.name != "postgresql":
        return
    milliseconds = int(WAIT_SECONDS * 1000)
    connection.execute(text(f"SET LOCAL lock_timeout = {milliseconds}"))
    connection.execute(text(f"SET LOCAL statement_timeout = {milliseconds}"))
    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ADVISORY_LOCK})
