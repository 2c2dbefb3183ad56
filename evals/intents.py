"""Does the trained model beat the cues on utterances held apart? `python -m evals.intents [--write]`.

A fifth of the typical utterances (by a fixed seed) is kept out of training; each is then judged by the cues of
intents.yaml alone, by the model alone, and by both. Right means: the intent for intents, any document for documents.
The wordings of danger that screening knows (lexicon/screening.yaml) come on top of what stands here for `crisis`.
"""

import argparse
import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from assistant.adapters.content.lexicon import read_synonyms
from assistant.adapters.content.library import load_library
from assistant.adapters.content.utterances import read_utterances
from assistant.adapters.content.word_files import read_intents
from assistant.adapters.topic_training import train_topic_model
from assistant.language.segment import fold
from assistant.services.decide_intent import LIKELY
from assistant.services.search_policies import INTENT
from assistant.settings import Settings
from evals.run import RESULTS

SEED = 20261123
POLICY = "a document"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    table = compare(Settings().knowledge_dir)
    print(table)
    if arguments.write:
        text = f"# Intents: cues and model on utterances held apart\n\n`python -m evals.intents --write`\n\n{table}\n"
        (RESULTS / "intents.md").write_text(text, encoding="utf-8")


@dataclass(frozen=True)
class Judged:
    """An utterance held apart, what it is, and what cues, model and both make of it."""

    text: str
    wanted: str
    ways: Mapping[str, str]

    @property
    def found(self) -> str:
        return self.ways["both"]

    @property
    def is_right(self) -> bool:
        return self.found == self.wanted


def judge_held_apart(root: Path) -> list[Judged]:
    """Each utterance held apart, judged by a model that has not seen it."""
    library, synonyms = load_library(root), read_synonyms(root)
    rules, _ = read_intents(root)
    pairs = list(read_utterances(root))
    random.Random(SEED).shuffle(pairs)
    apart, kept = pairs[: len(pairs) // 5], pairs[len(pairs) // 5 :]
    model = train_topic_model(library.knowledge, synonyms, kept)
    judged = []
    for text, label in apart:
        wanted = label.removeprefix(INTENT) if label.startswith(INTENT) else POLICY
        cue = next((rule.name for rule in rules if any(c.search(text) for c in rule.cues)), POLICY)
        shares = model.predict(" ".join((fold(text), *(e.meant for e in synonyms.expand(fold(text))))))
        best = max(shares, key=lambda name: shares[name])
        learnt = best.removeprefix(INTENT) if best.startswith(INTENT) and shares[best] >= LIKELY else POLICY
        ways = {"cues": cue, "model": learnt, "both": cue if cue != POLICY else learnt}
        judged.append(Judged(text, wanted, ways))
    return judged


def compare(root: Path) -> str:
    """A table: per intent the number of held-apart utterances and the share each way gets right, in percent."""
    counts: Counter[str] = Counter()
    right: dict[str, Counter[str]] = {"cues": Counter(), "model": Counter(), "both": Counter()}
    for one in judge_held_apart(root):
        counts[one.wanted] += 1
        for way, said in one.ways.items():
            right[way][one.wanted] += said == one.wanted
    lines = ["| wanted | held apart | cues | model | both |", "|---|---:|---:|---:|---:|"]
    for wanted, number in [*sorted(counts.items()), ("all", counts.total())]:
        got = {way: (c.total() if wanted == "all" else c[wanted]) for way, c in right.items()}
        lines.append(f"| {wanted} | {number} | " + " | ".join(f"{100 * got[w] / number:.1f}" for w in right) + " |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
