"""Who changed what, in the browser: beside a cell, in its own tab; what was removed comes back."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

import pytest_asyncio
from playwright.async_api import Locator, Page, expect

from running import RunningSimiti
from visiting import assert_accessible, sign_in

SAVED = "บันทึกครบแล้ว"


class Desk:
    """An editor with a plan that is still written."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.rows = page.locator("tr[id^=row-]")
        self.dialog = page.get_by_role("dialog")
        self.entries = self.dialog.locator("li.entry")

    def cell(self, row: int, year: int) -> Locator:
        return self.rows.nth(row).locator("td.budget").nth(year)

    async def write(self, row: int, year: int, text: str) -> None:
        await self.cell(row, year).click()
        await self.page.keyboard.press(text[0])
        editor = self.page.locator(".cell-editor")
        await editor.press_sequentially(text[1:])
        await editor.press("Enter")
        await expect(self.page.get_by_text(SAVED)).to_be_visible()

    async def title(self, row: int) -> str:
        """Without its number."""
        told = await self.rows.nth(row).locator("th.title").inner_text()
        return re.sub(r"^\s*[๐-๙]+\.\s*", "", told).strip()

    async def open_tab(self) -> None:
        await self.page.get_by_role("tab", name="ประวัติ", exact=True).click()
        await expect(self.page.locator("li.entry").first).to_be_visible()


@pytest_asyncio.fixture(loop_scope="session")
async def desk(page: Page, running_simiti: RunningSimiti) -> AsyncIterator[Desk]:
    await sign_in(page, "nan.editor", running_simiti.password)
    await page.goto("/plan")
    await expect(page.get_by_role("grid")).to_be_visible()
    yield Desk(page)


async def test_a_cell_shows_its_history_and_gives_the_focus_back(desk: Desk) -> None:
    page = desk.page
    for text in ("7777", "-", "8888.50"):
        await desk.write(0, 1, text)
    await desk.cell(0, 1).click()
    await page.keyboard.press("Shift+F2")
    await expect(desk.dialog).to_contain_text("ประวัติของ")
    first, second, third = (desk.entries.nth(at) for at in range(3))
    await expect(first).to_contain_text("ศิริพร สาธิต แก้ไขงบประมาณ")
    await expect(first.locator("dd.was")).to_contain_text("- (ไม่ใช้งบประมาณ)")
    await expect(first.locator("dd").last).to_contain_text("๘,๘๘๘.๕๐ บาท")
    await expect(second.locator("dd.was")).to_contain_text("๗,๗๗๗ บาท")
    await expect(third.locator("dd").last).to_contain_text("๗,๗๗๗ บาท")
    await expect(desk.dialog.get_by_role("heading", level=3).first).to_contain_text("๒๕")
    await assert_accessible(page)
    in_cell = await desk.entries.count()
    await desk.dialog.get_by_label("ทั้งรายการ").check()
    await expect(desk.entries.nth(in_cell - 1)).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(desk.dialog).to_have_count(0)
    await expect(desk.cell(0, 1)).to_be_focused()
    await page.keyboard.press("Control+z")
    await expect(desk.cell(0, 1)).to_contain_text("-")
    await expect(page.get_by_text(SAVED)).to_be_visible()


async def test_a_removed_row_is_found_and_comes_back_and_that_can_be_undone(desk: Desk) -> None:
    page, count, title = desk.page, await desk.rows.count(), await desk.title(1)
    button = desk.rows.nth(1).locator("td.menu button")
    await button.click()
    await page.get_by_role("menuitem", name="ประวัติ", exact=True).click()
    await expect(desk.dialog).to_contain_text(title)
    await page.keyboard.press("Escape")
    await expect(button).to_be_focused()
    await button.click()
    await page.get_by_role("menuitem", name="ลบรายการ").click()
    await expect(desk.rows).to_have_count(count - 1)

    await desk.open_tab()
    await expect(page.locator("li.entry").first).to_contain_text("ลบรายการ")
    await expect(page.locator("li.entry").first).to_contain_text(title)
    removed = page.locator("details.removed").first
    await removed.locator("summary").click()
    await assert_accessible(page)
    line = removed.locator("li").filter(has_text=title).first
    await expect(line).to_contain_text("ศิริพร สาธิต ลบเมื่อ")
    await line.get_by_role("button", name=re.compile("^นำกลับมา")).click()
    notice = page.get_by_role("alert").filter(has_text="กลับมาแล้ว")
    await expect(notice).to_contain_text(title)
    await expect(page.locator("li.entry").first).to_contain_text("นำรายการกลับมา")
    await notice.get_by_role("button", name="เลิกทำ").click()
    await expect(page.locator("li.entry").first).to_contain_text("ลบรายการ")
    # With other rows still removed the list has stayed open; emptied, it comes back closed.
    await expect(removed).to_contain_text(title)
    if await removed.get_attribute("open") is None:
        await removed.locator("summary").click()
    await removed.locator("li").filter(has_text=title).first.get_by_role("button").click()
    await expect(notice).to_be_visible()
    await page.get_by_role("tab", name="ตารางแผน").click()
    await expect(desk.rows).to_have_count(count)
    assert await desk.title(1) == title


async def test_the_whole_history_is_filtered_and_goes_on(desk: Desk) -> None:
    page = desk.page
    await desk.open_tab()
    entries = page.locator("li.entry")
    await expect(entries).to_have_count(30)
    await page.get_by_role("button", name="แสดงเพิ่ม").click()
    await expect(entries.nth(35)).to_be_visible()
    await page.get_by_label("ชนิดของการแก้ไข").select_option("STEP")
    await expect(page.get_by_text("ไม่มีประวัติที่ตรงกับตัวกรอง")).to_be_visible()
    await page.get_by_label("ชนิดของการแก้ไข").select_option("")
    await page.get_by_label("ผู้แก้ไข").select_option("ศิริพร สาธิต")
    await expect(entries.first).to_contain_text("ศิริพร สาธิต")
    await page.get_by_label("ผู้แก้ไข").select_option("")
    title = await page.get_by_label("ส่วนของแผน").locator("option").last.inner_text()
    await page.get_by_label("ส่วนของแผน").select_option(title)
    await expect(entries.last).to_contain_text(title)
    await page.set_viewport_size({"width": 360, "height": 740})
    await assert_accessible(page)
    assert await page.evaluate("document.documentElement.scrollWidth") <= 360


async def test_a_text_a_risk_a_sheet_and_the_committees_show_theirs(desk: Desk) -> None:
    page = desk.page
    await page.goto("/plan?tab=risks")
    await page.get_by_role("button", name=re.compile("^เพิ่มความเสี่ยง")).first.click()
    await desk.dialog.get_by_role("textbox").fill("ฮั้วประมูลในงานก่อสร้าง")
    await page.keyboard.press("Tab")
    await desk.dialog.get_by_role("button", name=re.compile("^เพิ่มความเสี่ยง")).click()
    risk = page.locator("article.risk").filter(has_text="ฮั้วประมูลในงานก่อสร้าง")
    await expect(risk).to_have_count(1)
    await risk.get_by_role("button", name=re.compile("^ประวัติ")).click()
    await expect(desk.entries).to_have_count(1)
    await expect(desk.entries.first).to_contain_text("เพิ่มความเสี่ยง")
    await page.keyboard.press("Escape")
    await risk.get_by_role("button", name=re.compile("^ลบ")).click()
    await expect(risk).to_have_count(0)
    await page.get_by_role("alert").get_by_role("button", name="เลิกทำ").click()
    await expect(risk).to_have_count(1)
    await risk.get_by_role("button", name=re.compile("^ประวัติ")).click()
    await expect(desk.entries).to_have_count(3)
    await page.set_viewport_size({"width": 360, "height": 740})
    await assert_accessible(page)
    box = await desk.dialog.bounding_box()
    assert box
    assert box["width"] <= 360
    await page.keyboard.press("Escape")
    for tab, heading in (
        ("sections", "ประวัติของ"),
        ("committees", "ประวัติของคำสั่งและคณะกรรมการ"),
    ):
        await page.goto(f"/plan?tab={tab}")
        link = page.get_by_role("button", name=re.compile("^ประวัติ")).first
        await link.click()
        await expect(desk.dialog).to_contain_text(heading)
        await page.keyboard.press("Escape")
        await expect(link).to_be_focused()
    await page.goto("/plan?tab=sheets")
    await page.locator("button.line-link").first.click()
    await page.get_by_role("button", name=re.compile("^ประวัติ")).click()
    await desk.dialog.get_by_label("เฉพาะช่อง").select_option("sheet.ordinanceItem")
    await expect(desk.dialog).to_contain_text("ยังไม่มีประวัติ")


async def test_what_an_officer_said_of_a_returned_cell_stands_above_its_history(
    page: Page, running_simiti: RunningSimiti
) -> None:
    await sign_in(page, "huaimai.editor", running_simiti.password)
    await page.goto("/plan")
    desk = Desk(page)
    reason = page.locator(".row-reason").first
    await expect(reason).to_be_visible()
    words = (await reason.inner_text()).rsplit(": ", 1)[1]
    await page.locator("td.budget.returned").first.click()
    await page.keyboard.press("Shift+F2")
    said = desk.dialog.get_by_role("region", name="ข้อคิดเห็นและเหตุผล")
    await expect(said).to_contain_text("ส่งกลับให้แก้ไข")
    await expect(said).to_contain_text(words)
    await expect(desk.dialog.locator("li.entry", has_text=words)).to_have_count(1)
    await assert_accessible(page)
    await page.keyboard.press("Escape")
    await page.get_by_role("tab", name="ประวัติ", exact=True).click()
    await page.get_by_label("ชนิดของการแก้ไข").select_option("STEP")
    await expect(page.locator("li.entry")).to_contain_text(
        ["ส่งแผนกลับแก้ไข", "ส่งแผน", "เสนอคณะกรรมการ"]
    )
