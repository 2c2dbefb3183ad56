"""Raw adverts into vacancies that can be kept: understood, checked, told apart."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Protocol, runtime_checkable

from assistant.domain.errors import InvalidInputError
from assistant.domain.vacancies import AdvertFinding, RawAdvert, Vacancy, VacancyState
from assistant.services.personal_numbers import PersonalKind, find_personal_numbers
from assistant.services.vacancy_fingerprint import advert_digest, vacancy_fingerprint
from assistant.services.vacancy_ports import RejectedRow, TakenAdvert

_WORDS = ("title", "employer", "description", "place", "tags", "benefits")
#: Only where so many digits stand near each other there can be such a number.
_LONG_NUMBER = re.compile(r"[0-9０-９](?:[ \-]?[0-9０-９xX]){14}")


@runtime_checkable
class ReadsAdverts(Protocol):
    def read(self, raw: RawAdvert, today: date) -> Vacancy:
        """What the advert says, in fields. Raises InvalidInputError where it is no advert."""
        ...


@runtime_checkable
class ChecksAdverts(Protocol):
    def check(self, raw: RawAdvert, vacancy: Vacancy, today: date) -> Sequence[AdvertFinding]:
        """What is suspicious about it."""
        ...


@dataclass(frozen=True)
class ClosedRow(RejectedRow):
    """An advert that was not taken in because its last day has passed: an earlier one of this id is closed too."""


class AdvertIntake:
    """Takes adverts in, one after the other. Keeps nothing between them."""

    def __init__(self, reader: ReadsAdverts, checks: ChecksAdverts, today: Callable[[], date]) -> None:
        self._reader, self._checks, self._today = reader, checks, today

    def __call__(self, adverts: Sequence[RawAdvert]) -> Iterator[TakenAdvert | RejectedRow]:
        """One result for each advert, in their order."""
        today = self._today()
        for raw in adverts:
            yield self._take(raw, today)

    def _take(self, raw: RawAdvert, today: date) -> TakenAdvert | RejectedRow:
        raw = _without_personal_numbers(raw)
        try:
            vacancy = self._reader.read(raw, today)
        except InvalidInputError as error:
            return RejectedRow(raw.row, raw.external_id, str(error))
        last_day = vacancy.last_day
        if last_day is not None and last_day < today:
            return ClosedRow(raw.row, raw.external_id, f"already closed on {last_day.isoformat()}")
        findings = tuple(self._checks.check(raw, vacancy, today))
        must_wait = any(finding.action == "hold" for finding in findings)
        vacancy = replace(vacancy, findings=findings, state=VacancyState.HELD if must_wait else VacancyState.OPEN)
        return TakenAdvert(
            external_id=raw.external_id,
            url=raw.url if raw.url.startswith(("https://", "http://")) else None,
            digest=advert_digest(raw),
            fingerprint=vacancy_fingerprint(raw, vacancy),
            vacancy=vacancy,
        )


def _without_personal_numbers(raw: RawAdvert) -> RawAdvert:
    """The advert without identity and bank card numbers; a telephone number is how one applies, and stays."""
    suspicious = (name for name in _WORDS if _LONG_NUMBER.search(getattr(raw, name)))
    changes: dict[str, Any] = {name: _masked(getattr(raw, name)) for name in suspicious}
    return replace(raw, **changes) if changes else raw


def _masked(text: str) -> str:
    for found in reversed(find_personal_numbers(text)):
        if found.kind in (PersonalKind.IDENTITY, PersonalKind.BANK_CARD):
            text = f"{text[: found.start]}〔已隐去〕{text[found.end :]}"
    return text
