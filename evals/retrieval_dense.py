"""What the dense leg finds for a retrieval set: alone, fused with the lexical one, and read again by a reranker."""

import statistics
import time
from dataclasses import dataclass
from pathlib import Path

from assistant.adapters.collection_indexes import open_collections, place_of
from assistant.adapters.content.lexicon import read_synonyms
from assistant.adapters.sql.collections import SqlCollectionStore
from assistant.adapters.sql.engine import open_engine
from assistant.bootstrap.openings import open_dense
from assistant.services.collections import Collection
from assistant.settings import Settings
from evals.retrieval_sets import RetrievalSet

LEXICAL, DENSE, FUSED, RERANKED = "ours", "dense alone", "ours and dense, fused", "ours and dense, fused, reranked"
#: The question is what a leg finds; how long it may take is another.
_PATIENT_SECONDS = 60.0


@dataclass(frozen=True)
class Ranking:
    """The answers of one variant for every question, and what a question took, in milliseconds (median)."""

    answers: list[list[str]]
    median_ms: float


def rank(data: RetrievalSet, folder: Path, settings: Settings, depth: int) -> dict[str, Ranking]:
    """Variant → ranking; nothing where no embedding model is configured. The set must have been imported into
    `folder`."""
    patient = settings.model_copy(update={"data_dir": folder, "embedding_timeout_seconds": _PATIENT_SECONDS})
    dense = open_dense(patient.model_copy(update={"reranker_model_dir": ""}))
    if dense is None:
        return {}
    engine = open_engine(f"sqlite:///{folder / 'passages.db'}")
    collection = open_collections(engine, folder, settings.knowledge_dir, dense=dense).open(data.name)
    store, synonyms = SqlCollectionStore(engine), read_synonyms(settings.knowledge_dir)
    by_words = open_collections(engine, folder, settings.knowledge_dir).open(data.name)
    alone = Collection(data.name, store, dense.dense(place_of(data.name)), synonyms)
    variants = {LEXICAL: by_words, DENSE: alone, FUSED: collection}
    rankings = {name: _ranking(data, variant, depth) for name, variant in variants.items()}
    reranking = open_dense(patient) if settings.reranker_model_dir else None
    if reranking is not None:
        again = open_collections(engine, folder, settings.knowledge_dir, dense=reranking).open(data.name)
        rankings[RERANKED] = _ranking(data, again, depth)
        reranking.close()
    dense.close()
    engine.dispose()
    return rankings


def _ranking(data: RetrievalSet, collection: Collection, depth: int) -> Ranking:
    answers, seconds = [], []
    for question in data.questions:
        started = time.perf_counter()
        found = collection.search(question.text, depth)
        seconds.append(time.perf_counter() - started)
        answers.append([data.answer_id(hit.passage_id) for hit in found])
    return Ranking(answers, 1000 * statistics.median(seconds))
