"""The migrations make exactly the tables, once, however many processes ask for it."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect, text

from assistant.adapters.sql.engine import open_engine, read, write
from assistant.adapters.sql.migrate import migrate
from assistant.adapters.sql.tables import metadata
from assistant.domain.errors import UnavailableError
from tests.adapters.sql_examples import STATE, TURN, begun

pytest_plugins = ("tests.postgres",)

_MIGRATE_ON_COMMAND = """
import sys
from assistant.adapters.sql.engine import open_engine
from assistant.adapters.sql.migrate import migrate

engine = open_engine(sys.argv[1])
print("ready", flush=True)
sys.stdin.readline()
migrate(engine)
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/assistant.db"
    return str(request.getfixturevalue("empty_postgres_url"))


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    engine = open_engine(url)
    yield engine
    engine.dispose()


def test_an_empty_database_gets_exactly_the_tables_that_are_declared(engine: Engine) -> None:
    migrate(engine)
    with read(engine) as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_migrating_again_changes_nothing(engine: Engine) -> None:
    migrate(engine)
    begun(engine).add_turn("a", TURN, STATE)
    migrate(engine)
    with read(engine) as connection:
        assert connection.execute(text("SELECT count(*) FROM turns")).scalar() == 1
        assert connection.execute(text("SELECT count(*) FROM alembic_version")).scalar() == 1


def test_starting_on_a_database_in_the_newest_shape_does_not_load_alembic(url: str, engine: Engine) -> None:
    migrate(engine)
    program = _MIGRATE_ON_COMMAND + "print('LOADED', 'alembic' in sys.modules)\n"
    done = subprocess.run([sys.executable, "-c", program, url], input="\n", capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "LOADED False"


def test_several_processes_may_migrate_an_empty_database_at_once(url: str, engine: Engine) -> None:
    command = [sys.executable, "-c", _MIGRATE_ON_COMMAND, url]
    root = Path(__file__).parents[2]
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    processes = [subprocess.Popen(command, cwd=root, text=True, **pipes) for _ in range(4)]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("\n")
        process.stdin.flush()
    ends = [(process.communicate(timeout=60)[1], process.returncode) for process in processes]
    assert ends == [("", 0)] * 4
    begun(engine).add_turn("a", TURN, STATE)


def test_a_migration_that_fails_leaves_the_database_as_it_was(engine: Engine) -> None:
    with write(engine) as connection:
        connection.execute(text("CREATE TABLE feedback (mine INTEGER)"))
    with pytest.raises(UnavailableError, match=r"could not be brought up to date.*feedback.*already exists"):
        migrate(engine)
    assert inspect(engine).get_table_names() == ["feedback"]


def test_a_database_of_a_newer_version_is_left_alone_and_named(engine: Engine) -> None:
    migrate(engine)
    with write(engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(UnavailableError, match="9999"):
        migrate(engine)
