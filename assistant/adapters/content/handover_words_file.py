"""Reading `lexicon/handover.yaml`: by which wordings a person is needed."""

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from assistant.adapters.content.handover_files import read_teams
from assistant.adapters.content.located import LocatedYaml, Problem, parse_model, read_file, read_located
from assistant.adapters.content.settled_file import read_settled
from assistant.domain.conversation import HandoverReason
from assistant.domain.errors import KnowledgeError
from assistant.language.topic_model import TopicModel
from assistant.language.typos import TypoCorrector
from assistant.services.handover_rules import HandoverKnowledge, HandoverRule, HandoverRules, ReasonRules
from assistant.services.settled import SettledRule

_FILE = "lexicon/handover.yaml"
_PIECE = re.compile(r"<([a-z_]+)>")
#: Messages, without personal numbers, whose scores are kept at hand.
_REMEMBERED = 64
_Location = tuple[int | str, ...]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Rule(_Strict):
    name: str = Field(min_length=1)
    needs: list[str] = Field(min_length=1)
    unless: list[str] = []
    earlier: list[str] = []
    is_certain: bool = False
    is_order: bool = False


class _Reason(_Strict):
    harmless: list[str] = []
    unless: list[str] = []
    intent: str | None = None
    signs: list[str] = Field(min_length=1)
    about: list[str] = []
    documents: list[str] = []
    is_urgent: bool = False
    rules: list[_Rule]


class _File(_Strict):
    schema_version: int
    pieces: dict[str, str] = {}
    mended: list[str] = []
    harmless: list[str] = []
    reasons: dict[HandoverReason, _Reason]


def read_handover(root: Path, model: TopicModel) -> HandoverKnowledge:
    """The rules beside the `model` that has learnt from messages, and who answers.

    Raises KnowledgeError naming file and line.
    """
    rules = read_handover_rules(root)
    scores = lru_cache(maxsize=_REMEMBERED)(model.scores)  # a message is weighed by several parts of its turn
    return HandoverKnowledge(rules, scores, TypoCorrector(rules.mended), read_teams(root))


def read_handover_rules(root: Path) -> HandoverRules:
    """Raises KnowledgeError naming file and line, also for a pattern that cannot be used or a piece that is missing."""
    text = read_file(root / _FILE, root)
    located = text if isinstance(text, Problem) else read_located(text, _FILE)
    if isinstance(located, Problem):
        raise KnowledgeError((str(located),))
    file = parse_model(located, _File)
    if isinstance(file, tuple):
        raise KnowledgeError(tuple(str(problem) for problem in file))
    return _Compiler(located, file).rules(read_settled(root))


class _Compiler:
    """Patterns of the file, each problem with its line."""

    def __init__(self, located: LocatedYaml, file: _File) -> None:
        self._located = located
        self._file = file
        self._pieces: dict[str, str] = {}

    def rules(self, settled: SettledRule) -> HandoverRules:
        for name, pattern in self._file.pieces.items():
            self._pieces[name] = self._compiled(pattern, ("pieces", name)).pattern
        reasons = tuple(self._reason(reason, one) for reason, one in self._file.reasons.items())
        harmless = self._either(self._file.harmless, ("harmless",))
        pieces = tuple(re.compile(pattern, re.IGNORECASE) for pattern in self._pieces.values())
        return HandoverRules(reasons, harmless, tuple(self._file.mended), pieces, settled)

    def _reason(self, reason: HandoverReason, one: _Reason) -> ReasonRules:
        place: _Location = ("reasons", reason.value)
        rules = tuple(self._rule(rule, (*place, "rules", index)) for index, rule in enumerate(one.rules))
        harmless, unless, signs, about = (
            self._either(getattr(one, name), (*place, name)) for name in ("harmless", "unless", "signs", "about")
        )
        return ReasonRules(
            reason, rules, harmless, unless, one.intent, signs, about, tuple(one.documents), one.is_urgent
        )

    def _rule(self, rule: _Rule, place: _Location) -> HandoverRule:
        needs = tuple(self._compiled(one, (*place, "needs", index)) for index, one in enumerate(rule.needs))
        earlier = tuple(self._compiled(one, (*place, "earlier", index)) for index, one in enumerate(rule.earlier))
        unless = self._either(rule.unless, (*place, "unless"))
        return HandoverRule(rule.name, needs, unless, earlier, rule.is_certain, rule.is_order)

    def _either(self, patterns: Iterable[str], place: _Location) -> re.Pattern[str] | None:
        compiled = [self._compiled(one, (*place, index)).pattern for index, one in enumerate(patterns)]
        return re.compile("|".join(f"(?:{one})" for one in compiled), re.IGNORECASE) if compiled else None

    def _compiled(self, pattern: str, place: _Location) -> re.Pattern[str]:
        try:
            return re.compile(self._filled(pattern, place), re.IGNORECASE)
        except re.error as error:
            raise self._problem(place, f"'{pattern}' is no regular expression: {error}.") from error

    def _filled(self, pattern: str, place: _Location) -> str:
        def piece(match: re.Match[str]) -> str:
            if match[1] not in self._pieces:
                raise self._problem(place, f"There is no piece '{match[1]}' above.")
            return f"(?:{self._pieces[match[1]]})"

        return _PIECE.sub(piece, pattern)

    def _problem(self, place: _Location, text: str) -> KnowledgeError:
        return KnowledgeError((str(self._located.problem(place, text)),))
