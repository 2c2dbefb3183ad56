"""Runs parts of the suite in up to two processes, the long ones first."""

import logging
import multiprocessing
import os
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from dataclasses import replace
from datetime import date

from assistant.bootstrap import build_trial
from assistant.services.clock import ChosenDay
from assistant.settings import Settings
from evals.measured import PartResult
from evals.parts.registry import PARTS, Part, find_parts

PROCESSES = 2


def run_parts(
    parts: Sequence[Part], processes: int = PROCESSES, tell: Callable[[PartResult], None] = lambda result: None
) -> list[PartResult]:
    """Every part's result, in the order of `parts`. A part that raises is a result without metrics, which no gate lets
    through; its traceback goes to stderr.
    """
    build_trial(Settings(), ChosenDay(date(2026, 11, 23)))  # the knowledge is built once, for both processes
    found: dict[str, PartResult] = {}
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(min(processes, max(len(parts), 1)), mp_context=context) as pool:
        waiting: list[Future[PartResult]] = [
            pool.submit(run_named, part.name) for part in sorted(parts, key=lambda part: -part.seconds)
        ]
        for done in as_completed(waiting):
            result = done.result()
            found[result.part] = result
            tell(result)
    return [found[part.name] for part in parts]


def use_model(name: str, base_url: str | None = None) -> None:
    """What answers in all parts from now on, in this process and those it starts: a model, or (empty) rules alone,
    whatever the environment says."""
    os.environ["CHAT_MODEL"] = name
    if base_url is not None:
        os.environ["OPENAI_BASE_URL"] = base_url


def run_named(name: str) -> PartResult:
    """One part, by its whole name, timed. Cases of a blind part do not leave it."""
    logging.disable(logging.INFO)
    part = next(part for part in PARTS if part.name == name)
    start = time.perf_counter()
    try:
        result = part.run()
    except Exception as error:
        traceback.print_exc(file=sys.stderr)
        result = PartResult(name, (), absent=f"failed: {type(error).__name__}")
    cases = () if part.is_blind else result.cases
    return replace(result, cases=cases, seconds=time.perf_counter() - start)


__all__ = ["PROCESSES", "find_parts", "run_named", "run_parts", "use_model"]
