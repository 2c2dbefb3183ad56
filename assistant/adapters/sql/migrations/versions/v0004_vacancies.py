"""Feeds, their runs and adverts; counters and claims."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_ZERO = sa.text("0")


def upgrade() -> None:
    op.create_table(
        "feeds",
        sa.Column("id", sa.Text),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("label", sa.Text, nullable=False),
        sa.Column("location", sa.Text, nullable=False),
        sa.Column("columns_json", sa.Text, nullable=False),
        sa.Column("settings_json", sa.Text, nullable=False),
        sa.Column("is_snapshot", sa.Boolean, nullable=False),
        sa.Column("every_seconds", sa.Integer, nullable=False),
        sa.Column("token_digest", sa.Text),
        sa.Column("is_paused", sa.Boolean, nullable=False),
        sa.Column("etag", sa.Text),
        sa.Column("last_modified", sa.Text),
        sa.Column("position", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_feeds"),
    )
    op.create_table(
        "feed_runs",
        sa.Column("number", sa.Integer, autoincrement=True),
        sa.Column("feed_id", sa.Text, nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.Column("outcome", sa.Text),
        *(
            sa.Column(name, sa.Integer, nullable=False, server_default=_ZERO)
            for name in ("taken", "changed", "unchanged", "closed", "held", "rejected_count", "would_close")
        ),
        sa.Column("rejected_json", sa.Text, nullable=False, server_default=sa.text("'[]'")),
        sa.Column("message", sa.Text, nullable=False, server_default=sa.text("''")),
        sa.PrimaryKeyConstraint("number", name="pk_feed_runs"),
    )
    op.create_index("ix_feed_runs_feed_id_number", "feed_runs", ["feed_id", "number"])
    op.create_table(
        "claims",
        sa.Column("name", sa.Text),
        sa.Column("holder", sa.Text, nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_claims"),
    )
    op.create_table(
        "adverts",
        sa.Column("feed_id", sa.Text),
        sa.Column("external_id", sa.Text),
        sa.Column("vacancy_id", sa.Text, nullable=False),
        sa.Column("fingerprint", sa.Text, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("decided_state", sa.Text),
        sa.Column("employer", sa.Text, nullable=False),
        sa.Column("url", sa.Text),
        sa.Column("seen_run", sa.Integer, nullable=False),
        sa.Column("first_number", sa.Integer, nullable=False),
        sa.Column("change_number", sa.Integer, nullable=False),
        sa.Column("record_json", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("feed_id", "external_id", name="pk_adverts"),
    )
    for name in ("vacancy_id", "fingerprint", "employer", "change_number"):
        op.create_index(f"ix_adverts_{name}", "adverts", [name])
    held = sa.text("state = 'held'")
    op.create_index("ix_adverts_held", "adverts", ["change_number"], sqlite_where=held, postgresql_where=held)
    op.create_table(
        "numbers",
        sa.Column("name", sa.Text),
        sa.Column("value", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_numbers"),
    )


def downgrade() -> None:
    for name in ("numbers", "adverts", "claims", "feed_runs", "feeds"):
        op.drop_table(name)
