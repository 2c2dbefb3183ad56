"""How fast passages are indexed and found: `python -m evals.bench_retrieval [--passages 60000] [--queries 1000]`.

The passages are made up: sentences of the knowledge base, drawn at random with a fixed seed, 5 passages to a document,
with dates and districts. The questions are the typical ones of its documents. Targets: at least 3,000 passages a
second, p95 at most 20 ms for one question with its filters.
"""

import argparse
import random
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from assistant.adapters.content.lexicon import read_stop_words, read_synonyms
from assistant.adapters.content.library import read_library
from assistant.adapters.tantivy_index import TantivyPassageIndex, build_index
from assistant.domain.dates import PartialDate, Period
from assistant.language.segment import Segmenter, fold
from assistant.language.synonyms import Synonyms
from assistant.services.ports import IndexedPassage, PassageIndex, PassageQuery
from assistant.settings import Settings

SEED = 20261123
PASSAGES_TO_A_DOCUMENT = 5
REGIONS = tuple(f"district-{number}" for number in range(38))
TODAY = date(2026, 11, 23)


def make_passages(count: int, sentences: list[str], titles: list[str]) -> Iterator[IndexedPassage]:
    """Passages of 3 to 6 sentences; a fifth of them lapsed, half of them for one district only."""
    draw = random.Random(SEED)
    for number in range(count):
        document = number // PASSAGES_TO_A_DOCUMENT
        year = draw.randint(2015, 2026)
        yield IndexedPassage(
            passage_id=f"p{number}",
            document_id=f"d{document}",
            title=f"{titles[document % len(titles)]}{document}号",
            text="".join(draw.choices(sentences, k=draw.randint(3, 6))),
            position=number % PASSAGES_TO_A_DOCUMENT,
            region_id=draw.choice(REGIONS) if draw.random() < 0.5 else None,
            period=Period(PartialDate(year), PartialDate(year + 1) if draw.random() < 0.2 else None),
        )


def search_times(index: PassageIndex, questions: list[str], count: int, synonyms: Synonyms) -> list[float]:
    """Milliseconds of `count` searches with their filters, shortest first."""
    draw = random.Random(SEED)
    times = []
    for _ in range(count):
        text = draw.choice(questions)
        region_ids = (draw.choice(REGIONS), "chongqing")
        started = time.perf_counter()
        expansions = synonyms.expand(fold(text))
        index.search(PassageQuery(text, on_day=TODAY, region_ids=region_ids, expansions=expansions))
        times.append(1000 * (time.perf_counter() - started))
    return sorted(times)


def main() -> None:
    parser = argparse.ArgumentParser(description="Measures how fast passages are indexed and found.")
    parser.add_argument("--passages", type=int, default=60_000)
    parser.add_argument("--queries", type=int, default=1_000)
    arguments = parser.parse_args()
    root = Settings().knowledge_dir
    documents = [located.document for located in read_library(root).documents]
    sentences = [s.text for document in documents for passage in document.passages for s in passage.statements]
    questions = [question for document in documents for question in document.questions]
    passages = list(make_passages(arguments.passages, sentences, [document.title for document in documents]))
    segmenter, synonyms = Segmenter(stop_words=read_stop_words(root)), read_synonyms(root)
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        build_index(Path(folder), passages, segmenter)
        seconds = time.perf_counter() - started
        times = search_times(TantivyPassageIndex(Path(folder), segmenter), questions, arguments.queries, synonyms)
    p50, p95 = times[len(times) // 2], times[int(0.95 * len(times))]
    rate = len(passages) / seconds
    print("| passages | built in s | passages/s | questions | p50 ms | p95 ms | max ms |")
    print("|---:|---:|---:|---:|---:|---:|---:|")
    print(f"| {len(passages)} | {seconds:.1f} | {rate:.0f} | {len(times)} | {p50:.1f} | {p95:.1f} | {times[-1]:.1f} |")


if __name__ == "__main__":
    main()
