"""What a language model did in a turn, and turns in the order of their time."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("evidence", sa.Column("model_json", sa.Text))
    op.create_index("ix_turns_asked_at", "turns", ["asked_at"])


def downgrade() -> None:
    op.drop_index("ix_turns_asked_at", "turns")
    op.drop_column("evidence", "model_json")
