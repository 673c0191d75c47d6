"""Work that must not be lost: corrections, two browsers, no line, a session that ended."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import openpyxl
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Locator, Page, expect

from running import RunningSimiti
from visiting import assert_accessible, sign_in, sign_out

SAVED = "บันทึกครบแล้ว"
TITLE = "โครงการที่กรอกในแบบของระบบ"


@pytest_asyncio.fixture(loop_scope="session")
async def other(browser: Browser, running_simiti: RunningSimiti) -> AsyncIterator[Page]:
    """A second browser, of a colleague."""
    context = await browser.new_context(base_url=running_simiti.base_url, locale="th-TH")
    yield await context.new_page()
    await context.close()


async def test_the_template_is_filled_corrected_and_moved(
    page: Page, other: Page, running_simiti: RunningSimiti, tmp_path: Path
) -> None:
    """What is typed in the template is what is read; a correction moves the totals at once."""
    await sign_in(page, "nan.editor", running_simiti.password)
    await page.goto("/")
    await expect(page.get_by_role("heading", level=1)).to_be_visible()
    fold = page.locator("summary", has_text="นำเข้าเอกสารแผน")
    if await fold.count():
        await fold.click()
    await page.locator("input[type=file]").set_input_files(await filled(page, tmp_path))
    row = page.locator(".draft-row", has_text=TITLE)
    await expect(row).to_contain_text("๑๕,๐๐๐", timeout=30_000)
    await expect(page.get_by_text("รวม ๓๕,๐๐๐ บาท")).to_be_visible()
    await assert_page_ends_where_it_ends(page)

    await sign_in(other, "nan.editor", running_simiti.password)
    await other.goto(page.url)
    await expect(other.locator(".draft-row", has_text=TITLE)).to_be_visible()

    await row.get_by_role("button", name=re.compile("^แก้ไข")).click()
    editor = page.locator("form.row-editor")
    await editor.get_by_label("ปี ๒๕๖๑ (บาท)").fill("๑๘,๕๐๐.๕๐ บาท")
    await editor.locator("select").first.select_option("3.1")
    await editor.get_by_role("button", name="บันทึก").click()
    await expect(editor).to_have_count(0)
    await expect(page.get_by_text("รวม ๓๘,๕๐๐.๕๐ บาท")).to_be_visible()
    await page.locator("summary", has_text="ยอดรวม").click()
    moved_to = page.locator(".totals-table tr", has_text="มิติที่ ๓")
    await expect(moved_to).to_contain_text("๑๘,๕๐๐.๕๐")

    await correct_what_a_colleague_corrected(other)
    await page.reload()
    await expect(page.locator(".draft-row", has_text=f"{TITLE} ปี ๒")).to_contain_text("๑๘,๕๐๐.๕๐")
    await page.get_by_role("button", name="ไม่ใช้เอกสารนี้").click()
    await assert_accessible(page)
    await page.get_by_role("button", name="ยืนยันไม่ใช้เอกสารนี้").click()
    await expect(page.get_by_text("เอกสารนี้ถูกพับไว้")).to_be_visible()


async def filled(page: Page, folder: Path) -> Path:
    """The template as an officer fills it in: a number, a dash, a blank, Thai digits."""
    answer = await page.request.get("/documents/template.xlsx")
    target = folder / "filled.xlsx"
    target.write_bytes(await answer.body())
    book = openpyxl.load_workbook(target)
    mission = book["รายการเลือก"]["A1"].value
    sheet = book["แผน"]
    for column, value in enumerate([mission, 1, "โครงการ", TITLE, 15000, "-", None, "๒๐,๐๐๐"], 1):
        sheet.cell(4, column, value)
    book.save(target)
    return target


async def correct_what_a_colleague_corrected(other: Page) -> None:
    """Refused in sight, typed words kept; the second try puts back nothing of the colleague's."""
    row = other.locator(".draft-row", has_text=TITLE)
    await row.get_by_role("button", name=re.compile("^แก้ไข")).click()
    editor = other.locator("form.row-editor")
    await editor.get_by_role("textbox").first.fill(f"{TITLE} ปี ๒")
    await editor.get_by_role("button", name="บันทึก").click()
    await expect(other.get_by_text("มีผู้อื่นแก้เอกสารนี้ก่อน")).to_be_in_viewport()
    await expect(editor.get_by_role("textbox").first).to_have_value(f"{TITLE} ปี ๒")
    await editor.get_by_role("button", name="บันทึก").click()
    await expect(editor).to_have_count(0)


async def assert_page_ends_where_it_ends(page: Page) -> None:
    """What is for the ear alone must not make the page longer than what is seen."""
    below = await page.evaluate(
        "document.documentElement.scrollHeight - scrollY"
        " - document.querySelector('main').getBoundingClientRect().bottom"
    )
    assert below < 2


async def test_nothing_of_a_colleague_is_overwritten(
    page: Page, other: Page, running_simiti: RunningSimiti
) -> None:
    mine = await open_grid(page, "nan.editor", running_simiti.password)
    theirs = await open_grid(other, "nan.editor", running_simiti.password)
    await type_while(mine, "20000", lambda: type_amount(theirs, "30000"))
    await expect(page.get_by_text("ค่าที่บันทึกอยู่:")).to_contain_text("๓๐,๐๐๐")
    await assert_accessible(page)
    await page.get_by_role("button", name="ใช้ค่าที่บันทึกอยู่").click()
    await expect(mine).to_contain_text("๓๐,๐๐๐")

    await type_while(mine, "22000", lambda: type_amount(theirs, "31000"))
    await expect(page.get_by_text("ค่าที่บันทึกอยู่:")).to_contain_text("๓๑,๐๐๐")
    await page.get_by_role("grid").press("Control+z")
    await expect(mine).to_contain_text("๓๑,๐๐๐")
    await other.reload()
    await expect(theirs).to_contain_text("๓๑,๐๐๐")


async def test_typed_work_survives_the_line_and_the_session(
    page: Page, running_simiti: RunningSimiti
) -> None:
    """In two tabs that are closed without a line, one of them in the middle of a word."""
    await open_grid(page, "nan.editor", running_simiti.password)
    context: BrowserContext = page.context
    second = await context.new_page()
    await second.goto("/plan")
    await expect(first_cell(second)).to_be_visible()
    await context.set_offline(True)
    await type_amount(budget(nth_row(page, 0), 0), "41000")
    await type_amount(budget(nth_row(second, 0), 1), "41001")
    for tab in (page, second):
        await expect(tab.get_by_text("เก็บไว้ในเครื่องนี้ ๑ ช่อง")).to_be_visible()
    await budget(nth_row(page, 1), 2).click()
    await page.keyboard.press("4")
    await page.locator(".cell-editor").press_sequentially("100")
    for tab in (page, second):
        await tab.close(run_before_unload=False)
    await context.set_offline(False)
    page = await context.new_page()
    await page.goto("/plan")
    for year, amount in enumerate(("๔๑,๐๐๐", "๔๑,๐๐๑")):
        await expect(budget(nth_row(page, 0), year)).to_contain_text(amount)
    await expect(page.get_by_text("พิมพ์ค้างไว้ ๑ ช่อง")).to_be_visible()
    await assert_accessible(page)
    await page.get_by_role("button", name="ไปที่ช่อง").click()
    unfinished = budget(nth_row(page, 1), 2)
    await expect(unfinished).to_be_focused()
    await expect(unfinished).to_contain_text("4100")
    await page.keyboard.press("F2")
    await page.keyboard.press("Enter")
    await expect(unfinished).to_contain_text("๔,๑๐๐")
    await expect(page.get_by_text(SAVED)).to_be_visible()

    await type_amount(first_cell(page), "12,34")
    await expect(page.get_by_text("อ่านเป็นจำนวนเงินไม่ได้").first).to_be_visible()
    await page.reload()
    await expect(first_cell(page)).to_contain_text("12,34")

    second = await context.new_page()
    await second.goto("/")
    await sign_out(second)
    await second.close()
    await type_amount(first_cell(page), "42000")
    await page.get_by_role("button", name="เข้าสู่ระบบอีกครั้ง").click()
    await expect(page).to_have_url(re.compile("/sign-in"))
    await page.get_by_label("ชื่อบัญชี").fill("nan.editor")
    await page.get_by_label("รหัสผ่าน", exact=True).fill(running_simiti.password)
    await page.keyboard.press("Enter")
    await expect(first_cell(page)).to_contain_text("๔๒,๐๐๐")
    await expect(page.get_by_text(SAVED)).to_be_visible()


TEN_MINUTES = 10 * 60


async def test_ten_minutes_without_a_line_lose_nothing_and_overwrite_nobody(
    page: Page, other: Page, running_simiti: RunningSimiti
) -> None:
    """It goes in the middle of typing; a colleague works on, also in one of the same cells."""
    await page.clock.install()
    await open_grid(page, "nan.editor", running_simiti.password)
    await open_grid(other, "nan.editor", running_simiti.password)
    row, theirs = nth_row(page, 2), nth_row(other, 2)
    title = f"โครงการที่ตั้งชื่อตอนไม่มีสัญญาณ {running_simiti.base_url[-3:]}"
    await budget(row, 0).click()
    await budget(row, 0).press("5")
    await page.context.set_offline(True)
    await budget(row, 0).locator("input").press_sequentially("1000")
    await budget(row, 0).locator("input").press("Enter")
    typed = (("52000", "๕๒,๐๐๐"), ("53000.50", "๕๓,๐๐๐.๕๐"), ("54000", "๕๔,๐๐๐"))
    for year, (keys, shown) in enumerate(typed, start=1):
        await page.clock.fast_forward(TEN_MINUTES * 1_000 // 6)
        await budget(row, year).click()
        await budget(row, year).press(keys[0])
        await budget(row, year).locator("input").press_sequentially(keys[1:])
        await budget(row, year).locator("input").press("Enter")
        await expect(budget(row, year)).to_contain_text(shown)
    await row.locator("th.title").click()
    await page.keyboard.press("F2")
    await page.keyboard.press("Control+a")
    await page.keyboard.insert_text(title)
    await page.keyboard.press("Enter")
    await row.locator("td.remarks").click()
    await page.keyboard.press("F2")
    await page.keyboard.insert_text("พิมพ์ตอนไม่มีสัญญาณ")
    await page.keyboard.press("Enter")
    await page.clock.fast_forward(TEN_MINUTES * 1_000 // 2)
    await expect(page.get_by_text("เก็บไว้ในเครื่องนี้ ๖ ช่อง")).to_be_visible()
    await type_amount(budget(theirs, 1), "60000")
    await type_amount(budget(nth_row(other, 3), 3), "61000")
    await expect(other.get_by_text(SAVED)).to_be_visible()

    await page.context.set_offline(False)
    conflict = page.get_by_text("ค่าที่บันทึกอยู่:")
    await expect(conflict).to_contain_text("๖๐,๐๐๐", timeout=60_000)
    await expect(budget(row, 1)).to_contain_text("๕๒,๐๐๐")
    await expect(budget(nth_row(page, 3), 3)).to_contain_text("๖๑,๐๐๐", timeout=60_000)
    await page.get_by_role("button", name="ใช้ค่าของฉัน").click()
    await expect(page.get_by_text(SAVED)).to_be_visible(timeout=60_000)
    for seen in (page, other):
        await seen.reload()
        row = nth_row(seen, 2)
        for year, shown in enumerate(("๕๑,๐๐๐", *(shown for _, shown in typed))):
            await expect(budget(row, year)).to_contain_text(shown)
        await expect(row.locator("th.title")).to_contain_text(title)
        await expect(row.locator("td.remarks")).to_contain_text("พิมพ์ตอนไม่มีสัญญาณ")
        await expect(budget(nth_row(seen, 3), 3)).to_contain_text("๖๑,๐๐๐")


def nth_row(page: Page, at: int) -> Locator:
    return page.locator("tr[id^=row-]").nth(at)


def budget(row: Locator, year: int) -> Locator:
    return row.locator("td.budget").nth(year)


async def test_a_reader_reads_only_and_the_nation_chooses_a_province(
    page: Page, running_simiti: RunningSimiti
) -> None:
    await sign_in(page, "huamueang.viewer", running_simiti.password)
    await expect(page.locator("input[type=file]")).to_have_count(0)
    await page.goto("/plan")
    await expect(page.get_by_role("heading", level=1)).to_be_visible()
    cells = page.locator("td.budget")
    if await cells.count():
        await cells.first.click()
        await page.keyboard.type("99")
        await page.keyboard.press("Enter")
    await expect(page.locator(".cell-editor")).to_have_count(0)
    await page.goto("/province")
    await expect(page.get_by_role("heading", name="ไม่พบหน้านี้")).to_be_visible()
    await sign_out(page)

    await sign_in(page, "national.viewer", running_simiti.password)
    await assert_accessible(page)
    await page.get_by_label("จังหวัด", exact=True).select_option(label="แพร่")
    await expect(page.get_by_role("heading", level=1)).to_contain_text("จังหวัดแพร่")
    await page.get_by_role("tab", name="ความครอบคลุม").click()
    await expect(page).to_have_url(re.compile("tab=coverage"))
    await page.go_back()
    await expect(page).not_to_have_url(re.compile("tab=coverage"))


async def open_grid(page: Page, username: str, password: str) -> Locator:
    await sign_in(page, username, password)
    await page.goto("/plan")
    await expect(page.get_by_role("grid")).to_be_visible()
    return first_cell(page)


def first_cell(page: Page) -> Locator:
    return page.locator("td.budget").first


async def type_while(cell: Locator, typed: str, meanwhile: Callable[[], Awaitable[None]]) -> None:
    """Something happens after the first key and before the others; it is heard of by then."""
    await cell.click()
    await cell.press(typed[0])
    note = cell.page.locator(".live-note")
    await expect(note).to_be_empty(timeout=60_000)
    await meanwhile()
    await expect(note).to_contain_text("แก้ไข")
    await cell.locator("input").press_sequentially(typed[1:])
    await cell.locator("input").press("Enter")


async def type_amount(cell: Locator, typed: str) -> None:
    """Typed straight over the cell, as in a spreadsheet."""
    await cell.click()
    await cell.press(typed[0])
    await cell.locator("input").press_sequentially(typed[1:])
    await cell.locator("input").press("Enter")
