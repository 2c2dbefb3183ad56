"""`retention`: says what would go; only `--run` lets it go."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert, text

from assistant.adapters.sql.engine import open_engine, read, write
from assistant.adapters.sql.tables import audit_events
from assistant.services.clock import SystemClock
from tests.fresh_database import migrate


def test_without_run_nothing_is_changed(
    run: Callable[..., int], data_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    engine = open_engine(f"sqlite:///{data_dir}/assistant.db")
    migrate(engine)
    old = SystemClock().now() - timedelta(days=1200)
    with write(engine) as connection:
        connection.execute(
            insert(audit_events), {"at": old, "actor": "li", "action": "x", "subject": "y", "detail": ""}
        )

    def left() -> object:
        with read(engine) as connection:
            return connection.execute(text("SELECT count(*) FROM audit_events WHERE action = 'x'")).scalar()

    assert run("retention") == 0
    shown = capsys.readouterr()
    assert any(line.split("\t")[0::3] == ["audit_log", "1"] for line in shown.out.splitlines())
    assert "什么也没有删" in shown.err
    assert left() == 1
    assert run("retention", "--run") == 0
    assert "已清理 1 条" in capsys.readouterr().err
    assert left() == 0
    engine.dispose()
