"""Answers of the evaluation set stay right whoever writes them: a good model loses none, a hostile one adds nothing."""

from pathlib import Path

import pytest

from evals.cases import EvalCase, read_cases
from evals.model_modes import row_of, run_mode
from evals.run import DATASETS
from evals.scores import CaseScore
from evals.stand_in import StandIn
from evals.stand_in.scripts import hostile, perfect
from tests.small_knowledge_base import ROOT, SHIPPED

_ANSWERS = ("answered", "unanswerable_lapsed")


@pytest.fixture
def cases() -> tuple[EvalCase, ...]:
    return read_cases(DATASETS / "policy_dev.jsonl")[::7][:20]


@pytest.fixture
def installed(shipped_knowledge: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment of an installation in a folder of its own."""
    (tmp_path / "knowledge").symlink_to(shipped_knowledge[1] / "knowledge")
    for name, value in {"DATA_DIR": tmp_path, "KNOWLEDGE_DIR": SHIPPED, "PROMPTS_DIR": ROOT / "prompts"}.items():
        monkeypatch.setenv(name, str(value))


def answered(scores: list[CaseScore]) -> list[str]:
    return [score.case.id for score in scores if score.turn.status.value in _ANSWERS]


def wrong(scores: list[CaseScore]) -> list[str]:
    """Cases in which something was shown that must not be."""
    return [score.case.id for score in scores if not (score.figures and score.citations and score.forbidden)]


@pytest.mark.usefixtures("installed")
def test_a_good_model_answers_as_many_as_the_rules_and_a_hostile_one_shows_nothing_wrong(
    cases: tuple[EvalCase, ...],
) -> None:
    with StandIn(perfect) as stand_in:
        ruled, good = (run_mode(name, cases, "stand-in", stand_in.url) for name in ("rules", "perfect"))
        stand_in.script = hostile
        bad = run_mode("hostile", cases, "stand-in", stand_in.url)
    assert (wrong(ruled), wrong(good), wrong(bad)) == ([], [], [])
    assert answered(good) == answered(ruled) == answered(bad)
    assert len(answered(good)) >= 10
    assert sum(score.turn.replier != "rules" for score in good) >= 10
    assert row_of("perfect", good).startswith("| perfect | 20 |")
