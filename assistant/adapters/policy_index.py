"""The knowledge base as an index of passages."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from assistant.adapters.chroma_passages import Place, text_of
from assistant.adapters.content.library import Library
from assistant.adapters.dense_retrieval import DenseRetrieval
from assistant.adapters.tantivy_index import TantivyPassageIndex, build_index
from assistant.domain.dates import Period
from assistant.domain.knowledge import KnowledgeBase, Passage, PolicyDocument
from assistant.language.segment import Segmenter
from assistant.services.clock import Clock
from assistant.services.ports import IndexedPassage, PassageIndex
from assistant.services.rendering import render_all


class PolicyIndexes:
    """The index of each state of the knowledge: in its folder, and with a dense leg where one is configured."""

    def __init__(self, clock: Clock, dense: DenseRetrieval | None = None) -> None:
        self._clock = clock
        self._dense = dense
        self._tried: set[str] = set()

    def build(self, library: Library, folder: Path, segmenter: Segmenter) -> int:
        """Builds the lexical index of all documents and gives back the number of passages.

        The index's stamp is the knowledge's digest.
        """
        passages = policy_passages(library.knowledge, self._rendered(library))
        return build_index(folder, passages, segmenter, stamp=library.knowledge.digest)

    def build_dense(self, library: Library) -> None:
        """Makes the vectors that are missing, if any are wanted; once for each state, whatever comes of it."""
        digest = library.knowledge.digest
        if self._dense is None or digest in self._tried:
            return
        self._tried.add(digest)
        self._dense.build(_place(library), tuple(policy_passages(library.knowledge, self._rendered(library))))

    def open(self, library: Library, folder: Path, segmenter: Segmenter) -> PassageIndex:
        """Raises UnavailableError if there is no lexical index, or none that can be used."""
        lexical = TantivyPassageIndex(folder, segmenter)
        if self._dense is None:
            return lexical
        passages = policy_passages(library.knowledge, self._rendered(library))
        texts = {passage.passage_id: text_of(passage) for passage in passages}

        def find_texts(ids: Sequence[str]) -> Mapping[str, str]:
            return {passage_id: texts[passage_id] for passage_id in ids if passage_id in texts}

        return self._dense.fuse(lexical, _place(library), find_texts)

    def _rendered(self, library: Library) -> Mapping[str, str]:
        return render_all(library.knowledge, self._clock.today(), library.parameters)


def policy_passages(knowledge: KnowledgeBase, rendered: Mapping[str, str]) -> Iterator[IndexedPassage]:
    """Every passage with its document's title, names and typical questions, in force while both are in force.

    `rendered`: passage id → its text with every figure filled in; a passage without one is given as it is written.
    """
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


def _place(library: Library) -> Place:
    return Place("policies", library.knowledge.digest)


def _in_force(document: PolicyDocument, passage: Passage) -> Period:
    """A section's own dates go before its document's: the past figures of a rule end before the rule does."""
    return Period(passage.period.start or document.period.start, passage.period.end or document.period.end)
