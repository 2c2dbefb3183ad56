"""Reading catalogues/training_demand.yaml: which occupations training is wanted for."""

from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, model_validator

from assistant.adapters.content.located import read_model
from assistant.domain.training_demand import DemandCatalogue, DemandEntry

TRAINING_DEMAND = "catalogues/training_demand.yaml"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Source(_Strict):
    title: str
    number: str | None = None


class _Entry(_Strict):
    code: str = Field(pattern=r"^[1-8](?:-\d\d){0,3}$")
    weight: float = Field(gt=0, le=3)


class _Catalogue(_Strict):
    id: str
    title: str
    source: _Source
    last_checked: date
    gap: str = ""
    effective_to: date | None = None
    entries: list[_Entry]

    @model_validator(mode="after")
    def _says_something(self) -> "_Catalogue":
        if not self.entries and not self.gap:
            raise ValueError("a catalogue without entries says in `gap` what was not found")
        return self


class _File(_Strict):
    schema_version: int
    catalogues: list[_Catalogue]


def read_training_demand(root: Path) -> tuple[DemandCatalogue, ...]:
    """The catalogues in the file's order. Raises KnowledgeError."""
    file: _File = read_model(root, TRAINING_DEMAND, _File)
    return tuple(
        DemandCatalogue(
            one.id, one.title, one.source.title, one.source.number, one.gap, one.effective_to,
            tuple(DemandEntry(entry.code, entry.weight) for entry in one.entries),
        )
        for one in file.catalogues
    )  # fmt: skip
