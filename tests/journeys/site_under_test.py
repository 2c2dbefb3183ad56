"""What people do on the site, in the words of the journeys."""

from dataclasses import dataclass

from playwright.sync_api import Locator, Page, ViewportSize

PHONE: ViewportSize = {"width": 360, "height": 780}
QUESTION = "我失业了能领多少钱？"


@dataclass(frozen=True)
class SiteUnderTest:
    """Where the site is."""

    url: str

    def open(self, page: Page, path: str = "/") -> None:
        page.goto(self.url + path)

    def ask_first(self, page: Page, text: str = QUESTION) -> Locator:
        """Asks on the welcome page; the answered turn."""
        self.open(page)
        page.get_by_label("您想问什么？").fill(text)
        page.get_by_role("button", name="开始提问").click()
        return turn(page, 0)


def turn(page: Page, index: int) -> Locator:
    """An answered turn, once it is there."""
    found = page.locator("[data-turn]").nth(index)
    found.wait_for()
    return found


def composer(page: Page) -> Locator:
    return page.get_by_label("接着问", exact=True)
