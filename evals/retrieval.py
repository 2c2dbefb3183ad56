"""What each part of the search is worth on real questions: `python -m evals.retrieval`.

Both sets go through the code of `kb import` and `kb search`. Prints a table, and writes evals/results/retrieval.md.
Where an embedding model is configured, or given with `--embedding-dir`, the table has rows for the dense leg;
`--stand-in` takes for it what `evals/lsa_model.py` makes of the passages themselves.

Measured on these sets and left out, because they did not win on both: stop words removed from the scored query, a
field for the title or for the first words of a passage alone, relevance feedback (RM3, Lavrenko & Croft 2001), powers
of the inverse document frequency, runs of three and four characters, the nearness of matches within a sentence.
"""

import argparse
import math
import random
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import rjieba

from assistant.adapters.collection_indexes import open_collections
from assistant.adapters.sql.engine import open_engine
from assistant.adapters.sql.migrate import migrate
from assistant.adapters.tantivy_query import Weights
from assistant.language.segment import Segmenter, fold
from assistant.services.ports import CONTEXT_REACH
from assistant.settings import Settings
from evals import retrieval_dense
from evals.lsa_model import write_model
from evals.retrieval_sets import DATA, NaiveIndex, Question, RetrievalSet, load_notices, load_statutes

RESULT = Path(__file__).parent / "results" / "retrieval.md"
COMMAND = "python -m evals.retrieval"
DEPTH = 10
NAIVE = ("BM25, words", "BM25, words + bigrams")
OURS = "ours"
STAND_IN = """The dense rows are those of a stand-in: latent semantic analysis over these very passages, made by
`evals/lsa_model.py` because no trained model was at hand. They show that every step works, what it costs, and what a
weak leg does: the fused list is worse than words alone (the last comparisons above). They do not show what a trained
model scores. So the leg is off unless a model is configured; measure that model here first, with `--embedding-dir`,
and configure it only where it earns its place."""
VARIANTS = {
    "ours, words only": Weights(bigrams=0, characters=0, around=0, expansion=0),
    "ours without bigrams, and so without context": replace(Weights(), bigrams=0),
    "ours without single characters": replace(Weights(), characters=0),
    "ours without what stands around the passage": replace(Weights(), around=0),
    "ours without synonyms": replace(Weights(), expansion=0),
    OURS: Weights(),
}


@dataclass(frozen=True)
class Score:
    """How one question went; all 0 to 1."""

    ndcg: float
    recall: float
    first: float


def judge(question: Question, ranked: Sequence[str]) -> Score:
    """nDCG and recall of the first ten hits, and whether the first is right. A repeated answer counts once."""
    answers = list(dict.fromkeys(ranked[:DEPTH]))
    gain = sum(1 / math.log2(place + 2) for place, answer in enumerate(answers) if answer in question.gold)
    best = sum(1 / math.log2(place + 2) for place in range(min(DEPTH, len(question.gold))))
    recall = len(question.gold.intersection(answers)) / len(question.gold)
    return Score(gain / best, recall, float(answers[:1] != [] and answers[0] in question.gold))


def measure_naive(data: RetrievalSet, units_of: Callable[[str], Sequence[str]]) -> list[Score]:
    index = NaiveIndex(data.passages, units_of)
    return [judge(one, [data.answer_id(found) for found in index.search(one.text, DEPTH)]) for one in data.questions]


def measure_ours(data: RetrievalSet, folder: Path, weights: Weights) -> list[Score]:
    """The set must have been imported into `folder`."""
    engine = open_engine(f"sqlite:///{folder / 'passages.db'}")
    collection = open_collections(engine, folder, Settings().knowledge_dir, weights).open(data.name)
    found = [[data.answer_id(hit.passage_id) for hit in collection.search(one.text, DEPTH)] for one in data.questions]
    engine.dispose()
    return [judge(question, ranked) for question, ranked in zip(data.questions, found, strict=True)]


def measure(data: RetrievalSet, folder: Path) -> dict[str, list[Score]]:
    """Every row of the table for one set."""
    cutter, segmenter = rjieba.Jieba(), Segmenter()

    def words_of(text: str) -> list[str]:
        return [word for word in cutter.cut(fold(text)) if any(letter.isalnum() for letter in word)]

    engine = open_engine(f"sqlite:///{folder / 'passages.db'}")
    migrate(engine)
    open_collections(engine, folder, Settings().knowledge_dir).import_passages(data.name, data.passages)
    engine.dispose()
    rows = {
        NAIVE[0]: measure_naive(data, words_of),
        NAIVE[1]: measure_naive(data, lambda text: [*words_of(text), *segmenter.bigrams(text)]),
    }
    return rows | {name: measure_ours(data, folder, weights) for name, weights in VARIANTS.items()}


def measure_dense(data: RetrievalSet, folder: Path, settings: Settings) -> tuple[dict[str, list[Score]], str]:
    """The rows of the dense leg for one set, and what a question took; none where no model is configured."""
    rankings = retrieval_dense.rank(data, folder, settings, DEPTH)
    rows = {
        name: [judge(question, ranked) for question, ranked in zip(data.questions, ranking.answers, strict=True)]
        for name, ranking in rankings.items()
        if name != OURS
    }
    return rows, ", ".join(f"{name} {ranking.median_ms:.1f}" for name, ranking in rankings.items())


def table_of(statutes: dict[str, list[Score]], notices: dict[str, list[Score]]) -> str:
    """One row for each variant."""
    lines = [
        "| | statutes nDCG@10 | R@10 | halves | notices R@1 | R@10 | nDCG@10 | halves |",
        "|---|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for name in statutes:
        law, notice = statutes[name], notices[name]
        cells = [
            *(_mean(law, "ndcg"), _mean(law, "recall"), _halves(law)),
            *(_mean(notice, "first"), _mean(notice, "recall"), _mean(notice, "ndcg"), _halves(notice)),
        ]
        mark = "**" if name == OURS else ""
        lines.append(f"| {mark}{name}{mark} | {' | '.join(cells)} |")
    return "\n".join(lines)


def comparison_of(sets: dict[str, dict[str, list[Score]]]) -> str:
    """How surely ours is better than the stronger naive row, and what is fused better than ours: the mean difference,
    and 95 % of a paired bootstrap."""
    pairs = [(OURS, NAIVE[1]), (retrieval_dense.FUSED, OURS), (retrieval_dense.RERANKED, OURS)]
    lines = []
    for better, plain in pairs:
        for name, field in (("statutes", "ndcg"), ("notices", "first")):
            rows = sets[name]
            if better not in rows:
                continue
            differences = [
                getattr(one, field) - getattr(other, field)
                for one, other in zip(rows[better], rows[plain], strict=True)
            ]
            low, high = _bootstrap(differences)
            label = {"ndcg": "nDCG@10", "first": "R@1"}[field]
            mean = sum(differences) / len(differences)
            lines.append(f"- {name}, {label}: {better} − {plain} = {mean:+.3f} (95 %: {low:+.3f} to {high:+.3f})")
    return "\n".join(lines)


def _bootstrap(differences: list[float], rounds: int = 2000) -> tuple[float, float]:
    draw = random.Random(1)
    means = sorted(sum(draw.choices(differences, k=len(differences))) / len(differences) for _ in range(rounds))
    return means[int(0.025 * rounds)], means[int(0.975 * rounds)]


def _mean(scores: Sequence[Score], field: str) -> str:
    return f"{sum(getattr(score, field) for score in scores) / len(scores):.3f}"


def _halves(scores: list[Score]) -> str:
    return f"{_mean(scores[::2], 'ndcg')} / {_mean(scores[1::2], 'ndcg')}"


def report_of(
    sets: dict[str, RetrievalSet], rows: dict[str, dict[str, list[Score]]], today: date, command: str, dense: str
) -> str:
    """`dense`: what is to be said of the dense rows."""
    weights = ", ".join(f"{name} {value:g}" for name, value in vars(Weights()).items())
    statutes, notices = sets["statutes"], sets["notices"]
    return f"""# Retrieval

`{command}`, {today}

- statutes: `../shared/data/statute_questions`, {len(statutes.questions)} questions, {len(statutes.passages)} articles,
  judged by article id
- notices: `../shared/data/notices`, {len(notices.questions)} questions, {len(notices.passages)} passages made by our
  own splitter, judged by document

{table_of(rows["statutes"], rows["notices"])}

{comparison_of(rows)}

The BM25 rows have k1 = 1.2, b = 0.75 and one bag of units from title and text. Halves: nDCG@10 of the even and of the
odd questions; a row that owes its place to a few questions would show there.

Set by looking at both sets, one round value each: the weights ({weights};
`names` plays no part here), the reach of the context ({CONTEXT_REACH} passages each way), the sizes of the splitter.
The synonyms were written without the questions; the words are the segmenter's own.
{dense}"""


def dense_words(settings: Settings, took: dict[str, str], is_stand_in: bool) -> str:
    """What the dense rows are of."""
    if not any(took.values()):
        return ""
    model = settings.embedding_model or Path(settings.embedding_model_dir).name
    of_it = STAND_IN if is_stand_in else f"The dense rows are those of the embedding model `{model}`."
    times = "\n".join(f"- {name}, median milliseconds a question: {words}" for name, words in took.items())
    return f"""
## Dense retrieval

{of_it}
Fused is reciprocal rank fusion with k = 60 over the first 50 of each leg.

{times}
"""


def main() -> int:
    parser = argparse.ArgumentParser(description="Measures what each part of the search is worth.")
    parser.add_argument("--today", type=date.fromisoformat, default=date.today())
    parser.add_argument("--embedding-dir", type=Path, help="folder of an embedding model (as EMBEDDING_MODEL_DIR)")
    parser.add_argument("--stand-in", action="store_true", help="take what evals/lsa_model.py makes for a model")
    arguments = parser.parse_args()
    if not DATA.is_dir():
        print("The sets are not here: ../shared/data is missing beside this checkout.", file=sys.stderr)
        return 1
    sets = {"statutes": load_statutes(), "notices": load_notices()}
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        settings = _settings(arguments, sets, folder)
        rows = {name: measure(data, folder) for name, data in sets.items()}
        dense = {name: measure_dense(data, folder, settings) for name, data in sets.items()}
    for name, (more, _) in dense.items():
        rows[name] |= more
    words = dense_words(settings, {name: took for name, (_, took) in dense.items()}, arguments.stand_in)
    command = COMMAND + (" --stand-in" if arguments.stand_in else "")
    report = report_of(sets, rows, arguments.today, command, words)
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(report, encoding="utf-8")
    print(report)
    return 0


def _settings(arguments: argparse.Namespace, sets: dict[str, RetrievalSet], folder: Path) -> Settings:
    """The settings as they are, with the model that was asked for."""
    given = arguments.embedding_dir
    if arguments.stand_in:
        given = folder / "stand-in"
        write_model(given, [f"{one.title}\n{one.text}" for data in sets.values() for one in data.passages])
    return Settings(embedding_model="", embedding_model_dir=str(given)) if given else Settings()


if __name__ == "__main__":
    sys.exit(main())
