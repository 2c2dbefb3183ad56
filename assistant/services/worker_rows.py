"""An employer's list on its way in: cells as a file gives them, rows as facts, and what was wrong with them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeAlias, runtime_checkable

from assistant.domain.conversation import FactValue


@dataclass(frozen=True)
class UnreadableCell:
    """A cell that holds something nobody can read, with the reason in words."""

    reason: str


Cell: TypeAlias = str | int | float | bool | date | UnreadableCell | None


@dataclass(frozen=True)
class TableRow:
    """`number` is the row as a spreadsheet counts it, from 1."""

    number: int
    cells: tuple[Cell, ...]


@runtime_checkable
class WorkerTable(Protocol):
    """A list of workers as it was handed in; read from begin to end once."""

    def rows(self) -> Iterator[TableRow]:
        """The list itself, blank rows included. Raises InvalidInputError where the file breaks off."""
        ...

    def firm_rows(self) -> Iterator[TableRow]:
        """The sheet with the firm's facts: what it is about, and the answer; nothing where there is none."""
        ...

    def notes(self) -> tuple[str, ...]:
        """What was left aside when the file was opened, in words."""
        ...


@dataclass(frozen=True)
class RowProblem:
    """What could not be read. `row` None: in the firm's facts. Says nothing that identifies a person."""

    row: int | None
    text: str
    column: str | None = None

    def in_words(self) -> str:
        """`第5行“入职日期”：…`."""
        where = "单位情况" if self.row is None else f"第{self.row}行"
        return f"{where}{f'“{self.column}”' if self.column else ''}：{self.text}"


@dataclass(frozen=True)
class WorkerRow:
    """One worker: the facts that could be read and what could not."""

    number: int
    label: str
    facts: Mapping[str, FactValue]
    problems: tuple[RowProblem, ...] = ()


@dataclass(frozen=True)
class ColumnsRead:
    """What became of the columns: `used` header → name of the fact; `ignored` header → why, in words."""

    used: tuple[tuple[str, str], ...] = ()
    ignored: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class FirmFacts:
    """The facts of the firm that could be read, and what could not."""

    facts: Mapping[str, FactValue]
    problems: tuple[RowProblem, ...] = ()
    ignored: tuple[tuple[str, str], ...] = ()


Progress: TypeAlias = Callable[[int], None]
