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
    IndexChanges,
    IndexedPassage,
    PassageHit,
    PassageIndex,
    PassageQuery,
    WantedWord,
)

_log = logging.getLogger(__name__)
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
LONGEST_TEXT = 2_000_000
LONGEST_ID = 300
#: More passages than this are indexed faster by building the index anew.
MOST_IN_PARTS = 20_000


@dataclass(frozen=True)
class FoundPassage:
    """A hit with what a reader wants to see. `clause` is the article the title ends in, if it does.

    `is_answerable`: answers may rest on it. `document_id`: of the added document it is a clause of, under `heading`.
    `coverage`, `evidence`, `wanted`: see `PassageHit`.
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
    wanted: tuple[WantedWord, ...] = ()


class CollectionService:
    """Collections by name: letters, figures, `-` and `_`, at most 64."""

    def __init__(self, store: CollectionStore, indexes: CollectionIndexes, synonyms: Synonyms) -> None:
        self._store = store
        self._indexes = indexes
        self._synonyms = synonyms
        self._opened: dict[str, tuple[int, PassageIndex]] = {}
        self._is_followed = False

    def import_passages(self, collection: str, passages: Iterable[ImportedPassage]) -> int:
        """Stores the passages, builds the collection's index anew and gives back how many it now holds.

        Raises InvalidInputError for a name that cannot be used, UnavailableError.
        """
        _check_name(collection)
        self._store.replace_passages(collection, passages)
        return self._build(collection)

    def open(self, collection: str) -> "Collection":
        """A collection to search, as it is in the database now: an index of a former state is brought up first, one
        that cannot be used is built again, with a warning in the log. While somebody follows, the last state that is
        ready, so that no question waits.

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
        """Brings the collection's index up to the database; how many passages were indexed for it, or 0."""
        built = self._indexes.change_number(collection)
        if built == self._store.change_number(collection):
            return 0
        return self._bring_up(collection, built)

    def is_followed(self) -> None:
        """From now on somebody else calls `refresh` whenever something may have changed."""
        self._is_followed = True

    def _index(self, collection: str) -> PassageIndex:
        number = self._store.change_number(collection)
        opened = self._opened.get(collection)
        if opened is not None and opened[0] == number:
            return opened[1]
        built = self._indexes.change_number(collection)
        if opened is not None and self._is_followed and built in (None, opened[0]):
            return opened[1]
        if built not in (None, number) and (opened is None or not self._is_followed):
            self._bring_up(collection, built)
        return self._opened_anew(collection)

    def _opened_anew(self, collection: str) -> PassageIndex:
        built = self._indexes.change_number(collection)
        try:
            index = self._indexes.open(collection)
        except UnavailableError as error:
            _log.warning("%s Building it again from the database.", error)
            self._build(collection)
            built, index = self._indexes.change_number(collection), self._indexes.open(collection)
        self._opened[collection] = (built or 0, index)
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

    def _bring_up(self, collection: str, built: int | None) -> int:
        """Only what has changed is indexed anew, where that is known and not too much."""
        changes = self._store.find_changes(collection, built, MOST_IN_PARTS) if built is not None else None
        if changes is None or built is None:
            return self._build(collection)
        passages = tuple(_to_index(collection, iter(changes.documents)))
        asked = IndexChanges(changes.number, passages, changes.changed, changes.dropped)
        if not self._indexes.update(collection, asked, built):
            return self._build(collection)
        return len(changes.changed)

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
        terms: tuple[str, ...] = (),
    ) -> tuple[FoundPassage, ...]:
        """Best first, fewer than `limit` if fewer match. Passages that state no date or no region (all that were
        imported) pass that filter. `terms`: searched beside the text. Raises UnavailableError."""
        query = PassageQuery(
            text=text,
            collection=self._name,
            limit=limit,
            on_day=on_day,
            region_ids=region_ids,
            document_ids=document_ids,
            expansions=self._synonyms.expand(fold(text)),
            terms=terms,
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
        wanted=hit.wanted,
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
    """Passages whose titles differ only in the article belong to one document, in the order of their articles.

    Those of an added document stand in its own order, wherever it stands in the collection.
    """
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
