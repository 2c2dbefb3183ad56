"""Reading lexicon/advert_columns.yaml and course_columns.yaml: how feeds call the columns of adverts and of courses."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from assistant.adapters.content.located import read_model
from assistant.adapters.content.word_files import compile_all
from assistant.domain.courses import INTAKE_FIELDS
from assistant.domain.errors import KnowledgeError
from assistant.domain.vacancies import ADVERT_FIELDS
from assistant.language.list_columns import plain_key
from assistant.services.propose_columns import AdvertColumns, FieldWords

ADVERT_COLUMNS, COURSE_COLUMNS = "lexicon/advert_columns.yaml", "lexicon/course_columns.yaml"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _FieldModel(_Strict):
    names: list[str] = Field(min_length=1)
    values: list[str] = []
    by_values: bool = False
    values_decide: bool = False


class _ColumnsFile(_Strict):
    schema_version: int = 1
    fields: dict[str, _FieldModel]


def read_advert_columns(root: Path) -> AdvertColumns:
    """The words of every field. Raises KnowledgeError for a field no advert has, and a name that means two fields."""
    return _read(root, ADVERT_COLUMNS, ADVERT_FIELDS)


def read_course_columns(root: Path) -> AdvertColumns:
    """The same for feeds of courses."""
    return _read(root, COURSE_COLUMNS, INTAKE_FIELDS)


def _read(root: Path, name_of_file: str, known: tuple[str, ...]) -> AdvertColumns:
    file: _ColumnsFile = read_model(root, name_of_file, _ColumnsFile)
    meanings: dict[str, str] = {}
    for name, found in file.fields.items():
        if name not in known:
            raise KnowledgeError((f"{name_of_file}:1: There is no field '{name}'.",))
        for header in found.names:
            if meanings.setdefault(plain_key(header), name) != name:
                raise KnowledgeError((f"{name_of_file}:1: The name '{header}' means two fields.",))
    return AdvertColumns({name: _words(found, name_of_file) for name, found in file.fields.items()})


def _words(found: _FieldModel, name_of_file: str) -> FieldWords:
    return FieldWords(
        names=tuple(dict.fromkeys(map(plain_key, found.names))),
        values=compile_all(found.values, name_of_file),
        by_values=found.by_values,
        values_decide=found.values_decide,
    )
