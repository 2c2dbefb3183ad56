"""The folders below DATA_DIR/knowledge: one per state, and a pointer to the one in force. Only names and renames."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_ATTEMPTS, _OTHERS_KEPT = 5, 3


class StateFolders:
    """Every method but `current` may raise OSError."""

    def __init__(self, home: Path) -> None:
        self._home = home

    def current(self) -> str | None:
        """The digest to which the pointer points."""
        try:
            return (self._home / "current").read_bytes().decode("utf-8", "replace").strip()
        except FileNotFoundError:
            return None

    def point_to(self, digest: str) -> None:
        pointer = self._home / f".current-{os.getpid()}"
        pointer.write_text(digest + "\n", encoding="utf-8")
        pointer.replace(self._home / "current")

    def put_in_place(self, fresh: Path, digest: str) -> None:
        """Renames the fresh folder; where another process has just built the same state, one of the two stays."""
        folder = self._home / digest
        aside = folder.with_name(f"{fresh.name}-former")
        for attempt in range(_ATTEMPTS):
            shutil.rmtree(aside, ignore_errors=True)
            with suppress(FileNotFoundError):
                folder.rename(aside)
            try:
                fresh.rename(folder)
                break
            except OSError:
                if attempt == _ATTEMPTS - 1:
                    raise
        shutil.rmtree(aside, ignore_errors=True)

    def forget_others(self, digest: str) -> None:
        """Keeps this state and the newest others, which a running process may still be reading or about to take up."""
        others = [p for p in self._home.iterdir() if p.is_dir() and p.name != digest and not p.name.startswith(".")]
        for path in sorted(others, key=lambda other: -other.stat().st_mtime)[_OTHERS_KEPT:]:
            shutil.rmtree(path, ignore_errors=True)

    @contextmanager
    def one_at_a_time(self) -> Iterator[None]:
        """Waits for other processes and threads that are in here."""
        self._home.mkdir(parents=True, exist_ok=True)
        with (self._home / ".building").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
