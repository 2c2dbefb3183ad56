"""Reading `lexicon/free_text.yaml`: what a sentence in free words may not say, and what needs no source."""

import re
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from assistant.adapters.content.located import read_model
from assistant.domain.errors import KnowledgeError
from assistant.services.everyday_words import EverydayWords
from assistant.services.free_text import FaultKind, FreeTextRules
from assistant.services.screening import AlarmRules

_FILE = "lexicon/free_text.yaml"
_VERDICT = FaultKind.VERDICT


class _Grave(BaseModel):
    model_config = ConfigDict(extra="forbid")
    patterns: list[str]
    unless: list[str] = []


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")
    schema_version: int
    faults: dict[FaultKind, str]
    grave: dict[FaultKind, _Grave]
    verdict_in_evidence: _Grave
    open_in_evidence: str
    refuses: _Grave
    refusal_in_evidence: str
    same_words: dict[str, list[str]]
    opposites: list[tuple[str, str]]
    must_stand: list[str]
    includes: str
    binds: list[tuple[str, str]]
    holds_now: str
    is_history: str
    evidence_is_history: str
    evidence_is_gone: str
    universal: str
    sets_apart: str
    points_on: str
    always_plain: str
    never_plain: str
    plain: list[str]
    not_plain: str


def read_free_text(root: Path) -> FreeTextRules:
    """Raises KnowledgeError, also for a fault without words."""
    file: _File = read_model(root, _FILE, _File)
    unnamed = [kind.value for kind in FaultKind if kind not in file.faults]
    if unnamed:
        raise KnowledgeError((f"{_FILE}:1: 'faults' has no words for {', '.join(unnamed)}.",))
    try:
        alarms = {kind: AlarmRules.compile(one.patterns, one.unless) for kind, one in file.grave.items()}
        return FreeTextRules(
            reasons=file.faults,
            never={kind: alarm for kind, alarm in alarms.items() if kind is not _VERDICT},
            verdict=alarms[_VERDICT],
            verdict_in_evidence=AlarmRules.compile(file.verdict_in_evidence.patterns, file.verdict_in_evidence.unless),
            open_in_evidence=re.compile(file.open_in_evidence),
            refuses=AlarmRules.compile(file.refuses.patterns, file.refuses.unless),
            refusal_in_evidence=re.compile(file.refusal_in_evidence),
            words=EverydayWords.of(file.same_words),
            opposites=_pairs(file.opposites),
            must_stand=re.compile("|".join(file.must_stand)),
            includes=re.compile(file.includes),
            binds=_pairs(file.binds),
            holds_now=re.compile(file.holds_now),
            is_history=re.compile(file.is_history),
            evidence_is_history=re.compile(file.evidence_is_history),
            evidence_is_gone=re.compile(file.evidence_is_gone),
            universal=re.compile(file.universal),
            sets_apart=re.compile(file.sets_apart),
            points_on=re.compile(file.points_on),
            always_plain=re.compile(file.always_plain),
            never_plain=re.compile(file.never_plain),
            plain=re.compile("|".join(f"(?:{one})" for one in file.plain)),
            not_plain=re.compile(file.not_plain),
        )
    except (re.error, KeyError) as error:
        raise KnowledgeError((f"{_FILE}:1: The patterns cannot be used: {error}.",)) from error


def _pairs(pairs: list[tuple[str, str]]) -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    return tuple((re.compile(one), re.compile(other)) for one, other in pairs)
