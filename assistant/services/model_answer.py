"""A model's answer on its way to the person: sentence by sentence checked, the first ones shown before the last exist.

A sentence is shown as soon as it and all before it hold. What has been shown stays, and a second attempt, or the rules'
answer, goes on after it; unless the model is found out in a grave fault, for then nothing it said is trusted. Notices
that belong to a document (it has lapsed, it holds in one district) are put beside what cites it by code, whatever the
model wrote.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TypeAlias

from assistant.services.draft import Draft, DraftSentence, EvidenceItem
from assistant.services.free_text import GRAVE, FaultKind, FreeTextCheck
from assistant.services.reply_text import RawSentence, split_reply
from assistant.services.turn_tools import TurnTools

#: More than this nobody reads at midnight.
MOST_SENTENCES = 14
_DOCUMENT_OF = "#"
_Items: TypeAlias = tuple[EvidenceItem, ...]
_REMEMBERED = 256
#: A token of which only the beginning has been heard: whose sentence it is, and what it names, is not known yet.
_HALF_A_TOKEN = re.compile(r"\s*[\[【［(（〔][^\]】］)）〕\n]{0,40}\Z")


@dataclass(frozen=True)
class Fault:
    """A sentence that may not be sent, and why."""

    text: str
    kind: FaultKind

    @property
    def is_grave(self) -> bool:
        return self.kind in GRAVE


class ModelAnswer:
    """Hears one turn's text as it is written. `show` is called with all sentences that hold so far, once they grow."""

    def __init__(
        self,
        check: FreeTextCheck,
        tools: TurnTools,
        show: Callable[[tuple[DraftSentence, ...]], None],
        progress: Callable[[str], None],
    ) -> None:
        # The text is looked at again with every sentence that is added; a sentence and its evidence stay the same.
        self._find_fault = lru_cache(_REMEMBERED)(check.find_fault)
        self._find_bearer = lru_cache(_REMEMBERED)(check.find_bearer)
        self._tools = tools
        self._show = show
        self._progress = progress
        self._heard = ""
        self._shown: tuple[DraftSentence, ...] = ()

    @property
    def shown(self) -> tuple[DraftSentence, ...]:
        """What the person has seen already."""
        return self._shown

    def text(self, delta: str) -> None:
        self._heard += delta
        if any(mark in delta for mark in "。！？!?\n]】）)"):
            self._show_what_holds()

    def start_again(self) -> None:
        self._heard = ""

    def take_back(self) -> None:
        """After a grave fault nothing of the model's stays, what looked right and was shown included."""
        self._shown = ()

    def calls_tool(self, name: str) -> None:
        self._progress(name)

    def judge(self, text: str) -> tuple[tuple[DraftSentence, ...], tuple[Fault, ...]]:
        """What of the whole text may be sent, after what has been shown, and what may not."""
        kept: list[DraftSentence] = []
        faults: list[Fault] = []
        for found in self._looked_at(split_reply(text)):
            if isinstance(found, Fault):
                faults.append(found)
            elif len(kept) < MOST_SENTENCES:
                kept.append(found)
        return continued(self._shown, self._with_notices(kept)), tuple(faults)

    def _show_what_holds(self) -> None:
        """Up to the last cited sentence before the first that does not hold; the last one heard may not be whole."""
        whole = split_reply(_HALF_A_TOKEN.sub("", self._heard))[:-1]
        holding: list[DraftSentence] = []
        for found in self._looked_at(whole):
            if isinstance(found, Fault):
                break
            holding.append(found)
        while holding and not holding[-1].evidence:
            holding.pop()
        ready = self._with_notices(holding[:MOST_SENTENCES])
        if len(ready) > len(self._shown) and ready[: len(self._shown)] == self._shown:
            self._shown = ready
            self._show(ready)

    def _looked_at(self, sentences: tuple[RawSentence, ...]) -> Iterator[DraftSentence | Fault]:
        ready = self._ready()
        for place, sentence in enumerate(sentences):
            own = ready.get(_plain(sentence.text))
            if own is not None:
                yield replace(own, starts_line=sentence.starts_line, is_item=sentence.is_item)
                continue
            ids = [self._tools.tokens.find(token) for token in sentence.tokens]
            items = self._items([name for name in ids if name is not None])
            fault = self._find_fault(sentence.text, items, misses_token=len(items) < len(ids))
            if fault is FaultKind.UNCITED:
                items = self._found_elsewhere(sentence, sentences[place + 1 : place + 2])
                fault = None if items else fault
            if fault is not None:
                yield Fault(sentence.text, fault)
            else:
                evidence = tuple(item.id for item in items)
                yield DraftSentence(sentence.text, evidence, sentence.starts_line, sentence.is_item)

    def _ready(self) -> dict[str, DraftSentence]:
        """What code has said in this turn: repeated word for word it holds, with the evidence code gave it."""
        drafts = (self._tools.begun, *self._tools.drafts)
        return {
            _plain(sentence.text): sentence for draft in drafts for sentence in draft.sentences if sentence.evidence
        }

    def _found_elsewhere(self, sentence: RawSentence, following: tuple[RawSentence, ...]) -> _Items:
        """For a fact without a token: what the next sentence of the line cites, or the one item that bears it whole."""
        for after in following:
            if not after.starts_line:
                items = self._items([name for token in after.tokens if (name := self._tools.tokens.find(token))])
                if items and self._find_fault(sentence.text, items) is None:
                    return items
        known = self._items(self._tools.tokens.ids)
        item = self._find_bearer(sentence.text, known)
        return (item,) if item is not None else ()

    def _items(self, names: list[str]) -> _Items:
        return tuple(self._tools.room.items[name] for name in names if name in self._tools.room.items)

    def _with_notices(self, sentences: list[DraftSentence]) -> tuple[DraftSentence, ...]:
        """What must be said with a document, before the first sentence that rests on it; nothing is said twice."""
        notices = notices_before([self._tools.begun, *self._tools.drafts])
        told: dict[str, DraftSentence] = {}
        for sentence in sentences:
            for name in sentence.evidence:
                for notice in notices.pop(name.split(_DOCUMENT_OF)[0], ()):
                    told.setdefault(notice.text, notice)
            told.setdefault(sentence.text, sentence)
        return tuple(told.values())


def _plain(text: str) -> str:
    return re.sub(r"[\s。．.]+$", "", text)


def notices_before(drafts: list[Draft]) -> dict[str, list[DraftSentence]]:
    """Document → the notices that open what is said of it."""
    return _notices(drafts, is_before=True)


def notices_after(drafts: list[Draft], sentences: tuple[DraftSentence, ...]) -> tuple[DraftSentence, ...]:
    """The notices that close what is said of the documents these sentences rest on."""
    cited = {name.split(_DOCUMENT_OF)[0] for sentence in sentences for name in sentence.evidence}
    closing = _notices(drafts, is_before=False)
    wanted = (notice for document, notices in closing.items() if document in cited for notice in notices)
    told = {sentence.text for sentence in sentences}
    return tuple(dict.fromkeys(notice for notice in wanted if notice.text not in told))


def continued(shown: tuple[DraftSentence, ...], said: tuple[DraftSentence, ...]) -> tuple[DraftSentence, ...]:
    """What was shown, and what is said beyond it."""
    if said[: len(shown)] == shown:
        return said
    before = {sentence.text for sentence in shown}
    return (*shown, *(sentence for sentence in said if sentence.text not in before))


def _notices(drafts: list[Draft], is_before: bool) -> dict[str, list[DraftSentence]]:
    found: dict[str, list[DraftSentence]] = {}
    for draft in drafts:
        has_body: set[str] = set()
        for sentence in draft.sentences:
            document = sentence.notice_of
            if document is None:
                has_body.update(name.split(_DOCUMENT_OF)[0] for name in sentence.evidence)
            elif (document not in has_body) == is_before and sentence not in found.setdefault(document, []):
                found[document].append(sentence)
    return found
