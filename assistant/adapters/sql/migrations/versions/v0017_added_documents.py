"""Added documents in their versions; passages know their document, clause, dates and place."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0012"
branch_labels = None
depends_on = None

_COLUMNS = ("document_id", "clause", "effective_from", "effective_to", "region_id")


def upgrade() -> None:
    for name in _COLUMNS:
        op.add_column("imported_passages", sa.Column(name, sa.Text))
    op.add_column("imported_passages", sa.Column("heading", sa.Text, nullable=False, server_default=""))
    op.create_index("ix_imported_passages_document", "imported_passages", ["collection", "document_id"])
    op.create_table(
        "added_documents",
        sa.Column("collection", sa.Text, nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("digest", sa.Text, nullable=False),
        sa.Column("head_json", sa.Text, nullable=False),
        sa.Column("passages_json", sa.Text, nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("collection", "id", "version", name="pk_added_documents"),
    )
    op.create_index("ix_added_documents_state", "added_documents", ["collection", "state"])


def downgrade() -> None:
    op.drop_table("added_documents")
    op.drop_index("ix_imported_passages_document", "imported_passages")
    for name in (*_COLUMNS, "heading"):
        op.drop_column("imported_passages", name)
