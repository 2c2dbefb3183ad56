"""A list of workers from bytes to a result, and from a result to files: what command line and web use."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path, PurePath

from assistant.adapters.workers.open_table import open_worker_table
from assistant.adapters.workers.write_sheets import csv_bytes, write_csv, write_xlsx, xlsx_bytes
from assistant.language.lexicon import Lexicon
from assistant.language.list_columns import ListColumns
from assistant.services.assess_workers import WorkerJudge, assess_workers
from assistant.services.read_cell import CellReader
from assistant.services.read_firm import answers_on_sheet, joined_firm, read_firm
from assistant.services.read_workers import ListReading, WorkerList
from assistant.services.subsidy_rules import SubsidyRules
from assistant.services.worker_rows import Cell, Progress
from assistant.services.workers_result import WorkersResult
from assistant.services.workers_sheets import Sheet, basis_sheet, detail_sheet, problem_sheet, summary_sheet
from assistant.services.workers_template import template_sheets, worker_sheet

#: Above this, a workbook takes too long to write and to open.
LARGEST_WORKBOOK_ROWS = 20_000


@dataclass(frozen=True)
class WorkerLists:
    """Judges lists by one state of the knowledge. Keeps nothing of them."""

    rules: SubsidyRules
    lexicon: Lexicon
    columns: ListColumns

    def assess(
        self,
        file_name: str,
        content: bytes,
        firm_answers: Mapping[str, Cell],
        today: date,
        groups_complete: bool = False,
        progress: Progress | None = None,
    ) -> WorkersResult:
        """Every row of the file, judged. `firm_answers`: fact id, question or header → the answer; they go before what
        the file's sheet 单位情况 says. `groups_complete`: groups a cell does not name do not apply.

        Raises InvalidInputError, worded for the person, where the file as a whole cannot be used.
        """
        table = open_worker_table(file_name, content)
        cells = CellReader(self.lexicon, today)
        reading = ListReading(self.columns, self.rules.vocabulary, self.lexicon, today, groups_complete, cells)
        stated = read_firm(firm_answers.items(), reading)
        firm = joined_firm(stated, read_firm(answers_on_sheet(table.firm_rows()), reading))
        workers = WorkerList(table, reading)
        result = assess_workers(WorkerJudge(firm.facts, self.rules, self.columns, today), workers.rows(), progress)
        notes = [*table.notes(), *([f"跳过了{workers.examples}行示例"] if workers.examples else [])]
        return replace(
            result,
            problems=(*firm.problems, *result.problems),
            columns=workers.columns,
            firm_ignored=firm.ignored,
            notes=tuple(notes),
        )

    def files_of(self, result: WorkersResult, name: str) -> dict[str, bytes]:
        """File name → content, the one asked for first: see `written_as`."""
        return {
            file: csv_bytes(sheets) if isinstance(sheets, Sheet) else xlsx_bytes(sheets)
            for file, sheets in self.written_as(result, name).items()
        }

    def write(self, result: WorkersResult, path: Path) -> tuple[Path, ...]:
        """The files, each put in place when it is whole. Raises OSError."""
        written: list[Path] = []
        for file, sheets in self.written_as(result, path.name).items():
            target, part = path.with_name(file), path.with_name(f".{file}.part")
            try:
                if isinstance(sheets, Sheet):
                    with part.open("w", encoding="utf-8-sig", newline="") as text:
                        write_csv(sheets, text)
                else:
                    with part.open("wb") as binary:
                        write_xlsx(sheets, binary)
                part.replace(target)
            finally:
                part.unlink(missing_ok=True)
            written.append(target)
        return tuple(written)

    def written_as(self, result: WorkersResult, name: str) -> dict[str, Sheet | tuple[Sheet, ...]]:
        """One workbook; or, where the name ends in .csv or the list is too long for a workbook, a table of what is met
        or undetermined, with 汇总, 问题行 and 依据 beside it."""
        path = PurePath(name)
        basis = basis_sheet(result, self.rules, self.lexicon.regions)
        if path.suffix.lower() != ".csv" and len(result.workers) <= LARGEST_WORKBOOK_ROWS:
            return {name: (summary_sheet(result), detail_sheet(result, True), problem_sheet(result), basis)}
        beside = (summary_sheet(result), problem_sheet(result), basis)
        tables: dict[str, Sheet | tuple[Sheet, ...]] = {path.with_suffix(".csv").name: detail_sheet(result, False)}
        return tables | {f"{path.stem}-{sheet.title}.csv": sheet for sheet in beside}

    def template(self, name: str) -> bytes:
        """The list to fill in, as a table for a name in .csv, else as a workbook with explanations."""
        if name.lower().endswith(".csv"):
            return csv_bytes(worker_sheet(self.rules.vocabulary, self.columns))
        return xlsx_bytes(template_sheets(self.rules.vocabulary, self.columns))
