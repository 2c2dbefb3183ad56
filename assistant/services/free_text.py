"""Whether a sentence in free words may be sent: what `grounding` asks of all, and what only a model gets wrong.

A template says what its author meant; a model may say anything. So beside its figures a sentence's words must come
from what it cites, it may name no benefit, document or place that is not there, may not turn its meaning round, and may
claim no deed, promise nothing and declare nobody entitled. What is not certain to hold is refused.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from assistant.language.amounts import canonical_figures
from assistant.language.text import HAN, fold_width
from assistant.services.borne_words import names_office_elsewhere, own_adverts, pairs_borne, support
from assistant.services.close_wording import is_close
from assistant.services.draft import EvidenceItem
from assistant.services.everyday_words import EverydayWords
from assistant.services.evidence_tokens import telling_text
from assistant.services.free_figures import are_borne
from assistant.services.reversed_meaning import Opposites, reverses
from assistant.services.screening import AlarmRules


class FaultKind(StrEnum):
    """What is wrong with a sentence."""

    UNKNOWN_TOKEN = "unknown_token"
    UNCITED = "uncited"
    FIGURE = "figure"
    NAME = "name"
    PLACE = "place"
    UNSUPPORTED = "unsupported"
    REWORDED = "reworded"
    REVERSED = "reversed"
    DEED = "deed"
    PROMISE = "promise"
    VERDICT = "verdict"
    OUTDATED = "outdated"
    LANGUAGE = "language"
    LEAK = "leak"
    TRAP = "trap"


class Wording(StrEnum):
    """How far a model may leave the words of its evidence in a sentence of fact."""

    CLOSE = "close"
    FREE = "free"


#: After one of these a model's whole answer is not trusted; the others cost the sentence.
GRAVE = frozenset({FaultKind.DEED, FaultKind.PROMISE, FaultKind.VERDICT, FaultKind.LEAK, FaultKind.TRAP,
                   FaultKind.REVERSED, FaultKind.FIGURE, FaultKind.UNKNOWN_TOKEN, FaultKind.OUTDATED})  # fmt: skip


@dataclass(frozen=True)
class FreeTextRules:
    """Wordings, compiled from `lexicon/free_text.yaml`. `reasons`: each fault in words for the model.

    `words` are what sentence and evidence are compared in; `must_stand`: things that may be named only where the
    evidence names them; `includes`: that something counts too; `binds`: that there is no other way.
    """

    reasons: Mapping[FaultKind, str]
    never: Mapping[FaultKind, AlarmRules]
    verdict: AlarmRules
    verdict_in_evidence: AlarmRules
    open_in_evidence: re.Pattern[str]
    refuses: AlarmRules
    refusal_in_evidence: re.Pattern[str]
    words: EverydayWords
    opposites: Opposites
    must_stand: re.Pattern[str]
    includes: re.Pattern[str]
    binds: Sequence[tuple[re.Pattern[str], re.Pattern[str]]]
    holds_now: re.Pattern[str]
    is_history: re.Pattern[str]
    evidence_is_history: re.Pattern[str]
    evidence_is_gone: re.Pattern[str]
    universal: re.Pattern[str]
    sets_apart: re.Pattern[str]
    points_on: re.Pattern[str]
    always_plain: re.Pattern[str]
    never_plain: re.Pattern[str]
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
        titles = {name for name in documents if len(name) >= _SHORTEST_NAME and _PROPER.search(name)}
        longest_first = sorted(titles, key=len, reverse=True)
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
SUPPORTED, WELL_SUPPORTED, LITTLE, NEARLY_QUOTED, MENTIONED = 0.4, 0.55, 0.0, 0.85, 0.6
_MOSTLY_CHINESE = 0.5
#: The same evidence is looked at sentence after sentence.
_folded = lru_cache(maxsize=1024)(fold_width)
_SHORTEST_NAME = 4
#: How the name of a benefit, an act or a programme ends; other titles are everyday words.
_PROPER = re.compile(
    r"(?:补贴|补助|保险金|津贴|贷款|计划|办法|条例|法|规定|基金|返还|奖励|岗位|扣减|制度|工程|行动|资金|券|保障金|补差)$"
)
_LONGEST_PLAIN = 60
_LETTERS = re.compile(r"[A-Za-z]{2,}")
_HAN = re.compile(f"[{HAN}]")
_ENDS_ON = re.compile(
    r"(?:执行期?限?|有效期|实施期?|政策|申领|申报|受理|工作|补贴|补助)[^。;0-9]{0,8}(?:至|到|截止)[^。;0-9]{0,2}([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})日"
)
_PAST_YEAR = re.compile(r"20[0-9]{2}年")
_NOT_ANY = re.compile(r"不[^,。;]{0,6}任何")
#: Of what lies ahead a year may be named, to say that nothing is known of it.
_UNKNOWN_YEAR = re.compile(r"20[0-9]{2}年?")
_SHOUTED = re.compile(r"[*_#>`|~]+")


class FreeTextCheck:
    """Looks at one sentence after the other. `shown_to_model`: what the model was told; it may not be said back."""

    def __init__(
        self,
        rules: FreeTextRules,
        names: NamesInText,
        today: date,
        shown_to_model: str = "",
        wording: Wording = Wording.CLOSE,
    ) -> None:
        self._wording = wording
        self._today = today
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
        if self._rules.verdict.match(plain) and not self._may_judge(known):
            return FaultKind.VERDICT
        if self._rules.refuses.match(plain) and not self._rules.refusal_in_evidence.search(known):
            return FaultKind.VERDICT
        if not items:
            return None if self._is_plain(plain) else FaultKind.UNCITED
        return self._against(plain, _folded(known))

    def find_bearer(self, text: str, items: Sequence[EvidenceItem]) -> EvidenceItem | None:
        """The item that bears a sentence without a token nearly word for word, if one does."""
        plain = fold_width(_SHOUTED.sub("", text)).strip()
        best = max(items, key=lambda item: pairs_borne(plain, _folded(_words_of(item))), default=None)
        if best is None or pairs_borne(plain, _folded(_words_of(best))) < NEARLY_QUOTED:
            return None
        return best if self.find_fault(text, (best,)) is None else None

    def _against(self, said: str, known: str) -> FaultKind | None:
        """Figures and names as they are written; everything else in comparable words."""
        rules = self._rules
        every, known = known, own_adverts(said, known)
        here, there = rules.words.plain(said), rules.words.plain(known)
        points_on = rules.points_on.search(said) is not None
        if not are_borne(_UNKNOWN_YEAR.sub("", said) if points_on else said, known):
            return FaultKind.FIGURE
        if any(name not in known and rules.words.plain(name) not in there for name in self._names.documents_in(said)):
            return FaultKind.NAME
        if any(place not in known for place in self._names.places_in(said)) and not rules.sets_apart.search(said):
            return FaultKind.PLACE
        if names_office_elsewhere(said, known, here, there) or self._names_thing_elsewhere(here, there):
            return FaultKind.UNSUPPORTED
        if rules.universal.search(_NOT_ANY.sub("", said)) and not rules.universal.search(known):
            return FaultKind.UNSUPPORTED
        if self._is_outdated(said, known):
            return FaultKind.OUTDATED
        if support(here, there) < (LITTLE if points_on else SUPPORTED if every == known else WELL_SUPPORTED):
            return FaultKind.UNSUPPORTED
        if self._adds_or_binds(here, there):
            return FaultKind.UNSUPPORTED
        if reverses(here, there, rules.opposites):
            return FaultKind.REVERSED
        is_own_words = self._wording is Wording.CLOSE and not is_close(said, known, rules.words)
        return FaultKind.REWORDED if is_own_words else None

    def _names_thing_elsewhere(self, here: str, there: str) -> bool:
        return any(match.group() not in there for match in self._rules.must_stand.finditer(here))

    def _adds_or_binds(self, here: str, there: str) -> bool:
        """Whether something is counted in, or said to be the only way, of which the evidence does not speak."""
        rules = self._rules
        for match in rules.includes.finditer(here):
            subject = match.groupdict().get("subject") or ""
            if support(subject, there) < MENTIONED:
                return True
        return any(said.search(here) is not None and known.search(there) is None for said, known in rules.binds)

    def _may_judge(self, known: str) -> bool:
        """A verdict stands in the evidence, and nothing there is open or refused."""
        return self._rules.verdict_in_evidence.match(known) and not self._rules.open_in_evidence.search(known)

    def _is_plain(self, text: str) -> bool:
        if len(text) > _LONGEST_PLAIN or not are_borne(text, "") or self._names.documents_in(text):
            return False
        if self._rules.never_plain.search(text):
            return False
        if self._rules.always_plain.search(text):
            return True
        return self._rules.plain.search(text) is not None and self._rules.not_plain.search(text) is None

    def _is_outdated(self, said: str, known: str) -> bool:
        """Whether a rule that the evidence calls over is told as one that holds."""
        rules = self._rules
        if rules.is_history.search(said):
            return False
        is_told_over = rules.evidence_is_history.search(known) is not None
        is_gone = rules.evidence_is_gone.search(known) is not None
        holds = rules.holds_now.search(said) is not None
        if is_gone and not _PAST_YEAR.search(said) and any(one.kind == "money" for one in canonical_figures(said)):
            return True
        return holds and (is_gone or is_told_over or self._has_ended(known))

    def _has_ended(self, known: str) -> bool:
        ends = [tuple(int(part) for part in match.groups()) for match in _ENDS_ON.finditer(known)]
        return bool(ends) and all(end < (self._today.year, self._today.month, self._today.day) for end in ends)

    def _repeats_prompt(self, text: str) -> bool:
        rows = _bigrams_in_rows(text)
        return len(rows) >= 2 and len(rows & self._told) >= max(2, len(rows) // 3)


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
