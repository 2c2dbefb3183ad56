"""From what somebody says to the summary on paper: a shop that hired graduates, and a job lost after eleven years."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.journeys.site_under_test import SiteUnderTest, turn
from tests.journeys.test_accessibility import WCAG

ELEVEN_YEARS = "我52岁，在万州失业了，公司裁员，失业保险交了十一年，能领失业金吗"
_MOST_FORMS = 8


def expect_no_barriers(page: Page) -> None:
    results = Axe().run(page, options=WCAG)
    assert results.violations_count == 0, results.generate_report()


def card(page: Page, scheme_id: str) -> Locator:
    return page.locator(f'[data-assessment="{scheme_id}"]').last


def answer_questions(page: Page, answers: dict[str, str]) -> None:
    """Answers whatever the page asks from what is given, 不清楚 to the rest, until it asks no more."""
    for _ in range(_MOST_FORMS):
        form = page.locator("form.questions")
        if form.count() == 0:
            return
        for field in form.locator(".fact-field").all():
            answer_field(field, answers)
        form.get_by_role("button", name="看结果").click()
        page.wait_for_load_state()
        expect(page.get_by_role("heading", name="对照结果")).to_be_visible()


def answer_field(field: Locator, answers: dict[str, str]) -> None:
    question = field.locator(".fact-field__label").inner_text()
    answer = next((answers[words] for words in answers if words in question), "不清楚")
    written = field.locator("input[type=text]")
    if field.locator("select").count():
        field.locator("select").select_option(label=answer)
    elif written.count() and answer != "不清楚":
        written.fill(answer)
    else:
        field.locator(".pick", has_text=re.compile(rf"^{answer}(：.*)?$")).first.click()


@pytest.fixture(params=["with JavaScript", "without"])
def any_page(request: pytest.FixtureRequest) -> Page:
    """The journey is the same with and without JavaScript."""
    return request.getfixturevalue("page" if request.param == "with JavaScript" else "plain_page")


def test_a_job_lost_in_wanzhou_after_eleven_years_leads_to_a_printed_summary(
    any_page: Page, site: SiteUnderTest
) -> None:
    page = any_page
    answered = site.ask_first(page, ELEVEN_YEARS)
    expect(answered.locator('[data-assessment="unemployment-benefit"]')).to_contain_text("还差情况")

    panel = page.locator(".facts-panel__summary")
    expect(panel).to_contain_text("我了解到的情况")
    panel.click()
    expect(page.locator(".facts-panel__body")).to_contain_text("11年")
    page.locator(".facts-panel__body").get_by_role("link", name="看全部补贴对照").click()

    expect(page.get_by_text("再答几个，算得更准")).to_be_visible()
    site.open(page, "/subsidies/unemployment-benefit")
    answer_questions(
        page, {"失业登记": "是", "找工作": "是", "重庆交的": "是", "户口在哪个区县": "万州区", "单位让您走": "是"}
    )

    found = card(page, "unemployment-benefit")
    expect(found.locator(".verdict").first).to_have_text("对得上")
    expect(found.locator(".assessment__amount")).to_contain_text("每月")
    found.get_by_role("link", name="打印申请摘要").click()

    sheet = page.locator(".summary")
    for words in ("失业保险金", "11年", "万州区", "社会保险法第45条", "签名", "不代表行政决定"):
        expect(sheet).to_contain_text(words)


def test_a_shop_that_hired_three_graduates_leads_to_a_printed_summary(any_page: Page, site: SiteUnderTest) -> None:
    page = any_page
    site.open(page, "/employers/one-off-hiring-subsidy")
    answer_questions(
        page,
        {
            "员工属于哪些人群": "毕业年度高校毕业生",
            "劳动合同签了多久": "两年",
            "连续交了几个月社保": "7个月",
            "一共招了几个": "3",
            "高校毕业生吗": "是",
        },
    )

    found = card(page, "one-off-hiring-subsidy")
    expect(found.locator(".verdict").first).to_have_text("可能，需核实")
    expect(found.locator(".assessment__amount")).to_contain_text("6000元")
    found.get_by_role("link", name="打印申请摘要").click()

    sheet = page.locator(".summary")
    for words in ("一次性吸纳就业补贴", "6000元", "毕业年度高校毕业生", "单位名称", "需核实", "内容由AI辅助生成"):
        expect(sheet).to_contain_text(words)

    site.open(page, "/employers")
    expect(page.get_by_role("heading", name="可能可以，需要核实")).to_be_visible()
    expect(card(page, "one-off-hiring-subsidy")).to_contain_text("6000元")


def test_the_summary_fits_on_a_sheet_and_prints_nothing_of_the_page_around(page: Page, site: SiteUnderTest) -> None:
    site.open(page, "/subsidies/unemployment-benefit/summary")
    expect(page.get_by_role("button", name="打印")).to_be_visible()

    page.emulate_media(media="print")

    for hidden in (".masthead", ".footer", ".summary-tools"):
        expect(page.locator(hidden)).to_be_hidden()
    height = page.locator(".summary").evaluate("sheet => sheet.getBoundingClientRect().height / 96 * 25.4")
    assert height < 2 * 271


def test_a_mistyped_fact_in_the_panel_leads_to_its_field(any_page: Page, site: SiteUnderTest) -> None:
    page = any_page
    site.ask_first(page, ELEVEN_YEARS)
    page.locator(".facts-panel__summary").click()
    row = page.locator(".fact", has_text="失业保险累计缴费")
    row.locator(".fact__edit > summary").click()
    row.get_by_role("textbox").fill("好久了")
    row.get_by_role("button", name="保存").click()

    expect(row.locator(".fact-field__error")).to_be_in_viewport()
    row.get_by_role("textbox").fill("十二年")
    row.get_by_role("button", name="保存").click()

    expect(turn(page, 1)).to_contain_text("12年")


def test_a_wrong_amount_is_one_tap_away_from_a_case(any_page: Page, site: SiteUnderTest) -> None:
    site.ask_first(any_page, ELEVEN_YEARS).get_by_role("button", name="金额不对").first.click()

    expect(turn(any_page, 1).locator(".card__number")).not_to_be_empty()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_cards_and_the_panel_open_bar_nobody(page: Page, site: SiteUnderTest, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    site.ask_first(page, ELEVEN_YEARS)
    page.locator(".facts-panel__summary").click()
    page.locator(".fact__edit > summary").first.click()
    for part in page.locator(".assessment .more__summary").all():
        part.click()

    expect_no_barriers(page)


def test_what_was_mistyped_at_the_desk_bars_nobody(page: Page, site: SiteUnderTest) -> None:
    site.open(page, "/subsidies/unemployment-benefit")
    page.locator("form.questions input[type=text]").first.fill("好久了")
    page.get_by_role("button", name="看结果").click()

    page.get_by_role("alert").get_by_role("link").first.click()
    expect(page.locator(".fact-field__error").first).to_be_in_viewport()
    expect_no_barriers(page)
