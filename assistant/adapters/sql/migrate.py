"""Bringing the database to the newest shape.

alembic is imported where there is something to do: a service that starts again on its own database spares 11 MB.
"""

import logging
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from assistant.adapters.sql.engine import write
from assistant.domain.errors import UnavailableError

if TYPE_CHECKING:
    from alembic.config import Config

WAIT_SECONDS = 60.0
VERSION_TABLE = "alembic_version"
_SCRIPTS = Path(__file__).parent / "migrations"
_ADVISORY_LOCK = 4_150_023  # any number that nothing else on this database uses


def migrate(engine: Engine, revision: str = "head") -> None:
    """Runs what is missing, all of it or nothing; what is there already stays as it is.

    Several processes may call this at once: the first one works, the others wait for it, at most a minute. Raises
    UnavailableError.
    """
    if revision == "head" and _is_newest(engine):
        return
    from alembic.util import CommandError

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
    from alembic import command

    configuration = _configuration()
    configuration.attributes["connection"] = connection
    command.upgrade(configuration, revision)


def current_revision(connection: Connection) -> str | None:
    """The revision the database is in; None where it has no tables of ours."""
    from alembic.runtime.migration import MigrationContext

    return MigrationContext.configure(connection).get_current_revision()


def known_revisions() -> tuple[str, ...]:
    """Every revision this version can start from, the oldest first."""
    from alembic.script import ScriptDirectory

    scripts = ScriptDirectory.from_config(_configuration())
    return tuple(reversed([script.revision for script in scripts.walk_revisions()]))


def _is_newest(engine: Engine) -> bool:
    """Whether the database says that it is in the newest shape; whatever cannot be read is left to alembic."""
    newest = max(script.name.partition("_")[0] for script in (_SCRIPTS / "versions").glob("v*.py")).removeprefix("v")
    try:
        with engine.connect() as connection:
            said = connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalars().all()
    except (UnavailableError, DBAPIError):
        return False
    return list(said) == [newest]


def _configuration() -> "Config":
    from alembic.config import Config

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
