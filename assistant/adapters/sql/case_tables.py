"""The tables of cases. A change here comes with a migration."""

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Integer, Table, Text, UniqueConstraint, text

from assistant.adapters.sql.schema import Moment, metadata

_IS_LIVE = text("state IN ('open', 'claimed', 'dispatched')")

# A case outlives its conversation: somebody may be working on it when the person deletes what they wrote. `kind` and
# `due_at` follow from the other columns and are kept for the queue; `due_at` of a case that rests lies far ahead.
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
    Column("kind", Text, nullable=False, server_default=text("'general'")),
    Column("team", Text, nullable=False, server_default=text("'general'")),
    Column("owner", Text),
    Column("dispatched_kind", Text),
    Column("dispatched_to", Text),
    Column("reply_due_at", Moment),
    Column("resolution_due_at", Moment),
    Column("claim_expires_at", Moment),
    Column("follow_up_due_at", Moment),
    Column("first_replied_at", Moment),
    Column("mark", Integer),
    Column("code_digest", Text),
    Column("due_at", Moment, nullable=False, server_default=text("'9000-01-01 00:00:00.000000'")),
    Column("version", Integer, nullable=False, server_default=text("1")),
    UniqueConstraint("opened_on", "sequence"),
    Index("ix_cases_state_opened_at", "state", "opened_at"),
    Index("ix_cases_conversation_id", "conversation_id"),
    Index("ix_cases_owner_due_at", "owner", "due_at"),
    Index("ix_cases_counts", "state", "team", "reason", "kind", "due_at"),
    Index("ix_cases_queue", "due_at", "number", "state", "kind", "team", "reason"),
    Index(
        "ix_cases_live_once",
        "conversation_id",
        "reason",
        unique=True,
        sqlite_where=_IS_LIVE,
        postgresql_where=_IS_LIVE,
    ),
)

# The history: the event that brought a case to a version has that version as its sequence.
case_events = Table(
    "case_events",
    metadata,
    Column("case_number", Text, ForeignKey("cases.number", ondelete="CASCADE"), primary_key=True),
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("actor", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("text", Text, nullable=False),
    Index("ix_case_events_kind_at", "kind", "at"),
)

# What was written, by the event of the same sequence. `name`: the account, where staff wrote it; `shown_name`: what the
# person saw of it then.
case_messages = Table(
    "case_messages",
    metadata,
    Column("case_number", Text, ForeignKey("cases.number", ondelete="CASCADE"), primary_key=True),
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("author", Text, nullable=False),
    Column("name", Text),
    Column("is_internal", Boolean, nullable=False),
    Column("text", Text, nullable=False),
    Column("shown_name", Text),
)

# How to reach the person, sealed; gone with what they said. `wording`: digest of the consent they agreed to.
case_contacts = Table(
    "case_contacts",
    metadata,
    Column("case_number", Text, ForeignKey("cases.number", ondelete="CASCADE"), primary_key=True),
    Column("sealed", Text, nullable=False),
    Column("consented_at", Moment, nullable=False),
    Column("wording", Text, nullable=False),
)
