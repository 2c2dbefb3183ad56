"""What people are told while they are elsewhere, or while something changes under their eyes: two browsers at once."""

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from assistant.bootstrap import Assistant, build_assistant
from assistant.domain.staff import Role, StaffMember
from assistant.services.staff_accounts import OPERATOR
from assistant.settings import Settings
from tests.adapters.notify.local_servers import Heard, web_server
from tests.journeys.site_under_test import PHONE
from tests.journeys.staff_at_work import log_in, settle_staff
from tests.journeys.test_accessibility import WCAG
from tests.journeys.test_live_conversation import WIDE, in_chat, new_context, reply
from tests.web.live_server import serve
from web.app import create_app

ROOT = Path(__file__).parents[2]
LI, ZHAO = StaffMember("li", Role.ADVISOR), StaffMember("zhao", Role.SUPERVISOR)
_PATIENCE_SECONDS = 15


@dataclass
class Place:
    url: str
    assistant: Assistant
    heard: Heard


@pytest.fixture(scope="module")
def place(new_data_dir: Callable[[str], Path]) -> Iterator[Place]:
    with web_server() as heard:
        settings = Settings(
            _env_file=None, data_dir=new_data_dir("notices"), knowledge_dir=ROOT / "knowledge_base",
            notify_webhook_url=f"http://127.0.0.1:{heard.port}/hook", public_url="https://service.example.org",
            unseen_reply_seconds=0, streams_per_conversation=1,
        )  # fmt: skip
        assistant = build_assistant(settings)
        settle_staff(assistant)
        assistant.office.accounts.set_display_name(OPERATOR, "zhao", "赵老师")
        app = create_app(assistant)
        app.state.site.live._beat_seconds = 0.3
        with serve(app) as url:
            yield Place(url, assistant, heard)


@pytest.fixture
def person(place: Place, browser: Browser) -> Iterator[Page]:
    """A phone on which a person has asked for somebody; `page.url` names the conversation."""
    context = new_context(browser, PHONE)
    started = place.assistant.conversations.start()
    place.assistant.conversations.hand_over(started.id)
    context.add_cookies([{"name": f"conversation_{started.id}", "value": started.secret, "url": place.url}])
    page = context.new_page()
    page.goto(f"{place.url}/c/{started.id}")
    yield page
    context.close()


@pytest.fixture
def desk(place: Place, browser: Browser) -> Iterator[Page]:
    context = new_context(browser, WIDE)
    page = context.new_page()
    log_in(page, place.url, "zhao")
    yield page
    context.close()


def number_of(page: Page) -> str:
    return page.locator(".card__number").first.inner_text()


def violations(page: Page) -> list[str]:
    return [each["id"] for each in Axe().run(page, options=WCAG).response["violations"]]


def test_another_colleague_is_announced_by_name_and_the_login_stays_private(
    place: Place, person: Page, desk: Page
) -> None:
    number = number_of(person)
    place.assistant.office.desk.claim(LI, number)
    place.assistant.office.live.take_over(LI, number)
    expect(in_chat(person, "工作人员已加入")).to_be_visible()
    desk.goto(f"{place.url}/staff/cases/{number}")
    desk.get_by_role("button", name="接手").click()
    expect(in_chat(person, "现在由工作人员赵老师接着为您服务")).to_be_visible()
    reply(desk, "您好，我接着看您的事")
    expect(in_chat(person, "您好，我接着看您的事")).to_be_visible()
    expect(person.locator("[data-turns] .status--person").last).to_have_text("工作人员 赵老师")
    assert "zhao" not in person.content()


def test_who_is_elsewhere_gets_one_notice_and_finds_the_reply_by_number_and_code(
    place: Place, person: Page, desk: Page
) -> None:
    number = number_of(person)
    person.get_by_role("button", name="查").first.click()
    code = person.locator("section.card--case .card__number").inner_text()
    person.get_by_text("留个联系方式，方便工作人员找到您").first.click()
    person.locator("#contact-name").fill("示例女士")
    person.locator("#contact-phone").fill("13800000000")
    person.locator("input[name=agree]").check()
    person.locator("form[action$='/contact'] button").click()
    person.goto("about:blank")
    desk.goto(f"{place.url}/staff/cases/{number}")
    desk.get_by_role("button", name="认领").click()
    before = len(place.heard.bodies)
    reply(desk, "请带劳动合同来窗口")
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while len(place.heard.bodies) == before and time.monotonic() < deadline:
        time.sleep(0.2)
    told = json.loads(place.heard.bodies[-1])
    assert (told["target"], told["phone"]) == ("person", "13800000000")
    assert number in told["text"] and f"https://service.example.org/cases/{number}" in told["text"]
    assert "合同" not in told["text"] and "示例" not in told["text"]
    desk.reload()
    expect(desk.get_by_text("通知已交给发送渠道")).to_be_visible()
    assert violations(desk) == []
    person.goto(f"{place.url}/cases")
    person.locator("[name=number]").fill(number)
    person.locator("[name=code]").fill(code)
    person.locator("form[action='/cases'] button").click()
    expect(person.get_by_text("请带劳动合同来窗口")).to_be_visible()
    expect(person.get_by_text("工作人员 赵老师")).to_be_visible()
    assert "zhao" not in person.content()
    assert len(place.heard.bodies) == before + 1


def test_the_banner_comes_and_goes_while_the_page_is_open(place: Place, person: Page) -> None:
    banner = person.get_by_role("status").filter(has_text="智能对话")
    expect(banner).to_have_count(0)
    place.assistant.oversight.pause.begin(ZHAO, "资料更新")
    try:
        expect(banner).to_contain_text("智能对话正在休息")
        assert violations(person) == []
        assert person.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        person.reload()
        expect(banner).to_contain_text("智能对话正在休息")
    finally:
        place.assistant.oversight.pause.end(ZHAO)
    expect(banner).to_contain_text("智能对话已恢复")
    assert violations(person) == []


def test_a_page_that_finds_no_place_for_its_stream_looks_for_itself(place: Place, person: Page) -> None:
    number = number_of(person)
    place.assistant.office.desk.claim(LI, number)
    second = person.context.new_page()
    second.clock.install()
    with second.expect_response(lambda answer: "/events?" in answer.url) as refused:
        second.goto(person.url)
    assert refused.value.status == 429 and int(refused.value.headers["retry-after"]) >= 1
    place.assistant.office.desk.reply(LI, number, "这句话两个页面都看得到")
    expect(in_chat(person, "这句话两个页面都看得到")).to_be_visible()
    second.clock.fast_forward(21_000)
    expect(in_chat(second, "这句话两个页面都看得到")).to_be_visible()
