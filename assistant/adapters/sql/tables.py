"""Every table of the database; those of cases, labour requests and staff stand in files of their own. A test compares
them with the migrations: a change here comes with one.

Columns named `…_json` hold text that `records.py` writes and reads, so that damage to one row stays in that row.
"""

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from assistant.adapters.sql.case_tables import case_contacts as case_contacts
from assistant.adapters.sql.case_tables import case_events as case_events
from assistant.adapters.sql.case_tables import case_messages as case_messages
from assistant.adapters.sql.case_tables import cases as cases
from assistant.adapters.sql.course_tables import courses as courses
from assistant.adapters.sql.course_tables import intakes as intakes
from assistant.adapters.sql.document_tables import added_documents as added_documents
from assistant.adapters.sql.document_tables import document_uploads as document_uploads
from assistant.adapters.sql.document_tables import dropped_passages as dropped_passages
from assistant.adapters.sql.document_tables import imported_passages as imported_passages
from assistant.adapters.sql.enrolment_tables import enrolment_contacts as enrolment_contacts
from assistant.adapters.sql.enrolment_tables import enrolment_drafts as enrolment_drafts
from assistant.adapters.sql.enrolment_tables import enrolment_events as enrolment_events
from assistant.adapters.sql.enrolment_tables import enrolment_seats as enrolment_seats
from assistant.adapters.sql.enrolment_tables import enrolments as enrolments
from assistant.adapters.sql.knowledge_tables import knowledge_changes as knowledge_changes
from assistant.adapters.sql.knowledge_tables import knowledge_edits as knowledge_edits
from assistant.adapters.sql.knowledge_tables import knowledge_files as knowledge_files
from assistant.adapters.sql.labour_tables import labour_contacts as labour_contacts
from assistant.adapters.sql.labour_tables import labour_events as labour_events
from assistant.adapters.sql.labour_tables import labour_requests as labour_requests
from assistant.adapters.sql.notice_tables import named_deadlines as named_deadlines
from assistant.adapters.sql.notice_tables import outgoing_notices as outgoing_notices
from assistant.adapters.sql.oversight_tables import pauses as pauses
from assistant.adapters.sql.oversight_tables import rollup_marks as rollup_marks
from assistant.adapters.sql.oversight_tables import rollups as rollups
from assistant.adapters.sql.schema import Moment
from assistant.adapters.sql.schema import metadata as metadata
from assistant.adapters.sql.staff_tables import audit_events as audit_events
from assistant.adapters.sql.staff_tables import staff_members as staff_members
from assistant.adapters.sql.staff_tables import staff_sessions as staff_sessions
from assistant.adapters.sql.taught_tables import taught_answers as taught_answers

conversations = Table(
    "conversations",
    metadata,
    Column("id", Text, primary_key=True),
    Column("audience", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("secret_digest", Text, nullable=False),
    Column("last_turn", Integer, nullable=False, server_default=text("0")),
    Column("staff_case", Text),
)

turns = Table(
    "turns",
    metadata,
    Column("conversation_id", Text, ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True),
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("status", Text, nullable=False),
    Column("question", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("replier", Text, nullable=False),
    Column("duration_ms", Integer, nullable=False),
    Column("asked_at", Moment),
    Column("handover_reason", Text),
    Column("case_number", Text),
    Column("citations_json", Text, nullable=False),
    Column("tools_json", Text, nullable=False),
    Column("cards_json", Text, nullable=False),
    Column("suggestions_json", Text, nullable=False),
    Column("facts_json", Text, nullable=False),
    Column("state_json", Text, nullable=False),
    Column("said_by", Text),
    Index("ix_turns_asked_at", "asked_at"),
)


def _of_a_turn() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["conversation_id", "turn_id"], ["turns.conversation_id", "turns.id"], ondelete="CASCADE"
    )


evidence = Table(
    "evidence",
    metadata,
    Column("conversation_id", Text, primary_key=True),
    Column("turn_id", Integer, primary_key=True, autoincrement=False),
    Column("passages_used_json", Text, nullable=False),
    Column("passages_unused_json", Text, nullable=False),
    Column("dropped_sentences_json", Text, nullable=False),
    Column("confidence", Float),
    Column("prompt_digest", Text),
    Column("model_json", Text),
    _of_a_turn(),
)

feedback = Table(
    "feedback",
    metadata,
    Column("conversation_id", Text, primary_key=True),
    Column("turn_id", Integer, primary_key=True, autoincrement=False),
    Column("helpful", Boolean, nullable=False),
    Column("reason", Text, nullable=False),
    Column("comment", Text, nullable=False),
    _of_a_turn(),
)

feeds = Table(
    "feeds",
    metadata,
    Column("id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("location", Text, nullable=False),
    Column("columns_json", Text, nullable=False),
    Column("settings_json", Text, nullable=False),
    Column("is_snapshot", Boolean, nullable=False),
    Column("every_seconds", Integer, nullable=False),
    Column("token_digest", Text),
    Column("is_paused", Boolean, nullable=False),
    Column("carries", Text, nullable=False, server_default="vacancies"),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("position", Text),
)

feed_runs = Table(
    "feed_runs",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("feed_id", Text, nullable=False),
    Column("started_at", Moment, nullable=False),
    Column("ended_at", Moment),
    Column("outcome", Text),
    Column("taken", Integer, nullable=False, server_default=text("0")),
    Column("changed", Integer, nullable=False, server_default=text("0")),
    Column("unchanged", Integer, nullable=False, server_default=text("0")),
    Column("closed", Integer, nullable=False, server_default=text("0")),
    Column("held", Integer, nullable=False, server_default=text("0")),
    Column("rejected_count", Integer, nullable=False, server_default=text("0")),
    Column("would_close", Integer, nullable=False, server_default=text("0")),
    Column("rejected_json", Text, nullable=False, server_default=text("'[]'")),
    Column("message", Text, nullable=False, server_default=text("''")),
    Index("ix_feed_runs_feed_id_number", "feed_id", "number"),
)

# Who does a piece of work that only one process may do at a time, and until when.
claims = Table(
    "claims",
    metadata,
    Column("name", Text, primary_key=True),
    Column("holder", Text, nullable=False),
    Column("until", Moment, nullable=False),
)

# Adverts as taken in: the outbox of the index at the same time. Every change gives a row the next number, so that a
# follower reads on from the last number it knows. Adverts of one vacancy share `vacancy_id`; `first_number` orders
# them. `decided_state` is what staff decided about exactly these words (`digest`).
adverts = Table(
    "adverts",
    metadata,
    Column("feed_id", Text, primary_key=True),
    Column("external_id", Text, primary_key=True),
    Column("vacancy_id", Text, nullable=False),
    Column("fingerprint", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("decided_state", Text),
    Column("employer", Text, nullable=False),
    Column("url", Text),
    Column("seen_run", Integer, nullable=False),
    Column("first_number", Integer, nullable=False),
    Column("change_number", Integer, nullable=False),
    Column("record_json", Text, nullable=False),
    Index("ix_adverts_vacancy_id", "vacancy_id"),
    Index("ix_adverts_fingerprint", "fingerprint"),
    Index("ix_adverts_employer", "employer"),
    Index("ix_adverts_change_number", "change_number"),
    Index(
        "ix_adverts_held", "change_number", sqlite_where=text("state = 'held'"), postgresql_where=text("state = 'held'")
    ),
)

# Counters that are taken within the transaction that uses them: on PostgreSQL the row stays locked until it commits,
# on SQLite there is one writer anyway, so that the order of numbers is the order of commits.
numbers = Table(
    "numbers",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Integer, nullable=False),
)

# A filter that is looked at again as vacancies change. `filter_digest`: the same filter is saved once a conversation.
saved_searches = Table(
    "saved_searches",
    metadata,
    Column("id", Text, primary_key=True),
    Column("conversation_id", Text, ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False),
    Column("filter_digest", Text, nullable=False),
    Column("filter_json", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("notify", Text, nullable=False),
    Column("looked_number", Integer, nullable=False),
    Column("knew_all", Boolean, nullable=False),
    UniqueConstraint("conversation_id", "filter_digest"),
)

notices = Table(
    "notices",
    metadata,
    Column("id", Text, primary_key=True),
    Column("search_id", Text, ForeignKey("saved_searches.id", ondelete="CASCADE"), nullable=False),
    Column("at", Moment, nullable=False),
    Column("read_at", Moment),
    Column("told_at", Moment),
    Index("ix_notices_search_id", "search_id"),
    Index("ix_notices_at", "at"),
)

# Vacancies that are no news to a search: known when it was saved (no notice), or named in a notice since.
known_vacancies = Table(
    "known_vacancies",
    metadata,
    Column("search_id", Text, ForeignKey("saved_searches.id", ondelete="CASCADE"), primary_key=True),
    Column("vacancy_id", Text, primary_key=True),
    Column("notice_id", Text, ForeignKey("notices.id", ondelete="CASCADE")),
    Column("position", Integer, nullable=False),
    Index("ix_known_vacancies_notice_id", "notice_id"),
)

# What a job seeker has agreed that employers may see; gone with the conversation, or when it is withdrawn.
profiles = Table(
    "profiles",
    metadata,
    Column("conversation_id", Text, ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True),
    Column("reference", Text, nullable=False),
    Column("filter_json", Text, nullable=False),
    Column("consented_at", Moment, nullable=False),
    UniqueConstraint("reference"),
)
