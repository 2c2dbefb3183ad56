"""The tables of staff: accounts, sessions, what was done. A change here comes with a migration."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, Table, Text, text

from assistant.adapters.sql.schema import Moment, metadata

staff_members = Table(
    "staff_members",
    metadata,
    Column("name", Text, primary_key=True),
    Column("role", Text, nullable=False),
    Column("team", Text, nullable=False),
    Column("created_at", Moment),
    Column("is_locked", Boolean, nullable=False),
    Column("password_hash", Text, nullable=False),
    Column("must_change_password", Boolean, nullable=False),
    Column("password_expires_at", Moment),
    Column("failures", Integer, nullable=False, server_default=text("0")),
    Column("locked_until", Moment),
    Column("display_name", Text),
)

staff_sessions = Table(
    "staff_sessions",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("name", Text, ForeignKey("staff_members.name", ondelete="CASCADE"), nullable=False),
    Column("opened_at", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False),
    Index("ix_staff_sessions_name", "name"),
)

# Rows are only ever added.
audit_events = Table(
    "audit_events",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("at", Moment, nullable=False),
    Column("actor", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Index("ix_audit_events_actor", "actor", "id"),
    Index("ix_audit_events_subject", "subject", "id"),
)
