"""Reading `lexicon/advert_checks.yaml`: the checks on adverts."""

import re
from pathlib import Path
from string import Formatter

from pydantic import BaseModel, ConfigDict, field_validator, model_validator

from assistant.adapters.content.word_files import read_model
from assistant.domain.errors import KnowledgeError
from assistant.domain.vacancies import FindingAction
from assistant.services.advert_rules import FIELD_CHECKS, AdvertRule, AdvertRules, either

ADVERT_CHECKS = "lexicon/advert_checks.yaml"


class _Check(BaseModel):
    model_config = ConfigDict(extra="forbid")
    code: str
    action: FindingAction
    text: str
    basis: str
    cues: list[str] = []
    patterns: list[str] = []
    harmless: list[str] = []
    exempt: list[str] = []
    requires: list[str] = []

    @field_validator("cues", "patterns", "harmless", "exempt", "requires")
    @classmethod
    def _compile(cls, patterns: list[str]) -> list[str]:
        for pattern in patterns:
            try:
                groups = re.compile(pattern).groups
            except re.error as error:
                raise ValueError(f"'{pattern}' is no regular expression: {error}.") from error
            if groups:
                raise ValueError(f"'{pattern}' has a group of its own; write (?:…).")
        return patterns

    @field_validator("cues")
    @classmethod
    def _begin_plainly(cls, cues: list[str]) -> list[str]:
        for cue in cues:
            if cue[:1] in ("[", "(", ".", "^", "\\") and not cue.startswith(r"\["):
                raise ValueError(
                    f"The cue '{cue}' must begin with a plain character: it is looked for in every advert."
                )
        return cues

    @model_validator(mode="after")
    def _says_what_is_filled_in(self) -> "_Check":
        known = FIELD_CHECKS.get(self.code, frozenset())
        used = {name for words in (self.text, self.basis) for _, name, _, _ in Formatter().parse(words) if name}
        if not used <= known:
            raise ValueError(f"Nothing fills in {', '.join(sorted(used - known))} of '{self.code}'.")
        if self.code not in FIELD_CHECKS and not (self.cues and self.patterns):
            raise ValueError(f"'{self.code}' looks at wordings and needs cues and patterns.")
        return self


class _ChecksFile(BaseModel):
    model_config = ConfigDict(extra="forbid")
    schema_version: int
    checks: list[_Check]


def read_advert_checks(root: Path) -> AdvertRules:
    """The table. Raises KnowledgeError for what is wrong in it, and for a check that is missing."""
    file: _ChecksFile = read_model(root, ADVERT_CHECKS, _ChecksFile)
    missing = set(FIELD_CHECKS) - {check.code for check in file.checks}
    if missing:
        raise KnowledgeError((f"{ADVERT_CHECKS}:1: There is no check {', '.join(sorted(missing))}.",))
    return AdvertRules(_rule(check) for check in file.checks)


def _rule(check: _Check) -> AdvertRule:
    return AdvertRule(
        code=check.code,
        action=check.action,
        text=check.text,
        basis=check.basis,
        cues=tuple(check.cues),
        patterns=either(check.patterns),
        harmless=either(check.harmless),
        exempt=either(check.exempt),
        requires=tuple(re.compile(pattern) for pattern in check.requires),
    )
