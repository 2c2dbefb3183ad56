"""Training dialogues against worlds of their own: the shipped rules over SQLite and tantivy, each case its courses.

`python -m evals.training [FILE] [--failures]` prints, per check, how many passed. Checks of drafts, forms and end
states belong to enrolment and are left out here. Exit status 0.
"""

import argparse
import json
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from assistant.domain.conversation import Turn
from evals.training_world import TrainingWorld

DATASET = Path(__file__).parent / "datasets" / "training_dialogues_dev.jsonl"
_NEGATION = re.compile(r"[不没未无别]")
_CLAUSE = re.compile(r"[，。；！？,.;!?\n]")
Case = dict[str, Any]


def run_case(case: Case, world: TrainingWorld) -> Iterator[tuple[int, str, bool, str]]:
    """(turn, check, whether it passed, what was there instead) for every check named."""
    talk = world.open(case)
    turns: list[Turn] = []
    for number, (message, wanted) in enumerate(zip(case["turns"], case["expect"]["turns"], strict=True), 1):
        turn = talk.say(message)
        turns.append(turn)
        for name, is_right, found in _checks(turn, wanted, case, turns):
            yield number, name, is_right, found
        for word in case["expect"]["never_say"] or ():
            yield number, "never_say", not _says(turn.text, word), turn.text


def _checks(turn: Turn, wanted: Case, case: Case, turns: list[Turn]) -> Iterator[tuple[str, bool, str]]:
    cards = [card for card in turn.cards if card["kind"] == "course"]
    titles = [str(card["title"]) for card in cards]
    whole = _plain(turn.text + json.dumps(list(turn.cards), ensure_ascii=False, default=str))
    if wanted.get("status"):
        yield "status", turn.status.value in wanted["status"], turn.status.value
    for title in wanted.get("courses_shown") or ():
        yield "courses_shown", title in titles, str(titles)
    for title in wanted.get("courses_not_shown") or ():
        yield "courses_not_shown", title not in titles, str(titles)
    if wanted.get("first_course"):
        yield "first_course", titles[:1] == [wanted["first_course"]], str(titles)
    for named in wanted.get("intakes_shown") or ():
        yield "intakes_shown", _has_intake(cards, named), str(titles)
    for named in wanted.get("intakes_not_shown") or ():
        yield "intakes_not_shown", not _has_intake(cards, named), str(titles)
    for title, states in (wanted.get("prerequisites") or {}).items():
        for text, state in states.items():
            yield "prerequisites", _state_of(cards, title, text) == state or text in turn.text, f"{title} {text}"
    for name in wanted.get("subsidies_named") or ():
        scheme = name.removesuffix("-cq")
        cited = any(citation.passage_id.startswith(scheme) for citation in turn.citations)
        yield "subsidies_named", cited or f'"{scheme}"' in whole, whole[:80]
    for amount in wanted.get("amounts_must") or ():
        yield "amounts_must", _has_amount(whole, amount), turn.text
    for amount in wanted.get("amounts_must_not") or ():
        yield "amounts_must_not", not _has_amount(_plain(turn.text), amount), turn.text
    for words in wanted.get("must_say") or ():
        yield "must_say", any(_plain(word) in whole for word in words), f"{words}: {turn.text}"
    for word in wanted.get("must_not_say") or ():
        yield "must_not_say", not _says(turn.text, word), turn.text
    if wanted.get("refers_to"):
        yield "refers_to", _refers(turn, wanted["refers_to"], turns), turn.text


def _has_intake(cards: list[Mapping[str, object]], named: Case) -> bool:
    return any(
        card["title"] == named["course"] and intake["starts_on"] == named["starts_on"]
        for card in cards
        for intake in card["intakes"]  # type: ignore[attr-defined]
    )


def _state_of(cards: list[Mapping[str, object]], title: str, text: str) -> str | None:
    for card in cards:
        if card["title"] == title:
            return next((one["state"] for one in card["prerequisites"] if one["text"] == text), None)  # type: ignore[attr-defined]
    return None


def _has_amount(text: str, amount: int) -> bool:
    return re.search(rf"(?<![0-9.]){amount}(?![0-9])", text) is not None


def _refers(turn: Turn, wanted: Case, turns: list[Turn]) -> bool:
    cards = [card for card in turns[wanted["turn"] - 1].cards if card["kind"] == "course"]
    if wanted.get("card") is None or len(cards) < wanted["card"]:
        return False
    intakes: Any = cards[wanted["card"] - 1]["intakes"]
    days = [date.fromisoformat(intake[name]) for intake in intakes for name in wanted["fields"] if intake.get(name)]
    return any(f"{day.month}月{day.day}日" in turn.text or day.isoformat() in turn.text for day in days)


def _says(text: str, word: str) -> bool:
    """Whether a clause says it without a negating word before it."""
    plain = _plain(word)
    for clause in _CLAUSE.split(text):
        at = _plain(clause).find(plain)
        if at >= 0 and not _NEGATION.search(_plain(clause)[:at]):
            return True
    return False


def _plain(text: str) -> str:
    return re.sub(r"\s", "", text)


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m evals.training", description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, default=DATASET)
    parser.add_argument("--failures", action="store_true", help="print each check that failed")
    parser.add_argument("--only", help="one id")
    chosen = parser.parse_args(arguments)
    cases = [json.loads(line) for line in chosen.file.read_text(encoding="utf-8").splitlines()]
    passed, asked = Counter[str](), Counter[str]()
    whole = 0
    with tempfile.TemporaryDirectory(prefix="training-") as folder:
        world = TrainingWorld(Path(folder))
        for case in cases:
            if chosen.only and case["id"] != chosen.only:
                continue
            results = list(run_case(case, world))
            whole += all(is_right for _, _, is_right, _ in results)
            for number, name, is_right, found in results:
                asked[name] += 1
                passed[name] += is_right
                if chosen.failures and not is_right:
                    print(f"{case['id']} {number} {name}: {case['turns'][number - 1]}\n      {found[:700]}")
    for name in sorted(asked):
        print(f"{name:<20} {passed[name]:>4} / {asked[name]}")
    print(f"{'checks':<20} {sum(passed.values()):>4} / {sum(asked.values())}")
    print(f"{'whole dialogues':<20} {whole:>4} / {1 if chosen.only else len(cases)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
