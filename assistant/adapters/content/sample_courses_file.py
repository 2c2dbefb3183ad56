"""Reading samples/courses.jsonl: invented courses whose days are counted from today, so that they never go stale."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from assistant.adapters.content.sample_vacancies_file import SAMPLE_LABEL
from assistant.domain.courses import RawIntake
from assistant.domain.errors import KnowledgeError

COURSES_FILE = "samples/courses.jsonl"
_DAYS = {"starts_days": "starts_on", "ends_days": "ends_on", "enrol_days": "enrol_by"}


@dataclass(frozen=True)
class SampleIntake:
    """An invented intake with its course. `day_offsets`: `starts_on`, `ends_on`, `enrol_by` → days from today; what is
    not printed is missing."""

    row: RawIntake
    day_offsets: Mapping[str, int]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class _Run(_Strict):
    id: str = Field(min_length=1)
    schedule: str
    mode: str
    place: str
    seats: str = ""
    status: str = ""
    starts_days: int | None = None
    ends_days: int | None = None
    enrol_days: int | None = None


class _Line(_Strict):
    id: str = Field(min_length=1)
    title: str = Field(min_length=1)
    provider: str
    description: str
    occupation: str = ""
    level: str = ""
    certificate: str = ""
    prerequisites: str = ""
    hours: str = ""
    fee: str = ""
    outcomes: str = ""
    outcomes_on: str = ""
    intakes: list[_Run] = Field(min_length=1)

    @field_validator("provider")
    @classmethod
    def _is_labelled(cls, provider: str) -> str:
        if SAMPLE_LABEL not in provider:
            raise ValueError(f"the provider '{provider}' is not labelled {SAMPLE_LABEL}")
        return provider


def read_sample_courses(root: Path) -> tuple[SampleIntake, ...]:
    """The intakes in the file's order; `row` is the line. Raises KnowledgeError naming the line."""
    try:
        text = (root / COURSES_FILE).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise KnowledgeError((f"{COURSES_FILE}:1: The file cannot be read: {error}.",)) from error
    found: dict[str, SampleIntake] = {}
    for number, line in enumerate(text.splitlines(), 1):
        for sample in _read_line(number, line) if line.strip() else ():
            if sample.row.external_id in found:
                raise KnowledgeError((f"{COURSES_FILE}:{number}: The id '{sample.row.external_id}' is there twice.",))
            found[sample.row.external_id] = sample
    return tuple(found.values())


def _read_line(number: int, line: str) -> list[SampleIntake]:
    try:
        read = _Line.model_validate(json.loads(line))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = ".".join(str(step) for step in first["loc"]) or "line"
        raise KnowledgeError((f"{COURSES_FILE}:{number}: '{field}': {first['msg']}.",)) from error
    except ValueError:
        raise KnowledgeError((f"{COURSES_FILE}:{number}: The line is not JSON.",)) from None
    course: dict[str, Any] = read.model_dump(exclude={"id", "intakes"})
    return [_sample(course, read.id, run, number) for run in read.intakes]


def _sample(course: Mapping[str, Any], course_key: str, run: _Run, number: int) -> SampleIntake:
    said = run.model_dump(exclude={"id", *_DAYS})
    offsets = {name: getattr(run, field) for field, name in _DAYS.items()}
    return SampleIntake(
        RawIntake(run.id, course_key, row=number, **course, **said),
        MappingProxyType({name: days for name, days in offsets.items() if days is not None}),
    )
