"""Questions that statutes without a guidance file answer. `python -m evals.documents [--half dev] [--product]`.

All of ../shared/data/laws is taken into a collection of its own, as `kb add` does. The documents alone are asked: what
clause is found for the question, and what is told of it. `--product` asks the whole product, where our own knowledge
comes first.
"""

import argparse
import json
import re
import tempfile
import unicodedata
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from assistant.adapters.content.document_words_file import read_document_words
from assistant.adapters.content.word_files import read_regions
from assistant.adapters.sql.documents import SqlDocumentStore
from assistant.adapters.sql.engine import open_engine
from assistant.bootstrap import build_trial
from assistant.bootstrap.documents import open_added_documents, open_reader
from assistant.bootstrap.openings import open_collection_service
from assistant.domain.added_documents import plain_title
from assistant.domain.knowledge import Audience
from assistant.services.clock import ChosenDay
from assistant.services.document_answers import AddedDocumentAnswers
from assistant.settings import Settings
from evals.retrieval_sets import DATA
from evals.run import DATASETS
from evals.sets import halves_of

HALVES = halves_of("document_questions")
DAY = date(2026, 11, 23)
LAWS = DATA / "laws"
ABSENT = "../shared/data is not beside this checkout"
#: What tells the words of a clause, as what holds or as history; all else claims nothing.
_TELLS = ("answered", "unanswerable_lapsed")
_DATE_OF_FILE = re.compile(r"[（(]([0-9]{4}(?:-[0-9]{2}){0,2})[）)](?:\.md)?$")
MEASURES = ("answered", "document", "clause", "said", "nothing_claimed", "passed")


@dataclass(frozen=True)
class DocumentQuestion:
    """`answers`: (file, clause or None for any) of all that answer; none: no document does.

    `must_say`: of each inner tuple one form must be in the answer.
    """

    id: str
    text: str
    answers: tuple[tuple[str, str | None], ...]
    must_say: tuple[tuple[str, ...], ...]
    style: str


@dataclass(frozen=True)
class DocumentAnswer:
    """`told`: words were told of a clause, as what holds or as history. `cited`: (title, clause) of each citation."""

    told: bool
    words: str
    cited: tuple[tuple[str, str], ...]
    status: str = ""


@dataclass(frozen=True)
class JudgedDocument:
    """None: the measure does not apply. `answered` counts as well where the words were told as history."""

    question: DocumentQuestion
    answer: DocumentAnswer
    answered: bool | None
    document: bool | None
    clause: bool | None
    said: bool | None
    nothing_claimed: bool | None

    @property
    def passed(self) -> bool:
        return all(value in (None, True) for value in (self.document, self.clause, self.said, self.nothing_claimed))


def read_questions(path: Path) -> tuple[DocumentQuestion, ...]:
    """Raises ValueError naming the line that cannot be read."""
    questions = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip():
            try:
                questions.append(_question(json.loads(line)))
            except (KeyError, TypeError, ValueError) as error:
                raise ValueError(f"{path.name}:{number}: not a question: {error}") from error
    return tuple(questions)


def _question(raw: dict) -> DocumentQuestion:  # type: ignore[type-arg]
    answers = [raw, *raw.get("also", ())] if raw["document"] is not None else []
    forms = tuple((one,) if isinstance(one, str) else tuple(one) for one in raw["must_say"])
    cited = tuple((one["document"], one["clause"]) for one in answers)
    return DocumentQuestion(raw["id"], raw["question"], cited, forms, raw["style"])


def judge_half(half: str) -> list[JudgedDocument]:
    """One half, asked of the documents alone."""
    return judge(read_questions(DATASETS / f"document_questions_{half}.jsonl"))


def judge(questions: tuple[DocumentQuestion, ...], through_product: bool = False) -> list[JudgedDocument]:
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder), database_url=f"sqlite:///{folder}/assistant.db")
        add_laws(settings)
        ask = _product(settings) if through_product else _documents_alone(settings)
        return [_judged(question, ask(question.text)) for question in questions]


def _documents_alone(settings: Settings) -> Callable[[str], DocumentAnswer]:
    engine, regions = open_engine(settings.resolved_database_url), read_regions(settings.knowledge_dir)
    collections = open_collection_service(settings, engine)
    words = read_document_words(settings.knowledge_dir)
    answers = AddedDocumentAnswers(SqlDocumentStore(engine), collections, lambda: regions, words=words)

    def ask(text: str) -> DocumentAnswer:
        hit = answers.find(text, None, DAY)
        if hit is None:
            return DocumentAnswer(False, "", ())
        cited = ((hit.document.head.title, hit.passage.clause or ""),)
        return DocumentAnswer(True, "\n".join(hit.sentences), cited, hit.standing.value)

    return ask


def _product(settings: Settings) -> Callable[[str], DocumentAnswer]:
    assistant = build_trial(settings, ChosenDay(DAY))

    def ask(text: str) -> DocumentAnswer:
        turn = assistant.conversations.answer(assistant.conversations.start(Audience.JOB_SEEKER).id, text)
        cited = tuple((one.title, one.clause or one.document_number or "") for one in turn.citations)
        return DocumentAnswer(turn.status.value in _TELLS, turn.text, cited, turn.status.value)

    return ask


def add_laws(settings: Settings) -> None:
    """Takes all of them in, as `kb add` does."""
    reader = open_reader(settings)
    documents = [reader.read(path.read_bytes(), path.name) for path in sorted(LAWS.glob("*.md"))]
    open_added_documents(settings).add(documents, "evaluation")


def _judged(question: DocumentQuestion, answer: DocumentAnswer) -> JudgedDocument:
    if not question.answers:
        return JudgedDocument(question, answer, None, None, None, None, not answer.told)
    cited = answer.cited if answer.told else ()
    titles = any(_is_of(title, file) for title, _ in cited for file, _ in question.answers)
    clauses = any(
        _is_of(title, file) and wanted in (None, _article(clause))
        for title, clause in cited
        for file, wanted in question.answers
    )
    words = _bare(answer.words)
    said = all(any(_bare(form) in words for form in forms) for forms in question.must_say)
    return JudgedDocument(question, answer, answer.told, titles, clauses, answer.told and said, None)


def _is_of(title: str, file: str) -> bool:
    return plain_title(_DATE_OF_FILE.sub("", file)) == plain_title(title)


def _article(clause: str) -> str:
    found = re.search(r"第[一二三四五六七八九十百零〇]+条(?:之[一二三四五六七八九十]+)?", clause)
    return found[0] if found else clause


def _bare(text: str) -> str:
    return re.sub(r"\s|\[\d+\]", "", unicodedata.normalize("NFKC", text))


def table_of(judged: list[JudgedDocument]) -> str:
    """Rates in percent by style, with the number of questions."""
    groups: dict[str, list[JudgedDocument]] = defaultdict(list)
    for one in judged:
        groups[one.question.style].append(one)
    lines = [f"| style | questions | {' | '.join(MEASURES)} |", f"|---|---:|{'---:|' * len(MEASURES)}"]
    for style, group in [*sorted(groups.items()), ("**all**", judged)]:
        lines.append(f"| {style} | {len(group)} | {' | '.join(_rate(group, measure) for measure in MEASURES)} |")
    return "\n".join(lines)


def _rate(group: list[JudgedDocument], measure: str) -> str:
    values = [value for one in group if (value := getattr(one, measure)) is not None]
    return f"{100 * sum(values) / len(values):.1f}" if values else "–"


def show_failures(judged: list[JudgedDocument]) -> None:
    for one in judged:
        if one.passed:
            continue
        asked, found = one.question, one.answer
        wrong = [measure for measure in MEASURES[:-1] if getattr(one, measure) is False]
        print(f"\n--- {asked.id} {asked.style}: {', '.join(wrong)} [{found.status}]\n ? {asked.text}")
        print(f" expected {asked.answers} {asked.must_say}\n cited {found.cited}")
        print("   " + found.words[:400].replace("\n", "\n   "))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", choices=HALVES, default="dev")
    parser.add_argument("--input", type=Path, help="questions of your own instead")
    parser.add_argument("--product", action="store_true", help="ask the whole product, our own knowledge first")
    parser.add_argument("--failures", action="store_true", help="show every question that failed")
    arguments = parser.parse_args()
    if not LAWS.is_dir():
        print(f"skipped: {ABSENT}")
        return
    path = arguments.input or DATASETS / f"document_questions_{arguments.half}.jsonl"
    judged = judge(read_questions(path), arguments.product)
    print(f"\n## {path.stem}\n\n{table_of(judged)}")
    if arguments.failures:
        show_failures(judged)


if __name__ == "__main__":
    main()
