"""The case by which staff have a conversation."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("conversations", sa.Column("staff_case", sa.Text))


def downgrade() -> None:
    op.drop_column("conversations", "staff_case")
