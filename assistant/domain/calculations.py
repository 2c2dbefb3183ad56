"""Figures a document lets code work out for somebody: months of benefit, months of wages, days of leave."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from assistant.domain.conditions import Rule
from assistant.domain.knowledge import Aspect
from assistant.domain.parameters import Quantity


@dataclass(frozen=True)
class Calculation:
    """`says` is a sentence with `<fact id>` and `<value>`; it answers the `aspects`, once every fact is known.

    `clause` names the rule it follows. `when`: for whom it is worked out at all. `also`: more figures said, by name;
    `by`: the rule in code that fills in what is said, where no quantity can.
    """

    id: str
    document_id: str
    aspects: tuple[Aspect, ...]
    value: Quantity | None
    says: str
    facts: tuple[str, ...]
    sources: tuple[str, ...]
    clause: str | None = None
    when: Rule | None = None
    also: Mapping[str, Quantity] = field(default_factory=dict)
    by: str | None = None

    @property
    def quantities(self) -> tuple[Quantity, ...]:
        """All that is worked out from parameters and facts."""
        return (*(() if self.value is None else (self.value,)), *self.also.values())
