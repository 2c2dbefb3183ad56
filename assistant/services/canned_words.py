"""Canned words: sentences with placeholders, whose phone numbers rest on records like everything else."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from assistant.domain.errors import NotFoundError
from assistant.domain.knowledge import Aspect
from assistant.services.draft import DraftSentence, EvidenceItem
from assistant.services.evidence import EvidenceRoom

_RECORD = re.compile(r"\{([a-z0-9-]+)\}")
_WORD = re.compile(r"<([a-z_]+)>")


@dataclass(frozen=True)
class CannedWords:
    """Replies by key, the numbers records stand for and the documents they rest on, and aspects in words."""

    replies: Mapping[str, tuple[str, ...]]
    records: Mapping[str, str]
    documents: Mapping[str, str]
    aspect_words: Mapping[Aspect, str]
    aspect_questions: Mapping[Aspect, str]

    def lines(self, key: str) -> tuple[str, ...]:
        """Raises NotFoundError."""
        try:
            return self.replies[key]
        except KeyError:
            raise NotFoundError(f"replies/canned.yaml has no reply '{key}'.") from None


class CannedReplies:
    """Says canned words for one turn; the records they name become evidence."""

    def __init__(self, words: CannedWords, room: EvidenceRoom, day: date) -> None:
        self._words = words
        self._room = room
        self._day = day

    def say(self, key: str, **filled: str) -> tuple[DraftSentence, ...]:
        """The reply's sentences. Raises NotFoundError for an unknown key or an unfilled placeholder."""
        return tuple(self._sentence(key, line, filled) for line in self._words.lines(key))

    def _sentence(self, key: str, line: str, filled: Mapping[str, str]) -> DraftSentence:
        evidence: list[EvidenceItem] = []

        def number(match: re.Match[str]) -> str:
            says = self._words.records.get(match[1])
            if says is None:
                raise NotFoundError(f"replies/canned.yaml, '{key}': there is no record '{match[1]}'.")
            item = self._room.find_saying(self._words.documents[match[1]], says, self._day)
            evidence.extend([item] if item else [])
            return says

        def word(match: re.Match[str]) -> str:
            if match[1] not in filled:
                raise NotFoundError(f"replies/canned.yaml, '{key}': nothing was given for <{match[1]}>.")
            return filled[match[1]]

        text = _WORD.sub(word, _RECORD.sub(number, line))
        return DraftSentence(text, tuple(item.id for item in evidence))
