"""The firm's facts, from a file of names and answers or from the sheet 单位情况."""

from collections.abc import Iterable, Iterator, Mapping

from assistant.domain.conversation import FactValue
from assistant.domain.errors import InvalidInputError
from assistant.domain.facts import FactSubject
from assistant.language.list_columns import ColumnRole, unit_in
from assistant.services.read_workers import ListReading
from assistant.services.worker_rows import Cell, FirmFacts, RowProblem, TableRow

_HEADINGS = ("项目", "单位情况", "事项", "内容")


def read_firm(answers: Iterable[tuple[str, Cell]], reading: ListReading) -> FirmFacts:
    """Each name is a fact's id, its question or a header for it; an empty answer is unknown."""
    facts: dict[str, FactValue] = {}
    problems: list[RowProblem] = []
    ignored: list[tuple[str, str]] = []
    for name, cell in answers:
        meaning = reading.columns.meaning_of(name)
        definition = reading.vocabulary.definitions.get(meaning.fact or "")
        if meaning.role is not ColumnRole.FACT or definition is None or definition.subject is not FactSubject.FIRM:
            ignored.append((name, "不认识，或者不是单位的情况"))
            continue
        try:
            words = reading.columns.words_of(definition.id)
            value = reading.cells.read(definition, words, cell, unit_in(name))
        except InvalidInputError as error:
            problems.append(RowProblem(None, str(error), name))
            continue
        if value is not None and facts.setdefault(definition.id, value) != value:
            del facts[definition.id]
            problems.append(RowProblem(None, "写了两次，两次不一样，按情况不明处理", name))
    return FirmFacts(facts, tuple(problems), tuple(ignored))


def answers_on_sheet(rows: Iterable[TableRow]) -> Iterator[tuple[str, Cell]]:
    """Name and answer of each line: its first two cells."""
    for row in rows:
        name, answer = (*row.cells, None, None)[:2]
        if name is not None and str(name).strip() and str(name).strip() not in _HEADINGS:
            yield str(name).strip(), answer


def joined_firm(stated: FirmFacts, on_sheet: FirmFacts) -> FirmFacts:
    """What the file says goes before what the sheet says."""
    facts: Mapping[str, FactValue] = {**on_sheet.facts, **stated.facts}
    return FirmFacts(facts, (*stated.problems, *on_sheet.problems), (*stated.ignored, *on_sheet.ignored))
