"""What added statutes answer by themselves: the clause found, its words told, and silence where none answers."""

from evals import documents
from evals.measured import CaseRecord, Check, Kind, PartResult, share
from evals.run import DATASETS


def run_documents(half: str) -> PartResult:
    """One half of the questions, asked of the documents alone; left out where ../shared is absent."""
    part = f"documents_{half}"
    if not documents.LAWS.is_dir():
        return PartResult(part, (), absent=documents.ABSENT)
    judged = documents.judge(documents.read_questions(DATASETS / f"document_questions_{half}.jsonl"))
    metrics = (
        *share("told", (one.answered for one in judged)),
        *share("clause", (one.clause for one in judged)),
        *share("clause_of_told", (one.clause for one in judged if one.answered)),
        *share("said", (one.said for one in judged)),
        *share("claimed_where_none_answers", (
            None if one.nothing_claimed is None else not one.nothing_claimed for one in judged
        ), Kind.ALARM),
    )  # fmt: skip
    return PartResult(part, metrics, tuple(map(_record, judged)))


def _record(one: documents.JudgedDocument) -> CaseRecord:
    asked, answer = one.question, one.answer
    wanted = "；".join(f"{file} {clause}" for file, clause in asked.answers) or "（没有文件回答）"
    found = "；".join(f"{title} {clause}" for title, clause in answer.cited)
    checks = [
        Check(name, value, wanted, found)
        for name in ("clause", "said", "nothing_claimed")
        if (value := getattr(one, name)) is not None
    ]
    return CaseRecord(asked.id, asked.style, (asked.text,), answer.words, answer.status, tuple(checks))
