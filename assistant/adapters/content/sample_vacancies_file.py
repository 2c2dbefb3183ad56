"""Reading samples/vacancies.jsonl: invented adverts whose days are counted from today, so that they never go stale."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from assistant.domain.errors import KnowledgeError
from assistant.domain.vacancies import RawAdvert

SAMPLES_FILE = "samples/vacancies.jsonl"
#: What the name of every invented employer contains.
SAMPLE_LABEL = "示例"
_DAYS = {"posted_days": "posted_on", "closes_days": "closes_on", "starts_days": "starts_on"}


@dataclass(frozen=True)
class SampleVacancy:
    """An invented advert. `day_offsets`: `posted_on`, `closes_on`, `starts_on` → days from today; what is not printed
    is missing."""

    advert: RawAdvert
    day_offsets: Mapping[str, int]


class _Line(BaseModel):
    """`closes_on` is printed only where the fault of the advert is a day that does not exist."""

    model_config = ConfigDict(extra="forbid", strict=True)
    external_id: str = Field(min_length=1)
    title: str = Field(min_length=1)
    employer: str
    description: str
    place: str
    pay: str
    education: str = ""
    experience: str = ""
    employment_type: str = ""
    shift: str = ""
    benefits: str = ""
    licences: str = ""
    tags: str = ""
    openings: str = ""
    credit_code: str = ""
    closes_on: str = ""
    posted_days: int
    closes_days: int | None = Field(default=None, ge=0)
    starts_days: int | None = Field(default=None, ge=0)

    @field_validator("employer")
    @classmethod
    def _is_labelled(cls, employer: str) -> str:
        if SAMPLE_LABEL not in employer:
            raise ValueError(f"the employer '{employer}' is not labelled {SAMPLE_LABEL}")
        return employer


def read_sample_vacancies(root: Path) -> tuple[SampleVacancy, ...]:
    """The adverts in the file's order; `row` is the line. Raises KnowledgeError naming the line."""
    try:
        text = (root / SAMPLES_FILE).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise KnowledgeError((f"{SAMPLES_FILE}:1: The file cannot be read: {error}.",)) from error
    samples = [_read_line(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    _check_ids(samples)
    return tuple(samples)


def _read_line(number: int, line: str) -> SampleVacancy:
    try:
        read = _Line.model_validate_json(line)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = ".".join(str(step) for step in first["loc"]) or "line"
        raise KnowledgeError((f"{SAMPLES_FILE}:{number}: '{field}': {first['msg']}.",)) from error
    days = {name: getattr(read, field) for field, name in _DAYS.items()}
    return SampleVacancy(
        RawAdvert(**read.model_dump(exclude=set(_DAYS)), row=number),
        MappingProxyType({name: offset for name, offset in days.items() if offset is not None}),
    )


def _check_ids(samples: list[SampleVacancy]) -> None:
    seen: set[str] = set()
    for sample in samples:
        advert = sample.advert
        if advert.external_id in seen:
            raise KnowledgeError((f"{SAMPLES_FILE}:{advert.row}: The id '{advert.external_id}' is there twice.",))
        seen.add(advert.external_id)
