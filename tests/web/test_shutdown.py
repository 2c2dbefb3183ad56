"""SIGTERM while an answer is being given: the stream ends as it should, the turn is kept, the process ends well."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest

from assistant.bootstrap import build_assistant
from assistant.settings import Settings

THINKS_SECONDS = 12.0  # longer than the ten seconds for which streams used to be waited
ROOT = Path(__file__).parents[2]


class _SlowModel(BaseHTTPRequestHandler):
    """An endpoint that thinks for long and then fails, so that the rules answer."""

    asked = threading.Event()

    def do_POST(self) -> None:
        type(self).asked.set()
        time.sleep(THINKS_SECONDS)
        self.send_response(400)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None: ...


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


def _wait_until_ready(url: str) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        try:
            if httpx.get(f"{url}/readyz", timeout=5).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.2)
    raise TimeoutError("the server did not start")


@pytest.mark.slow
def test_a_streamed_answer_is_given_to_its_end_when_the_service_is_stopped(
    built_knowledge: tuple[Path, Path], tmp_path: Path
) -> None:
    pytest.importorskip("langchain", reason="the extra 'model' is not installed")
    source, built = built_knowledge
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "knowledge").symlink_to(built / "knowledge")
    model = ThreadingHTTPServer(("127.0.0.1", 0), _SlowModel)
    threading.Thread(target=model.serve_forever, daemon=True).start()
    port = _free_port()
    changed = {
        "DATA_DIR": str(tmp_path / "data"), "KNOWLEDGE_DIR": str(source), "SAMPLE_CONTENT": "false",
        "CHAT_MODEL": "slow", "OPENAI_BASE_URL": f"http://127.0.0.1:{model.server_port}/v1",
        "CHAT_CALL_SECONDS": "15", "CHAT_TURN_SECONDS": "16", "TURN_TIMEOUT_SECONDS": "20", "LOG_LEVEL": "INFO",
    }  # fmt: skip
    command = [sys.executable, "-m", "assistant", "serve", "--port", str(port)]
    process = subprocess.Popen(command, cwd=ROOT, env=os.environ | changed, stderr=subprocess.PIPE, text=True)
    drained: list[str] = []
    assert process.stderr is not None
    threading.Thread(target=lambda: drained.extend(process.stderr or ()), daemon=True).start()
    try:
        url = f"http://127.0.0.1:{port}"
        _wait_until_ready(url)
        begun = httpx.post(f"{url}/api/conversations", json={})
        talk, cookies = begun.json()["id"], begun.cookies
        events: list[str] = []
        with httpx.stream(
            "POST", f"{url}/api/conversations/{talk}/messages", json={"text": "我失业了能领多少钱?"},
            headers={"Accept": "text/event-stream"}, cookies=cookies, timeout=60,
        ) as answer:  # fmt: skip
            lines = answer.iter_lines()
            events.append(next(line for line in lines if line.startswith("event: ")))
            assert _SlowModel.asked.wait(30)
            stopped = time.monotonic()
            process.send_signal(signal.SIGTERM)
            rest = list(lines)
        took = time.monotonic() - stopped
        events += [line for line in rest if line.startswith("event: ")]
        assert events[-1] == "event: done"
        done = json.loads(next(line for line in reversed(rest) if line.startswith("data: "))[len("data: ") :])
        assert done["status"] in ("answered", "clarification") and done["replier"] == "rules"
        assert took > 10
        assert process.wait(30) in (0, -signal.SIGTERM)  # uvicorn ends by the signal itself once all is done
    finally:
        process.kill()
        process.wait(10)
        model.shutdown()
    assert not any("失业了能领" in line for line in drained)
    assert [file.name for file in (tmp_path / "data").glob("assistant.db*")] == ["assistant.db"]
    kept = build_assistant(
        Settings(_env_file=None, data_dir=tmp_path / "data", knowledge_dir=source, sample_content="false")
    )
    assert [turn.question for turn in kept.conversations.list_turns(talk)] == ["我失业了能领多少钱?"]
