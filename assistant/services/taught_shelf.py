"""The approved answers, ready to be compared with what is asked; every process sees a change within a second or so."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from assistant.domain.errors import AssistantError
from assistant.domain.regions import Coverage
from assistant.domain.taught_answers import TaughtAnswer, TaughtState
from assistant.language.lexicon import Lexicon
from assistant.language.likeness import ALIKE, AskedWords, likeness, take_apart
from assistant.services.teaching_ports import TaughtStore

_log = logging.getLogger("assistant.teaching")
_LOOK_AGAIN_SECONDS = 1.0
_MOST = 5000
_HOLDS = (Coverage.COVERED, Coverage.BY_SUCCESSION)


@dataclass(frozen=True)
class TaughtHit:
    """An answer whose question is alike. `score`, 0 to 1, how much."""

    answer: TaughtAnswer
    score: float


@dataclass(frozen=True)
class TaughtAnswers:
    """All that is approved, with each question taken apart."""

    entries: tuple[tuple[TaughtAnswer, AskedWords], ...] = ()

    def find(self, question: str, lexicon: Lexicon, region_id: str, day: date) -> TaughtHit | None:
        """The answer in force on the day and in the region whose question is the most alike; of equals the one of the
        nearer region, then the newer. None where none is alike enough."""
        if not self.entries:
            return None
        hits = [hit for hit in self.compare(question, lexicon) if hit.score >= ALIKE and hit.answer.is_in_force(day)]
        ours = [hit for hit in hits if self.holds_in(hit.answer, region_id, lexicon, day)]
        regions = lexicon.regions

        def rank(hit: TaughtHit) -> tuple[float, int, int]:
            return hit.score, len(regions.find_ancestor_ids(hit.answer.lesson.region_id)), hit.answer.id

        return max(ours, key=rank, default=None)

    def compare(self, question: str, lexicon: Lexicon) -> tuple[TaughtHit, ...]:
        """Every answer with a likeness above nothing, the most alike first, wherever and whenever it holds."""
        asked = take_apart(question, lexicon)
        hits = (TaughtHit(answer, likeness(asked, words)) for answer, words in self.entries)
        return tuple(sorted((hit for hit in hits if hit.score > 0), key=lambda hit: -hit.score))

    def holds_in(self, answer: TaughtAnswer, region_id: str, lexicon: Lexicon, day: date) -> bool:
        """A district's answer is never given to another district; one of a region no longer known to nobody."""
        regions, theirs = lexicon.regions, answer.lesson.region_id
        if regions.find_region(theirs) is None or regions.find_region(region_id) is None:
            return False
        return regions.covers(theirs, region_id, day) in _HOLDS


NOTHING_TAUGHT = TaughtAnswers()


class TaughtShelf:
    """Reads the store again only where its revision has changed; while it cannot, what was read before stays."""

    def __init__(
        self,
        store: TaughtStore,
        now: Callable[[], float] = time.monotonic,
        look_again_seconds: float = _LOOK_AGAIN_SECONDS,
    ) -> None:
        self._store, self._now, self._look_again_seconds = store, now, look_again_seconds
        self._looked_at: float | None = None
        self._revision: int | None = None
        self._lexicon: Lexicon | None = None
        self._answers = NOTHING_TAUGHT

    def current(self, lexicon: Lexicon) -> TaughtAnswers:
        """What is approved now."""
        now = self._now()
        is_due = self._looked_at is None or now - self._looked_at >= self._look_again_seconds
        if is_due or self._lexicon is not lexicon:
            self._looked_at = now
            try:
                self._take_up(lexicon)
            except AssistantError as error:
                _log.error("what staff have taught cannot be read, the state before stays: %s", type(error).__name__)
        return self._answers

    def _take_up(self, lexicon: Lexicon) -> None:
        revision = self._store.revision()
        if revision == self._revision and self._lexicon is lexicon:
            return
        known = dict(self._answers.entries) if self._lexicon is lexicon else {}
        approved = self._store.list_answers((TaughtState.APPROVED,), _MOST)
        entries = tuple((one, known.get(one) or take_apart(one.lesson.question, lexicon)) for one in approved)
        self._answers, self._revision, self._lexicon = TaughtAnswers(entries), revision, lexicon
