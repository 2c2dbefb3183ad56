"""What many tests share: knowledge bases, built once for the whole run, and a clock that stands still."""

import gc
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

from assistant.adapters.argon2_hasher import Argon2Hasher
from assistant.adapters.knowledge_store import KnowledgeStore, LoadedKnowledge
from assistant.services.knowing import Knowing
from tests.built_once import build_once, folder_of_the_run
from tests.fakes.clock import FixedClock
from tests.small_knowledge_base import SHIPPED, copy_lean_knowledge, copy_small_knowledge

settings.register_profile("suite", deadline=None)
settings.load_profile("suite")

#: Opening the knowledge compiles some 2,500 patterns, and `re` keeps 512 of them; a process of tests opens it hundreds
#: of times, so it keeps them all.
re._MAXCACHE = 50_000  # type: ignore[attr-defined]

#: Looked for every 700 objects, garbage takes a quarter of the time of a start among all that such a process holds.
gc.set_threshold(50_000, 10, 10)


#: Passwords are real ones, sealed by the real hasher, but in a millisecond: hundreds of people log in here.
Argon2Hasher.__init__.__defaults__ = (1, 1024)  # type: ignore[misc]


@pytest.fixture(scope="session")
def built_knowledge(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The small knowledge base and the data folder in which it has been built; to be read only."""
    return build_once(folder_of_the_run(tmp_path_factory) / "small-knowledge", copy_small_knowledge)


@pytest.fixture(scope="session")
def built_lean_knowledge(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A knowledge base as small as can be and the data folder in which it has been built; to be copied."""
    return build_once(folder_of_the_run(tmp_path_factory) / "lean-knowledge", copy_lean_knowledge)


@pytest.fixture(scope="session")
def shipped_knowledge(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The knowledge base that is shipped and the data folder in which it has been built; to be read only."""
    return build_once(folder_of_the_run(tmp_path_factory) / "shipped-knowledge", SHIPPED)


@pytest.fixture(scope="session")
def new_data_dir(
    shipped_knowledge: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], Path]:
    """A data folder of one's own, below a folder by this name, in which the shipped knowledge has been built."""
    return lambda name: shutil.copytree(shipped_knowledge[1], tmp_path_factory.mktemp(name) / "data")


@pytest.fixture(scope="session")
def loaded(built_knowledge: tuple[Path, Path]) -> LoadedKnowledge:
    """The small knowledge base, ready to answer."""
    source, data = built_knowledge
    return KnowledgeStore(source, data, FixedClock()).open_current()


@pytest.fixture(scope="session")
def knowing(loaded: LoadedKnowledge) -> Knowing:
    """What a replier reads of the small knowledge base."""
    return loaded.knowing


@pytest.fixture
def clock() -> FixedClock:
    """The night of 23 November 2026."""
    return FixedClock()
