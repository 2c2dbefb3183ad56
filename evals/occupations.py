"""Are titles given the right class of the national classification? `python -m evals.occupations [--write]`.

The labelled titles are split in two by a hash of the title. The development half was looked at while the words were
written; the other half is only measured. No title goes into the product.
"""

import argparse
import csv
import hashlib
import math
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from assistant.adapters.content.occupation_catalogue_file import read_occupation_finder
from assistant.adapters.content.vacancy_words_file import read_vacancy_words
from assistant.language.occupations import OccupationFinder
from assistant.language.segment import fold
from assistant.settings import Settings
from evals.retrieval_sets import DATA

RESULT = Path(__file__).parent / "results" / "occupations.md"
COMMAND = "python -m evals.occupations --write"
_TEXTS = ("name", "alias", "definition", "tasks")

Ranking = Callable[[str], Sequence[str]]


@dataclass(frozen=True)
class LabelledTitle:
    """A title and the code somebody gave it; the labels are noisy."""

    title: str
    code: str

    @property
    def is_for_development(self) -> bool:
        return hashlib.sha256(self.title.encode()).digest()[0] % 2 == 0


@dataclass(frozen=True)
class TitleScore:
    """Shares of titles whose class comes first, and among the first five."""

    first: float
    first_five: float


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help=f"write {RESULT.name} too")
    parser.add_argument("--today", type=date.fromisoformat, default=date.today())
    arguments = parser.parse_args()
    folder = DATA / "occupations"
    if not folder.is_dir():
        print("The titles are not here: ../shared/data is missing beside this checkout.", file=sys.stderr)
        return 0
    report = report_of(read_titles(folder), BigramSearch.read(folder), shipped_finder(), arguments.today)
    print(report)
    if arguments.write:
        RESULT.write_text(report, encoding="utf-8")
    return 0


def read_titles(folder: Path) -> tuple[LabelledTitle, ...]:
    """All labelled titles, those whose code is none of the edition's included."""
    with (folder / "job_titles_labelled.csv").open(encoding="utf-8-sig", newline="") as file:
        return tuple(LabelledTitle(row["job_name"], row["expected_code"]) for row in csv.DictReader(file))


def shipped_finder() -> OccupationFinder:
    """The finder as the product has it."""
    root = Settings().knowledge_dir
    return read_occupation_finder(root, read_vacancy_words(root))


class BigramSearch:
    """The naive row: BM25 (k1 = 1.2, b = 0.75) over the pairs of characters of all that the table says of a class."""

    def __init__(self, texts: Iterable[tuple[str, str]]) -> None:
        bags: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for code, text in texts:
            bags[code].update(_pairs(text))
        holders = Counter(pair for bag in bags.values() for pair in bag)
        average = sum(bag.total() for bag in bags.values()) / len(bags)
        self._weights: defaultdict[str, list[tuple[str, float]]] = defaultdict(list)
        for code, bag in bags.items():
            size = 0.25 + 0.75 * bag.total() / average
            for pair, count in bag.items():
                rarity = math.log(1 + (len(bags) - holders[pair] + 0.5) / (holders[pair] + 0.5))
                self._weights[pair].append((code, rarity * count * 2.2 / (count + 1.2 * size)))

    @classmethod
    def read(cls, folder: Path, columns: Sequence[str] = _TEXTS) -> "BigramSearch":
        """Over the classes of the two lowest levels."""
        with (folder / "occupations_2022.csv").open(encoding="utf-8-sig", newline="") as file:
            rows = [row for row in csv.DictReader(file) if row["level"] in ("3", "4")]
        return cls((row["code"], " ".join(row[column] for column in columns)) for row in rows)

    def rank(self, title: str) -> Sequence[str]:
        scores: defaultdict[str, float] = defaultdict(float)
        for pair in set(_pairs(title)):
            for code, weight in self._weights.get(pair, ()):
                scores[code] += weight
        return sorted(scores, key=lambda code: (-scores[code], code))[:5]


def score_of(titles: Sequence[LabelledTitle], rank: Ranking) -> TitleScore:
    """How often the label is first, and among the first five."""
    ranked = [(title.code, list(rank(title.title))[:5]) for title in titles]
    first = sum(code in found[:1] for code, found in ranked)
    return TitleScore(first / len(titles), sum(code in found for code, found in ranked) / len(titles))


def report_of(titles: Sequence[LabelledTitle], naive: BigramSearch, finder: OccupationFinder, today: date) -> str:
    def found(title: str) -> Sequence[str]:
        return [match.code for match in finder.find(title)]

    halves = {
        "development": [title for title in titles if title.is_for_development],
        "test": [title for title in titles if not title.is_for_development],
        "both": list(titles),
    }
    lines = ["| half | titles | top-1 | top-5 | plain bigrams, top-1 | top-5 |", "|---|---:|---:|---:|---:|---:|"]
    for name, half in halves.items():
        ours, plain = score_of(half, found), score_of(half, naive.rank)
        shares = " | ".join(f"{share:.3f}" for share in (ours.first, ours.first_five, plain.first, plain.first_five))
        lines.append(f"| {name} | {len(half)} | {shares} |")
    table = "\n".join(lines)
    return f"""# Occupations

`{COMMAND}`, {today}

Titles of `../shared/data/occupations/job_titles_labelled.csv`, split by a hash of the title. The words were written
while looking at the development half; the test half is only measured. No title was copied: a name in the catalogue
that is also a title is there because it is a class, an alias of the classification's table, or an everyday name.
The labels are noisy (a mother's helper is a seed breeder there, a hotel trainee a wine taster), so 1.0 is out of reach.

{table}

Plain bigrams: BM25 over names, aliases, definitions and tasks of the table. The product ships no definitions or tasks.

## What intake gives a vacancy (`code_for`, test half)

{_intake_table(halves["test"], finder)}
"""


def _intake_table(titles: Sequence[LabelledTitle], finder: OccupationFinder) -> str:
    lines = ["| titles | | a code given | right of those given | µs a title |", "|---|---:|---:|---:|---:|"]
    named = {title.title: _occupations(title.title, finder) for title in titles}
    for name, has_one in (("an everyday occupation is named", True), ("none is named", False)):
        half = [title for title in titles if bool(named[title.title]) == has_one]
        start = time.perf_counter()
        codes = [finder.code_for(title.title, named[title.title]) for title in half]
        microseconds = (time.perf_counter() - start) / len(half) * 1e6
        given = sum(code is not None for code in codes)
        right = sum(code == title.code for code, title in zip(codes, half, strict=True))
        shares = f"{given / len(half):.3f} | {right / max(given, 1):.3f}"
        lines.append(f"| {name} | {len(half)} | {shares} | {microseconds:.0f} |")
    return "\n".join(lines)


def _occupations(title: str, finder: OccupationFinder) -> tuple[str, ...]:
    return tuple(dict.fromkeys(mention.value for mention in finder.named(fold(title))))


def _pairs(text: str) -> list[str]:
    """Pairs of neighbouring letters of each word; a single letter, a Latin word or a figure stays whole."""
    runs = "".join(letter if letter.isalnum() else " " for letter in text.lower()).split()
    return [
        run[at : at + 2] if not run.isascii() else run
        for run in runs
        for at in range(1 if run.isascii() or len(run) < 2 else len(run) - 1)
    ]


if __name__ == "__main__":
    sys.exit(main())
