"""How well free text is told apart: sentences that may be sent, and sentences that may not.

`python -m evals.grounding [--half dev|test|test2] [--failures]`. A sentence counts as let through if no fault is found
in it; one without a citation that code can place by itself counts too.
"""

import argparse
import json
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from assistant.adapters.knowledge_store import KnowledgeStore
from assistant.domain.conversation import Citation
from assistant.services.clock import ChosenDay
from assistant.services.draft import EvidenceItem
from assistant.services.free_text import FaultKind, FreeTextCheck, Wording
from assistant.settings import Settings
from evals.sets import halves_of

HALVES = halves_of("grounding")
DATASETS, RESULTS = Path(__file__).parent / "datasets", Path(__file__).parent / "results"


@dataclass(frozen=True)
class Judged:
    """One sentence with what was expected and what was found."""

    case: str
    text: str
    cites: tuple[str, ...]
    may_be_sent: bool
    expected_fault: str | None
    found: FaultKind | None
    why: str

    @property
    def is_right(self) -> bool:
        return self.may_be_sent == (self.found is None)


def judge_half(half: str, check: FreeTextCheck) -> list[Judged]:
    """Every sentence of the half."""
    lines = (DATASETS / f"grounding_{half}.jsonl").read_text(encoding="utf-8").splitlines()
    return [judged for line in lines if line.strip() for judged in _judge_case(json.loads(line), check)]


def _judge_case(case: dict, check: FreeTextCheck) -> list[Judged]:  # type: ignore[type-arg]
    evidence = {one["token"]: _item(one) for one in case["evidence"]}
    judged = []
    for sentence in case["sentences"]:
        items = [evidence[token] for token in sentence["cites"] if token in evidence]
        found = check.find_fault(sentence["text"], items, misses_token=len(items) < len(sentence["cites"]))
        if found is FaultKind.UNCITED and check.find_bearer(sentence["text"], list(evidence.values())):
            found = None
        judged.append(
            Judged(
                case["id"], sentence["text"], tuple(sentence["cites"]), sentence["may_be_sent"],
                sentence["fault"], found, sentence["why"],
            )
        )  # fmt: skip
    return judged


def _item(raw: dict) -> EvidenceItem:  # type: ignore[type-arg]
    citation = Citation(
        0, raw["token"], raw["title"], raw["text"], raw["document_number"], raw["clause"], region=raw["region"]
    )
    return EvidenceItem(f"{raw['kind']}#{raw['token']}", raw["text"], citation)


def table_of(judged: list[Judged]) -> str:
    """Shares of what may be sent and is, and of what may not and is held back, by fault."""
    good = [one for one in judged if one.may_be_sent]
    bad = [one for one in judged if not one.may_be_sent]
    passed, held = sum(one.is_right for one in good), sum(one.is_right for one in bad)
    lines = [
        f"May be sent and is: {passed} of {len(good)} ({100 * passed / len(good):.1f} %). "
        f"May not and is held back: {held} of {len(bad)} ({100 * held / len(bad):.1f} %).",
        "",
        "| fault | sentences | held back |",
        "|---|---:|---:|",
    ]
    total = Counter(one.expected_fault for one in bad)
    right = Counter(one.expected_fault for one in bad if one.is_right)
    lines += [f"| {name} | {count} | {right[name]} |" for name, count in sorted(total.items(), key=str)]
    return "\n".join(lines)


def open_checks() -> dict[Wording, FreeTextCheck]:
    """The checks as the product holds them, by how far a model may leave the words of its evidence."""
    settings = Settings()
    store = KnowledgeStore(settings.knowledge_dir, settings.data_dir, ChosenDay(date(2026, 11, 23)))
    knowing = store.open().knowing
    shown = (settings.prompts_dir / "answer.md").read_text(encoding="utf-8")
    day = date(2026, 11, 23)
    return {one: FreeTextCheck(knowing.free_text, knowing.names, day, shown, one) for one in Wording}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", choices=(*HALVES, "all"), default="all")
    parser.add_argument("--failures", action="store_true", help="show every wrong sentence (of the dev half only)")
    parser.add_argument("--write", action="store_true", help="keep the tables in evals/results")
    arguments = parser.parse_args()
    checks = open_checks()
    for half in HALVES if arguments.half == "all" else (arguments.half,):
        judged = {wording: judge_half(half, check) for wording, check in checks.items()}
        tables = "\n\n".join(f"## CHAT_WORDING={name}\n\n{table_of(part)}" for name, part in judged.items())
        text = f"# grounding_{half}\n\nCommand: `python -m evals.grounding --write`\n\n{tables}\n"
        print(text)
        if arguments.write:
            (RESULTS / f"grounding_{half}.md").write_text(text, encoding="utf-8")
        if arguments.failures and half == "dev":
            _print_failures(judged[Wording.FREE])


def _print_failures(judged: list[Judged]) -> None:
    for one in judged:
        if not one.is_right:
            print(f"{one.case} {'SENT' if one.found is None else one.found.value:12} {one.cites} "
                  f"[{one.expected_fault}] {one.text}  // {one.why}")  # fmt: skip


if __name__ == "__main__":
    main()
