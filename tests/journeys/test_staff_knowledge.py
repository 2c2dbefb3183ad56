"""An editor changes a knowledge file in a real browser, a supervisor publishes it, and the next answer says it; every
page passes axe, with and without JavaScript, and is no wider than the screen."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from assistant.bootstrap import Assistant, build_assistant
from assistant.domain.staff import Role, StaffMember
from assistant.services.knowledge_desk import Draft
from assistant.services.staff_accounts import OPERATOR
from assistant.settings import Settings
from tests.journeys.staff_at_work import OWN, log_in, settle_staff
from tests.journeys.test_accessibility import WCAG
from tests.web.live_server import serve
from web.app import create_app

WIDE, TABLET = {"width": 1366, "height": 768}, {"width": 820, "height": 1180}
LOAN = "schemes/startup-loan/guidance.md"
HOTLINE = "policies/hotline-12345.md"
OLD, NEW = "23万元", "31万元"


@pytest.fixture(scope="module")
def assistant(built_lean_knowledge: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("editing")
    for built, name in zip(built_lean_knowledge, ("files", "data"), strict=True):
        shutil.copytree(built, folder / name)
    settings = Settings(
        _env_file=None, data_dir=folder / "data", knowledge_dir=folder / "files",
        messages_per_minute=1000,
    )  # fmt: skip
    assistant = build_assistant(settings)
    settle_staff(assistant)
    accounts = assistant.office.accounts
    given = accounts.add(OPERATOR, "bian", Role.EDITOR)
    token = accounts.log_in("bian", given.password).token
    accounts.log_out(accounts.change_password(token, given.password, OWN).token)
    return assistant


@pytest.fixture(scope="module")
def url(assistant: Assistant) -> Iterator[str]:
    with serve(create_app(assistant)) as url:
        yield url


def open_page(browser: Browser, url: str, name: str, javascript: bool = True, **more: object) -> Page:
    context = browser.new_context(
        viewport=more.pop("viewport", WIDE),
        locale="zh-CN",
        java_script_enabled=javascript,
        reduced_motion="reduce",
        **more,
    )  # type: ignore[arg-type]
    page = context.new_page()
    page.set_default_timeout(60_000)
    log_in(page, url, name)
    return page


def write_into_draft(page: Page, url: str, path: str, old: str, new: str, title: str) -> None:
    page.goto(f"{url}/staff/knowledge")
    page.get_by_label("文件名或内容里的字词").fill(old)
    page.get_by_role("button", name="查找").click()
    page.get_by_role("link", name=path).click()
    area = page.get_by_label("文件内容")
    area.fill(area.input_value().replace(old, new))
    form = page.locator("form[action$='/write']")
    form.get_by_label("标题").fill(title)
    form.get_by_label("为什么改").fill("依据示例通知")
    form.get_by_role("button", name="存进草稿").click()


def test_an_edit_goes_from_its_file_to_the_next_answer_without_javascript(
    browser: Browser, url: str, assistant: Assistant
) -> None:
    bian, zhao = open_page(browser, url, "bian", javascript=False), open_page(browser, url, "zhao")

    write_into_draft(bian, url, LOAN, OLD, NEW, "创业担保贷款额度")
    expect(bian.get_by_text("已存进草稿，还没有用上")).to_be_visible()
    bian.get_by_role("link", name="检查并看影响").click()
    expect(bian.get_by_text("检查通过")).to_be_visible()
    expect(bian.get_by_text("startup-loan#how_much")).to_be_visible()
    bian.get_by_role("button", name="提交，请别人发布").click()
    expect(bian.get_by_text("要由另一个人核对后发布")).to_be_visible()

    zhao.goto(f"{url}/staff/knowledge")
    zhao.get_by_role("link", name="创业担保贷款额度").click()
    zhao.get_by_role("button", name="发布", exact=True).click()
    expect(zhao.get_by_text("新的内容已经用上")).to_be_visible()
    started = assistant.conversations.start()
    assert NEW in assistant.conversations.answer(started.id, "创业担保贷款最多能贷多少？").text

    zhao.goto(f"{url}/staff/knowledge/history")
    zhao.get_by_label("为什么要回去").fill("额度写错")
    zhao.get_by_role("button", name="回到以前的版本").click()
    zhao.get_by_role("button", name="发布", exact=True).click()
    expect(zhao.get_by_text("新的内容已经用上")).to_be_visible()
    assert OLD in assistant.conversations.answer(started.id, "创业担保贷款最多能贷多少？").text
    bian.context.close()
    zhao.context.close()


def test_a_slip_is_said_in_plain_words_at_its_line_and_cannot_be_proposed(browser: Browser, url: str) -> None:
    page = open_page(browser, url, "bian")
    write_into_draft(page, url, LOAN, f"{OLD}。[s1]", f"{OLD}。", "漏了出处")
    page.get_by_role("link", name="检查并看影响").click()

    expect(page.get_by_text("却没写出处")).to_be_visible()
    expect(page.get_by_text(f"{LOAN}:8")).to_be_visible()
    expect(page.get_by_text("end it with [s1]")).to_be_visible()
    page.get_by_role("button", name="提交，请别人发布").click()
    expect(page.get_by_role("alert")).to_contain_text("检查没有通过")
    expect(page.get_by_text("却没写出处")).to_be_visible()
    page.context.close()


@pytest.fixture(scope="module")
def paths(url: str, assistant: Assistant) -> tuple[str, ...]:
    """Every page of editing, with something on it."""
    bian, zhao, desk = StaffMember("bian", Role.EDITOR), StaffMember("zhao", Role.SUPERVISOR), assistant.editing.desk
    shelf = desk.shelf(bian)

    def write(text: str, into: Draft) -> tuple[int, int]:
        change = desk.write(bian, into, HOTLINE, text, shelf.digest(HOTLINE))
        return change.id, change.revision

    text = shelf.get_text(HOTLINE)
    number, revision = write(text + "- 示例：也可以在网上留言。[s1]\n", Draft(title="示例：加一句", reason="示例"))
    proposal = desk.propose(bian, number, revision)
    desk.publish(zhao, number, proposal.revision)
    waiting, revision = write(text, Draft(title="示例：改回去", reason="示例"))
    desk.propose(bian, waiting, revision)
    broken, _ = write(text.replace("title:", "titel:"), Draft(title="示例：写错了", reason="示例"))
    shipped = assistant.settings.knowledge_dir / HOTLINE
    shipped.write_text(text + "- 示例：升级带来的一句。[s1]\n", encoding="utf-8")
    return (
        "/staff/knowledge", "/staff/knowledge?words=热线", "/staff/knowledge/new", "/staff/knowledge/history",
        f"/staff/knowledge/file?path={HOTLINE}", f"/staff/knowledge/changes/{waiting}",
        f"/staff/knowledge/changes/{broken}?check=1", f"/staff/knowledge/file?path={HOTLINE}&change={broken}",
    )  # fmt: skip


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_page_of_editing(
    browser: Browser, url: str, paths: tuple[str, ...], scheme: str
) -> None:
    page = open_page(browser, url, "bian", color_scheme=scheme)
    for path in paths:
        page.goto(url + path)
        for fold in page.locator("details").all():
            fold.evaluate("one => { one.open = true }")
        results = Axe().run(page, options=WCAG)
        assert results.violations_count == 0, (path, results.generate_report())
    page.context.close()


@pytest.mark.parametrize("screen", [WIDE, TABLET], ids=["wide", "tablet"])
def test_no_page_of_editing_is_wider_than_the_screen(
    browser: Browser, url: str, paths: tuple[str, ...], screen: dict[str, int]
) -> None:
    page = open_page(browser, url, "bian", viewport=screen)
    for path in paths:
        page.goto(url + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= screen["width"], path
    page.context.close()
