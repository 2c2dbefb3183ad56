"""The audit log in SQL: rows are only ever added."""

from collections.abc import Sequence

from sqlalchemy import Engine, insert, select

from assistant.adapters.sql.engine import read, write
from assistant.adapters.sql.records import storable
from assistant.adapters.sql.tables import audit_events
from assistant.domain.staff import AuditEvent
from assistant.services.staff_ports import AuditQuery


class SqlAuditLog:
    """Implements `AuditLog`. Every method may raise UnavailableError."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def add_event(self, event: AuditEvent) -> None:
        row = {
            "at": event.at,
            "actor": storable(event.actor),
            "action": storable(event.action),
            "subject": storable(event.subject),
            "detail": storable(event.detail),
        }
        with write(self._engine) as connection:
            connection.execute(insert(audit_events), row)

    def list_events(self, query: AuditQuery) -> Sequence[AuditEvent]:
        chosen = select(audit_events).order_by(audit_events.c.id.desc())
        for column, wanted in (
            (audit_events.c.actor, query.actor),
            (audit_events.c.action, query.action),
            (audit_events.c.subject, query.subject),
        ):
            if wanted is not None:
                chosen = chosen.where(column == storable(wanted))
        if query.since is not None:
            chosen = chosen.where(audit_events.c.at >= query.since)
        chosen = chosen.limit(query.size).offset((query.page - 1) * query.size)
        with read(self._engine) as connection:
            rows = connection.execute(chosen).mappings().all()
        return tuple(AuditEvent(row["at"], row["actor"], row["action"], row["subject"], row["detail"]) for row in rows)
