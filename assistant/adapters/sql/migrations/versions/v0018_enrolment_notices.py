"""Notices of enrolments wait in the outbox of all notices."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0014"
branch_labels = None
depends_on = None

# What was told already is not told again. Reminders are planned anew, by the day on which their intake begins.
_MOVE = """
INSERT INTO outgoing_notices
    (key, kind, at, send_at, enrolment_number, cases_json, attempts, ended, ended_at)
SELECT 'enrolment:' || number || ':' || kind, 'enrolment_' || kind, due_at, due_at, number, '[]', 0,
       CASE WHEN sent_at IS NULL THEN NULL ELSE 'told' END, sent_at
FROM enrolment_notices WHERE kind = 'moved_up'
"""


def upgrade() -> None:
    op.add_column("outgoing_notices", sa.Column("enrolment_number", sa.Text))
    op.create_index("ix_outgoing_notices_enrolment_number", "outgoing_notices", ["enrolment_number"])
    op.execute(_MOVE)
    op.drop_table("enrolment_notices")


def downgrade() -> None:
    """Notices that wait are lost: the older version plans its reminders anew."""
    op.execute("DELETE FROM outgoing_notices WHERE enrolment_number IS NOT NULL")
    op.drop_index("ix_outgoing_notices_enrolment_number", "outgoing_notices")
    op.drop_column("outgoing_notices", "enrolment_number")
    op.create_table(
        "enrolment_notices",
        sa.Column("number", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claimed_until", sa.DateTime(timezone=True)),
        sa.Column("sent_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("number", "kind", name="pk_enrolment_notices"),
        sa.ForeignKeyConstraint(
            ["number"], ["enrolments.number"], name="fk_enrolment_notices_number_enrolments", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_enrolment_notices_open", "enrolment_notices", ["sent_at", "due_at"])
