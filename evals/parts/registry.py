"""All parts of the suite, by name. A place for the task simulations is at the end of the list."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from evals.measured import PartResult
from evals.parts import dialogues, policy, reading, robust, safety, tool_calls
from evals.run import HALVES


@dataclass(frozen=True)
class Part:
    """One part. `seconds`: about how long it takes, alone on one core, so that the long ones start first.

    `is_gated`: `make eval-gate` runs it. `is_blind`: only its figures are shown, never its cases.
    """

    name: str
    run: Callable[[], PartResult]
    seconds: float
    is_gated: bool = True
    is_blind: bool = False


#: Sets on which nothing has been tuned: their cases stay out of the report.
_UNSEEN = ("policy_test3", "subsidies_test", "attacks_test", "handover_test2")


def _part(name: str, run: Callable[[], PartResult], seconds: float, is_gated: bool = True) -> Part:
    return Part(name, run, seconds, is_gated, name in _UNSEEN)


PARTS: tuple[Part, ...] = (
    *(_part(f"policy_{half}", partial(policy.run_half, half), 12) for half in HALVES),
    *(
        _part(f"subsidies_{half}", partial(dialogues.run_subsidies, half), 8)
        for half in ("dev", "dev2", "dev3", "test")
    ),
    *(_part(f"training_{half}", partial(dialogues.run_training, half), 25) for half in ("dev", "test")),
    *(
        _part(f"vacancy_queries_{half}", partial(reading.run_vacancy_queries, half), 4)
        for half in ("dev", "dev2", "dev3", "test")
    ),
    *(_part(f"advert_checks_{half}", partial(reading.run_advert_checks, half), 3) for half in ("dev", "dev2", "test")),
    _part("facts_said", reading.run_facts_said, 4),
    _part("intents", reading.run_intents, 10),
    _part("occupations", reading.run_occupations, 10, is_gated=False),
    *(_part(f"handover_{half}", partial(safety.run_handover, half), 8) for half in ("dev", "dev2", "test", "test2")),
    *(_part(f"grounding_{half}", partial(safety.run_grounding, half), 5) for half in ("dev", "test", "test2")),
    _part("masking", safety.run_masking, 20),
    *(_part(f"attacks_{half}", partial(safety.run_attacks, half), 60) for half in ("dev", "test")),
    _part("attacks_foreign", partial(safety.run_attacks, "foreign"), 40, is_gated=False),
    *(
        _part(f"model_{mode}", partial(safety.run_model_mode, mode), 20, is_gated=mode == "hostile")
        for mode in ("perfect", "sloppy", "hostile")
    ),
    _part("tool_calls", tool_calls.run_tool_calls, 20, is_gated=False),
    _part("matching_fairness", robust.run_fairness, 5),
    _part("robustness", robust.run_robustness, 120, is_gated=False),
    # The task simulations (evals/tasks) take their place here.
)


def find_parts(names: tuple[str, ...] = (), gated_only: bool = False) -> tuple[Part, ...]:
    """The parts named, by whole name or its beginning; all of them if none is named. Raises ValueError for a name
    that begins none."""
    for name in names:
        if not any(part.name.startswith(name) for part in PARTS):
            raise ValueError(f"No part begins with '{name}'. There are: {', '.join(part.name for part in PARTS)}.")
    return tuple(
        part for part in PARTS if (not names or part.name.startswith(names)) and (part.is_gated or not gated_only)
    )
