"""Reporting in a real browser: half a year entered and submitted, its score seen by an officer."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
from playwright.async_api import Locator, Page, expect

from running import RunningSimiti
from visiting import assert_accessible, sign_in, sign_out, until_settled

SHEET = "/report?year=2561&round=SIX_MONTHS"
"""A year that the demonstration has not reported on."""


async def test_half_a_year_is_reported_submitted_and_seen_by_the_officer(
    page: Page, running_simiti: RunningSimiti, tmp_path: Path
) -> None:
    await sign_in(page, "banklang.approver", running_simiti.password)
    await page.goto(SHEET)
    await until_settled(page)
    await expect(status(page, 0)).to_be_visible()
    await assert_accessible(page)
    await one_cannot_be_done(page)
    await one_is_done_and_locked(page)
    await one_by_the_workbook(page, tmp_path / "report.xlsx")
    await at_360_pixels(page)
    await submit(page)
    await sign_out(page)

    await sign_in(page, "phrae.officer", running_simiti.password)
    await page.goto("/province?tab=reports&year=2561&round=SIX_MONTHS")
    line = page.get_by_role("row").filter(has_text="อบต.บ้านกลาง")
    await expect(line).to_contain_text("ต้องปรับปรุง", timeout=15_000)
    await assert_accessible(page)
    await line.get_by_role("link").click()
    await expect(page.get_by_text("ไม่ได้รับงบประมาณ").first).to_be_visible()
    await assert_accessible(page)


async def test_central_scores_come_from_a_table_and_stand_beside_the_own_ones(
    page: Page, running_simiti: RunningSimiti, tmp_path: Path
) -> None:
    await sign_in(page, "phrae.officer", running_simiti.password)
    await page.goto("/province?tab=reports&year=2564&round=TWELVE_MONTHS")
    await page.get_by_role("button", name="นำเข้าคะแนนส่วนกลาง").click()
    dialog = page.get_by_role("dialog")
    async with page.expect_download() as waiting:
        await dialog.get_by_role("link", name="ดาวน์โหลดตาราง").click()
    path = tmp_path / "scores.xlsx"
    await (await waiting.value).save_as(path)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    name = str(sheet["B2"].value)
    sheet["C2"], sheet["D2"], sheet["E2"] = 88.5, "๗๐", 101
    book.save(path)
    await dialog.locator("input[type=file]").set_input_files(path)
    await expect(dialog.get_by_text("คะแนนที่จะบันทึก ๒ ช่อง")).to_be_visible()
    await expect(dialog.get_by_text("ช่อง E2")).to_be_visible()
    await assert_accessible(page)
    await at_360_pixels(page)
    await dialog.get_by_label("ที่มาของคะแนน").fill("หนังสือที่ ปช ๐๐๐๑/๒๕๖๔")
    day = dialog.get_by_role("group", name="วันที่ของคะแนน")
    await day.get_by_label("วันที่", exact=True).fill("๓๐")
    await day.get_by_label("เดือน").select_option("11")
    await day.get_by_label("ปี พ.ศ.").fill("๒๕๖๔")
    await dialog.get_by_role("button", name="บันทึกคะแนน ๒ ช่อง").click()
    await expect(dialog.get_by_text("บันทึกคะแนนแล้ว ๑ แห่ง")).to_be_visible()
    await dialog.get_by_role("button", name="ปิด").first.click()
    short = name.removeprefix("องค์การบริหารส่วนตำบล")
    await page.get_by_role("row").filter(has_text=short).get_by_role("link").click()
    await expect(page.get_by_text("หนังสือที่ ปช ๐๐๐๑/๒๕๖๔").first).to_be_visible()
    await expect(page.get_by_text("๘๘.๕๐").first).to_be_visible()
    await assert_accessible(page)
    await at_360_pixels(page)


def status(page: Page, at: int) -> Locator:
    return page.get_by_role("combobox", name=re.compile("^สถานะ")).nth(at)


async def saved(page: Page) -> None:
    await expect(page.get_by_text("กำลังบันทึก")).to_have_count(0)


async def one_cannot_be_done(page: Page) -> None:
    """The number key asks for the reason at once; nothing is kept without one."""
    await status(page, 0).focus()
    await page.keyboard.press("3")
    dialog = page.get_by_role("dialog")
    await expect(dialog.get_by_role("button", name="บันทึก")).to_be_disabled()
    await assert_accessible(page)
    await dialog.get_by_label("ไม่ได้รับงบประมาณ").check()
    await dialog.get_by_role("button", name="บันทึก").click()
    await expect(status(page, 0)).to_have_value("CANNOT")
    await saved(page)
    await page.reload()
    await expect(status(page, 0)).to_have_value("CANNOT")


async def one_is_done_and_locked(page: Page) -> None:
    await status(page, 1).focus()
    await page.keyboard.press("2")
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("เบิกจ่าย (บาท)").last.fill("๑,๒๓๔.๕๐")
    await dialog.get_by_role("button", name="บันทึก").click()
    await expect(page.get_by_text("แล้วเสร็จ ล็อกแล้ว")).to_be_visible()
    await expect(status(page, 1)).to_be_disabled()
    await page.get_by_role("button", name="ปลดล็อก").click()
    await page.get_by_role("dialog").get_by_label("เหตุผลที่ปลดล็อก").fill("กรอกผิดแถว")
    await page.get_by_role("dialog").get_by_role("button", name="ปลดล็อก").click()
    await expect(status(page, 1)).to_be_enabled()
    await status(page, 1).select_option("IN_PROGRESS")
    await saved(page)


async def one_by_the_workbook(page: Page, path: Path) -> None:
    """Out, filled in, and back: shown first, then taken whole."""
    async with page.expect_download() as waiting:
        await page.get_by_role("link", name="ดาวน์โหลด Excel").click()
    await (await waiting.value).save_as(path)
    book = openpyxl.load_workbook(path)
    book.worksheets[0]["K7"] = "อยู่ระหว่างดำเนินการ"
    book.save(path)
    await page.locator("input[type=file]").set_input_files(path)
    dialog = page.get_by_role("dialog")
    await expect(dialog.get_by_text("จะเปลี่ยน ๑ รายการ")).to_be_visible()
    await dialog.get_by_role("button", name="นำเข้า").click()
    await expect(page.get_by_text("นำเข้าแล้ว ๑ รายการ")).to_be_visible()
    await expect(status(page, 2)).to_have_value("IN_PROGRESS")


async def at_360_pixels(page: Page) -> None:
    await page.set_viewport_size({"width": 360, "height": 800})
    # From the top: what the bar above half covers is a small target only while one scrolls.
    await page.evaluate("window.scrollTo(0, 0)")
    await assert_accessible(page)
    assert await page.evaluate("document.documentElement.scrollWidth") <= 360
    await page.set_viewport_size({"width": 1280, "height": 800})


async def submit(page: Page) -> None:
    await page.get_by_role("button", name="ส่งรายงาน").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("ตรวจแล้ว และมีอำนาจส่ง").check()
    await dialog.get_by_role("button", name="ส่งรายงาน").click()
    await expect(dialog.get_by_text("ส่งรายงานฉบับที่ ๑ แล้ว")).to_be_visible()
    await dialog.get_by_role("button", name="ปิด").last.click()
