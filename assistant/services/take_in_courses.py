"""Raw rows of courses into intakes that can be kept."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Protocol, runtime_checkable

from assistant.domain.courses import IntakeState, RawIntake
from assistant.domain.errors import InvalidInputError
from assistant.language.course_reading import ReadIntake
from assistant.services.course_ports import TakenIntake
from assistant.services.personal_numbers import PersonalKind, find_personal_numbers
from assistant.services.take_in import ClosedRow
from assistant.services.vacancy_fingerprint import intake_digest
from assistant.services.vacancy_ports import RejectedRow


@runtime_checkable
class ReadsIntakes(Protocol):
    def read(self, raw: RawIntake, today: date) -> ReadIntake:
        """What the row says, in fields. Raises InvalidInputError where it is no intake."""
        ...


class CourseIntake:
    """Takes rows in, one after the other. Keeps nothing between them."""

    def __init__(self, reader: ReadsIntakes, today: Callable[[], date]) -> None:
        self._reader, self._today = reader, today

    def __call__(self, rows: Sequence[RawIntake]) -> Iterator[TakenIntake | RejectedRow]:
        """One result for each row, in their order."""
        today = self._today()
        for raw in rows:
            yield self._take(raw, today)

    def _take(self, raw: RawIntake, today: date) -> TakenIntake | RejectedRow:
        raw = replace(raw, description=_masked(raw.description))
        try:
            read = self._reader.read(raw, today)
        except InvalidInputError as error:
            return RejectedRow(raw.row, raw.external_id, str(error))
        last_day = read.intake.last_day_to_enrol
        if last_day is not None and last_day < today and read.intake.state is IntakeState.OPEN:
            return ClosedRow(raw.row, raw.external_id, f"enrolment ended on {last_day.isoformat()}")
        return TakenIntake(
            external_id=raw.external_id,
            course_key=raw.course_key,
            url=raw.url if raw.url.startswith(("https://", "http://")) else None,
            digest=intake_digest(raw),
            course=read.course,
            intake=read.intake,
        )


def _masked(text: str) -> str:
    """The text without identity and bank card numbers."""
    for found in reversed(find_personal_numbers(text)):
        if found.kind in (PersonalKind.IDENTITY, PersonalKind.BANK_CARD):
            text = f"{text[: found.start]}〔已隐去〕{text[found.end :]}"
    return text
