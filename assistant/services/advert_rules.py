"""The table of checks on adverts: what is looked for, what happens with it, and the rule behind it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from assistant.domain.errors import NotFoundError
from assistant.domain.vacancies import FindingAction

VAGUE_EMPLOYER = "vague_employer"
INVALID_CREDIT_CODE = "invalid_credit_code"
IMPOSSIBLE_DATES = "impossible_dates"
PAY_FAR_OFF = "pay_far_off"
BELOW_MINIMUM_WAGE = "below_minimum_wage"
COPIED_TEXT = "copied_text"
#: Checks that look at fields, with the figures their words are filled in with.
FIELD_CHECKS: Mapping[str, frozenset[str]] = {
    VAGUE_EMPLOYER: frozenset(),
    INVALID_CREDIT_CODE: frozenset(),
    IMPOSSIBLE_DATES: frozenset(),
    PAY_FAR_OFF: frozenset({"low", "high"}),
    BELOW_MINIMUM_WAGE: frozenset({"floor"}),
    COPIED_TEXT: frozenset(),
}


@dataclass(frozen=True)
class AdvertRule:
    """A check. The expressions are those of the file (`lexicon/advert_checks.yaml` says how they are used).

    Without `patterns` the check looks at fields.
    """

    code: str
    action: FindingAction
    text: str
    basis: str
    cues: tuple[str, ...] = ()
    patterns: re.Pattern[str] | None = None
    harmless: re.Pattern[str] | None = None
    exempt: re.Pattern[str] | None = None
    requires: tuple[re.Pattern[str], ...] = ()


class AdvertRules:
    """All checks by code. `cues` finds what makes a sentence worth looking at; None: no check looks at wordings."""

    def __init__(self, rules: Iterable[AdvertRule]) -> None:
        self._rules = {rule.code: rule for rule in rules}
        self.worded = tuple((either(rule.cues), rule) for rule in self._rules.values() if rule.cues)
        self.cues = either(_by_first_character(cue for _, rule in self.worded for cue in rule.cues))

    def __iter__(self) -> Iterator[AdvertRule]:
        return iter(self._rules.values())

    def get(self, code: str) -> AdvertRule:
        """Raises NotFoundError."""
        rule = self._rules.get(code)
        if rule is None:
            raise NotFoundError(f"There is no check '{code}' in knowledge_base/lexicon/advert_checks.yaml.")
        return rule


def either(expressions: Iterable[str]) -> re.Pattern[str] | None:
    """One expression for all of them; None for none. Raises re.error."""
    joined = "|".join(dict.fromkeys(expressions))
    return re.compile(joined) if joined else None


def _by_first_character(cues: Iterable[str]) -> Iterator[str]:
    """Cues that begin alike as one, so that there is less to try at each character of an advert."""
    rests: dict[str, list[str]] = {}
    for cue in dict.fromkeys(cues):
        first = cue[:2] if cue.startswith("\\") else cue[0]
        rests.setdefault(first, []).append(cue[len(first) :])
    for first, of_first in rests.items():
        yield first if "" in of_first else f"{first}(?:{'|'.join(of_first)})"
