"""Labour requests and their history as rows, and rows as these."""

from collections.abc import Mapping

from sqlalchemy import RowMapping

from assistant.adapters.sql.case_records import NOTHING_DUE
from assistant.adapters.sql.json_reading import UnreadableRecordError, as_mapping, parse
from assistant.adapters.sql.records import as_json_text, member, storable
from assistant.domain.labour_requests import (
    Dispatch,
    DispatchKind,
    LabourEvent,
    LabourEventKind,
    LabourRequest,
    LabourState,
)
from assistant.services.labour_json import terms_as_json, terms_from_json


def request_row(request: LabourRequest) -> dict[str, object]:
    """The columns of `labour_requests`, but for the form's digest."""
    return {
        "number": request.number,
        "published_at": request.published_at,
        "state": request.state.value,
        "owner": request.owner,
        "due_at": request.due_at,
        "queue_due_at": NOTHING_DUE if request.due_at is None else request.due_at,
        "closed_at": request.closed_at,
        "mark": request.mark,
        "draft_id": request.draft_id,
        "code_digest": request.code_digest,
        "terms_json": as_json_text(terms_as_json(request.terms)),
        "version": request.version,
    }


def request_from_row(row: RowMapping) -> LabourRequest:
    """Terms that are damaged say nothing; the request is still there to be worked on."""
    return LabourRequest(
        number=row["number"],
        terms=terms_from_json(_mapping(row["terms_json"])),
        published_at=row["published_at"],
        due_at=row["due_at"],
        state=member(LabourState, row["state"], LabourState.PUBLISHED),
        owner=row["owner"],
        mark=row["mark"],
        closed_at=row["closed_at"],
        draft_id=row["draft_id"],
        code_digest=row["code_digest"],
        version=row["version"],
    )


def labour_event_row(event: LabourEvent, sequence: int) -> dict[str, object]:
    to = event.dispatch
    dispatch = None if to is None else {"kind": to.kind.value, "text": to.text, "references": list(to.references)}
    return {
        "number": event.number,
        "sequence": sequence,
        "at": event.at,
        "actor": storable(event.actor),
        "kind": event.kind.value,
        "text": storable(event.text),
        "is_internal": event.is_internal,
        "dispatch_json": None if dispatch is None else as_json_text(dispatch),
    }


def labour_event_from_row(row: RowMapping) -> LabourEvent:
    return LabourEvent(
        number=row["number"],
        at=row["at"],
        actor=row["actor"],
        kind=member(LabourEventKind, row["kind"], LabourEventKind.NOTED),
        text=row["text"],
        dispatch=None if row["dispatch_json"] is None else _dispatch(_mapping(row["dispatch_json"])),
        is_internal=row["is_internal"],
    )


def _dispatch(values: Mapping[str, object]) -> Dispatch:
    kind, text, references = values.get("kind"), values.get("text"), values.get("references")
    return Dispatch(
        member(DispatchKind, str(kind), DispatchKind.PARTNER),
        text if isinstance(text, str) else "",
        tuple(one for one in references if isinstance(one, str)) if isinstance(references, list) else (),
    )


def _mapping(text: str) -> Mapping[str, object]:
    try:
        return as_mapping(parse(text))
    except UnreadableRecordError:
        return {}
