"""The vocabulary of facts about a person, a firm and a worker."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from assistant.domain.derived_facts import Derivations
from assistant.domain.errors import NotFoundError


class FactSubject(StrEnum):
    """Whom a fact is about."""

    PERSON = "person"
    FIRM = "firm"
    WORKER = "worker"


class FactType(StrEnum):
    """How a fact's value reads."""

    BOOLEAN = "boolean"
    INTEGER = "integer"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    CHOICE = "choice"
    SET = "set"
    REGION = "region"


class Sensitivity(StrEnum):
    """How carefully a fact is kept."""

    ORDINARY = "ordinary"
    PERSONAL = "personal"


@dataclass(frozen=True)
class FactDefinition:
    """A fact people may state: how it is asked for, its short name, what it may be. Unknown decides nothing.

    `means`: the scheme meant by whoever tells this fact and asks nothing.
    """

    id: str
    subject: FactSubject
    type: FactType
    question: str
    label: str = ""
    unit: str | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    sensitivity: Sensitivity = Sensitivity.ORDINARY
    means: str | None = None


@dataclass(frozen=True)
class FactVocabulary:
    """All fact definitions by id, and what follows from which."""

    definitions: Mapping[str, FactDefinition]
    derivations: Derivations = field(default_factory=Derivations)

    def get(self, fact_id: str) -> FactDefinition:
        """Raises NotFoundError."""
        try:
            return self.definitions[fact_id]
        except KeyError:
            raise NotFoundError(f"There is no fact '{fact_id}' in facts.yaml.") from None
