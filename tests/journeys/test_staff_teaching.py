"""Teaching in a real browser: proposed, reviewed by another, and told in the next conversation; every page accessible."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from assistant.bootstrap import Assistant, build_assistant
from assistant.domain.conversation import AnswerStatus, Turn
from assistant.domain.staff import Role
from assistant.services.staff_accounts import OPERATOR
from assistant.settings import Settings
from tests.journeys.staff_at_work import OWN, fill_queue, log_in, settle_staff
from tests.journeys.test_accessibility import WCAG
from tests.web.live_server import serve
from web.app import create_app

ROOT = Path(__file__).parents[2]
WIDE = {"width": 1366, "height": 768}
_PATIENCE_SECONDS = 20
QUESTION = "示例夜校的花艺班招退休教师当助教吗？"
PAGES = (
    "/staff/teaching",
    "/staff/teaching/new",
    "/staff/teaching/1",
    "/staff/unanswered?days=30",
    "/staff/search",
    "/staff/search?text=失业金能领多久",
    "case",
)


@dataclass(frozen=True)
class Teaching:
    url: str
    number: str
    assistant: Assistant


@pytest.fixture(scope="module")
def teaching(new_data_dir: Callable[[str], Path]) -> Iterator[Teaching]:
    """The whole product with staff, a queue, a question without an answer, and one proposal."""
    settings = Settings(
        _env_file=None, data_dir=new_data_dir("school"), knowledge_dir=ROOT / "knowledge_base",
        messages_per_minute=1000,
    )  # fmt: skip
    assistant = build_assistant(settings)
    settle_staff(assistant)
    given = assistant.office.accounts.add(OPERATOR, "bian", Role.EDITOR)
    token = assistant.office.accounts.log_in("bian", given.password).token
    assistant.office.accounts.log_out(assistant.office.accounts.change_password(token, given.password, OWN).token)
    number, _ = fill_queue(assistant)
    started = assistant.conversations.start()
    turn = assistant.conversations.answer(started.id, QUESTION)
    assistant.conversations.rate(started.id, turn.id or 0, False, "not_my_question", "没有答到")
    with serve(create_app(assistant)) as url:
        yield Teaching(url, number, assistant)


def propose(page: Page, teaching: Teaching) -> None:
    """From the list of unanswered questions to a proposal."""
    log_in(page, teaching.url, "bian")
    page.get_by_role("navigation").get_by_role("link", name="没答上的问题").click()
    page.get_by_role("link", name=f"提一条问答：{QUESTION}").click()
    page.get_by_label("答复").fill("示例夜校不招助教。\n可以看公共招聘会。")
    page.get_by_label("依据（文件名或出处）").fill("示例夜校说明")
    page.get_by_label("适用地区").select_option(label="重庆市")
    day = teaching.assistant.office.clock.today()
    page.get_by_label("有效期到（最长一年）").fill(day.isoformat())
    page.get_by_role("button", name="提交复核").click()
    page.get_by_text("已提交，等另一位同事复核。").wait_for()


def asked_anew(teaching: Teaching) -> Turn:
    """What another person is answered now."""
    started = teaching.assistant.conversations.start()
    return teaching.assistant.conversations.answer(started.id, QUESTION)


def test_what_was_not_answered_is_taught_and_told_the_next_time(browser: Browser, teaching: Teaching) -> None:
    context = browser.new_context(viewport=WIDE, locale="zh-CN")
    propose(context.new_page(), teaching)
    context.close()
    context = browser.new_context(viewport=WIDE, locale="zh-CN")
    page = context.new_page()
    log_in(page, teaching.url, "zhao")
    page.goto(f"{teaching.url}/staff/teaching/1")
    page.get_by_role("button", name="通过并生效").click()
    page.get_by_text("已通过，马上生效。").wait_for()
    context.close()
    turn = asked_anew(teaching)
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while turn.status is not AnswerStatus.ANSWERED and time.monotonic() < deadline:
        turn = asked_anew(teaching)
    assert turn.status is AnswerStatus.ANSWERED
    assert "不招助教" in turn.text
    assert turn.citations[0].title.startswith("工作人员答复·已复核")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(
    browser: Browser, teaching: Teaching, path: str, scheme: str
) -> None:
    context = browser.new_context(viewport=WIDE, color_scheme=scheme, reduced_motion="reduce", locale="zh-CN")
    page = context.new_page()
    log_in(page, teaching.url, "zhao")
    page.goto(teaching.url + (f"/staff/cases/{teaching.number}" if path == "case" else path))
    page.locator("details").evaluate_all("all => all.forEach(one => { one.open = true })")
    wide = page.evaluate("document.documentElement.scrollWidth")
    results = Axe().run(page, options=WCAG)
    context.close()
    assert results.violations_count == 0, results.generate_report()
    assert wide <= WIDE["width"]
