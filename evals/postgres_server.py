"""A throw-away PostgreSQL server for benches and tests, reachable only through a socket in its own folder."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine
from sqlalchemy.exc import OperationalError

_START_SECONDS = 30.0


def find_programs() -> Path | None:
    """The folder with initdb and postgres: on the path, or where Debian keeps them, the newest version.

    None where they are not installed, or where PostgreSQL would refuse to run: as root, with no other user to become.
    """
    if os.geteuid() == 0 and _server_user() is None:
        return None
    found = shutil.which("initdb")
    folders = [Path(found).resolve().parent] if found else []
    debian = Path("/usr/lib/postgresql").glob("*/bin")
    folders += sorted(debian, key=lambda folder: [int(part) for part in folder.parent.name.split(".")], reverse=True)
    return next((folder for folder in folders if (folder / "initdb").exists() and (folder / "postgres").exists()), None)


@contextmanager
def running_server(programs: Path) -> Iterator[str]:
    """The address of a running server's empty database `postgres`. Raises RuntimeError if it does not start."""
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
            url = f"postgresql+psycopg://postgres@/postgres?host={folder}"
            _wait_until_it_answers(server, url, folder / "log")
            yield url
        finally:
            _stop(server)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _server_user() -> pwd.struct_passwd | None:
    """Whom the server runs as where we are root, which PostgreSQL refuses to be; None otherwise."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    return None


def _wait_until_it_answers(server: "subprocess.Popen[str]", url: str, log: Path) -> None:
    engine = create_engine(url)
    deadline = time.monotonic() + _START_SECONDS
    while True:
        try:
            engine.connect().close()
            break
        except OperationalError as error:
            if server.poll() is not None or time.monotonic() > deadline:
                said = log.read_text(errors="replace")[-2000:]
                raise RuntimeError(f"PostgreSQL did not start: {said}") from error
            time.sleep(0.05)
    engine.dispose()


def _stop(server: "subprocess.Popen[str]") -> None:
    server.send_signal(signal.SIGINT)
    try:
        server.wait(10)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait(10)
