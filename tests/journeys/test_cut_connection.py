"""When the network goes, nothing that was written is lost."""

from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.journeys.site_under_test import SiteUnderTest, composer, turn


def test_a_message_that_cannot_be_sent_stays_in_the_field(
    page: Page, context: BrowserContext, site: SiteUnderTest
) -> None:
    site.ask_first(page)
    context.set_offline(True)

    composer(page).fill("我的问题很长，不想再写一遍")
    composer(page).press("Enter")

    expect(page.get_by_role("alert")).to_contain_text("网络断开了")
    expect(composer(page)).to_have_value("我的问题很长，不想再写一遍")
    context.set_offline(False)
    composer(page).press("Enter")
    expect(turn(page, 1).locator(".question__text")).to_have_text("我的问题很长，不想再写一遍")
    expect(composer(page)).to_have_value("")
    expect(page.get_by_role("alert")).to_have_count(0)


def test_an_answer_that_was_cut_off_is_fetched_again(page: Page, site: SiteUnderTest) -> None:
    site.ask_first(page)

    def answer_but_cut(route: Route) -> None:
        route.fetch()
        route.abort("connectionreset")

    page.route("**/messages", answer_but_cut)
    composer(page).fill("断在半路的问题")
    composer(page).press("Enter")

    expect(turn(page, 1).locator(".question__text")).to_have_text("断在半路的问题")
    expect(composer(page)).to_have_value("")
    expect(page.get_by_role("alert")).to_have_count(0)


def test_what_is_typed_is_still_there_after_the_page_is_loaded_again(page: Page, site: SiteUnderTest) -> None:
    site.ask_first(page)
    composer(page).press_sequentially("写到一半")

    page.reload()

    expect(composer(page)).to_have_value("写到一半")


def test_a_refusal_is_told_in_words_and_the_text_stays(page: Page, site: SiteUnderTest) -> None:
    site.ask_first(page)
    problem = (
        '{"type":"urn:assistant:problem:rate_limited","title":"太快","status":429,"detail":"请稍等","request_id":"1"}'
    )
    page.route("**/messages", lambda route: route.fulfill(status=429, body=problem, content_type="application/json"))

    composer(page).fill("问得太快")
    composer(page).press("Enter")

    expect(page.get_by_role("alert")).to_contain_text("请稍等")
    expect(composer(page)).to_have_value("问得太快")


def test_the_first_question_is_asked_plainly_where_the_api_does_not_answer(page: Page, site: SiteUnderTest) -> None:
    page.route("**/api/conversations", lambda route: route.abort())

    answered = site.ask_first(page, "没有接口也要能问")

    expect(answered.locator(".question__text")).to_have_text("没有接口也要能问")
