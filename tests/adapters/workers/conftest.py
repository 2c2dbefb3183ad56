"""The rules the product ships, read from their files without building an index."""

from datetime import date
from pathlib import Path

import pytest

from assistant.adapters.content.library import load_library
from assistant.adapters.content.list_columns_file import read_list_columns
from assistant.adapters.knowledge_store import LoadedKnowledge
from assistant.adapters.workers.worker_lists import WorkerLists
from assistant.services.subsidy_rules import SubsidyRules

SHIPPED = Path(__file__).parents[3] / "knowledge_base"
DAY = date(2026, 11, 23)


@pytest.fixture(scope="session")
def shipped_lists(loaded: LoadedKnowledge) -> WorkerLists:
    library = load_library(SHIPPED)
    rules = SubsidyRules(library.schemes, library.parameters, library.vocabulary, library.knowledge.digest)
    return WorkerLists(rules, loaded.knowing.lexicon, read_list_columns(SHIPPED, library.vocabulary))


@pytest.fixture(scope="session")
def small_lists(loaded: LoadedKnowledge) -> WorkerLists:
    return WorkerLists(loaded.knowing.subsidies, loaded.knowing.lexicon, loaded.columns)
