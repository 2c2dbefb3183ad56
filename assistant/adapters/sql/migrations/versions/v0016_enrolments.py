"""Enrolments with their drafts, history, sealed details and notices."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def _text(*names: str) -> "list[sa.Column[object]]":
    return [sa.Column(name, sa.Text, nullable=False) for name in names]


def _moment(name: str, nullable: bool = True) -> "sa.Column[object]":
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "enrolment_seats",
        *_text("intake_id"),
        sa.Column("last_place", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("intake_id", name="pk_enrolment_seats"),
    )
    op.create_table(
        "enrolment_drafts",
        *_text("id", "conversation_id", "course_id", "intake_id", "terms"),
        _moment("made_at", nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_enrolment_drafts"),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name="fk_enrolment_drafts_conversation_id_conversations",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_enrolment_drafts_conversation_id", "enrolment_drafts", ["conversation_id"])
    op.create_index("ix_enrolment_drafts_made_at", "enrolment_drafts", ["made_at"])
    op.create_table(
        "enrolments",
        *_text("number", "course_id", "intake_id"),
        _moment("enrolled_at", nullable=False),
        *_text("state"),
        sa.Column("place", sa.Integer, nullable=False),
        *_text("declared_json"),
        sa.Column("attendance", sa.Text),
        sa.Column("outcome", sa.Text),
        _moment("moved_up_at"),
        _moment("closed_at"),
        sa.Column("draft_id", sa.Text),
        *_text("key_digest"),
        sa.Column("person_digest", sa.Text),
        sa.Column("code_digest", sa.Text),
        sa.Column("version", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_enrolments"),
        sa.UniqueConstraint("key_digest", name="uq_enrolments_key_digest"),
        sa.UniqueConstraint("draft_id", name="uq_enrolments_draft_id"),
        sa.UniqueConstraint("intake_id", "place", name="uq_enrolments_intake_id_place"),
        sa.UniqueConstraint("intake_id", "person_digest", name="uq_enrolments_intake_id_person_digest"),
    )
    op.create_index("ix_enrolments_queue", "enrolments", ["intake_id", "state", "place"])
    op.create_index("ix_enrolments_person_digest", "enrolments", ["person_digest"])
    op.create_table(
        "enrolment_events",
        *_text("number"),
        sa.Column("sequence", sa.Integer, nullable=False, autoincrement=False),
        _moment("at", nullable=False),
        *_text("actor", "kind", "text"),
        sa.PrimaryKeyConstraint("number", "sequence", name="pk_enrolment_events"),
        _of_enrolment("enrolment_events"),
    )
    op.create_table(
        "enrolment_contacts",
        *_text("number", "sealed"),
        _moment("consented_at", nullable=False),
        *_text("wording"),
        sa.PrimaryKeyConstraint("number", name="pk_enrolment_contacts"),
        _of_enrolment("enrolment_contacts"),
    )
    op.create_table(
        "enrolment_notices",
        *_text("number", "kind"),
        _moment("due_at", nullable=False),
        _moment("claimed_until"),
        _moment("sent_at"),
        sa.PrimaryKeyConstraint("number", "kind", name="pk_enrolment_notices"),
        _of_enrolment("enrolment_notices"),
    )
    op.create_index("ix_enrolment_notices_open", "enrolment_notices", ["sent_at", "due_at"])


def downgrade() -> None:
    for name in (
        "enrolment_notices",
        "enrolment_contacts",
        "enrolment_events",
        "enrolments",
        "enrolment_drafts",
        "enrolment_seats",
    ):
        op.drop_table(name)


def _of_enrolment(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["number"], ["enrolments.number"], name=f"fk_{table}_number_enrolments", ondelete="CASCADE"
    )
