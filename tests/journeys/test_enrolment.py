"""From a course to a confirmed place, the calendar and the withdrawal: on a phone, with JavaScript and without."""

import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from icalendar import Calendar
from playwright.sync_api import Browser, Page

from assistant.bootstrap import build_assistant
from assistant.domain.staff import Role
from assistant.services.staff_accounts import OPERATOR
from assistant.settings import Settings
from tests.journeys.site_under_test import PHONE
from tests.journeys.staff_at_work import log_in, settle_staff
from tests.journeys.test_accessibility import WCAG
from tests.web.live_server import serve
from tests.web.staff_site import OWN
from web.app import create_app

ROOT = Path(__file__).parents[2]
WIDE = {"width": 1366, "height": 768}
_people = count(1)
#: Where to leave pictures for whoever looks at them; None: nowhere.
SHOTS = Path(os.environ["LOOK_AT"]) if "LOOK_AT" in os.environ else None


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The whole product with its sample courses, and staff."""
    settings = Settings(
        _env_file=None, data_dir=tmp_path_factory.mktemp("enrol"), knowledge_dir=ROOT / "knowledge_base",
        messages_per_minute=1000,
    )  # fmt: skip
    assistant = build_assistant(settings)
    settle_staff(assistant)
    accounts = assistant.office.accounts
    given = accounts.add(OPERATOR, "jiaoshi", Role.PROVIDER, "示例学校")
    accounts.change_password(accounts.log_in("jiaoshi", given.password).token, given.password, OWN)
    with serve(create_app(assistant)) as url:
        yield url


def check(page: Page, name: str, width: int = PHONE["width"]) -> None:
    """Accessible, and no wider than the screen, with everything unfolded."""
    page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true })")
    results = Axe().run(page, options=WCAG)
    assert results.violations_count == 0, f"{name}: {results.generate_report()}"
    assert page.evaluate("document.documentElement.scrollWidth") <= width, name


def look(page: Page, name: str, shots: Path | None) -> None:
    if shots is not None:
        page.screenshot(path=str(shots / f"{name}.png"), full_page=True)


def fill(page: Page, scope: str = "main") -> None:
    form = page.locator(f"{scope} form", has=page.get_by_role("button", name="确认报名")).last
    form.get_by_label("姓名", exact=True).fill("示例女士")
    form.get_by_label("手机号", exact=True).fill(f"1370000{next(_people):04d}")
    form.get_by_label("备注（可以不写）", exact=True).fill("坐轮椅")
    for box in form.get_by_role("checkbox").all():
        box.check()
    form.get_by_role("button", name="确认报名").click()


def ask(page: Page, words: str, is_first: bool = False) -> None:
    before = page.locator("[data-turn]").count()
    page.get_by_label("您想问什么？" if is_first else "接着问", exact=True).fill(words)
    page.get_by_role("button", name="开始提问" if is_first else "发送").click()
    page.locator("[data-turn]").nth(before if not is_first else 0).wait_for()


@pytest.mark.parametrize("with_script", [True, False])
def test_from_a_wish_to_a_place_the_calendar_and_back(
    browser: Browser, url: str, with_script: bool, tmp_path: Path
) -> None:
    context = browser.new_context(viewport=PHONE, java_script_enabled=with_script, accept_downloads=True)
    page = context.new_page()
    page.goto(url)
    ask(page, "想学收纳，有空的时候上课", is_first=True)
    look(page, f"1-courses-{with_script}", SHOTS)
    ask(page, "给我报名第一个")
    if page.locator("form[action*='/enrol?']").count() == 0:  # the course has several intakes: it is asked which
        page.get_by_role("button", name="报名“").first.click()
        page.locator("form[action*='/enrol?']").first.wait_for()
    look(page, f"2-draft-{with_script}", SHOTS)
    fill(page)
    if page.get_by_text("请勾选确认").count():
        look(page, f"2b-declare-{with_script}", SHOTS)
        assert page.get_by_label("姓名", exact=True).input_value() == "示例女士", "nothing typed is lost"
        for box in page.get_by_role("checkbox").all():
            box.check()
        page.get_by_role("button", name="确认报名").click()
    page.locator(".card__number").first.wait_for()
    look(page, f"3-receipt-{with_script}", SHOTS)
    number, code = page.locator(".card__number").all_inner_texts()
    assert number.startswith("BM-") and len(code) == 11

    page.goto(f"{url}/enrolments/{number}")
    assert "报名成功" in page.inner_text("main") and "137****" in page.inner_text("main")
    with page.expect_download() as downloading:
        page.get_by_role("link", name="加到日历").click()
    content = Path(downloading.value.path()).read_bytes()
    assert Calendar.from_ical(content).walk("VEVENT")
    page.get_by_text("不去了，取消报名").click()
    page.get_by_role("button", name="取消并删除").click()
    assert "已经取消报名" in page.inner_text("main")
    look(page, f"4-withdrawn-{with_script}", SHOTS)
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_is_accessible_on_a_phone(browser: Browser, url: str, scheme: str) -> None:
    context = browser.new_context(viewport=PHONE, color_scheme=scheme, reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{url}/enrolments")
    check(page, "number and code")
    page.goto(f"{url}/courses")
    page.locator("a[href^='/courses/c']").first.click()
    page.locator("a[href$='/enrol']").first.click()
    check(page, "form")
    look(page, f"5-form-{scheme}", SHOTS)
    page.get_by_label("手机号", exact=True).fill("123")
    page.get_by_label("姓名", exact=True).fill("示例女士")
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.get_by_role("button", name="确认报名").click()
    assert "电话号码好像不对" in page.get_by_role("alert").inner_text()
    check(page, "refused")
    fill(page)
    page.locator(".card__number").first.wait_for()
    check(page, "receipt")
    look(page, f"6-receipt-{scheme}", SHOTS)
    number = page.locator(".card__number").first.inner_text()
    page.goto(f"{url}/enrolments/{number}")
    check(page, "enrolment")
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_roster_is_accessible(browser: Browser, url: str, scheme: str) -> None:
    context = browser.new_context(viewport=WIDE, color_scheme=scheme, reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{url}/courses")
    page.locator("a[href^='/courses/c']").first.click()
    page.locator("a[href$='/enrol']").first.click()
    fill(page)
    page.locator(".card__number").first.wait_for()
    log_in(page, url, "zhao")
    page.get_by_role("link", name="培训名单").click()
    check(page, "intakes", WIDE["width"])
    page.locator("tbody a").first.click()
    check(page, "roster", WIDE["width"])
    look(page, f"7-roster-{scheme}", SHOTS)
    assert "137****" in page.inner_text("main")
    page.locator("select[name=reason]").first.select_option("roster")
    page.get_by_role("button", name="显示并记录").first.click()
    check(page, "revealed", WIDE["width"])
    with page.expect_download() as downloading:
        page.locator("#export-reason").select_option("roster")
        page.get_by_role("button", name="导出表格并记录").click()
    assert downloading.value.suggested_filename == "roster.xlsx"
    context.close()
