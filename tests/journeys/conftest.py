"""A real browser before a real server. Where Chromium is missing, journeys skip and say so."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from assistant.bootstrap import build_assistant
from assistant.settings import Settings
from tests.journeys.site_under_test import PHONE, SiteUnderTest
from tests.small_knowledge_base import SHIPPED
from tests.web.live_server import serve
from web.app import create_app

_PATIENCE_MS = 10_000


@pytest.fixture(scope="session")
def site(new_data_dir: Callable[[str], Path]) -> Iterator[SiteUnderTest]:
    """The whole product on a free port, with a database of its own."""
    settings = Settings(
        _env_file=None,
        data_dir=new_data_dir("data"),
        knowledge_dir=SHIPPED,
        messages_per_minute=1000,
        messages_per_minute_address=10_000,
        conversations_per_minute_address=1000,
    )
    with serve(create_app(build_assistant(settings))) as url:
        yield SiteUnderTest(url)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Chromium. Closed with this package, since playwright keeps an event loop on the main thread."""
    executable = shutil.which("chromium") or shutil.which("chromium-browser")
    if executable is None:
        pytest.skip("Chromium is not installed: browser journeys are skipped (Debian: apt-get install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A phone with a clean memory."""
    context = browser.new_context(viewport=PHONE, locale="zh-CN", reduced_motion="reduce")
    context.set_default_timeout(_PATIENCE_MS)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page on which any script error, and anything the security policy blocks, fails the test."""
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda message: complaints.append(message.text) if "Security Policy" in message.text else None)
    yield page
    assert complaints == []


@pytest.fixture
def plain_page(browser: Browser) -> Iterator[Page]:
    """A page in a browser without JavaScript."""
    context = browser.new_context(viewport=PHONE, locale="zh-CN", java_script_enabled=False)
    context.set_default_timeout(_PATIENCE_MS)
    yield context.new_page()
    context.close()
