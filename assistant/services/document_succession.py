"""What added documents do to one another: which takes the place of which, and which articles are gone."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from assistant.domain.added_documents import AddedDocument, DocumentKind, DocumentPassage, plain_title, takes_place_of
from assistant.domain.dates import PartialDate

#: Title as compared → clause → the day it stopped to hold.
Repeals = Mapping[str, Mapping[str, PartialDate | None]]


def settle(documents: Mapping[str, AddedDocument]) -> dict[str, AddedDocument]:
    """The documents with what takes the place of what; of several that do, the first to begin."""
    by_title: dict[str, list[AddedDocument]] = {}
    for document in documents.values():
        by_title.setdefault(plain_title(document.head.title), []).append(document)
    newer: dict[str, list[AddedDocument]] = {}
    for document in documents.values():
        titles = {plain_title(document.head.title), *(plain_title(title) for title in document.head.replaces)}
        for older in (one for title in titles for one in by_title.get(title, ())):
            if takes_place_of(document, older):
                newer.setdefault(older.id, []).append(document)
    far = date.max
    return {
        name: document.superseded(
            min(newer.get(name, ()), key=lambda one: one.begins.first_day if one.begins else far, default=None)
        )
        for name, document in documents.items()
    }


def succession(document: AddedDocument) -> tuple[str | None, PartialDate | None]:
    return document.superseded_by, document.superseded_from


def succeeded_as(document: AddedDocument, settled: AddedDocument) -> AddedDocument:
    by, since = succession(settled)
    return replace(document, superseded_by=by, superseded_from=since)


def repeals_of(documents: Iterable[AddedDocument]) -> Repeals:
    """By what all documents repeal of one another."""
    found: dict[str, dict[str, PartialDate | None]] = {}
    for document in documents:
        for title, clause in document.head.repealed_articles:
            found.setdefault(plain_title(title), {})[clause] = document.begins
    return found


def with_repeals(document: AddedDocument, repeals: Repeals) -> AddedDocument:
    """The document with the day from which each clause is gone, where one is."""
    gone = repeals.get(plain_title(document.head.title), {})
    passages = tuple(
        replace(one, repealed_from=next((gone[name] for name in _names(document, one) if name in gone), None))
        for one in document.passages
    )
    return replace(document, passages=passages)


def _names(document: AddedDocument, passage: DocumentPassage) -> tuple[str, ...]:
    """What a clause may be called: the second part of a notice, 二、（一）, is 第二条 in another's words."""
    clause = passage.clause or ""
    first, mark, _ = clause.partition("、")
    is_part = document.head.kind is DocumentKind.NOTICE and mark and first
    return (clause, f"第{first}条") if is_part else (clause,)
