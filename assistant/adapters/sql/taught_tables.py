"""The table of what staff teach. A change here comes with a migration."""

from sqlalchemy import Column, Date, Index, Integer, Table, Text

from assistant.adapters.sql.schema import Moment, metadata

taught_answers = Table(
    "taught_answers",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("revision", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("question", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Column("region_id", Text, nullable=False),
    Column("expires_on", Date, nullable=False),
    Column("source", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("document_number", Text, nullable=False),
    Column("proposed_by", Text, nullable=False),
    Column("proposed_at", Moment, nullable=False),
    Column("case_number", Text),
    Column("edited_by", Text),
    Column("reviewed_by", Text),
    Column("reviewed_at", Moment),
    Column("reason", Text, nullable=False),
    Index("ix_taught_answers_state", "state", "id"),
    Index("ix_taught_answers_revision", "revision"),
)
