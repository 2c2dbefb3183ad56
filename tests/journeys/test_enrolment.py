"""From the work somebody looks for to a confirmed place, the calendar and the withdrawal: on a phone, with JavaScript
and without; and every page on the way, for everybody."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from icalendar import Calendar
from playwright.sync_api import Browser, Page, expect

from assistant.adapters.sql.engine import open_engine
from assistant.bootstrap import build_assistant
from assistant.settings import Settings
from tests.journeys.site_under_test import PHONE
from tests.journeys.staff_at_work import log_in, settle_staff
from tests.journeys.test_accessibility import WCAG
from tests.journeys.training_site import School, ask, fill, look, new_phone
from tests.small_knowledge_base import SHIPPED
from tests.web.live_server import serve
from web.app import create_app

WIDE = {"width": 1366, "height": 768}


@pytest.fixture(scope="module")
def school(new_data_dir: Callable[[str], Path]) -> Iterator[School]:
    """The whole product with its sample courses, and staff."""
    settings = Settings(_env_file=None, data_dir=new_data_dir("enrol"), knowledge_dir=SHIPPED, messages_per_minute=1000)
    assistant = build_assistant(settings)
    settle_staff(assistant)
    engine = open_engine(settings.resolved_database_url)
    with serve(create_app(assistant)) as url:
        yield School(url, assistant, engine)
    engine.dispose()


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without"])
def phone(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page on a phone, with JavaScript and without."""
    context = browser.new_context(
        viewport=PHONE,
        locale="zh-CN",
        reduced_motion="reduce",
        java_script_enabled=request.param,
        accept_downloads=True,
    )
    yield context.new_page()
    context.close()


def check(page: Page, name: str, width: int = PHONE["width"]) -> None:
    """Accessible, and no wider than the screen, with everything unfolded."""
    page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true })")
    results = Axe().run(page, options=WCAG)
    assert results.violations_count == 0, f"{name}: {results.generate_report()}"
    assert page.evaluate("document.documentElement.scrollWidth") <= width, name


def test_from_the_work_wanted_over_the_missing_licence_to_a_place_the_calendar_and_back(
    school: School, phone: Page, request: pytest.FixtureRequest
) -> None:
    page, before = phone, school.enrolled()
    page.goto(school.url)
    wanted = ask(page, "想找电工的活")
    expect(wanted.locator("[data-vacancy]").first).to_contain_text("要求有电工证")
    look(page, f"1-work-{request.node.callspec.id}")

    courses = ask(page, "第一个要的证我没得，哪里学")
    expect(courses).to_contain_text("要考“电工证”")
    course = courses.locator("[data-course]").first
    title = course.locator(".vacancy__title").inner_text()
    expect(course).to_contain_text("低压电工作业")
    look(page, f"2-courses-{request.node.callspec.id}")

    expect(ask(page, "第一个有补贴吗")).to_contain_text("下面哪些符合您的情况？")
    page.get_by_role("button", name="农村转移就业劳动者").click()
    expect(page.locator("[data-turn]").nth(3)).to_contain_text("今年参加过政府补贴的培训吗？")
    page.get_by_role("button", name="不是", exact=True).click()
    subsidy = page.locator("[data-turn]").nth(4)
    expect(subsidy).to_contain_text("职业培训补贴")
    expect(subsidy).to_contain_text("办之前请打12333核实")
    look(page, f"3-subsidy-{request.node.callspec.id}")

    draft = ask(page, "第一个我要报名")
    expect(draft).to_contain_text("现在还没有报上")
    expect(draft).to_contain_text(title)
    assert school.enrolled() == before, "a word enrols nobody"
    look(page, f"4-draft-{request.node.callspec.id}")
    conversation = page.url.split("/c/")[1].partition("#")[0]
    phone = new_phone()
    fill(page, phone)
    expect(page.get_by_role("status", name="报名成功")).to_be_visible()
    number, code = page.locator(".card__number").all_inner_texts()
    look(page, f"5-receipt-{request.node.callspec.id}")
    assert set(school.enrolled()) - set(before) == {number}
    assert (school.enrolled()[number], school.conversation_of(number)) == ("confirmed", conversation)

    page.go_back()
    fill(page, phone)
    assert page.locator(".card__number").all_inner_texts() == [number, code], "the same form again is the same place"
    assert len(school.enrolled()) == len(before) + 1

    page.goto(f"{school.url}/enrolments/{number}")
    expect(page.get_by_role("main")).to_contain_text("报名成功")
    expect(page.get_by_role("main")).to_contain_text("137****")
    with page.expect_download() as downloading:
        page.get_by_role("link", name="加到日历").click()
    lessons = Calendar.from_ical(Path(downloading.value.path()).read_bytes()).walk("VEVENT")
    assert {str(lesson["summary"]) for lesson in lessons} == {title}
    assert all(number in str(lesson["description"]) for lesson in lessons)

    page.get_by_text("不去了，取消报名").click()
    page.get_by_role("button", name="取消并删除").click()
    expect(page.get_by_role("main")).to_contain_text("已经取消报名")
    look(page, f"6-withdrawn-{request.node.callspec.id}")
    assert school.enrolled() == {**before, number: "withdrawn"}
    assert school.steps(number) == ["confirmed", "withdrawn"] and not school.knows_who(number)
    page.get_by_label("报名编号").fill(number)
    page.get_by_label("查询码").fill(code)
    page.get_by_role("main").get_by_role("button").first.click()
    expect(page.get_by_role("alert")).to_contain_text("对不上")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_is_accessible_on_a_phone(browser: Browser, school: School, scheme: str) -> None:
    context = browser.new_context(viewport=PHONE, color_scheme=scheme, reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{school.url}/enrolments")
    check(page, "number and code")
    page.goto(f"{school.url}/courses")
    check(page, "courses")
    look(page, f"5a-courses-{scheme}")
    page.locator("a[href^='/courses/c']").first.click()
    check(page, "course")
    look(page, f"5b-course-{scheme}")
    page.locator("a[href$='/enrol']").first.click()
    check(page, "form")
    look(page, f"5-form-{scheme}")
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
    look(page, f"6-receipt-{scheme}")
    number = page.locator(".card__number").first.inner_text()
    page.goto(f"{school.url}/enrolments/{number}")
    check(page, "enrolment")
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_roster_is_accessible(browser: Browser, school: School, scheme: str) -> None:
    context = browser.new_context(viewport=WIDE, color_scheme=scheme, reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{school.url}/courses")
    page.locator("a[href^='/courses/c']").first.click()
    page.locator("a[href$='/enrol']").first.click()
    fill(page)
    page.locator(".card__number").first.wait_for()
    log_in(page, school.url, "zhao")
    page.get_by_role("link", name="培训名单").click()
    check(page, "intakes", WIDE["width"])
    page.locator("tbody a").first.click()
    check(page, "roster", WIDE["width"])
    look(page, f"7-roster-{scheme}")
    assert "137****" in page.inner_text("main")
    page.locator("select[name=reason]").first.select_option("roster")
    page.get_by_role("button", name="显示并记录").first.click()
    check(page, "revealed", WIDE["width"])
    with page.expect_download() as downloading:
        page.locator("#export-reason").select_option("roster")
        page.get_by_role("button", name="导出表格并记录").click()
    assert downloading.value.suggested_filename == "roster.xlsx"
    context.close()
