"""A plan's whole life in real browsers: two editors, approver and officer are signed in at once,
and hand it on until somebody who never signs in reads it and its report."""

from __future__ import annotations

import os
import re
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, expect

from living import Cast, cell, living, stage, way
from visiting import assert_accessible, until_settled

TITLE = "โครงการอบรมคุณธรรมผู้บริหาร"
SECOND = "มาตรการใช้รถส่วนกลาง"
VISION = "ตำบลโปร่งใส ตรวจสอบได้"
SAVED = "บันทึกครบแล้ว"
PART_SAVED = "บันทึกแล้ว"
SOON = 15_000
"""Milliseconds until what is typed beside the grid is kept, or a colleague's act is seen."""


AFTER_AN_OUTAGE = 60_000


@pytest_asyncio.fixture(loop_scope="session")
async def life(browser: Browser, tmp_path: Path) -> AsyncIterator[Cast]:
    async with living(browser, tmp_path) as cast:
        yield cast


async def test_a_plan_lives_its_whole_life_in_the_browser(life: Cast) -> None:
    await start(life.editor)
    await fill_the_grid(life.editor)
    await write_together(life)
    await write_the_parts(life.editor)
    await go_by_the_committee(life)
    await submit(life.approver, "๑")
    async with a_hidden_tab(life.approver) as tab:
        await mark_and_return(life.officer)
    await expect(stage(tab)).to_contain_text("ส่งกลับแก้ไข")
    await tab.close()
    await correct_only_what_came_back(life)
    await submit(life.approver, "๒")
    await accept(life.officer)
    await adopt_and_publish(life.approver)
    await read_without_signing_in(life.reader)
    await report_with_evidence(life)
    await look_back(life.editor)


@asynccontextmanager
async def a_hidden_tab(page: Page) -> AsyncGenerator[Page]:
    """The plan in another tab that nobody looks at for so long that it gave up its line."""
    tab = await page.context.new_page()
    await tab.clock.install()
    await tab.goto("/plan")
    await expect(stage(tab)).to_be_visible()
    await _turn(tab, is_hidden=True)
    await tab.clock.fast_forward(60_000)
    yield tab
    await _turn(tab, is_hidden=False)


async def _turn(page: Page, *, is_hidden: bool) -> None:
    """A page that the browser runs without a screen is never hidden by itself."""
    await page.evaluate(
        """is_hidden => {
            Object.defineProperty(document, 'hidden', { get: () => is_hidden, configurable: true })
            document.dispatchEvent(new Event('visibilitychange'))
        }""",
        is_hidden,
    )


async def start(page: Page) -> None:
    await page.goto("/")
    await expect(page.get_by_role("button", name="เริ่มจากตารางเปล่า")).to_be_visible()
    await assert_accessible(page)
    await page.get_by_role("button", name="เริ่มจากตารางเปล่า").click()
    await expect(page).to_have_url(re.compile("/plan$"))
    await expect(stage(page)).to_contain_text("ฉบับร่าง")
    await assert_accessible(page)


async def fill_the_grid(page: Page) -> None:
    """Two rows, added from the missions that are left; their years typed from left to right."""
    for title in (TITLE, SECOND):
        await add_row(page, title)
    await cell(page, 0, 0).click()
    for typed in ("10000", "๒,๕๐๐.๕๐", "-"):
        await page.keyboard.press("F2")
        await page.keyboard.insert_text(typed)
        await page.keyboard.press("Tab")
    await expect(page.get_by_text(SAVED)).to_be_visible()
    await expect(cell(page, 0, 0)).to_contain_text("๑๐,๐๐๐")
    await expect(cell(page, 0, 1)).to_contain_text("๒,๕๐๐.๕๐")
    await expect(cell(page, 0, 2)).to_contain_text("ไม่ใช้งบประมาณ")
    await expect(cell(page, 0, 3).locator(".unstated")).to_be_visible()
    await shoot(page, "grid")
    await assert_accessible(page)


async def add_row(page: Page, title: str) -> None:
    left = page.get_by_role("navigation", name=re.compile("^ภารกิจที่ยังไม่มีรายการ"))
    await left.get_by_role("button").first.click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("ชื่อโครงการ").fill(title)
    await page.keyboard.press("Enter")
    await expect(page.locator("tr[id^=row-]").filter(has_text=title)).to_be_visible()
    if await dialog.count():
        await page.keyboard.press("Escape")
    await expect(dialog).to_have_count(0)


async def write_together(life: Cast) -> None:
    """Two editors and the approver type at once, and one loses the line in the middle of it."""
    pages = [life.editor, life.colleague, life.approver]
    for page in pages[1:]:
        await page.goto("/plan")
        await expect(cell(page, 1, 0)).to_be_visible()
    for year, page in enumerate(pages):
        await cell(page, 1, year).click()
        await page.keyboard.press("1")
    await life.colleague.context.set_offline(True)
    for year, page in enumerate(pages):
        await page.locator(".cell-editor").press_sequentially(f"{year}500")
        await page.keyboard.press("Enter")
    kept = life.colleague.get_by_text(re.compile("^ออฟไลน์: เก็บไว้ในเครื่องนี้"))
    await expect(kept).to_be_visible(timeout=SOON)
    await shoot(life.colleague, "offline")
    await life.colleague.context.set_offline(False)
    for page in pages:
        for year, amount in enumerate(("๑๐,๕๐๐", "๑๑,๕๐๐", "๑๒,๕๐๐")):
            await expect(cell(page, 1, year)).to_contain_text(amount, timeout=AFTER_AN_OUTAGE)
        await expect(page.get_by_text(SAVED)).to_be_visible(timeout=AFTER_AN_OUTAGE)


async def write_the_parts(page: Page) -> None:
    """A text, a risk that a row answers, the row's sheet, the committee."""
    await open_tab(page, "ส่วนที่ ๑")
    await write_vision(page, VISION, is_new=True)
    await assert_accessible(page)

    await open_tab(page, "ความเสี่ยง")
    await page.get_by_role("button", name="เพิ่มความเสี่ยง ด้านการเงิน").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("ความเสี่ยง").fill("การจัดซื้อโดยไม่แข่งขัน")
    await dialog.get_by_role("button", name="เพิ่มความเสี่ยง").click()
    risk = page.locator("article.risk").first
    await risk.get_by_label("โอกาสเกิด").select_option("4")
    await risk.get_by_label("ผลกระทบ").select_option("5")
    await risk.get_by_label("เลือกรายการที่ตอบ").select_option(index=1)
    await expect(risk.get_by_role("status")).to_have_text(PART_SAVED, timeout=SOON)
    await expect(risk.get_by_text("สูงมาก (๒๐)")).to_be_visible()

    await open_tab(page, "ส่วนที่ ๓")
    await page.locator(".line-link").first.click()
    await page.get_by_label(re.compile("^พื้นที่ดำเนินการ")).fill("หอประชุมตำบล")
    await expect(part_saved(page)).to_be_visible(timeout=SOON)

    await open_tab(page, "คณะกรรมการ")
    await page.get_by_label("คำสั่งที่").fill("๑๒/๒๕๖๐")
    await page.get_by_role("button", name="วางรายชื่อ คณะกรรมการจัดทำแผน").click()
    await dialog.get_by_role("textbox").fill("๑\tนายหนึ่ง\tนายก\tประธานกรรมการ")
    await dialog.get_by_role("button", name="เพิ่ม ๑ คน").click()
    await expect(part_saved(page)).to_be_visible(timeout=SOON)
    await assert_accessible(page)


async def open_tab(page: Page, name: str) -> None:
    await page.get_by_role("tab", name=name, exact=True).click()


def part_saved(page: Page) -> Locator:
    return page.get_by_role("status").filter(has_text=PART_SAVED).first


def vision(page: Page) -> Locator:
    return page.locator("section.card", has=page.get_by_role("heading", name="วิสัยทัศน์"))


async def write_vision(page: Page, text: str, *, is_new: bool = False) -> None:
    card = vision(page)
    if is_new:
        await card.get_by_role("button", name=re.compile("เริ่มเขียน")).click()
    await card.get_by_role("textbox", name="วิสัยทัศน์").click()
    await page.keyboard.press("Control+a")
    await page.keyboard.insert_text(text)
    await expect(card.get_by_role("status").first).to_have_text(PART_SAVED, timeout=SOON)


async def go_by_the_committee(life: Cast) -> None:
    """The approver has the plan open meanwhile, and sees it come to them without reloading."""
    editor, approver = life.editor, life.approver
    await expect(stage(approver)).to_contain_text("ฉบับร่าง")
    await expect(cell(approver, 0, 1)).to_contain_text("๒,๕๐๐.๕๐")
    await expect(approver.get_by_role("button", name="ส่งแผน")).to_have_count(0)
    await open_tab(editor, "ตารางแผน")
    await way(editor).get_by_role("button", name="เสนอคณะกรรมการ").click()
    await expect(stage(editor)).to_contain_text("คณะกรรมการพิจารณา")
    await expect(editor.get_by_role("button", name="ส่งแผน")).to_have_count(0)
    await assert_locked(editor, 0, 0)
    await expect(stage(approver)).to_contain_text("คณะกรรมการพิจารณา", timeout=SOON)


async def assert_locked(page: Page, row: int, year: int) -> None:
    await cell(page, row, year).click()
    await page.keyboard.press("9")
    await expect(page.locator(".cell-editor")).to_have_count(0)


async def submit(page: Page, number: str) -> None:
    await way(page).get_by_role("button", name=re.compile("^ส่งแผน")).click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_role("checkbox").check()
    await assert_accessible(page)
    await dialog.get_by_role("button", name="ส่งแผน").click()
    await expect(dialog.get_by_text(f"ส่งแล้วเป็นฉบับที่ {number}")).to_be_visible()
    await dialog.get_by_role("button", name="ปิด").last.click()
    await expect(stage(page)).to_contain_text("ส่งแล้ว")


async def open_from_inbox(page: Page) -> Locator:
    await page.goto("/inbox")
    line = page.get_by_role("link").filter(has_text="หัวเมือง").first
    await expect(line).to_be_visible()
    return line


async def mark_and_return(page: Page) -> None:
    """One cell and one text, each with its reason; nothing is said before it is sent."""
    await (await open_from_inbox(page)).click()
    await expect(page.get_by_role("heading", level=1)).to_be_visible()
    await mark(page, f"ส่งกลับ {TITLE} ปี ๒๕๖๒", "ยอดไม่ตรงกับข้อบัญญัติ")
    await mark(page, "ส่งกลับ วิสัยทัศน์", "ยังไม่ใช่วิสัยทัศน์")
    bar = page.get_by_role("region", name="ผลการพิจารณา")
    await expect(bar).to_contain_text("ทำเครื่องหมายส่งกลับ ๒ ข้อ")
    await assert_accessible(page)
    await shoot(page, "desk")
    await bar.get_by_role("button", name="ส่งกลับ…").click()
    dialog = page.get_by_role("dialog")
    await expect(dialog).to_contain_text("ยังไม่ใช่วิสัยทัศน์")
    await dialog.get_by_label("ข้อความถึง อปท.").fill("โปรดแก้ไขภายในสัปดาห์นี้")
    await assert_accessible(page)
    await dialog.get_by_role("button", name="ส่งกลับ ๒ ข้อ").click()
    await expect(dialog).to_have_count(0)
    await expect(bar).to_contain_text("ส่งกลับแล้ว รอ อปท. แก้ไขและส่งใหม่")
    await expect(page.get_by_role("button", name="รับรอง", exact=True)).to_have_count(0)


async def mark(page: Page, button: str, reason: str) -> None:
    await page.get_by_role("button", name=button).first.focus()
    await page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("เหตุผล").fill("   ")
    await dialog.get_by_role("button", name="ทำเครื่องหมาย").click()
    await expect(dialog).to_contain_text("มีแต่ช่องว่าง โปรดพิมพ์ข้อความ")
    await dialog.get_by_label("เหตุผล").fill(reason)
    await dialog.get_by_role("button", name="ทำเครื่องหมาย").click()
    await expect(dialog).to_have_count(0)


async def correct_only_what_came_back(life: Cast) -> None:
    page = life.editor
    await page.goto("/plan")
    await expect(stage(page)).to_contain_text("ส่งกลับแก้ไข")
    await expect(page.get_by_text("แผนถูกส่งกลับ ๒ ข้อ")).to_be_visible()
    await expect(page.get_by_text("โปรดแก้ไขภายในสัปดาห์นี้")).to_be_visible()
    await assert_accessible(page)
    await shoot(page, "returned")
    reasons = page.locator(".reason-list li")
    await reasons.filter(has_text="ยอดไม่ตรงกับข้อบัญญัติ").get_by_role("button").click()
    await expect(cell(page, 0, 1)).to_be_focused()
    await page.keyboard.press("F2")
    await page.keyboard.press("Control+a")
    await page.keyboard.insert_text("๓,๐๐๐")
    await page.keyboard.press("Enter")
    await expect(cell(page, 0, 1)).to_contain_text("๓,๐๐๐")
    await expect(page.get_by_text(SAVED)).to_be_visible()
    for locked in ((0, 0), (1, 1)):
        await assert_locked(page, *locked)
    await reasons.get_by_role("button", name="ข้อความส่วนที่ ๑: วิสัยทัศน์").click()
    await write_vision(page, "ภายในปี ๒๕๖๔ ตำบลนี้ปลอดทุจริต")
    await open_tab(page, "ความเสี่ยง")
    await expect(page.locator("p", has_text="การจัดซื้อโดยไม่แข่งขัน")).to_be_visible()
    await expect(page.locator("[role=tabpanel] textarea:not([readonly])")).to_have_count(0)
    await expect(page.get_by_text("ส่วนนี้ไม่ได้ถูกส่งกลับ").first).to_be_visible()
    # The approver's page has followed.
    await expect(stage(life.approver)).to_contain_text("ส่งกลับแก้ไข", timeout=SOON)
    await expect(cell(life.approver, 0, 1)).to_contain_text("๓,๐๐๐", timeout=SOON)


async def accept(page: Page) -> None:
    line = await open_from_inbox(page)
    await expect(line).to_contain_text("ส่งใหม่ แก้ไข ๒ ข้อ")
    await line.click()
    await expect(page.get_by_text("ภายในปี ๒๕๖๔ ตำบลนี้ปลอดทุจริต").first).to_be_visible()
    await page.get_by_role("button", name=re.compile("^รายการที่เหลือสอดคล้อง")).click()
    await expect(page.locator(".verdict.CONSISTENT")).to_have_count(2)
    await page.get_by_role("button", name="รับรอง", exact=True).click()
    dialog = page.get_by_role("dialog")
    await assert_accessible(page)
    await dialog.get_by_role("button", name="รับรอง", exact=True).click()
    await expect(dialog).to_have_count(0)
    await expect(page.get_by_text("รับรองแล้ว").first).to_be_visible()


async def adopt_and_publish(page: Page) -> None:
    await page.goto("/plan")
    await way(page).get_by_role("button", name="ประกาศใช้แผน").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("ผู้ลงนาม").fill("ประเสริฐ สาธิต")
    await dialog.get_by_label(re.compile("^ตำแหน่ง")).fill("ปลัดองค์การบริหารส่วนตำบล")
    await dialog.get_by_label("ลงนามในฐานะ").select_option("acting")
    await dialog.get_by_label("แทนตำแหน่ง").fill("นายกองค์การบริหารส่วนตำบลหัวเมือง")
    await dialog.get_by_label("เลขที่ประกาศ").fill("7/2561")
    await dialog.get_by_placeholder("วันที่").fill("9")
    await dialog.get_by_label("เดือน").select_option("3")
    await dialog.get_by_placeholder("ปี พ.ศ.").fill("2561")
    await assert_accessible(page)
    await dialog.get_by_role("button", name="ประกาศใช้แผน").click()
    await expect(stage(page)).to_contain_text("ประกาศใช้แล้ว")
    await way(page).get_by_role("button", name="เผยแพร่แผน").click()
    await expect(stage(page)).to_contain_text("เผยแพร่แล้ว")
    await assert_accessible(page)


async def read_without_signing_in(page: Page) -> None:
    await page.goto("/public?q=หัวเมือง")
    await page.get_by_role("link", name="หัวเมือง").first.click()
    await page.get_by_role("link", name="ฉบับที่").first.click()
    signed = "ประเสริฐ สาธิต ปลัดองค์การบริหารส่วนตำบล รักษาการแทนนายกองค์การบริหารส่วนตำบลหัวเมือง"
    for text in (TITLE, "๓,๐๐๐", "ภายในปี ๒๕๖๔ ตำบลนี้ปลอดทุจริต", signed):
        await expect(page.get_by_text(re.compile(re.escape(text))).first).to_be_visible()
    for text in ("๒,๕๐๐.๕๐", "ยอดไม่ตรงกับข้อบัญญัติ"):
        await expect(page.get_by_text(text)).to_have_count(0)
    await assert_accessible(page)
    await shoot(page, "public")


REPORT = "/report?year=2561&round=SIX_MONTHS"
EVIDENCE = "ภาพถ่ายกิจกรรม วันที่ ๑ มีนาคม"


async def report_with_evidence(life: Cast) -> None:
    """The editor enters, the approver submits and publishes, everybody reads it."""
    page, dialog = life.editor, life.editor.get_by_role("dialog")
    await page.goto(REPORT)
    await until_settled(page)
    await page.get_by_role("combobox", name=re.compile("^สถานะ")).first.select_option("IN_PROGRESS")
    await page.get_by_role("button", name=re.compile("^รายละเอียดของ")).first.click()
    await dialog.locator("input[type=file]").set_input_files(
        {"name": "ภาพกิจกรรม.txt", "mimeType": "text/plain", "buffer": EVIDENCE.encode()}
    )
    await expect(dialog.get_by_role("link", name="ภาพกิจกรรม.txt")).to_be_visible()
    await assert_accessible(page)
    await dialog.get_by_role("button", name="ปิด").first.click()
    await expect(page.get_by_role("button", name="ส่งรายงาน")).to_have_count(0)

    page, dialog = life.approver, life.approver.get_by_role("dialog")
    await page.goto(REPORT)
    await page.get_by_role("button", name="ส่งรายงาน").click()
    await dialog.get_by_label("ตรวจแล้ว และมีอำนาจส่ง").check()
    await dialog.get_by_role("button", name="ส่งรายงาน").click()
    await dialog.get_by_role("button", name="ปิด").last.click()
    await page.goto(f"{REPORT}&tab=sent")
    await page.get_by_role("button", name="เผยแพร่รายงาน").click()
    await dialog.get_by_role("button", name="เผยแพร่", exact=True).click()
    address = await dialog.get_by_role("link", name="เปิดหน้าที่เผยแพร่").get_attribute("href")
    assert address is not None
    await life.reader.goto(address)
    await expect(life.reader.get_by_text(TITLE).first).to_be_visible()
    await assert_accessible(life.reader)


async def look_back(page: Page) -> None:
    """The history tells every step, the newest first, and who made it."""
    await page.goto("/plan")
    await open_tab(page, "ประวัติ")
    await page.get_by_label("ชนิดของการแก้ไข").select_option("STEP")
    entries = page.locator("li.entry")
    await expect(entries).to_contain_text(
        [
            "เผยแพร่",
            "ประกาศใช้",
            "จิราพร สาธิต",
            "ประเสริฐ สาธิต",
            "จิราพร สาธิต",
            "ประเสริฐ สาธิต",
            "กมลชนก สาธิต เสนอคณะกรรมการ",
        ]
    )
    await shoot(page, "history")
    await assert_accessible(page)


async def shoot(page: Page, name: str) -> None:
    folder = os.environ.get("SHOTS")
    if folder:
        await page.screenshot(path=Path(folder) / f"life-{name}.png", full_page=True)
