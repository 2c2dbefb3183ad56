"""Are facts understood from single sentences? `python -m evals.facts_said [--verbose]`.

Recall is the share of the facts a sentence states that are read with the right value. Precision is the share of right
values among the values read of the facts a line speaks of: those it states and those it must leave unknown.
"""

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import TypedDict

from assistant.adapters.content.documents import read_facts
from assistant.adapters.content.fact_words_file import read_fact_words
from assistant.adapters.content.places_file import read_places
from assistant.adapters.content.word_files import read_regions
from assistant.domain.conversation import FactValue
from assistant.language.facts_said import facts_said
from assistant.language.text import TextNormaliser, simplified_converter
from assistant.settings import Settings

SENTENCES = Path(__file__).parent / "datasets" / "facts_said.jsonl"
TODAY = date(2026, 11, 23)
_SUBJECTS = {"job_seeker": ("person.", "firm."), "employer": ("firm.", "worker.")}


class Sentence(TypedDict):
    """One line of the set; the set facts stand as lists."""

    text: str
    audience: str
    facts: dict[str, object]
    unknown_facts: list[str]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--verbose", action="store_true", help="show each sentence that is misunderstood")
    arguments = parser.parse_args()
    counts: Counter[tuple[str, str]] = Counter()
    for sentence, read in read_sentences(Settings().knowledge_dir):
        wrong = judge(sentence, read, counts)
        if wrong and arguments.verbose:
            print(f"{sentence['text']}\n    wanted {wrong}\n    read   {dict(read)}")
    print(_table(counts))


def read_sentences(root: Path) -> Iterator[tuple[Sentence, Mapping[str, FactValue]]]:
    """Each sentence with what is read in it about the subjects its audience speaks of."""
    words, regions = read_fact_words(root, read_facts(root / "facts.yaml", root)), read_regions(root)
    places, normaliser = read_places(root, regions), TextNormaliser(simplified_converter())
    for line in SENTENCES.read_text(encoding="utf-8").splitlines():
        sentence: Sentence = json.loads(line)
        said = facts_said(normaliser.normalise(sentence["text"]), words, regions, places, TODAY)
        yield sentence, {fact: v for fact, v in said.items() if fact.startswith(_SUBJECTS[sentence["audience"]])}


def judge(sentence: Sentence, read: Mapping[str, FactValue], counts: Counter[tuple[str, str]]) -> dict[str, object]:
    """What went wrong, by fact; counted by subject."""
    wrong: dict[str, object] = {}
    for fact, wanted in sentence["facts"].items():
        subject, value = fact.split(".", maxsplit=1)[0], read.get(fact)
        is_right = _is_same(value, wanted)
        counts[subject, "stated"] += 1
        counts[subject, "read"] += value is not None
        counts[subject, "right"] += is_right
        if not is_right:
            wrong[fact] = wanted
    for fact in sentence["unknown_facts"]:
        counts[fact.split(".", maxsplit=1)[0], "read"] += fact in read
        if fact in read:
            wrong[fact] = None
    return wrong


def _is_same(value: FactValue | None, wanted: object) -> bool:
    if isinstance(value, tuple) and isinstance(wanted, list):
        return sorted(value) == sorted(wanted)
    return value == wanted


def _table(counts: Counter[tuple[str, str]]) -> str:
    lines = ["| subject | facts stated | recall | precision |", "|---|---:|---:|---:|"]
    for subject in ("person", "firm", "worker"):
        right, stated, read = (counts[subject, name] for name in ("right", "stated", "read"))
        recall, precision = 100 * right / max(stated, 1), 100 * right / max(read, 1)
        lines.append(f"| {subject} | {stated} | {recall:.1f} | {precision:.1f} |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
