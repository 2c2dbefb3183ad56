"""Trying thresholds on the development sets: `python -m evals.tune [--tries 200]`. Changes nothing; prints the best.

A random search around the values in force (Bergstra & Bengio 2012). The test half is never read here.
"""

import argparse
import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from types import ModuleType

from assistant.bootstrap import Assistant, build_trial
from assistant.language import understanding
from assistant.services import (
    decide_intent,
    find_topics,
    goes_on,
    plan,
    search_policies,
    section_shares,
    sections,
    statement_ranker,
)
from assistant.services.clock import ChosenDay
from assistant.settings import Settings
from evals.cases import EvalCase, read_cases
from evals.run import DATASETS, run_cases

KNOBS: dict[tuple[ModuleType, str], tuple[float, float]] = {
    (sections, "POINTED_ELSEWHERE"): (0.08, 0.35),
    (sections, "STRONGLY"): (0.12, 0.5),
    (sections, "BESIDE"): (0.1, 0.4),
    (sections, "GUESSED"): (0.0, 1.0),
    (section_shares, "CUE"): (0.5, 4.0),
    (find_topics, "QUESTION"): (0.0, 1.5),
    (statement_ranker, "STORY"): (0.4, 1.0),
    (find_topics, "POINTS"): (0.4, 0.7),
    (plan, "PERHAPS"): (0.15, 0.35),
    (plan, "LEAD"): (0.1, 0.35),
    (plan, "LEANS_AWAY"): (0.06, 0.3),
    (goes_on, "FOLLOW_UP"): (0.1, 0.5),
    (goes_on, "SAME_TOPIC"): (0.05, 0.3),
    (decide_intent, "LIKELY"): (0.3, 0.7),
    (decide_intent, "FOREIGN"): (0.2, 0.7),
    (decide_intent, "SURE"): (0.4, 0.85),
    (understanding, "LIKELY"): (0.15, 0.6),
    (search_policies, "TOPIC"): (0.3, 0.9),
    (search_policies, "TEXT"): (0.1, 0.6),
    (search_policies, "COVERAGE"): (0.1, 0.5),
    (search_policies, "NAME"): (0.0, 0.4),
}


@contextmanager
def values(chosen: dict[tuple[ModuleType, str], float]) -> Iterator[None]:
    before = {knob: getattr(*knob) for knob in chosen}
    for (module, name), value in chosen.items():
        setattr(module, name, value)
    try:
        yield
    finally:
        for (module, name), value in before.items():
            setattr(module, name, value)


def quality(assistant: Assistant, clock: ChosenDay, cases: tuple[EvalCase, ...]) -> float:
    """The mean of status, records and key facts, in percent."""
    scores = run_cases(assistant, clock, cases)
    held = [value for s in scores for value in (s.status, s.records, s.key_facts) if value is not None]
    return 100 * sum(held) / len(held)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tries", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    clock = ChosenDay(date(2026, 11, 23))
    assistant = build_trial(Settings(), clock)
    cases = tuple(case for name in ("dev", "dev2", "dev3") for case in read_cases(DATASETS / f"policy_{name}.jsonl"))
    rng = random.Random(arguments.seed)
    best = {knob: getattr(*knob) for knob in KNOBS}
    best_quality = quality(assistant, clock, cases)
    print(f"in force: {best_quality:.2f}")
    for _ in range(arguments.tries):
        tried = dict(best)
        for knob in rng.sample(list(KNOBS), 3):
            low, high = KNOBS[knob]
            tried[knob] = round(min(high, max(low, rng.gauss(best[knob], (high - low) / 4))), 2)
        with values(tried):
            found = quality(assistant, clock, cases)
        if found > best_quality:
            best, best_quality = tried, found
            print(f"{found:.2f} " + ", ".join(f"{m.__name__.split('.')[-1]}.{n}={v}" for (m, n), v in best.items()))


if __name__ == "__main__":
    main()
