"""`cases list`, `show` and `close`."""

import argparse
import json
from datetime import timedelta

import pytest

from assistant.commands import case_commands
from assistant.domain.cases import Case
from assistant.domain.conversation import HandoverReason
from assistant.domain.errors import ConflictError, NotFoundError
from assistant.services.clock import SystemClock
from assistant.settings import Settings
from tests.adapters.sql_examples import NOW
from tests.case_office import LI, Office
from tests.fakes.case_store import FakeCaseStore
from tests.fakes.staff_stores import FakeAuditLog

AUDIT = FakeAuditLog()
FIRST, SECOND = "CQ-20261123-0001-K3", "CQ-20261123-0002-K3"


@pytest.fixture(autouse=True)
def store(monkeypatch: pytest.MonkeyPatch) -> FakeCaseStore:
    store = FakeCaseStore()
    store.open_case(Case("", "a", HandoverReason.WAGE_ARREARS, "老板\n没发\x1b[2J工资", NOW))
    store.open_case(Case("", "b", HandoverReason.ASKED, "找人工", NOW + timedelta(minutes=5)))
    monkeypatch.setattr(case_commands, "_store", lambda settings: store)
    monkeypatch.setattr(case_commands, "_audit", lambda settings: AUDIT)
    monkeypatch.setattr(case_commands, "_print_conversation", lambda case, settings: None)
    AUDIT.events.clear()
    return store


def test_the_list_shows_open_cases_one_a_line_without_control_characters(capsys: pytest.CaptureFixture[str]) -> None:
    assert _run("list") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == f"{FIRST}\topen\twage_arrears\t2026-11-23 23:40\t老板 没发 [2J工资"
    assert len(lines) == 2


def test_the_list_leaves_out_closed_cases_unless_all_are_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    _run("close", FIRST, "--outcome", "已联系")
    capsys.readouterr()
    _run("list")
    assert [line.split("\t")[0] for line in capsys.readouterr().out.splitlines()] == [SECOND]
    _run("list", "--all")
    assert len(capsys.readouterr().out.splitlines()) == 2


def test_json_is_one_object_a_line_with_every_key(capsys: pytest.CaptureFixture[str]) -> None:
    _run("list", "--json")
    first = json.loads(capsys.readouterr().out.splitlines()[0])
    assert first == {
        "number": FIRST,
        "state": "open",
        "reason": "wage_arrears",
        "conversation_id": "a",
        "summary": "老板\n没发\x1b[2J工资",
        "opened_at": "2026-11-23T23:40:00+08:00",
        "closed_at": None,
        "outcome": None,
        "attachment": None,
        "kind": "general",
        "team": "general",
        "owner": None,
        "dispatched_to": None,
        "due": "reply",
        "due_at": "2026-11-23T23:40:00+08:00",
        "mark": None,
    }


def test_complaints_are_listed_apart_and_what_is_not_due_yet_is_left_out(
    store: FakeCaseStore, capsys: pytest.CaptureFixture[str]
) -> None:
    later = SystemClock().now() + timedelta(days=1)
    complaint = store.open_case(Case("", "c", HandoverReason.COMPLAINT, "态度不好", NOW, reply_due_at=later))
    _run("list", "--kind", "complaint")
    assert [line.split("\t")[0] for line in capsys.readouterr().out.splitlines()] == [complaint.number]
    _run("list", "--overdue")
    assert [line.split("\t")[0] for line in capsys.readouterr().out.splitlines()] == [FIRST, SECOND]


def test_a_case_in_full_tells_what_happened_and_what_was_written(
    store: FakeCaseStore, capsys: pytest.CaptureFixture[str]
) -> None:
    office = Office(store=store)
    office.desk.claim(LI, FIRST)
    office.desk.note(LI, FIRST, "先核对合同")
    _run("show", FIRST)
    shown = capsys.readouterr().out
    assert "2026-11-23 23:40\tclaimed\tli\t" in shown
    assert "2026-11-23 23:40\tnote\tli\t先核对合同" in shown


def test_a_number_may_be_typed_in_small_letters(capsys: pytest.CaptureFixture[str]) -> None:
    assert _run("show", f" {FIRST.lower()} ") == 0
    assert f"number: {FIRST}" in capsys.readouterr().out


def test_closing_says_how_it_ended(store: FakeCaseStore, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run("close", FIRST, "--outcome", "已转劳动监察") == 0
    assert "outcome: 已转劳动监察" in capsys.readouterr().out
    assert [(event.actor, event.action, event.subject) for event in AUDIT.events] == [
        ("command_line", "case_resolved", FIRST)
    ]
    with pytest.raises(ConflictError):
        _run("close", FIRST, "--outcome", "再来一次")


def test_an_unknown_number_is_refused() -> None:
    with pytest.raises(NotFoundError):
        _run("show", "CQ-20261123-0009-A2")


def test_an_empty_outcome_is_unusable() -> None:
    with pytest.raises(SystemExit) as stopped:
        _run("close", FIRST, "--outcome", "  ")
    assert stopped.value.code == 2


def _run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    case_commands.add_case_commands(parser.add_subparsers())
    arguments = parser.parse_args(["cases", *words])
    return int(arguments.run(arguments, Settings()))
