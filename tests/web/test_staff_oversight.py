"""The dashboard, the switch of the chat and the audit log: who gets in, what stands there, what files hold."""

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from openpyxl import load_workbook

from assistant.domain.cases import EventKind
from assistant.domain.conversation import HandoverReason
from assistant.domain.oversight import CaseMark, TurnMark
from tests.fakes.clock import NIGHT
from tests.fakes.oversight_stores import FakeOversightStore
from tests.web.fake_assistant import FakeAssistant
from tests.web.staff_site import MEMBERS, Console, FakeOffice, oversight_over, with_office
from web.app import create_app

OVERSEE = {"zhao", "chef"}
READING = (
    "/staff/dashboard", "/staff/dashboard/talks.svg", "/staff/dashboard/talks.csv", "/staff/dashboard/all.xlsx",
    "/staff/switch", "/staff/audit",
)  # fmt: skip
WRITING = {"/staff/switch/pause": {"reason": "资料更新"}, "/staff/switch/resume": {}}
TURN = TurnMark(NIGHT, True, "job_seeker", "wanzhou", "answered", "wage-arrears", "rules", helpful=True)


@pytest.fixture
def store() -> FakeOversightStore:
    return FakeOversightStore()


@pytest.fixture
def office(staffed: FakeAssistant) -> FakeOffice:
    office = staffed.office
    assert isinstance(office, FakeOffice)
    return office


@pytest.fixture
def staffed(assistant: FakeAssistant, store: FakeOversightStore) -> FakeAssistant:
    staffed = with_office(assistant)
    return replace(staffed, oversight=oversight_over(staffed.office, store))


@pytest.fixture
def console(staffed: FakeAssistant, office: FakeOffice) -> Iterator[Console]:
    with TestClient(create_app(staffed), follow_redirects=False) as client:
        yield Console(client, office)


@pytest.fixture
def counted(staffed: FakeAssistant, store: FakeOversightStore) -> None:
    """Two nights: one answered turn in Wanzhou, one in vain from an employer, a hand-over answered late."""
    store.turns = [
        TURN,
        replace(TURN, audience="employer", region_id=None, status="unanswerable_no_source", topic=None, helpful=None),
        replace(TURN, at=NIGHT - timedelta(days=1), is_first=False, handover_reason="asked", helpful=False),
    ]
    store.cases = [
        CaseMark(NIGHT, EventKind.REPLIED, "job_seeker", "wanzhou", HandoverReason.ASKED, NIGHT - timedelta(hours=3))
    ]
    staffed.oversight.roll_up.run_once()


@pytest.mark.parametrize("name", MEMBERS)
@pytest.mark.parametrize("path", READING)
def test_pages_of_oversight_open_to_supervisors_and_administrators_alone(
    console: Console, path: str, name: str
) -> None:
    console.log_in(name)
    assert console.client.get(path).status_code == (200 if name in OVERSEE else 403)


@pytest.mark.parametrize("path", READING)
def test_without_a_session_pages_of_oversight_lead_to_the_login(console: Console, path: str) -> None:
    assert console.client.get(path).headers["location"].startswith("/staff/login?next=")


@pytest.mark.parametrize("name", MEMBERS)
def test_the_switch_is_moved_by_supervisors_and_administrators_alone(
    console: Console, staffed: FakeAssistant, name: str
) -> None:
    console.log_in(name)
    pause = staffed.oversight.pause
    for path, is_paused in (("/staff/switch/pause", True), ("/staff/switch/resume", False)):
        answer = console.post(path, **WRITING[path])
        assert answer.status_code == (303 if name in OVERSEE else 403)
        assert (pause.current() is not None) == (is_paused and name in OVERSEE)


@pytest.mark.parametrize("path", WRITING)
def test_a_form_of_another_session_or_another_site_moves_nothing(
    console: Console, staffed: FakeAssistant, path: str
) -> None:
    console.log_in("zhao")
    assert console.client.post(path, data=WRITING[path]).status_code == 403
    assert console.client.post(path, data={"csrf": "0" * 64, **WRITING[path]}).status_code == 403
    fields = {"csrf": console.csrf(), **WRITING[path]}
    assert console.client.post(path, data=fields, headers={"Origin": "https://example.org"}).status_code == 403
    assert console.client.get(path).status_code == 405
    assert staffed.oversight.pause.current() is None


def test_the_switch_says_why_and_by_whom_and_the_log_keeps_both(console: Console) -> None:
    console.log_in("zhao")
    assert console.post("/staff/switch/pause", reason="  ").status_code == 422
    console.post("/staff/switch/pause", reason="<b>资料</b>更新")
    page = console.read("/staff/switch?done=paused")
    assert "&lt;b&gt;资料&lt;/b&gt;更新" in page and "<b>资料" not in page and "对话已暂停" in page
    assert "对话正在休息" in console.read("/staff/dashboard")
    assert console.post("/staff/switch/pause", reason="再一次").status_code == 409
    console.post("/staff/switch/resume")
    assert console.post("/staff/switch/resume").status_code == 409
    shown = console.read("/staff/audit?subject=chat").partition("<tbody>")[2]
    assert (shown.count("暂停对话"), shown.count("恢复对话"), shown.count("更新")) == (1, 1, 1)


@pytest.mark.parametrize("method", ["pause"])
def test_a_refused_reason_stays_in_its_field(console: Console, method: str) -> None:
    console.log_in("zhao")
    answer = console.post(f"/staff/switch/{method}", reason="长" * 201)
    assert answer.status_code == 422 and "长" * 201 in answer.text


def numbers_on(page: str) -> list[str]:
    return [part.partition("<")[0] for part in page.split("<dd>")[1:]]


@pytest.mark.usefixtures("counted")
def test_the_dashboard_shows_what_was_counted(console: Console) -> None:
    console.log_in("zhao")
    page = console.read("/staff/dashboard")
    assert numbers_on(page) == ["2", "3", "67%", "33%", "4 小时内", "0%", "50%", "—"]
    assert page.count("<img") == page.count("看数据表") >= 9
    assert "没有说清事项" in page and "万州区" in page and "要求人工" in page


@pytest.mark.usefixtures("counted")
@pytest.mark.parametrize(
    "query, turns",
    [
        ("", "3"),
        ("audience=employer", "1"),
        ("district=wanzhou", "2"),
        ("district=none", "1"),
        ("audience=employer&district=wanzhou", "0"),
        ("first=2026-11-23&last=2026-11-23", "2"),
        ("first=2026-11-22&last=2026-11-22", "1"),
        ("first=2026-11-23&last=2026-11-23&district=wanzhou", "1"),
        ("first=2025-11-24", "3"),
        ("first=2026-11-24&last=2026-11-20", "0"),
        ("audience=nobody&district=x'--&first=gestern&last=%00", "3"),
    ],
)
def test_days_audience_and_district_choose_what_is_counted(console: Console, query: str, turns: str) -> None:
    console.log_in("zhao")
    assert numbers_on(console.read(f"/staff/dashboard?{query}"))[1] == turns


@pytest.mark.usefixtures("counted")
def test_every_picture_is_drawn_with_its_title_and_without_anything_inline(console: Console) -> None:
    console.log_in("zhao")
    page = console.read("/staff/dashboard")
    sources = [
        part.partition('"')[0].replace("&amp;", "&") for part in page.split('<img class="pictures__drawn" src="')[1:]
    ]
    assert len(sources) >= 9
    for source in sources:
        answer = console.client.get(source)
        assert answer.headers["content-type"] == "image/svg+xml"
        assert answer.text.startswith("<svg") and "<script" not in answer.text and "style=" not in answer.text
    assert console.client.get("/staff/dashboard/nothing.svg").status_code == 404
    assert console.client.get("/staff/dashboard/nothing.csv").status_code == 404


@pytest.mark.usefixtures("counted")
def test_files_hold_the_tables_of_the_page(console: Console) -> None:
    console.log_in("zhao")
    answer = console.client.get("/staff/dashboard/talks.csv?first=2026-11-22&last=2026-11-24")
    assert answer.content.decode("utf-8-sig").splitlines() == [
        "时间,会话,问答", "2026-11-22,0,1", "2026-11-23,2,2", "2026-11-24,0,0",
    ]  # fmt: skip
    assert answer.headers["content-disposition"].startswith("attachment; filename*=UTF-8''2026-11-22_2026-11-24_")
    book = load_workbook(io.BytesIO(console.client.get("/staff/dashboard/all.xlsx").content))
    assert len(book.sheetnames) == 13
    assert book["没答上来的事项"]["A2"].value == "没有说清事项"


def test_nothing_in_a_file_is_run_as_a_formula(
    console: Console, staffed: FakeAssistant, store: FakeOversightStore
) -> None:
    store.turns = [replace(TURN, topic='=HYPERLINK("https://example.org")', replier="@model")]
    staffed.oversight.roll_up.run_once()
    console.log_in("zhao")
    assert "'=HYPERLINK" in console.client.get("/staff/dashboard/topics.csv").text
    book = load_workbook(io.BytesIO(console.client.get("/staff/dashboard/all.xlsx").content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert [cell.value for cell in cells if cell.data_type == "f"] == []
    assert '\'=HYPERLINK("https://example.org")' in [cell.value for cell in cells]


def test_the_audit_log_is_filtered_by_who_what_and_since_when(console: Console, office: FakeOffice) -> None:
    console.log_in("zhao")
    console.post("/staff/switch/pause", reason="资料更新")
    office.clock.moment += timedelta(days=1)
    console.log_in("zhao")
    console.post("/staff/switch/resume")

    def shown(query: str) -> str:
        return console.read(f"/staff/audit?{query}").partition("<tbody>")[2]

    assert "暂停对话" in shown("action=chat_paused") and "恢复对话" not in shown("action=chat_paused")
    assert "添加账号" not in shown("actor=zhao") and "暂停对话" in shown("actor=zhao")
    assert "暂停对话" not in shown("since=2026-11-24") and "恢复对话" in shown("since=2026-11-24")
    assert "恢复对话" in shown("action=nonsense&since=gestern")
    assert shown("actor=nobody") == ""


def test_pages_of_the_log_keep_its_filters(console: Console) -> None:
    console.log_in("zhao")
    for number in range(50):
        console.post("/staff/switch/pause", reason=str(number))
        console.post("/staff/switch/resume")
    console.log_in("zhao")
    page = console.read("/staff/audit?actor=zhao&subject=chat")
    assert 'href="/staff/audit?actor=zhao&amp;subject=chat&amp;page=2"' in page


def test_the_navigation_names_the_pages_one_may_open(console: Console) -> None:
    for name in MEMBERS:
        console.log_in(name)
        assert ("/staff/dashboard" in console.read("/staff")) == (name in OVERSEE)
