"""Enrolments, their history and sealed details as rows, and rows as these."""

import json
from dataclasses import dataclass, field

from sqlalchemy import RowMapping

from assistant.adapters.sql.json_reading import UnreadableRecordError, as_texts, parse
from assistant.adapters.sql.records import as_json_text, member, storable
from assistant.domain.enrolments import (
    Attendance,
    CourseOutcome,
    Enrolment,
    EnrolmentDetails,
    EnrolmentDraft,
    EnrolmentEvent,
    EnrolmentEventKind,
    EnrolmentState,
    LeftDetails,
)
from assistant.services.contact_ports import FieldCipher


def enrolment_row(enrolment: Enrolment) -> dict[str, object]:
    """The columns of `enrolments`, but for the digests of form and person."""
    return {
        "number": enrolment.number,
        "course_id": enrolment.course_id,
        "intake_id": enrolment.intake_id,
        "enrolled_at": enrolment.enrolled_at,
        "state": enrolment.state.value,
        "place": enrolment.place,
        "declared_json": as_json_text(list(enrolment.declared)),
        "attendance": enrolment.attendance,
        "outcome": enrolment.outcome,
        "moved_up_at": enrolment.moved_up_at,
        "closed_at": enrolment.closed_at,
        "draft_id": enrolment.draft_id,
        "code_digest": enrolment.code_digest,
        "version": enrolment.version,
    }


def enrolment_from_row(row: RowMapping) -> Enrolment:
    """A state nobody knows here counts as withdrawn: it takes no seat and opens nothing."""
    return Enrolment(
        number=row["number"],
        course_id=row["course_id"],
        intake_id=row["intake_id"],
        enrolled_at=row["enrolled_at"],
        state=member(EnrolmentState, row["state"], EnrolmentState.WITHDRAWN),
        place=row["place"],
        declared=_texts(row["declared_json"]),
        attendance=Attendance(row["attendance"]) if row["attendance"] in tuple(Attendance) else None,
        outcome=CourseOutcome(row["outcome"]) if row["outcome"] in tuple(CourseOutcome) else None,
        moved_up_at=row["moved_up_at"],
        closed_at=row["closed_at"],
        draft_id=row["draft_id"],
        code_digest=row["code_digest"],
        version=row["version"],
    )


def draft_row(draft: EnrolmentDraft) -> dict[str, object]:
    return {
        "id": draft.id,
        "conversation_id": draft.conversation_id,
        "course_id": draft.course_id,
        "intake_id": draft.intake_id,
        "terms": draft.terms,
        "made_at": draft.made_at,
    }


def draft_from_row(row: RowMapping) -> EnrolmentDraft:
    return EnrolmentDraft(
        row["id"], row["conversation_id"], row["course_id"], row["intake_id"], row["terms"], row["made_at"]
    )


def enrolment_event_row(event: EnrolmentEvent, sequence: int) -> dict[str, object]:
    return {
        "number": event.number,
        "sequence": sequence,
        "at": event.at,
        "actor": storable(event.actor),
        "kind": event.kind.value,
        "text": storable(event.text),
    }


def enrolment_event_from_row(row: RowMapping) -> EnrolmentEvent:
    kind = member(EnrolmentEventKind, row["kind"], EnrolmentEventKind.CHANGED)
    return EnrolmentEvent(row["number"], row["at"], row["actor"], kind, row["text"])


@dataclass(frozen=True)
class SealedFields:
    """What is kept sealed of an enrolment: the details, and the code as it was given out."""

    details: EnrolmentDetails
    code: str = field(repr=False)


def seal(cipher: FieldCipher, number: str, fields: SealedFields) -> str:
    details = fields.details
    values = {"name": details.name, "phone": details.phone, "note": details.note, "code": fields.code}
    text = json.dumps({name: storable(value) for name, value in values.items()}, ensure_ascii=False)
    return cipher.seal(text, _place(number))


def unseal(cipher: FieldCipher, number: str, sealed: str) -> SealedFields:
    """Raises UnavailableError where the key is missing, or the text was altered or moved."""
    fields = json.loads(cipher.open(sealed, _place(number)))
    name, phone, note, code = (str(fields.get(key, "")) for key in ("name", "phone", "note", "code"))
    return SealedFields(EnrolmentDetails(name, phone, note), code)


def left_from_row(cipher: FieldCipher, row: RowMapping) -> LeftDetails:
    """Raises as `unseal`."""
    return LeftDetails(unseal(cipher, row["number"], row["sealed"]).details, row["consented_at"], row["wording"])


def _place(number: str) -> str:
    return f"enrolment_contacts:{number}"


def _texts(text: str) -> tuple[str, ...]:
    try:
        return as_texts(parse(text))
    except UnreadableRecordError:
        return ()
