"""A list of workers, whatever it is kept in."""

from assistant.adapters.workers.csv_table import CsvTable
from assistant.adapters.workers.xlsx_container import check_size, is_workbook
from assistant.adapters.workers.xlsx_table import XlsxTable
from assistant.services.worker_rows import WorkerTable


def open_worker_table(name: str, content: bytes) -> WorkerTable:
    """The list, by what the content is, not by its name. Raises InvalidInputError, worded for a person."""
    check_size(content)
    return XlsxTable(content) if is_workbook(name, content) else CsvTable(content)
