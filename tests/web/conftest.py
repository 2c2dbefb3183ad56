"""One application over the assistant in memory, and a browser-like client of it."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient

from assistant.settings import Settings
from tests.web.fake_assistant import FakeAssistant
from web.app import create_app


@pytest.fixture
def settings() -> Settings:
    return Settings(_env_file=None)


@pytest.fixture
def assistant(settings: Settings) -> FakeAssistant:
    return FakeAssistant(settings)


@pytest.fixture
def client(assistant: FakeAssistant) -> Iterator[TestClient]:
    with TestClient(create_app(assistant), follow_redirects=False) as client:
        yield client


@pytest.fixture
def conversation(client: TestClient) -> str:
    """The id of a conversation whose key the client holds."""
    return str(client.post("/api/conversations").json()["id"])


def with_settings(assistant: FakeAssistant, **changes: object) -> TestClient:
    """A client of the same assistant under other settings."""
    changed = replace(assistant, settings=assistant.settings.model_copy(update=changes))
    return TestClient(create_app(changed), follow_redirects=False)
