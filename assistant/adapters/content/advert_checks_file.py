"""Reading `lexicon/advert_checks.yaml`: the checks on adverts."""

import re
from collections.abc import Mapping
from pathlib import Path
from string import Formatter

from pydantic import BaseModel, ConfigDict, field_validator, model_validator

from assistant.adapters.content.located import read_model
from assistant.domain.errors import KnowledgeError
from assistant.domain.vacancies import FindingAction
from assistant.services.advert_folding import Disguises
from assistant.services.advert_rules import FIELD_CHECKS, AdvertRule, AdvertRules, either

ADVERT_CHECKS = "lexicon/advert_checks.yaml"
_NAMED = re.compile(r"\{([a-z_]+)\}")


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
    also: list[str] = []
    names: list[str] = []
    generic: list[str] = []

    @field_validator("cues", "patterns", "harmless", "exempt", "requires", "also", "names", "generic")
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
        if (self.code not in FIELD_CHECKS and not self.cues) or bool(self.cues) != bool(self.patterns):
            raise ValueError(f"'{self.code}' looks at wordings and needs cues and patterns.")
        return self


class _Disguises(BaseModel):
    model_config = ConfigDict(extra="forbid")
    words: list[str]
    sounds: dict[str, list[str]]
    traditional: str

    @model_validator(mode="after")
    def _pairs(self) -> "_Disguises":
        if any(len(pair) != 2 for pair in self.traditional.split()):
            raise ValueError("'traditional' holds pairs of one traditional and one simplified character.")
        return self


class _ChecksFile(BaseModel):
    model_config = ConfigDict(extra="forbid")
    schema_version: int
    disguises: _Disguises
    words: dict[str, str]
    harmless: list[str]
    checks: list[_Check]

    @model_validator(mode="before")
    @classmethod
    def _put_words_in(cls, file: object) -> object:
        if not isinstance(file, dict) or not isinstance(file.get("words"), dict):
            return file
        known: dict[str, str] = {}
        for name, words in file["words"].items():
            known[str(name)] = _with_words(str(words), known)
        checks = [_check_with_words(check, known) for check in file.get("checks", ())]
        harmless = [_with_words(str(pattern), known) for pattern in file.get("harmless", ())]
        return {**file, "checks": checks, "harmless": harmless}


def _check_with_words(check: object, known: Mapping[str, str]) -> object:
    """The lists of a check with `{name}` filled in."""
    if not isinstance(check, dict):
        return check
    return {
        key: [_with_words(str(part), known) for part in value] if isinstance(value, list) else value
        for key, value in check.items()
    }


def _with_words(pattern: str, known: Mapping[str, str]) -> str:
    def words(match: re.Match[str]) -> str:
        if match[1] not in known:
            raise ValueError(f"'{pattern}' names words that are not there: {match[1]}.")
        return f"(?:{known[match[1]]})"

    return _NAMED.sub(words, pattern)


def read_advert_checks(root: Path) -> AdvertRules:
    """The table. Raises KnowledgeError for what is wrong in it, and for a check that is missing."""
    file: _ChecksFile = read_model(root, ADVERT_CHECKS, _ChecksFile)
    missing = set(FIELD_CHECKS) - {check.code for check in file.checks}
    if missing:
        raise KnowledgeError((f"{ADVERT_CHECKS}:1: There is no check {', '.join(sorted(missing))}.",))
    traditional = {pair[0]: pair[1] for pair in file.disguises.traditional.split()}
    disguises = Disguises(tuple(file.disguises.words), file.disguises.sounds, traditional)
    return AdvertRules(map(_rule, file.checks), either(file.harmless), disguises)


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
        also=either(check.also),
        names=either(check.names),
        generic=re.compile(f"(?:{'|'.join(check.generic)})+") if check.generic else None,
    )
