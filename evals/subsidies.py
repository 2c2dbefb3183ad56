"""Dialogues about benefits, judged on the final assessment. `python -m evals.subsidies [--half HALF] [--failures]`.

A dialogue passes when each expected scheme's card in the last turn has the outcome, certainty, amount, months, missing
facts and failing conditions the source demands, and the facts known at the end are those that were said.
"""

import argparse
import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from assistant.bootstrap import Assistant, build_trial
from assistant.domain.conversation import Turn
from assistant.domain.knowledge import Audience
from assistant.services.clock import ChosenDay
from assistant.settings import Settings

DATASETS, RESULTS = Path(__file__).parent / "datasets", Path(__file__).parent / "results"
MEASURES = ("assessed", "outcome", "certainty", "amount", "facts", "no_ghosts", "passed")


@dataclass(frozen=True)
class DialogueScore:
    """What held for one dialogue, with the first thing that did not."""

    case: Mapping[str, object]
    turn: Turn
    held: Mapping[str, bool]
    wrong: tuple[str, ...]

    @property
    def passed(self) -> bool:
        return all(self.held.values())


def run_dialogues(assistant: Assistant, clock: ChosenDay, path: Path) -> list[DialogueScore]:
    """Every dialogue in a conversation of its own."""
    scores = []
    for line in path.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        clock.move_to(date.fromisoformat(case["today"]))
        started = assistant.conversations.start(Audience(case["audience"]))
        turn: Turn | None = None
        for text in case["turns"]:
            turn = assistant.conversations.answer(started.id, text)
        assert turn is not None
        scores.append(score(case, turn))
    return scores


def score(case: Mapping[str, object], turn: Turn) -> DialogueScore:
    """Judges the last turn's cards and facts."""
    expect: dict = case["expect"]  # type: ignore[assignment]
    cards = {str(card["scheme_id"]): card for card in turn.cards if card.get("kind") == "assessment"}
    held = dict.fromkeys(MEASURES[:-1], True)
    wrong: list[str] = []

    def check(measure: str, holds: bool, words: str) -> None:
        if not holds:
            held[measure] = False
            wrong.append(f"{measure}: {words}")

    for wanted in expect.get("assessments", []):
        name = wanted["scheme_id"]
        card = cards.get(name)
        check("assessed", card is not None, f"{name} has no card; there are {sorted(cards)}")
        if card is not None:
            _check_card(wanted, card, check)
    for fact, value in (expect.get("facts") or {}).items():
        known = turn.facts.get(fact)
        if isinstance(known, tuple):
            known, value = sorted(known), sorted(value)
        check("facts", known == value, f"{fact} is {known}, said was {value}")
    for fact in expect.get("unknown_facts", []):
        check("no_ghosts", not turn.facts.get(fact) and turn.facts.get(fact) is not False, f"{fact} was never said")
    return DialogueScore(case, turn, held, tuple(wrong))


def _check_card(wanted: Mapping, card: Mapping, check) -> None:  # type: ignore[type-arg, no-untyped-def]
    name = wanted["scheme_id"]
    check("outcome", card["outcome"] == wanted["outcome"], f"{name} is {card['outcome']}, not {wanted['outcome']}")
    if "certainty" in wanted:
        check("certainty", card["certainty"] == wanted["certainty"], f"{name} is {card['certainty']}")
    if wanted.get("amount_yuan") is not None:
        found = (card["amount_min_yuan"], card["amount_max_yuan"])
        check("amount", found == (wanted["amount_yuan"],) * 2, f"{name} comes to {found}, not {wanted['amount_yuan']}")
    if wanted.get("months") is not None:
        check("amount", card["months"] == wanted["months"], f"{name} for {card['months']} months")
    for fact in wanted.get("missing", []):
        check("outcome", fact in card["missing_facts"], f"{name} does not miss {fact} but {card['missing_facts']}")
    failed = "".join(str(c["text"]) for c in card["conditions"] if c["state"] == "not_met")
    for words in wanted.get("not_met", []):
        check("outcome", words in failed, f"{name} fails for '{failed}', not for '{words}'")


def table_of(scores: list[DialogueScore]) -> str:
    """Rates in percent by audience."""
    groups: dict[str, list[DialogueScore]] = defaultdict(list)
    for one in scores:
        groups[str(one.case["audience"])].append(one)
    lines = [f"| audience | dialogues | {' | '.join(MEASURES)} |", f"|---|---:|{'---:|' * len(MEASURES)}"]
    for name, group in [*sorted(groups.items()), ("**all**", scores)]:
        rates = [sum(one.held[m] for one in group) / len(group) for m in MEASURES[:-1]]
        rates.append(sum(one.passed for one in group) / len(group))
        lines.append(f"| {name} | {len(group)} | {' | '.join(f'{100 * rate:.1f}' for rate in rates)} |")
    return "\n".join(lines)


def show_failures(scores: list[DialogueScore]) -> None:
    for one in scores:
        if not one.passed:
            print(f"\n--- {one.case['id']} {one.case['purpose']}")
            print(" ? " + " | ".join(one.case["turns"]))  # type: ignore[arg-type]
            print("   " + "\n   ".join(one.wrong))
            print("   " + one.turn.text.replace("\n", "\n   "))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", choices=("dev", "dev2", "dev3", "test", "all"), default="all")
    parser.add_argument("--failures", action="store_true", help="show what failed (never of the test half)")
    parser.add_argument("--write", action="store_true", help="keep the tables in evals/results")
    arguments = parser.parse_args()
    clock = ChosenDay(date(2026, 11, 23))
    assistant = build_trial(Settings(), clock)
    for half in ("dev", "dev2", "dev3", "test") if arguments.half == "all" else (arguments.half,):
        scores = run_dialogues(assistant, clock, DATASETS / f"subsidies_{half}.jsonl")
        table = table_of(scores)
        print(f"\n## subsidies_{half}\n\n{table}")
        if arguments.failures and half != "test":
            show_failures(scores)
        if arguments.write:
            text = f"# subsidies_{half}\n\nCommand: `python -m evals.subsidies --write`\n\n{table}\n"
            (RESULTS / f"subsidies_{half}.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
