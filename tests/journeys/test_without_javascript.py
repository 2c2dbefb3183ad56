"""The whole way without JavaScript."""

from playwright.sync_api import Page, expect

from tests.journeys.site_under_test import SiteUnderTest, composer, turn


def test_a_whole_conversation_works_without_javascript(plain_page: Page, site: SiteUnderTest) -> None:
    page = plain_page
    answered = site.ask_first(page)
    expect(answered.locator(".answer-text")).not_to_be_empty()

    answered.locator(".source__summary").first.click()
    expect(answered.locator(".source__quote").first).to_be_visible()

    composer(page).fill("那要啥材料？")
    page.locator(".composer__send").click()
    expect(turn(page, 1).locator(".question__text")).to_have_text("那要啥材料？")

    turn(page, 1).get_by_role("button", name="有帮助").click()
    expect(page.get_by_text("您的评价已经记下")).to_be_visible()

    page.get_by_role("button", name="转人工").click()
    expect(turn(page, 2).locator(".card__number")).not_to_be_empty()

    page.locator("[data-menu] > summary").click()
    page.get_by_role("link", name="删除这段对话").click()
    page.get_by_role("button", name="确认删除").click()
    expect(page.get_by_text("这段对话已经删除")).to_be_visible()


def test_a_quick_reply_is_a_button_that_sends(plain_page: Page, site: SiteUnderTest) -> None:
    site.ask_first(plain_page)
    reply = plain_page.locator(".chip").first
    words = reply.inner_text()

    reply.click()

    expect(turn(plain_page, 1).locator(".question__text")).to_have_text(words)


def test_a_citation_mark_opens_its_source_without_javascript(plain_page: Page, site: SiteUnderTest) -> None:
    answered = site.ask_first(plain_page)

    answered.locator("a.mark").first.click()

    expect(answered.locator(".source__quote").first).to_be_visible()
