"""Two web processes on one PostgreSQL, people asking through both; one is killed, and the conversations go on."""

import itertools
import threading
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from evals.server_under_test import ServerUnderTest

pytest_plugins = ("tests.postgres",)
PEOPLE, MESSAGES, KILLED_AFTER = 6, 10, 15


@dataclass
class Person:
    """Asks one server after the other; where one does not answer, the next, as a proxy does."""

    servers: tuple[str, ...]
    conversation: str = ""
    key: str = ""
    answered: list[str] = field(default_factory=list)
    refused: int = 0

    def begin(self, url: str) -> None:
        begun = httpx.post(f"{url}/api/conversations", json={}, timeout=30)
        self.conversation, self.key = begun.json()["id"], "; ".join(f"{n}={v}" for n, v in begun.cookies.items())

    def ask(self, text: str, first: int) -> None:
        for number in range(len(self.servers) * 3):
            url = self.servers[(first + number) % len(self.servers)]
            try:
                answer = httpx.post(
                    f"{url}/api/conversations/{self.conversation}/messages", json={"text": text}, timeout=30,
                    headers={"Cookie": self.key, "Accept": "application/json"},
                )  # fmt: skip
            except httpx.TransportError:
                self.refused += 1
                continue
            assert answer.status_code == 200, answer.text
            self.answered.append(answer.json()["text"])
            return
        raise AssertionError("nobody answered")

    def kept(self, url: str) -> list[tuple[str, str]]:
        turns = httpx.get(
            f"{url}/api/conversations/{self.conversation}/messages", headers={"Cookie": self.key}, timeout=30
        ).json()
        turns = turns["turns"] if isinstance(turns, dict) else turns
        return [(turn.get("question", ""), turn["text"]) for turn in turns]


@pytest.mark.slow
def test_conversations_go_on_when_one_of_two_processes_is_killed(
    built_knowledge: tuple[Path, Path], empty_postgres_url: str, tmp_path: Path
) -> None:
    source, built = built_knowledge
    homes = [tmp_path / "one", tmp_path / "two"]
    for home in homes:
        home.mkdir()
        (home / "knowledge").symlink_to(built / "knowledge")
    changed = {
        "DATABASE_URL": empty_postgres_url, "KNOWLEDGE_DIR": str(source), "SAMPLE_CONTENT": "false",
        "FIELD_KEYS": "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
    }  # fmt: skip
    with ServerUnderTest(homes[0], **changed) as one, ServerUnderTest(homes[1], **changed) as two:
        people = [Person((one.url, two.url)) for _ in range(PEOPLE)]
        for number, person in enumerate(people):
            person.begin((one.url, two.url)[number % 2])
        sent, kill_now, failures = itertools.count(1), threading.Event(), list[BaseException]()

        def talk(person: Person, offset: int) -> None:
            try:
                for number in range(MESSAGES):
                    if next(sent) == KILLED_AFTER:
                        kill_now.set()
                    person.ask("我失业了能领多少钱?" if number % 2 == 0 else "那要啥材料?", offset + number)
            except BaseException as error:
                failures.append(error)

        threads = [threading.Thread(target=talk, args=(person, n)) for n, person in enumerate(people)]
        for thread in threads:
            thread.start()
        assert kill_now.wait(120)
        one.kill()
        for thread in threads:
            thread.join(120)
        assert failures == []
        assert sum(person.refused for person in people) > 0  # it was really missed
        for person in people:
            assert len(person.answered) == MESSAGES
            texts = [text for _, text in person.kept(two.url)]
            # Every answer that was read is kept, in order. One whose answer was cut off may stand there once more.
            remaining = iter(texts)
            assert all(any(text == kept for kept in remaining) for text in person.answered)
            assert len(texts) - MESSAGES <= person.refused
