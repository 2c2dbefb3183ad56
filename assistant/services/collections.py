"""Importing passages from outside into collections, and searching them."""

import logging
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from assistant.domain.errors import InvalidInputError, NotFoundError, UnavailableError
from assistant.language.segment import fold
from assistant.language.split import clause_number, split_title
from assistant.language.synonyms import Synonyms
from assistant.services.ports import (
    CollectionIndexes,
    CollectionStore,
    ImportedPassage,
    IndexedPassage,
    PassageHit,
    PassageIndex,
    PassageQuery,
)

_log = logging.getLogger(__name__)
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
LONGEST_TEXT = 2_000_000
LONGEST_ID = 300


@dataclass(frozen=True)
class FoundPassage:
    """A hit with what a reader wants to see. `clause` is the article the title ends in, if it does.

    `is_answerable`: answers may rest on it. `document_id`: of the added document it is a clause of, under `heading`.
    `coverage`, `evidence`: see `PassageHit`.
    """

    passage_id: str
    title: str
    clause: str | None
    score: float
    text: str
    is_answerable: bool = False
    document_id: str | None = None
    heading: str = ""
    coverage: float = 0.0
    evidence: float = 0.0


class CollectionService:
    """Collections by name: letters, figures, `-` and `_`, at most 64."""

    def __init__(self, store: CollectionStore, indexes: CollectionIndexes, synonyms: Synonyms) -> None:
        self._store = store
        self._indexes = indexes
        self._synonyms = synonyms
        self._opened: dict[str, tuple[int, PassageIndex]] = {}

    def import_passages(self, collection: str, passages: Iterable[ImportedPassage]) -> int:
        """Stores the passages, builds the collection's index anew and gives back how many it now holds.

        Raises InvalidInputError for a name that cannot be used, UnavailableError.
        """
        _check_name(collection)
        self._store.replace_passages(collection, passages)
        return self._build(collection)

    def open(self, collection: str) -> "Collection":
        """A collection to search, as it is in the database now: an index of a former state is built again, one that
        cannot be used as well, with a warning in the log.

        Raises NotFoundError, InvalidInputError, UnavailableError.
        """
        _check_name(collection)
        if not self._store.has_collection(collection):
            raise NotFoundError(
                f"There is no collection '{collection}'. "
                f"Make it with: python -m assistant kb import FILE.jsonl --collection {collection}"
            )
        return Collection(collection, self._store, self._index(collection), self._synonyms)

    def list_answerable(self) -> tuple[str, ...]:
        """The collections answers may rest on. Raises UnavailableError."""
        return self._store.list_answerable()

    def change_number(self, collection: str) -> int:
        """Grows with every change of the collection. Raises UnavailableError."""
        return self._store.change_number(collection)

    def refresh(self, collection: str) -> int:
        """Builds the collection's index if the database has changed since; how many passages it was built of, or 0."""
        if self._indexes.change_number(collection) == self._store.change_number(collection):
            return 0
        return self._build(collection)

    def _index(self, collection: str) -> PassageIndex:
        number = self._store.change_number(collection)
        opened = self._opened.get(collection)
        if opened is not None and opened[0] == number:
            return opened[1]
        if self._indexes.change_number(collection) not in (None, number):
            self._build(collection)
        try:
            index = self._indexes.open(collection)
        except UnavailableError as error:
            _log.warning("%s Building it again from the database.", error)
            self._build(collection)
            index = self._indexes.open(collection)
        self._opened[collection] = (number, index)
        return index

    def find_answers(self, text: str, limit: int = 2) -> tuple[tuple[str, FoundPassage], ...]:
        """Passages of added documents that answers may rest on, each with its collection; none if nothing answers."""
        found: list[tuple[str, FoundPassage]] = []
        try:
            for name in self._store.list_answerable():
                hits = self.open(name).search(text, limit)
                found += [(name, hit) for hit in hits if hit.is_answerable]
        except UnavailableError as error:
            _log.warning("added documents cannot be searched: %s", error)
        return tuple(found[: 2 * limit])

    def _build(self, collection: str) -> int:
        number = self._store.change_number(collection)  # read first: what changes meanwhile is built again
        passages = _to_index(collection, self._store.iterate_passages(collection))
        return self._indexes.build(collection, passages, number)


class Collection:
    """One collection, open for searching."""

    def __init__(self, name: str, store: CollectionStore, index: PassageIndex, synonyms: Synonyms) -> None:
        self._name = name
        self._store = store
        self._index = index
        self._synonyms = synonyms

    def search(
        self,
        text: str,
        limit: int = 10,
        on_day: date | None = None,
        region_ids: tuple[str, ...] | None = None,
        document_ids: tuple[str, ...] | None = None,
    ) -> tuple[FoundPassage, ...]:
        """Best first, fewer than `limit` if fewer match. Passages that state no date or no region (all that were
        imported) pass that filter. Raises UnavailableError."""
        query = PassageQuery(
            text=text,
            collection=self._name,
            limit=limit,
            on_day=on_day,
            region_ids=region_ids,
            document_ids=document_ids,
            expansions=self._synonyms.expand(fold(text)),
        )
        hits = self._index.search(query)
        passages = self._store.find_passages(self._name, [hit.passage_id for hit in hits])
        return tuple(_found(hit, passage) for hit in hits if (passage := passages.get(hit.passage_id)) is not None)


def _found(hit: PassageHit, passage: ImportedPassage) -> FoundPassage:
    return FoundPassage(
        passage_id=hit.passage_id,
        title=passage.title,
        clause=passage.clause or split_title(passage.title)[1],
        score=hit.score,
        text=passage.text,
        is_answerable=passage.is_answerable,
        document_id=passage.document_id,
        heading=passage.heading,
        coverage=hit.coverage,
        evidence=hit.evidence,
    )


def check_passage(passage: ImportedPassage) -> ImportedPassage:
    """The passage as it is kept. Raises InvalidInputError in words for whoever made the file."""
    kept = replace(passage, id=passage.id.strip(), title=passage.title.strip(), text=passage.text.strip())
    if not kept.id:
        raise InvalidInputError("'id' is missing or empty.")
    if len(kept.id) > LONGEST_ID:
        raise InvalidInputError(f"'id' is longer than {LONGEST_ID} characters.")
    if not kept.text:
        raise InvalidInputError("'text' is missing or empty.")
    if len(kept.text) > LONGEST_TEXT:
        raise InvalidInputError(f"'text' is longer than {LONGEST_TEXT} characters; split it into passages.")
    return kept


def _check_name(collection: str) -> None:
    if not _NAME.fullmatch(collection):
        raise InvalidInputError(
            f"'{collection}' cannot name a collection. Use at most 64 letters, figures, '-' and '_', "
            "and begin with a letter or figure."
        )


def _to_index(collection: str, passages: Iterator[ImportedPassage]) -> Iterator[IndexedPassage]:
    """Passages whose titles differ only in the article belong to one document, in the order of their articles."""
    for order, passage in enumerate(passages):
        if passage.document_id is not None:
            yield IndexedPassage(
                passage_id=passage.id,
                document_id=passage.document_id,
                title=passage.title,
                text=passage.text,
                position=order,
                collection=collection,
                heading=passage.heading,
                region_id=passage.region_id,
                period=passage.period,
            )
            continue
        document, clause = split_title(passage.title)
        number = clause_number(clause) if clause is not None else None
        yield IndexedPassage(
            passage_id=passage.id,
            document_id=document or passage.id,
            title=passage.title,
            text=passage.text,
            position=order if number is None else number,
            collection=collection,
        )
