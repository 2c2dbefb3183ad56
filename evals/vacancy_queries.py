"""Are plain sentences understood as filters? `python -m evals.vacancy_queries [--set dev|test] [--write]`.

A case is exact if every field is as expected. A field counts where either side has it; lists count as sets. An expected
occupation, licence or benefit may be named as people do (店员, 五险一金): it stands for what the table of words says.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date
from enum import Enum
from pathlib import Path

from assistant.adapters.content.places_file import read_places
from assistant.adapters.content.vacancy_phrases_file import read_wish_phrases
from assistant.adapters.content.vacancy_words_file import read_vacancy_words
from assistant.adapters.content.word_files import read_regions
from assistant.domain.vacancy_filter import PayFloor, VacancyFilter, VacancyWishes
from assistant.language.segment import fold
from assistant.language.text import TextNormaliser, simplified_converter
from assistant.language.vacancy_refinement import refine
from assistant.language.vacancy_wishes import WishContext, read_wishes
from assistant.language.vacancy_words import VacancyWords, WordKind
from assistant.settings import Settings
from evals.sets import halves_of

FOLDER = Path(__file__).parent
_WISH = "wishes."
_NAMED = {"occupations": WordKind.OCCUPATION, "licences": WordKind.LICENCE, "benefits": WordKind.BENEFIT}


@dataclass(frozen=True)
class Query:
    """One line of a set: what is said, in one turn or several, and the filter after the last. Values as in JSON."""

    id: str
    today: date
    turns: tuple[str, ...]
    expected: dict[str, object]


@dataclass(frozen=True)
class Judged:
    """A query with what was read. Fields of wishes begin with `wishes.`."""

    query: Query
    expected: dict[str, object]
    read: dict[str, object]

    @property
    def wrong(self) -> tuple[str, ...]:
        names = dict.fromkeys((*self.expected, *self.read))
        return tuple(name for name in names if self.expected.get(name) != self.read.get(name))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--set", default="dev", choices=halves_of("vacancy_queries"), help="which set")
    parser.add_argument("--write", action="store_true", help="write the table into evals/results")
    arguments = parser.parse_args()
    judged = judge(
        read_queries(FOLDER / "datasets" / f"vacancy_queries_{arguments.set}.jsonl"), Settings().knowledge_dir
    )
    table = _table(judged)
    print(table)
    for one in judged:
        if one.wrong:
            print(f"{one.query.id} {' / '.join(one.query.turns)}")
            for name in one.wrong:
                print(f"    {name}: expected {one.expected.get(name)}, read {one.read.get(name)}")
    if arguments.write:
        heading = f"# Plain sentences as filters: {arguments.set}\n\n"
        (FOLDER / "results" / f"vacancy_queries_{arguments.set}.md").write_text(
            heading + table + "\n", encoding="utf-8"
        )


def read_queries(path: Path) -> tuple[Query, ...]:
    """The queries of a file, in order."""
    return tuple(_query(json.loads(line)) for line in path.read_text(encoding="utf-8").splitlines() if line.strip())


def judge(queries: Sequence[Query], root: Path) -> tuple[Judged, ...]:
    """Each query with what the shipped words read in it."""
    regions, normaliser = read_regions(root), TextNormaliser(simplified_converter())
    words, places, phrases = read_vacancy_words(root), read_places(root, regions), read_wish_phrases(root)
    judged = []
    for query in queries:
        context = WishContext(words, regions, places, phrases, query.today)
        wanted = read_wishes(normaliser.normalise(query.turns[0]), context)
        for turn in query.turns[1:]:
            refined = refine(wanted, normaliser.normalise(turn), context)
            wanted = refined.wanted if refined is not None else wanted
        judged.append(Judged(query, _as_named(_plain(query.expected), words), dict(_fields(wanted))))
    return tuple(judged)


def _as_named(expected: dict[str, object], words: VacancyWords) -> dict[str, object]:
    """The expectation with the table's names; what the table does not know as a whole stays as it is."""
    named = dict(expected)
    for field, kind in _NAMED.items():
        for name in (field, f"not_{field}", _WISH + field):
            values = named.get(name)
            if isinstance(values, frozenset):
                named[name] = frozenset(one for value in values for one in _names(value, kind, words))
    return named


def _names(value: str, kind: WordKind, words: VacancyWords) -> tuple[str, ...]:
    if value in words.names(kind):
        return (value,)
    folded = fold(value)
    whole = (one.value for one in words.find(folded, kind) if (one.start, one.end) == (0, len(folded)))
    named = tuple(whole) or (words.values(folded, kind) if kind is WordKind.LICENCE else ())  # C1驾驶证
    return named or (value,)


def _query(row: dict[str, object]) -> Query:
    turns = row.get("turns") or [row["text"]]
    expected = row["filter"]
    assert isinstance(turns, list) and isinstance(expected, dict)
    return Query(str(row["id"]), date.fromisoformat(str(row["today"])), tuple(map(str, turns)), expected)


def _plain(expected: dict[str, object], prefix: str = "") -> dict[str, object]:
    """Field → comparable value; what is empty is left out."""
    plain: dict[str, object] = {}
    for name, value in expected.items():
        if name == "wishes" and isinstance(value, dict):
            plain |= _plain(value, _WISH)
        elif isinstance(value, list):
            plain |= {prefix + name: frozenset(map(str, value))} if value else {}
        elif isinstance(value, dict):
            plain[prefix + name] = (float(value["yuan"]), value.get("per", "month"))
        elif value is not None and value is not False and value != "":
            plain[prefix + name] = value
    for name in ("words", "not_words"):  # as they are read and looked for, whatever the letters' case
        if isinstance(words := plain.get(name), frozenset):
            plain[name] = frozenset(fold(str(word)) for word in words)
    return plain


def _fields(holder: VacancyFilter | VacancyWishes, prefix: str = "") -> Iterator[tuple[str, object]]:
    empty = type(holder)()
    for field in fields(holder):
        value = getattr(holder, field.name)
        if isinstance(value, VacancyWishes):
            yield from _fields(value, _WISH)
        elif value != getattr(empty, field.name):
            yield prefix + field.name, _comparable(value)


def _comparable(value: object) -> object:
    if isinstance(value, tuple):
        return frozenset(str(_comparable(one)) for one in value)
    if isinstance(value, PayFloor):
        return value.yuan, value.per
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value


def _table(judged: Sequence[Judged]) -> str:
    counted, right = Counter[str](), Counter[str]()
    for one in judged:
        for name in {*one.expected, *one.read}:
            counted[name] += 1
            right[name] += one.expected.get(name) == one.read.get(name)
    exact = sum(not one.wrong for one in judged)
    lines = [f"Exact: {exact} of {len(judged)} ({100 * exact / max(len(judged), 1):.1f} %)", ""]
    lines += ["| field | cases | right | % |", "|---|---:|---:|---:|"]
    names = sorted(counted, key=lambda name: (name.startswith(_WISH), -counted[name], name))
    rows = ((name, counted[name], right[name]) for name in names)
    lines += [f"| {name} | {cases} | {hits} | {100 * hits / cases:.1f} |" for name, cases, hits in rows]
    total, hits = sum(counted.values()), sum(right.values())
    return "\n".join([*lines, f"| all | {total} | {hits} | {100 * hits / max(total, 1):.1f} |"])


if __name__ == "__main__":
    main()
