"""The console in a real browser: accessible, not wider than the screen, and a case handled from end to end by keyboard
and plain forms, with the person on the other side."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from assistant.bootstrap import build_assistant
from assistant.settings import Settings
from tests.journeys.site_under_test import PHONE
from tests.journeys.staff_at_work import fill_queue, log_in, settle_staff
from tests.journeys.test_accessibility import WCAG
from tests.web.live_server import serve
from web.app import create_app

ROOT = Path(__file__).parents[2]
WIDE, TABLET = {"width": 1366, "height": 768}, {"width": 820, "height": 1180}
#: Page → who looks at it.
PAGES = {
    "/staff/login": "",
    "/staff": "zhao",
    "/staff?due=overdue": "zhao",
    "case": "zhao",
    "claimed": "zhao",
    "/staff/password": "zhao",
    "/staff/audit": "zhao",
    "/staff/accounts": "chef",
    "/cases": "",
    "persons": "",
}


@dataclass(frozen=True)
class OfficeUnderTest:
    url: str
    number: str
    code: str


@pytest.fixture(scope="module")
def office(new_data_dir: Callable[[str], Path]) -> Iterator[OfficeUnderTest]:
    """The whole product with staff and a filled queue."""
    settings = Settings(
        _env_file=None, data_dir=new_data_dir("office"), knowledge_dir=ROOT / "knowledge_base",
        messages_per_minute=1000,
    )  # fmt: skip
    assistant = build_assistant(settings)
    settle_staff(assistant)
    number, code = fill_queue(assistant)
    with serve(create_app(assistant)) as url:
        yield OfficeUnderTest(url, number, code)


def open_page(page: Page, office: OfficeUnderTest, path: str) -> None:
    if PAGES[path]:
        log_in(page, office.url, PAGES[path])
    if path == "persons":
        open_own_case(page, office)
    elif path.startswith("/"):
        page.goto(office.url + path)
    else:
        page.goto(f"{office.url}/staff/cases/{office.number}")
        for button in ("认领", "接手"):
            if path == "claimed" and page.get_by_role("button", name=button, exact=True).count():
                page.get_by_role("button", name=button, exact=True).click()
    page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true })")


def open_own_case(page: Page, office: OfficeUnderTest) -> None:
    page.goto(f"{office.url}/cases")
    page.get_by_label("受理编号").fill(office.number)
    page.get_by_label("查询码").fill(office.code)
    page.get_by_role("button", name="查看", exact=True).click()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_at_the_console(browser: Browser, office: OfficeUnderTest, path: str, scheme: str) -> None:
    context = browser.new_context(viewport=WIDE, color_scheme=scheme, reduced_motion="reduce", locale="zh-CN")
    page = context.new_page()
    open_page(page, office, path)

    results = Axe().run(page, options=WCAG)
    context.close()

    assert results.violations_count == 0, results.generate_report()


@pytest.mark.parametrize("screen", [WIDE, TABLET], ids=["wide", "tablet"])
@pytest.mark.parametrize("path", PAGES)
def test_no_page_of_the_console_is_wider_than_the_screen(
    browser: Browser, office: OfficeUnderTest, path: str, screen: dict[str, int]
) -> None:
    context = browser.new_context(viewport=screen, locale="zh-CN")
    page = context.new_page()
    open_page(page, office, path)

    width = page.evaluate("document.documentElement.scrollWidth")
    context.close()

    assert width <= screen["width"]


@pytest.mark.parametrize("path", ["/cases", "persons"])
def test_the_person_s_pages_fit_a_narrow_phone(browser: Browser, office: OfficeUnderTest, path: str) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 640}, locale="zh-CN")
    page = context.new_page()
    open_page(page, office, path)

    width = page.evaluate("document.documentElement.scrollWidth")
    context.close()

    assert width <= 320


def test_a_case_goes_from_the_night_to_the_person_s_verdict_in_two_browsers(
    browser: Browser, office: OfficeUnderTest
) -> None:
    night = browser.new_context(viewport=PHONE, locale="zh-CN", java_script_enabled=False)
    person = night.new_page()
    person.goto(office.url)
    person.get_by_label("您想问什么？").fill("老板拖欠工资怎么投诉？")
    person.get_by_role("button", name="开始提问").click()
    person.get_by_role("button", name="转人工").click()
    person.get_by_role("button", name="查看进度、留联系方式").click()
    number, code = person.get_by_role("heading", level=1).inner_text(), person.locator(".card__number").inner_text()

    day = browser.new_context(viewport=WIDE, locale="zh-CN", java_script_enabled=False)
    staff = day.new_page()
    log_in(staff, office.url, "li")
    staff.get_by_role("link", name=number).click()
    staff.get_by_role("button", name="认领", exact=True).click()
    staff.get_by_label("回复本人").fill("请带上合同和考勤，明天上午来。")
    staff.get_by_role("button", name="发出回复").click()

    person.goto(f"{office.url}/cases")
    person.get_by_label("受理编号").fill(number.lower())
    person.get_by_label("查询码").fill(code.lower())
    person.get_by_role("button", name="查看", exact=True).click()
    assert person.get_by_text("请带上合同和考勤，明天上午来。").is_visible()

    staff.get_by_label("结果").fill("已经补发工资")
    staff.get_by_role("button", name="办结", exact=True).click()
    person.reload()
    person.get_by_label("满意", exact=True).check()
    person.get_by_role("button", name="提交评价").click()
    staff.reload()
    assert staff.get_by_text("已评价").first.is_visible()
    night.close()
    day.close()


def test_the_queue_is_worked_by_keyboard_alone(browser: Browser, office: OfficeUnderTest) -> None:
    context = browser.new_context(viewport=WIDE, locale="zh-CN")
    page = context.new_page()
    log_in(page, office.url, "zhao")
    page.get_by_role("link", name="CQ-").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/staff/cases/**")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip-link"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    context.close()
