"""Does a question find the section it was put to? `python -m evals.sections [--write]`.

The utterances of the sections are parted into five; each fifth is judged by an aspect model and a ranker that have not
seen it. The document is given. `first`: the likeliest section is the right one; `first two`: one of the two likeliest.
"""

import argparse
import random

from assistant.adapters.content.lexicon import read_synonyms
from assistant.adapters.content.library import load_library
from assistant.adapters.content.utterances import read_aspect_utterances, read_section_questions
from assistant.adapters.content.word_files import read_aspects
from assistant.adapters.topic_training import train_aspect_model, train_section_models
from assistant.domain.knowledge import Aspect, KnowledgeBase
from assistant.language.lexicon import AspectRule
from assistant.language.wanted_figures import find_wanted_figures
from assistant.services.section_shares import share_sections
from assistant.services.statement_matrix import read_statements
from assistant.services.statement_ranker import StatementRanker
from assistant.settings import Settings
from evals.run import RESULTS

SEED, FOLDS = 20261125, 5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    table = judge()
    print(table)
    if arguments.write:
        text = f"# Sections: held-apart utterances\n\n`python -m evals.sections --write`\n\n{table}\n"
        (RESULTS / "sections.md").write_text(text, encoding="utf-8")


def judge() -> str:
    """A table: the number of utterances, and the shares of right sections in percent."""
    root = Settings().knowledge_dir
    knowledge, synonyms, rules = load_library(root).knowledge, read_synonyms(root), read_aspects(root)
    pairs = [(text, name) for name, texts in read_section_questions(root).items() for text in texts]
    pairs = [(text, name) for text, name in pairs if name in knowledge.passages]
    random.Random(SEED).shuffle(pairs)
    places: list[int] = []
    for fold in range(FOLDS):
        kept = [pair for number, pair in enumerate(pairs) if number % FOLDS != fold]
        aspects = train_aspect_model((*read_aspect_utterances(root), *((t, _aspect(knowledge, n)) for t, n in kept)))
        questions: dict[str, tuple[str, ...]] = {}
        for text, name in kept:
            questions[name] = (*questions.get(name, ()), text)
        models = train_section_models(knowledge, synonyms, questions)
        ranker = StatementRanker(read_statements(knowledge, questions), synonyms, models)
        for text, name in pairs[fold::FOLDS]:
            document = knowledge.get_document(name.split("#")[0])
            ranked = ranker.rank(text, document.id)
            shares = share_sections(
                document.passages,
                ranked,
                aspects.predict(text),
                _cues(text, rules),
                find_wanted_figures(text),
                ranker.learnt(text, document.id),
            )
            places.append(sorted(shares, key=lambda other: -shares[other]).index(name))
    first, two = (100 * sum(place < n for place in places) / len(places) for n in (1, 2))
    return f"| utterances | first | first two |\n|---:|---:|---:|\n| {len(places)} | {first:.1f} | {two:.1f} |"


def _aspect(knowledge: KnowledgeBase, name: str) -> str:
    return knowledge.passages[name].aspect.value


def _cues(text: str, rules: tuple[AspectRule, ...]) -> dict[Aspect, float]:
    return {rule.aspect: 1.0 for rule in rules if any(cue.search(text) for cue in rule.cues)}


if __name__ == "__main__":
    main()
