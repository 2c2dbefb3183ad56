"""Reading catalogues/course_schemes.yaml: which schemes a course may have to do with."""

import re
from collections.abc import Collection
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from assistant.adapters.content.located import read_model
from assistant.domain.courses import CourseLevel
from assistant.domain.errors import KnowledgeError
from assistant.services.course_subsidies import CourseScheme

COURSE_SCHEMES = "catalogues/course_schemes.yaml"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Scheme(_Strict):
    id: str
    certificate: str
    level_fact: str | None = None
    levels: dict[CourseLevel, str] = {}
    needs_fact: str | None = None
    certificate_fact: str | None = None


class _File(_Strict):
    schema_version: int
    schemes: list[_Scheme]


def read_course_schemes(root: Path, known: Collection[str] | None = None) -> tuple[CourseScheme, ...]:
    """Those of the schemes that exist (`known`; None: all). Raises KnowledgeError for a faulty pattern."""
    file: _File = read_model(root, COURSE_SCHEMES, _File)
    try:
        return tuple(
            CourseScheme(
                one.id, re.compile(one.certificate), one.level_fact, one.levels, one.needs_fact, one.certificate_fact
            )
            for one in file.schemes
            if known is None or one.id in known
        )
    except re.error as error:
        raise KnowledgeError((f"{COURSE_SCHEMES}:1: A pattern is no regular expression: {error}.",)) from error
