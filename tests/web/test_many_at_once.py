"""A thousand messages at once: each ends in an answer or a named status, and what was answered is kept."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from fastapi.testclient import TestClient

from assistant.bootstrap import build_assistant
from assistant.settings import Settings
from web.app import create_app

MESSAGES, PEOPLE = 1000, 50
LOST = 0
NAMED = {200, 429, 503, 504, LOST}


def test_a_thousand_messages_at_once_all_end_in_a_named_status_and_none_that_was_answered_is_lost(
    built_knowledge: tuple[Path, Path],
    tmp_path: Path,
) -> None:
    source, data = built_knowledge
    settings = Settings(
        _env_file=None,
        data_dir=shutil.copytree(data, tmp_path / "data"),
        knowledge_dir=source,
        messages_per_minute=MESSAGES,
        messages_per_minute_address=2 * MESSAGES,
        conversations_per_minute_address=MESSAGES,
    )
    with TestClient(create_app(build_assistant(settings))) as client:
        ids = [str(client.post("/api/conversations", json={}).json()["id"]) for _ in range(PEOPLE)]

        def say(number: int) -> tuple[str, int]:
            path = f"/api/conversations/{ids[number % PEOPLE]}/messages"
            answer = client.post(path, json={"text": "失业金要带什么材料？"}, headers={"Accept": "application/json"})
            is_told_lost = answer.status_code == 200 and "Turn-Id" not in answer.headers
            if is_told_lost:  # the database was busy for too long, and the person is told that nothing was kept
                assert answer.json()["status"] == "error_internal"
            return ids[number % PEOPLE], LOST if is_told_lost else answer.status_code

        with ThreadPoolExecutor(PEOPLE) as pool:
            results = list(pool.map(say, range(MESSAGES)))
        assert {code for _, code in results} <= NAMED
        answered = [identifier for identifier, code in results if code == 200]
        kept = {
            identifier: len(client.get(f"/api/conversations/{identifier}/messages").json()["turns"])
            for identifier in ids
        }
    assert answered
    # Nothing answered is lost, and nothing is kept beyond it but a turn whose reader had been told to wait no longer (504).
    given_up = [identifier for identifier, code in results if code == 504]
    for identifier in ids:
        beyond = kept[identifier] - answered.count(identifier)
        assert 0 <= beyond <= given_up.count(identifier)
