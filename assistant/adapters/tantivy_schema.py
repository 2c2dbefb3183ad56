"""How a passage lies in the index: fields of units for scoring, plain fields for filters.

Text is cut before it is indexed, because tantivy has no Chinese segmenter: a text field holds units parted by spaces.
A passage is scored by itself (`own`), by the other names and typical questions of its document (`names`), and by what
stands around it in its document (`around`).
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

import tantivy

from assistant.language.segment import Segmenter, Units, fold
from assistant.services.ports import CONTEXT_REACH, IndexedPassage

#: (part, unit) of every scored field; the field is called `<part>_<unit>`.
TEXT_FIELDS = (
    ("own", "words"), ("own", "bigrams"), ("own", "characters"),
    ("names", "words"), ("names", "bigrams"),
    ("around", "bigrams"),
)  # fmt: skip
ANYWHERE = "*"
EARLIEST, LATEST = 0, 99991231


def build_schema() -> tantivy.Schema:
    """Scored fields, filters, and what is read back: ids, `is_dated`, the folded text."""
    builder = tantivy.SchemaBuilder()
    for name in ("passage_id", "document_id"):
        builder.add_text_field(name, stored=True, tokenizer_name="raw", index_option="basic")
    for name in ("collection", "region_id", "audience"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in ("from_day", "to_day"):
        builder.add_integer_field(name, fast=True, indexed=True)
    for part, unit in TEXT_FIELDS:
        builder.add_text_field(f"{part}_{unit}", tokenizer_name="whitespace", index_option="freq")
    builder.add_boolean_field("is_dated", stored=True)
    builder.add_bytes_field("folded", stored=True)
    return builder.build()


def to_documents(
    passages: Iterable[IndexedPassage], segmenter: Segmenter, only: Collection[str] | None = None
) -> Iterator[tantivy.Document]:
    """Every passage with its units, its context and its filters; passages of one document come out together.

    `only`: ids of those that come out, where the others are just what stands around them.
    """
    documents: dict[tuple[str, str], list[IndexedPassage]] = {}
    for passage in passages:
        documents.setdefault((passage.collection, passage.document_id), []).append(passage)
    for together in documents.values():
        together.sort(key=lambda passage: passage.position)
        titles: dict[str, Units] = {}
        yield from _with_context([_cut(passage, titles, segmenter) for passage in together], segmenter, only)


def as_number(day: date) -> int:
    """20261123 for 2026-11-23."""
    return day.year * 10_000 + day.month * 100 + day.day


@dataclass(frozen=True)
class _Cut:
    """A passage with its units, the title's among them; `bigrams` are those of heading and text alone."""

    passage: IndexedPassage
    own: dict[str, str]
    title_bigrams: str
    bigrams: str


def _cut(passage: IndexedPassage, titles: dict[str, Units], segmenter: Segmenter) -> _Cut:
    if passage.title not in titles:
        titles[passage.title] = segmenter.units(passage.title)
    title, text = titles[passage.title], segmenter.units(f"{passage.heading}\n{passage.text}")
    own = {
        "own_words": " ".join(title.words + text.words),
        "own_bigrams": " ".join(title.bigrams + text.bigrams),
        "own_characters": " ".join(title.characters + text.characters),
    }
    return _Cut(passage, own, " ".join(title.bigrams), " ".join(text.bigrams))


def _with_context(
    document: list[_Cut], segmenter: Segmenter, only: Collection[str] | None
) -> Iterator[tantivy.Document]:
    first = last = 0
    for cut in document:
        if only is not None and cut.passage.passage_id not in only:
            continue
        position = cut.passage.position
        while document[first].passage.position < position - CONTEXT_REACH:
            first += 1
        while last < len(document) and document[last].passage.position <= position + CONTEXT_REACH:
            last += 1
        around = " ".join((cut.title_bigrams, *(near.bigrams for near in document[first:last])))
        yield _to_document(cut, around, segmenter)


def _to_document(cut: _Cut, around: str, segmenter: Segmenter) -> tantivy.Document:
    passage = cut.passage
    names = "\n".join((*passage.aliases, *passage.questions))
    document = tantivy.Document()
    for field, units in cut.own.items():
        document.add_text(field, units)
    document.add_text("around_bigrams", around)
    if names:
        document.add_text("names_words", " ".join(segmenter.words(names)))
        document.add_text("names_bigrams", " ".join(segmenter.bigrams(names)))
    document.add_bytes("folded", fold(f"{passage.title}\n{passage.heading}\n{passage.text}\n{names}").encode())
    _add_filters(document, passage)
    return document


def _add_filters(document: tantivy.Document, passage: IndexedPassage) -> None:
    document.add_text("passage_id", passage.passage_id)
    document.add_text("document_id", passage.document_id)
    document.add_text("collection", passage.collection)
    document.add_text("region_id", passage.region_id or ANYWHERE)
    for audience in passage.audience or (ANYWHERE,):
        document.add_text("audience", audience)
    start, end = passage.period.start, passage.period.end
    document.add_integer("from_day", as_number(start.first_day) if start else EARLIEST)
    document.add_integer("to_day", as_number(end.last_day) if end else LATEST)
    document.add_boolean("is_dated", passage.period.is_stated)
