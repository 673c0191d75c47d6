"""The whole product, and a real Chromium to use it with.

Tests here are async; they and the browser share one event loop for the whole session.
"""

import inspect
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, async_playwright

import browsers
import running
from running import RunningSimiti

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Playwright's objects live in the loop that made them."""
    for item in items:
        test: object = getattr(item, "function", None)
        if item.path.is_relative_to(HERE) and inspect.iscoroutinefunction(test):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest.fixture(scope="session")
def running_simiti(private_folder: Path) -> Iterator[RunningSimiti]:
    """`make run` in a folder of its own: `.base_url`, `.password`, `.kill(part)`."""
    started = running.start(private_folder / "simiti")
    try:
        started.wait_for_line("Simiti is ready", seconds=180)
        yield started
    finally:
        if started.process.poll() is None:
            started.stop()


@pytest.fixture(scope="session")
def chromium_path() -> Path:
    """The browser's program."""
    path = browsers.find()
    if path is None:
        pytest.fail("no Chromium: `make test` brings one, or install the system's chromium")
    return path


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser(chromium_path: Path) -> AsyncIterator[Browser]:
    """A headless Chromium."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=chromium_path, args=browsers.ARGUMENTS
        )
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="session")
async def page(browser: Browser, running_simiti: RunningSimiti) -> AsyncIterator[Page]:
    """A fresh Thai visitor's page; paths are relative to the product's address."""
    context = await browser.new_context(
        base_url=running_simiti.base_url,
        locale="th-TH",
        timezone_id="Asia/Bangkok",
        viewport={"width": 1280, "height": 800},
    )
    yield await context.new_page()
    await context.close()
