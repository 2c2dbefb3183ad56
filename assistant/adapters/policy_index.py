"""The knowledge base as an index of passages."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from assistant.adapters.tantivy_index import build_index
from assistant.domain.dates import Period
from assistant.domain.knowledge import KnowledgeBase, Passage, PolicyDocument
from assistant.language.segment import Segmenter
from assistant.services.ports import IndexedPassage


def build_policy_index(
    knowledge: KnowledgeBase, directory: Path, segmenter: Segmenter, rendered: Mapping[str, str]
) -> int:
    """Builds the index of all documents and gives back the number of passages.

    `rendered`: passage id → its text with every figure filled in; a passage without one is indexed as it is written.
    The index's stamp is the knowledge's digest.
    """
    return build_index(directory, policy_passages(knowledge, rendered), segmenter, stamp=knowledge.digest)


def policy_passages(knowledge: KnowledgeBase, rendered: Mapping[str, str]) -> Iterator[IndexedPassage]:
    """Every passage with its document's title, names and typical questions, in force while both are in force."""
    for document in knowledge.documents.values():
        for position, passage in enumerate(document.passages):
            written = "\n".join(statement.text for statement in passage.statements)
            yield IndexedPassage(
                passage_id=passage.id,
                document_id=document.id,
                title=document.title,
                text=rendered.get(passage.id, written),
                position=position,
                heading=passage.heading,
                aliases=document.aliases,
                questions=document.questions,
                region_id=passage.region_id or document.region_id,
                period=_in_force(document, passage),
                audience=document.audience,
            )


def _in_force(document: PolicyDocument, passage: Passage) -> Period:
    """A section's own dates go before its document's: the past figures of a rule end before the rule does."""
    return Period(passage.period.start or document.period.start, passage.period.end or document.period.end)
