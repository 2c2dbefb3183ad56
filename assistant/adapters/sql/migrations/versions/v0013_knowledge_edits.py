"""Edits of knowledge files: change sets, their files, and what was published."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "knowledge_changes",
        sa.Column("id", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("back_to", sa.Integer),
        sa.Column("proposed_at", sa.DateTime(timezone=True)),
        sa.Column("returned", sa.Text, nullable=False),
        sa.Column("closed_by", sa.Text),
        sa.Column("closed_at", sa.DateTime(timezone=True)),
        sa.Column("publication", sa.Integer),
        sa.PrimaryKeyConstraint("id", name="pk_knowledge_changes"),
    )
    op.create_index("ix_knowledge_changes_state", "knowledge_changes", ["state", "revision"])
    op.create_index("ix_knowledge_changes_revision", "knowledge_changes", ["revision"])
    op.create_table(
        "knowledge_edits",
        sa.Column(
            "change_id",
            sa.Integer,
            sa.ForeignKey(
                "knowledge_changes.id", ondelete="CASCADE", name="fk_knowledge_edits_change_id_knowledge_changes"
            ),
            nullable=False,
        ),
        sa.Column("path", sa.Text, nullable=False),
        sa.Column("form", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("base", sa.Text),
        sa.PrimaryKeyConstraint("change_id", "path", name="pk_knowledge_edits"),
    )
    op.create_table(
        "knowledge_files",
        sa.Column("publication", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("path", sa.Text, nullable=False),
        sa.Column("form", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("shipped", sa.Text),
        sa.Column("published_by", sa.Text, nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("publication", "path", name="pk_knowledge_files"),
    )
    op.create_index("ix_knowledge_files_path", "knowledge_files", ["path", "publication"])


def downgrade() -> None:
    op.drop_table("knowledge_files")
    op.drop_table("knowledge_edits")
    op.drop_table("knowledge_changes")
