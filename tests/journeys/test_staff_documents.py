"""An editor drops in the PDF of a notice in a real browser, and the next answer cites it; every page passes axe, with and
without JavaScript, and is no wider than the screen."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from assistant.bootstrap import Assistant, build_assistant
from assistant.domain.staff import Role, StaffMember
from assistant.services.staff_accounts import OPERATOR
from assistant.settings import Settings
from tests.journeys.staff_at_work import OWN, settle_staff
from tests.journeys.test_accessibility import WCAG
from tests.journeys.test_staff_knowledge import WIDE, open_page
from tests.web.live_server import serve
from web.app import create_app

PHONE = {"width": 360, "height": 740}
BIAN, ZHAO = StaffMember("bian", Role.EDITOR), StaffMember("zhao", Role.SUPERVISOR)
NOTICE = """<!doctype html><meta charset="utf-8"><style>body{font:16px/1.8 sans-serif;margin:2cm}h1{text-align:center}</style>
<h1>关于开展示例暖冬驿站服务的通知</h1><p style="text-align:center">示人社发〔2026〕77号</p>
<p>重庆市人力资源和社会保障局</p><p>各区县人力社保局：</p><p>现就示例暖冬驿站服务有关事项通知如下。</p>
<p>一、开放时间</p><p>（一）暖冬驿站每天早上七点开门，晚上十点关门，节假日照常开放，由所在镇街安排专人值守并做好当天的进出登记。</p>
<p>（二）环卫工人、外卖骑手、快递员凭工牌可以进入驿站休息、饮水、充电、热饭，不收取任何费用，也不需要提前预约。</p>
<p>二、附则</p><p>本通知自2026年10月1日起施行，有效期至2028年3月31日。</p>
<p>重庆市人力资源和社会保障局</p><p>2026年9月20日</p>"""
GRANT = "关于示例补助的通知\n重庆市人力资源和社会保障局\n2026年9月1日\n一、补助\n每人每月补助示例300元。\n"


@pytest.fixture(scope="module")
def assistant(built_lean_knowledge: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("documents")
    for built, name in zip(built_lean_knowledge, ("files", "data"), strict=True):
        shutil.copytree(built, folder / name)
    settings = Settings(
        _env_file=None, data_dir=folder / "data", knowledge_dir=folder / "files",
        messages_per_minute=1000, document_megabytes=1,
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


@pytest.fixture(scope="module")
def printed(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The notice as a real PDF, printed by Chromium."""
    path = tmp_path_factory.mktemp("printed") / "暖冬通知.pdf"
    page = browser.new_page()
    page.set_content(NOTICE)
    page.pdf(path=path, format="A4")
    page.close()
    return path


@pytest.mark.parametrize("javascript", [False, True], ids=["without JavaScript", "with JavaScript"])
def test_a_printed_notice_is_cited_by_the_next_answer_and_no_more_once_taken_out(
    browser: Browser, url: str, assistant: Assistant, printed: Path, javascript: bool
) -> None:
    bian = open_page(browser, url, "bian", javascript=javascript)
    bian.get_by_role("link", name="政策文件").first.click()
    bian.get_by_label("文件（PDF").set_input_files(printed)
    bian.get_by_role("button", name="上传并查看").click()
    expect(bian.get_by_role("heading", name="关于开展示例暖冬驿站服务的通知")).to_be_visible()
    for words in ("示人社发〔2026〕77号", "2028年3月31日", "重庆市人力资源和社会保障局"):
        expect(bian.locator("dl").get_by_text(words).first).to_be_visible()
    bian.get_by_role("button", name="发布", exact=True).click()
    expect(bian.get_by_text("已发布，现在就能引用")).to_be_visible()

    started = assistant.conversations.start()
    turn = assistant.conversations.answer(started.id, "暖冬驿站每天几点开门？")
    assert "暖冬驿站每天早上七点开门" in turn.text
    assert [(one.clause, one.document_number) for one in turn.citations] == [("一、（一）", "示人社发〔2026〕77号")]

    bian.get_by_role("link", name="看已发布的文件").click()
    bian.get_by_role("button", name="撤下这份文件").click()
    expect(bian.get_by_text("已撤下，不再引用")).to_be_visible()
    assert "七点开门" not in assistant.conversations.answer(started.id, "暖冬驿站每天几点开门？").text
    bian.context.close()


def test_what_cannot_be_read_and_what_needs_another_is_said_plainly(
    browser: Browser, url: str, assistant: Assistant
) -> None:
    bian = open_page(browser, url, "bian", javascript=False)
    bian.goto(f"{url}/staff/documents")
    bian.get_by_label("文件（PDF").set_input_files(
        {"name": "断.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4"}
    )
    bian.get_by_role("button", name="上传并查看").click()
    expect(bian.get_by_role("alert")).to_contain_text("“断.pdf”不完整")

    bian.get_by_label("文件（PDF").set_input_files(
        {"name": "补助.txt", "mimeType": "text/plain", "buffer": GRANT.encode()}
    )
    bian.get_by_role("button", name="上传并查看").click()
    expect(bian.get_by_text("要由另一位编辑或主管核对后发布")).to_be_visible()
    expect(bian.get_by_role("button", name="发布", exact=True)).to_have_count(0)
    bian.context.close()


@pytest.fixture(scope="module")
def paths(url: str, assistant: Assistant) -> tuple[str, ...]:
    """Every page of documents, with something on it."""
    desk = assistant.documents
    waiting = desk.hand_in(BIAN, GRANT.replace("示例补助", "另一示例补助").encode(), "补助.txt")
    for text in (GRANT.replace("300", "400"), GRANT.replace("300", "500")):
        kept = desk.hand_in(BIAN, text.encode(), "补助.txt")
        kept = desk.publish(ZHAO, kept.id, kept.revision)
    base = f"/staff/documents/{kept.document.id}"
    return (
        "/staff/documents", f"/staff/documents/uploads/{waiting.id}", f"/staff/documents/uploads/{kept.id}", base,
        f"{base}?before=1&after=2",
    )  # fmt: skip


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_page_of_documents(
    browser: Browser, url: str, paths: tuple[str, ...], scheme: str
) -> None:
    page = open_page(browser, url, "zhao", color_scheme=scheme)
    for path in paths:
        page.goto(url + path)
        for fold in page.locator("details").all():
            fold.evaluate("one => { one.open = true }")
        results = Axe().run(page, options=WCAG)
        assert results.violations_count == 0, (path, results.generate_report())
    page.context.close()


@pytest.mark.parametrize("screen", [WIDE, PHONE], ids=["wide", "phone"])
def test_no_page_of_documents_is_wider_than_the_screen(
    browser: Browser, url: str, paths: tuple[str, ...], screen: dict[str, int]
) -> None:
    page = open_page(browser, url, "zhao", viewport=screen)
    for path in paths:
        page.goto(url + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= screen["width"], path
    page.context.close()
