"""Two processes on one database, each with a data folder of its own: what one publishes the other tells within 2 s."""

import json
import re
import shutil
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

pytest_plugins = ("tests.postgres",)

BIAN, ZHAO = StaffMember("bian", Role.EDITOR), StaffMember("zhao", Role.SUPERVISOR)
LOAN, OLD, NEW = "schemes/startup-loan/guidance.md", "23万元", "31万元"
TOKEN = "a-token-for-the-test-alone"
_VISIBLE_SECONDS, _PREPARED_SECONDS = 2.0, 600.0


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_what_is_published_is_told_by_another_process_within_two_seconds(
    database: str, request: pytest.FixtureRequest, built_lean_knowledge: tuple[Path, Path], tmp_path: Path
) -> None:
    url = str(request.getfixturevalue("empty_postgres_url")) if database == "postgresql" else (
        f"sqlite:///{tmp_path / 'shared.db'}"
    )  # fmt: skip
    files, built = built_lean_knowledge
    for name in ("here", "there"):
        shutil.copytree(built, tmp_path / name)
    settings = Settings(_env_file=None, data_dir=tmp_path / "here", knowledge_dir=files, database_url=url)
    here = build_assistant(settings)
    desk = here.editing.desk
    more = {"DATABASE_URL": url, "KNOWLEDGE_DIR": str(files), "ADMIN_TOKEN": TOKEN}
    with ServerUnderTest(tmp_path / "there", **more) as there, httpx.Client(base_url=there.url) as asking:
        here.editing.start()
        text = desk.shelf(BIAN).get_text(LOAN).replace(OLD, NEW)
        change = desk.write(BIAN, Draft(title="额度", reason="示例"), LOAN, text, desk.shelf(BIAN).digest(LOAN))
        change = desk.propose(BIAN, change.id, change.revision)
        # Both build the proposal, and open it, before anybody publishes it.
        _wait(lambda: "prepared" in here.editing.states().values() and _state_there(asking, "prepared") != "")
        wanted = _state_there(asking, "prepared")

        begin = time.monotonic()
        desk.publish(ZHAO, change.id, change.revision)
        _wait(lambda: _state_there(asking, "in_force") == wanted)
        seconds = time.monotonic() - begin

        assert seconds <= _VISIBLE_SECONDS
        assert here.editing.states() == {wanted: "in_force"}
        assert NEW in _answer(there.url, "创业担保贷款最多能贷多少？")
        here.editing.stop()


def _state_there(there: httpx.Client, state: str) -> str:
    """The digest of the state; empty where there is none."""
    answer = there.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}, timeout=5).text
    found = re.search(rf'assistant_knowledge\{{digest="([^"]+)",state="{state}"\}}', answer)
    return found[1] if found is not None else ""


def _answer(url: str, question: str) -> str:
    with httpx.Client(base_url=url, timeout=30) as client:
        number = client.post("/api/conversations").json()["id"]
        answer = client.post(
            f"/api/conversations/{number}/messages", json={"text": question}, headers={"Accept": "application/json"}
        )
        return json.dumps(answer.json(), ensure_ascii=False)


def _wait(until: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _PREPARED_SECONDS
    while not until():
        assert time.monotonic() < deadline
        time.sleep(0.02)
