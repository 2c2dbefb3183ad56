"""What may stand in the files of handover/, and what is said of a slip in them."""

import shutil
from datetime import date, datetime
from pathlib import Path

import pytest

from assistant.adapters.content.handover_files import HOLIDAYS_FILE, read_holidays, read_teams
from assistant.adapters.content.handover_messages_file import read_handover_messages
from assistant.adapters.content.handover_words_file import read_handover_rules
from assistant.adapters.content.holiday_filling import fill_holidays
from assistant.domain.conversation import HandoverReason
from assistant.domain.errors import InvalidInputError, KnowledgeError
from assistant.domain.opening_hours import DayKind
from assistant.services.clock import CHONGQING
from tests.small_knowledge_base import SHIPPED


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The shipped files, to be changed at will."""
    for name in ("handover", "lexicon"):
        shutil.copytree(SHIPPED / name, tmp_path / name)
    return tmp_path


def _change(root: Path, name: str, old: str, new: str) -> None:
    path = root / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_every_reason_has_somebody_who_answers_in_time() -> None:
    teams = read_teams(SHIPPED)
    saturday_of_work = datetime(2026, 10, 10, 9, 0, tzinfo=CHONGQING)
    for reason in HandoverReason:
        commitment = teams.get(reason)
        assert commitment.team.hours.is_open(saturday_of_work), reason
        assert commitment.first_reply_minutes <= commitment.resolution_minutes


def test_hours_are_an_example_until_somebody_puts_in_their_own(root: Path) -> None:
    assert read_teams(root).is_example
    _change(root, "handover/teams.yaml", "is_example: true", "is_example: false")
    assert not read_teams(root).is_example


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("team: rights", "team: nobody-here", "does not exist"),
        ("labour_requests: {team: employers", "labour_requests: {team: nobody", "'labour_requests' names the team"),
        ("labour_requests: {", "# labour_requests: {", "labour_requests"),
        (
            "evaluate_minutes: 2550, warning_minutes: 60",
            "evaluate_minutes: 60, warning_minutes: 60",
            "must come before",
        ),
        ("  follow_up: {", "  # follow_up: {", "nothing for follow_up"),
        ('monday: ["09:00-17:30"]', 'monday: ["17:30-09:00"]', "end after they begin"),
        ('monday: ["09:00-17:30"]', 'monday: ["9 to 5"]', "no span of hours"),
        ("first_reply_minutes: 10,", "first_reply_minutes: 1000,", "before the resolution"),
    ],
)
def test_a_slip_in_the_teams_is_named(root: Path, old: str, new: str, words: str) -> None:
    _change(root, "handover/teams.yaml", old, new)
    with pytest.raises(KnowledgeError, match=words):
        read_teams(root)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('from: "2026-01-04", kind: workday', 'from: "2026-01-05", kind: workday', "is a weekday"),
        ('from: "2026-01-04"', 'from: "2027-01-04"', "no day of 2026"),
        ('from: "2026-01-04"', 'from: "2026-01-03"', "stands twice"),
        ("year: 2025", "year: 2026", "no day of 2026"),
    ],
)
def test_a_slip_in_the_holidays_is_named(root: Path, old: str, new: str, words: str) -> None:
    _change(root, HOLIDAYS_FILE, old, new)
    with pytest.raises(KnowledgeError, match=words):
        read_holidays(root)


def test_a_year_that_stands_in_the_file_is_not_filled_again(root: Path) -> None:
    before = (root / HOLIDAYS_FILE).read_text(encoding="utf-8")
    with pytest.raises(InvalidInputError, match="has 2026 already"):
        fill_holidays(root, 2026)
    assert (root / HOLIDAYS_FILE).read_text(encoding="utf-8") == before


def test_the_library_fills_a_year_that_it_knows(root: Path) -> None:
    pytest.importorskip("chinese_calendar", reason="chinesecalendar is a tool for whoever keeps the file")
    fill_holidays(root, 2024)
    table = read_holidays(root)
    assert table.days[date(2024, 10, 1)] is DayKind.HOLIDAY
    assert table.days[date(2024, 10, 12)] is DayKind.WORKDAY
    assert table.knows(date(2026, 1, 1))
    with pytest.raises(InvalidInputError):
        fill_holidays(root, 2099)


def test_messages_stand_under_a_reason_and_under_one_only(root: Path) -> None:
    path = root / "handover" / "messages.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "  boredom:\n    - 好无聊\n", encoding="utf-8")
    with pytest.raises(KnowledgeError, match="boredom"):
        read_handover_messages(root)


def test_families_make_the_same_messages_each_time_and_some_for_every_reason_but_danger() -> None:
    first, second = read_handover_messages(SHIPPED), read_handover_messages(SHIPPED)
    assert first.families == second.families
    assert set(first.families) == {*HandoverReason, "nobody"} - {HandoverReason.CRISIS}
    assert all(len(texts) > 20 for texts in first.families.values())


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [("<kept_back>", "<kept_bakc>", "no piece 'kept_bakc'"), ('needs: ["<hurt>"', 'needs: ["(<hurt>"', "no regular")],
)
def test_a_slip_in_the_rules_is_named_with_its_line(root: Path, old: str, new: str, words: str) -> None:
    _change(root, "lexicon/handover.yaml", old, new)
    with pytest.raises(KnowledgeError, match=rf"lexicon/handover.yaml:[0-9]+.*{words}"):
        read_handover_rules(root)


def test_every_reason_that_words_can_give_has_its_rules() -> None:
    rules = read_handover_rules(SHIPPED)
    assert set(rules.by_reason) == set(HandoverReason) - {HandoverReason.CRISIS}
