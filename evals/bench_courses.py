"""Courses over 100,000 intakes: how fast they are taken in, indexed, found, and told from SQL with seats counted.

`python -m evals.bench_courses [--intakes 100000] [--write]` prints a table; `--write` puts it into results/courses.md.
"""

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

from assistant.adapters.content.lexicon import read_stop_words
from assistant.adapters.content.sample_courses_file import read_sample_courses
from assistant.adapters.content.word_files import read_regions
from assistant.adapters.course_index import TantivyCourseIndex
from assistant.adapters.course_intake import KnowledgeCourseIntake
from assistant.adapters.sql.courses import SqlCourseStore
from assistant.adapters.sql.engine import open_engine
from assistant.adapters.sql.feeds import SqlFeedStore
from assistant.adapters.sql.migrate import migrate
from assistant.domain.course_filter import CourseFilter
from assistant.domain.course_fit import Learner
from assistant.domain.courses import IntakeState
from assistant.language.segment import Segmenter
from assistant.services.clock import CHONGQING
from assistant.services.course_desk import NoSeatsTaken
from assistant.services.course_ports import CourseQuery, TakenIntake
from assistant.services.find_courses import CourseSearch
from assistant.services.vacancy_ports import Feed, FeedContent, FeedKind, RejectedRow
from assistant.settings import Settings

TODAY = date(2026, 11, 23)
RESULTS = Path(__file__).parent / "results" / "courses.md"
_FEED = Feed("bench", FeedKind.FILE, "示例", carries=FeedContent.COURSES)
_AT_ONCE, _ROUNDS = 5_000, 40
QUERIES: tuple[tuple[str, CourseFilter, str], ...] = (
    ("trade, evenings", CourseFilter(occupations=("电工",), evening=True), ""),
    ("licence, weekend, soon", CourseFilter(licences=("叉车证",), weekend=True, starts_within_days=30), ""),
    ("subject, district", CourseFilter(words=("母婴护理",), region_ids=("liangjiang",)), ""),
    ("free, certificate, district", CourseFilter(free=True, with_certificate=True, region_ids=("banan",)), ""),
    ("online, fee ceiling", CourseFilter(online=True, fee_ceiling_yuan=1000), ""),
    ("a piece of a title", CourseFilter(words=("新能源汽车",)), ""),
    ("words alone", CourseFilter(), "夜校 电工 免费"),
    ("nothing: demand decides", CourseFilter(), ""),
)


class BenchClock:
    """Nine in the morning of the bench's day."""

    def now(self) -> datetime:
        return datetime(TODAY.year, TODAY.month, TODAY.day, 9, tzinfo=CHONGQING)

    def today(self) -> date:
        return TODAY


def intakes(count: int) -> Iterator[TakenIntake]:
    """Sample intakes over and over, as runs of other courses on other days; no sample any more."""
    clock = BenchClock()
    root = Settings().knowledge_dir
    samples = [one.row for one in read_sample_courses(root)]
    dated = [replace(row, starts_on="2026-12-20", ends_on="2027-01-20", enrol_by="") for row in samples]
    read = [one for one in KnowledgeCourseIntake(root, clock)(dated) if not isinstance(one, RejectedRow)]
    chance = random.Random(20261123)
    for number in range(count):
        taken, copy = read[number % len(read)], number // len(read)
        starts = TODAY + timedelta(days=chance.randint(3, 120))
        intake = replace(taken.intake, starts_on=starts, ends_on=starts + timedelta(days=40), state=IntakeState.OPEN)
        yield replace(
            taken, external_id=f"{taken.external_id}-{copy}", course_key=f"{taken.course_key}-{copy}", intake=intake,
            digest=f"{number}",
        )  # fmt: skip


def measure(count: int, folder: Path) -> list[str]:
    """The lines of the table."""
    root = Settings().knowledge_dir
    engine = open_engine(f"sqlite:///{folder}/bench.db")
    migrate(engine)
    SqlFeedStore(engine).put_feed(_FEED)
    store = SqlCourseStore(engine)
    made = list(intakes(count))
    begun = time.perf_counter()
    for at in range(0, count, _AT_ONCE):
        store.put_adverts(_FEED, made[at : at + _AT_ONCE], 1)
    put_seconds = time.perf_counter() - begun
    regions = read_regions(root)
    segmenter = Segmenter(stop_words=read_stop_words(root))
    index = TantivyCourseIndex(folder / "index", segmenter, regions, {"4": 0.5, "6": 0.5})
    begun, number = time.perf_counter(), 0
    while page := store.changes_after(number, _AT_ONCE, TODAY):
        number = page[-1].number
        index.apply(page, number)
    index_seconds = time.perf_counter() - begun
    search = CourseSearch(index, store, NoSeatsTaken(), regions, {"4": 0.5, "6": 0.5}, TODAY)
    lines = [
        f"{count:,} intakes taken into SQLite: {count / put_seconds:,.0f} a second; followed and indexed: "
        f"{count / index_seconds:,.0f} a second.",
        "",
        "| search | courses | index p50 ms | index p95 ms | with SQL and reasons p50 ms | p95 ms |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    slowest = 0.0
    for name, wanted, text in QUERIES:
        query = CourseQuery(wanted, TODAY, text, limit=24)
        in_index = timed(lambda query=query: index.search(query))
        whole = timed(lambda wanted=wanted: search.find(wanted, Learner()))
        slowest = max(slowest, in_index[1])
        figures = " | ".join(f"{value:.1f}" for value in (*in_index, *whole))
        lines.append(f"| {name} | {index.count(query):,} | {figures} |")
    return [*lines, "", f"Slowest search p95: {slowest:.1f} ms (bound: 20 ms)."]


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """(p50, p95) in milliseconds of this thread's own time, so that others on the machine do not count."""
    work()
    taken = []
    for _ in range(_ROUNDS):
        begun = time.thread_time()
        work()
        taken.append((time.thread_time() - begun) * 1000)
    taken.sort()
    return taken[_ROUNDS // 2], taken[int(_ROUNDS * 0.95)]


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m evals.bench_courses", description=__doc__)
    parser.add_argument("--intakes", type=int, default=100_000)
    parser.add_argument("--write", action="store_true", help=f"write {RESULTS.name}")
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="bench-courses-") as folder:
        lines = measure(chosen.intakes, Path(folder))
    how = "`python -m evals.bench_courses`, 2 cores, SQLite, one process. Milliseconds of CPU time."
    text = "\n".join(["# Courses", "", how, "", *lines, ""])
    print(text)
    if chosen.write:
        RESULTS.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
