"""The tables of enrolments. A change here comes with a migration."""

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text, UniqueConstraint

from assistant.adapters.sql.schema import Moment, metadata

# One row an intake, locked by whoever gives or frees a seat of it. `last_place`: how many have enrolled so far.
enrolment_seats = Table(
    "enrolment_seats",
    metadata,
    Column("intake_id", Text, primary_key=True),
    Column("last_place", Integer, nullable=False),
)

# `terms`: digest of what the draft told of the course. A draft goes with its conversation, an enrolment stays.
enrolment_drafts = Table(
    "enrolment_drafts",
    metadata,
    Column("id", Text, primary_key=True),
    Column("conversation_id", Text, ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False),
    Column("course_id", Text, nullable=False),
    Column("intake_id", Text, nullable=False),
    Column("terms", Text, nullable=False),
    Column("made_at", Moment, nullable=False),
    Index("ix_enrolment_drafts_conversation_id", "conversation_id"),
    Index("ix_enrolment_drafts_made_at", "made_at"),
)

# `person_digest`: keyed digest of the telephone number, gone once the enrolment is withdrawn. `key_digest`: of what
# makes the form that sent it off this very form. `place`: in the order of the commits.
enrolments = Table(
    "enrolments",
    metadata,
    Column("number", Text, primary_key=True),
    Column("course_id", Text, nullable=False),
    Column("intake_id", Text, nullable=False),
    Column("enrolled_at", Moment, nullable=False),
    Column("state", Text, nullable=False),
    Column("place", Integer, nullable=False),
    Column("declared_json", Text, nullable=False),
    Column("attendance", Text),
    Column("outcome", Text),
    Column("moved_up_at", Moment),
    Column("closed_at", Moment),
    Column("draft_id", Text),
    Column("key_digest", Text, nullable=False),
    Column("person_digest", Text),
    Column("code_digest", Text),
    Column("version", Integer, nullable=False),
    UniqueConstraint("key_digest"),
    UniqueConstraint("draft_id"),
    UniqueConstraint("intake_id", "place"),
    UniqueConstraint("intake_id", "person_digest"),
    Index("ix_enrolments_queue", "intake_id", "state", "place"),
    Index("ix_enrolments_person_digest", "person_digest"),
)

# The history: the event that brought an enrolment to a version has that version as its sequence.
enrolment_events = Table(
    "enrolment_events",
    metadata,
    Column("number", Text, ForeignKey("enrolments.number", ondelete="CASCADE"), primary_key=True),
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("actor", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("text", Text, nullable=False),
)

# Name, telephone number, note and the code that was given out, sealed. `wording`: digest of the consent agreed to.
enrolment_contacts = Table(
    "enrolment_contacts",
    metadata,
    Column("number", Text, ForeignKey("enrolments.number", ondelete="CASCADE"), primary_key=True),
    Column("sealed", Text, nullable=False),
    Column("consented_at", Moment, nullable=False),
    Column("wording", Text, nullable=False),
)
