"""What added documents do to one another: which takes the place of which, and which clauses are gone."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from assistant.domain.added_documents import (
    AddedDocument,
    DocumentKind,
    DocumentPassage,
    RepealedPart,
    plain_title,
    takes_place_of,
)
from assistant.domain.dates import PartialDate
from assistant.language.official_parts import part_of
from assistant.language.official_repeals import split_clause

_ITEM = re.compile(r"[（(]([一二三四五六七八九十百零〇]+)[）)]")
#: Title as compared → clause → the day it stopped to hold, and by which title.
Repeals = Mapping[str, Mapping[str, tuple[PartialDate | None, str]]]


def settle(documents: Mapping[str, AddedDocument]) -> dict[str, AddedDocument]:
    """The documents with what takes the place of what; of several that do, the first to begin."""
    titles = {name: plain_title(document.head.title) for name, document in documents.items()}
    by_title: dict[str, list[AddedDocument]] = {}
    for name, document in documents.items():
        by_title.setdefault(titles[name], []).append(document)
    newer: dict[str, list[AddedDocument]] = {}
    for name, document in documents.items():
        if len(by_title[titles[name]]) == 1 and not document.head.replaces:
            continue  # most of many documents, which are gone through at every change
        for title in {titles[name], *(plain_title(other) for other in document.head.replaces)}:
            for older in by_title.get(title, ()):
                if takes_place_of(document, older):
                    newer.setdefault(older.id, []).append(document)
    return {name: _settled(document, newer.get(name, ())) for name, document in documents.items()}


def _settled(document: AddedDocument, newer: Sequence[AddedDocument]) -> AddedDocument:
    if not newer and succession(document) == (None, None):
        return document
    far = date.max
    first = min(newer, key=lambda one: one.begins.first_day if one.begins else far, default=None)
    return document.superseded(first)


def succession(document: AddedDocument) -> tuple[str | None, PartialDate | None]:
    return document.superseded_by, document.superseded_from


def succeeded_as(document: AddedDocument, settled: AddedDocument) -> AddedDocument:
    by, since = succession(settled)
    return replace(document, superseded_by=by, superseded_from=since)


def repeals_of(documents: Iterable[AddedDocument]) -> Repeals:
    """By what all documents repeal of one another."""
    found: dict[str, dict[str, tuple[PartialDate | None, str]]] = {}
    for document in documents:
        for title, clause in document.head.repealed_articles:
            found.setdefault(plain_title(title), {})[clause] = document.begins, document.head.title
    return found


def with_repeals(document: AddedDocument, repeals: Repeals) -> AddedDocument:
    """The document with the day from which each clause, or part of one, is gone, where one is."""
    gone = repeals.get(plain_title(document.head.title), {})
    return replace(
        document, passages=tuple(_with_repeals(one, _names(document, one), gone) for one in document.passages)
    )


def _with_repeals(
    passage: DocumentPassage, names: tuple[str, ...], gone: Mapping[str, tuple[PartialDate | None, str]]
) -> DocumentPassage:
    since, by = next((gone[name] for name in names if name in gone), (None, None))
    parts = [
        RepealedPart(part, day, title)
        for clause, (day, title) in gone.items()
        for article, part in [split_clause(clause)]
        if part and article in names and day is not None and part_of(passage.text, part)
    ]
    return replace(passage, repealed_from=since, repealed_by=by, repealed_parts=tuple(parts) if since is None else ())


def _names(document: AddedDocument, passage: DocumentPassage) -> tuple[str, ...]:
    """What a clause may be called: the second part of a notice, 二、（一）, is 第二条第（一）项 in another's words, and
    belongs to 第二条."""
    clause = passage.clause or ""
    first, mark, rest = clause.partition("、")
    if document.head.kind is not DocumentKind.NOTICE or not mark or not first:
        return (clause,)
    item = _ITEM.match(rest)
    return (clause, f"第{first}条", *((f"第{first}条第（{item[1]}）项",) if item is not None else ()))
