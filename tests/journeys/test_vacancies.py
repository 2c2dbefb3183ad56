"""Somebody with a phone looks for work: in the conversation, in the list, with and without JavaScript."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from assistant.bootstrap import Assistant
from tests.journeys.site_under_test import SiteUnderTest, turn
from tests.journeys.test_accessibility import WCAG
from tests.web.live_server import serve
from tests.web.vacancy_site import CASUAL, SAMPLE, SUSPECT, TODAY, WORKER, build_vacancy_assistant
from web.app import create_app

TOWN_PAGES = ("list", "search", "nothing", "real", "suspect", "closed", "chat")


@pytest.fixture(params=["with JavaScript", "without"])
def any_page(request: pytest.FixtureRequest) -> Page:
    """The journey is the same with and without JavaScript."""
    return request.getfixturevalue("page" if request.param == "with JavaScript" else "plain_page")


@pytest.fixture(scope="module")
def town_assistant(built_knowledge: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("town")
    closed = replace(WORKER, title="关了的岗位", employer="样例关门厂")
    assistant = build_vacancy_assistant(built_knowledge, folder, (WORKER, SAMPLE, SUSPECT, CASUAL, closed))
    assistant.vacancy_store.close_adverts("town", ["a4"])
    return assistant


@pytest.fixture(scope="module")
def town(town_assistant: Assistant) -> Iterator[SiteUnderTest]:
    """A site with a handful of adverts, of which some are not samples."""
    with serve(create_app(town_assistant)) as url:
        yield SiteUnderTest(url)


def open_town(page: Page, town: SiteUnderTest, assistant: Assistant, name: str) -> None:
    paths = {
        "list": "/vacancies",
        "search": "/vacancies?q=巴南包吃住的普工",
        "nothing": "/vacancies?job=普工&place=banan&pay=9000-month",
    }
    adverts = {"real": WORKER.employer, "suspect": SUSPECT.employer, "closed": "样例关门厂"}
    if name == "chat":
        town.ask_first(page, "我想找包吃住的普工")
    elif name in paths:
        town.open(page, paths[name])
    else:
        found = assistant.vacancy_store.find_by_employer(adverts[name], TODAY)
        town.open(page, f"/vacancies/{found[0].id}")
    for part in page.locator(".facets__summary, .spelled-out__summary, .report__summary").all():
        if part.is_visible():
            part.click()


def cards(place: Page | Locator) -> Locator:
    return place.locator(".vacancy")


def test_fork_lift_work_in_banan_for_somebody_with_the_licence(any_page: Page, site: SiteUnderTest) -> None:
    answered = site.ask_first(any_page, "我有叉车证，想在巴南找个开叉车的活")

    expect(cards(answered).first).to_be_visible()
    for card in cards(answered).all():
        expect(card.locator(".vacancy__where")).to_contain_text("巴南区")
        expect(card).to_contain_text("叉车")
        expect(card.locator(".sample-mark")).to_have_text("示例")
    expect(answered).to_contain_text("您有")

    cards(answered).first.get_by_role("link").first.click()
    expect(any_page.get_by_role("heading", name="招聘原文")).to_be_visible()
    any_page.get_by_role("link", name="回到对话").click()
    expect(turn(any_page, 0)).to_be_visible()


def test_front_end_work_in_liangjiang_straight_from_university(any_page: Page, site: SiteUnderTest) -> None:
    answered = site.ask_first(any_page, "本科应届毕业，想在两江新区找前端开发")

    expect(cards(answered).first).to_be_visible()
    for card in cards(answered).all():
        expect(card.locator(".vacancy__where")).to_contain_text("两江新区")
    chips = answered.locator(".filter-chip")
    expect(chips.filter(has_text="两江新区")).to_be_visible()

    chips.filter(has_text="两江新区").click()
    expect(turn(any_page, 1).locator(".filter-chip").first).to_be_visible()
    expect(turn(any_page, 1).locator(".filter-chip").filter(has_text="两江新区")).to_have_count(0)


def test_day_work_for_tomorrow(any_page: Page, site: SiteUnderTest) -> None:
    answered = site.ask_first(any_page, "明天有没有日结的活")

    expect(cards(answered).first).to_be_visible()
    first = cards(answered).first
    title = first.locator(".vacancy__title").inner_text()
    first.get_by_role("button", name="不感兴趣").click()

    expect(turn(any_page, 1)).to_contain_text("不再给您推荐")
    employer = first.locator(".vacancy__where").inner_text()
    shown = [card.inner_text() for card in cards(turn(any_page, 1)).all()]
    assert not any(title in text and employer in text for text in shown)


def test_the_list_is_narrowed_by_a_sentence_a_facet_and_a_chip(any_page: Page, site: SiteUnderTest) -> None:
    page = any_page
    site.open(page)
    page.get_by_role("link", name=re.compile("找工作，看正在招人的岗位")).click()
    page.get_by_label("想找什么活").fill("包吃住的普工")
    page.get_by_role("button", name="找", exact=True).click()

    expect(page.locator(".filter-chip").filter(has_text="普工")).to_be_visible()
    before = int(page.locator(".finder__count strong").inner_text())
    page.locator(".facets__summary").click()
    choice = page.locator(".facet__choice").first
    place = choice.locator("span").first.inner_text()
    promised = int(re.sub(r"\D", "", choice.locator(".facet__count").inner_text()))
    choice.click()
    expect(page.locator(".finder__count strong")).to_have_text(str(promised))

    page.locator(".filter-chip").filter(has_text=place).click()
    expect(page.locator(".finder__count strong")).to_have_text(str(before))


def test_a_report_from_a_card_reaches_a_person(any_page: Page, site: SiteUnderTest) -> None:
    answered = site.ask_first(any_page, "想找保洁的工作")
    cards(answered).first.get_by_role("link", name="举报").click()

    any_page.get_by_label("要先交钱、押证件").check()
    any_page.get_by_role("button", name="提交举报").click()

    expect(turn(any_page, 1).locator(".card__number")).not_to_be_empty()


def test_a_mark_opens_its_line_of_the_folded_sources(page: Page, site: SiteUnderTest) -> None:
    answered = site.ask_first(page, "想找保洁的工作")
    answered.locator(".spelled-out__summary").click()
    answered.locator(".spelled-out a.mark").first.click()

    expect(answered.locator(".spelled-out .source__quote").first).to_be_visible()


def test_a_card_fits_into_half_a_phone(page: Page, site: SiteUnderTest) -> None:
    answered = site.ask_first(page, "想在两江新区找包吃住的普工")

    heights = cards(answered).evaluate_all("all => all.map(card => card.getBoundingClientRect().height)")

    assert heights
    assert max(heights) <= 390


def test_structured_data_breaks_no_security_policy(page: Page, town: SiteUnderTest, town_assistant: Assistant) -> None:
    open_town(page, town, town_assistant, "real")

    data = page.locator('script[type="application/ld+json"]').text_content()
    assert data is not None
    assert '"JobPosting"' in data


def test_the_list_is_walked_through_by_keyboard(page: Page, town: SiteUnderTest) -> None:
    town.open(page, "/vacancies")
    page.get_by_label("想找什么活").focus()
    page.keyboard.type("普工")
    page.keyboard.press("Enter")
    expect(page.locator(".filter-chip")).to_be_visible()

    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('.vacancy__title') !== null"):
            break
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="招聘原文")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", TOWN_PAGES)
def test_axe_finds_nothing(
    browser: Browser, town: SiteUnderTest, town_assistant: Assistant, name: str, scheme: str
) -> None:
    context = browser.new_context(color_scheme=scheme, reduced_motion="reduce", viewport={"width": 360, "height": 740})
    page = context.new_page()
    open_town(page, town, town_assistant, name)

    results = Axe().run(page, options=WCAG)
    context.close()

    assert results.violations_count == 0, results.generate_report()


@pytest.mark.parametrize("size", ["normal", "largest"])
@pytest.mark.parametrize("name", TOWN_PAGES)
def test_nothing_scrolls_sideways_and_all_that_is_touched_is_large_enough_at_320_px(
    browser: Browser, town: SiteUnderTest, town_assistant: Assistant, name: str, size: str
) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 640})
    context.add_cookies([{"name": "text_size", "value": size, "url": town.url}])
    page = context.new_page()
    open_town(page, town, town_assistant, name)

    width = page.evaluate("document.documentElement.scrollWidth")
    small = page.locator(
        "main button:visible, main summary:visible, main input:visible:not([type=radio]), .filter-chip:visible, "
        ".facet__choice:visible, .sort__choice:visible, main .button:visible"
    ).evaluate_all(
        "all => all.map(e => [e.className, e.getBoundingClientRect().width, e.getBoundingClientRect().height])"
        ".filter(([_, width, height]) => width < 43.5 || height < 43.5)"
    )
    context.close()

    assert width <= 320
    assert [entry for entry in small if "filter-chip--still" not in str(entry[0])] == []
