"""A labour request in a real browser, from an employer's words to the verdict, with staff on the other side."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from assistant.bootstrap import Assistant, build_assistant
from assistant.domain.knowledge import Audience
from assistant.domain.vacancy_filter import VacancyFilter
from assistant.services.profile_desk import consent_digest
from assistant.settings import Settings
from tests.journeys.site_under_test import PHONE
from tests.journeys.staff_at_work import log_in, settle_staff
from tests.journeys.test_accessibility import WCAG
from tests.web.live_server import serve
from web.app import create_app

ROOT = Path(__file__).parents[2]
WIDE = {"width": 1366, "height": 768}
SAID = "我们厂要招20个普工，渝北，包吃住，5000左右，下月初要人"


@pytest.fixture(scope="module")
def url(new_data_dir: Callable[[str], Path]) -> Iterator[str]:
    """The whole product with staff, and somebody who looks for just this work and has agreed to be found."""
    settings = Settings(
        _env_file=None, data_dir=new_data_dir("labour"), knowledge_dir=ROOT / "knowledge_base",
        messages_per_minute=1000,
    )  # fmt: skip
    assistant = build_assistant(settings)
    settle_staff(assistant)
    agree_to_be_found(assistant)
    with serve(create_app(assistant)) as url:
        yield url


def agree_to_be_found(assistant: Assistant) -> None:
    wanted = VacancyFilter(occupations=("普工",), region_ids=("yubei",))
    assistant.profiles.agree(assistant.conversations.start().id, wanted, consent_digest(wanted))


def fill_contact(page: Page) -> None:
    page.get_by_label("单位名称").fill("示例机械厂")
    page.get_by_label("怎么称呼").fill("示例女士")
    page.get_by_label("联系电话").fill("13800001234")
    page.get_by_label("我同意").check()


def check(page: Page, name: str, width: int) -> None:
    """Accessible, and no wider than the screen, with everything unfolded."""
    page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true })")
    results = Axe().run(page, options=WCAG)
    assert results.violations_count == 0, f"{name}: {results.generate_report()}"
    assert page.evaluate("document.documentElement.scrollWidth") <= width, name


def send_off_directly(page: Page, url: str) -> tuple[str, str]:
    page.goto(f"{url}/employers")
    page.get_by_role("link", name="要招人").click()
    page.get_by_role("link", name="发布用工需求").click()
    page.get_by_label("招什么工种").fill("普工")
    page.get_by_label("招几个人").fill("20")
    page.get_by_label("工作在哪个区县").select_option("liangjiang")
    fill_contact(page)
    page.get_by_role("button", name="发出需求").click()
    number, code = page.locator(".card__number").all_inner_texts()
    return number, code


def test_words_become_a_draft_a_request_a_dispatch_and_a_verdict(browser: Browser, url: str) -> None:
    employer = browser.new_context(viewport=PHONE, java_script_enabled=False)
    page = employer.new_page()
    page.goto(f"{url}/?audience={Audience.EMPLOYER}")
    page.get_by_label("您想问什么？").fill(SAID)
    page.get_by_role("button", name="开始提问").click()
    page.get_by_role("link", name="核对并填写表单").click()
    assert page.get_by_label("招几个人").input_value() == "20"
    assert page.get_by_label("包住").is_checked()
    fill_contact(page)
    page.get_by_role("button", name="发出需求").click()
    number, code = page.locator(".card__number").all_inner_texts()
    assert re.fullmatch(r"YG-\d{8}-\d{4}-[A-Z]\d", number) and len(code) == 11

    desk = browser.new_context(viewport=WIDE)
    staff = desk.new_page()
    log_in(staff, url, "li")
    staff.get_by_role("link", name="用工需求").click()
    staff.get_by_role("link", name=number).click()
    assert "138****1234" in staff.inner_text("main") and "13800001234" not in staff.content()
    staff.get_by_role("button", name="接单", exact=True).click()
    staff.locator("input[name=references]").first.check()
    staff.get_by_role("button", name="派给勾选的求职者").click()
    assert "已派单" in staff.inner_text("main")

    page.goto(f"{url}/employers/requests/{number}")
    assert "求职者 1 位" in page.inner_text("main") and "li" not in page.inner_text(".said")
    page.get_by_label("满意", exact=True).check()
    page.get_by_role("button", name="提交评价").click()
    assert "评价已记下" in page.inner_text("main")
    staff.reload()
    assert "已评单" in staff.inner_text("main")
    employer.close()
    desk.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_of_the_employer_is_accessible_on_a_phone(browser: Browser, url: str, scheme: str) -> None:
    context = browser.new_context(viewport=PHONE, color_scheme=scheme, reduced_motion="reduce")
    page = context.new_page()
    for path in ("/employers/requests", "/employers/requests/new", "/employers/requests/new?c=nope&draft=nope"):
        page.goto(url + path)
        check(page, path, PHONE["width"])
    number, _ = send_off_directly(page, url)
    check(page, "receipt", PHONE["width"])
    page.goto(f"{url}/employers/requests/{number}")
    check(page, "request", PHONE["width"])
    page.get_by_role("button", name="撤回并删除").click()
    assert "已经撤回" in page.inner_text("main")
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_of_staff_is_accessible(browser: Browser, url: str, scheme: str) -> None:
    context = browser.new_context(viewport=WIDE, color_scheme=scheme, reduced_motion="reduce")
    page = context.new_page()
    number, _ = send_off_directly(page, url)
    log_in(page, url, "zhao")
    page.goto(f"{url}/staff/requests")
    check(page, "queue", WIDE["width"])
    page.goto(f"{url}/staff/requests/{number}")
    check(page, "published", WIDE["width"])
    page.get_by_role("button", name="接单", exact=True).click()
    check(page, "accepted", WIDE["width"])
    page.get_by_label("哪个机构").fill("示例人力资源服务机构")
    page.get_by_role("button", name="派单", exact=True).last.click()
    check(page, "dispatched", WIDE["width"])
    context.close()
