"""Dockerfile and compose.yaml hold together with the code. No daemon is needed, and none is asked."""

import re
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.__main__ import build_parser
from assistant.settings import SECRETS_DIR, Settings
from tests.web.fake_assistant import FakeAssistant
from tests.web.whole_site import routes_of
from web.app import create_app

ROOT = Path(__file__).parents[2]
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
NGINX = (ROOT / "docs" / "deploy" / "nginx.conf").read_text(encoding="utf-8")
SETTINGS = {name.upper() for name in Settings.model_fields}
OF_PYTHON = {"PATH", "PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE"}
WEB = ("web1", "web2", "backup")


def instructions(name: str) -> list[str]:
    return re.findall(rf"^{name}\s+(.+)$", DOCKERFILE, re.MULTILINE)


def health_check(port: int) -> int:
    """Exit status of the check, run as the daemon would run it where PORT is set."""
    (check,) = instructions("HEALTHCHECK")
    command: list[str] = yaml.safe_load(check.partition("CMD ")[2])
    environment = {"PORT": str(port), "no_proxy": "127.0.0.1"}
    return subprocess.run([sys.executable, *command[1:]], env=environment, capture_output=True, check=False).returncode


class OnlyHealth(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200 if self.path == "/healthz" else 404)
        self.end_headers()

    def log_message(self, *_: object) -> None: ...


def copied() -> list[str]:
    """What comes from the checkout."""
    lines = [line.split() for line in instructions("COPY") if not line.startswith("--from")]
    return [source for line in lines for source in line[:-1]]


def test_everything_that_is_copied_is_there_and_not_ignored() -> None:
    allowed = {
        line[1:] for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").split() if line.startswith("!")
    }
    assert [source for source in copied() if not (ROOT / source).exists()] == []
    assert set(copied()) == allowed


def test_the_image_runs_as_nobody_in_particular_and_installs_what_is_locked() -> None:
    last = DOCKERFILE.rpartition("\nFROM ")[2]
    assert re.search(r"^USER 10001:10001$", last, re.MULTILINE)
    assert last.index("\nUSER ") < last.index("\nCMD ")
    assert "-r requirements.lock" in DOCKERFILE and len(instructions("FROM")) == 2


def test_no_registry_is_named() -> None:
    images = [line.split()[0] for line in instructions("FROM")]
    images += [service["image"] for service in COMPOSE["services"].values()]
    assert [image for image in images if "." in image.partition("/")[0] and "/" in image] == []
    assert not re.search(r"index-url|extra-index|trusted-host|https?://(?!127\.0\.0\.1)", DOCKERFILE)


def test_the_health_check_asks_a_path_that_there_is_at_the_port_that_is_set() -> None:
    app = create_app(FakeAssistant(settings=Settings(_env_file=None)))  # type: ignore[call-arg,arg-type]
    assert "/healthz" in {route.path for route in routes_of(app)}
    with HTTPServer(("127.0.0.1", 0), OnlyHealth) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        assert health_check(server.server_port) == 0
        server.shutdown()
    assert health_check(server.server_port) != 0


def test_the_port_of_the_image_is_the_one_it_names() -> None:
    (exposed,) = instructions("EXPOSE")
    assert f"PORT={exposed}" in DOCKERFILE.split()


def test_the_image_starts_a_command_that_there_is() -> None:
    (command,) = instructions("CMD")
    for words in (yaml.safe_load(command), COMPOSE["services"]["backup"]["command"]):
        assert words[:3] == ["python", "-m", "assistant"]
        assert build_parser().parse_args(words[3:]).command in ("serve", "backup")


def test_every_variable_is_a_setting() -> None:
    named = {pair.partition("=")[0] for line in instructions("ENV") for pair in line.split()}
    assert named - SETTINGS == OF_PYTHON
    for name in WEB:
        assert set(COMPOSE["services"][name]["environment"]) <= SETTINGS


def test_every_secret_of_the_service_is_a_setting_read_from_its_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert str(SECRETS_DIR) == "/run/secrets"
    names = COMPOSE["services"]["web1"]["secrets"]
    assert {name.upper() for name in names} <= SETTINGS
    monkeypatch.setattr("assistant.settings.SECRETS_DIR", tmp_path)
    for name in names:
        (tmp_path / name).write_text(f"示例-{name}\n", encoding="utf-8")
        monkeypatch.delenv(name.upper(), raising=False)
    found = Settings(_env_file=None)
    assert found.admin_token.get_secret_value() == "示例-admin_token"
    assert found.database_url == "示例-database_url"
    monkeypatch.setenv("DATABASE_URL", "sqlite://")
    assert Settings(_env_file=None).database_url == "sqlite://"


def test_no_secret_stands_in_the_file() -> None:
    for service in COMPOSE["services"].values():
        for name, value in service.get("environment", {}).items():
            assert not re.search(r"PASSWORD$|TOKEN|KEY", name) or name.endswith("_FILE"), (name, value)
    assert set(COMPOSE["secrets"]) == {"database_url", "postgres_password", "field_keys", "admin_token"}


def test_ports_are_open_to_this_machine_only() -> None:
    ports = [port for service in COMPOSE["services"].values() for port in service.get("ports", [])]
    assert ports and all(port.startswith("127.0.0.1:") for port in ports)


def test_two_web_processes_keep_their_own_folder_and_nothing_else_can_be_written() -> None:
    homes = [COMPOSE["services"][name]["volumes"] for name in ("web1", "web2")]
    assert homes == [["web1:/data"], ["web2:/data"]]
    for name in WEB:
        service = COMPOSE["services"][name]
        assert service["read_only"] is True and service["cap_drop"] == ["ALL"]
    assert {volume.partition(":")[0] for home in homes for volume in home} <= set(COMPOSE["volumes"])


def test_only_the_proxy_is_believed_and_it_passes_on_no_address_of_a_browsers_choice() -> None:
    proxy = COMPOSE["services"]["proxy"]["networks"]["inner"]["ipv4_address"]
    assert COMPOSE["services"]["web1"]["environment"]["TRUSTED_PROXIES"] == proxy
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in NGINX
    assert "proxy_buffering off;" in NGINX
    assert set(re.findall(r"server (\w+):8000", NGINX)) == {"web1", "web2"}


def test_files_that_are_mounted_are_there() -> None:
    mounted = [
        volume.partition(":")[0]
        for service in COMPOSE["services"].values()
        for volume in service.get("volumes", [])
        if volume.startswith("./") and "backups" not in volume
    ]
    assert mounted and all((ROOT / path).is_file() for path in mounted)


def test_the_chroma_server_is_of_the_version_of_the_client() -> None:
    tag = COMPOSE["services"]["chroma"]["image"].partition(":")[2]
    assert f"chromadb=={tag}\n" in (ROOT / "requirements-model.lock").read_text(encoding="utf-8")
    drivers = (ROOT / "requirements-postgres.lock").read_text(encoding="utf-8").splitlines()[1:]
    assert set(drivers) <= set((ROOT / "requirements-dev.lock").read_text(encoding="utf-8").splitlines())


def test_a_turn_may_end_before_the_container_is_killed() -> None:
    longest = Settings(_env_file=None).turn_timeout_seconds
    assert int(COMPOSE["services"]["web1"]["stop_grace_period"].removesuffix("s")) > longest
