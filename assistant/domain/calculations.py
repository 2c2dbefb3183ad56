"""Figures a document lets code work out for somebody: months of benefit, months of wages, days of leave."""

from dataclasses import dataclass

from assistant.domain.knowledge import Aspect
from assistant.domain.parameters import Quantity


@dataclass(frozen=True)
class Calculation:
    """`says` is a sentence with `<fact id>` and `<value>`; it answers the `aspects`, once every fact is known.

    `clause` names the rule it follows.
    """

    id: str
    document_id: str
    aspects: tuple[Aspect, ...]
    value: Quantity
    says: str
    facts: tuple[str, ...]
    sources: tuple[str, ...]
    clause: str | None = None
