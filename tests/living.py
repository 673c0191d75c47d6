"""A Simiti of one's own for a plan's whole life, and the browsers of those who take part in it."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Browser, Locator, Page

import running
from running import RunningSimiti
from visiting import sign_in

SIGNED_IN = ("huamueang.editor", "huamueang.editor", "huamueang.approver", "song.officer")


@dataclass
class Cast:
    """One browser each, in the order of `SIGNED_IN`; the reader never signs in."""

    simiti: RunningSimiti
    editor: Page
    colleague: Page
    approver: Page
    officer: Page
    reader: Page


@asynccontextmanager
async def living(
    browser: Browser, folder: Path, *, width: int = 1280, height: int = 800
) -> AsyncGenerator[Cast]:
    """Of its own, since the organisation that has no plan yet is only one."""
    simiti = running.start(folder / "simiti")
    try:
        simiti.wait_for_line("Simiti is ready", seconds=180)
        pages: list[Page] = []
        for _ in range(5):
            context = await browser.new_context(
                base_url=simiti.base_url,
                locale="th-TH",
                timezone_id="Asia/Bangkok",
                viewport={"width": width, "height": height},
            )
            pages.append(await context.new_page())
        for page, name in zip(pages, SIGNED_IN, strict=False):
            await sign_in(page, name, simiti.password)
        yield Cast(simiti, *pages)
        for page in pages:
            await page.context.close()
    finally:
        simiti.stop()


def way(page: Page) -> Locator:
    """Where the plan stands, with its next step."""
    return page.get_by_role("region", name="ขั้นตอนของแผน")


def stage(page: Page) -> Locator:
    return way(page).locator("[aria-current=step]")


def cell(page: Page, row: int, year: int) -> Locator:
    """A budget by row and year, from 0."""
    return page.locator("tr[id^=row-]").nth(row).locator("td.budget").nth(year)
