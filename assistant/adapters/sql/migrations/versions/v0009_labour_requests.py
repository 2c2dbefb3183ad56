"""Labour requests with their history and sealed contacts."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def _moment(name: str, nullable: bool = True) -> "sa.Column[object]":
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "labour_requests",
        sa.Column("number", sa.Text, nullable=False),
        _moment("published_at", nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("owner", sa.Text),
        _moment("due_at"),
        _moment("queue_due_at", nullable=False),
        _moment("closed_at"),
        sa.Column("mark", sa.Integer),
        sa.Column("draft_id", sa.Text),
        sa.Column("form_digest", sa.Text, nullable=False),
        sa.Column("code_digest", sa.Text),
        sa.Column("terms_json", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_labour_requests"),
        sa.UniqueConstraint("form_digest", name="uq_labour_requests_form_digest"),
        sa.UniqueConstraint("draft_id", name="uq_labour_requests_draft_id"),
    )
    op.create_index("ix_labour_requests_queue", "labour_requests", ["queue_due_at", "number", "state"])
    op.create_index("ix_labour_requests_owner_queue", "labour_requests", ["owner", "queue_due_at"])
    op.create_table(
        "labour_events",
        sa.Column("number", sa.Text, nullable=False),
        sa.Column("sequence", sa.Integer, nullable=False, autoincrement=False),
        _moment("at", nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("actor", "kind", "text")),
        sa.Column("is_internal", sa.Boolean, nullable=False),
        sa.Column("dispatch_json", sa.Text),
        sa.PrimaryKeyConstraint("number", "sequence", name="pk_labour_events"),
        _of_request("labour_events"),
    )
    op.create_table(
        "labour_contacts",
        sa.Column("number", sa.Text, nullable=False),
        sa.Column("sealed", sa.Text, nullable=False),
        _moment("consented_at", nullable=False),
        sa.Column("wording", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_labour_contacts"),
        _of_request("labour_contacts"),
    )


def downgrade() -> None:
    for name in ("labour_contacts", "labour_events", "labour_requests"):
        op.drop_table(name)


def _of_request(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["number"], ["labour_requests.number"], name=f"fk_{table}_number_labour_requests", ondelete="CASCADE"
    )
