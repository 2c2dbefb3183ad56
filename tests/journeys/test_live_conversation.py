"""A live conversation in two browsers at once: a person on a phone, a member of staff at a desk."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from assistant.bootstrap import Assistant, build_assistant
from assistant.domain.staff import Role, StaffMember
from assistant.settings import Settings
from tests.journeys.site_under_test import PHONE
from tests.journeys.staff_at_work import log_in, settle_staff
from tests.journeys.test_accessibility import WCAG
from tests.web.live_server import serve
from web.app import create_app

ROOT = Path(__file__).parents[2]
WIDE = {"width": 1366, "height": 768}
_PATIENCE_MS = 10_000
JOINED, LEFT = "工作人员已加入", "工作人员已结束这次接待"


@dataclass
class LiveOffice:
    url: str
    assistant: Assistant


def settings_in(folder: Path) -> Settings:
    return Settings(
        _env_file=None, data_dir=folder, knowledge_dir=ROOT / "knowledge_base", messages_per_minute=1000
    )  # fmt: skip


@pytest.fixture(scope="module")
def office(new_data_dir: Callable[[str], Path]) -> Iterator[LiveOffice]:
    assistant = build_assistant(settings_in(new_data_dir("live")))
    settle_staff(assistant)
    # What an answer needs is loaded by the first one: no journey is to wait for it.
    assistant.conversations.answer(assistant.conversations.start().id, "我失业了能领多少钱？")
    with serve(create_app(assistant)) as url:
        yield LiveOffice(url, assistant)


@dataclass
class Sides:
    """The person's browser with one page, and the desk's."""

    person: Page
    desk: Page
    conversation: str
    number: str


def new_context(browser: Browser, size: dict[str, int]) -> BrowserContext:
    context = browser.new_context(viewport=size, locale="zh-CN", reduced_motion="reduce")  # type: ignore[arg-type]
    context.set_default_timeout(_PATIENCE_MS)
    return context


@pytest.fixture
def sides(office: LiveOffice, browser: Browser) -> Iterator[Sides]:
    phone, wide = new_context(browser, PHONE), new_context(browser, WIDE)
    started = office.assistant.conversations.start()
    handover = office.assistant.conversations.hand_over(started.id).handover
    assert handover is not None and handover.case_number is not None
    phone.add_cookies([{"name": f"conversation_{started.id}", "value": started.secret, "url": office.url}])
    person, desk = phone.new_page(), wide.new_page()
    person.goto(f"{office.url}/c/{started.id}")
    log_in(desk, office.url, "zhao")
    desk.goto(f"{office.url}/staff/cases/{handover.case_number}")
    yield Sides(person, desk, started.id, handover.case_number)
    phone.close()
    wide.close()


def take_over(desk: Page) -> None:
    desk.get_by_role("button", name="认领").click()
    desk.get_by_role("button", name="接待这次会话").click()
    expect(desk.get_by_text("正在接待")).to_be_visible()


def say(page: Page, text: str) -> None:
    page.locator("[data-composer] textarea").fill(text)
    page.locator("[data-composer] textarea").press("Enter")


def reply(desk: Page, text: str) -> None:
    desk.get_by_label("回复本人").fill(text)
    desk.get_by_role("button", name="发出回复").click()


def in_chat(page: Page, text: str) -> Locator:
    """Where the text stands among the turns; it is announced elsewhere, too."""
    return page.locator("[data-turns]").get_by_text(text).first


def turns(page: Page) -> list[str]:
    return page.locator("[data-turn]").evaluate_all("all => all.map(each => each.dataset.turn)")


def test_both_sides_see_at_once_what_the_other_writes_until_the_conversation_is_handed_back(sides: Sides) -> None:
    person, desk = sides.person, sides.desk
    second = person.context.new_page()
    second.goto(person.url)
    take_over(desk)
    for page in (person, second):
        expect(in_chat(page, JOINED)).to_be_visible()
    say(person, "老板还是不给钱，我的电话13800001234")
    expect(desk.locator(".said").get_by_text("老板还是不给钱")).to_be_visible()
    assert "13800001234" not in desk.content() + person.content()
    expect(in_chat(second, "老板还是不给钱")).to_be_visible()
    reply(desk, "<b>明天</b>上午 *带合同* 来窗口")
    for page in (person, second):
        expect(in_chat(page, "<b>明天</b>上午 *带合同* 来窗口")).to_be_visible()
    person.locator("[data-composer] textarea").fill("还没写完的话")
    desk.get_by_label("回复本人").fill("还没写完的回复")
    person.reload()
    desk.reload()
    expect(person.locator("[data-composer] textarea")).to_have_value("还没写完的话")
    expect(desk.get_by_label("回复本人")).to_have_value("还没写完的回复")
    desk.get_by_role("button", name="交还智能助手").click()
    for page in (person, second):
        expect(in_chat(page, LEFT)).to_be_visible()
    say(person, "我失业了能领多少钱？")
    expect(person.locator(".answer__label", has_text="AI").last).to_be_visible()
    expect(in_chat(second, "我失业了能领多少钱？")).to_be_visible()
    for page in (person, second):
        expect(page.locator("[data-turn]")).to_have_count(6)
        assert turns(page) == ["1", "2", "3", "4", "5", "6"]


def test_closing_the_case_brings_the_assistant_back(sides: Sides) -> None:
    take_over(sides.desk)
    expect(in_chat(sides.person, JOINED)).to_be_visible()
    sides.desk.get_by_label("结果").fill("已经办好")
    sides.desk.get_by_role("button", name="办结").click()
    expect(in_chat(sides.person, LEFT)).to_be_visible()


def test_a_draft_and_a_ready_text_are_only_put_into_the_box(sides: Sides, office: LiveOffice) -> None:
    office.assistant.conversations.answer(sides.conversation, "公司拖欠工资怎么投诉？")
    before = len(office.assistant.conversations.list_turns(sides.conversation))
    sides.desk.get_by_role("button", name="认领").click()
    sides.desk.get_by_role("button", name="拟一份回复").click()
    box = sides.desk.get_by_label("回复本人")
    assert "[1]" in box.input_value()
    sides.desk.get_by_text("常用语", exact=True).click()
    sides.desk.get_by_role("button", name="填入：打招呼").click()
    assert "就业服务的工作人员" in box.input_value()
    assert len(office.assistant.conversations.list_turns(sides.conversation)) == before


def test_both_pages_of_a_live_conversation_pass_axe_and_fit_the_screen(sides: Sides) -> None:
    take_over(sides.desk)
    say(sides.person, "在吗")
    reply(sides.desk, "在的")
    expect(in_chat(sides.person, "在的")).to_be_visible()
    for page in (sides.person, sides.desk):
        found = Axe().run(page, options=WCAG).response["violations"]
        assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found] == []
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_without_javascript_the_person_reads_on_by_a_link(sides: Sides, office: LiveOffice, browser: Browser) -> None:
    take_over(sides.desk)
    context = browser.new_context(viewport=PHONE, locale="zh-CN", java_script_enabled=False)  # type: ignore[arg-type]
    context.add_cookies(sides.person.context.cookies())  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{office.url}/c/{sides.conversation}")
    expect(in_chat(page, JOINED)).to_be_visible()
    reply(sides.desk, "请看这里")
    expect(sides.desk.get_by_text("回复已发出")).to_be_visible()
    page.get_by_role("link", name="刷新").click()
    expect(in_chat(page, "请看这里")).to_be_visible()
    context.close()


def test_a_restart_in_the_middle_loses_nothing(browser: Browser, new_data_dir: Callable[[str], Path]) -> None:
    """Another process takes over at the same address: nothing is in memory, the page comes back by itself."""
    settings = settings_in(new_data_dir("restart"))
    first = build_assistant(settings)
    settle_staff(first)
    started = first.conversations.start()
    handover = first.conversations.hand_over(started.id).handover
    assert handover is not None and handover.case_number is not None
    li = StaffMember("li", Role.ADVISOR)
    first.office.desk.claim(li, handover.case_number)
    with serve(create_app(first)) as url:
        port = int(url.rpartition(":")[2])
        context = new_context(browser, PHONE)
        context.add_cookies([{"name": f"conversation_{started.id}", "value": started.secret, "url": url}])
        page = context.new_page()
        page.goto(f"{url}/c/{started.id}")
        first.office.live.take_over(li, handover.case_number)
        expect(in_chat(page, JOINED)).to_be_visible()
    second = build_assistant(settings)
    second.office.desk.reply(li, handover.case_number, "重启以后写的")
    with serve(create_app(second), port):
        expect(in_chat(page, "重启以后写的")).to_be_visible()
        say(page, "收到")
        expect(in_chat(page, "已转给工作人员")).to_be_visible()
        messages = second.office.desk.open_file(li, handover.case_number).messages
        assert [message.text for message in messages] == ["重启以后写的", "收到"]
        context.close()
