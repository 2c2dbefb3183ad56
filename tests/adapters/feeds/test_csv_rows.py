"""Rows out of delimited text: what a writer wrote comes back."""

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from assistant.adapters.feeds.csv_rows import CsvRows

_CELL = st.text(alphabet=st.sampled_from('岗位ab,;|\t" \n1'), max_size=12)


@given(st.lists(st.lists(_CELL, min_size=3, max_size=3), min_size=1, max_size=30), st.sampled_from(",;|\t"))
def test_what_a_writer_wrote_comes_back_row_by_row(rows: list[list[str]], delimiter: str) -> None:
    buffer = io.StringIO()
    header = ["职位名称", "单位", "工资"]
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerows([header] * 40 + rows)
    found = [row.cells for row in CsvRows(io.StringIO(buffer.getvalue()))]
    assert found[40:] == [tuple(row) for row in rows]


@given(st.text(alphabet=st.sampled_from('a岗,"\n'), max_size=300))
def test_no_text_breaks_it_and_every_row_has_a_number_of_its_own(text: str) -> None:
    numbers = [row.number for row in CsvRows(io.StringIO(text))]
    assert numbers == sorted(set(numbers))


@given(st.lists(_CELL, min_size=2, max_size=5).filter(lambda cells: not all(cell.isspace() for cell in cells)))
def test_a_row_too_long_for_the_csv_module_is_split_in_the_same_way(cells: list[str]) -> None:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n", quoting=csv.QUOTE_ALL).writerow([*cells, "长" * 150_000])
    text = "a,b,c\n" * 40 + buffer.getvalue()
    *_, last = CsvRows(io.StringIO(text))
    assert last.cells == (*cells, "长" * 150_000)
