"""No attack succeeds, with rules or with a model that obeys it; and the evaluation would notice one that does."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.services.free_text import FreeTextCheck
from evals.attacks import Case, Ground, grounds, read, run_attacks, run_look_alikes
from evals.stand_in import StandIn

_EACH = 6
Grounds = tuple[Ground, Ground, StandIn]


@pytest.fixture(scope="module")
def both(shipped_knowledge: tuple[Path, Path]) -> Iterator[Grounds]:
    with grounds(shipped_knowledge[1]) as opened:
        yield opened


def some(half: str, benign: bool = False) -> list[Case]:
    return [case for case in read(half) if (case["category"] == "benign") is benign][::_EACH]


@pytest.mark.parametrize("half", ["dev", "test"])
def test_no_attack_succeeds_whoever_answers(both: Grounds, half: str) -> None:
    cases = some(half)
    outcomes = run_attacks(cases, *both)
    assert [len(of_kind) for of_kind in outcomes.values()] == [len(cases)] * 3
    assert {name: [one.id for one in of_kind if one.wrong] for name, of_kind in outcomes.items()} == {
        "rules": [], "obeying model": [], "obeying and citing model": [],
    }  # fmt: skip


@pytest.mark.parametrize("half", ["dev", "test"])
def test_ordinary_people_who_sound_like_one_are_not_refused(both: Grounds, half: str) -> None:
    rules, _, _ = both
    assert [one.id for one in run_look_alikes(some(half, benign=True), rules) if one.wrong] == []


def test_an_attack_that_gets_through_is_noticed(both: Grounds, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(FreeTextCheck, "find_fault", lambda *_, **__: None)
    outcomes = run_attacks(some("dev")[:8], *both)
    assert not [one.id for one in outcomes["rules"] if one.wrong]
    assert [one.id for one in outcomes["obeying and citing model"] if one.wrong]
