"""Contact details of cases, sealed; an index by which the queue is counted."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "case_contacts",
        sa.Column("case_number", sa.Text, nullable=False),
        sa.Column("sealed", sa.Text, nullable=False),
        sa.Column("consented_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("wording", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("case_number", name="pk_case_contacts"),
        sa.ForeignKeyConstraint(
            ["case_number"], ["cases.number"], name="fk_case_contacts_case_number_cases", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_cases_counts", "cases", ["state", "team", "reason", "kind", "due_at"])


def downgrade() -> None:
    op.drop_index("ix_cases_counts", "cases")
    op.drop_table("case_contacts")
