"""A passage index in memory: shared bigrams count, the filters are those of the port."""

from collections.abc import Iterable
from threading import Event

from assistant.domain.errors import UnavailableError
from assistant.language.segment import fold
from assistant.services.ports import IndexChanges, IndexedPassage, PassageHit, PassageIndex, PassageQuery

_EXPANSION = 0.3
_UNDATED = 0.97


class FakePassageIndex:
    """Implements `PassageIndex`."""

    def __init__(self, passages: Iterable[IndexedPassage]) -> None:
        self._passages = tuple(passages)

    def search(self, query: PassageQuery) -> tuple[PassageHit, ...]:
        said = _pairs(query.text)
        hits = [self._hit(passage, said, query) for passage in self._passages if _passes(passage, query)]
        found = sorted((hit for hit in hits if hit.score > 0), key=lambda hit: -hit.score)
        return tuple(found[: max(query.limit, 0)])

    def _hit(self, passage: IndexedPassage, said: frozenset[str], query: PassageQuery) -> PassageHit:
        held = _pairs("\n".join((passage.title, passage.heading, passage.text, *passage.aliases, *passage.questions)))
        meant = {pair for expansion in query.expansions for pair in _pairs(expansion.meant)}
        covered = {
            pair for expansion in query.expansions if _pairs(expansion.meant) <= held for pair in _pairs(expansion.said)
        }
        score = len(said & held) + _EXPANSION * len(meant & held)
        is_undated = query.on_day is not None and not passage.period.is_stated
        answered = len(said & (held | covered))
        return PassageHit(
            passage_id=passage.passage_id,
            document_id=passage.document_id,
            score=score * _UNDATED if is_undated else score,
            coverage=answered / len(said) if said else 0.0,
            evidence=float(answered),
        )


class ListedPassages:
    """Implements `PassageIndex` with a list that is found whatever is asked, or an error. `limits`: what was asked for.

    `waits_for` holds its answers back.
    """

    def __init__(self, found: tuple[PassageHit, ...] | Exception, waits_for: Event | None = None) -> None:
        self.limits: list[int] = []
        self._found = found
        self._waits_for = waits_for

    def search(self, query: PassageQuery) -> tuple[PassageHit, ...]:
        self.limits.append(query.limit)
        if self._waits_for is not None:
            self._waits_for.wait(20)
        if isinstance(self._found, Exception):
            raise self._found
        return self._found[: query.limit]


class FakeCollectionIndexes:
    """Implements `CollectionIndexes`. `damage` makes one unusable."""

    def __init__(self) -> None:
        self._indexes: dict[str, FakePassageIndex] = {}
        self._changes: dict[str, int] = {}

    def change_number(self, collection: str) -> int | None:
        return self._changes.get(collection) if collection in self._indexes else None

    def build(self, collection: str, passages: Iterable[IndexedPassage], change_number: int) -> int:
        kept = tuple(passages)
        self._changes[collection] = change_number
        self._indexes[collection] = FakePassageIndex(kept)
        return len(kept)

    def update(self, collection: str, changes: IndexChanges, since: int) -> bool:
        return False

    def open(self, collection: str) -> PassageIndex:
        if collection not in self._indexes:
            raise UnavailableError(f"There is no index of '{collection}'; build it first.")
        return self._indexes[collection]

    def damage(self, collection: str) -> None:
        del self._indexes[collection]


def _passes(passage: IndexedPassage, query: PassageQuery) -> bool:
    return (
        passage.collection == query.collection
        and (query.region_ids is None or passage.region_id is None or passage.region_id in query.region_ids)
        and (query.document_ids is None or passage.document_id in query.document_ids)
        and (query.audience is None or not passage.audience or query.audience in passage.audience)
        and (query.on_day is None or passage.period.contains(query.on_day))
    )


def _pairs(text: str) -> frozenset[str]:
    folded = "".join(letter if letter.isalnum() else " " for letter in fold(text))
    return frozenset(word[i : i + 2] for word in folded.split() for i in range(max(len(word) - 1, 1)))
