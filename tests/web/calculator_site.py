"""The whole product over the small knowledge base, for pages that assess."""

from pathlib import Path

from fastapi.testclient import TestClient

from assistant.bootstrap import Assistant, build_assistant
from assistant.settings import Settings
from tests.fakes.clock import FixedClock
from web.app import create_app


def build_small_assistant(built_knowledge: tuple[Path, Path], folder: Path) -> Assistant:
    source, built = built_knowledge
    data = folder / "data"
    data.mkdir()
    (data / "knowledge").symlink_to(built / "knowledge")
    return build_assistant(Settings(_env_file=None, knowledge_dir=source, data_dir=data), FixedClock())


def browser_of(assistant: Assistant) -> TestClient:
    """A browser of its own, with no cookie yet."""
    return TestClient(create_app(assistant), follow_redirects=False)


def tell(client: TestClient, path: str = "/subsidies", **facts: str) -> str:
    """Answers questions on a page of the calculator; the page that follows. `insured` is short for the months paid."""
    names = {
        "insured": "person.unemployment_insured_months",
        "dismissed": "person.left_job_involuntarily",
        "registered": "person.registered_unemployed",
        "hardship": "person.hardship_recognised",
        "groups": "person.groups",
    }
    response = client.post(path, data={names[key]: value for key, value in facts.items()})
    assert response.status_code == 303, response.text
    return str(client.get(response.headers["location"]).text)


def conversation_of(client: TestClient) -> str:
    """The id of the conversation whose key the browser has been given."""
    return next(name for name in client.cookies if name.startswith("conversation_")).removeprefix("conversation_")
