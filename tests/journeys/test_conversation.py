"""A person with a phone asks, reads, checks, goes on."""

import re

from playwright.sync_api import Page, Route, expect

from tests.journeys.site_under_test import QUESTION, SiteUnderTest, composer, turn


def test_a_question_is_answered_and_every_source_can_be_opened(page: Page, site: SiteUnderTest) -> None:
    answered = site.ask_first(page)

    expect(answered.locator(".question__text")).to_have_text(QUESTION)
    expect(answered.locator(".answer-text")).not_to_be_empty()
    expect(answered.locator(".answer__label")).to_contain_text("AI辅助生成")
    answered.locator("a.mark").first.click()
    quote = answered.locator(".source__quote").first
    expect(quote).to_be_visible()
    expect(answered.get_by_text("有效期").first).to_be_visible()


def test_the_question_stands_at_once_and_progress_is_shown_until_the_answer_comes(
    page: Page, site: SiteUnderTest
) -> None:
    site.ask_first(page)
    held: list[Route] = []
    page.route("**/messages", lambda route: held.append(route))

    composer(page).fill("那要啥材料？")
    composer(page).press("Enter")

    expect(page.locator("[data-pending] .question__text")).to_have_text("那要啥材料？")
    expect(page.locator("[data-pending-step]")).to_be_visible()
    expect(page.locator("[data-announcer]")).not_to_be_empty()
    expect(page.locator(".composer__send")).to_have_attribute("aria-disabled", "true")
    held[0].continue_()
    expect(turn(page, 1).locator(".answer-text")).not_to_be_empty()
    expect(page.locator("[data-pending]")).to_have_count(0)
    expect(page.locator(".composer__send")).to_have_attribute("aria-disabled", "false")
    expect(composer(page)).to_be_focused()


def test_shift_enter_begins_a_new_line_and_enter_sends(page: Page, site: SiteUnderTest) -> None:
    site.ask_first(page)

    composer(page).press_sequentially("第一行")
    composer(page).press("Shift+Enter")
    composer(page).press_sequentially("第二行")
    expect(composer(page)).to_have_value("第一行\n第二行")
    composer(page).press("Enter")

    expect(turn(page, 1).locator(".question__text")).to_have_text(re.compile("第一行\\s第二行"))


def test_enter_that_chooses_a_word_of_an_input_method_does_not_send(page: Page, site: SiteUnderTest) -> None:
    site.ask_first(page)
    composer(page).fill("shiye")

    composer(page).dispatch_event("keydown", {"key": "Enter", "isComposing": True, "bubbles": True})

    expect(composer(page)).to_have_value("shiye")
    expect(page.locator("[data-pending]")).to_have_count(0)


def test_an_empty_message_is_answered_by_a_hint(page: Page, site: SiteUnderTest) -> None:
    site.ask_first(page)

    composer(page).press("Enter")

    expect(page.get_by_role("alert")).to_contain_text("请先写下您想问的事")


def test_an_example_begins_a_conversation(page: Page, site: SiteUnderTest) -> None:
    site.open(page, "/")
    page.get_by_role("link", name="用人单位").click()
    example = page.locator(".example").first
    words = example.inner_text()
    example.click()

    expect(turn(page, 0).locator(".question__text")).to_have_text(words)


def test_feedback_is_thanked_for_without_leaving_the_page(page: Page, site: SiteUnderTest) -> None:
    answered = site.ask_first(page)
    address = page.url

    answered.locator(".feedback__why > summary").click()
    answered.get_by_label("已经过时").check()
    answered.get_by_label("想补充的话").fill("标准变了")
    answered.get_by_role("button", name="提交").click()

    expect(answered.get_by_text("您的评价已经记下")).to_be_visible()
    assert page.url == address


def test_a_person_is_reached_in_one_step_and_a_number_is_given(page: Page, site: SiteUnderTest) -> None:
    site.ask_first(page)

    page.get_by_role("button", name="转人工").click()

    handed_over = turn(page, 1)
    expect(handed_over.locator(".status")).to_have_text("已转人工")
    expect(handed_over.locator(".card__number")).not_to_be_empty()


def test_a_conversation_can_be_deleted_and_is_gone(page: Page, site: SiteUnderTest) -> None:
    site.ask_first(page)
    address = page.url

    page.locator("[data-menu] > summary").click()
    page.get_by_role("link", name="删除这段对话").click()
    page.get_by_role("button", name="确认删除").click()

    expect(page.get_by_text("这段对话已经删除")).to_be_visible()
    page.goto(address)
    expect(page.get_by_role("heading", name="打不开这段对话")).to_be_visible()


def test_larger_text_stays_larger(page: Page, site: SiteUnderTest) -> None:
    site.open(page)
    before = page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")

    page.get_by_role("button", name="特大").click()
    site.open(page, "/help")

    assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") > before * 1.3


def test_the_transcript_is_a_file_with_question_and_answer(page: Page, site: SiteUnderTest) -> None:
    site.ask_first(page)
    page.locator("[data-menu] > summary").click()

    with page.expect_download() as download:
        page.get_by_role("link", name="下载对话记录").click()

    text = download.value.path().read_text("utf-8")
    assert QUESTION in text
    assert "内容由AI辅助生成" in text


def test_on_paper_there_are_answers_and_sources_but_no_buttons(page: Page, site: SiteUnderTest) -> None:
    site.ask_first(page)

    page.emulate_media(media="print")

    expect(page.locator(".answer-text").first).to_be_visible()
    expect(page.locator(".composer")).to_be_hidden()
    expect(page.get_by_role("button", name="转人工")).to_be_hidden()


def test_whoever_reads_further_up_is_not_moved_by_an_answer(page: Page, site: SiteUnderTest) -> None:
    site.ask_first(page)
    for index in range(1, 4):
        composer(page).fill(f"再问{index}")
        composer(page).press("Enter")
        turn(page, index)
    held: list[Route] = []
    page.route("**/messages", lambda route: held.append(route))
    composer(page).fill("还有呢")
    composer(page).press("Enter")
    expect(page.locator("[data-pending]")).to_be_visible()

    page.mouse.move(180, 300)
    page.mouse.wheel(0, -5000)
    page.wait_for_function("window.scrollY === 0")
    held[0].continue_()
    turn(page, 4)

    assert page.evaluate("window.scrollY") == 0
