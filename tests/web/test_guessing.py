"""Numbers, codes, passwords and sessions that are guessed, kept too long, or given to somebody else."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import event
from sqlalchemy.engine import Engine

from assistant.domain.staff import Role
from assistant.services.staff_accounts import OPERATOR
from tests.web.staff_site import OWN
from tests.web.whole_site import LI, PROXY, Who, WholeSite, belongings_of_somebody, browser_before, build_whole
from web.app import create_app

UNKNOWN_CASE, UNKNOWN_REQUEST = "CQ-20261124-9999-K3", "YG-20261124-9999-K3"
WRONG = "AAAAA-AAAAA"
WRONG_PASSWORD = "ganz-und-gar-falsch"


@pytest.fixture(scope="module")
def site(shipped_knowledge: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[WholeSite]:
    site = build_whole(shipped_knowledge, tmp_path_factory.mktemp("guessing"))
    with site.client:
        yield site


def narrow(site: WholeSite, address: str = "203.0.113.9", proxies: str = "") -> TestClient:
    """A browser somewhere, before the same product with the limits it is shipped with."""
    settings = site.product.settings.model_copy(update={"messages_per_minute": 12, "trusted_proxies": proxies})
    app = create_app(replace(site.product, settings=settings))
    app.state.site.live.close()
    return browser_before(app, address)


@contextmanager
def statements() -> Iterator[list[str]]:
    """What is asked of cases and requests meanwhile; other threads go on with what is theirs."""
    asked: list[str] = []

    def note(_c: object, _u: object, statement: str, *_: object) -> None:
        is_a_request = threading.current_thread().name.startswith("AnyIO")  # not the clock that looks after deadlines
        if is_a_request and re.search(r"FROM (cases|labour_requests)\b", statement):
            asked.append(re.sub(r"\s+", " ", statement))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(Engine, "before_cursor_execute", note)


@pytest.mark.parametrize("kind", ["case", "request"])
def test_an_unknown_number_and_a_wrong_code_get_the_same_answer_for_the_same_work(site: WholeSite, kind: str) -> None:
    own = belongings_of_somebody(site)
    path, known, unknown = (
        ("/cases", own.case, UNKNOWN_CASE) if kind == "case" else ("/employers/requests", own.request, UNKNOWN_REQUEST)
    )
    seen, work = set(), []
    for number in (known, unknown):
        with statements() as asked:
            answer = site.ask("POST", path, {}, data={"number": number, "code": WRONG})
        work.append(asked)
        assert answer.status_code == 404 and "set-cookie" not in answer.headers
        seen.add(answer.text.replace(number, ""))
    assert len(seen) == 1 and work[0] == work[1] != []


@pytest.mark.parametrize("kind", ["case", "request"])
def test_codes_are_not_guessed_by_a_cookie_either(site: WholeSite, kind: str) -> None:
    own, browser = belongings_of_somebody(site), narrow(site)
    path, cookie, code = (
        (f"/cases/{own.case}", f"case_key={own.case}", own.case_code)
        if kind == "case"
        else (f"/employers/requests/{own.request}", f"labour_key={own.request}", own.request_code)
    )
    tries = [browser.get(path, headers={"Cookie": f"{cookie}:AAAAA-{n:05}"}).status_code for n in range(60)]
    assert tries[0] == 303 and tries[-1] == 429 and tries.count(303) <= 36
    assert browser.get(path, headers={"Cookie": f"{cookie}:{code}"}).status_code == 429
    assert narrow(site, "203.0.113.10").get(path, headers={"Cookie": f"{cookie}:{code}"}).status_code == 200


def test_reading_one_s_own_page_again_and_again_is_never_too_much(site: WholeSite) -> None:
    own, browser = belongings_of_somebody(site), narrow(site)
    cookie = {"Cookie": f"case_key={own.case}:{own.case_code}"}
    assert {browser.get(f"/cases/{own.case}", headers=cookie).status_code for _ in range(60)} == {200}


def test_a_code_of_one_case_opens_no_other_and_is_over_once_another_is_given(site: WholeSite) -> None:
    mine, other = belongings_of_somebody(site), belongings_of_somebody(site)
    for number, code in ((other.case, mine.case_code), (mine.case, mine.request_code), (mine.request, mine.case_code)):
        assert site.ask("POST", "/cases", {}, data={"number": number, "code": code}).status_code == 404
    site.product.office.persons.issue_code(mine.conversation, mine.case)
    answer = site.ask("GET", f"/cases/{mine.case}", mine.cookies)
    assert answer.headers["location"] == "/cases" and 'case_key=""' in answer.headers["set-cookie"]


def test_an_address_that_is_forged_changes_no_count(site: WholeSite) -> None:
    own, browser = belongings_of_somebody(site), narrow(site)
    tries = [
        browser.post("/cases", data={"number": own.case, "code": WRONG}, headers={"X-Forwarded-For": f"10.0.0.{n}"})
        for n in range(40)
    ]
    assert tries[-1].status_code == 429
    logins = [
        browser.post("/staff/login", data={"name": "x", "password": "y"}, headers={"X-Forwarded-For": f"10.0.0.{n}"})
        for n in range(31)
    ]
    assert logins[-1].status_code == 429


def test_behind_a_proxy_only_what_the_proxy_added_counts(site: WholeSite) -> None:
    own, browser = belongings_of_somebody(site), narrow(site, PROXY, proxies=PROXY)
    tries = [
        browser.post(
            "/cases", data={"number": own.case, "code": WRONG}, headers={"X-Forwarded-For": f"10.0.0.{n}, 198.51.100.7"}
        ).status_code
        for n in range(40)
    ]
    assert tries[-1] == 429


def test_from_however_many_addresses_an_account_takes_few_wrong_passwords(site: WholeSite) -> None:
    for n in range(5):
        answer = narrow(site, f"203.0.113.{n}").post("/staff/login", data={"name": "wang", "password": WRONG_PASSWORD})
        assert answer.status_code == 403
    waits = narrow(site, "203.0.113.99").post("/staff/login", data={"name": "wang", "password": OWN})
    wrong = narrow(site, "203.0.113.98").post("/staff/login", data={"name": "wang", "password": WRONG_PASSWORD})
    unknown = narrow(site, "203.0.113.97").post("/staff/login", data={"name": "niemand", "password": WRONG_PASSWORD})
    assert waits.status_code == wrong.status_code == unknown.status_code == 403
    assert waits.text == wrong.text == unknown.text.replace("niemand", "wang")
    assert site.product.office.accounts.member_of(site.tokens[Who.SPECIALIST]) is not None, "who is in stays in"
    site.clock.moment += timedelta(minutes=5)
    site.log_in(Who.SPECIALIST)


def test_a_login_costs_the_same_whether_or_not_there_is_such_an_account(
    site: WholeSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    accounts = site.product.office.accounts
    tried: list[str] = []
    verify = accounts._hasher.verify
    monkeypatch.setattr(accounts._hasher, "verify", lambda kept, given: tried.append(given) or verify(kept, given))
    for name in ("zhao", "niemand", "shut", "ZHAO\0", "長" * 5000):
        tried.clear()
        assert narrow(site).post("/staff/login", data={"name": name, "password": WRONG_PASSWORD}).status_code == 403
        assert tried == [WRONG_PASSWORD], name
    site.clock.moment += timedelta(minutes=2)
    site.log_in(Who.SUPERVISOR)


def test_a_session_given_before_the_login_is_not_the_one_after(site: WholeSite) -> None:
    for planted in ("planted", site.log_in(Who.EDITOR)):
        answer = site.ask("POST", "/staff/login", {"staff_session": planted}, data={"name": "li", "password": OWN})
        given = re.search(r"staff_session=([^;]+)", answer.headers["set-cookie"])
        assert given is not None and given[1] != planted
        assert site.product.office.accounts.member_of(given[1]) == site.product.office.accounts.member_of(
            site.tokens[Who.ADVISOR]
        )
    assert site.product.office.accounts.member_of("planted") is None


def test_another_password_and_logging_out_everywhere_end_every_other_session(site: WholeSite) -> None:
    accounts = site.product.office.accounts
    here, there = (accounts.log_in("bian", OWN).token for _ in range(2))
    site.tokens[Who.EDITOR] = here
    data = {"former": OWN, "new": OWN[::-1], "again": OWN[::-1], "csrf": site.csrf(Who.EDITOR)}
    changed = site.ask("POST", "/staff/password", {"staff_session": here}, data=data)
    assert changed.status_code == 303 and accounts.member_of(here) is None and accounts.member_of(there) is None
    tokens = [accounts.log_in("bian", OWN[::-1]).token for _ in range(3)]
    site.tokens[Who.EDITOR] = tokens[0]
    out = {"everywhere": "1", "csrf": site.csrf(Who.EDITOR)}
    answer = site.ask("POST", "/staff/logout", {"staff_session": tokens[0]}, data=out)
    assert answer.headers["location"] == "/staff/login?out=1"
    assert [site.ask("GET", "/staff", {"staff_session": token}).status_code for token in tokens] == [303, 303, 303]
    assert (
        site.ask("POST", "/staff/logout", {"staff_session": tokens[0]}, data=out).headers["location"] == "/staff/login"
    )


def test_a_session_ends_after_ten_hours_however_busy(site: WholeSite) -> None:
    token, before = site.product.office.accounts.log_in("li", OWN).token, site.clock.moment
    try:
        for _ in range(30):
            site.clock.moment += timedelta(minutes=20)
            still_in = site.ask("GET", "/staff/password", {"staff_session": token}).status_code
        assert still_in == 303
    finally:
        site.clock.moment = before
    site.log_in(Who.ADVISOR)


def test_a_role_that_is_taken_away_is_gone_with_the_next_page(site: WholeSite) -> None:
    own, accounts = belongings_of_somebody(site), site.product.office.accounts
    site.product.office.desk.claim(LI, own.case)
    token = site.log_in(Who.ADVISOR)
    accounts.set_role(OPERATOR, "li", Role.EDITOR)
    try:
        assert site.ask("GET", f"/staff/cases/{own.case}", {"staff_session": token}).status_code == 403
    finally:
        accounts.set_role(OPERATOR, "li", LI.role)
