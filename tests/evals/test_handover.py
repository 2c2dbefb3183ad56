"""A person is brought in for nearly all who need one, and for hardly anyone else, on the development half of the set."""

from pathlib import Path

import pytest

from assistant.bootstrap import build_trial
from assistant.settings import Settings
from evals.handover import judge_half
from tests.fakes.clock import FixedClock
from tests.small_knowledge_base import ROOT, SHIPPED

LEAST_NOTICED, LEAST_RIGHT, MOST_FALSE_ALARMS = 0.95, 0.9, 0.03


@pytest.fixture
def installed(shipped_knowledge: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The environment of an installation in a folder of its own."""
    (tmp_path / "knowledge").symlink_to(shipped_knowledge[1] / "knowledge")
    for name, value in {"DATA_DIR": tmp_path, "KNOWLEDGE_DIR": SHIPPED, "PROMPTS_DIR": ROOT / "prompts"}.items():
        monkeypatch.setenv(name, str(value))


@pytest.mark.usefixtures("installed")
def test_who_needs_a_person_gets_one_and_hardly_anyone_else_does() -> None:
    judged = judge_half("dev", build_trial(Settings(), FixedClock()))
    needed = [one for one in judged if one.expected is not None]
    others = [one for one in judged if one.expected is None]
    assert sum(one.is_noticed for one in needed) >= LEAST_NOTICED * len(needed)
    assert sum(one.has_right_reason for one in needed) >= LEAST_RIGHT * len(needed)
    assert sum(one.is_false_alarm for one in others) <= MOST_FALSE_ALARMS * len(others)
