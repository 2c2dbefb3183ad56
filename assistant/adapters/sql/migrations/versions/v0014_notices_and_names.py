"""Notices that leave the service, deadlines that were named in one, and the names staff go by."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("staff_members", sa.Column("display_name", sa.Text))
    op.add_column("turns", sa.Column("said_by", sa.Text))
    op.add_column("case_messages", sa.Column("shown_name", sa.Text))
    op.create_table(
        "outgoing_notices",
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("send_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("case_number", sa.Text),
        sa.Column("conversation_id", sa.Text),
        sa.Column("team", sa.Text),
        sa.Column("cases_json", sa.Text, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("claimed_until", sa.DateTime(timezone=True)),
        sa.Column("ended", sa.Text),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.Column("seen_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("key", name="pk_outgoing_notices"),
    )
    op.create_index("ix_outgoing_notices_due", "outgoing_notices", ["ended", "send_at"])
    op.create_index("ix_outgoing_notices_case_number", "outgoing_notices", ["case_number"])
    op.create_index("ix_outgoing_notices_conversation_id", "outgoing_notices", ["conversation_id"])
    op.create_index("ix_outgoing_notices_team", "outgoing_notices", ["team", "at"])
    op.create_table(
        "named_deadlines",
        sa.Column("case_number", sa.Text, nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("urgency", sa.Text, nullable=False),
        sa.Column("named_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("case_number", "due_at", "urgency", name="pk_named_deadlines"),
        sa.ForeignKeyConstraint(["case_number"], ["cases.number"], ondelete="CASCADE"),
    )


def downgrade() -> None:
    op.drop_table("named_deadlines")
    op.drop_table("outgoing_notices")
    op.drop_column("case_messages", "shown_name")
    op.drop_column("turns", "said_by")
    op.drop_column("staff_members", "display_name")
