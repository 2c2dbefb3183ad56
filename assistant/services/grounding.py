"""Checking a draft sentence by sentence, whoever wrote it.

A sentence is kept if the evidence it names was put in this turn's room and every figure, date, phone number, URL and
document number in it stands there too, in whatever form it is written. A sentence without evidence may hold none of
these. What fails is dropped and kept for the record; the guard fails closed.
"""

import re
from dataclasses import dataclass, replace

from assistant.domain.conversation import AnswerStatus, Citation
from assistant.services.draft import Draft, DraftSentence, EvidenceItem
from assistant.services.free_figures import are_borne

#: A mark a draft brings along: only the marks given here lead anywhere.
_FOREIGN_MARK = re.compile(r"[\[［][0-9]{1,3}[\]］]")


@dataclass(frozen=True)
class CheckedSentence:
    """A sentence that may be sent, with the marks of its citations."""

    text: str
    citations: tuple[Citation, ...]
    starts_line: bool
    is_item: bool


@dataclass(frozen=True)
class CheckedReply:
    """What may be sent. `text` has a line per paragraph or item; `status` changes if too little is left."""

    sentences: tuple[CheckedSentence, ...]
    citations: tuple[Citation, ...]
    status: AnswerStatus
    dropped: tuple[str, ...]

    @property
    def text(self) -> str:
        lines: list[str] = []
        for sentence in self.sentences:
            shown = f"- {sentence.text}" if sentence.is_item else sentence.text
            if lines and not sentence.starts_line and not sentence.is_item:
                lines[-1] += shown
            else:
                lines.append(shown)
        return "\n".join(lines)


def check_draft(draft: Draft) -> CheckedReply:
    """The sentences that hold, their citations numbered in order of appearance."""
    kept: list[CheckedSentence] = []
    numbered: dict[str, Citation] = {}
    dropped: list[str] = []
    for sentence in draft.sentences:
        named = dict.fromkeys(sentence.evidence)
        items = [draft.evidence[name] for name in named if name in draft.evidence]
        if len(items) < len(named) or not _figures_stand_in(sentence, items):
            dropped.append(sentence.text)
            continue
        for item in items:
            numbered.setdefault(item.id, replace(item.citation, number=len(numbered) + 1))
        citations = tuple(numbered[item.id] for item in items)
        marks = "".join(f"[{citation.number}]" for citation in citations)
        text = _FOREIGN_MARK.sub("", sentence.text)
        kept.append(CheckedSentence(f"{text}{marks}", citations, sentence.starts_line, sentence.is_item))
    return CheckedReply(tuple(kept), tuple(numbered.values()), _status(draft, kept, dropped), tuple(dropped))


def _figures_stand_in(sentence: DraftSentence, items: list[EvidenceItem]) -> bool:
    return are_borne(sentence.text, "\n".join(_words_of(item) for item in items))


def _words_of(item: EvidenceItem) -> str:
    citation = item.citation
    parts = (item.text, citation.title, citation.document_number, citation.clause, citation.url)
    return "\n".join(part for part in parts if part)


def _status(draft: Draft, kept: list[CheckedSentence], dropped: list[str]) -> AnswerStatus:
    """An answer none of whose cited sentences is left is no answer."""
    claims = draft.status in (AnswerStatus.ANSWERED, AnswerStatus.UNANSWERABLE_LAPSED)
    if claims and dropped and not any(sentence.citations for sentence in kept):
        return AnswerStatus.UNANSWERABLE_NO_SOURCE
    return draft.status
