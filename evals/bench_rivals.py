"""The same filters against other ways to search: SQLite FTS5, and chroma filtered by metadata, beside our index.

Every contender holds the same adverts and answers the same questions: words and four filters, the twenty best. chroma
gets random vectors: what is measured is its filter, which is where its time goes.
"""

import random
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from assistant.adapters.vacancies import Vacancies
from assistant.adapters.vacancy_index import TantivyVacancyIndex
from assistant.domain.regions import RegionTable
from assistant.domain.vacancies import Vacancy
from assistant.language.segment import Segmenter
from assistant.services.vacancy_ports import VacancyChange, VacancyQuery
from assistant.services.wanted_regions import wanted_regions

DIMENSION, QUESTIONS, TOP, _AT_ONCE = 32, 60, 20, 5_000
HEAD = ("| at {count} adverts | built/s | p50 ms | p95 ms | times our p50 |", "|---|---:|---:|---:|---:|")


@dataclass(frozen=True)
class Measured:
    """How fast a contender was built (adverts a second) and answered (milliseconds)."""

    name: str
    per_second: float
    times: Sequence[float]

    @property
    def p50(self) -> float:
        return sorted(self.times)[len(self.times) // 2]

    @property
    def p95(self) -> float:
        return sorted(self.times)[int(len(self.times) * 0.95)]


def bench_rivals(
    vacancies: Vacancies,
    regions: RegionTable,
    folder: Path,
    count: int,
    query_of: Callable[[random.Random], VacancyQuery],
) -> list[str]:
    """The table over the first `count` adverts of the store."""
    some = list(_adverts(vacancies, count))
    chance = random.Random(11)
    queries = [query_of(chance) for _ in range(QUESTIONS)]
    segmenter = Segmenter()
    ours = _ours(folder / "rival-tantivy", some, queries, segmenter, regions)
    measured = [ours, _fts5(folder / "rival.db", some, queries, segmenter, regions)]
    chroma = _chroma(folder / "rival-chroma", some, queries, regions)
    lines = [HEAD[0].format(count=len(some)), HEAD[1]]
    for each in (*measured, *([chroma] if chroma else [])):
        lines.append(
            f"| {each.name} | {each.per_second:.0f} | {each.p50:.2f} | {each.p95:.2f} | {each.p50 / ours.p50:.0f} |"
        )
    return lines if chroma else [*lines, "", "chroma is not installed: `make setup-model` installs it."]


def _adverts(vacancies: Vacancies, count: int) -> Iterator[Vacancy]:
    number, given = 0, 0
    while given < count and (page := vacancies.store.changes_after(number, _AT_ONCE, date(2026, 11, 23))):
        for change in page:
            if change.vacancy is not None and given < count:
                given += 1
                yield change.vacancy
        number = page[-1].number


def _ours(
    folder: Path, some: list[Vacancy], queries: list[VacancyQuery], segmenter: Segmenter, regions: RegionTable
) -> Measured:
    index = TantivyVacancyIndex(folder, segmenter, regions)
    begin = time.perf_counter()
    index.apply((VacancyChange(place, each.id, each) for place, each in enumerate(some, 1)), len(some))
    built = len(some) / (time.perf_counter() - begin)
    times = [_timed(lambda q=query: index.search(q)) for query in queries * 5]
    index.close()
    return Measured("tantivy, as the product uses it", built, times)


def _fts5(
    file: Path, some: list[Vacancy], queries: list[VacancyQuery], segmenter: Segmenter, regions: RegionTable
) -> Measured:
    database = sqlite3.connect(file)
    database.execute("CREATE VIRTUAL TABLE words USING fts5(text, content='')")
    database.execute("CREATE TABLE facts (id INTEGER PRIMARY KEY, region TEXT, pay INTEGER, last_day INTEGER)")
    database.execute("CREATE TABLE tags (tag TEXT, id INTEGER, PRIMARY KEY (tag, id)) WITHOUT ROWID")
    begin = time.perf_counter()
    for number, each in enumerate(some):
        text = " ".join(segmenter.words(f"{each.title}\n{each.employer}\n{each.description[:300]}"))
        database.execute("INSERT INTO words(rowid, text) VALUES (?, ?)", (number, text))
        database.execute("INSERT INTO facts VALUES (?, ?, ?, ?)", (number, *_facts(each)))
        database.executemany("INSERT OR IGNORE INTO tags VALUES (?, ?)", [(tag, number) for tag in _tags(each)])
    database.execute("CREATE INDEX by_region ON facts (region, pay)")
    database.commit()
    built = len(some) / (time.perf_counter() - begin)
    asked = [_fts5_question(query, segmenter, regions) for query in queries]
    return Measured("SQLite FTS5", built, [_timed(lambda a=each: database.execute(*a).fetchall()) for each in asked])


def _fts5_question(query: VacancyQuery, segmenter: Segmenter, regions: RegionTable) -> tuple[str, list[Any]]:
    wanted = query.wanted
    places = sorted(wanted_regions(wanted.region_ids, regions) or ())
    words = " OR ".join(f'"{word}"' for word in segmenter.query_words(query.text))
    tags = [f"o:{wanted.occupations[0]}", f"b:{wanted.benefits[0]}"]
    marks = ",".join("?" * len(places))
    has = " AND ".join("EXISTS (SELECT 1 FROM tags WHERE tag = ? AND tags.id = facts.id)" for _ in tags)
    sql = (
        f"SELECT facts.id FROM words JOIN facts ON facts.id = words.rowid WHERE words MATCH ? AND region IN ({marks}) "
        f"AND pay >= ? AND last_day >= ? AND {has} ORDER BY bm25(words) LIMIT {TOP}"
    )
    assert wanted.pay_floor is not None
    return sql, [words, *places, wanted.pay_floor.yuan, _day(query.today), *tags]


def _chroma(folder: Path, some: list[Vacancy], queries: list[VacancyQuery], regions: RegionTable) -> Measured | None:
    try:
        import chromadb
        from chromadb.config import Settings
    except ImportError:
        return None
    client = chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))
    collection = client.create_collection("rivals", embedding_function=None)
    chance = random.Random(5)
    begin = time.perf_counter()
    for start in range(0, len(some), _AT_ONCE):
        part = some[start : start + _AT_ONCE]
        collection.add(
            ids=[each.id for each in part],
            embeddings=[[chance.random() for _ in range(DIMENSION)] for _ in part],
            metadatas=[_metadata(each) for each in part],
        )
    built = len(some) / (time.perf_counter() - begin)
    vector = [chance.random() for _ in range(DIMENSION)]
    asked = [_chroma_question(query, regions) for query in queries]
    times = [
        _timed(lambda w=where: collection.query(query_embeddings=[vector], n_results=TOP, where=w)) for where in asked
    ]
    return Measured("chroma, filtered by metadata", built, times)


def _chroma_question(query: VacancyQuery, regions: RegionTable) -> dict[str, Any]:
    wanted = query.wanted
    assert wanted.pay_floor is not None
    return {
        "$and": [
            {"region": {"$in": sorted(wanted_regions(wanted.region_ids, regions) or ())}},
            {"pay": {"$gte": int(wanted.pay_floor.yuan)}},
            {"last_day": {"$gte": _day(query.today)}},
            {f"o:{wanted.occupations[0]}": True},
            {f"b:{wanted.benefits[0]}": True},
        ]
    }


def _metadata(vacancy: Vacancy) -> dict[str, Any]:
    region, pay, last_day = _facts(vacancy)
    return {"region": region, "pay": pay, "last_day": last_day} | dict.fromkeys(_tags(vacancy), True)


def _facts(vacancy: Vacancy) -> tuple[str, int, int]:
    return vacancy.region_id or "", int(vacancy.pay.surely_monthly_yuan or 0), _day(vacancy.last_day or date.max)


def _tags(vacancy: Vacancy) -> list[str]:
    return [*(f"o:{name}" for name in vacancy.occupations), *(f"b:{name}" for name in vacancy.benefits)]


def _day(day: date) -> int:
    return day.year * 10_000 + day.month * 100 + day.day


def _timed(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return (time.perf_counter() - begin) * 1000
