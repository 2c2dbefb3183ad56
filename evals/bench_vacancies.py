"""How fast vacancies are taken in, found and kept in step. Prints tables; `--count` adverts (a million).

What is measured: the real commands over a generated feed file, with the index followed in a process of its own; the
same queries against tantivy, SQLite FTS5 and chroma (filtered by metadata) over one part of the same adverts.
"""

import argparse
import os
import random
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from assistant.adapters.vacancies import Vacancies
from assistant.bootstrap.openings import open_knowledge_store, open_vacancies
from assistant.domain.vacancies import Shift
from assistant.domain.vacancy_filter import PayFloor, VacancyFilter
from assistant.services.clock import ChosenDay
from assistant.services.vacancy_desk import VacancyDesk
from assistant.services.vacancy_ports import VacancyQuery
from assistant.settings import Settings
from evals.bench_rivals import bench_rivals
from evals.run import DATASETS
from evals.vacancy_queries import read_queries

DAY = date(2026, 11, 23)
FEED = "bench"
HEAD = ("| what | n | p50 ms | p95 ms | wanted |", "|---|---:|---:|---:|---|")
_WORDS = ("长白班", "电子厂", "新手可学", "商圈", "园区", "打包", "周边", "稳定", "学徒", "夜市")


def row(name: str, milliseconds: list[float], wanted: str, share: float = 0.95) -> str:
    ordered = sorted(milliseconds)
    return (
        f"| {name} | {len(ordered)} | {ordered[len(ordered) // 2]:.1f} | {ordered[int(len(ordered) * share)]:.1f} "
        f"| {wanted} |"
    )


def bench_intake(settings: Settings, count: int, folder: Path) -> tuple[Vacancies, list[str]]:
    """From a file to searchable: `feeds sync` in one process, its workers beside it, the index followed in this one."""
    file = folder / "feed.csv"
    _run("-m", "evals.vacancy_generator", "--count", str(count), "--output", str(file))
    environment = os.environ | {"DATA_DIR": str(settings.data_dir), "SAMPLE_CONTENT": "false"}
    _run("-m", "assistant", "feeds", "add", str(file), "--id", FEED, "--yes", environment=environment)
    vacancies = open_vacancies(settings, ChosenDay(DAY))
    begin = time.perf_counter()
    replica = vacancies.replica
    thread = replica.follow()
    _run("-m", "assistant", "feeds", "sync", FEED, environment=environment)
    in_sql = time.perf_counter() - begin
    last = vacancies.store.last_number()
    while replica.index.applied_number() < last:
        time.sleep(0.05)
    searchable = time.perf_counter() - begin
    assert thread.is_alive()
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1024
    return vacancies, [
        "| adverts | in SQL s | searchable s | adverts/s to searchable | largest process MB | wanted |",
        "|---:|---:|---:|---:|---:|---|",
        f"| {len(replica.index)} of {count} | {in_sql:.0f} | {searchable:.0f} | {count / searchable:.0f} | {peak:.0f} "
        "| ≥ 4,000/s, ≤ 2,048 MB in all |",
    ]


def bench_index(vacancies: Vacancies, count: int) -> list[str]:
    """Text and four filters, the twenty best."""
    chance, index = random.Random(7), vacancies.replica.index
    times = [_timed(lambda q=query: index.search(q)) for query in (query_of(chance) for _ in range(500))]
    return [row(f"index: text + four filters, top 20, {count} adverts", times, "p50 ≤ 6, p95 ≤ 15")]


def bench_desk(desk: VacancyDesk, count: int) -> list[str]:
    """From a sentence to cards, and what a page of the list takes."""
    sentences = [
        case.turns[-1] for case in read_queries(DATASETS / "vacancy_queries_dev.jsonl") if len(case.turns) == 1
    ]
    times = [_timed(lambda t=text: _cards(desk, t)) for text in sentences * 3]
    pages = [_timed(lambda t=text: desk.page(desk.understand(t))) for text in sentences]
    return [
        row(f"find_vacancies: sentence to cards, {count} adverts", times, "p95 ≤ 40"),
        row("a page of /vacancies with its facets", pages, ""),
    ]


def bench_changes(vacancies: Vacancies, seconds: int = 20, per_second: int = 100, people: int = 20) -> list[str]:
    """How long a closed advert can still be found by the index, while people search."""
    stop = threading.Event()
    index, store = vacancies.replica.index, vacancies.store
    searches: list[float] = []

    def search(seed: int) -> None:
        chance = random.Random(seed)
        while not stop.wait(chance.random()):
            searches.append(_timed(lambda: index.search(query_of(chance))))

    threads = [threading.Thread(target=search, args=(seed,)) for seed in range(people)]
    for thread in threads:
        thread.start()
    changed: list[tuple[int, float]] = []
    seen: list[float] = []
    begin, closed = time.perf_counter(), 0
    ids = _some_ids(vacancies, seconds * per_second)
    while closed < len(ids):
        now = time.perf_counter()
        due = min(len(ids), int((now - begin) * per_second))
        if due > closed:
            store.close_adverts(FEED, ids[closed:due])
            changed += [(store.last_number(), time.perf_counter())] * (due - closed)
            closed = due
        _note_seen(changed, seen, index.applied_number())
        time.sleep(0.01)
    while changed:
        _note_seen(changed, seen, index.applied_number())
        time.sleep(0.005)
    stop.set()
    for thread in threads:
        thread.join()
    return [
        row(f"a change in the index, {per_second} changes/s, {people} people searching (p50, p99)", seen,
            "p99 ≤ 1000", 0.99),
        row("searching meanwhile", searches, ""),
    ]  # fmt: skip


def query_of(chance: random.Random) -> VacancyQuery:
    """Text and four filters, as people combine them."""
    wanted = VacancyFilter(
        occupations=(chance.choice(["普工", "保安", "保洁", "叉车司机", "服务员", "电工", "客服", "会计", "前端"]),),
        region_ids=(chance.choice(["liangjiang", "banan", "shapingba", "jiulongpo", "wanzhou", "nanan", "bishan"]),),
        pay_floor=PayFloor(chance.choice([3000, 4000, 5000, 6000])),
        benefits=(chance.choice(["包吃", "包住", "五险"]),),
        not_shifts=(Shift.NIGHT,) if chance.random() < 0.5 else (),
    )
    return VacancyQuery(wanted, DAY, " ".join(chance.sample(_WORDS, 2)))


def _cards(desk: VacancyDesk, text: str) -> list[dict[str, object]]:
    return [desk.card(match) for match in desk.find(desk.understand(text)).matches]


def _note_seen(changed: list[tuple[int, float]], seen: list[float], applied: int) -> None:
    while changed and changed[0][0] <= applied:
        seen.append((time.perf_counter() - changed.pop(0)[1]) * 1000)


def _some_ids(vacancies: Vacancies, count: int) -> list[str]:
    hits = vacancies.replica.index.search(VacancyQuery(VacancyFilter(), DAY, limit=count))
    found = vacancies.store.find_vacancies([hit.vacancy_id for hit in hits], DAY)
    return [source.external_id for vacancy in found.values() for source in vacancy.sources][:count]


def _timed(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return (time.perf_counter() - begin) * 1000


def _run(*arguments: str, environment: dict[str, str] | None = None) -> None:
    subprocess.run([sys.executable, *arguments], env=environment, check=True, stdout=subprocess.DEVNULL)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1_000_000)
    parser.add_argument("--rivals", type=int, default=100_000, help="adverts to compare with chroma and FTS5 over")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        settings = Settings().model_copy(update={"data_dir": folder / "data", "sample_content": "false"})
        vacancies, intake = bench_intake(settings, arguments.count, folder)
        print("\n".join(intake), flush=True)
        knowing = open_knowledge_store(settings).open().knowing
        desk = vacancies.desk(knowing)
        lines = [*HEAD, *bench_index(vacancies, arguments.count), *bench_desk(desk, arguments.count)]
        lines += bench_changes(vacancies)
        print("\n" + "\n".join(lines), flush=True)
        vacancies.stop()
        if arguments.rivals:
            print(
                "\n" + "\n".join(bench_rivals(vacancies, desk.words.regions, folder, arguments.rivals, query_of)),
                flush=True,
            )


if __name__ == "__main__":
    main()
