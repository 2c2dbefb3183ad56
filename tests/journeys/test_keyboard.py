"""Everything by keyboard alone."""

from playwright.sync_api import Page, expect

from tests.journeys.site_under_test import QUESTION, SiteUnderTest, composer, turn

_MOST_STOPS = 60


def tab_to(page: Page, selector: str, keys: str = "Tab") -> None:
    """Presses Tab until the element has the focus; each stop on the way must be visible."""
    for _ in range(_MOST_STOPS):
        page.keyboard.press(keys)
        focused = page.locator(":focus")
        assert focused.count() == 1
        assert focused.bounding_box() is not None
        if focused.evaluate("(element, selector) => element.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} is not reached by {keys}")


def test_a_conversation_by_keyboard_alone(page: Page, site: SiteUnderTest) -> None:
    site.open(page)
    page.keyboard.press("Tab")
    expect(page.locator(".skip-link")).to_be_focused()
    page.keyboard.press("Enter")
    tab_to(page, "#text")
    page.keyboard.type(QUESTION)
    page.keyboard.press("Enter")
    turn(page, 0)

    tab_to(page, "a.mark")
    page.keyboard.press("Enter")
    expect(page.locator(".source__quote").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".source__quote").first).to_be_hidden()

    tab_to(page, "#text")
    page.keyboard.type("那要啥材料？")
    page.keyboard.press("Enter")
    turn(page, 1)
    expect(composer(page)).to_be_focused()

    tab_to(page, ".handover button", "Shift+Tab")
    page.keyboard.press("Enter")
    expect(turn(page, 2).locator(".status")).to_have_text("已转人工")


def test_a_quick_reply_moves_the_focus_to_its_answer(page: Page, site: SiteUnderTest) -> None:
    site.ask_first(page)

    tab_to(page, ".chip")
    page.keyboard.press("Enter")

    expect(turn(page, 1)).to_be_focused()


def test_escape_closes_the_menu_and_gives_the_focus_back(page: Page, site: SiteUnderTest) -> None:
    site.ask_first(page)
    tab_to(page, "[data-menu] > summary", "Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".menu__panel")).to_be_visible()

    page.keyboard.press("Tab")
    page.keyboard.press("Escape")

    expect(page.locator(".menu__panel")).to_be_hidden()
    expect(page.locator("[data-menu] > summary")).to_be_focused()


def test_the_focus_is_never_hidden_behind_the_bars(page: Page, site: SiteUnderTest) -> None:
    site.ask_first(page)
    composer(page).fill("再问")
    composer(page).press("Enter")
    turn(page, 1)
    page.evaluate("window.scrollTo(0, 0)")

    for _ in range(_MOST_STOPS):
        page.keyboard.press("Shift+Tab")
        if page.locator("main :focus").count() == 0:
            break
        if page.locator(".dock :focus").count():
            continue
        focused = page.locator(":focus").bounding_box()
        masthead, dock = page.locator(".masthead").bounding_box(), page.locator(".dock").bounding_box()
        assert focused and masthead and dock
        assert focused["y"] + focused["height"] > masthead["y"] + masthead["height"]
        assert focused["y"] < dock["y"]
