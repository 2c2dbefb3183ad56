"""Reading lexicon/advert_columns.yaml: how feeds call the columns of adverts."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from assistant.adapters.content.word_files import compile_all, read_model
from assistant.domain.errors import KnowledgeError
from assistant.domain.vacancies import ADVERT_FIELDS
from assistant.language.list_columns import plain_key
from assistant.services.propose_columns import AdvertColumns, FieldWords

ADVERT_COLUMNS = "lexicon/advert_columns.yaml"


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
    file: _ColumnsFile = read_model(root, ADVERT_COLUMNS, _ColumnsFile)
    meanings: dict[str, str] = {}
    for name, found in file.fields.items():
        if name not in ADVERT_FIELDS:
            raise KnowledgeError((f"{ADVERT_COLUMNS}:1: Adverts have no field '{name}'.",))
        for header in found.names:
            if meanings.setdefault(plain_key(header), name) != name:
                raise KnowledgeError((f"{ADVERT_COLUMNS}:1: The name '{header}' means two fields.",))
    return AdvertColumns({name: _words(found) for name, found in file.fields.items()})


def _words(found: _FieldModel) -> FieldWords:
    return FieldWords(
        names=tuple(dict.fromkeys(map(plain_key, found.names))),
        values=compile_all(found.values, ADVERT_COLUMNS),
        by_values=found.by_values,
        values_decide=found.values_decide,
    )
