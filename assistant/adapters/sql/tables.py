"""Every table of the database. A change here comes with a migration; a test compares the two.

Columns named `…_json` hold text that `records.py` writes and reads, so that damage to one row stays in that row.
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)

from assistant.services.clock import CHONGQING

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Moment(TypeDecorator[datetime]):
    """A moment: kept in UTC, given back in Asia/Shanghai. One without a zone is taken for Asia/Shanghai."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return (value if value.tzinfo else value.replace(tzinfo=CHONGQING)).astimezone(UTC)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        moment: datetime = value if value.tzinfo else value.replace(tzinfo=UTC)
        return moment.astimezone(CHONGQING)


conversations = Table(
    "conversations",
    metadata,
    Column("id", Text, primary_key=True),
    Column("audience", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("secret_digest", Text, nullable=False),
    Column("last_turn", Integer, nullable=False, server_default=text("0")),
)

turns = Table(
    "turns",
    metadata,
    Column("conversation_id", Text, ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True),
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("status", Text, nullable=False),
    Column("question", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("replier", Text, nullable=False),
    Column("duration_ms", Integer, nullable=False),
    Column("asked_at", Moment),
    Column("handover_reason", Text),
    Column("case_number", Text),
    Column("citations_json", Text, nullable=False),
    Column("tools_json", Text, nullable=False),
    Column("cards_json", Text, nullable=False),
    Column("suggestions_json", Text, nullable=False),
    Column("facts_json", Text, nullable=False),
    Column("state_json", Text, nullable=False),
)


def _of_a_turn() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["conversation_id", "turn_id"], ["turns.conversation_id", "turns.id"], ondelete="CASCADE"
    )


evidence = Table(
    "evidence",
    metadata,
    Column("conversation_id", Text, primary_key=True),
    Column("turn_id", Integer, primary_key=True, autoincrement=False),
    Column("passages_used_json", Text, nullable=False),
    Column("passages_unused_json", Text, nullable=False),
    Column("dropped_sentences_json", Text, nullable=False),
    Column("confidence", Float),
    Column("prompt_digest", Text),
    _of_a_turn(),
)

feedback = Table(
    "feedback",
    metadata,
    Column("conversation_id", Text, primary_key=True),
    Column("turn_id", Integer, primary_key=True, autoincrement=False),
    Column("helpful", Boolean, nullable=False),
    Column("reason", Text, nullable=False),
    Column("comment", Text, nullable=False),
    _of_a_turn(),
)

# A case outlives its conversation: somebody may be working on it when the person deletes what they wrote.
cases = Table(
    "cases",
    metadata,
    Column("number", Text, primary_key=True),
    Column("opened_on", Date, nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("conversation_id", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("summary", Text, nullable=False),
    Column("opened_at", Moment, nullable=False),
    Column("state", Text, nullable=False),
    Column("closed_at", Moment),
    Column("outcome", Text),
    Column("attachment", Text),
    UniqueConstraint("opened_on", "sequence"),
    Index("ix_cases_state_opened_at", "state", "opened_at"),
    Index(
        "ix_cases_open_once",
        "conversation_id",
        "reason",
        unique=True,
        sqlite_where=text("state = 'open'"),
        postgresql_where=text("state = 'open'"),
    ),
)

imported_passages = Table(
    "imported_passages",
    metadata,
    Column("collection", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("answerable", Boolean, nullable=False),
    Column("position", Integer, nullable=False),
    Index("ix_imported_passages_collection_position", "collection", "position"),
)
