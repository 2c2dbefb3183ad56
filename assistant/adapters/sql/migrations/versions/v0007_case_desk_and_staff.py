"""The life of a case with its history and messages; accounts of staff, sessions, the audit log.

Cases that are there already keep what they have. Those still open are due at once: nobody had given them a deadline.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_IS_OPEN = sa.text("state = 'open'")
_IS_LIVE = sa.text("state IN ('open', 'claimed', 'dispatched')")
_ADDED = (
    "owner", "dispatched_kind", "dispatched_to", "reply_due_at", "resolution_due_at", "claim_expires_at",
    "follow_up_due_at", "first_replied_at", "mark", "code_digest", "kind", "team", "due_at", "version",
)  # fmt: skip


def _moment(name: str, nullable: bool = True) -> "sa.Column[object]":
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    _widen_cases()
    _history()
    _staff()


def downgrade() -> None:
    """What older versions do not know is open again, or resolved."""
    for name in ("audit_events", "staff_sessions", "staff_members", "case_messages", "case_events"):
        op.drop_table(name)
    for name in ("live_once", "queue", "owner_due_at", "conversation_id"):
        op.drop_index(f"ix_cases_{name}", "cases")
    op.execute("UPDATE cases SET state = 'open' WHERE state IN ('claimed', 'dispatched')")
    op.execute("UPDATE cases SET state = 'resolved' WHERE state = 'rated'")
    for name in _ADDED:
        op.drop_column("cases", name)
    op.create_index(
        "ix_cases_open_once", "cases", ["conversation_id", "reason"], unique=True,
        sqlite_where=_IS_OPEN, postgresql_where=_IS_OPEN,
    )  # fmt: skip


def _widen_cases() -> None:
    for name in ("owner", "dispatched_kind", "dispatched_to", "code_digest"):
        op.add_column("cases", sa.Column(name, sa.Text))
    for name in ("reply_due_at", "resolution_due_at", "claim_expires_at", "follow_up_due_at", "first_replied_at"):
        op.add_column("cases", _moment(name))
    general = sa.text("'general'")
    op.add_column("cases", sa.Column("mark", sa.Integer))
    op.add_column("cases", sa.Column("kind", sa.Text, nullable=False, server_default=general))
    op.add_column("cases", sa.Column("team", sa.Text, nullable=False, server_default=general))
    op.add_column("cases", sa.Column("version", sa.Integer, nullable=False, server_default=sa.text("1")))
    far_ahead = sa.text("'9000-01-01 00:00:00.000000'")
    op.add_column("cases", sa.Column("due_at", sa.DateTime(timezone=True), nullable=False, server_default=far_ahead))
    op.execute("UPDATE cases SET kind = 'complaint', team = 'complaints' WHERE reason = 'complaint'")
    op.execute("UPDATE cases SET due_at = opened_at WHERE state = 'open'")
    op.execute("UPDATE cases SET version = 2 WHERE closed_at IS NOT NULL")
    op.drop_index("ix_cases_open_once", "cases")
    op.create_index("ix_cases_conversation_id", "cases", ["conversation_id"])
    op.create_index("ix_cases_owner_due_at", "cases", ["owner", "due_at"])
    op.create_index("ix_cases_queue", "cases", ["due_at", "number", "state", "kind", "team", "reason"])
    op.create_index(
        "ix_cases_live_once", "cases", ["conversation_id", "reason"], unique=True,
        sqlite_where=_IS_LIVE, postgresql_where=_IS_LIVE,
    )  # fmt: skip


def _history() -> None:
    for name, columns in (
        ("case_events", (sa.Column("actor", sa.Text, nullable=False), sa.Column("kind", sa.Text, nullable=False))),
        (
            "case_messages",
            (
                sa.Column("author", sa.Text, nullable=False),
                sa.Column("name", sa.Text),
                sa.Column("is_internal", sa.Boolean, nullable=False),
            ),
        ),
    ):
        op.create_table(
            name,
            sa.Column("case_number", sa.Text),
            sa.Column("sequence", sa.Integer, autoincrement=False),
            _moment("at", nullable=False),
            *columns,
            sa.Column("text", sa.Text, nullable=False),
            sa.PrimaryKeyConstraint("case_number", "sequence", name=f"pk_{name}"),
            sa.ForeignKeyConstraint(
                ["case_number"], ["cases.number"], name=f"fk_{name}_case_number_cases", ondelete="CASCADE"
            ),
        )
    into = "INSERT INTO case_events (case_number, sequence, at, actor, kind, text)"
    op.execute(f"{into} SELECT number, 1, opened_at, 'person', 'opened', '' FROM cases")
    op.execute(
        f"{into} SELECT number, 2, closed_at, CASE state WHEN 'withdrawn' THEN 'person' ELSE 'command_line' END, state,"
        " coalesce(outcome, '') FROM cases WHERE closed_at IS NOT NULL"
    )


def _staff() -> None:
    op.create_table(
        "staff_members",
        sa.Column("name", sa.Text),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("team", sa.Text, nullable=False),
        _moment("created_at"),
        sa.Column("is_locked", sa.Boolean, nullable=False),
        sa.Column("password_hash", sa.Text, nullable=False),
        sa.Column("must_change_password", sa.Boolean, nullable=False),
        _moment("password_expires_at"),
        sa.Column("failures", sa.Integer, nullable=False, server_default=sa.text("0")),
        _moment("locked_until"),
        sa.PrimaryKeyConstraint("name", name="pk_staff_members"),
    )
    op.create_table(
        "staff_sessions",
        sa.Column("digest", sa.Text),
        sa.Column("name", sa.Text, nullable=False),
        _moment("opened_at", nullable=False),
        _moment("seen_at", nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_staff_sessions"),
        sa.ForeignKeyConstraint(
            ["name"], ["staff_members.name"], name="fk_staff_sessions_name_staff_members", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_staff_sessions_name", "staff_sessions", ["name"])
    op.create_table(
        "audit_events",
        sa.Column("id", sa.Integer, autoincrement=True),
        _moment("at", nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("actor", "action", "subject", "detail")),
        sa.PrimaryKeyConstraint("id", name="pk_audit_events"),
    )
    op.create_index("ix_audit_events_actor", "audit_events", ["actor", "id"])
    op.create_index("ix_audit_events_subject", "audit_events", ["subject", "id"])
