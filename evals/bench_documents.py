"""Added documents over many passages: building, one change seen elsewhere, and retrieval with its memory.

`python -m evals.bench_documents [--passages 50000 1000000] [--folder DIR] [--write]` prints a table for each size;
`--write` keeps them in results/documents.md. A million passages take about 4 GB of disk in the temporary folder and
some minutes; with `--folder` they are kept, and the next run on the same folder only follows and searches.
"""

import argparse
import contextlib
import json
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

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
from assistant.services.follow_documents import LOOK_AGAIN_SECONDS, DocumentFollower
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
    """The lines of the table; of a folder that was filled before, only what is measured on it."""
    said, url = sentences(), f"sqlite:///{folder / 'bench.db'}"
    engine, filled = open_engine(url), folder / "built.json"
    migrate(engine)
    if not filled.exists():
        filled.write_text(json.dumps(_built(count, folder, engine, said)))
    built = json.loads(filled.read_text())
    writer = _collections(engine, folder / "writer")
    writer.open(_COLLECTION)  # as a service has it that runs already
    seen = _seen_elsewhere(AddedDocuments(SqlDocumentStore(engine), writer, SystemClock()), url, folder, said)
    told = _searched_apart(url, folder)
    engine.dispose()
    return [
        f"{count:,} passages in {-(-count // _CLAUSES):,} documents, SQLite; {_machine()}.",
        "",
        "| what | measured | bound |",
        "| --- | ---: | ---: |",
        *built,
        f"| a changed document found in another process, slowest of {_CHANGES}, s | {_slowest(seen)} | {_MOST_SEEN} |",
        f"| retrieval p50, ms | {told['p50']:.1f} ({told['own_p50']:.1f} of processor time) | |",
        f"| retrieval p95, ms | {told['p95']:.1f} ({told['own_p95']:.1f} of processor time) | {_MOST_MS:.0f} |",
        f"| memory of the process that searches, MB | {told['megabytes']:,.0f} | {_MOST_MB:,} |",
    ]


@dataclass(frozen=True)
class _Seen:
    """How long a change took to be found elsewhere; the processor time of whoever put it and of whoever followed."""

    seconds: float
    processor_seconds: float


def _slowest(seen: list[_Seen]) -> str:
    whole, own = max(one.seconds for one in seen), max(one.processor_seconds for one in seen)
    return f"{whole:.2f} ({own:.2f} of processor time, up to {LOOK_AGAIN_SECONDS} of waiting)"


def _built(count: int, folder: Path, engine: Engine, said: list[str]) -> list[str]:
    store, put = SqlDocumentStore(engine), _Clock()
    batch: list[KeptDocument] = []
    for document in documents(count, said):
        batch.append(KeptDocument(document, "bench", passages_of(document)))
        if len(batch) == _AT_ONCE:
            _put(store, batch, put)
    _put(store, batch, put)
    with (building := _Clock()).running():
        _collections(engine, folder / "writer").refresh(_COLLECTION)
    return [
        f"| put into SQL, passages/s | {put.per_second(count)} | |",
        f"| index built anew, passages/s | {building.per_second(count)} | {_LEAST_BUILT:,} |",
    ]


class _Clock:
    """Seconds that passed, and those the processor was busy for this process."""

    def __init__(self) -> None:
        self._seconds = self._processor = 0.0

    @contextlib.contextmanager
    def running(self) -> Iterator[None]:
        begun, processor = time.perf_counter(), time.process_time()
        yield
        self._seconds += time.perf_counter() - begun
        self._processor += time.process_time() - processor

    def per_second(self, count: int) -> str:
        return f"{count / self._seconds:,.0f} ({count / self._processor:,.0f} of processor time)"


def _collections(engine: Engine, folder: Path) -> CollectionService:
    return open_collections(engine, folder, Settings().knowledge_dir)


def _machine() -> str:
    return f"{os.cpu_count()} processors, with a load of {os.getloadavg()[1]:.1f} over the last five minutes"


def _put(store: SqlDocumentStore, batch: list[KeptDocument], clock: _Clock) -> None:
    with clock.running():
        store.apply(_COLLECTION, DocumentEdit(added=tuple(batch)), "bench", SystemClock().now())
    batch.clear()


def _seen_elsewhere(shelf: AddedDocuments, url: str, folder: Path, said: list[str]) -> list[_Seen]:
    """From the beginning of a change to its being found by a process with an index of its own."""
    shutil.rmtree(folder / "follower", ignore_errors=True)
    shutil.copytree(folder / "writer", folder / "follower")  # as it would build it itself, which is measured already
    command = [sys.executable, "-m", "evals.bench_documents", "--follow", url, str(folder / "follower")]
    follower = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert follower.stdout is not None
    seen = []
    try:
        follower.stdout.readline()
        for number in range(_CHANGES):
            changed = next(documents(_CLAUSES, said[number:]))
            begun, processor = time.time(), time.process_time()
            shelf.add([_with_mark(changed, number)], "bench")
            put = time.process_time() - processor
            found_at, followed = map(float, follower.stdout.readline().split())
            seen.append(_Seen(found_at - begun, put + followed))
    finally:
        follower.kill()
        follower.wait()
    return seen


def _with_mark(document: AddedDocument, number: int) -> AddedDocument:
    marked = DocumentPassage(f"{_mark(number)}。", "第一条之一")
    return AddedDocument(document.id, document.head, (*document.passages, marked), document.region_id)


def _mark(number: int) -> str:
    return f"辨认标记{'甲乙丙丁戊'[number]}号"


def follow(url: str, folder: Path) -> None:
    """Prints `ready`, then the time at which each change was found, and the processor time it took to follow it."""
    collections = _collections(open_engine(url), folder)
    collections.refresh(_COLLECTION)
    collections.open(_COLLECTION)
    follower = _Follower(collections)
    follower.start()
    print("ready", flush=True)
    for number in range(_CHANGES):
        until = time.monotonic() + _WAIT_SECONDS
        while time.monotonic() < until and not _finds(collections, _mark(number)):
            time.sleep(0.02)
        print(time.time(), follower.spent, flush=True)


class _Follower(DocumentFollower):
    """Keeps how much processor time the last change took."""

    spent = 0.0

    def look(self) -> int:
        begun = time.thread_time()
        count = super().look()
        if count:
            self.spent = time.thread_time() - begun
        return count


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
    collection = _collections(open_engine(url), folder).open(_COLLECTION)
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
        "own_p50": _share(own, 0.5),
        "own_p95": _share(own, 0.95),
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    print(json.dumps(told))


def _share(values: list[float], share: float) -> float:
    return sorted(values)[int(len(values) * share)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--passages", type=int, nargs="+", default=[50_000], help="a table for each")
    parser.add_argument("--folder", type=Path, help="is kept; one that is filled is not built again")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--follow", nargs=2, help=argparse.SUPPRESS)
    parser.add_argument("--search", nargs=2, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.follow:
        return follow(arguments.follow[0], Path(arguments.follow[1]))
    if arguments.search:
        return search(arguments.search[0], Path(arguments.search[1]))
    tables = []
    for count in arguments.passages:
        with contextlib.ExitStack() as stack:
            whole = arguments.folder or Path(stack.enter_context(tempfile.TemporaryDirectory()))
            folder = whole / str(count)
            folder.mkdir(parents=True, exist_ok=True)
            tables.append("\n".join(measure(count, folder)))
        print(tables[-1])
    if arguments.write:
        RESULTS.write_text("# Added documents\n\n" + "\n\n".join(tables) + "\n", encoding="utf-8")
    return None


if __name__ == "__main__":
    main()
