"""Documents handed in at the console; passages know with which change of their collection they came."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("imported_passages", sa.Column("changed", sa.Integer, nullable=False, server_default="0"))
    op.create_index("ix_imported_passages_changed", "imported_passages", ["collection", "changed"])
    op.create_index("ix_imported_passages_answerable", "imported_passages", ["collection", "answerable"])
    op.create_table(
        "dropped_passages",
        sa.Column("collection", sa.Text, nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("changed", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("collection", "id", name="pk_dropped_passages"),
    )
    op.create_index("ix_dropped_passages_changed", "dropped_passages", ["collection", "changed"])
    op.create_table(
        "document_uploads",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("document_id", sa.Text, nullable=False),
        sa.Column("file_digest", sa.Text, nullable=False),
        sa.Column("head_json", sa.Text, nullable=False),
        sa.Column("passages_json", sa.Text, nullable=False),
        sa.Column("uploaded_by", sa.Text, nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("corrected_by", sa.Text),
        sa.Column("closed_by", sa.Text),
        sa.Column("closed_at", sa.DateTime(timezone=True)),
    )
    op.create_index("ix_document_uploads_state", "document_uploads", ["state", "revision"])


def downgrade() -> None:
    op.drop_table("document_uploads")
    op.drop_table("dropped_passages")
    op.drop_index("ix_imported_passages_answerable", "imported_passages")
    op.drop_index("ix_imported_passages_changed", "imported_passages")
    op.drop_column("imported_passages", "changed")
