"""Two processes on one database, each with a data folder of its own: what one publishes the other tells within 2 s."""

import json
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from assistant.bootstrap import build_assistant
from assistant.domain.staff import Role, StaffMember
from assistant.services.knowledge_desk import Draft
from assistant.settings import Settings
from evals.server_under_test import ServerUnderTest
from tests.small_knowledge_base import copy_lean_knowledge

pytest_plugins = ("tests.postgres",)

BIAN, ZHAO = StaffMember("bian", Role.EDITOR), StaffMember("zhao", Role.SUPERVISOR)
LOAN, OLD, NEW = "schemes/startup-loan/guidance.md", "23万元", "31万元"
_VISIBLE_SECONDS, _PREPARED_SECONDS = 2.0, 120.0


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_what_is_published_is_told_by_another_process_within_two_seconds(
    database: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    url = str(request.getfixturevalue("empty_postgres_url")) if database == "postgresql" else (
        f"sqlite:///{tmp_path / 'shared.db'}"
    )  # fmt: skip
    files = copy_lean_knowledge(tmp_path / "files")
    settings = Settings(_env_file=None, data_dir=tmp_path / "here", knowledge_dir=files, database_url=url)
    here = build_assistant(settings)
    desk = here.editing.desk
    with ServerUnderTest(tmp_path / "there", DATABASE_URL=url, KNOWLEDGE_DIR=str(files)) as there:
        here.editing.start()
        text = desk.shelf(BIAN).get_text(LOAN).replace(OLD, NEW)
        change = desk.write(BIAN, Draft(title="额度", reason="示例"), LOAN, text, desk.shelf(BIAN).digest(LOAN))
        before = _state_of(there.url)
        change = desk.propose(BIAN, change.id, change.revision)
        # The other process builds the proposal, and opens it, before anybody publishes it.
        _wait(lambda: len(_states(tmp_path / "there")) == 2, _PREPARED_SECONDS)
        time.sleep(3.0)

        begin = time.monotonic()
        desk.publish(ZHAO, change.id, change.revision)
        _wait(lambda: _state_of(there.url) != before, _PREPARED_SECONDS)
        seconds = time.monotonic() - begin

        assert seconds <= _VISIBLE_SECONDS
        assert NEW in _answer(there.url, "创业担保贷款最多能贷多少？")
        assert here.knowledge.digest in _state_of(there.url)
        assert httpx.get(f"{there.url}/readyz").status_code == 200
        here.editing.stop()


def _states(data_dir: Path) -> list[Path]:
    return [path for path in (data_dir / "knowledge").iterdir() if path.is_dir() and not path.name.startswith(".")]


def _state_of(url: str) -> str:
    return httpx.get(f"{url}/readyz", timeout=5).text


def _answer(url: str, question: str) -> str:
    with httpx.Client(base_url=url, timeout=30) as client:
        number = client.post("/api/conversations").json()["id"]
        answer = client.post(
            f"/api/conversations/{number}/messages", json={"text": question}, headers={"Accept": "application/json"}
        )
        return json.dumps(answer.json(), ensure_ascii=False)


def _wait(until: Callable[[], bool], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not until():
        assert time.monotonic() < deadline
        time.sleep(0.05)
