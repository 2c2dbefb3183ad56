"""The clause of an added document that answers a question, and the sentences in it that do."""

import logging
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol, runtime_checkable

from assistant.domain.added_documents import (
    NOTICE_HOLDS_YEARS,
    AddedDocument,
    DocumentPassage,
    DocumentStanding,
    RepealedPart,
    plain_title,
)
from assistant.domain.errors import AssistantError
from assistant.domain.regions import RegionTable
from assistant.language.asked_subjects import NO_WORDS, DocumentWords
from assistant.language.clause_units import units_of
from assistant.language.official_parts import part_of, without_parts
from assistant.language.official_repeals import article_name
from assistant.language.segment import fold
from assistant.services.answering_units import AnsweringUnit, answering_units
from assistant.services.collections import CollectionService, FoundPassage
from assistant.services.document_passages import passages_of
from assistant.services.document_places import holds_in
from assistant.services.document_ports import DocumentStore
from assistant.services.ports import ImportedPassage, WantedWord

_log = logging.getLogger(__name__)
_LOOKED_AT, _MOST_UNITS = 40, 3
#: What a sentence must answer to (see answering_units), chosen on evals/datasets/document_questions_*.jsonl; by words
#: alone, and of what is only history, it must answer better. Of a document that is named, the share alone.
LEAST, LEAST_ON_SUBJECT, LEAST_OF_HISTORY, LEAST_NAMED = 0.98, 0.82, 1.02, 0.5
#: And where it is to be told before an answer of our own, which stays (see document_news).
LEAST_BESIDE = 0.75
#: Sentences of the same clause that answer nearly as well are told, too; a clause no longer than this, in characters,
#: is told as a whole.
_NEARLY, _SHORT_CLAUSE = 0.75, 260
_SHORTEST_TITLE = 3
_LONGEST_QUOTE = 500
_NO_BRACKETS = {ord(mark): None for mark in "〔〕[]［］【】"}
_CLAUSE = re.compile(
    r"(第(?:[一二三四五六七八九十百零〇]+|[0-9]{1,3})条(?:之[一二三四五六七八九十]+)?)"
    r"((?:第[一二三四五六七八九十]+款)?(?:第[（(]?[一二三四五六七八九十]+[）)]?项)?)"
)
_ASKS_ABOUT_IT = re.compile(r"有效|废止|失效|作废|还在|执行|过期|施行|生效|什么时候|哪年|讲|说|内容|是什么")
#: Words that ask, and say nothing about what is asked.
_ASKING = re.compile(r"请问|想问|一下|吗|呢|嘛|吧|啊|怎么规定的?|咋个?规定的?|规定是什么|有什么规定")


@dataclass(frozen=True)
class DocumentHit:
    """A clause that answers. `sentences` are its words as printed; `is_named`: the question names the document,
    `is_clause`: the clause as well. `successor`: what took the document's place, where something did.

    `printed`: the clause as the document has it. `repealed`: its parts that are gone, of which `sentences` hold nothing
    unless `standing` says so. `score` compares hits of one question; below LEAST, it answers only beside something
    else. `wanted`: what the question asks for.
    """

    document: AddedDocument
    passage: FoundPassage
    sentences: tuple[str, ...]
    standing: DocumentStanding
    is_named: bool = False
    is_clause: bool = False
    successor: AddedDocument | None = None
    printed: DocumentPassage | None = None
    repealed: tuple[RepealedPart, ...] = ()
    score: float = 1.0
    wanted: tuple[WantedWord, ...] = ()


@runtime_checkable
class DocumentAnswers(Protocol):
    """Finds what added documents say."""

    def find(self, text: str, region_id: str | None, day: date) -> DocumentHit | None:
        """The clause that answers best, one in force before any other; None where none does. Never raises."""
        ...

    def find_beside(self, text: str, region_id: str | None, day: date) -> DocumentHit | None:
        """The same where no document is named, and one that answers less well will do. Never raises."""
        ...


class NoDocuments:
    """Where nothing was added."""

    def find(self, text: str, region_id: str | None, day: date) -> DocumentHit | None:
        return None

    def find_beside(self, text: str, region_id: str | None, day: date) -> DocumentHit | None:
        return None


NO_DOCUMENTS = NoDocuments()


@dataclass(frozen=True)
class _Told:
    """What is told of a clause; `is_of_gone_part`: only of a part that was repealed."""

    passage: FoundPassage
    sentences: tuple[str, ...]
    repealed: tuple[RepealedPart, ...] = ()
    is_of_gone_part: bool = False
    score: float = 1.0


@dataclass(frozen=True)
class _Shelf:
    """The documents of a collection as they were at one change of it: by folded title and number, and by id."""

    number: int
    by_title: Mapping[str, tuple[AddedDocument, ...]]
    by_id: Mapping[str, AddedDocument]


class AddedDocumentAnswers:
    """Over every collection answers may rest on. While the database does not answer, nothing is found."""

    def __init__(
        self,
        store: DocumentStore,
        collections: CollectionService,
        regions: Callable[[], RegionTable],
        notice_years: int = NOTICE_HOLDS_YEARS,
        words: DocumentWords = NO_WORDS,
    ) -> None:
        self._notice_years, self._words = notice_years, words
        self._store, self._collections, self._regions = store, collections, regions
        self._shelves: dict[str, _Shelf] = {}

    def find(self, text: str, region_id: str | None, day: date) -> DocumentHit | None:
        try:
            names = self._collections.list_answerable()
            named = [hit for name in names if (hit := self._named(name, text, day)) is not None]
        except AssistantError as error:
            _log.warning("added documents cannot be searched: %s", type(error).__name__)
            return None
        return max(named, key=_rank) if named else self._best(text, region_id, day, LEAST)

    def find_beside(self, text: str, region_id: str | None, day: date) -> DocumentHit | None:
        return self._best(text, region_id, day, LEAST_BESIDE)

    def _best(self, text: str, region_id: str | None, day: date, least: float) -> DocumentHit | None:
        try:
            names = self._collections.list_answerable()
            hits = [hit for name in names for hit in self._hits(name, text, day, least)]
        except AssistantError as error:
            _log.warning("added documents cannot be searched: %s", type(error).__name__)
            return None
        regions = self._regions()
        return max((hit for hit in hits if holds_in(hit.document, region_id, regions)), key=_rank, default=None)

    def _named(self, collection: str, text: str, day: date) -> DocumentHit | None:
        """What a document named by its title or number says: the clause named, or the one that answers the rest."""
        plain = _as_named(text)
        shelf = self._shelf(collection)
        title = _named_title(shelf.by_title, plain)
        if title is None:
            return None
        documents = sorted(shelf.by_title[title], key=lambda one: self._newest_in_force(one, day), reverse=True)
        rest = plain.replace(title, " ")
        clause = _CLAUSE.search(fold(text).replace(title, " "))
        for document in documents:
            whole = next(iter(self._store.find_current(collection, (document.id,))), None)
            if whole is None:
                continue
            if clause is not None:
                told = _named_clause(whole.document, clause[1], clause[2], day)
            else:
                told = self._clause(collection, whole.document, rest, day)
            if told is not None:
                return self._hit(whole.document, told, day, shelf, True, clause is not None)
        return None

    def _clause(self, collection: str, document: AddedDocument, rest: str, day: date) -> _Told | None:
        """The clause of this document that answers best; its first one where the question is about the document."""
        hits = self._search(collection, rest, (document.id,))
        best = max(answering_units(rest, hits, self._words), key=lambda unit: unit.score, default=None)
        if best is not None and best.share >= LEAST_NAMED:
            return self._told(rest, best, document, day)
        first = next(iter(passages_of(document)), None)
        if first is None or not _ASKS_ABOUT_IT.search(rest):
            return None
        return _Told(_found(first), _whole(first.text)[:1])

    def _shelf(self, collection: str) -> _Shelf:
        """Read again when the collection has changed."""
        number = self._collections.change_number(collection)
        known = self._shelves.get(collection)
        if known is not None and known.number == number:
            return known
        titles: dict[str, tuple[AddedDocument, ...]] = {}
        heads = self._store.list_current(collection)
        for document in heads:
            for name in {_as_named(document.head.title), _as_named(document.head.number or "")}:
                if len(name) >= _SHORTEST_TITLE:
                    titles[name] = (*titles.get(name, ()), document)
        shelf = self._shelves[collection] = _Shelf(number, titles, {one.id: one for one in heads})
        return shelf

    def _hits(self, collection: str, text: str, day: date, least: float) -> Sequence[DocumentHit]:
        found = self._search(collection, text)
        units = answering_units(text, [hit for hit in found if hit.document_id is not None], self._words)
        best: dict[str, AnsweringUnit] = {}
        for unit in sorted(units, key=lambda unit: -unit.score):
            if unit.score >= (min(least, LEAST_ON_SUBJECT) if unit.is_on_subject else least):
                best.setdefault(unit.passage.passage_id, unit)
        ids = tuple(dict.fromkeys(unit.passage.document_id or "" for unit in best.values()))
        documents = {one.document.id: one.document for one in self._store.find_current(collection, ids)}
        shelf = self._shelf(collection)
        wanted = tuple(word for word in found[0].wanted if word.readings[0] not in self._words.empty) if found else ()
        hits = []
        for unit in best.values():
            document = documents.get(unit.passage.document_id or "")
            if document is not None:
                hit = self._hit(document, self._told(text, unit, document, day), day, shelf)
                hit = replace(hit, wanted=wanted)
                if hit.standing is DocumentStanding.IN_FORCE or unit.score >= LEAST_OF_HISTORY:
                    hits.append(hit)
        return hits

    def _search(
        self, collection: str, text: str, document_ids: tuple[str, ...] | None = None
    ) -> tuple[FoundPassage, ...]:
        asked = self._words.asked_in(fold(text))
        terms = tuple(dict.fromkeys(wording for one in asked for term in one.terms for wording in term))
        opened = self._collections.open(collection)
        return opened.search(asked_about(text), _LOOKED_AT, document_ids=document_ids, terms=terms)

    def _told(self, question: str, best: AnsweringUnit, document: AddedDocument, day: date) -> _Told:
        """The sentences of the clause that answer best; a repealed part only where nothing else answers as well."""
        passage = best.passage
        gone = _gone(document, passage.clause, day)
        standing = without_parts(passage.text, [part.name for part in gone]) if gone else passage.text
        is_gone = best.unit.text not in standing
        text = "\n".join(part_of(passage.text, part.name) for part in gone) if is_gone else standing
        if len(text) <= _SHORT_CLAUSE:
            return _Told(passage, _whole(text), gone, is_gone, best.score)
        units = [
            unit
            for unit in answering_units(question, [replace(passage, text=text)], self._words)
            if unit.unit.text in text
        ]
        close = sorted(units, key=lambda unit: -unit.share)[:_MOST_UNITS]
        kept = [unit for unit in units if unit in close and unit.share >= _NEARLY * close[0].share]
        sentences = dict.fromkeys(sentence for unit in kept for sentence in unit.unit.sentences)
        return _Told(passage, tuple(sentences), gone, is_gone, best.score)

    def _hit(
        self,
        document: AddedDocument,
        told: _Told,
        day: date,
        shelf: _Shelf,
        is_named: bool = False,
        is_clause: bool = False,
    ) -> DocumentHit:
        clause = _clause_of(document, told.passage.clause)
        years = self._notice_years
        whole = document.standing_on(day, years)
        standing = document.passage_standing_on(clause, day, years) if clause is not None else whole
        if told.is_of_gone_part and standing is DocumentStanding.IN_FORCE:
            standing = DocumentStanding.REPEALED
        successor = shelf.by_id.get(document.superseded_by or "")
        found = DocumentHit(document, told.passage, told.sentences, standing, is_named, is_clause, successor)
        return replace(found, printed=clause, repealed=told.repealed, score=told.score)

    def _newest_in_force(self, document: AddedDocument, day: date) -> tuple[bool, str]:
        standing = document.standing_on(day, self._notice_years)
        return standing is DocumentStanding.IN_FORCE, str(document.begins or "")


def _as_named(text: str) -> str:
    """A title, a number or a question, to find the one in the other; a year stands in any brackets."""
    return fold(plain_title(text).translate(_NO_BRACKETS))


def _named_title(titles: Collection[str], plain: str) -> str | None:
    """The longest title in the text; of two that end alike, the one of the place named (重庆的失业保险条例)."""
    title = max((title for title in titles if title in plain), key=len, default=None)
    if title is None:
        return None
    local = (longer for longer in titles if longer.endswith(title) and longer != title)
    return next((one for one in local if one.removesuffix(title).rstrip("市省区县") in plain), title)


def _rank(hit: DocumentHit) -> tuple[bool, float, str]:
    return hit.standing is DocumentStanding.IN_FORCE, round(hit.score, 2), str(hit.document.begins or "")


def _named_clause(document: AddedDocument, clause: str, part: str, day: date) -> _Told | None:
    """第二条, or 第（三）项 of it, as printed; without what was repealed unless just that is asked for."""
    name = article_name(int(clause[1:-1])) if clause[1:-1].isascii() else clause
    kept = next((one for one in passages_of(document) if one.clause == name), None)
    if kept is None:
        return None
    gone = _gone(document, name, day)
    wanted = part_of(kept.text, part) if part else ""
    standing = without_parts(kept.text, [one.name for one in gone]) if gone else kept.text
    if wanted:
        return _Told(_found(kept), _whole(wanted), gone, wanted not in standing)
    return _Told(_found(kept), _whole(standing or kept.text), gone, not standing)


def _gone(document: AddedDocument, clause: str | None, day: date) -> tuple[RepealedPart, ...]:
    found = _clause_of(document, clause)
    return found.parts_gone_on(day) if found is not None else ()


def _clause_of(document: AddedDocument, clause: str | None) -> DocumentPassage | None:
    return next((one for one in document.passages if one.clause == clause), None)


def _found(passage: ImportedPassage) -> FoundPassage:
    return FoundPassage(
        passage.id, passage.title, passage.clause, 1.0, passage.text, True, passage.document_id, passage.heading
    )  # fmt: skip


def _whole(text: str) -> tuple[str, ...]:
    """A clause as it is printed, in pieces that each can be cited; a very long one to its first sentences."""
    kept: list[str] = []
    for unit in units_of(text):
        if sum(map(len, kept)) > _LONGEST_QUOTE:
            break
        kept.append(unit.text)
    return tuple(kept)


def asked_about(question: str) -> str:
    """The question without the words that only ask, which no document holds."""
    return _ASKING.sub(" ", question).strip() or question
