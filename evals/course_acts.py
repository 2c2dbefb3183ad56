"""The learned acts of messages on courses shown, by themselves: learnt from all authors but one, judged on that one.

`python -m evals.course_acts [--failures]`. Prints for each author how many of their messages get their act, how
many where the model is sure (`learned_acts.SURE`), and how many of those the words of the tables know besides. All
files of `knowledge_base/utterances/course_acts` together make the model that the product uses.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.adapters.content.course_acts_file import CourseMessage, read_course_messages
from assistant.adapters.topic_training import train_weighted_model
from assistant.adapters.training_examples import weighted_acts
from assistant.language.course_asks import CourseAct
from assistant.language.learned_acts import LIKELY, SURE, CourseActReader
from assistant.settings import Settings


@dataclass(frozen=True)
class JudgedMessage:
    """What one message wants, and what was read. `share`: how sure the model was."""

    message: CourseMessage
    read: CourseAct
    share: float

    @property
    def is_right(self) -> bool:
        return self.read in self.message.acts


def judge(learnt: Sequence[CourseMessage], judged: Sequence[CourseMessage]) -> list[JudgedMessage]:
    """Every message of `judged`, read by a model that knows only those of `learnt`."""
    reader = CourseActReader(train_weighted_model(weighted_acts(learnt)))
    return [JudgedMessage(one, *reader.best(one.text)) for one in judged]


def lines_of(name: str, judged: Sequence[JudgedMessage]) -> list[str]:
    """Figures to read."""
    lines = [f"{name}: {_of(judged)} right"]
    for floor in (LIKELY, SURE):
        above = [one for one in judged if one.share >= floor]
        lines.append(f"  share from {floor}: {_of(above)} right, {len(above) / len(judged):.0%} of all")
    orders = [one for one in judged if one.share >= SURE and one.read in (CourseAct.ENROL, CourseAct.SWAP)]
    meant = [one for one in orders if {CourseAct.ENROL, CourseAct.SWAP, CourseAct.ANY} & set(one.message.acts)]
    lines.append(f"  sure orders for a place that are some: {len(meant)} of {len(orders)}")
    wrong = Counter((one.message.acts[0].value, one.read.value) for one in judged if not one.is_right)
    lines.append("  most often: " + "，".join(f"{a}→{b} {n}" for (a, b), n in wrong.most_common(8)))
    return lines


def _of(judged: Sequence[JudgedMessage]) -> str:
    right = sum(one.is_right for one in judged)
    return f"{right} of {len(judged)} ({right / max(len(judged), 1):.1%})"


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m evals.course_acts", description=__doc__)
    parser.add_argument("--failures", action="store_true", help="print each sure message that was read wrongly")
    chosen = parser.parse_args(arguments)
    files = read_course_messages(Path(Settings().knowledge_dir))
    for name, judged in files.items():
        learnt = [one for other, messages in files.items() if other != name for one in messages]
        found = judge(learnt, judged)
        print("\n".join(lines_of(f"judged on {name}", found)))
        for one in found if chosen.failures else ():
            if one.share >= SURE and not one.is_right:
                print(f"    {one.message.text}: {one.message.acts[0]} read as {one.read} ({one.share:.2f})")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
