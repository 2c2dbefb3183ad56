"""Documents that were taken in come back from a backup with their versions, and are found again."""

import shutil
from datetime import date
from pathlib import Path

from assistant.adapters.collection_indexes import open_collections
from assistant.adapters.content.word_files import read_regions
from assistant.adapters.sql.documents import SqlDocumentStore
from assistant.adapters.sql.engine import open_engine
from assistant.adapters.sql.migrate import migrate
from assistant.domain.added_documents import AddedDocument
from assistant.services.added_documents import AddedDocuments
from assistant.services.document_answers import AddedDocumentAnswers
from tests.commands.archiving.archives import Run, wipe
from tests.documents import notice
from tests.fakes.clock import FixedClock
from tests.small_knowledge_base import SHIPPED

pytest_plugins = ("tests.postgres",)


class Shelf:
    """The documents of this database, and what is answered from them."""

    def __init__(self, url: str, data_dir: Path) -> None:
        self.engine = open_engine(url)
        migrate(self.engine)
        collections = open_collections(self.engine, data_dir, SHIPPED)
        store = SqlDocumentStore(self.engine)
        self.documents = AddedDocuments(store, collections, FixedClock())
        self.answers = AddedDocumentAnswers(store, collections, lambda: read_regions(SHIPPED))

    def kept(self) -> list[tuple[int, AddedDocument]]:
        return [(one.version, one.document) for one in self.documents.versions("doc-window")]


def test_documents_come_back_with_their_versions_and_are_found(
    url: str, data_dir: Path, run: Run, tmp_path: Path
) -> None:
    data_dir.mkdir(exist_ok=True)
    shelf = Shelf(url, data_dir)
    for opens in ("七点", "八点"):
        clause = ("一、", f"示例窗口每天{opens}开门，周末照常办理。")
        shelf.documents.add([notice("doc-window", "关于示例窗口开门时间的通知", "2026-03-01", clause)], "bian")
    before = shelf.kept()
    shelf.engine.dispose()
    assert run("backup", str(tmp_path / "documents.zip")) == 0
    wipe(url, data_dir)
    shutil.rmtree(data_dir / "index", ignore_errors=True)
    assert run("restore", str(tmp_path / "documents.zip")) == 0

    again = Shelf(url, data_dir)
    assert again.kept() == before
    assert len(before) == 2
    hit = again.answers.find("示例窗口每天几点开门？", None, date(2026, 11, 29))
    again.engine.dispose()
    assert hit is not None
    assert "八点" in "".join(hit.sentences)
