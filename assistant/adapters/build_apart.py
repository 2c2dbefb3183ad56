"""Building a state of the knowledge in a process of its own: seconds of computing that no turn should wait behind."""

import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from assistant.adapters.content.knowledge_files import KnowledgeFiles
from assistant.adapters.knowledge_store import KnowledgeStore, digest_for
from assistant.domain.errors import KnowledgeError
from assistant.services.clock import SystemClock

_NICENESS = 5


@dataclass(frozen=True)
class BuildApart:
    """As `KnowledgeStore.prepare`, which `here` is; it is used where no process can be started."""

    here: KnowledgeStore
    data_dir: Path

    def __call__(self, files: KnowledgeFiles, anew: bool = False) -> str:
        if not anew and self.here.is_built(files):
            return digest_for(files)
        try:
            with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as apart:
                digest, problems = apart.submit(_build, files, self.data_dir, anew).result()
        except (OSError, RuntimeError, ImportError):  # BrokenProcessPool is a RuntimeError
            return self.here.prepare(files, anew)
        if problems:
            raise KnowledgeError(problems)
        return digest


def _build(files: KnowledgeFiles, data_dir: Path, anew: bool) -> tuple[str, tuple[str, ...]]:
    """The digest, or what is wrong: an exception with parts of its own does not come through unchanged."""
    os.nice(_NICENESS)
    try:
        return KnowledgeStore(files.shipped, data_dir, SystemClock()).prepare(files, anew), ()
    except KnowledgeError as error:
        return "", error.problems
