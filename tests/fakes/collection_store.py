"""Imported passages in memory."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from assistant.services.ports import ImportedPassage, PassageChanges


class FakeCollectionStore:
    """Implements `CollectionStore`."""

    def __init__(self) -> None:
        self._collections: dict[str, dict[str, ImportedPassage]] = {}
        self._changes: dict[str, int] = {}

    def replace_passages(self, collection: str, passages: Iterable[ImportedPassage]) -> None:
        newest = {passage.id: passage for passage in passages}
        if newest:
            self._collections.setdefault(collection, {}).update(newest)
            self._changes[collection] = self.change_number(collection) + 1

    def find_changes(self, collection: str, since: int, most: int) -> PassageChanges | None:
        """Never known one by one."""
        return None

    def change_number(self, collection: str) -> int:
        return self._changes.get(collection, 0)

    def drop_document(self, collection: str, document_id: str) -> None:
        kept = self._collections.get(collection, {})
        for name in [name for name, passage in kept.items() if passage.document_id == document_id]:
            del kept[name]
        self._changes[collection] = self.change_number(collection) + 1

    def iterate_passages(self, collection: str) -> Iterator[ImportedPassage]:
        yield from tuple(self._collections.get(collection, {}).values())

    def find_passages(self, collection: str, ids: Collection[str]) -> Mapping[str, ImportedPassage]:
        kept = self._collections.get(collection, {})
        return {passage_id: kept[passage_id] for passage_id in ids if passage_id in kept}

    def has_collection(self, collection: str) -> bool:
        return bool(self._collections.get(collection))

    def list_answerable(self) -> tuple[str, ...]:
        kept = self._collections.items()
        return tuple(sorted(name for name, all_of in kept if any(one.is_answerable for one in all_of.values())))
