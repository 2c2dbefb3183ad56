"""The tables of notices that leave the service. A change here comes with a migration."""

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text

from assistant.adapters.sql.schema import Moment, metadata

# What is to be told outside, until it has been: whom it goes to is looked up when it is sent, and never stands here.
# `claimed_until`: a process is at it; when it has passed, another one may.
outgoing_notices = Table(
    "outgoing_notices",
    metadata,
    Column("key", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("send_at", Moment, nullable=False),
    Column("case_number", Text),
    Column("conversation_id", Text),
    Column("team", Text),
    Column("enrolment_number", Text),
    Column("cases_json", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("claimed_until", Moment),
    Column("ended", Text),
    Column("ended_at", Moment),
    Column("seen_at", Moment),
    Index("ix_outgoing_notices_due", "ended", "send_at"),
    Index("ix_outgoing_notices_case_number", "case_number"),
    Index("ix_outgoing_notices_conversation_id", "conversation_id"),
    Index("ix_outgoing_notices_enrolment_number", "enrolment_number"),
    Index("ix_outgoing_notices_team", "team", "at"),
)

# Which deadlines a team has been told of, once as near and once as passed.
named_deadlines = Table(
    "named_deadlines",
    metadata,
    Column("case_number", Text, ForeignKey("cases.number", ondelete="CASCADE"), primary_key=True),
    Column("due_at", Moment, primary_key=True),
    Column("urgency", Text, primary_key=True),
    Column("named_at", Moment, nullable=False),
)
