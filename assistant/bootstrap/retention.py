"""Retention, put together by the settings: one line for each class of data."""

from sqlalchemy import Engine

from assistant.adapters.sql.audit import SqlAuditLog
from assistant.adapters.sql.engine import open_engine
from assistant.adapters.sql.migrate import migrate
from assistant.adapters.sql.retention import (
    old_audit_events,
    old_cases,
    old_conversations,
    old_counts,
    old_feed_runs,
    old_labour_requests,
)
from assistant.services.clock import Clock, SystemClock
from assistant.services.retention import Retention, RetentionRule
from assistant.settings import Settings


def retention_rules(settings: Settings, engine: Engine) -> tuple[RetentionRule, ...]:
    """In this order: a conversation is kept while a case of it is worked on."""
    return (
        RetentionRule("cases", "KEEP_CASES_DAYS", settings.keep_cases_days, old_cases(engine)),
        RetentionRule(
            "conversations", "KEEP_CONVERSATIONS_DAYS", settings.keep_conversations_days, old_conversations(engine)
        ),
        RetentionRule(
            "labour_requests", "KEEP_LABOUR_REQUESTS_DAYS", settings.keep_labour_requests_days,
            old_labour_requests(engine),
        ),
        RetentionRule("audit_log", "KEEP_AUDIT_DAYS", settings.keep_audit_days, old_audit_events(engine)),
        RetentionRule("counts", "KEEP_COUNTS_DAYS", settings.keep_counts_days, old_counts(engine)),
        RetentionRule("feed_runs", "KEEP_FEED_RUNS_DAYS", settings.keep_feed_runs_days, old_feed_runs(engine)),
    )  # fmt: skip


def open_retention(settings: Settings, engine: Engine, clock: Clock) -> Retention:
    return Retention(retention_rules(settings, engine), SqlAuditLog(engine), clock)


def open_retention_alone(settings: Settings, clock: Clock | None = None) -> Retention:
    """For the command line."""
    engine = open_engine(settings.resolved_database_url)
    migrate(engine)
    return open_retention(settings, engine, clock or SystemClock())
