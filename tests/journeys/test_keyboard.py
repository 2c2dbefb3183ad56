"""Everything by keyboard alone."""

from playwright.sync_api import Page, Route, expect

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


def test_the_focus_stays_on_what_is_known_when_it_is_fetched_anew_late(page: Page, site: SiteUnderTest) -> None:
    site.ask_first(page, "我36岁，社保交了3年，失业了能领多少钱？")
    expect(page.locator(".facts-panel__summary")).to_be_visible()
    held: list[Route] = []
    page.route("**/facts", lambda route: held.append(route))
    composer(page).fill("要啥材料？")
    composer(page).press("Enter")
    turn(page, 1)
    while not held:
        page.wait_for_timeout(50)
    page.locator(".facts-panel__summary").focus()
    page.evaluate("document.querySelector('[data-facts-panel]').dataset.old = ''")

    for route in held:
        route.continue_()

    expect(page.locator("[data-facts-panel][data-old]")).to_have_count(0)
    expect(page.locator(".facts-panel__summary")).to_be_focused()


def test_a_source_closed_at_once_stays_closed(page: Page, site: SiteUnderTest) -> None:
    site.ask_first(page)
    is_open = page.evaluate(
        """async () => {
          const mark = document.querySelector("a.mark");
          const followed = new Promise((resolve) => window.addEventListener("hashchange", () => setTimeout(resolve)));
          mark.click();
          document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
          await followed;
          return document.getElementById(decodeURIComponent(mark.hash.slice(1))).closest("details").open;
        }"""
    )
    assert is_open is False
