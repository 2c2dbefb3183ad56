"""Cases, their history and their messages as rows, and rows as these."""

from datetime import UTC, datetime

from sqlalchemy import RowMapping

from assistant.adapters.sql.records import member, storable
from assistant.domain.cases import (
    Author,
    Case,
    CaseEvent,
    CaseMessage,
    CaseState,
    Destination,
    DestinationKind,
    EventKind,
)
from assistant.domain.conversation import HandoverReason

#: When something is due on a case that rests: after everything else.
NOTHING_DUE = datetime(9000, 1, 1, tzinfo=UTC)


def case_row(case: Case) -> dict[str, object]:
    """The columns of `cases`, but for the day and the running number."""
    to, due = case.dispatched_to, case.next_deadline
    return {
        "number": case.number,
        "conversation_id": case.conversation_id,
        "reason": case.reason.value,
        "kind": case.kind.value,
        "summary": storable(case.summary),
        "opened_at": case.opened_at,
        "state": case.state.value,
        "closed_at": case.closed_at,
        "outcome": None if case.outcome is None else storable(case.outcome),
        "attachment": None if case.attachment is None else storable(case.attachment),
        "team": case.team,
        "owner": case.owner,
        "dispatched_kind": None if to is None else to.kind.value,
        "dispatched_to": None if to is None else storable(to.name),
        "reply_due_at": case.reply_due_at,
        "resolution_due_at": case.resolution_due_at,
        "claim_expires_at": case.claim_expires_at,
        "follow_up_due_at": case.follow_up_due_at,
        "first_replied_at": case.first_replied_at,
        "mark": case.mark,
        "code_digest": case.code_digest,
        "due_at": NOTHING_DUE if due is None else due.at,
        "version": case.version,
    }


def case_from_row(row: RowMapping) -> Case:
    kind, to = row["dispatched_kind"], row["dispatched_to"]
    dispatched = None if to is None else Destination(member(DestinationKind, kind or "", DestinationKind.BODY), to)
    return Case(
        number=row["number"],
        conversation_id=row["conversation_id"],
        reason=member(HandoverReason, row["reason"], HandoverReason.ASKED),
        summary=row["summary"],
        opened_at=row["opened_at"],
        state=member(CaseState, row["state"], CaseState.OPEN),
        closed_at=row["closed_at"],
        outcome=row["outcome"],
        attachment=row["attachment"],
        team=row["team"],
        owner=row["owner"],
        dispatched_to=dispatched,
        reply_due_at=row["reply_due_at"],
        resolution_due_at=row["resolution_due_at"],
        claim_expires_at=row["claim_expires_at"],
        follow_up_due_at=row["follow_up_due_at"],
        first_replied_at=row["first_replied_at"],
        mark=row["mark"],
        code_digest=row["code_digest"],
        version=row["version"],
    )


def event_row(event: CaseEvent, sequence: int) -> dict[str, object]:
    return {
        "case_number": event.number,
        "sequence": sequence,
        "at": event.at,
        "actor": storable(event.actor),
        "kind": event.kind.value,
        "text": storable(event.text),
    }


def event_from_row(row: RowMapping) -> CaseEvent:
    kind = member(EventKind, row["kind"], EventKind.NOTED)
    return CaseEvent(row["case_number"], row["at"], row["actor"], kind, row["text"])


def message_row(message: CaseMessage, sequence: int) -> dict[str, object]:
    return {
        "case_number": message.number,
        "sequence": sequence,
        "at": message.at,
        "author": message.author.value,
        "name": message.name,
        "is_internal": message.is_internal,
        "text": storable(message.text),
        "shown_name": storable(message.shown_name) or None,
    }


def message_from_row(row: RowMapping) -> CaseMessage:
    return CaseMessage(
        number=row["case_number"],
        at=row["at"],
        author=member(Author, row["author"], Author.STAFF),
        text=row["text"],
        is_internal=row["is_internal"],
        name=row["name"],
        shown_name=row["shown_name"] or "",
    )
