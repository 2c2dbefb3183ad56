"""The console: who gets in, and what each role may open and do."""

from datetime import timedelta

import pytest

from assistant.domain.conversation import HandoverReason
from assistant.domain.staff import Role
from assistant.services.staff_accounts import OPERATOR
from tests.web import staff_at_work
from tests.web.fake_assistant import FakeAssistant
from tests.web.staff_at_work import path_of
from tests.web.staff_site import MEMBERS, OWN, Console, FakeOffice, another_browser

staffed = staff_at_work.staffed
office = staff_at_work.office
console = staff_at_work.console
number = staff_at_work.number

READING = ("/staff", "/staff/cases/{number}", "/staff/accounts", "/staff/audit", "/staff/password")
STEPS = {
    "claim": {},
    "give-back": {},
    "take-over": {},
    "dispatch": {"to": "body", "name": "劳动监察"},
    "reply": {"text": "您好"},
    "note": {"text": "备注"},
    "close": {"outcome": "已办"},
    "follow-up": {"text": "已到账"},
    "reopen": {},
    "code": {},
    "reveal": {"reason": "call_back"},
}
OFFICE_STEPS = {
    "/staff/accounts": {"name": "neu", "role": "advisor"},
    "/staff/accounts/chen/reset": {},
    "/staff/accounts/chen/disable": {},
    "/staff/accounts/chen/display-name": {"display_name": "陈老师"},
}


@pytest.mark.parametrize("path", READING)
def test_without_a_session_every_page_leads_to_the_login_and_back(console: Console, number: str, path: str) -> None:
    path = path.format(number=number)
    answer = console.client.get(path + "?x=1")
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/staff/login?next={path.replace('/', '%2F')}%3Fx%3D1"
    console.client.post("/staff/login", data={"name": "li", "password": OWN, "next": path})


@pytest.mark.parametrize("path", ["/staff/logout", "/staff/password", "/staff/accounts", "/staff/cases/X/claim"])
def test_without_a_session_no_form_is_taken(console: Console, path: str) -> None:
    answer = console.client.post(path, data={"csrf": "0" * 64})
    assert (answer.status_code, answer.headers["location"]) == (303, "/staff/login")


def test_the_login_leads_on_within_the_console_and_nowhere_else(console: Console, number: str) -> None:
    for wanted, path in (
        (path_of(number), path_of(number)),
        ("/staff?due=overdue", "/staff?due=overdue"),
        ("https://example.org/staff", "/staff"),
        ("//example.org", "/staff"),
        ("/staffroom", "/staff"),
        ("/", "/staff"),
        ("", "/staff"),
    ):
        answer = console.client.post("/staff/login", data={"name": "li", "password": OWN, "next": wanted})
        assert (answer.status_code, answer.headers["location"]) == (303, path)


def test_the_cookie_is_for_the_console_alone_and_no_script_reads_it(console: Console) -> None:
    cookie = console.client.post("/staff/login", data={"name": "li", "password": OWN}).headers["set-cookie"].lower()
    for part in ("httponly", "samesite=strict", "path=/staff"):
        assert part in cookie
    assert "max-age" not in cookie and "expires" not in cookie


def test_a_wrong_login_says_the_same_for_any_name_and_keeps_no_password(console: Console) -> None:
    pages = set()
    for name in ("li", "niemand"):
        answer = console.client.post("/staff/login", data={"name": name, "password": "ganz-falsch"})
        assert answer.status_code == 403 and "set-cookie" not in answer.headers
        assert "ganz-falsch" not in answer.text
        pages.add(answer.text.replace(f'value="{name}"', ""))
    assert len(pages) == 1


def test_after_five_wrong_passwords_the_right_one_waits(console: Console, office: FakeOffice) -> None:
    for _ in range(5):
        assert console.log_in("li", "falsch") == 403
    assert console.log_in("li") == 403
    office.clock.moment += timedelta(seconds=61)
    assert console.log_in("li") == 303


def test_logins_from_one_address_are_bounded(console: Console) -> None:
    answers = [console.client.post("/staff/login", data={"name": f"n{i}", "password": "x"}) for i in range(31)]
    assert [answer.status_code for answer in answers[-2:]] == [403, 429]


def test_a_one_time_password_opens_only_the_choice_of_another(console: Console, office: FakeOffice) -> None:
    given = office.accounts.add(OPERATOR, "neu", Role.ADVISOR)
    answer = console.client.post("/staff/login", data={"name": "neu", "password": given.password})
    assert answer.headers["location"] == "/staff/password"
    assert console.client.get("/staff").headers["location"] == "/staff/password"
    step = console.post("/staff/cases/X/claim")
    assert (step.status_code, step.headers["location"]) == (303, "/staff/password")
    assert console.post("/staff/password", former=given.password, new=OWN, again="anders").status_code == 422
    assert console.post("/staff/password", former="falsch", new=OWN, again=OWN).status_code == 403
    assert console.post("/staff/password", former=given.password, new="kurz", again="kurz").status_code == 422
    changed = console.post("/staff/password", former=given.password, new=OWN, again=OWN)
    assert changed.headers["location"] == "/staff"
    assert "工单队列" in console.read()


def test_a_session_expires_and_ends_when_somebody_logs_out(console: Console, office: FakeOffice) -> None:
    console.log_in("li")
    office.clock.moment += timedelta(minutes=30)
    assert console.client.get("/staff").status_code == 303
    console.log_in("li")
    token = console.client.cookies["staff_session"]
    assert console.post("/staff/logout").headers["location"] == "/staff/login?out=1"
    console.client.cookies.set("staff_session", token, path="/staff")
    assert console.client.get("/staff").status_code == 303


def test_a_disabled_account_is_out_with_the_next_page(console: Console, office: FakeOffice) -> None:
    console.log_in("li")
    office.accounts.lock(OPERATOR, "li")
    assert console.client.get("/staff").status_code == 303


@pytest.mark.parametrize("step", STEPS)
def test_a_form_without_this_session_s_token_changes_nothing(
    console: Console, staffed: FakeAssistant, number: str, step: str
) -> None:
    other = another_browser(staffed)
    other.log_in("zhao")
    console.log_in("zhao")
    before = len(console.office.audit.events)
    for token in ("", "0" * 64, other.csrf(), "ä\ud800".encode("utf-8", "replace").decode()):
        answer = console.client.post(path_of(number, step), data={**STEPS[step], "csrf": token})
        assert answer.status_code == 403
    assert len(console.office.audit.events) == before
    assert len(console.office.store.list_events(number)) == 2


@pytest.mark.parametrize("path", ["/staff/logout", "/staff/password", *OFFICE_STEPS])
def test_forms_of_accounts_need_the_token_too(console: Console, path: str) -> None:
    console.log_in("chef")
    before = len(console.office.audit.events)
    assert console.client.post(path, data={**OFFICE_STEPS.get(path, {}), "csrf": "0" * 64}).status_code == 403
    assert len(console.office.audit.events) == before


def test_a_form_from_elsewhere_is_refused(console: Console, number: str) -> None:
    console.log_in("li")
    answer = console.client.post(
        path_of(number, "claim"), data={"csrf": console.csrf()}, headers={"Origin": "https://example.org"}
    )
    assert answer.status_code == 403


#: Path → who may read it; a case nobody has claimed yet.
MAY_READ = {
    "/staff/cases/{number}": {"li", "chen", "zhao"},
    "/staff/accounts": {"chef"},
    "/staff/audit": {"zhao", "chef"},
    "/staff/password": set(MEMBERS),
    "/staff": set(MEMBERS),
}
#: Step → who may take it on a case that li has claimed (reopen and follow-up: that li has closed).
MAY_STEP = {
    "claim": set[str](),
    "give-back": {"li", "zhao"},
    "take-over": {"zhao"},
    "dispatch": {"li", "zhao"},
    "reply": {"li"},
    "note": {"li", "zhao"},
    "close": {"li"},
    "follow-up": {"li", "chen", "zhao"},
    "reopen": {"li", "chen", "zhao"},
    "code": {"li", "chen", "zhao"},
    "reveal": {"li", "zhao"},
}


@pytest.mark.parametrize("name", MEMBERS)
@pytest.mark.parametrize("path", MAY_READ)
def test_a_page_opens_to_the_roles_that_stand_here_and_to_no_other(
    console: Console, number: str, path: str, name: str
) -> None:
    console.log_in(name)
    answer = console.client.get(path.format(number=number))
    if name in MAY_READ[path]:
        assert answer.status_code == 200
    else:
        assert answer.status_code == (404 if name == "wang" and "cases" in path else 403)
        assert "老板不发工资" not in answer.text


@pytest.mark.parametrize("name", MEMBERS)
@pytest.mark.parametrize("step", STEPS)
def test_a_step_is_taken_by_the_roles_that_stand_here_and_by_no_other(
    console: Console, office: FakeOffice, number: str, step: str, name: str
) -> None:
    li = office.staff.find_account("li")
    assert li is not None
    office.desk.claim(li.member, number)
    if step in ("follow-up", "reopen"):
        office.desk.resolve(li.member, number, "已办")
    console.log_in(name)
    before = office.store.find_case(number), len(office.audit.events)
    answer = console.post(path_of(number, step), **STEPS[step])
    if name in MAY_STEP[step]:
        assert answer.status_code in (200, 303)
        assert len(office.audit.events) == before[1] + 1
    else:
        assert answer.status_code in ((409,) if (step, name) in NOT_NOW else (403, 404))
        assert (office.store.find_case(number), len(office.audit.events)) == before


#: Allowed by role, refused by the state: somebody has it already.
NOT_NOW = {("claim", name) for name in ("li", "chen", "zhao")}


@pytest.mark.parametrize("name", MEMBERS)
@pytest.mark.parametrize("path", OFFICE_STEPS)
def test_accounts_are_changed_by_administrators_alone(
    console: Console, office: FakeOffice, path: str, name: str
) -> None:
    console.log_in(name)
    before = len(office.audit.events)
    answer = console.post(path, **OFFICE_STEPS[path])
    assert (answer.status_code in (200, 303)) == (name == "chef")
    assert (len(office.audit.events) > before) == (name == "chef")


def test_a_complaint_does_not_exist_for_an_advisor(console: Console, office: FakeOffice) -> None:
    complaint = office.open("b", HandoverReason.COMPLAINT).number
    console.log_in("li")
    assert console.client.get(path_of(complaint)).status_code == 404
    assert console.post(path_of(complaint, "claim")).status_code == 404
    assert complaint not in console.read()
    console.log_in("zhao")
    assert complaint in console.read("/staff?kind=complaint")
