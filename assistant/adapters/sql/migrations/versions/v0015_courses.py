"""Courses and their intakes; what a feed carries."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("feeds", sa.Column("carries", sa.Text, nullable=False, server_default="vacancies"))
    op.create_table(
        "courses",
        sa.Column("id", sa.Text),
        sa.Column("feed_id", sa.Text, nullable=False),
        sa.Column("course_key", sa.Text, nullable=False),
        sa.Column("url", sa.Text),
        sa.Column("record_json", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_courses"),
    )
    op.create_table(
        "intakes",
        sa.Column("id", sa.Text),
        sa.Column("course_id", sa.Text, nullable=False),
        sa.Column("feed_id", sa.Text, nullable=False),
        sa.Column("external_id", sa.Text, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("seats", sa.Integer),
        sa.Column("seen_run", sa.Integer, nullable=False),
        sa.Column("change_number", sa.Integer, nullable=False),
        sa.Column("record_json", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_intakes"),
        sa.UniqueConstraint("feed_id", "external_id", name="uq_intakes_feed_id_external_id"),
    )
    for name in ("course_id", "change_number"):
        op.create_index(f"ix_intakes_{name}", "intakes", [name])


def downgrade() -> None:
    for name in ("intakes", "courses"):
        op.drop_table(name)
    op.drop_column("feeds", "carries")
