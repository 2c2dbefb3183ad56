"""The tables of courses and their intakes. A change here comes with a migration."""

from sqlalchemy import Column, Index, Integer, Table, Text, UniqueConstraint

from assistant.adapters.sql.schema import metadata

# What feeds say of courses: one row a course of a feed. `courses.record_json` holds all but its intakes.
courses = Table(
    "courses",
    metadata,
    Column("id", Text, primary_key=True),
    Column("feed_id", Text, nullable=False),
    Column("course_key", Text, nullable=False),
    Column("url", Text),
    Column("record_json", Text, nullable=False),
)

# Intakes as taken in: the outbox of the course index at the same time, as with adverts. `seats` are the places this
# service may give; null: the provider does not say.
intakes = Table(
    "intakes",
    metadata,
    Column("id", Text, primary_key=True),
    Column("course_id", Text, nullable=False),
    Column("feed_id", Text, nullable=False),
    Column("external_id", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("seats", Integer),
    Column("seen_run", Integer, nullable=False),
    Column("change_number", Integer, nullable=False),
    Column("record_json", Text, nullable=False),
    UniqueConstraint("feed_id", "external_id", name="uq_intakes_feed_id_external_id"),
    Index("ix_intakes_course_id", "course_id"),
    Index("ix_intakes_change_number", "change_number"),
)
