"""`staff …` over a real database, and what `serve` says where there is no account yet."""

import io
import json
import logging
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.bootstrap.openings import open_audit_log, open_staff_accounts
from assistant.commands.serve_command import _welcome_first_administrator
from assistant.domain.staff import Role
from assistant.services.staff_ports import AuditQuery
from assistant.settings import Settings

Run = Callable[..., int]


@pytest.fixture
def settings(data_dir: Path) -> Settings:
    return Settings(_env_file=None, data_dir=data_dir)


def test_an_account_that_was_added_can_log_in_with_what_was_printed(
    run: Run, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("staff", "add", "Li", "--role", "advisor", "--team", "rights") == 0
    name, password = capsys.readouterr().out.strip().split("\t")
    member = open_staff_accounts(settings).log_in(name, password).member
    assert (member.name, member.role, member.team) == ("li", Role.ADVISOR, "rights")


def test_the_list_tells_who_there_is_and_never_a_password(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    run("staff", "add", "li", "--role", "advisor")
    password = capsys.readouterr().out.strip().split("\t")[1]
    run("staff", "list")
    assert capsys.readouterr().out == "li\tadvisor\tgeneral\tmust_change_password\n"
    run("staff", "list", "--json")
    listed = capsys.readouterr().out
    assert json.loads(listed)["state"] == "must_change_password"
    assert password not in listed


def test_a_disabled_account_stays_out_until_it_is_reset(
    run: Run, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    run("staff", "add", "li", "--role", "advisor")
    assert run("staff", "disable", "li") == 0
    capsys.readouterr()
    run("staff", "list")
    assert capsys.readouterr().out.endswith("disabled\n")
    assert run("staff", "reset", "li") == 0
    password = capsys.readouterr().out.strip().split("\t")[1]
    assert open_staff_accounts(settings).log_in("li", password).member.name == "li"


def test_a_role_is_changed_and_the_last_administrator_stays(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    run("staff", "add", "chef", "--role", "administrator")
    run("staff", "add", "li", "--role", "advisor")
    capsys.readouterr()
    assert run("staff", "role", "li", "supervisor", "--team", "complaints") == 0
    assert capsys.readouterr().out == "li\tsupervisor\tcomplaints\tmust_change_password\n"
    assert run("staff", "disable", "chef") == 1
    assert run("staff", "role", "chef", "editor") == 1


def test_what_cannot_be_done_says_so_and_what_cannot_be_meant_is_unusable(run: Run) -> None:
    assert run("staff", "add", "a b", "--role", "advisor") == 1
    assert run("staff", "disable", "niemand") == 1
    assert run("staff", "add", "li", "--role", "chef") == 2


def test_what_the_operator_does_stands_in_the_audit_log(run: Run, settings: Settings) -> None:
    run("staff", "add", "li", "--role", "advisor")
    run("staff", "disable", "li")
    events = open_audit_log(settings).list_events(AuditQuery())
    assert [(event.actor, event.action, event.subject) for event in events] == [
        ("command_line", "account_locked", "li"),
        ("command_line", "account_added", "li"),
    ]


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_the_first_administrator_s_password_is_shown_once_and_only_on_a_terminal(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    accounts, piped, terminal = open_staff_accounts(settings), io.StringIO(), _Terminal()
    with caplog.at_level(logging.DEBUG):
        monkeypatch.setattr(sys, "stderr", piped)
        _welcome_first_administrator(accounts)
        assert "staff add admin" in piped.getvalue() and not accounts.has_members()
        monkeypatch.setattr(sys, "stderr", terminal)
        _welcome_first_administrator(accounts)
    shown = terminal.getvalue()
    password = shown.split("一次性密码 ")[1].split()[0]
    assert accounts.log_in("admin", password).member.role is Role.ADMINISTRATOR
    assert password not in caplog.text
    _welcome_first_administrator(accounts)
    assert terminal.getvalue() == shown


def test_a_member_goes_by_a_name_of_their_own_and_it_can_be_changed(
    run: Run, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    run("staff", "add", "wang", "--role", "advisor", "--display-name", "王老师")
    run("staff", "add", "li", "--role", "advisor")
    capsys.readouterr()
    run("staff", "list", "--json")
    shown = {row["name"]: row["display_name"] for row in map(json.loads, capsys.readouterr().out.splitlines())}
    assert shown == {"li": None, "wang": "王老师"}
    assert run("staff", "display-name", "wang", "小王") == 0
    assert capsys.readouterr().out == "wang\t小王\n"
    assert run("staff", "display-name", "wang", "wang") != 0  # the login is not for the public
    assert run("staff", "display-name", "wang", "13800000000") != 0
    assert run("staff", "display-name", "nobody", "小王") != 0
