"""Reading `utterances/course_acts/*.yaml`: what people type once courses were shown, by what they want."""

from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from assistant.adapters.content.located import read_model
from assistant.domain.errors import KnowledgeError
from assistant.language.course_asks import CourseAct

_FOLDER = "utterances/course_acts"


class _Several(BaseModel):
    model_config = ConfigDict(extra="forbid")
    text: str = Field(min_length=1)
    acts: list[CourseAct] = Field(min_length=2)


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")
    schema_version: int
    acts: dict[CourseAct, list[str]]
    several: list[_Several] = []


@dataclass(frozen=True)
class CourseMessage:
    """One message with every act in it."""

    text: str
    acts: tuple[CourseAct, ...]


def read_course_messages(root: Path) -> dict[str, tuple[CourseMessage, ...]]:
    """By file, since each was written by another person. Raises KnowledgeError, also for a message that stands under
    two acts of a file."""
    files: dict[str, tuple[CourseMessage, ...]] = {}
    for path in sorted((root / _FOLDER).glob("*.yaml")):
        name = str(path.relative_to(root))
        file: _File = read_model(root, name, _File)
        single = [CourseMessage(text, (act,)) for act, texts in file.acts.items() for text in texts]
        several = [CourseMessage(one.text, tuple(one.acts)) for one in file.several]
        files[path.stem] = (*single, *several)
        seen: dict[str, CourseMessage] = {}
        for one in files[path.stem]:
            if seen.setdefault(one.text, one) is not one:
                raise KnowledgeError((f"{name}:1: '{one.text}' stands there twice.",))
    if not files:
        raise KnowledgeError((f"{_FOLDER}:1: There are no messages on courses shown to learn from.",))
    return files
