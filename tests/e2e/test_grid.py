"""The grid as a spreadsheet: choosing, pasting with a look first, undoing, order, filters."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from urllib.parse import quote

import pytest_asyncio
from playwright.async_api import Locator, Page, Route, expect

from running import RunningSimiti
from visiting import assert_accessible, sign_in

SAVED = "บันทึกครบแล้ว"
PASTE = """text => {
  const clipboardData = new DataTransfer()
  clipboardData.setData('text/plain', text)
  const paste = new ClipboardEvent('paste', {clipboardData, bubbles: true, cancelable: true})
  document.activeElement.dispatchEvent(paste)
}"""

FIGURES = """cells => cells.map(cell => {
  const shown = cell.cloneNode(true)
  for (const mark of shown.querySelectorAll('.save-mark')) mark.remove()
  return shown.textContent
})"""
AFTER_AN_OUTAGE = 60_000


class Desk:
    """An editor with a plan that is still written."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.rows = page.locator("tr[id^=row-]")
        self.said = page.locator(".said")
        self.dialog = page.get_by_role("dialog")
        self.total = page.locator("tfoot td.figure").last

    def cell(self, row: int, year: int) -> Locator:
        """By row and year, from 0."""
        return self.rows.nth(row).locator("td.budget").nth(year)

    def title(self, row: int) -> Locator:
        return self.rows.nth(row).locator("th.title")

    async def titles(self) -> list[str]:
        """Without their numbers."""
        told = await self.rows.locator("th.title").all_inner_texts()
        return [re.sub(r"^\s*[๐-๙]+\.\s*", "", one) for one in told]

    async def figures(self, row: int) -> list[str]:
        """What the cells of a row say, without the marks of saving."""
        return await self.rows.nth(row).locator("td.budget").evaluate_all(FIGURES)

    async def says(self, row: int, figures: list[str]) -> None:
        """The row comes to say this."""
        for _ in range(100):
            if await self.figures(row) == figures:
                return
            await self.page.wait_for_timeout(100)
        assert await self.figures(row) == figures

    async def paste(self, at: Locator, text: str) -> None:
        await at.click()
        await self.page.evaluate(PASTE, text)

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self.page.keyboard.press(key)

    async def type(self, text: str) -> None:
        """Over the cell where the officer is, and one down."""
        await self.press(text[0])
        await self.page.locator(".cell-editor").press_sequentially(text[1:])
        await self.press("Enter")

    async def saved(self) -> None:
        await expect(self.page.get_by_text(SAVED)).to_be_visible(timeout=AFTER_AN_OUTAGE)


@pytest_asyncio.fixture(loop_scope="session")
async def desk(page: Page, running_simiti: RunningSimiti) -> AsyncIterator[Desk]:
    await sign_in(page, "nan.editor", running_simiti.password)
    await page.goto("/plan")
    await expect(page.get_by_role("grid")).to_be_visible()
    yield Desk(page)


async def test_a_choice_is_counted_filled_cleared_and_taken_back(desk: Desk) -> None:
    page = desk.page
    await desk.cell(0, 0).click()
    before = [await desk.figures(row) for row in (0, 1)]
    await desk.type("1000")
    await desk.press("ArrowUp", "Shift+ArrowRight", "Shift+ArrowDown")
    chosen = page.locator("td.budget[aria-selected=true]")
    await expect(chosen).to_have_count(4)
    await expect(page.locator(".chosen")).to_contain_text("เลือก ๔ ช่อง ใน ๒ รายการ")
    await desk.press("Control+d")
    await desk.press("Control+r")
    for row in (0, 1):
        for year in (0, 1):
            await expect(desk.cell(row, year)).to_contain_text("๑,๐๐๐")
    await expect(page.locator(".chosen")).to_contain_text("รวม ๔,๐๐๐ บาท")
    await desk.press("Delete")
    await expect(desk.cell(1, 1).locator(".unstated")).to_be_visible()
    await desk.press("Control+z")
    await expect(desk.cell(1, 1)).to_contain_text("๑,๐๐๐")
    await desk.press("Control+z", "Control+z", "Control+z")
    for row in (0, 1):
        await desk.says(row, before[row])
    await desk.press("Control+a")
    count = await desk.rows.count()
    await expect(chosen).to_have_count(count * 4)
    await desk.saved()


async def test_a_paste_is_looked_at_first_and_taken_back_whole(desk: Desk) -> None:
    before, total = await desk.titles(), await desk.total.inner_text()
    bad = "โครงการดี\t1\t2\tสาม\t4\nอบรมไม่บอกชนิด\t\t\t\t"
    await desk.paste(desk.title(0), bad)
    confirm = desk.dialog.get_by_role("button", name="วาง", exact=True)
    await expect(desk.dialog).to_contain_text("“สาม”")
    await expect(confirm).to_be_disabled()
    await assert_accessible(desk.page)
    await desk.press("Escape")

    good = (
        '"1. โครงการ\nสองบรรทัด"\t๑๕,๐๐๐ บาท\t-\t\t１，０００\t"กองคลัง ""ก"""\n'
        "อบรมไม่บอกชนิด\t5\u00a0000\t\t\t\t\n"
    )
    await desk.paste(desk.title(0), good)
    await expect(desk.dialog).to_contain_text("เพิ่ม ๒ รายการในภารกิจ ๑.๑")
    await expect(confirm).to_be_disabled()
    await desk.dialog.get_by_role("combobox").select_option("MEASURE")
    await confirm.click()
    await expect(desk.dialog).to_have_count(0)
    await expect(desk.rows).to_have_count(len(before) + 2)
    assert (await desk.titles())[1].startswith("โครงการ สองบรรทัด")
    await expect(desk.cell(1, 0)).to_contain_text("๑๕,๐๐๐")
    await expect(desk.cell(2, 0)).to_contain_text("๕,๐๐๐")
    await expect(desk.rows.nth(1).locator("td.remarks")).to_have_text('กองคลัง "ก"')
    await expect(desk.cell(1, 0)).to_be_focused()
    await desk.press("Control+z")
    await expect(desk.rows).to_have_count(len(before))
    await expect(desk.total).to_have_text(total)
    assert await desk.titles() == before
    await desk.press("Control+y")
    await expect(desk.rows).to_have_count(len(before) + 2)
    await desk.press("Control+z")
    await expect(desk.rows).to_have_count(len(before))


async def test_amounts_pasted_over_cells_show_old_and_new(desk: Desk) -> None:
    old = await desk.figures(0)
    await desk.paste(desk.cell(0, 0), "7,001\t7,002\n7,003\t7,004")
    await expect(desk.dialog).to_contain_text("เปลี่ยน ๔ ช่อง")
    await expect(desk.dialog).to_contain_text("๗,๐๐๔")
    await desk.dialog.get_by_role("button", name="วาง", exact=True).click()
    await expect(desk.cell(1, 1)).to_contain_text("๗,๐๐๔")
    await desk.saved()
    await desk.cell(0, 0).click()
    await desk.press("Control+z")
    await desk.says(0, old)
    await desk.saved()


async def test_what_cannot_stand_says_why_beside_what_does(desk: Desk) -> None:
    page = desk.page
    send = page.get_by_role("button", name="เสนอคณะกรรมการ")
    old, title = await desk.figures(0), (await desk.titles())[0]
    await desk.cell(0, 0).click()
    await desk.type("99999999999999999999")
    await expect(desk.cell(0, 0)).to_contain_text("จำนวนเงินสูงเกินกว่าที่ระบบรับได้")
    await expect(send).to_be_disabled()
    await desk.title(0).click()
    await desk.press("F2", "Control+a")
    await page.keyboard.insert_text("โครงการ" + "ก" * 1_000)
    await desk.press("Enter")
    refused = page.locator(".refused-cell")
    await expect(refused).to_contain_text("ข้อความยาวเกิน ๑๐๐๐ ตัวอักษร")
    await expect(refused).to_contain_text(f"ค่าที่บันทึกอยู่: {title}")
    assert await refused.evaluate("one => one.scrollWidth <= one.clientWidth")
    await page.get_by_role("button", name="ทิ้งค่าของฉัน").click()
    await expect(refused).to_have_count(0)
    await desk.cell(0, 0).click()
    await desk.press("F2", "Escape")
    await desk.says(0, old)
    await desk.saved()
    await expect(send).to_be_enabled()


async def test_rows_are_put_in_order_by_keyboard_and_by_pointer(desk: Desk) -> None:
    before = await desk.titles()
    await desk.title(0).click()
    await desk.press("Alt+ArrowDown")
    await expect(desk.said).to_contain_text("ภารกิจ ๑.๑ ลำดับที่ ๒")
    assert (await desk.titles())[:2] == [before[1], before[0]]
    await desk.press("Control+z")
    await expect(desk.title(0)).to_contain_text(before[0])

    await desk.rows.nth(1).scroll_into_view_if_needed()
    start = await desk.rows.nth(0).locator(".handle").bounding_box()
    end = await desk.rows.nth(1).bounding_box()
    assert start is not None
    assert end is not None
    await desk.page.mouse.move(start["x"] + 4, start["y"] + 6)
    await desk.page.mouse.down()
    await desk.page.mouse.move(start["x"] + 4, end["y"] + end["height"] - 8, steps=5)
    await expect(desk.page.locator(".drop-mark")).to_be_visible()
    await desk.page.mouse.up()
    await expect(desk.title(1)).to_contain_text(before[0])
    await desk.page.get_by_role("button", name="เลิกทำ").first.click()
    await expect(desk.title(0)).to_contain_text(before[0])
    assert await desk.titles() == before


async def test_a_filter_hides_rows_says_so_and_forbids_reordering(desk: Desk) -> None:
    page = desk.page
    all_rows, total = await desk.rows.count(), await desk.total.inner_text()
    await page.get_by_label("ชนิด", exact=True).select_option("PROJECT")
    await expect(page).to_have_url(re.compile("filter=kind"))
    shown = await desk.rows.count()
    assert 0 < shown < all_rows
    await expect(page.locator(".filter-said")).to_contain_text("จาก")
    await expect(desk.total).to_have_text(total)
    await desk.title(0).click()
    await desk.press("Alt+ArrowDown")
    await expect(desk.said).to_contain_text("ย้ายลำดับไม่ได้ขณะกรอง")
    await assert_accessible(page)
    await page.reload()
    await expect(desk.rows).to_have_count(shown)
    await page.get_by_role("button", name="ล้างตัวกรอง").click()
    await expect(desk.rows).to_have_count(all_rows)


async def test_many_rows_change_together_and_come_back_together(desk: Desk) -> None:
    page = desk.page
    before = [await desk.figures(row) for row in range(3)]
    await desk.cell(0, 1).click()
    await desk.press("Shift+ArrowDown", "Shift+ArrowDown")
    await page.get_by_role("button", name="แก้หลายรายการ").click()
    await assert_accessible(page)
    await desk.dialog.get_by_label("จำนวนเงิน", exact=True).check()
    await desk.dialog.get_by_label(re.compile("^จำนวนเงิน .บาท")).fill("๔,๓๒๑")
    await desk.dialog.get_by_label("เปลี่ยนหมายเหตุ").check()
    await desk.dialog.get_by_label("หมายเหตุ", exact=True).fill("แก้พร้อมกัน")
    await desk.dialog.get_by_role("button", name=re.compile("^เปลี่ยน ๓")).click()
    for row in range(3):
        await expect(desk.cell(row, 1)).to_contain_text("๔,๓๒๑")
        await expect(desk.rows.nth(row).locator("td.remarks")).to_contain_text("แก้พร้อมกัน")
    await desk.saved()
    await desk.cell(0, 1).click()
    await desk.press("Control+z")
    for row, old in enumerate(before):
        await desk.says(row, old)
    await desk.saved()


async def test_a_row_is_put_under_a_sub_mission_that_is_printed_above_it(desk: Desk) -> None:
    page, heading = desk.page, desk.title(0).locator(".sub-mission")
    await desk.rows.first.get_by_role("button").last.click()
    await page.get_by_role("menuitem", name="ตั้งภารกิจย่อย…").click()
    field = desk.dialog.get_by_label("ภารกิจย่อย", exact=True)
    known = desk.dialog.locator("datalist option").first
    assert (await known.get_attribute("value") or "").startswith("1.1.1 ")
    await field.fill("1.1.1 สร้างจิตสำนึก")
    await assert_accessible(page)
    await field.press("Enter")
    await expect(heading).to_contain_text("๑.๑.๑ สร้างจิตสำนึก")
    await desk.saved()
    await page.reload()
    await expect(heading).to_contain_text("๑.๑.๑ สร้างจิตสำนึก")
    await expect(desk.title(1).locator(".sub-mission")).to_have_count(0)
    await desk.rows.first.get_by_role("button").last.click()
    await page.get_by_role("menuitem", name="ตั้งภารกิจย่อย…").click()
    await field.fill("")
    await field.press("Enter")
    await expect(heading).to_have_count(0)
    await desk.saved()


async def test_the_unit_of_many_rows_is_set_and_taken_back(desk: Desk) -> None:
    page = desk.page
    await desk.title(0).click()
    await desk.press("Shift+ArrowDown")
    await page.get_by_role("button", name="แก้หลายรายการ").click()
    await desk.dialog.get_by_label("เปลี่ยนหน่วยงานรับผิดชอบ").check()
    await desk.dialog.get_by_label("หน่วยงานรับผิดชอบ", exact=True).fill("กองคลัง")
    await desk.dialog.get_by_role("button", name=re.compile("^เปลี่ยน ๒")).click()
    await expect(desk.said).to_contain_text("หน่วยงานรับผิดชอบของ ๒ รายการเป็น กองคลัง")
    row_id = (await desk.rows.nth(1).get_attribute("id") or "").removeprefix("row-")
    second = await page.context.new_page()
    await second.goto(f"/plan?tab=sheets&sheet={quote(row_id)}")
    unit = second.get_by_label("หน่วยงานรับผิดชอบ")
    await expect(unit).to_have_value("กองคลัง")
    await page.get_by_role("button", name="เลิกทำ").first.click()
    await expect(unit).to_have_value("", timeout=15_000)
    await second.close()


async def test_thirty_edits_without_a_line_survive_a_reload(desk: Desk) -> None:
    """What is typed while the line is away is there after the page was closed and opened again."""
    context = desk.page.context
    await desk.cell(0, 0).click()
    await context.set_offline(True)
    typed = [str(8000 + number) for number in range(30)]
    for number, amount in enumerate(typed):
        await desk.cell(number // 4, number % 4).click()
        await desk.type(amount)
    await expect(desk.page.get_by_text("เก็บไว้ในเครื่องนี้ ๓๐ ช่อง")).to_be_visible()
    await desk.page.close(run_before_unload=False)

    await context.set_offline(False)
    page = await context.new_page()
    await page.goto("/plan")
    again = Desk(page)
    await expect(page.get_by_role("grid")).to_be_visible()
    await again.saved()
    await page.reload()
    await expect(page.get_by_role("grid")).to_be_visible()
    for number, amount in enumerate(typed):
        thai = f"{int(amount):,}".translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))
        await expect(again.cell(number // 4, number % 4)).to_contain_text(thai)


async def test_missions_left_are_in_sight_and_open_the_adding_of_a_row(desk: Desk) -> None:
    page = desk.page
    left = page.get_by_role("navigation", name=re.compile("^ภารกิจที่ยังไม่มีรายการ"))
    await expect(left).to_be_visible()
    before = await desk.rows.count()
    await left.get_by_role("button").first.click()
    await desk.dialog.get_by_label("ชื่อโครงการ").fill("โครงการเติมภารกิจ")
    await desk.dialog.get_by_role("button", name="เพิ่มรายการ").click()
    await expect(desk.rows).to_have_count(before + 1)
    await page.get_by_role("button", name="เลิกทำ").first.click()
    await expect(desk.rows).to_have_count(before)


async def test_a_row_that_could_not_be_added_without_a_line_is_added_again(desk: Desk) -> None:
    page, context = desk.page, desk.page.context
    before = await desk.rows.count()
    title = "โครงการที่พิมพ์ตอนไม่มีสัญญาณ"
    left = page.get_by_role("navigation", name=re.compile("^ภารกิจที่ยังไม่มีรายการ"))
    await desk.cell(0, 0).click()
    await context.set_offline(True)
    await left.get_by_role("button").first.click()
    await desk.dialog.get_by_label("ชื่อโครงการ").fill(title)
    await desk.dialog.get_by_role("button", name="เพิ่มรายการ").click()
    await expect(page.get_by_text(f"ยังไม่ได้เพิ่ม: {title}")).to_be_visible(timeout=AFTER_AN_OUTAGE)
    await assert_accessible(page)
    await context.set_offline(False)
    await page.get_by_role("button", name="เพิ่มอีกครั้ง").click()
    await expect(desk.rows).to_have_count(before + 1)
    assert title in await desk.titles()
    await expect(page.get_by_text("ยังไม่ได้เพิ่ม")).to_have_count(0)
    await page.get_by_role("button", name="เลิกทำ").first.click()
    await expect(desk.rows).to_have_count(before)


async def test_a_late_answer_leaves_alone_who_types_on(desk: Desk) -> None:
    """The added row comes late, while somebody types elsewhere: not a key goes astray."""
    page = desk.page
    before, figures = await desk.rows.count(), await desk.figures(0)
    held = asyncio.Event()

    async def hold(route: Route) -> None:
        if "addInitiatives" in (route.request.post_data or ""):
            await held.wait()
        await route.continue_()

    await page.route("**/graphql", hold)
    left = page.get_by_role("navigation", name=re.compile("^ภารกิจที่ยังไม่มีรายการ"))
    await left.get_by_role("button").last.click()
    await desk.dialog.get_by_label("ชื่อโครงการ").fill("โครงการที่มาช้า")
    await desk.dialog.get_by_role("button", name="เพิ่มรายการ").click()
    await desk.cell(0, 0).click()
    await desk.press("1")
    editor = page.locator(".cell-editor")
    await editor.press_sequentially("23")
    held.set()
    await expect(desk.rows).to_have_count(before + 1)
    # Longer than the page waits before it would go to the new row.
    await page.wait_for_timeout(300)
    await expect(editor).to_have_value("123")
    await editor.press_sequentially("45")
    await desk.press("Enter")
    await expect(desk.cell(0, 0)).to_contain_text("๑๒,๓๔๕")
    await desk.saved()
    for _ in range(2):
        await page.get_by_role("button", name="เลิกทำ").first.click()
    await expect(desk.rows).to_have_count(before)
    await desk.says(0, figures)


async def test_the_grid_is_usable_on_a_small_screen(desk: Desk) -> None:
    await desk.page.set_viewport_size({"width": 360, "height": 740})
    await expect(desk.page.locator(".plan-grid.narrow")).to_be_visible()
    assert await desk.page.evaluate("document.documentElement.scrollWidth") <= 360
    await assert_accessible(desk.page)
