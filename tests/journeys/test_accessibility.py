"""WCAG 2.2 AA on every page, light and dark; 320 px wide; text at its largest."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.journeys.site_under_test import PHONE, SiteUnderTest, turn

PATHS = ("/", "/?audience=employer", "/help", "/privacy", "/quality", "/patterns", "/nope", "conversation", "delete", "refused",
         "/subsidies", "/employers", "/subsidies/unemployment-benefit", "/subsidies/unemployment-benefit/summary",
         "/employers/batch")  # fmt: skip
WCAG = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}}


def open_page(page: Page, site: SiteUnderTest, path: str) -> None:
    if path.startswith("/"):
        site.open(page, path)
        return
    site.ask_first(page)
    page.get_by_role("button", name="转人工").click()
    turn(page, 1)
    for source in page.locator(".source__summary").all():
        source.click()
    page.locator(".feedback__why > summary").first.click()
    if path == "delete":
        page.goto(page.url.partition("#")[0] + "/delete")
    if path == "refused":
        page.evaluate("document.querySelector('[data-composer]').noValidate = true")
        page.locator("#text").press("Enter")
        page.get_by_role("alert").wait_for()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PATHS)
def test_axe_finds_nothing(browser: Browser, site: SiteUnderTest, path: str, scheme: str) -> None:
    context = browser.new_context(viewport=PHONE, color_scheme=scheme, reduced_motion="reduce")
    page = context.new_page()
    open_page(page, site, path)

    results = Axe().run(page, options=WCAG)
    context.close()

    assert results.violations_count == 0, results.generate_report()


@pytest.mark.parametrize("size", ["normal", "largest"])
@pytest.mark.parametrize("path", PATHS)
def test_nothing_scrolls_sideways_at_320_px(browser: Browser, site: SiteUnderTest, path: str, size: str) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 640})
    context.add_cookies([{"name": "text_size", "value": size, "url": site.url}])
    page = context.new_page()
    open_page(page, site, path)

    width = page.evaluate("document.documentElement.scrollWidth")
    context.close()

    assert width <= 320


@pytest.mark.parametrize("path", ["/", "/patterns", "conversation"])
def test_what_is_touched_is_large_enough(page: Page, site: SiteUnderTest, path: str) -> None:
    open_page(page, site, path)

    sizes = page.locator("button:visible, summary:visible, textarea:visible, .switch__choice").evaluate_all(
        "all => all.map(e => [e.className, e.getBoundingClientRect().width, e.getBoundingClientRect().height])"
    )

    assert [entry for entry in sizes if entry[1] < 44 or entry[2] < 44] == []
