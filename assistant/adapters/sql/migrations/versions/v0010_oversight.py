"""Hourly counts of what happened, and whether the chat rests."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rollups",
        sa.Column("grain", sa.Text, nullable=False),
        sa.Column("audience", sa.Text, nullable=False),
        sa.Column("district", sa.Text, nullable=False),
        sa.Column("begins_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("turn_count", sa.Integer, nullable=False),
        sa.Column("counts_json", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("grain", "audience", "district", "begins_at", name="pk_rollups"),
    )
    op.create_index("ix_rollups_grain_begins_at", "rollups", ["grain", "begins_at"])
    op.create_table(
        "rollup_marks",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_rollup_marks"),
    )
    op.create_table(
        "pauses",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_pauses"),
    )
    op.create_index("ix_case_events_kind_at", "case_events", ["kind", "at"])


def downgrade() -> None:
    op.drop_index("ix_case_events_kind_at", "case_events")
    op.drop_table("pauses")
    op.drop_table("rollup_marks")
    op.drop_table("rollups")
