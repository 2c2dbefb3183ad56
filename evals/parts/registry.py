"""All parts of the suite, by name. A place for the task simulations is at the end of the list."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from evals.measured import PartResult
from evals.parts import dialogues, documents, faults, policy, ragas_part, reading, robust, safety, tasks
from evals.sets import halves_of


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
_UNSEEN = (
    "subsidies_test",
    "attacks_test",
    "unsafe_test",
    "policy_test8",
    "vacancy_queries_test7",
    "training_test8",
)


#: Left out of the gate, by how their names begin: what is slow and has a sibling in it, what needs data or libraries
#: that a clone has not.
_UNGATED = (
    "handover_dev3", "training_test", "training_dev5", "training_dev6", "training_dev7", "grounding_test",
    "attacks_dev", "attacks_foreign", "model_perfect", "model_sloppy", "faults", "occupations", "documents", "ragas",
    "judged", "robustness", "tasks",
)  # fmt: skip


def _part(name: str, run: Callable[[], PartResult], seconds: float) -> Part:
    return Part(name, run, seconds, not name.startswith(_UNGATED), name in _UNSEEN)


def _of_sets(name: str, run: Callable[[str], PartResult], halves: tuple[str, ...], seconds: float) -> tuple[Part, ...]:
    return tuple(_part(f"{name}_{half}", partial(run, half), seconds) for half in halves)


PARTS: tuple[Part, ...] = (
    *_of_sets("policy", policy.run_half, halves_of("policy"), 12),
    *_of_sets("subsidies", dialogues.run_subsidies, halves_of("subsidies"), 8),
    *_of_sets("training", dialogues.run_training, halves_of("training_dialogues"), 25),
    *_of_sets("vacancy_queries", reading.run_vacancy_queries, halves_of("vacancy_queries"), 4),
    *_of_sets("advert_checks", reading.run_advert_checks, ("dev", "dev2", "test"), 3),
    *_of_sets("documents", documents.run_documents, halves_of("document_questions"), 10),
    _part("facts_said", reading.run_facts_said, 4),
    _part("intents", reading.run_intents, 10),
    _part("occupations", reading.run_occupations, 10),
    *_of_sets("handover", safety.run_handover, halves_of("handover"), 8),
    *_of_sets("grounding", safety.run_grounding, halves_of("grounding"), 5),
    _part("masking", safety.run_masking, 20),
    _part("unsafe_test", safety.run_unsafe, 12),
    *_of_sets("attacks", safety.run_attacks, ("dev", "test", "foreign"), 60),
    *_of_sets("model", safety.run_model_mode, ("perfect", "sloppy", "hostile"), 20),
    _part("faults", faults.run_faults, 30),
    _part("ragas", ragas_part.run_ragas, 25),
    _part("judged", ragas_part.run_judged, 300),
    _part("matching_fairness", robust.run_fairness, 5),
    _part("robustness", robust.run_robustness, 120),
    *_of_sets("tasks", tasks.run_tasks, halves_of("tasks"), 150),
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
