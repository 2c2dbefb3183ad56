"""One training dialogue played against the whole product: messages by the API, forms and receipts by the pages."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from typing import Any

from fastapi.testclient import TestClient

from evals.training_world import TrainingWorld
from web.app import create_app

Case = dict[str, Any]
Turn = Mapping[str, Any]
#: (turn, check, whether it passed, what was there instead).
Result = tuple[int, str, bool, str]
_BOXES = re.compile(r'name="declared" value="([^"]*)"')
_NUMBERS = re.compile(r'class="card__number">([^<]+)<')
_KEY = re.compile(r'name="form_key" value="([^"]+)"')
_ERROR = re.compile(r'class="notice[^"]*"[^>]*>(.*?)</div>', re.S)
_OK = 200


@dataclass
class Receipt:
    """What a form brought: a number, or nothing and why not."""

    number: str = ""
    why_not: str = ""


@dataclass
class Play:
    """One conversation of one browser. `turns`: what was answered so far, as JSON."""

    world: TrainingWorld
    case: Case
    turns: list[Turn] = field(default_factory=list)
    _receipts: dict[int, Receipt] = field(default_factory=dict)
    _sent: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.world.open(self.case)
        self._browser = TestClient(create_app(self.world.product), follow_redirects=False)
        started = self._browser.post("/api/conversations", json={"audience": self.case["audience"]})
        started.raise_for_status()
        self._id = started.json()["id"]

    def say(self, text: str) -> Turn:
        path, accept = f"/api/conversations/{self._id}/messages", {"Accept": "application/json"}
        answer = self._browser.post(path, json={"text": text}, headers=accept)
        answer.raise_for_status()
        self.turns.append(answer.json())
        return self.turns[-1]

    def after_turn(self, number: int) -> Iterator[Result]:
        """What happens then, in the order of the data card, with what is to become of each form."""
        case, last = self.case, len(self.case["turns"])
        for event in case["events"]:
            if event["after_turn"] == number:
                self.world.happen(case, event)
        earlier, form = case["earlier_forms"], case["form"]
        for at, one in enumerate(earlier):
            if one.get("after_turn", last) == number:
                yield from self._send(number, at, one)
        forms = [*enumerate(earlier), *([(len(earlier), form)] if form else [])]
        given_back = [(at, one) for at, one in forms if one.get("withdraw_after_turn") == number]
        late = [(at, one) for at, one in given_back if one is form and form.get("after_turn", last) == number]
        for at, _ in (pair for pair in given_back if pair not in late):
            yield self._withdraw(number, at)
        if form and form.get("after_turn", last) == number:
            yield from self._send(number, len(earlier), form)
        for at, _ in late:
            yield self._withdraw(number, at)

    def end_state(self) -> Iterator[Result]:
        """Whether exactly the enrolments named stand in the database, and the seats."""
        wanted, number = self.case["expect"]["end_state"], len(self.case["turns"])
        found = [
            (course, starts_on, enrolment.state.value, position)
            for course, starts_on, enrolment, position in self.world.enrolments_of_person()
        ]
        named = [(one["course"], one["starts_on"], one["state"], one["position"]) for one in wanted["enrolments"]]
        is_same = sorted(map(str, found)) == sorted(map(str, named))
        yield number, "end_state.enrolments", is_same, str(found)
        for one in wanted["seats_left"]:
            left = self.world.seats_left(self.case, one)
            yield number, "end_state.seats_left", left == one["seats_left"], f"{one['course']}: {left}"

    def _send(self, number: int, at: int, form: Case) -> Iterator[Result]:
        if not form["confirm"]:
            return
        address = self._address(form["which"])
        is_used = address in self._sent  # a draft that has become a place is no draft any more
        if address is None or (is_used and form.get("optional")):
            if not form.get("optional"):
                yield number, "form", form["result"] == "refused", f"no draft of {form['which']}"
            return
        self._sent.add(address)
        receipt = self._receipts[at] = self._post(address, form)
        kept = self.world.enrolment(receipt.number) if receipt.number else None
        state = kept[0].state.value if kept is not None else "refused"
        yield number, "form", state == form["result"], f"{state} {receipt.why_not}"
        if form.get("position") is not None:
            position = kept[1] if kept is not None else None
            yield number, "form.position", position == form["position"], str(position)
        if form.get("repeat"):
            again = [self._post(address, form) for _ in range(form["repeat"] - 1)]
            if form.get("same_receipt"):
                numbers = {receipt.number, *(one.number for one in again)}
                yield number, "form.same_receipt", len(numbers) == 1 and "" not in numbers, str(numbers)
        if form.get("calendar"):
            yield self._calendar(number, receipt, form["which"])

    def _calendar(self, number: int, receipt: Receipt, which: Case) -> Result:
        page = self._browser.get(f"/enrolments/{receipt.number}").text
        path = f"/enrolments/{receipt.number}/calendar.ics"
        text = self._browser.get(path).text if path in page else ""
        day = which["starts_on"].replace("-", "")
        return number, "form.calendar", re.search(rf"DTSTART[^\n]*{day}", text) is not None, text[:300]

    def _address(self, which: Case) -> str | None:
        """Of the form on the latest draft card of this intake."""
        cards = (card for turn in reversed(self.turns) for card in turn["cards"] if card["kind"] == "enrolment_draft")
        fitting = (
            card for card in cards if (card["title"], card["starts_on"]) == (which["course"], which["starts_on"])
        )
        return next((str(card["form_url"]) for card in fitting), None)

    def _post(self, address: str, form: Case) -> Receipt:
        """As a person fills it in who meets whatever is asked and reads what they tick."""
        page = self._browser.get(address).text
        key = _KEY.search(page)
        typed = {
            "name": form["name"], "phone": form["phone"], "note": form["note"] or "", "agree": "yes",
            "declared": _BOXES.findall(page), "form_key": key[1] if key else "",
        }  # fmt: skip
        answer = self._browser.post(address, data=typed)
        numbers = _NUMBERS.findall(answer.text) if answer.status_code == _OK else []
        if numbers:
            return Receipt(number=numbers[0])
        why = " ".join(_ERROR.findall(answer.text))
        return Receipt(why_not=f"{answer.status_code} {unescape(re.sub('<[^>]+>', ' ', why))}")

    def _withdraw(self, number: int, at: int) -> Result:
        receipt = self._receipts.get(at, Receipt())
        if not receipt.number:
            return number, "form.withdrawn", False, "there is no receipt"
        answer = self._browser.post(f"/enrolments/{receipt.number}/withdraw")
        kept = self.world.enrolment(receipt.number)
        is_gone = kept is not None and kept[0].state.value == "withdrawn"
        return number, "form.withdrawn", is_gone, str(answer.status_code)
