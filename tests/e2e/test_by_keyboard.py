"""A plan's whole life by the keyboard alone, on a page as narrow as a phone: nothing is clicked."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, expect

from living import Cast, cell, living, stage, way
from visiting import until_settled

TITLE = "โครงการอบรมคุณธรรมผู้บริหาร"
REASON = "ยอดไม่ตรงกับข้อบัญญัติ"
SAVED = "บันทึกครบแล้ว"
SOON = 15_000
MOST_TABS = 150
"""Of a page's controls; who has to press more has lost their way."""

SEEN = """element => {
  const active = document.activeElement
  if (!(element === active || element.contains(active))) return 'elsewhere'
  const box = active.getBoundingClientRect()
  const xs = [box.left + 2, box.left + box.width / 2, box.right - 2]
  const ys = [box.top + 2, box.top + box.height / 2, box.bottom - 2]
  const shown = xs.some((x) => ys.some((y) => {
    const there = document.elementFromPoint(x, y)
    return there && (active.contains(there) || there.contains(active))
  }))
  const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth
  if (wide > 0) return `the page scrolls sideways by ${wide}`
  return shown ? 'here' : 'hidden'
}"""


class Hands:
    """Who has no mouse: goes from control to control, and does what a key does there."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.dialog = page.get_by_role("dialog")

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self.page.keyboard.press(key)

    async def go(self, to: Locator) -> None:
        """To a control by Tab, as often as it takes; the focus is in sight when it is there."""
        await expect(to).to_be_visible()
        for _ in range(MOST_TABS):
            where = await to.evaluate(SEEN)
            if where == "here":
                return
            assert where == "elsewhere", (where, await to.evaluate("e => e.outerHTML"))
            await self.press("Tab")
        raise AssertionError(f"not reached by Tab: {to}")

    async def use(self, control: Locator, key: str = "Enter") -> None:
        await self.go(control)
        await self.press(key)

    async def write(self, field: Locator, text: str) -> None:
        await self.go(field)
        await self.press("Control+a")
        await self.page.keyboard.insert_text(text)

    async def choose(self, field: Locator, value: str) -> None:
        """From a list by its arrows."""
        await self.go(field)
        await self.press("Home")
        for _ in range(await field.locator("option").count()):
            if await field.input_value() == value:
                return
            await self.press("ArrowDown")
        assert await field.input_value() == value

    async def open_tab(self, name: str) -> None:
        """Of the plan: Tab leads to the open one, arrows to the others."""
        tabs = self.page.get_by_role("tablist").first
        await self.go(tabs.locator("[role=tab][tabindex='0'], [aria-selected=true]").first)
        wanted = tabs.get_by_role("tab", name=name, exact=True)
        for _ in range(await tabs.get_by_role("tab").count()):
            if await wanted.evaluate("e => e === document.activeElement"):
                break
            await self.press("ArrowRight")
        await self.press("Enter")
        await expect(wanted).to_have_attribute("aria-selected", "true")


@pytest_asyncio.fixture(loop_scope="session")
async def life(browser: Browser, tmp_path: Path) -> AsyncIterator[Cast]:
    async with living(browser, tmp_path, width=360, height=740) as cast:
        yield cast


async def test_a_plan_lives_its_whole_life_by_the_keyboard_on_a_phone(life: Cast) -> None:
    editor, approver, officer = Hands(life.editor), Hands(life.approver), Hands(life.officer)
    await write(editor)
    await use_step(editor, "เสนอคณะกรรมการ", "คณะกรรมการพิจารณา")
    await submit(approver, "๑")
    await return_one_cell(officer)
    await correct(editor)
    await submit(approver, "๒")
    await accept(officer)
    await adopt_and_publish(approver)
    await report(editor, approver)


async def write(hands: Hands) -> None:
    """From nothing: an empty table, a row with its budgets, a text, a risk."""
    page = hands.page
    await hands.use(page.get_by_role("link", name="หน้าแรก"))
    await hands.use(page.get_by_role("button", name="เริ่มจากตารางเปล่า"))
    await expect(stage(page)).to_contain_text("ฉบับร่าง")
    left = page.get_by_role("navigation", name=re.compile("^ภารกิจที่ยังไม่มีรายการ"))
    await hands.use(left.get_by_role("button").first)
    await hands.write(hands.dialog.get_by_label("ชื่อโครงการ"), TITLE)
    await hands.press("Enter")
    await expect(page.locator("tr[id^=row-]")).to_have_count(1)
    if await hands.dialog.count():
        await hands.press("Escape")
    await expect(hands.dialog).to_have_count(0)
    grid = page.get_by_role("grid")
    await hands.go(grid)
    await hands.press("Control+Home")
    for _ in range(20):
        if await cell(page, 0, 0).evaluate("e => e === document.activeElement"):
            break
        await hands.press("ArrowRight" if await is_in_row(page) else "ArrowDown")
    await expect(cell(page, 0, 0)).to_be_focused()
    for typed in ("10000", "2500", "-"):
        await hands.press("F2")
        await page.keyboard.insert_text(typed)
        await hands.press("Tab")
    await expect(cell(page, 0, 1)).to_contain_text("๒,๕๐๐")
    await expect(page.get_by_text(SAVED)).to_be_visible()

    await hands.open_tab("ส่วนที่ ๑")
    card = page.locator("section.card", has=page.get_by_role("heading", name="วิสัยทัศน์"))
    await hands.use(card.get_by_role("button", name=re.compile("เริ่มเขียน")))
    await hands.write(card.get_by_role("textbox", name="วิสัยทัศน์"), "ตำบลโปร่งใส")
    await expect(card.get_by_role("status").first).to_have_text("บันทึกแล้ว", timeout=SOON)

    await hands.open_tab("ความเสี่ยง")
    await hands.use(page.get_by_role("button", name="เพิ่มความเสี่ยง ด้านการเงิน"))
    await hands.write(hands.dialog.get_by_label("ความเสี่ยง"), "การจัดซื้อโดยไม่แข่งขัน")
    await hands.use(hands.dialog.get_by_role("button", name="เพิ่มความเสี่ยง"))
    risk = page.locator("article.risk").first
    await hands.choose(risk.get_by_label("โอกาสเกิด"), "4")
    await hands.choose(risk.get_by_label("ผลกระทบ"), "5")
    await expect(risk.get_by_text("สูงมาก (๒๐)")).to_be_visible()
    await hands.open_tab("ตารางแผน")


async def is_in_row(page: Page) -> bool:
    return await page.evaluate("!!document.activeElement.closest('tr[id^=row-]')")


async def use_step(hands: Hands, button: str, becomes: str) -> None:
    await hands.use(way(hands.page).get_by_role("button", name=button))
    await expect(stage(hands.page)).to_contain_text(becomes)


async def submit(hands: Hands, number: str) -> None:
    page = hands.page
    await hands.use(page.get_by_role("link", name="แผน", exact=True))
    await hands.use(way(page).get_by_role("button", name=re.compile("^ส่งแผน")))
    await hands.use(hands.dialog.get_by_role("checkbox"), "Space")
    await hands.use(hands.dialog.get_by_role("button", name="ส่งแผน"))
    await expect(hands.dialog.get_by_text(f"ส่งแล้วเป็นฉบับที่ {number}")).to_be_visible()
    await hands.press("Escape")
    await expect(stage(page)).to_contain_text("ส่งแล้ว")


async def open_submission(hands: Hands) -> None:
    page = hands.page
    await hands.use(page.get_by_role("link", name="แผนที่ส่งมา"))
    line = page.get_by_role("main").get_by_role("link").filter(has_text="หัวเมือง").first
    await hands.use(line)
    await expect(page.get_by_role("region", name="ผลการพิจารณา")).to_be_visible()


async def return_one_cell(hands: Hands) -> None:
    page = hands.page
    await open_submission(hands)
    await hands.use(page.get_by_role("button", name=f"ส่งกลับ {TITLE} ปี ๒๕๖๒").first)
    await hands.write(hands.dialog.get_by_label("เหตุผล"), REASON)
    await hands.use(hands.dialog.get_by_role("button", name="ทำเครื่องหมาย"))
    await expect(hands.dialog).to_have_count(0)
    bar = page.get_by_role("region", name="ผลการพิจารณา")
    await hands.use(bar.get_by_role("button", name="ส่งกลับ…"))
    await hands.use(hands.dialog.get_by_role("button", name="ส่งกลับ ๑ ข้อ"))
    await expect(bar).to_contain_text("ส่งกลับแล้ว รอ อปท. แก้ไขและส่งใหม่")


async def correct(hands: Hands) -> None:
    page = hands.page
    await expect(stage(page)).to_contain_text("ส่งกลับแก้ไข", timeout=SOON)
    await hands.use(page.locator(".reason-list li").get_by_role("button").first)
    await expect(cell(page, 0, 1)).to_be_focused()
    await hands.press("F2", "Control+a")
    await page.keyboard.insert_text("๓,๐๐๐")
    await hands.press("Enter")
    await expect(cell(page, 0, 1)).to_contain_text("๓,๐๐๐")
    await expect(page.get_by_text(SAVED)).to_be_visible()


async def accept(hands: Hands) -> None:
    page = hands.page
    await open_submission(hands)
    await hands.use(page.get_by_role("button", name=re.compile("^รายการที่เหลือสอดคล้อง")))
    await expect(page.locator(".verdict.CONSISTENT")).to_have_count(1)
    await hands.use(page.get_by_role("button", name="รับรอง", exact=True))
    await hands.use(hands.dialog.get_by_role("button", name="รับรอง", exact=True))
    await expect(page.get_by_text("รับรองแล้ว").first).to_be_visible()


async def adopt_and_publish(hands: Hands) -> None:
    page, dialog = hands.page, hands.dialog
    await expect(stage(page)).to_contain_text("รับรองแล้ว", timeout=SOON)
    await hands.use(way(page).get_by_role("button", name="ประกาศใช้แผน"))
    await hands.write(dialog.get_by_label("ผู้ลงนาม"), "ประเสริฐ สาธิต")
    await hands.write(dialog.get_by_label(re.compile("^ตำแหน่ง")), "นายก อบต.")
    await hands.write(dialog.get_by_label("เลขที่ประกาศ"), "7/2561")
    await hands.write(dialog.get_by_placeholder("วันที่"), "9")
    await hands.choose(dialog.get_by_label("เดือน"), "3")
    await hands.write(dialog.get_by_placeholder("ปี พ.ศ."), "2561")
    await hands.use(dialog.get_by_role("button", name="ประกาศใช้แผน"))
    await expect(stage(page)).to_contain_text("ประกาศใช้แล้ว")
    await use_step(hands, "เผยแพร่แผน", "เผยแพร่แล้ว")


async def report(editor: Hands, approver: Hands) -> None:
    """The status by a key in the table; the approver sends it."""
    page = editor.page
    await editor.use(page.get_by_role("link", name="รายงาน", exact=True))
    await until_settled(page)
    status = page.get_by_role("combobox", name=re.compile("^สถานะ")).first
    await editor.go(status)
    await editor.press("1")
    await expect(status).to_have_value("IN_PROGRESS")
    page = approver.page
    await approver.use(page.get_by_role("link", name="รายงาน", exact=True))
    await until_settled(page)
    await expect(page.get_by_role("combobox", name=re.compile("^สถานะ")).first).to_have_value(
        "IN_PROGRESS", timeout=SOON
    )
    await approver.use(page.get_by_role("button", name="ส่งรายงาน"))
    await approver.use(approver.dialog.get_by_label("ตรวจแล้ว และมีอำนาจส่ง"), "Space")
    await approver.use(approver.dialog.get_by_role("button", name="ส่งรายงาน"))
    await expect(approver.dialog.get_by_text("ส่งแล้ว").first).to_be_visible()
