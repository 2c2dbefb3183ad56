"""Knowledge built once for all processes of a test run: a build is the dearest thing many tests need."""

import fcntl
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.adapters.knowledge_store import KnowledgeStore
from tests.fakes.clock import FixedClock


def folder_of_the_run(factory: pytest.TempPathFactory) -> Path:
    """The temporary folder that all processes of this run have in common (pytest-xdist gives each one below it)."""
    own = factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


def build_once(folder: Path, source: Path | Callable[[Path], object]) -> tuple[Path, Path]:
    """The knowledge base and the data folder in which it has been built; to be read only, or copied.

    `source`: the knowledge base, or what writes one into a folder. Whoever comes first builds, the others wait.
    """
    folder.mkdir(exist_ok=True)
    files = source if isinstance(source, Path) else folder / "source"
    data, done = folder / "data", folder / "done"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            if not isinstance(source, Path):
                shutil.rmtree(files, ignore_errors=True)
                source(files)
            KnowledgeStore(files, data, FixedClock()).build()
            done.touch()
    return files, data
