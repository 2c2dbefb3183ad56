"""Whether a clause of an added document answers what our own answer leaves open: by the words of the question.

Our guidance is written by scheme. A notice on the running of one (leave, rotation, lockers) shares the words of the
scheme with it; what is asked stands in the notice's own words, which our guidance on the scheme does not hold.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.domain.added_documents import DocumentKind, DocumentStanding
from assistant.domain.knowledge import KnowledgeBase
from assistant.language.lexicon import Lexicon
from assistant.language.questions import asks
from assistant.language.segment import fold
from assistant.services.document_answers import LEAST, DocumentHit
from assistant.services.draft import Draft
from assistant.services.ports import WantedWord

#: What our guidance says it does not know is not held by it.
_NOT_KNOWN = re.compile(r"[^。；，、：\n]*(?:[、，][^。；，：\n]*)?(?:没有|没|未)查到[^。；\n]*")
#: A list of courses answers to these, whether or not it says them.
_OF_COURSES = "课程 上课 培训 培训班 学习班 报名"
#: Single characters are scraps of words more often than words.
_SHORTEST = 2


@dataclass(frozen=True)
class News:
    """`is_whole`: the clause holds all that our own answer does of the question, and more that it does not."""

    is_whole: bool


def news_in(hit: DocumentHit, text: str, draft: Draft, knowledge: KnowledgeBase, lexicon: Lexicon) -> News | None:
    """None: our own answer holds all that the clause does of the question, or holds more of it; for a clause that
    answers less well, all of the guidance that our answer is taken from is looked through.

    A statute is none: our guidance rests on the statutes, and tells them in plain words.
    """
    if hit.standing is not DocumentStanding.IN_FORCE or hit.document.place is not None:
        return None
    if hit.document.head.kind is DocumentKind.STATUTE or not asks(text):
        return None
    ours = fold(_NOT_KNOWN.sub(" ", "\n".join(_ours(draft, knowledge))))
    told = ours if hit.score < LEAST else fold(_NOT_KNOWN.sub(" ", "\n".join(_told(draft, knowledge))))
    long = (one for one in hit.wanted if len(one.readings[0]) >= _SHORTEST)
    words = [one for one in long if not _is_asking(one, fold(text), lexicon)]
    clause = fold(hit.passage.text)
    head = fold(f"{hit.passage.title}{hit.passage.heading}")
    gained = [one for one in words if _stands_in(one, clause) and not _stands_in(one, told)]
    lost = [one for one in words if _stands_in(one, ours) and not _half_stands_in(one, clause + head)]
    if not gained or _letters(gained) <= _letters(lost):
        return None
    shared = [one for one in words if _stands_in(one, ours) and one not in lost]
    return News(is_whole=not lost and _letters(gained) > _letters(shared))


def _told(draft: Draft, knowledge: KnowledgeBase) -> Iterator[str]:
    """The answer itself, with the sections it is taken from and what these are called."""
    if draft.cards:
        yield _OF_COURSES
    for sentence in draft.sentences:
        yield sentence.text
    for name in dict.fromkeys(name for sentence in draft.sentences for name in sentence.evidence):
        passage = knowledge.passages.get(name)
        if passage is not None:
            document = knowledge.get_document(passage.document_id)
            yield " ".join((document.title, *document.aliases, passage.heading))
            yield from (statement.text for statement in passage.statements)


def _ours(draft: Draft, knowledge: KnowledgeBase) -> Iterator[str]:
    """The answer itself, and all of the guidance it is taken from."""
    yield from _told(draft, knowledge)
    cited = dict.fromkeys(name for sentence in draft.sentences for name in sentence.evidence)
    passages = [passage for name in cited if (passage := knowledge.passages.get(name)) is not None]
    for document_id in dict.fromkeys(passage.document_id for passage in passages):
        for passage in knowledge.get_document(document_id).passages:
            yield passage.heading
            yield from (statement.text for statement in passage.statements)


def _is_asking(word: WantedWord, folded: str, lexicon: Lexicon) -> bool:
    """Whether the word tells only what kind of answer is wanted (最长 in 最长多久)."""
    said = word.readings[0]
    cues = [cue for rule in lexicon.aspects for cue in rule.cues if said in cue.pattern]
    return any(said in match.group() for cue in cues if (match := cue.search(folded)) is not None)


def _stands_in(word: WantedWord, text: str) -> bool:
    return any(reading in text for reading in word.readings)


def _half_stands_in(word: WantedWord, text: str) -> bool:
    said = word.readings[0]
    return _stands_in(word, text) or 2 * sum(letter in text for letter in said) > len(said)


def _letters(words: list[WantedWord]) -> int:
    """How much is said; rarity would count only what the added documents, which may be few, do not hold."""
    return len(set().union(*(word.readings[0] for word in words)))
