"""The dashboard and the switch of the chat in a real browser: accessible, drawn, not wider than the screen; while the
chat rests, everything else goes on."""

from collections.abc import Callable, Iterator
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
PAGES = ("/staff/dashboard", "/staff/dashboard?district=wanzhou", "/staff/switch", "/staff/audit")


@pytest.fixture(scope="module")
def url(new_data_dir: Callable[[str], Path]) -> Iterator[str]:
    """The whole product with staff, a night's cases, and what happened counted."""
    settings = Settings(
        _env_file=None, data_dir=new_data_dir("oversight"), knowledge_dir=ROOT / "knowledge_base",
        messages_per_minute=1000,
    )  # fmt: skip
    assistant = build_assistant(settings)
    settle_staff(assistant)
    fill_queue(assistant)
    assistant.oversight.roll_up.run_once()
    with serve(create_app(assistant)) as url:
        yield url


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_at_oversight(browser: Browser, url: str, path: str, scheme: str) -> None:
    context = browser.new_context(viewport=WIDE, color_scheme=scheme, reduced_motion="reduce", locale="zh-CN")
    page = context.new_page()
    open_all(page, url, path)

    results = Axe().run(page, options=WCAG)
    context.close()

    assert results.violations_count == 0, results.generate_report()


@pytest.mark.parametrize("screen", [WIDE, TABLET], ids=["wide", "tablet"])
@pytest.mark.parametrize("path", PAGES)
def test_no_page_of_oversight_is_wider_than_the_screen(
    browser: Browser, url: str, path: str, screen: dict[str, int]
) -> None:
    context = browser.new_context(viewport=screen, locale="zh-CN")
    page = context.new_page()
    open_all(page, url, path)

    width = page.evaluate("document.documentElement.scrollWidth")
    context.close()

    assert width <= screen["width"]


def test_every_picture_of_the_dashboard_is_drawn_under_the_site_s_own_rules(browser: Browser, url: str) -> None:
    context = browser.new_context(viewport=WIDE, locale="zh-CN")
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    open_all(page, url, "/staff/dashboard")
    widths = page.locator(".pictures__drawn").evaluate_all("all => all.map(one => one.naturalWidth)")
    context.close()

    assert len(widths) >= 7 and all(width > 300 for width in widths)
    assert said == []


def test_while_the_chat_rests_everything_else_goes_on(browser: Browser, url: str) -> None:
    office = browser.new_context(viewport=WIDE, locale="zh-CN", java_script_enabled=False)
    staff = office.new_page()
    log_in(staff, url, "zhao")
    staff.get_by_role("link", name="对话开关").click()
    staff.get_by_label("为什么暂停").fill("资料更新")
    staff.get_by_role("button", name="暂停对话").click()
    assert staff.get_by_text("对话已暂停").is_visible()

    night = browser.new_context(viewport=PHONE, locale="zh-CN", java_script_enabled=False)
    person = night.new_page()
    said = ask(person, url, "我失业了能领多少钱？")
    assert "对话功能正在休息" in said and "12333" in said and "资料更新" not in said
    assert "12356" in ask(person, url, "我不想活了")
    assert "已经替您登记" in ask(person, url, "转人工")
    for path, words in (("/subsidies", "补贴"), ("/vacancies", "岗位"), ("/cases", "受理编号")):
        person.goto(url + path)
        assert words in person.locator("main").inner_text()

    staff.get_by_role("button", name="恢复对话").click()
    assert staff.get_by_text("对话已恢复").is_visible()
    assert "休息" not in ask(person, url, "我失业了能领多少钱？")
    night.close()
    office.close()


def ask(page: Page, url: str, text: str) -> str:
    """A new conversation; what is answered."""
    page.goto(url)
    page.get_by_label("您想问什么？").fill(text)
    page.get_by_role("button", name="开始提问").click()
    return page.locator("[data-turn]").first.inner_text()


def open_all(page: Page, url: str, path: str) -> None:
    """The page with everything unfolded and every picture loaded."""
    log_in(page, url, "zhao")
    page.goto(url + path)
    page.locator(".pictures__drawn").evaluate_all("all => all.forEach(one => { one.loading = 'eager' })")
    page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true })")
    page.wait_for_load_state("networkidle")
