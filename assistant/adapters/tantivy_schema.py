"""How a passage lies in the index: fields of units for scoring, plain fields for filters.

Text is cut before it is indexed, because tantivy has no Chinese segmenter: every text field holds units parted by spaces.
"""

from datetime import date

import tantivy

from assistant.language.segment import Segmenter, fold
from assistant.services.ports import IndexedPassage

TEXT_PARTS = ("title", "alias", "heading", "body")
ANYWHERE = "*"
EARLIEST, LATEST = 0, 99991231


def build_schema() -> tantivy.Schema:
    """The fields: `<part>_words` and `<part>_bigrams` for each text part, filters, and `folded` (UTF-8) to read back."""
    builder = tantivy.SchemaBuilder()
    for name in ("passage_id", "document_id"):
        builder.add_text_field(name, stored=True, tokenizer_name="raw", index_option="basic")
    for name in ("collection", "region_id", "audience"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in ("from_day", "to_day"):
        builder.add_integer_field(name, fast=True, indexed=True)
    for part in TEXT_PARTS:
        for unit in ("words", "bigrams"):
            builder.add_text_field(f"{part}_{unit}", tokenizer_name="whitespace", index_option="freq")
    builder.add_bytes_field("folded", stored=True)
    return builder.build()


def to_document(passage: IndexedPassage, segmenter: Segmenter) -> tantivy.Document:
    """The passage with its text cut into units and its filters filled in."""
    parts = {
        "title": passage.title,
        "alias": "\n".join((*passage.aliases, *passage.questions)),
        "heading": passage.heading,
        "body": passage.text,
    }
    document = tantivy.Document()
    document.add_text("passage_id", passage.passage_id)
    document.add_text("document_id", passage.document_id)
    document.add_text("collection", passage.collection)
    document.add_text("region_id", passage.region_id or ANYWHERE)
    for audience in passage.audience or (ANYWHERE,):
        document.add_text("audience", audience)
    start, end = passage.period.start, passage.period.end
    document.add_integer("from_day", as_number(start.first_day) if start else EARLIEST)
    document.add_integer("to_day", as_number(end.last_day) if end else LATEST)
    for part, text in parts.items():
        document.add_text(f"{part}_words", " ".join(segmenter.words(text)))
        document.add_text(f"{part}_bigrams", " ".join(segmenter.bigrams(text)))
    document.add_bytes("folded", fold("\n".join(parts.values())).encode())
    return document


def as_number(day: date) -> int:
    """20261123 for 2026-11-23."""
    return day.year * 10_000 + day.month * 100 + day.day
