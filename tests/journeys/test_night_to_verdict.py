"""The story the console is there for, in two browsers: a night message about unpaid wages and a threat, the morning's
queue, both sides live, the outcome, the verdict and the day it is asked again. And axe on every page of the console."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from fastapi import FastAPI
from playwright.sync_api import Browser, Page, expect

from assistant.bootstrap import Assistant, build_assistant
from assistant.domain.contacts import as_contact
from assistant.domain.staff import Role, StaffMember
from assistant.domain.taught_answers import Lesson
from assistant.services.clock import CHONGQING
from assistant.settings import Settings
from tests.fakes.clock import FixedClock
from tests.journeys.site_under_test import PHONE
from tests.journeys.staff_at_work import fill_queue, log_in, settle_staff
from tests.journeys.test_accessibility import WCAG
from tests.journeys.test_live_conversation import in_chat, new_context, reply, say
from tests.labour_office import TERMS
from tests.web.live_server import serve
from tests.web.whole_site import routes_of
from web.app import create_app

ROOT = Path(__file__).parents[2]
WIDE = {"width": 1366, "height": 768}
NIGHT = "老板三个月没发工资，还威胁我说要找人打我，怎么办？"
#: What is fetched by pages or downloaded, and is no page.
NO_PAGES = ("/said", "/events", "/waiting", ".svg", ".csv", ".xlsx")


@dataclass
class Office:
    url: str
    assistant: Assistant
    clock: FixedClock
    app: FastAPI

    def at(self, day: int, hour: int, minute: int = 0) -> None:
        self.clock.moment = datetime(2026, 11, day, hour, minute, tzinfo=CHONGQING)


@pytest.fixture(scope="module")
def office(new_data_dir: Callable[[str], Path]) -> Iterator[Office]:
    clock = FixedClock()
    settings = Settings(
        _env_file=None, data_dir=new_data_dir("story"), knowledge_dir=ROOT / "knowledge_base",
        messages_per_minute=1000,
    )  # fmt: skip
    assistant = build_assistant(settings, clock)
    settle_staff(assistant)
    app = create_app(assistant)
    with serve(app) as url:
        yield Office(url, assistant, clock, app)


def ask(page: Page, url: str, text: str) -> str:
    page.goto(url)
    page.get_by_label("您想问什么？").fill(text)
    page.get_by_role("button", name="开始提问").click()
    page.locator("[data-turn]").first.wait_for()
    return page.locator("[data-turn]").first.inner_text()


def test_a_threat_in_the_night_is_first_in_the_morning_and_ends_in_a_verdict(office: Office, browser: Browser) -> None:
    office.at(23, 23, 40)
    phone, desk = new_context(browser, PHONE), new_context(browser, WIDE)
    person = phone.new_page()
    other = office.assistant.conversations.start()
    office.assistant.conversations.hand_over(other.id)
    said = ask(person, office.url, NIGHT)
    for told in ("110", "劳动", "CQ-2026", "11月24日", "下班时间"):
        assert told in said
    assert person.locator(".source__summary").count() >= 1
    talk = person.url
    person.get_by_role("button", name="查看进度、留联系方式").first.click()
    number, code = person.get_by_role("heading", level=1).inner_text(), person.locator(".card__number").inner_text()

    office.at(24, 8, 55)
    staff = desk.new_page()
    log_in(staff, office.url, "li")
    assert staff.locator("tbody th a").first.inner_text() == number
    staff.get_by_role("link", name=number).click()
    expect(staff.get_by_text(NIGHT).first).to_be_visible()
    staff.get_by_role("button", name="认领", exact=True).click()
    staff.get_by_role("button", name="接待这次会话").click()
    person.goto(talk)
    second = phone.new_page()
    second.goto(talk)
    say(person, "他今天早上又打电话来骂")
    expect(staff.locator(".said").get_by_text("他今天早上又打电话来骂")).to_be_visible()
    reply(staff, "先报警，带上工资流水来窗口")
    for page in (person, second):
        expect(in_chat(page, "先报警，带上工资流水来窗口")).to_be_visible()
    staff.get_by_text("写内部备注").click()
    staff.get_by_role("textbox", name="备注").fill("还没写完的备注")
    staff.reload()
    expect(staff.get_by_role("textbox", name="备注")).to_have_value("还没写完的备注")
    staff.get_by_role("button", name="交还智能助手").click()
    staff.get_by_label("结果").fill("已经补发两个月")
    staff.get_by_label("回访日期").fill("2026-11-26")
    staff.get_by_role("button", name="办结", exact=True).click()
    expect(staff.get_by_text("11月26日").first).to_be_visible()

    person.goto(f"{office.url}/cases")
    person.get_by_label("受理编号").fill(number)
    person.get_by_label("查询码").fill(code)
    person.get_by_role("button", name="查看", exact=True).click()
    expect(person.get_by_text("已经补发两个月").first).to_be_visible()
    person.get_by_label("满意", exact=True).check()
    person.get_by_role("button", name="提交评价").click()
    person.wait_for_load_state()

    office.at(26, 9, 30)
    log_in(staff, office.url, "li")
    staff.locator(".figures__one", has_text="到期回访").get_by_role("link").click()
    staff.get_by_role("link", name=number).click()
    expect(staff.get_by_text("已评价").first).to_be_visible()
    phone.close()
    desk.close()


def test_in_hours_the_person_is_told_of_today(office: Office, browser: Browser) -> None:
    office.at(24, 10, 0)
    context = new_context(browser, PHONE)
    said = ask(context.new_page(), office.url, NIGHT)
    context.close()
    assert "下班时间" not in said and "11月24日" in said and "110" in said


def test_axe_finds_nothing_on_any_page_of_the_console(office: Office, browser: Browser) -> None:
    office.at(24, 10, 0)
    paths = pages_of(office)
    context = new_context(browser, WIDE)
    page = context.new_page()
    found: dict[str, object] = {}
    for name in ("", "zhao", "chef"):
        if name:
            log_in(page, office.url, name)
        for path in [each for each in paths if reader_of(each) == name]:
            answer = page.goto(office.url + path)
            assert answer is not None and answer.status == 200, path
            page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true })")
            violations = Axe().run(page, options=WCAG).response["violations"]
            if violations:
                found[path] = [(each["id"], [node["html"] for node in each["nodes"]]) for each in violations]
        context.clear_cookies()
    context.close()
    assert found == {}


#: Pages of an intake, of an edit of knowledge and of a document pass axe where there is one: test_enrolment.py,
#: test_staff_knowledge.py, test_staff_documents.py.
ELSEWHERE = ("{intake_id}", "{change_id}", "/knowledge/file", "{upload_id}", "{document_id}")


def pages_of(office: Office) -> list[str]:
    """An address for every page staff can open, from the routes of the application."""
    number, _ = fill_queue(office.assistant)
    employers = office.assistant.labour.employers
    request = employers.send_off(TERMS, as_contact("示例女士", "13800001234", "", ""), "同意", employers.new_form_key())
    lesson = Lesson("夜校几点开课？", "示例夜校晚上7点开课。", "chongqing", date(2027, 5, 1), "示例夜校通知")
    taught = office.assistant.office.teaching.propose(StaffMember("neu", Role.ADVISOR), lesson)
    paths = [each.path for each in routes_of(office.app) if each.method == "GET" and each.path.startswith("/staff")]
    return [
        path.format(number=request.number if "/requests/" in path else number, answer_id=taught.id)
        for path in paths
        if not path.endswith(NO_PAGES) and not any(name in path for name in ELSEWHERE)
    ]


def reader_of(path: str) -> str:
    if path == "/staff/login":
        return ""
    return "chef" if path == "/staff/accounts" else "zhao"
