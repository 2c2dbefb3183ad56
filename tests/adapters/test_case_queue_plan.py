"""A page of the queue of cases is read in the order of an index: sorting fifty thousand cases takes a tenth of a second."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

from assistant.adapters.sql.cases import SqlCaseStore
from assistant.adapters.sql.engine import open_engine
from assistant.domain.cases import CLOSED_STATES, CaseKind, CaseState
from assistant.domain.conversation import HandoverReason
from assistant.services.case_ports import QueueQuery
from tests.fresh_database import migrate


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_engine(f"sqlite:///{tmp_path / 'plan.db'}")
    migrate(engine)
    yield engine
    engine.dispose()


@pytest.mark.parametrize(
    "query",
    [
        QueueQuery(),
        QueueQuery(states=(CaseState.OPEN,)),
        QueueQuery(states=tuple(sorted(CLOSED_STATES))),
        QueueQuery(kinds=(CaseKind.COMPLAINT,)),
        QueueQuery(reason=HandoverReason.WAGE_ARREARS),
        QueueQuery(owner="li"),
    ],
)
def test_nothing_is_sorted_for_a_page_of_the_queue(engine: Engine, query: QueueQuery) -> None:
    run: list[tuple[str, object]] = []
    event.listen(engine, "before_cursor_execute", lambda _, __, text, values, *rest: run.append((text, values)))
    SqlCaseStore(engine).find_queue(query)
    ordered = [(text, values) for text, values in run if "ORDER BY" in text]
    assert len(ordered) == 1
    with engine.connect() as connection:
        plan = str(connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {ordered[0][0]}", ordered[0][1]).all())  # type: ignore[arg-type]
    assert "ix_cases_" in plan and "TEMP B-TREE FOR ORDER BY" not in plan
