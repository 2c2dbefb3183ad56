"""The shipped knowledge, built once for all processes of a test run."""

import fcntl
import os
from pathlib import Path

import pytest

from assistant.adapters.knowledge_store import KnowledgeStore
from tests.fakes.clock import FixedClock
from tests.small_knowledge_base import SHIPPED


@pytest.fixture(scope="session")
def shipped_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder in which the shipped knowledge has been built; to be read only."""
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    with (shared / "shipped.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        store = KnowledgeStore(SHIPPED, shared / "shipped", FixedClock())
        if store.needs_build():
            store.build()
    return shared / "shipped"
