"""Saved searches with their notices, and the profiles job seekers have agreed to."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def _moment(name: str, nullable: bool = True) -> "sa.Column[object]":
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "saved_searches",
        sa.Column("id", sa.Text),
        sa.Column("conversation_id", sa.Text, nullable=False),
        sa.Column("filter_digest", sa.Text, nullable=False),
        sa.Column("filter_json", sa.Text, nullable=False),
        sa.Column("label", sa.Text, nullable=False),
        _moment("created_at", nullable=False),
        sa.Column("notify", sa.Text, nullable=False),
        sa.Column("looked_number", sa.Integer, nullable=False),
        sa.Column("knew_all", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_saved_searches"),
        sa.UniqueConstraint("conversation_id", "filter_digest", name="uq_saved_searches_conversation_id_filter_digest"),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name="fk_saved_searches_conversation_id_conversations",
            ondelete="CASCADE",
        ),
    )
    op.create_table(
        "notices",
        sa.Column("id", sa.Text),
        sa.Column("search_id", sa.Text, nullable=False),
        _moment("at", nullable=False),
        _moment("read_at"),
        _moment("told_at"),
        sa.PrimaryKeyConstraint("id", name="pk_notices"),
        sa.ForeignKeyConstraint(
            ["search_id"], ["saved_searches.id"], name="fk_notices_search_id_saved_searches", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_notices_search_id", "notices", ["search_id"])
    op.create_index("ix_notices_at", "notices", ["at"])
    op.create_table(
        "known_vacancies",
        sa.Column("search_id", sa.Text),
        sa.Column("vacancy_id", sa.Text),
        sa.Column("notice_id", sa.Text),
        sa.Column("position", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("search_id", "vacancy_id", name="pk_known_vacancies"),
        sa.ForeignKeyConstraint(
            ["search_id"], ["saved_searches.id"], name="fk_known_vacancies_search_id_saved_searches", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notices.id"], name="fk_known_vacancies_notice_id_notices", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_known_vacancies_notice_id", "known_vacancies", ["notice_id"])
    op.create_table(
        "profiles",
        sa.Column("conversation_id", sa.Text),
        sa.Column("reference", sa.Text, nullable=False),
        sa.Column("filter_json", sa.Text, nullable=False),
        _moment("consented_at", nullable=False),
        sa.PrimaryKeyConstraint("conversation_id", name="pk_profiles"),
        sa.UniqueConstraint("reference", name="uq_profiles_reference"),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name="fk_profiles_conversation_id_conversations",
            ondelete="CASCADE",
        ),
    )


def downgrade() -> None:
    for name in ("profiles", "known_vacancies", "notices", "saved_searches"):
        op.drop_table(name)
