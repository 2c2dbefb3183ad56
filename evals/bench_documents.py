"""Added documents over many passages: building, one change seen elsewhere, and retrieval with its memory.

`python -m evals.bench_documents [--passages 50000] [--write]` prints a table; `--write` keeps it in
results/documents.md. A million passages take about 4 GB of disk in the temporary folder and some minutes.
"""

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from assistant.adapters.collection_indexes import open_collections
from assistant.adapters.content.library import read_library
from assistant.adapters.sql.documents import SqlDocumentStore
from assistant.adapters.sql.engine import open_engine
from assistant.adapters.sql.migrate import migrate
from assistant.domain.added_documents import AddedDocument, DocumentHead, DocumentKind, DocumentPassage
from assistant.domain.dates import PartialDate
from assistant.services.added_documents import AddedDocuments
from assistant.services.clock import SystemClock
from assistant.services.collections import CollectionService
from assistant.services.document_passages import passages_of
from assistant.services.document_ports import DocumentEdit, KeptDocument
from assistant.services.follow_documents import DocumentFollower
from assistant.settings import Settings

RESULTS = Path(__file__).parent / "results" / "documents.md"
_CLAUSES, _AT_ONCE, _QUERIES, _CHANGES = 50, 100, 300, 5
_LEAST_BUILT, _MOST_SEEN, _MOST_MS, _MOST_MB = 3_000, 2.0, 40.0, 2_048
_COLLECTION = "documents"
_WAIT_SECONDS = 120


def sentences() -> list[str]:
    """Sentences of the shipped knowledge, so that words are as frequent as in such texts."""
    read = read_library(Settings().knowledge_dir)
    passages = [located.passage for one in read.documents for located in one.passages]
    texts = [statement.text for passage in passages for statement in passage.statements]
    parts = [part for text in texts for line in text.split("\n") for part in line.split("。")]
    return sorted({part.strip("- ") for part in parts if 12 <= len(part) <= 120})


def documents(count: int, said: list[str]) -> Iterator[AddedDocument]:
    """So many passages, in documents of fifty clauses that each say two or three sentences."""
    chance = random.Random(20261129)
    for number in range(-(-count // _CLAUSES)):
        size = min(_CLAUSES, count - number * _CLAUSES)
        clauses = tuple(
            DocumentPassage("。".join(chance.sample(said, chance.randint(2, 3))) + "。", f"第{place + 1}条")
            for place in range(size)
        )
        dated = PartialDate(2020 + number % 6, 1 + number % 12, 1)
        head = DocumentHead(f"示例文件{number}号", DocumentKind.STATUTE, issuers=("示例局",), dated=dated)
        yield AddedDocument(f"doc-{number:07d}", head, clauses, "chongqing")


def measure(count: int, folder: Path) -> list[str]:
    """The lines of the table."""
    said = sentences()
    url = f"sqlite:///{folder / 'bench.db'}"
    engine = open_engine(url)
    migrate(engine)
    store, put_seconds = SqlDocumentStore(engine), 0.0
    batch: list[KeptDocument] = []
    for document in documents(count, said):
        batch.append(KeptDocument(document, "bench", passages_of(document)))
        if len(batch) == _AT_ONCE:
            put_seconds += _put(store, batch)
    put_seconds += _put(store, batch)
    writer = open_collections(engine, folder / "writer", Settings().knowledge_dir)
    begun, processor = time.perf_counter(), time.process_time()
    writer.refresh(_COLLECTION)
    build_seconds, build_processor = time.perf_counter() - begun, time.process_time() - processor
    seen = _seen_elsewhere(AddedDocuments(store, writer, SystemClock()), url, folder, said)
    told = _searched_apart(url, folder)
    engine.dispose()
    return [
        f"{count:,} passages in {-(-count // _CLAUSES):,} documents, SQLite.",
        "",
        "| what | measured | bound |",
        "| --- | ---: | ---: |",
        f"| put into SQL, passages/s | {count / put_seconds:,.0f} | |",
        f"| index built anew, passages/s | {count / build_seconds:,.0f} "
        f"({count / build_processor:,.0f} of processor time) | {_LEAST_BUILT:,} |",
        f"| one changed document found in another process, slowest of {_CHANGES}, s | {max(seen):.2f} | {_MOST_SEEN} |",
        f"| retrieval p50, ms | {told['p50']:.1f} | |",
        f"| retrieval p95, ms | {told['p95']:.1f} ({told['own_p95']:.1f} of processor time) | {_MOST_MS:.0f} |",
        f"| memory of the process that searches, MB | {told['megabytes']:,.0f} | {_MOST_MB:,} |",
    ]


def _put(store: SqlDocumentStore, batch: list[KeptDocument]) -> float:
    begun = time.perf_counter()
    store.apply(_COLLECTION, DocumentEdit(added=tuple(batch)), "bench", SystemClock().now())
    batch.clear()
    return time.perf_counter() - begun


def _seen_elsewhere(shelf: AddedDocuments, url: str, folder: Path, said: list[str]) -> list[float]:
    """Seconds from the beginning of a change to its being found by a process with an index of its own."""
    command = [sys.executable, "-m", "evals.bench_documents", "--follow", url, str(folder / "follower")]
    follower = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert follower.stdout is not None
    seconds = []
    try:
        follower.stdout.readline()
        for number in range(_CHANGES):
            changed = next(documents(_CLAUSES, said[number:]))
            begun = time.time()
            shelf.add([_with_mark(changed, number)], "bench")
            seconds.append(float(follower.stdout.readline()) - begun)
    finally:
        follower.kill()
        follower.wait()
    return seconds


def _with_mark(document: AddedDocument, number: int) -> AddedDocument:
    marked = DocumentPassage(f"{_mark(number)}。", "第一条之一")
    return AddedDocument(document.id, document.head, (*document.passages, marked), document.region_id)


def _mark(number: int) -> str:
    return f"辨认标记{'甲乙丙丁戊'[number]}号"


def follow(url: str, folder: Path) -> None:
    """Prints `ready`, then the time at which each change was found."""
    collections = open_collections(open_engine(url), folder, Settings().knowledge_dir)
    collections.refresh(_COLLECTION)
    collections.open(_COLLECTION)
    DocumentFollower(collections).start()
    print("ready", flush=True)
    for number in range(_CHANGES):
        until = time.monotonic() + _WAIT_SECONDS
        while time.monotonic() < until and not _finds(collections, _mark(number)):
            time.sleep(0.02)
        print(repr(time.time()), flush=True)


def _finds(collections: CollectionService, mark: str) -> bool:
    hits = collections.open(_COLLECTION).search(mark, 1)
    return bool(hits) and mark in hits[0].text and hits[0].coverage == 1


def _searched_apart(url: str, folder: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "evals.bench_documents", "--search", url, str(folder / "writer")]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    told: dict[str, float] = json.loads(done.stdout)
    return told


def search(url: str, folder: Path) -> None:
    """Prints times and memory of a process that only searches."""
    collection = open_collections(open_engine(url), folder, Settings().knowledge_dir).open(_COLLECTION)
    chance, said = random.Random(1), sentences()
    asked = [f"{chance.choice(said)[: chance.randint(6, 16)]}怎么办" for _ in range(_QUERIES)]
    whole, own = [], []
    for text in asked:
        begun, processor = time.perf_counter(), time.process_time()
        collection.search(text, 8)
        whole.append((time.perf_counter() - begun) * 1000)
        own.append((time.process_time() - processor) * 1000)
    told = {
        "p50": _share(whole, 0.5),
        "p95": _share(whole, 0.95),
        "own_p95": _share(own, 0.95),
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    print(json.dumps(told))


def _share(values: list[float], share: float) -> float:
    return sorted(values)[int(len(values) * share)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=int, default=50_000)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--follow", nargs=2, help=argparse.SUPPRESS)
    parser.add_argument("--search", nargs=2, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.follow:
        return follow(arguments.follow[0], Path(arguments.follow[1]))
    if arguments.search:
        return search(arguments.search[0], Path(arguments.search[1]))
    with tempfile.TemporaryDirectory() as folder:
        lines = measure(arguments.passages, Path(folder))
    print("\n".join(lines))
    if arguments.write:
        RESULTS.write_text("# Added documents\n\n" + "\n".join(lines) + "\n", encoding="utf-8")
    return None


if __name__ == "__main__":
    main()
