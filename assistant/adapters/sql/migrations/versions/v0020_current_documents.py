"""Of many added documents the current version of one is found without reading those of the others."""

from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_added_documents_state", "added_documents")
    op.create_index("ix_added_documents_state", "added_documents", ["collection", "state", "id"])


def downgrade() -> None:
    op.drop_index("ix_added_documents_state", "added_documents")
    op.create_index("ix_added_documents_state", "added_documents", ["collection", "state"])
