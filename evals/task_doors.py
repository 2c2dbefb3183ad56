"""The two ways into the product for a simulation: a person's browser, and a member of staff at the console."""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from fastapi import FastAPI
from fastapi.testclient import TestClient

from assistant.domain.knowledge import Audience
from assistant.services.staff_accounts import csrf_token
from evals.page_forms import PageForm, form_to

Turn = dict[str, Any]
Data = dict[str, Any]
_REFUSAL = re.compile(r'role="alert".*?notice__text">([^<]*)<', re.S)
_NUMBER = re.compile(r'class="card__number">([^<]+)<')
_JSON = {"Accept": "application/json"}
STAFF_PASSWORD = "Bench-password-2026"


class RefusedError(Exception):
    """A form or a step that the product did not take, with the words of its page."""


class StuckError(Exception):
    """A step that the simulator cannot take: what it is about is not there."""


def open_browser(app: FastAPI) -> TestClient:
    """A browser of its own, that follows nothing by itself."""
    return TestClient(app, follow_redirects=False)


@dataclass
class PersonDoor:
    """One person with one conversation. `turns`: every answer so far."""

    client: TestClient
    audience: Audience
    conversation: str = ""
    turns: list[Turn] = field(default_factory=list)
    enrolment: str = ""

    def start(self) -> None:
        """Opens the conversation."""
        answer = self.client.post("/api/conversations", json={"audience": self.audience.value})
        self.conversation = _taken(answer).json()["id"]

    def say(self, text: str) -> Turn:
        """The answer, as CONTRACTS' TURN."""
        if not self.conversation:
            self.start()
        path = f"/api/conversations/{self.conversation}/messages"
        turn: Turn = _taken(self.client.post(path, json={"text": text}, headers=_JSON)).json()
        self.turns.append(turn)
        return turn

    def last_card(self, kind: str) -> Mapping[str, Any]:
        """The latest card of a kind. Raises StuckError where none was shown."""
        cards = (card for turn in reversed(self.turns) for card in reversed(turn["cards"]) if card["kind"] == kind)
        found = next(cards, None)
        if found is None:
            raise StuckError(f"no card {kind}")
        return found

    def leave_contact(self, number: str, form: Mapping[str, str]) -> None:
        """The code of the case, and the form on its page."""
        _taken(self.client.post(f"/c/{self.conversation}/cases/{number}/code"))
        data = {"name": form["name"], "phone": form["phone"], "agree": "yes"}
        _taken(self.client.post(f"/cases/{number}/contact", data=data))

    def enrol(self, card: Mapping[str, Any], form: Mapping[str, str]) -> None:
        """The form of a draft, everything it asks to be declared ticked."""
        page = _taken(self.client.get(card["form_url"])).text
        found = form_to(page, "/courses/")
        if found is None:
            raise RefusedError("the form of the draft cannot be sent")
        data: Data = {**found.values, **form, "agree": "yes", "declared": found.boxes.get("declared", [])}
        answer = _taken(self.client.post(found.action, data=data))
        self.enrolment = _NUMBER.findall(answer.text)[0]

    def withdraw_enrolment(self) -> None:
        """On the page of the receipt. Raises StuckError without one."""
        if not self.enrolment:
            raise StuckError("no receipt")
        _taken(self.client.post(f"/enrolments/{self.enrolment}/withdraw"))

    def labour_form(self, card: Mapping[str, Any]) -> PageForm:
        """The form as the draft has filled it in."""
        found = form_to(_taken(self.client.get(card["form_url"])).text, "/employers/requests/new")
        if found is None:
            raise RefusedError("the form of the labour request is not there")
        return found

    def send_labour_request(self, form: PageForm, more: Data) -> None:
        """发单"""
        _taken(self.client.post(form.action, data={**form.values, **more, "agree": "yes"}))

    def save_search(self, is_told_operator: bool) -> None:
        """The search under way in the conversation."""
        data = {"operator": "yes"} if is_told_operator else {}
        _taken(self.client.post(f"/c/{self.conversation}/searches", data=data))

    def replies_seen(self) -> list[str]:
        """What the conversation shows that members of staff have written."""
        if not self.conversation:
            return []
        turns = _taken(self.client.get(f"/api/conversations/{self.conversation}/messages")).json()["turns"]
        return [str(turn["text"]) for turn in turns if turn.get("said_by")]


@dataclass
class StaffDoor:
    """One account at the console."""

    client: TestClient
    name: str

    def read(self, path: str) -> str:
        """A page of the console."""
        return _taken(self._again(lambda: self.client.get(f"/staff{path}"))).text

    def send(self, path: str, **data: Any) -> Any:
        """A form of the console; the answer. Raises RefusedError."""
        return _taken(self._again(lambda: self.client.post(f"/staff{path}", data={**data, "csrf": self._csrf()})))

    def _csrf(self) -> str:
        return csrf_token(self.client.cookies.get("staff_session") or "")

    def _again(self, ask: Any) -> Any:
        """Once more after logging in, where nobody is logged in any more."""
        answer = ask()
        if answer.is_redirect and answer.headers["location"].startswith("/staff/login"):
            _taken(self.client.post("/staff/login", data={"name": self.name, "password": STAFF_PASSWORD}))
            answer = ask()
        return answer


def _taken(answer: Any) -> Any:
    """The answer, unless it says no. Raises RefusedError."""
    if answer.status_code >= 400:
        found = _REFUSAL.search(answer.text)
        words = html.unescape(found[1]) if found is not None else answer.text[:120]
        raise RefusedError(f"{answer.status_code} {words}")
    return answer
