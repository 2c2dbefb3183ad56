"""Passages in words for a day: figures filled in from dated parameters."""

import re
from dataclasses import dataclass
from datetime import date

from assistant.domain.errors import NoFigureError
from assistant.domain.knowledge import KnowledgeBase, Passage, PolicyDocument, Statement
from assistant.domain.parameters import ParameterTable, in_digits

_PLACEHOLDER = re.compile(r"\{\{\s*([a-z0-9_]+)\s*\}\}")


def render_statement(statement: Statement, day: date, parameters: ParameterTable) -> str:
    """The statement with its figures for the day. Raises NoFigureError where there is none for it."""
    return _PLACEHOLDER.sub(lambda match: in_digits(parameters.value_on(match[1], day)), statement.text)


def render_passage(passage: Passage, day: date, parameters: ParameterTable) -> str:
    """Every statement that can be said for the day, a line each."""
    lines = []
    for statement in passage.statements:
        try:
            lines.append(render_statement(statement, day, parameters))
        except NoFigureError:
            continue
    return "\n".join(lines)


def render_all(knowledge: KnowledgeBase, day: date, parameters: ParameterTable) -> dict[str, str]:
    """Passage id → text for the day a passage is about: today, or the first day of its own past period."""
    return {
        passage.id: render_passage(passage, _day_about(passage, day), parameters)
        for passage in knowledge.passages.values()
    }


def _day_about(passage: Passage, day: date) -> date:
    end = passage.period.end
    return end.last_day if end is not None and end.last_day < day else day


@dataclass(frozen=True)
class SourceLine:
    """Where a statement comes from, for its citation."""

    url: str | None
    clause: str | None


def source_of(statement: Statement, passage: Passage, document: PolicyDocument) -> SourceLine:
    """The first page among the statement's sources; the clause of the section, or of the statute it rests on."""
    sources = [document.source(source_id) for source_id in statement.sources]
    url = next((source.url for source in sources if source.url), None)
    law = next((source for source in sources if source.law), None)
    clause = passage.clause
    if clause is None and law is not None:
        clause = f"{law.law}第{'、'.join(law.articles)}条" if law.articles else law.law
    return SourceLine(url, clause)
