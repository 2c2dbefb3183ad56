"""What the tests of pages share: asking by form, and reading the HTML that comes back."""

from html.parser import HTMLParser

from fastapi.testclient import TestClient

from assistant.domain.conversation import Turn
from tests.web.fake_assistant import FakeAssistant


class _Tags(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def tags_of(html: str) -> list[tuple[str, dict[str, str | None]]]:
    return _Tags(html).tags


def ask(client: TestClient, text: str = "我失业了") -> str:
    """The path of a conversation that was begun by the form with this question."""
    location = client.post("/conversations", data={"text": text, "audience": "job_seeker"}).headers["location"]
    return str(location.partition("#")[0])


def show(client: TestClient, assistant: FakeAssistant, turn: Turn) -> str:
    assistant.conversations.scripts["看"] = turn
    return str(client.get(ask(client, "看")).text)
