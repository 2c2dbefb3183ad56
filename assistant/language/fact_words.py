"""The words by which people state facts: data of the lexicon, made ready once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from re import Pattern
from typing import Literal, TypeAlias

from assistant.domain.facts import FactSubject

FactKind: TypeAlias = Literal["boolean", "choice", "set", "months", "years", "persons", "money", "percent", "days",
                              "date", "region"]  # fmt: skip


@dataclass(frozen=True)
class FactCues:
    """How one fact is stated.

    `holds` and `fails` state a boolean by themselves; `values` state a choice or a member of a set; `signs` stand near the
    figure, the date or the place that is meant, `blocks` where it is something else after all.
    """

    fact: str
    subject: FactSubject
    kind: FactKind
    holds: tuple[Pattern[str], ...] = ()
    fails: tuple[Pattern[str], ...] = ()
    values: Mapping[str, tuple[Pattern[str], ...]] = field(default_factory=dict)
    signs: tuple[Pattern[str], ...] = ()
    blocks: tuple[Pattern[str], ...] = ()


@dataclass(frozen=True)
class FactWords:
    """All cues, and what tells a statement about oneself from a question, a supposition or somebody else's story."""

    cues: tuple[FactCues, ...]
    others: Pattern[str]
    oneself: Pattern[str]
    supposes: Pattern[str]
    asks: Pattern[str]
    denies: Pattern[str]
    corrects: Pattern[str]

    def members(self, fact: str, text: str) -> tuple[str, ...]:
        """The values of a choice or set fact whose words stand in the text."""
        cues = next((cue for cue in self.cues if cue.fact == fact), None)
        if cues is None:
            return ()
        return tuple(value for value, patterns in cues.values.items() if any(p.search(text) for p in patterns))
