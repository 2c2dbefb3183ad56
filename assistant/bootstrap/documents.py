"""Added documents, opened by the settings."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from sqlalchemy import Engine

from assistant.adapters.content.places_file import read_places
from assistant.adapters.content.word_files import read_regions
from assistant.adapters.intake.container import MEGABYTE, MOST_BYTES
from assistant.adapters.intake.document_files import read_document_file
from assistant.adapters.sql.audit import SqlAuditLog
from assistant.adapters.sql.document_uploads import SqlDocumentUploads
from assistant.adapters.sql.documents import SqlDocumentStore
from assistant.adapters.sql.engine import open_engine
from assistant.adapters.sql.migrate import migrate
from assistant.bootstrap.openings import open_collection_service
from assistant.domain.added_documents import AddedDocument
from assistant.domain.regions import RegionTable
from assistant.language.places import PlaceNames
from assistant.services.added_documents import DEFAULT_COLLECTION, AddedDocuments
from assistant.services.clock import Clock, SystemClock
from assistant.services.collections import CollectionService
from assistant.services.document_desk import DocumentDesk, DocumentDeskParts
from assistant.services.read_document import read_document
from assistant.settings import Settings


@dataclass(frozen=True)
class DocumentReader:
    """Reads files as documents, with the regions of a knowledge base."""

    knowledge_dir: Path
    most_bytes: int = MOST_BYTES

    @cached_property
    def _regions(self) -> RegionTable:
        return read_regions(self.knowledge_dir)

    @cached_property
    def _places(self) -> PlaceNames:
        return read_places(self.knowledge_dir, self._regions)

    def read(self, content: bytes, name: str) -> AddedDocument:
        """Raises InvalidInputError in Chinese, naming the file, and UnavailableError."""
        file = read_document_file(content, name, self.most_bytes)
        return read_document(file.lines, file.stated, name, self._regions, self._places)


def open_reader(settings: Settings) -> DocumentReader:
    return DocumentReader(settings.knowledge_dir, settings.document_megabytes * MEGABYTE)


def open_document_desk(
    settings: Settings, engine: Engine, collections: CollectionService, regions: Callable[[], RegionTable], clock: Clock
) -> DocumentDesk:
    """The desk of the console. `collections`: those that answers are searched in, so that a publication is in force in
    this process at once."""
    shelf = AddedDocuments(
        SqlDocumentStore(engine), collections, clock, notice_years=settings.notice_years
    )  # fmt: skip
    parts = DocumentDeskParts(
        shelf, SqlDocumentUploads(engine), open_reader(settings).read, regions, SqlAuditLog(engine), clock
    )
    return DocumentDesk(parts)


def open_added_documents(
    settings: Settings, collection: str = DEFAULT_COLLECTION, clock: Clock | None = None
) -> AddedDocuments:
    """The documents of a collection, for the command line."""
    engine = open_engine(settings.resolved_database_url)
    migrate(engine)
    collections = open_collection_service(settings, engine)
    store, clock = SqlDocumentStore(engine), clock or SystemClock()
    return AddedDocuments(store, collections, clock, collection, settings.notice_years)
