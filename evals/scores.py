"""Judging an answer against its case; exact, without a model."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from assistant.domain.conversation import Turn
from assistant.language.amounts import canonical_figures
from assistant.language.text import plain_figures
from evals.cases import EvalCase

_MARKS = re.compile(r"(?:\[\d+\])+$")


@dataclass(frozen=True)
class CaseScore:
    """What held for one case; None where a measure does not apply."""

    case: EvalCase
    turn: Turn
    status: bool
    records: bool | None
    key_facts: bool | None
    forbidden: bool
    citations: bool
    figures: bool

    @property
    def passed(self) -> bool:
        held = (self.status, self.records, self.key_facts, self.forbidden, self.citations, self.figures)
        return all(value is not False for value in held)


def score_case(case: EvalCase, turn: Turn, covers: Mapping[str, tuple[str, ...]]) -> CaseScore:
    """`covers`: document id → the fact records it carries."""
    text = plain_figures(_MARKS.sub("", turn.text))
    cited = {record for citation in turn.citations for record in covers.get(citation.passage_id.split("#")[0], ())}
    return CaseScore(
        case=case,
        turn=turn,
        status=turn.status.value in case.statuses,
        records=bool(cited & set(case.records)) if case.records else None,
        key_facts=all(any(plain_figures(form) in text for form in forms) for forms in case.key_facts)
        if case.key_facts else None,
        forbidden=not any(plain_figures(words) in text for words in case.forbidden),
        citations=_citations_are_valid(turn),
        figures=figures_are_grounded(turn),
    )  # fmt: skip


def _citations_are_valid(turn: Turn) -> bool:
    """Marks and citations belong together, numbered in order of appearance."""
    marks = [int(mark) for mark in re.findall(r"\[(\d+)\]", turn.text)]
    return list(dict.fromkeys(marks)) == [citation.number for citation in turn.citations]


def figures_are_grounded(turn: Turn) -> bool:
    """Every figure of a line stands in a passage that the line cites."""
    quotes = {citation.number: " ".join(filter(None, (citation.quote, citation.title, citation.document_number,
              citation.clause, citation.url))) for citation in turn.citations}  # fmt: skip
    for line in turn.text.splitlines():
        numbers = [int(mark) for mark in re.findall(r"\[(\d+)\]", line)]
        said = canonical_figures(re.sub(r"\[\d+\]", "", line))
        known = canonical_figures(" ".join(quotes.get(number, "") for number in numbers))
        if not said <= known:
            return False
    return True
