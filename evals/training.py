"""Training dialogues against the whole product on a temporary database, each case in a world of its own courses.

`python -m evals.training [FILE…] [--failures] [--only ID]` plays messages, forms, withdrawals and what others do,
judges every check of the data card (`datasets/training_dialogues.md`) and the end state in the database, and prints
one table: checks by kind and dialogues whole, for each half. Exit status 0; 2 for a case that asks for what nothing
judges.
"""

import argparse
import json
import logging
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from evals.training_checks import Case, Told, check_turn, require_known
from evals.training_filters import Geography
from evals.training_play import Play, Result
from evals.training_world import TrainingWorld

DATASETS = Path(__file__).parent / "datasets"
_WHOLE = "whole dialogues"
_UNUSABLE = 2


@dataclass
class Tally:
    """What passed and what was asked, by half and check."""

    passed: Counter[tuple[str, str]] = field(default_factory=Counter)
    asked: Counter[tuple[str, str]] = field(default_factory=Counter)

    def count(self, half: str, results: Sequence[Result]) -> None:
        for _, name, is_right, _ in results:
            self.asked[half, name] += 1
            self.passed[half, name] += is_right
        self.asked[half, _WHOLE] += 1
        self.passed[half, _WHOLE] += all(is_right for _, _, is_right, _ in results)

    def lines(self) -> Iterator[str]:
        halves = list(dict.fromkeys(half for half, _ in self.asked))
        yield f"{'':<24}" + "".join(f"{half:>14}" for half in halves)
        names = sorted({name for _, name in self.asked} - {_WHOLE})
        for name in names:
            yield self._line(name, [(self.passed[half, name], self.asked[half, name]) for half in halves])
        sums = [tuple(sum(each[half, name] for name in names) for each in (self.passed, self.asked)) for half in halves]
        yield self._line("checks", [(one[0], one[1]) for one in sums])
        yield self._line(_WHOLE, [(self.passed[half, _WHOLE], self.asked[half, _WHOLE]) for half in halves])

    def _line(self, name: str, figures: Sequence[tuple[int, int]]) -> str:
        return f"{name:<24}" + "".join(f"{f'{right} / {asked}':>14}" for right, asked in figures)


def run_case(case: Case, world: TrainingWorld) -> list[Result]:
    """Every check of the case, in the order it was made."""
    lexicon = world.product._knowledge.loaded.knowing.lexicon
    play, results = Play(world, case), []
    geography = Geography(lexicon.regions, lexicon.places, world.clock.today())
    for number, message in enumerate(case["turns"], 1):
        play.say(message)
        told = Told(case, play.turns, geography)
        results += [(number, name, is_right, found) for name, is_right, found in check_turn(told)]
        results += list(play.after_turn(number))
    return [*results, *play.end_state()]


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m evals.training", description=__doc__)
    parser.add_argument("files", nargs="*", type=Path, default=[DATASETS / "training_dialogues_dev.jsonl"])
    parser.add_argument("--failures", action="store_true", help="print each check that failed")
    parser.add_argument("--only", nargs="+", help="ids")
    chosen = parser.parse_args(arguments)
    logging.getLogger("httpx").setLevel(logging.WARNING)
    cases = [json.loads(line) for file in chosen.files for line in file.read_text(encoding="utf-8").splitlines()]
    cases = [case for case in cases if not chosen.only or case["id"] in chosen.only]
    try:
        for case in cases:
            require_known(case)
    except ValueError as error:
        print(error, file=sys.stderr)
        return _UNUSABLE
    tally = Tally()
    with tempfile.TemporaryDirectory(prefix="training-") as folder:
        world = TrainingWorld(Path(folder))
        for case in cases:
            results = run_case(case, world)
            tally.count(case["half"], results)
            for number, name, is_right, found in results if chosen.failures else ():
                if not is_right:
                    print(f"{case['id']} {number} {name}: {case['turns'][number - 1]}\n      {found[:900]}", flush=True)
    print("\n".join(tally.lines()))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
