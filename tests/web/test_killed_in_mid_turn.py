"""The process is killed with -9 while it answers, at many moments, and started again on the same SQLite file."""

import random
import threading
import time
from pathlib import Path

import httpx
import pytest

from evals.server_under_test import ServerUnderTest

KILLS, LATEST_SECONDS = 5, 0.25
QUESTIONS = ("我失业了能领多少钱?", "那要啥材料?", "在哪里办?")


class Person:
    """One conversation, across restarts. Asks as the page does: with the number of the last turn it shows."""

    def __init__(self, url: str) -> None:
        begun = httpx.post(f"{url}/api/conversations", json={}, timeout=30)
        self.conversation = begun.json()["id"]
        self.key = "; ".join(f"{name}={value}" for name, value in begun.cookies.items())
        self.shown: list[dict[str, object]] = []

    def ask(self, url: str, text: str) -> bool:
        """Whether an answer came back whole."""
        last = str(self.shown[-1]["id"]) if self.shown else "0"
        headers = {"Cookie": self.key, "Accept": "application/json", "Last-Event-ID": last}
        try:
            answer = httpx.post(self._messages(url), json={"text": text}, headers=headers, timeout=30)
        except httpx.TransportError:
            return False
        assert answer.status_code == 200, answer.text
        self.shown = [*self.shown, answer.json()]
        return True

    def look(self, url: str) -> list[dict[str, object]]:
        """All turns, as they are kept."""
        found = httpx.get(self._messages(url), headers={"Cookie": self.key}, timeout=30).json()
        self.shown = list(found["turns"] if isinstance(found, dict) else found)
        return self.shown

    def _messages(self, url: str) -> str:
        return f"{url}/api/conversations/{self.conversation}/messages"


@pytest.mark.slow
def test_a_turn_cut_off_by_a_kill_is_there_whole_or_not_at_all_and_asking_again_goes_on(
    built_knowledge: tuple[Path, Path], tmp_path: Path
) -> None:
    source, built = built_knowledge
    (tmp_path / "knowledge").symlink_to(built / "knowledge")
    settings = {"KNOWLEDGE_DIR": str(source), "SAMPLE_CONTENT": "false", "DATABASE_URL": ""}
    moments, answered, person = random.Random(8), list[bool](), None
    for number in range(KILLS + 1):
        with ServerUnderTest(tmp_path, **settings) as server:
            person = person or Person(server.url)
            if number:
                _check_and_go_on(person, server.url, QUESTIONS[(number - 1) % 3], answered[-1])
            if number < KILLS:
                answered.append(
                    _ask_and_kill(server, person, QUESTIONS[number % 3], moments.uniform(0, LATEST_SECONDS))
                )
    assert person is not None
    assert not all(answered), "no kill came in the middle"
    assert [turn["question"] for turn in person.shown] == [QUESTIONS[number % 3] for number in range(KILLS)]


def _check_and_go_on(person: Person, url: str, question: str, was_answered: bool) -> None:
    """What the person finds after the restart; where the question is not there, it is sent again."""
    before = person.shown
    kept = person.look(url)
    assert kept[: len(before)] == before, "what was there is there unchanged"
    new = [(turn["question"], bool(turn["text"] and turn["status"])) for turn in kept[len(before) :]]
    assert new == [(question, True)] or (new == [] and not was_answered), "there once and whole, or not at all"
    if not new:  # the page has given the words back
        assert person.ask(url, question)
        person.look(url)


def _ask_and_kill(server: ServerUnderTest, person: Person, question: str, seconds: float) -> bool:
    """Whether the answer came before the kill did."""
    answers = list[bool]()
    before = person.shown
    asking = threading.Thread(target=lambda: answers.append(person.ask(server.url, question)))
    asking.start()
    time.sleep(seconds)
    server.kill()
    asking.join(40)
    person.shown = before
    return answers == [True]
