"""The tables of oversight: what was counted, and whether the chat rests. A change here comes with a migration."""

from sqlalchemy import Column, Index, Integer, Table, Text

from assistant.adapters.sql.schema import Moment, metadata

# `grain`: 'hour' by audience and district, 'day' also with their sums ('*'), so that a picture of a year reads one row
# a day. `counts_json`: counts by name; how many turns there were stands beside them, to be summed over districts.
rollups = Table(
    "rollups",
    metadata,
    Column("grain", Text, primary_key=True),
    Column("audience", Text, primary_key=True),
    Column("district", Text, primary_key=True),
    Column("begins_at", Moment, primary_key=True),
    Column("turn_count", Integer, nullable=False),
    Column("counts_json", Text, nullable=False),
    Index("ix_rollups_grain_begins_at", "grain", "begins_at"),
)

# Until when everything has been counted.
rollup_marks = Table(
    "rollup_marks",
    metadata,
    Column("name", Text, primary_key=True),
    Column("at", Moment, nullable=False),
)

# A row is here while the part of the service of that name rests.
pauses = Table(
    "pauses",
    metadata,
    Column("name", Text, primary_key=True),
    Column("since", Moment, nullable=False),
    Column("actor", Text, nullable=False),
    Column("reason", Text, nullable=False),
)
