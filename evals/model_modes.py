"""The evaluation sets of answers with a model that is good, careless or hostile: what is shown must stay right.

`python -m evals.model_modes [--half dev] [--limit 100] [--write]`. The stand-in endpoint plays the model; "rules" is
the same set without one. A wrong figure is one that stands in no passage its sentence cites.
"""

import argparse
from collections import Counter
from collections.abc import Callable
from datetime import date

from assistant.bootstrap import build_trial
from assistant.services.clock import ChosenDay
from assistant.settings import Settings
from evals.cases import EvalCase, read_cases
from evals.run import DATASETS, RESULTS, run_cases
from evals.scores import CaseScore
from evals.stand_in import Script, StandIn
from evals.stand_in.scripts import hostile, perfect, sloppy

MODES: dict[str, Script | None] = {"rules": None, "perfect": perfect, "sloppy": sloppy, "hostile": hostile}
ANSWERS = ("answered", "unanswerable_lapsed")
_COLUMNS = (
    "mode", "cases", "answered %", "passed %", "key facts %", "forbidden shown", "wrong figures", "bad citations",
    "by the model %", "rewritten %", "p50 ms",
)  # fmt: skip


def run_mode(name: str, cases: tuple[EvalCase, ...], chat_model: str, url: str) -> list[CaseScore]:
    """All cases in one mode, each in a conversation of its own."""
    clock = ChosenDay(date(2026, 11, 23))
    settings = Settings(chat_model=chat_model if name != "rules" else "", openai_base_url=url)
    return run_cases(build_trial(settings, clock), clock, cases)


def row_of(name: str, scores: list[CaseScore]) -> str:
    """One line of the table."""
    turns = [score.turn for score in scores]
    by_model = [turn for turn in turns if turn.replier != "rules"]
    rewritten = [turn for turn in turns if turn.evidence.model is not None and turn.evidence.model.retries]
    times = sorted(turn.duration_ms for turn in turns)
    cells = (
        name,
        len(scores),
        _percent(sum(turn.status.value in ANSWERS for turn in turns), len(turns)),
        _percent(sum(score.passed for score in scores), len(scores)),
        _share(scores, lambda score: score.key_facts),
        sum(not score.forbidden for score in scores),
        sum(not score.figures for score in scores),
        sum(not score.citations for score in scores),
        _percent(len(by_model), len(turns)),
        _percent(len(rewritten), len(turns)),
        times[len(times) // 2],
    )
    return "| " + " | ".join(str(cell) for cell in cells) + " |"


def reasons_of(scores: list[CaseScore]) -> str:
    """Why rules answered, with counts."""
    uses = [use for score in scores if (use := score.turn.evidence.model) is not None]
    counts = Counter(use.reason.value for use in uses if use.reason is not None)
    return ", ".join(f"{reason} {count}" for reason, count in counts.most_common()) or "none"


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}" if whole else "–"


def _share(scores: list[CaseScore], held: Callable[[CaseScore], bool | None]) -> str:
    values = [value for value in map(held, scores) if value is not None]
    return _percent(sum(values), len(values))


def table_for(half: str, limit: int | None) -> str:
    """The table and the reasons of one half."""
    cases = read_cases(DATASETS / f"policy_{half}.jsonl")[:limit]
    lines = ["| " + " | ".join(_COLUMNS) + " |", "|---|" + "---:|" * (len(_COLUMNS) - 1)]
    reasons = []
    for name, script in MODES.items():
        with StandIn(script or perfect) as stand_in:
            scores = run_mode(name, cases, "stand-in", stand_in.url)
        lines.append(row_of(name, scores))
        if name != "rules":
            reasons.append(f"- {name}: rules answered because: {reasons_of(scores)}")
    return "\n".join([*lines, "", *reasons])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", choices=("dev", "dev2", "dev3", "test", "test2"), action="append")
    parser.add_argument("--limit", type=int, default=None, help="only the first cases of each half")
    parser.add_argument("--write", action="store_true", help="keep the tables in evals/results")
    arguments = parser.parse_args()
    parts = [f"## policy_{half}\n\n{table_for(half, arguments.limit)}\n" for half in arguments.half or ["dev", "test"]]
    text = "# Answers with a model\n\nCommand: `python -m evals.model_modes --write`\n\n" + "\n".join(parts)
    print(text)
    if arguments.write:
        (RESULTS / "model_modes.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
