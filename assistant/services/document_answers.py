"""The clause of an added document that answers a question, and the sentences in it that do."""

import logging
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol, runtime_checkable

from assistant.domain.added_documents import NOTICE_HOLDS_YEARS, AddedDocument, DocumentStanding, plain_title
from assistant.domain.errors import AssistantError
from assistant.domain.regions import RegionTable
from assistant.language.segment import fold
from assistant.services.collections import CollectionService, FoundPassage
from assistant.services.document_passages import passages_of
from assistant.services.document_places import holds_in
from assistant.services.document_ports import DocumentStore

_log = logging.getLogger(__name__)
_LOOKED_AT, _SENTENCES = 8, 2
#: Shares of what is asked that clause and sentence must answer to, chosen on questions about notices whose answer is
#: known and on questions about other things; what is only history must answer better.
LEAST_OF_CLAUSE, LEAST_OF_HISTORY, LEAST_OF_SENTENCE, LEAST_NAMED = 0.8, 0.9, 0.5, 0.35
_SHORTEST_TITLE = 3
_LONGEST_QUOTE = 500
_CLAUSE = re.compile(r"第[一二三四五六七八九十百零〇]+条(?:之[一二三四五六七八九十]+)?")
_ASKS_ABOUT_IT = re.compile(r"有效|废止|失效|作废|还在|执行|过期|施行|生效|什么时候|哪年|讲|说|内容|是什么")
_SENTENCE = re.compile(r"[^。！？；\n]+[。！？；]?")
#: Words that ask, and say nothing about what is asked.
_ASKING = re.compile(
    r"几点钟?|什么时候|为什么|怎么样|是什么|有哪些|哪些|哪里|哪个|哪儿|多少|多久|多长|怎么|怎样|如何|什么|谁|几|吗|呢|嘛|吧|啊|请问|想问|一下"
    r"|能不能|可不可以|是不是|有没有|可以|需要|应该|规定|的|了|和|与|在|对|是|有|要|我|你|他"
)


@dataclass(frozen=True)
class DocumentHit:
    """A clause that answers. `sentences` are its words as printed; `is_named`: the question names the document,
    `is_clause`: the clause as well. `successor`: what took the document's place, where something did.
    """

    document: AddedDocument
    passage: FoundPassage
    sentences: tuple[str, ...]
    standing: DocumentStanding
    is_named: bool = False
    is_clause: bool = False
    successor: AddedDocument | None = None


@runtime_checkable
class DocumentAnswers(Protocol):
    """Finds what added documents say."""

    def find(self, text: str, region_id: str | None, day: date) -> DocumentHit | None:
        """The clause that answers best, one in force before any other; None where none does. Never raises."""
        ...


class NoDocuments:
    """Where nothing was added."""

    def find(self, text: str, region_id: str | None, day: date) -> DocumentHit | None:
        return None


NO_DOCUMENTS = NoDocuments()


class AddedDocumentAnswers:
    """Over every collection answers may rest on. While the database does not answer, nothing is found."""

    def __init__(
        self,
        store: DocumentStore,
        collections: CollectionService,
        regions: Callable[[], RegionTable],
        notice_years: int = NOTICE_HOLDS_YEARS,
    ) -> None:
        self._notice_years = notice_years
        self._store, self._collections, self._regions = store, collections, regions
        self._titles: dict[str, tuple[int, dict[str, tuple[AddedDocument, ...]]]] = {}

    def find(self, text: str, region_id: str | None, day: date) -> DocumentHit | None:
        try:
            names = self._collections.list_answerable()
            named = [hit for name in names if (hit := self._named(name, text, day)) is not None]
            if named:
                return max(named, key=_rank)
            hits = [hit for name in names for hit in self._hits(name, text, day)]
        except AssistantError as error:
            _log.warning("added documents cannot be searched: %s", type(error).__name__)
            return None
        regions = self._regions()
        return max((hit for hit in hits if holds_in(hit.document, region_id, regions)), key=_rank, default=None)

    def _named(self, collection: str, text: str, day: date) -> DocumentHit | None:
        """What a document that is named by its title says: the clause named, or the one that answers the rest."""
        plain = fold(plain_title(text))
        titles = self._by_title(collection)
        title = max((title for title in titles if title in plain), key=len, default=None)
        if title is None:
            return None
        documents = sorted(titles[title], key=lambda one: self._newest_in_force(one, day), reverse=True)
        rest = plain.replace(title, " ")
        clause = _CLAUSE.search(rest)
        for document in documents:
            whole = next(iter(self._store.find_current(collection, (document.id,))), None)
            if whole is None:
                continue
            found = self._clause(collection, whole.document, rest, clause[0] if clause else None)
            if found is not None:
                passage, sentences = found
                return self._hit(whole.document, passage, sentences, day, titles, True, clause is not None)
        return None

    def _clause(
        self, collection: str, document: AddedDocument, rest: str, clause: str | None
    ) -> tuple[FoundPassage, tuple[str, ...]] | None:
        if clause is not None:
            kept = next((one for one in passages_of(document) if one.clause == clause), None)
            if kept is None:
                return None
            passage = FoundPassage(kept.id, kept.title, kept.clause, 1.0, kept.text, True, document.id, kept.heading)
            return passage, _whole(kept.text)
        hits = self._collections.open(collection).search(asked_about(rest), _LOOKED_AT, document_ids=(document.id,))
        for passage in hits:
            sentences = best_sentences(rest, passage.text, LEAST_NAMED)
            if sentences:
                return passage, sentences
        first = next(iter(passages_of(document)), None)
        if first is None or not _ASKS_ABOUT_IT.search(rest):
            return None
        passage = FoundPassage(first.id, first.title, first.clause, 1.0, first.text, True, document.id, first.heading)
        return passage, _whole(first.text)[:1]

    def _by_title(self, collection: str) -> dict[str, tuple[AddedDocument, ...]]:
        """Folded title → the documents that bear it; read again when the collection has changed."""
        number = self._collections.change_number(collection)
        known = self._titles.get(collection)
        if known is not None and known[0] == number:
            return known[1]
        titles: dict[str, tuple[AddedDocument, ...]] = {}
        for version in self._store.list_heads(collection):
            title = fold(plain_title(version.document.head.title))
            if len(title) >= _SHORTEST_TITLE:
                titles[title] = (*titles.get(title, ()), version.document)
        self._titles[collection] = (number, titles)
        return titles

    def _hits(self, collection: str, text: str, day: date) -> Sequence[DocumentHit]:
        found = self._collections.open(collection).search(asked_about(text), _LOOKED_AT)
        passages = [hit for hit in found if hit.document_id is not None and hit.coverage >= LEAST_OF_CLAUSE]
        ids = tuple(dict.fromkeys(hit.document_id for hit in passages if hit.document_id is not None))
        documents = {one.document.id: one.document for one in self._store.find_current(collection, ids)}
        hits = []
        for passage in passages:
            sentences = best_sentences(text, passage.text, LEAST_OF_SENTENCE)
            document = documents.get(passage.document_id or "")
            if sentences and document is not None:
                hit = self._hit(document, passage, sentences, day, self._by_title(collection))
                if hit.standing is DocumentStanding.IN_FORCE or passage.coverage >= LEAST_OF_HISTORY:
                    hits.append(hit)
        return hits

    def _hit(
        self,
        document: AddedDocument,
        passage: FoundPassage,
        sentences: tuple[str, ...],
        day: date,
        titles: Mapping[str, tuple[AddedDocument, ...]],
        is_named: bool = False,
        is_clause: bool = False,
    ) -> DocumentHit:
        clause = next((one for one in document.passages if one.clause == passage.clause), None)
        years = self._notice_years
        whole = document.standing_on(day, years)
        standing = document.passage_standing_on(clause, day, years) if clause is not None else whole
        everything = (one for several in titles.values() for one in several)
        successor = next((one for one in everything if one.id == document.superseded_by), None)
        return DocumentHit(document, passage, sentences, standing, is_named, is_clause, successor)

    def _newest_in_force(self, document: AddedDocument, day: date) -> tuple[bool, str]:
        standing = document.standing_on(day, self._notice_years)
        return standing is DocumentStanding.IN_FORCE, str(document.begins or "")


def _rank(hit: DocumentHit) -> tuple[bool, float, str]:
    return hit.standing is DocumentStanding.IN_FORCE, round(hit.passage.coverage, 2), str(hit.document.begins or "")


def _whole(text: str) -> tuple[str, ...]:
    """A clause as it is printed, in pieces that each can be cited; a very long one to its first sentences."""
    kept: list[str] = []
    for line in text.split("\n"):
        for piece in _with_lists(_SENTENCE.findall(line)):
            if sum(map(len, kept)) > _LONGEST_QUOTE:
                return tuple(kept)
            if piece.strip():
                kept.append(piece.strip())
    return tuple(kept)


def asked_about(question: str) -> str:
    """The question without the words that only ask, which no document holds."""
    return _ASKING.sub(" ", question).strip() or question


def best_sentences(question: str, text: str, least: float) -> tuple[str, ...]:
    """The sentences, as printed and in order, that answer to at least such a share of what is asked; at most two.

    A sentence that announces a list (ends in a colon) brings its list.
    """
    asked = _pairs(asked_about(question))
    if not asked:
        return ()
    sentences = [piece for line in text.split("\n") for piece in _with_lists(_SENTENCE.findall(line)) if piece.strip()]
    scores = [len(asked & _pairs(sentence)) / len(asked) for sentence in sentences]
    best = sorted(range(len(sentences)), key=lambda place: (-scores[place], place))[:_SENTENCES]
    top = scores[best[0]] if best else 0.0
    if top < least:
        return ()
    kept = sorted(place for place in best if scores[place] >= max(least, top * 0.8))
    return tuple(sentences[place].strip() for place in kept)


def _with_lists(pieces: list[str]) -> list[str]:
    joined: list[str] = []
    for piece in pieces:
        if joined and joined[-1].rstrip().endswith("；"):
            joined[-1] += piece
        else:
            joined.append(piece)
    return joined


def _pairs(text: str) -> frozenset[str]:
    folded = "".join(letter if letter.isalnum() else " " for letter in fold(text))
    return frozenset(word[i : i + 2] for word in folded.split() for i in range(len(word) - 1))
