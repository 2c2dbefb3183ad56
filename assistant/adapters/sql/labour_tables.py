"""The tables of labour requests. A change here comes with a migration."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, Table, Text, UniqueConstraint

from assistant.adapters.sql.schema import Moment, metadata

# `queue_due_at` is `due_at`, or lies far ahead for a request that rests. `form_digest`: of the key of the form that
# sent it off. A request belongs to no conversation: it was sent off on its own form, with a consent of its own.
labour_requests = Table(
    "labour_requests",
    metadata,
    Column("number", Text, primary_key=True),
    Column("published_at", Moment, nullable=False),
    Column("state", Text, nullable=False),
    Column("owner", Text),
    Column("due_at", Moment),
    Column("queue_due_at", Moment, nullable=False),
    Column("closed_at", Moment),
    Column("mark", Integer),
    Column("draft_id", Text),
    Column("form_digest", Text, nullable=False),
    Column("code_digest", Text),
    Column("terms_json", Text, nullable=False),
    Column("version", Integer, nullable=False),
    UniqueConstraint("form_digest"),
    UniqueConstraint("draft_id"),
    Index("ix_labour_requests_queue", "queue_due_at", "number", "state"),
    Index("ix_labour_requests_owner_queue", "owner", "queue_due_at"),
)

# The history: the event that brought a request to a version has that version as its sequence.
labour_events = Table(
    "labour_events",
    metadata,
    Column("number", Text, ForeignKey("labour_requests.number", ondelete="CASCADE"), primary_key=True),
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("actor", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("is_internal", Boolean, nullable=False),
    Column("dispatch_json", Text),
)

# How to reach the employer, sealed. `wording`: digest of the consent they agreed to.
labour_contacts = Table(
    "labour_contacts",
    metadata,
    Column("number", Text, ForeignKey("labour_requests.number", ondelete="CASCADE"), primary_key=True),
    Column("sealed", Text, nullable=False),
    Column("consented_at", Moment, nullable=False),
    Column("wording", Text, nullable=False),
)
