"""A list as it was handed in → one worker a row: which columns mean what, which rows count, what could not be read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain, islice

from assistant.domain.conditions import DENIED, NO_OTHERS
from assistant.domain.conversation import FactValue
from assistant.domain.dates import PartialDate
from assistant.domain.errors import InvalidInputError
from assistant.domain.facts import FactDefinition, FactSubject, FactType, FactVocabulary
from assistant.language.lexicon import Lexicon
from assistant.language.list_columns import CellWords, ColumnRole, HeaderMeaning, ListColumns, plain_key, unit_in
from assistant.services.personal_numbers import find_personal_numbers
from assistant.services.read_cell import CellReader, PartlyReadError, months_of_contract
from assistant.services.worker_rows import Cell, ColumnsRead, RowProblem, TableRow, WorkerRow, WorkerTable

_HEADER_ROWS = 12
_LONGEST_LABEL = 30
_SHORTEST_NUMBER = 11
#: How the template marks its sample rows. Whose name merely begins with 示例 is somebody, and never dropped.
EXAMPLE_MARK = "（自动跳过）"
_TOTALS = ("合计", "总计", "小计", "共计")
_NOT_FOR_WORKERS = "是单位或别的情况，请写在“单位情况”表或单位文件里"
_PERSONAL = "不需要个人号码和联系方式，没有读取，也没有保存"
_CONTRACT, _GROUPS, _GRADUATED = "worker.contract_months", "worker.groups", "worker.graduated_on"


@dataclass(frozen=True)
class _Column:
    """`definition`: the fact a cell of it is read as, `words` what its cells say, `unit` the one its header names."""

    index: int
    header: str
    meaning: HeaderMeaning
    definition: FactDefinition | None = None
    words: CellWords = field(default_factory=CellWords)
    unit: str | None = None


class WorkerList:
    """A table with its columns understood. `rows` may be read once; `examples` counts rows skipped so far."""

    def __init__(self, table: WorkerTable, reading: "ListReading") -> None:
        self._reading = reading
        source = table.rows()
        first = list(islice(source, _HEADER_ROWS))
        found, header_end = _find_header(first, reading.columns)
        self._columns = tuple(map(reading.prepared, found))
        self._rows = chain((row for row in first if row.number > header_end), source)
        self._width = 1 + max(column.index for column in self._columns)
        self.examples = 0
        self.columns = _columns_read(self._columns, reading)

    def rows(self) -> Iterator[WorkerRow]:
        """Every row that is somebody, in order. Blank rows are nobody; the template's sample rows are skipped."""
        for row in self._rows:
            first = next((str(cell).strip() for cell in row.cells if cell is not None and str(cell).strip()), None)
            if first is None:
                continue
            if first.endswith(EXAMPLE_MARK):
                self.examples += 1
                continue
            yield self._read(row, first)

    def _read(self, row: TableRow, first: str) -> WorkerRow:
        label = self._label(row)
        if plain_key(first) in _TOTALS:
            return WorkerRow(row.number, label, {}, (RowProblem(row.number, "像是合计行，不是一位员工；没有用它的数"),))
        if any(cell not in (None, "") for cell in row.cells[self._width :]):
            text = "比表头多出几格，可能有没加引号的逗号，整行对不齐；这一行按情况不明处理"
            return WorkerRow(row.number, label, {}, (RowProblem(row.number, text),))
        return self._reading.read_row(row, self._columns, label)

    def _label(self, row: TableRow) -> str:
        for column in self._columns:
            cell = _cell(row, column)
            if column.meaning.role is ColumnRole.LABEL and cell is not None and str(cell).strip():
                text = " ".join(str(cell).split())[:_LONGEST_LABEL]
                is_personal = len(text) >= _SHORTEST_NUMBER or "@" in text
                return f"第{row.number}行" if is_personal and find_personal_numbers(text) else text
        return f"第{row.number}行"


@dataclass(frozen=True)
class ListReading:
    """What reading a list needs. `groups_complete`: groups that a cell does not name do not apply."""

    columns: ListColumns
    vocabulary: FactVocabulary
    lexicon: Lexicon
    today: date
    groups_complete: bool
    cells: CellReader

    def read_row(self, row: TableRow, columns: tuple[_Column, ...], label: str) -> WorkerRow:
        """The facts of one worker; a cell that cannot be read leaves its fact unknown and is listed."""
        facts: dict[str, FactValue] = {}
        problems: list[RowProblem] = []
        contradicted: set[str] = set()
        contract: dict[ColumnRole, str] = {}
        for column in columns:
            value = self._value(row, column, problems)
            role, fact = column.meaning.role, column.meaning.fact
            if value is None:
                continue
            if role in (ColumnRole.CONTRACT_START, ColumnRole.CONTRACT_END):
                contract[role] = str(value)
            elif fact is not None and isinstance(value, tuple):
                facts[fact] = _joined(facts.get(fact, ()), value)
            elif fact is not None and facts.setdefault(fact, value) != value:
                contradicted.add(fact)
        for fact in sorted(contradicted):
            del facts[fact]
            text = "几列写得不一样，按情况不明处理"
            problems.append(RowProblem(row.number, text, self.columns.name_of(fact)))
        self._count_contract(contract, facts)
        self._check_groups(row, facts, problems)
        return WorkerRow(row.number, label, facts, tuple(problems))

    def _value(self, row: TableRow, column: _Column, problems: list[RowProblem]) -> FactValue | None:
        cell = row.cells[column.index] if column.index < len(row.cells) else None
        if cell is None or cell == "" or column.definition is None:
            return None
        try:
            value = self.cells.read(column.definition, column.words, cell, column.unit)
        except PartlyReadError as error:
            problems.append(RowProblem(row.number, str(error), column.header))
            return error.members or None
        except InvalidInputError as error:
            problems.append(RowProblem(row.number, str(error), column.header))
            return None
        if column.meaning.member is not None:
            return None if value is None else (f"{'' if value else DENIED}{column.meaning.member}",)
        return _joined(value, (NO_OTHERS,)) if self.groups_complete and isinstance(value, tuple) else value

    def prepared(self, column: _Column) -> _Column:
        """The column with all that reading its cells needs; no definition where they are not read."""
        meaning = column.meaning
        is_date = meaning.role in (ColumnRole.CONTRACT_START, ColumnRole.CONTRACT_END)
        definition = self.vocabulary.definitions.get("worker.hired_on" if is_date else meaning.fact or "")
        if definition is None or definition.subject is not FactSubject.WORKER:
            return column
        if meaning.member is not None:  # one group a column, filled in with 是 or 否
            question = replace(definition, id=f"{definition.id}:{meaning.member}", type=FactType.BOOLEAN, values={})
            return replace(column, definition=question)
        words = self.columns.words_of(definition.id)
        return replace(column, definition=definition, words=words, unit=unit_in(column.header))

    def _count_contract(self, contract: Mapping[ColumnRole, str], facts: dict[str, FactValue]) -> None:
        """A contract's length follows from its first and last day."""
        if len(contract) == 2 and _CONTRACT not in facts and _CONTRACT in self.vocabulary.definitions:
            months = months_of_contract(contract[ColumnRole.CONTRACT_START], contract[ColumnRole.CONTRACT_END])
            if months is not None:
                facts[_CONTRACT] = months

    def _check_groups(self, row: TableRow, facts: dict[str, FactValue], problems: list[RowProblem]) -> None:
        """What contradicts itself is nobody's claim: it is listed, and left unknown."""
        groups = facts.get(_GROUPS)
        if not isinstance(groups, tuple):
            return
        kept = [name for name in groups if name == NO_OTHERS or not _is_contradicted(name, groups)]
        if len(kept) < len(groups):
            problems.append(
                RowProblem(row.number, "人群前后写得不一样，矛盾的按情况不明处理", self.columns.name_of(_GROUPS))
            )
            kept = [name for name in kept if name != NO_OTHERS]
        graduated = facts.get(_GRADUATED)
        is_past = isinstance(graduated, str) and PartialDate.parse(graduated).year != self.today.year
        if "graduate_year" in kept and is_past:
            kept = [name for name in kept if name not in ("graduate_year", NO_OTHERS)]
            text = f"写了毕业年度高校毕业生，毕业时间却不是{self.today.year}年；这一类按情况不明处理"
            problems.append(RowProblem(row.number, text, self.columns.name_of(_GROUPS)))
        if kept:
            facts[_GROUPS] = tuple(kept)
        else:
            del facts[_GROUPS]


def _is_contradicted(name: str, groups: tuple[str, ...]) -> bool:
    opposite = name.removeprefix(DENIED) if name.startswith(DENIED) else f"{DENIED}{name}"
    return opposite in groups


def _joined(one: FactValue, other: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*(one if isinstance(one, tuple) else ()), *other)))


def _cell(row: TableRow, column: _Column) -> Cell:
    return row.cells[column.index] if column.index < len(row.cells) else None


def _find_header(rows: list[TableRow], columns: ListColumns) -> tuple[tuple[_Column, ...], int]:
    """The row, or the two rows under one another, that read most like headers. Raises InvalidInputError."""
    filled = [row for row in rows if any(cell not in (None, "") for cell in row.cells)]
    if not filled:
        raise InvalidInputError("这个文件是空的，没有读到内容。请下载模板，一位员工填一行。")
    best: tuple[int, tuple[_Column, ...], int] = (0, (), 0)
    for at, row in enumerate(filled):
        under = filled[at + 1] if at + 1 < len(filled) else None
        for headers, end in _candidates(row, under):
            found = _understood(headers, columns)
            score = sum(_counts(column.meaning) for column in found)
            if score > best[0]:
                best = (score, found, end)
    if best[0] == 0:
        raise InvalidInputError(_no_header(filled))
    return best[1], best[2]


def _candidates(row: TableRow, under: TableRow | None) -> Iterator[tuple[list[str], int]]:
    """The row alone; then, for headers that span two rows, the lower one where it says something."""
    upper = [_header_text(cell) for cell in row.cells]
    yield upper, row.number
    if under is None:
        return
    lower = [_header_text(cell) for cell in under.cells]
    width = max(len(upper), len(lower))
    upper, lower = upper + [""] * (width - len(upper)), lower + [""] * (width - len(lower))
    is_text = all(cell is None or isinstance(cell, str) for cell in under.cells)
    if is_text and any(low and not up for up, low in zip(upper, lower, strict=True)):
        yield [low or up for up, low in zip(upper, lower, strict=True)], under.number


def _header_text(cell: Cell) -> str:
    text = str(cell).strip() if isinstance(cell, str | int | float) and not isinstance(cell, bool) else ""
    return " ".join(text.split())[:60]


def _understood(headers: list[str], columns: ListColumns) -> tuple[_Column, ...]:
    return tuple(_Column(at, header, columns.meaning_of(header)) for at, header in enumerate(headers) if header)


def _counts(meaning: HeaderMeaning) -> int:
    """Headers that carry facts weigh most; names and the like tell a header from a row of data."""
    if meaning.role in (ColumnRole.FACT, ColumnRole.MEMBER, ColumnRole.CONTRACT_START, ColumnRole.CONTRACT_END):
        return 100
    return 0 if meaning.role is ColumnRole.UNKNOWN else 1


def _no_header(filled: list[TableRow]) -> str:
    if max(len([cell for cell in row.cells if cell not in (None, "")]) for row in filled) == 1:
        return "只读到一列内容。请检查各列之间是不是用逗号、制表符或分号隔开，或者另存为xlsx再试。"
    return "没有找到表头。请在第一行写上各列的名称，比如：姓名或编号、人群类别、劳动合同期限（月）、连续参保月数。"


def _columns_read(columns: tuple[_Column, ...], reading: ListReading) -> ColumnsRead:
    """Which columns are used for what, and which are not and why. Raises InvalidInputError where none is."""
    used: list[tuple[str, str]] = []
    ignored: list[tuple[str, str]] = []
    for column in columns:
        meaning = column.meaning
        match meaning.role:
            case ColumnRole.FACT if reading.vocabulary.get(str(meaning.fact)).subject is not FactSubject.WORKER:
                ignored.append((column.header, _NOT_FOR_WORKERS))
            case ColumnRole.FACT | ColumnRole.MEMBER:
                used.append((column.header, _taken_for(meaning, reading)))
            case ColumnRole.CONTRACT_START | ColumnRole.CONTRACT_END:
                used.append((column.header, f"用来算{reading.columns.name_of(_CONTRACT)}"))
            case ColumnRole.LABEL:
                used.append((column.header, "只用来在结果里认出这一行"))
            case ColumnRole.PERSONAL:
                ignored.append((column.header, _PERSONAL))
            case ColumnRole.UNUSED:
                ignored.append((column.header, meaning.hint or "计算用不到"))
            case _:
                ignored.append((column.header, "不认识这一列"))
    if not any(_counts(column.meaning) == 100 for column in columns):
        raise InvalidInputError("表头里没有一列能用来计算。请对照模板，写上人群类别、劳动合同期限、连续参保月数等。")
    return ColumnsRead(tuple(used), tuple(ignored))


def _taken_for(meaning: HeaderMeaning, reading: ListReading) -> str:
    fact = str(meaning.fact)
    name = reading.columns.name_of(fact)
    if meaning.member is not None:
        name = f"{name}：{reading.vocabulary.get(fact).values[meaning.member]}"
    return f"{name}（按“{meaning.read_as}”理解）" if meaning.read_as else name
