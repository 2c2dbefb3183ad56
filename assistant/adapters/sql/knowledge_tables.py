"""The tables of edits of knowledge files. A change here comes with a migration."""

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text

from assistant.adapters.sql.schema import Moment, metadata

knowledge_changes = Table(
    "knowledge_changes",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("revision", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("back_to", Integer),
    Column("proposed_at", Moment),
    Column("returned", Text, nullable=False),
    Column("closed_by", Text),
    Column("closed_at", Moment),
    Column("publication", Integer),
    Index("ix_knowledge_changes_state", "state", "revision"),
    Index("ix_knowledge_changes_revision", "revision"),
)

# `base`: digest of the text it was written from.
knowledge_edits = Table(
    "knowledge_edits",
    metadata,
    Column("change_id", Integer, ForeignKey("knowledge_changes.id", ondelete="CASCADE"), primary_key=True),
    Column("path", Text, primary_key=True),
    Column("form", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("base", Text),
)

# Rows are only ever added. `shipped`: digest of the shipped file when this was published over it.
knowledge_files = Table(
    "knowledge_files",
    metadata,
    Column("publication", Integer, primary_key=True, autoincrement=False),
    Column("path", Text, primary_key=True),
    Column("form", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("shipped", Text),
    Column("published_by", Text, nullable=False),
    Column("published_at", Moment, nullable=False),
    Index("ix_knowledge_files_path", "path", "publication"),
)
