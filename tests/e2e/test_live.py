"""Two people in one plan: each sees what the other saved, and nobody is disturbed in typing."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, expect

from running import RunningSimiti
from visiting import assert_accessible, sign_in

SOON = 3_000
"""Milliseconds. A second is usual; the machine may be busy."""
AFTER_AN_OUTAGE = 60_000


class Desk:
    """One person's browser with the plan open."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.note = page.locator(".live-note")
        self.rows = page.locator("tr[id^=row-]")
        self.total = page.locator("tfoot td.figure").last

    def cell(self, at: int = 0) -> Locator:
        return self.page.locator("td.budget").nth(at)

    async def begin(self, typed: str, at: int = 0) -> Locator:
        """Types over a cell and does not leave it."""
        await self.cell(at).click()
        await self.cell(at).press(typed[0])
        editor = self.page.locator(".cell-editor")
        await editor.press_sequentially(typed[1:])
        return editor

    async def type(self, typed: str, at: int = 0) -> None:
        await (await self.begin(typed, at)).press("Enter")


async def open_desk(browser: Browser, simiti: RunningSimiti, username: str) -> Desk:
    context = await browser.new_context(
        base_url=simiti.base_url, locale="th-TH", reduced_motion="reduce"
    )
    page = await context.new_page()
    await sign_in(page, username, simiti.password)
    async with page.expect_response(is_stream):
        await page.goto("/plan")
    await expect(page.get_by_role("grid")).to_be_visible()
    return Desk(page)


def is_stream(response: object) -> bool:
    headers: dict[str, str] = getattr(response, "headers", {})
    return headers.get("content-type", "").startswith("text/event-stream")


@pytest_asyncio.fixture(loop_scope="session")
async def mine(browser: Browser, running_simiti: RunningSimiti) -> AsyncIterator[Desk]:
    desk = await open_desk(browser, running_simiti, "nan.editor")
    yield desk
    await desk.page.context.close()


@pytest_asyncio.fixture(loop_scope="session")
async def theirs(browser: Browser, running_simiti: RunningSimiti) -> AsyncIterator[Desk]:
    desk = await open_desk(browser, running_simiti, "nan.approver")
    yield desk
    await desk.page.context.close()


async def test_what_a_colleague_saves_is_seen_without_reloading(mine: Desk, theirs: Desk) -> None:
    await theirs.type("31500")
    await expect(mine.cell()).to_contain_text("๓๑,๕๐๐", timeout=SOON)
    await expect(mine.cell()).to_have_class(re.compile(r"\bfresh\b"))
    await expect(mine.note).to_contain_text("ธนพล สาธิต แก้ไข ๑ ช่องเมื่อสักครู่")
    await expect(mine.total).to_have_text(await theirs.total.inner_text(), timeout=SOON)
    await assert_accessible(mine.page)
    await expect(theirs.note).to_be_empty()
    await expect(mine.cell()).not_to_have_class(re.compile(r"\bfresh\b"), timeout=15_000)


async def test_two_who_type_in_one_cell_are_shown_both_values(mine: Desk, theirs: Desk) -> None:
    editor = await mine.begin("41000")
    await theirs.type("42000")
    await expect(mine.note).to_contain_text("ธนพล", timeout=SOON)
    await expect(editor).to_have_value("41000")
    await expect(editor).to_be_focused()
    await editor.press("Enter")
    refused = mine.page.locator(".refused-cell")
    await expect(refused).to_contain_text("ค่าที่บันทึกอยู่: ๔๒,๐๐๐")
    await expect(refused).to_contain_text("ค่าของฉัน: ๔๑,๐๐๐")
    await mine.page.get_by_role("button", name="ใช้ค่าของฉัน").click()
    await expect(theirs.cell()).to_contain_text("๔๑,๐๐๐", timeout=SOON)


async def test_undoing_does_not_take_a_colleagues_value_away(mine: Desk, theirs: Desk) -> None:
    await mine.type("51000")
    await expect(theirs.cell()).to_contain_text("๕๑,๐๐๐", timeout=SOON)
    await theirs.type("52000")
    await expect(mine.cell()).to_contain_text("๕๒,๐๐๐", timeout=SOON)
    await mine.page.get_by_role("grid").press("Control+z")
    await expect(mine.page.locator(".refused-cell")).to_contain_text("ค่าที่บันทึกอยู่: ๕๒,๐๐๐")
    await mine.page.get_by_role("button", name="ใช้ค่าที่บันทึกอยู่").click()
    await expect(theirs.cell()).to_contain_text("๕๒,๐๐๐")


async def test_a_row_that_a_colleague_adds_waits_until_nobody_types(
    mine: Desk, theirs: Desk
) -> None:
    before = await mine.rows.count()
    editor = await mine.begin("7", at=9)
    label = await editor.get_attribute("aria-label")
    await theirs.page.get_by_role("button", name=re.compile("^เพิ่มรายการในภารกิจ")).first.click()
    dialog = theirs.page.get_by_role("dialog")
    await dialog.get_by_role("textbox").first.fill("โครงการที่เพื่อนร่วมงานเพิ่ม")
    await dialog.get_by_role("button", name=re.compile("^เพิ่ม")).click()
    await expect(theirs.rows).to_have_count(before + 1)
    await mine.page.wait_for_timeout(1_500)
    assert await editor.get_attribute("aria-label") == label
    assert await mine.rows.count() == before
    await editor.press("Escape")
    await expect(mine.rows).to_have_count(before + 1, timeout=SOON)
    await expect(mine.page.get_by_text("โครงการที่เพื่อนร่วมงานเพิ่ม")).to_be_visible()


async def test_after_the_database_was_away_the_page_catches_up_by_itself(
    mine: Desk, theirs: Desk, running_simiti: RunningSimiti
) -> None:
    pid = running_simiti.kill("database")
    await theirs.type("61000")
    running_simiti.wait_for_another("database", than=pid)
    await expect(mine.cell()).to_contain_text("๖๑,๐๐๐", timeout=AFTER_AN_OUTAGE)
    await theirs.type("62000")
    await expect(mine.cell()).to_contain_text("๖๒,๐๐๐", timeout=AFTER_AN_OUTAGE)
