"""The tables of passages from outside and of added documents. A change here comes with a migration."""

from sqlalchemy import Boolean, Column, Index, Integer, Table, Text, text

from assistant.adapters.sql.schema import Moment, metadata

# `changed`: the number of the change of its collection in which a passage, or what stands around it in its document,
# became what it is; by it an index follows.
imported_passages = Table(
    "imported_passages",
    metadata,
    Column("collection", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("answerable", Boolean, nullable=False),
    Column("position", Integer, nullable=False),
    Column("document_id", Text),
    Column("clause", Text),
    Column("heading", Text, nullable=False, server_default=""),
    Column("effective_from", Text),
    Column("effective_to", Text),
    Column("region_id", Text),
    Column("changed", Integer, nullable=False, server_default=text("0")),
    Index("ix_imported_passages_changed", "collection", "changed"),
    Index("ix_imported_passages_answerable", "collection", "answerable"),
    Index("ix_imported_passages_collection_position", "collection", "position"),
    Index("ix_imported_passages_document", "collection", "document_id"),
)

#: Every version of every added document; the passages of the current ones also stand in `imported_passages`.
added_documents = Table(
    "added_documents",
    metadata,
    Column("collection", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("state", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("head_json", Text, nullable=False),
    Column("passages_json", Text, nullable=False),
    Column("added_at", Moment, nullable=False),
    Column("added_by", Text, nullable=False),
    Index("ix_added_documents_state", "collection", "state", "id"),
)

# Passages that are gone, and since which change.
dropped_passages = Table(
    "dropped_passages",
    metadata,
    Column("collection", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("changed", Integer, nullable=False),
    Index("ix_dropped_passages_changed", "collection", "changed"),
)

# Files handed in at the console, as they would be published.
document_uploads = Table(
    "document_uploads",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("revision", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("document_id", Text, nullable=False),
    Column("file_digest", Text, nullable=False),
    Column("head_json", Text, nullable=False),
    Column("passages_json", Text, nullable=False),
    Column("uploaded_by", Text, nullable=False),
    Column("uploaded_at", Moment, nullable=False),
    Column("corrected_by", Text),
    Column("closed_by", Text),
    Column("closed_at", Moment),
    Index("ix_document_uploads_state", "state", "revision"),
)
