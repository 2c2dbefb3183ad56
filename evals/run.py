"""`make eval`: the evaluation sets through the product, one table. `python -m evals.run [--half dev] [--failures]`."""

import argparse
import json
from collections import defaultdict
from datetime import date
from pathlib import Path

from assistant.bootstrap import Assistant, build_trial
from assistant.domain.conversation import Turn
from assistant.services.clock import ChosenDay
from assistant.settings import Settings
from evals.cases import EvalCase, read_cases
from evals.scores import CaseScore, score_case
from evals.sets import halves_of

DATASETS = Path(__file__).parent / "datasets"
RESULTS = Path(__file__).parent / "results"
HALVES = halves_of("policy")
OPEN = HALVES  # halves of which failures may be read
MEASURES = ("status", "records", "key_facts", "forbidden", "citations", "figures", "passed")


def run_cases(assistant: Assistant, clock: ChosenDay, cases: tuple[EvalCase, ...]) -> list[CaseScore]:
    """Every case in a conversation of its own; the last turn is judged."""
    covers = {name: document.covers for name, document in assistant.knowledge.documents.items()}
    scores = []
    for case in cases:
        clock.move_to(case.today)
        started = assistant.conversations.start(case.audience)
        turn: Turn | None = None
        for text in case.turns:
            turn = assistant.conversations.answer(started.id, text)
        assert turn is not None
        scores.append(score_case(case, turn, covers))
    return scores


def table_of(scores: list[CaseScore]) -> str:
    """Rates in percent by style, with the number of cases."""
    groups: dict[str, list[CaseScore]] = defaultdict(list)
    for score in scores:
        groups[score.case.style].append(score)
    lines = [f"| style | cases | {' | '.join(MEASURES)} |", f"|---|---:|{'---:|' * len(MEASURES)}"]
    for style, group in [*sorted(groups.items()), ("**all**", scores)]:
        lines.append(f"| {style} | {len(group)} | {' | '.join(_rate(group, measure) for measure in MEASURES)} |")
    times = sorted(score.turn.duration_ms for score in scores)
    lines.append(f"\nTurns: p50 {times[len(times) // 2]} ms, p95 {times[int(len(times) * 0.95)]} ms.")
    return "\n".join(lines)


def _rate(group: list[CaseScore], measure: str) -> str:
    values = [value for value in (getattr(score, measure) for score in group) if value is not None]
    return f"{100 * sum(values) / len(values):.1f}" if values else "–"


def show_failures(scores: list[CaseScore]) -> None:
    for score in scores:
        if score.passed:
            continue
        wrong = [measure for measure in MEASURES[:-1] if getattr(score, measure) is False]
        print(f"\n--- {score.case.id} {score.case.style}: {', '.join(wrong)} [{score.turn.status.value}]")
        print(" ? " + " | ".join(score.case.turns))
        print(f" expected {score.case.statuses} {score.case.records} {score.case.key_facts} not {score.case.forbidden}")
        print(" cited " + ", ".join(citation.passage_id for citation in score.turn.citations))
        print("   " + score.turn.text.replace("\n", "\n   "))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", choices=(*HALVES, "all"), default="all")
    parser.add_argument("--failures", action="store_true", help="show every case that failed (never of a blind half)")
    parser.add_argument("--write", action="store_true", help="keep the tables in evals/results")
    arguments = parser.parse_args()
    halves = HALVES if arguments.half == "all" else (arguments.half,)
    clock = ChosenDay(date(2026, 11, 23))
    assistant = build_trial(Settings(), clock)
    for half in halves:
        scores = run_cases(assistant, clock, read_cases(DATASETS / f"policy_{half}.jsonl"))
        print(f"\n## policy_{half}\n\n{table_of(scores)}")
        if arguments.failures and half in OPEN:
            show_failures(scores)
        if arguments.write:
            _write(half, scores)


def _write(half: str, scores: list[CaseScore]) -> None:
    RESULTS.mkdir(exist_ok=True)
    text = f"# policy_{half}\n\nCommand: `make eval` (`python -m evals.run --write`)\n\n{table_of(scores)}\n"
    (RESULTS / f"policy_{half}.md").write_text(text, encoding="utf-8")
    rows = [{"id": s.case.id, "style": s.case.style, "status": s.turn.status.value,
             **{measure: getattr(s, measure) for measure in MEASURES}} for s in scores]  # fmt: skip
    (RESULTS / f"policy_{half}.json").write_text(
        json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )


if __name__ == "__main__":
    main()
