"""Conversations with turns, evidence and feedback; cases."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _conversations()
    _belonging_to_turns()
    _cases()


def downgrade() -> None:
    for table in ("cases", "feedback", "evidence", "turns", "conversations"):
        op.drop_table(table)


def _conversations() -> None:
    op.create_table(
        "conversations",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("audience", sa.Text, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("secret_digest", sa.Text, nullable=False),
        sa.Column("last_turn", sa.Integer, nullable=False, server_default=sa.text("0")),
        sa.PrimaryKeyConstraint("id", name="pk_conversations"),
    )
    op.create_table(
        "turns",
        sa.Column("conversation_id", sa.Text, nullable=False),
        sa.Column("id", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("replier", sa.Text, nullable=False),
        sa.Column("duration_ms", sa.Integer, nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True)),
        sa.Column("handover_reason", sa.Text),
        sa.Column("case_number", sa.Text),
        sa.Column("citations_json", sa.Text, nullable=False),
        sa.Column("tools_json", sa.Text, nullable=False),
        sa.Column("cards_json", sa.Text, nullable=False),
        sa.Column("suggestions_json", sa.Text, nullable=False),
        sa.Column("facts_json", sa.Text, nullable=False),
        sa.Column("state_json", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("conversation_id", "id", name="pk_turns"),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name="fk_turns_conversation_id_conversations", ondelete="CASCADE"
        ),
    )


def _belonging_to_turns() -> None:
    op.create_table(
        "evidence",
        *_turn_key("evidence"),
        sa.Column("passages_used_json", sa.Text, nullable=False),
        sa.Column("passages_unused_json", sa.Text, nullable=False),
        sa.Column("dropped_sentences_json", sa.Text, nullable=False),
        sa.Column("confidence", sa.Float),
        sa.Column("prompt_digest", sa.Text),
    )
    op.create_table(
        "feedback",
        *_turn_key("feedback"),
        sa.Column("helpful", sa.Boolean, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("comment", sa.Text, nullable=False),
    )


def _turn_key(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column("conversation_id", sa.Text, nullable=False),
        sa.Column("turn_id", sa.Integer, nullable=False, autoincrement=False),
        sa.PrimaryKeyConstraint("conversation_id", "turn_id", name=f"pk_{table}"),
        sa.ForeignKeyConstraint(
            ["conversation_id", "turn_id"],
            ["turns.conversation_id", "turns.id"],
            name=f"fk_{table}_conversation_id_turn_id_turns",
            ondelete="CASCADE",
        ),
    )


def _cases() -> None:
    op.create_table(
        "cases",
        sa.Column("number", sa.Text, nullable=False),
        sa.Column("opened_on", sa.Date, nullable=False),
        sa.Column("sequence", sa.Integer, nullable=False),
        sa.Column("conversation_id", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("summary", sa.Text, nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True)),
        sa.Column("outcome", sa.Text),
        sa.PrimaryKeyConstraint("number", name="pk_cases"),
        sa.UniqueConstraint("opened_on", "sequence", name="uq_cases_opened_on_sequence"),
    )
    op.create_index("ix_cases_state_opened_at", "cases", ["state", "opened_at"])
    is_open = sa.text("state = 'open'")
    op.create_index(
        "ix_cases_open_once",
        "cases",
        ["conversation_id", "reason"],
        unique=True,
        sqlite_where=is_open,
        postgresql_where=is_open,
    )
