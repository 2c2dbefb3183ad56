"""A throw-away PostgreSQL server for the tests, reachable only through a socket in its own folder.

A test module asks for it with `pytest_plugins = ("tests.postgres",)`.
"""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import OperationalError

from assistant.adapters.sql.engine import open_engine
from assistant.adapters.sql.migrate import migrate
from assistant.adapters.sql.tables import metadata

_START_SECONDS = 30.0
_database_numbers = count(1)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a running server, with an empty database `postgres`; skips where there is no server to run."""
    pytest.importorskip("psycopg", reason="the extra 'postgres' is not installed")
    programs = _programs()
    if programs is None:
        pytest.skip("PostgreSQL's server programs (initdb, postgres) are not installed")
    with _running_server(programs) as folder:
        yield f"postgresql+psycopg://postgres@/postgres?host={folder}"


@pytest.fixture
def empty_postgres_url(postgres_server: str) -> str:
    """The address of a database in which there is nothing yet."""
    name = f"test_{next(_database_numbers)}"
    engine = create_engine(postgres_server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return postgres_server.replace("/postgres?", f"/{name}?")


@pytest.fixture(scope="session")
def _migrated_postgres(postgres_server: str) -> Iterator[Engine]:
    engine = open_engine(postgres_server)
    migrate(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def postgres_engine(_migrated_postgres: Engine) -> Engine:
    """An engine on a database that has all tables and no rows."""
    with _migrated_postgres.begin() as connection:
        for table in reversed(metadata.sorted_tables):
            connection.execute(table.delete())
    return _migrated_postgres


def _programs() -> Path | None:
    """The folder with initdb and postgres: on the path, or where Debian keeps them, the newest version."""
    found = shutil.which("initdb")
    folders = [Path(found).resolve().parent] if found else []
    debian = Path("/usr/lib/postgresql").glob("*/bin")
    folders += sorted(debian, key=lambda folder: [int(part) for part in folder.parent.name.split(".")], reverse=True)
    return next((folder for folder in folders if (folder / "initdb").exists() and (folder / "postgres").exists()), None)


@contextmanager
def _running_server(programs: Path) -> Iterator[Path]:
    user = _server_user()
    become: dict[str, Any] = {} if user is None else {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": ()}
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    try:
        if user is not None:
            os.chown(folder, user.pw_uid, user.pw_gid)
        data = folder / "data"
        initialise: list[str | Path] = [
            programs / "initdb",
            "-D",
            data,
            "-U",
            "postgres",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C",
        ]
        subprocess.run([*initialise, "--no-sync"], **become, cwd=folder, check=True, stdout=subprocess.DEVNULL)
        options = ["-c", "listen_addresses=", "-c", f"unix_socket_directories={folder}", "-c", "fsync=off"]
        with (folder / "log").open("wb") as log:
            start: list[str | Path] = [programs / "postgres", "-D", data, *options]
            server = subprocess.Popen(start, **become, text=True, cwd=folder, stdout=log, stderr=log)
        try:
            _wait_until_it_answers(server, folder)
            yield folder
        finally:
            _stop(server)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _server_user() -> pwd.struct_passwd | None:
    """PostgreSQL refuses to run as root; None where the tests do not run as root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    pytest.skip("PostgreSQL refuses to run as root, and there is no user 'postgres' or 'nobody'")


def _wait_until_it_answers(server: "subprocess.Popen[str]", folder: Path) -> None:
    engine = create_engine(f"postgresql+psycopg://postgres@/postgres?host={folder}")
    deadline = time.monotonic() + _START_SECONDS
    while True:
        try:
            engine.connect().close()
            break
        except OperationalError:
            if server.poll() is not None or time.monotonic() > deadline:
                pytest.fail("PostgreSQL did not start: " + (folder / "log").read_text(errors="replace")[-2000:])
            time.sleep(0.05)
    engine.dispose()


def _stop(server: "subprocess.Popen[str]") -> None:
    server.send_signal(signal.SIGINT)
    try:
        server.wait(10)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait(10)
