"""What staff need to judge a case, such as the trace of a calculation."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("cases", sa.Column("attachment", sa.Text, nullable=True))


def downgrade() -> None:
    op.drop_column("cases", "attachment")
