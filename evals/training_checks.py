"""The checks of one turn of a training dialogue, as the data card names them; a name it does not know is an error."""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from assistant.language.numerals import find_numerals
from assistant.language.segment import fold
from evals.training_filters import FILTERS, Geography, keeps_to

Case = dict[str, Any]
Turn = Mapping[str, Any]
Found = Iterator[tuple[str, bool, str]]
_NEGATION = re.compile(r"[不没未无别]")
_CLAUSE = re.compile(r"[，。；！？,.;!?\n]")
_COLLIDES = re.compile(r"冲突|撞|重叠|同一时间|时间重")
_CLAIMS = re.compile(r"(?<![不没未])(?:已经?|成功)(?:为您|帮您|给您)?(?:报上|报好|报名成功|占到)")
_CHECKS_OF_A_CASE = {
    "id", "purpose", "rests_on", "half", "today", "audience", "world", "turns", "form", "earlier_forms", "events",
    "expect",
}  # fmt: skip
_OF_EXPECT = {"turns", "never_say", "end_state"}
_OF_A_FORM = {
    "confirm", "name", "phone", "note", "which", "result", "position", "after_turn", "optional", "repeat",
    "same_receipt", "withdraw_after_turn", "calendar",
}  # fmt: skip


@dataclass(frozen=True)
class Told:
    """One turn beside those before it."""

    case: Case
    turns: Sequence[Turn]
    geography: Geography

    @property
    def turn(self) -> Turn:
        return self.turns[-1]

    @property
    def text(self) -> str:
        return str(self.turn["text"])

    @property
    def cards(self) -> list[Mapping[str, Any]]:
        return [card for card in self.turn["cards"] if card["kind"] == "course"]

    @property
    def titles(self) -> list[str]:
        return [str(card["title"]) for card in self.cards]

    @property
    def whole(self) -> str:
        return _plain(self.text + json.dumps(self.turn["cards"], ensure_ascii=False))

    @property
    def of_money(self) -> str:
        """The text, and what subsidy cards say of amounts."""
        cards = [card for card in self.turn["cards"] if card["kind"] == "assessment"]
        said = [str(card.get(name) or "") for card in cards for name in ("amount_min_yuan", "amount_max_yuan")]
        return _plain("\n".join([self.text, *said, *(str(card.get("amount_text") or "") for card in cards)]))

    def offered(self, title: str) -> Case:
        """What the case's world says of a course. Raises KeyError."""
        return next(one for one in self.case["world"] if one["course"]["title"] == title)


def require_known(case: Case) -> None:
    """Raises ValueError for anything in the case that no check here reads."""
    expect = case["expect"]
    asked: list[tuple[set[str], Mapping[str, Any]]] = [(_CHECKS_OF_A_CASE, case), (_OF_EXPECT, expect)]
    asked += [(set(_CHECKS), turn) for turn in expect["turns"]]
    asked += [(FILTERS, turn["filters"]) for turn in expect["turns"] if turn.get("filters")]
    asked += [(_OF_A_FORM, form) for form in (*case["earlier_forms"], *([case["form"]] if case["form"] else []))]
    asked.append(({"enrolments", "seats_left"}, expect["end_state"]))
    for known, given in asked:
        if unknown := set(given) - known:
            raise ValueError(f"{case['id']}: nothing judges {', '.join(sorted(unknown))}")
    if len(case["turns"]) != len(expect["turns"]):
        raise ValueError(f"{case['id']}: {len(case['turns'])} turns, expectations for {len(expect['turns'])}")


def check_turn(told: Told) -> Found:
    """(check, whether it passed, what was there instead) for every check named for the last turn."""
    wanted = told.case["expect"]["turns"][len(told.turns) - 1]
    for name, value in wanted.items():
        if value is None and name != "draft":
            continue
        for is_right, found in _CHECKS[name](told, value):
            yield name, is_right, found
    for word in told.case["expect"]["never_say"] or ():
        yield "never_say", not _says(told.text, word), told.text


def _status(told: Told, wanted: list[str]) -> Iterator[tuple[bool, str]]:
    if wanted:
        yield told.turn["status"] in wanted, f"{told.turn['status']} {told.text}"


def _courses_shown(told: Told, wanted: list[str]) -> Iterator[tuple[bool, str]]:
    for title in wanted:
        yield title in told.titles, f"{told.titles} {told.text}"


def _courses_not_shown(told: Told, wanted: list[str]) -> Iterator[tuple[bool, str]]:
    for title in wanted:
        yield title not in told.titles, str(told.titles)


def _first_course(told: Told, wanted: str) -> Iterator[tuple[bool, str]]:
    yield told.titles[:1] == [wanted], str(told.titles)


def _intakes_shown(told: Told, wanted: list[Case]) -> Iterator[tuple[bool, str]]:
    for named in wanted:
        yield _has_intake(told.cards, named), str(told.titles)


def _intakes_not_shown(told: Told, wanted: list[Case]) -> Iterator[tuple[bool, str]]:
    for named in wanted:
        yield not _has_intake(told.cards, named), str(told.titles)


def _filters(told: Told, wanted: Case) -> Iterator[tuple[bool, str]]:
    """Each filter one check, judged by the case's world; with no course shown it fails."""
    offered = [told.offered(title) for title in told.titles]
    for name, value in wanted.items():
        yield bool(offered) and keeps_to(name, value, offered, told.geography), f"{name}: {told.titles}"


def _prerequisites(told: Told, wanted: Mapping[str, Mapping[str, str]]) -> Iterator[tuple[bool, str]]:
    for title, states in wanted.items():
        for text, state in states.items():
            found = _state_of(told.cards, title, text)
            yield found == state or (found is None and text in told.text), f"{title} {text}: {found} {told.text}"


def _clash(told: Told, wanted: Case) -> Iterator[tuple[bool, str]]:
    """A sentence of the answer, or the card of the course, names the other as colliding."""
    sentences = [one for one in re.split(r"[。\n]", told.text) if _COLLIDES.search(one)]
    is_of_it = wanted["course"] in told.titles
    in_text = any(wanted["with"] in one and (is_of_it or wanted["course"] in one) for one in sentences)
    cards = (json.dumps(card, ensure_ascii=False) for card in told.cards if card["title"] == wanted["course"])
    in_card = any(_COLLIDES.search(card) and wanted["with"] in card for card in cards)
    yield in_text or in_card, f"{wanted} {told.titles} {told.text}"


def _subsidies_named(told: Told, wanted: list[str]) -> Iterator[tuple[bool, str]]:
    for name in wanted:
        scheme = name.removesuffix("-cq")
        cited = any(str(citation["passage_id"]).startswith(scheme) for citation in told.turn["citations"])
        yield cited or f'"{scheme}"' in told.whole, told.text[:160]


def _amounts_must(told: Told, wanted: list[int]) -> Iterator[tuple[bool, str]]:
    for amount in wanted:
        yield _has_amount(told.of_money, amount), told.text


def _amounts_must_not(told: Told, wanted: list[int]) -> Iterator[tuple[bool, str]]:
    for amount in wanted:
        yield not _has_amount(told.of_money, amount), f"{amount} {told.of_money}"


def _must_say(told: Told, wanted: list[list[str]]) -> Iterator[tuple[bool, str]]:
    for words in wanted:
        yield any(_plain(word) in told.whole for word in words), f"{words}: {told.text}"


def _must_not_say(told: Told, wanted: list[str]) -> Iterator[tuple[bool, str]]:
    for word in wanted:
        yield not _says(told.text, word), f"{word}: {told.text}"


def _draft(told: Told, wanted: Case | None) -> Iterator[tuple[bool, str]]:
    if wanted is None:
        drawn = [card["title"] for card in told.turn["cards"] if card["kind"] == "enrolment_draft"]
        yield not drawn, str(drawn)
        return
    cards = [card for turn in told.turns for card in turn["cards"] if card["kind"] == "enrolment_draft"]
    is_there = any((card["title"], card["starts_on"]) == (wanted["course"], wanted["starts_on"]) for card in cards)
    yield is_there, f"{[(card['title'], card['starts_on']) for card in cards]} {told.text}"


def _draft_or_ask(told: Told, wanted: bool) -> Iterator[tuple[bool, str]]:
    drawn = any(card["kind"] == "enrolment_draft" for card in told.turn["cards"])
    asks = told.turn["status"] == "clarification" or re.search(r"[？?]", told.text) is not None
    yield (drawn or asks) is wanted and _CLAIMS.search(told.text) is None, told.text


def _refers_to(told: Told, wanted: Case) -> Iterator[tuple[bool, str]]:
    """The date asked for, of a card by its place in a turn, or of the course named, as cards have shown it."""
    shown = told.turns if "course" in wanted else [told.turns[wanted["turn"] - 1]]
    cards = [card for one in shown for card in one["cards"] if card["kind"] == "course"]
    if "course" in wanted:
        cards = [card for card in cards if card["title"] == wanted["course"]][:1]
    place = wanted.get("card") or 1
    intakes = cards[place - 1]["intakes"] if len(cards) >= place else []
    days = [date.fromisoformat(intake[name]) for intake in intakes for name in wanted["fields"] if intake.get(name)]
    yield any(f"{day.month}月{day.day}日" in told.text or day.isoformat() in told.text for day in days), told.text


_CHECKS: Mapping[str, Callable[[Told, Any], Iterator[tuple[bool, str]]]] = {
    "status": _status, "courses_shown": _courses_shown, "courses_not_shown": _courses_not_shown,
    "first_course": _first_course, "intakes_shown": _intakes_shown, "intakes_not_shown": _intakes_not_shown,
    "filters": _filters, "prerequisites": _prerequisites, "clash": _clash, "subsidies_named": _subsidies_named,
    "amounts_must": _amounts_must, "amounts_must_not": _amounts_must_not, "must_say": _must_say,
    "must_not_say": _must_not_say, "draft": _draft, "draft_or_ask": _draft_or_ask, "refers_to": _refers_to,
}  # fmt: skip


def _has_intake(cards: list[Mapping[str, Any]], named: Case) -> bool:
    return any(
        card["title"] == named["course"] and intake["starts_on"] == named["starts_on"]
        for card in cards
        for intake in card["intakes"]
    )


def _state_of(cards: list[Mapping[str, Any]], title: str, text: str) -> str | None:
    for card in cards:
        if card["title"] == title:
            return next((str(one["state"]) for one in card["prerequisites"] if one["text"] == text), None)
    return None


def _has_amount(text: str, amount: int) -> bool:
    """As a whole number: 1500, 1,500, 一千五百, 一千五."""
    folded = fold(text).replace(",", "")
    if re.search(rf"(?<![0-9.]){amount}(?![0-9])", folded):
        return True
    return any(one.low == one.high == amount and not one.is_lone_digit for one in find_numerals(folded))


def _says(text: str, word: str) -> bool:
    """Whether a clause says it without a negating word before it."""
    plain = _plain(word)
    if _CLAUSE.search(plain):  # a word with a stop in it stands in no single clause
        at = _plain(text).find(plain)
        return at >= 0 and not _NEGATION.search(_CLAUSE.split(_plain(text)[:at])[-1])
    for clause in _CLAUSE.split(text):
        at = _plain(clause).find(plain)
        if at >= 0 and not _NEGATION.search(_plain(clause)[:at]):
            return True
    return False


def _plain(text: str) -> str:
    return re.sub(r"\s", "", text)
