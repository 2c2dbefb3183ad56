"""Whether a sentence in free words may be sent: what `grounding` asks of all, and what only a model gets wrong.

A template says what its author meant; a model may say anything. So beside its figures a sentence's words must come
from what it cites, it may name no benefit, document or place that is not there, may not turn its meaning round, and may
claim no deed, promise nothing and declare nobody entitled. What is not certain to hold is refused.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from assistant.language.amounts import canonical_figures
from assistant.language.text import HAN, fold_width
from assistant.services.draft import EvidenceItem
from assistant.services.evidence_tokens import telling_text
from assistant.services.reversed_meaning import reverses
from assistant.services.screening import AlarmRules


class FaultKind(StrEnum):
    """What is wrong with a sentence."""

    UNKNOWN_TOKEN = "unknown_token"
    UNCITED = "uncited"
    FIGURE = "figure"
    NAME = "name"
    PLACE = "place"
    UNSUPPORTED = "unsupported"
    REVERSED = "reversed"
    DEED = "deed"
    PROMISE = "promise"
    VERDICT = "verdict"
    OUTDATED = "outdated"
    LANGUAGE = "language"
    LEAK = "leak"
    TRAP = "trap"


#: After one of these a model's whole answer is not trusted; the others cost the sentence.
GRAVE = frozenset({FaultKind.DEED, FaultKind.PROMISE, FaultKind.VERDICT, FaultKind.LEAK, FaultKind.TRAP,
                   FaultKind.REVERSED, FaultKind.FIGURE, FaultKind.UNKNOWN_TOKEN, FaultKind.OUTDATED})  # fmt: skip


@dataclass(frozen=True)
class FreeTextRules:
    """Wordings, compiled from `lexicon/free_text.yaml`. `reasons`: each fault in words for the model."""

    reasons: Mapping[FaultKind, str]
    never: Mapping[FaultKind, AlarmRules]
    verdict: AlarmRules
    verdict_in_evidence: re.Pattern[str]
    holds_now: re.Pattern[str]
    is_history: re.Pattern[str]
    evidence_is_history: re.Pattern[str]
    plain: re.Pattern[str]
    not_plain: re.Pattern[str]


@dataclass(frozen=True)
class NamesInText:
    """Names of documents and places as they stand in texts. `names`: longest first, at least four characters."""

    names: tuple[str, ...]
    places: tuple[str, ...]

    @classmethod
    def of(cls, documents: Iterable[str], places: Iterable[str]) -> "NamesInText":
        """From every name there is; short ones, which mean other things too, are left out."""
        longest_first = sorted({name for name in documents if len(name) >= _SHORTEST_NAME}, key=len, reverse=True)
        return cls(
            tuple(longest_first), tuple(sorted({name for name in places if len(name) >= 2}, key=len, reverse=True))
        )

    def documents_in(self, text: str) -> set[str]:
        """Titles and other names of our documents, and whatever stands in 《》."""
        found = set(re.findall(r"《([^《》]{2,40})》", text))
        for name in self.names:
            if name in text:
                found.add(name)
                text = text.replace(name, "□")
        return found

    def places_in(self, text: str) -> set[str]:
        found = set()
        for name in self.places:
            if name in text:
                found.add(name)
                text = text.replace(name, "□")
        return found


#: Chosen on the development half of the grounding cases (`python -m evals.grounding`).
SUPPORTED, SURELY_SUPPORTED = 0.5, 0.8
_MOSTLY_CHINESE = 0.5
_SHORTEST_NAME = 4
_LONGEST_PLAIN = 60
_LETTERS = re.compile(r"[A-Za-z]{2,}")
_HAN = re.compile(f"[{HAN}]")
_ADDRESSING = re.compile(
    r"[您你我]们?(?:的|们)?|的话|请问|以及|并且|而且|同时|另外|此外|其中|也就是说?|就是说?|[的了吧呢啊哦嘛地得]"
)
_SHOUTED = re.compile(r"[*_#>`|~]+")


class FreeTextCheck:
    """Looks at one sentence after the other. `shown_to_model`: what the model was told; it may not be said back."""

    def __init__(self, rules: FreeTextRules, names: NamesInText, shown_to_model: str = "") -> None:
        self._rules = rules
        self._names = names
        self._told = _bigrams_in_rows(shown_to_model)

    def find_fault(self, text: str, items: Sequence[EvidenceItem], misses_token: bool = False) -> FaultKind | None:
        """The first thing wrong with the sentence, or None. `misses_token`: it names evidence that does not exist."""
        plain = fold_width(_SHOUTED.sub("", text)).strip()
        if misses_token:
            return FaultKind.UNKNOWN_TOKEN
        if not _is_chinese(plain):
            return FaultKind.LANGUAGE
        if self._repeats_prompt(plain):
            return FaultKind.LEAK
        known = "\n".join(_words_of(item) for item in items)
        for kind, wordings in self._rules.never.items():
            if wordings.match(plain):
                return kind
        if self._rules.verdict.match(plain) and not self._rules.verdict_in_evidence.search(known):
            return FaultKind.VERDICT
        if not items:
            return None if self._is_plain(plain) else FaultKind.UNCITED
        return self._against(plain, fold_width(known))

    def find_bearer(self, text: str, items: Sequence[EvidenceItem]) -> EvidenceItem | None:
        """The item that bears a sentence without a token nearly word for word, if one does."""
        plain = fold_width(_SHOUTED.sub("", text)).strip()
        best = max(items, key=lambda item: support(plain, fold_width(_words_of(item))), default=None)
        if best is None or support(plain, fold_width(_words_of(best))) < SURELY_SUPPORTED:
            return None
        return best if self.find_fault(text, (best,)) is None else None

    def _against(self, said: str, known: str) -> FaultKind | None:
        if not canonical_figures(said) <= canonical_figures(known):
            return FaultKind.FIGURE
        if any(name not in known for name in self._names.documents_in(said)):
            return FaultKind.NAME
        if any(place not in known for place in self._names.places_in(said)):
            return FaultKind.PLACE
        if self._is_outdated(said, known):
            return FaultKind.OUTDATED
        if support(said, known) < SUPPORTED:
            return FaultKind.UNSUPPORTED
        return FaultKind.REVERSED if reverses(said, known) else None

    def _is_plain(self, text: str) -> bool:
        if len(text) > _LONGEST_PLAIN or canonical_figures(text) or self._names.documents_in(text):
            return False
        return self._rules.plain.search(text) is not None and self._rules.not_plain.search(text) is None

    def _is_outdated(self, said: str, known: str) -> bool:
        rules = self._rules
        if not rules.evidence_is_history.search(known) or rules.is_history.search(said):
            return False
        return rules.holds_now.search(said) is not None

    def _repeats_prompt(self, text: str) -> bool:
        rows = _bigrams_in_rows(text)
        return len(rows) >= 2 and len(rows & self._told) >= max(2, len(rows) // 3)


def support(said: str, known: str) -> float:
    """The share of the sentence's pairs of characters that stand in the evidence; figures count by what they mean."""
    pairs = _pairs(said)
    if not pairs:
        return 1.0
    there = _pairs(known)
    return sum(pair in there for pair in pairs) / len(pairs)


def _pairs(text: str) -> list[str]:
    plain = re.sub(r"[0-9,.%]+", "□", _ADDRESSING.sub(" ", text))
    runs = re.findall(f"[{HAN}□]+", plain)
    return [run[place : place + 2] for run in runs for place in range(len(run) - 1) if run[place : place + 2] != "□□"]


def _words_of(item: EvidenceItem) -> str:
    citation = item.citation
    parts = (
        telling_text(item),
        citation.title,
        citation.document_number,
        citation.clause,
        citation.region,
        citation.url,
    )
    return "\n".join(part for part in parts if part)


def _is_chinese(text: str) -> bool:
    han = len(_HAN.findall(text))
    return han > 0 and han >= _MOSTLY_CHINESE * (han + len(_LETTERS.findall(text)))


_ROW = 8


def _bigrams_in_rows(text: str) -> frozenset[str]:
    """Every row of so many characters: what is copied word for word."""
    plain = re.sub(r"\s", "", text)
    return frozenset(plain[place : place + _ROW] for place in range(len(plain) - _ROW + 1))
