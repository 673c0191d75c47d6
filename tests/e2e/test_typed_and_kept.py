"""Nothing typed is lost with its page: reports, self-assessments, questions, a full browser."""

from __future__ import annotations

import re

from playwright.async_api import Locator, Page, expect

from running import RunningSimiti
from visiting import assert_accessible, sign_in

SHEET = "/report?year=2561&round=TWELVE_MONTHS"
NOTE = "รอใบเสร็จจากผู้รับจ้าง"
SELF = "ดำเนินการตามแผนเป็นส่วนใหญ่"
REASON = "ขอให้ตรวจยอดของปีแรกอีกครั้ง"


async def test_a_report_typed_in_two_tabs_that_are_closed_without_a_line(
    page: Page, running_simiti: RunningSimiti
) -> None:
    """Each tab's entries are sent later; where both wrote one row, both are laid side by side."""
    await sign_in(page, "banklang.approver", running_simiti.password)
    context = page.context
    second = await context.new_page()
    for tab in (page, second):
        await tab.goto(SHEET)
        await expect(status(tab, 3)).to_be_visible()
    await context.set_offline(True)
    await status(page, 3).select_option("IN_PROGRESS")
    await status(second, 4).select_option("IN_PROGRESS")
    await status(page, 5).select_option("IN_PROGRESS")
    await in_ordinance(second, 5).select_option("YES")
    await paid(second, 6).press_sequentially("12")
    await details(page, 7).click()
    await page.get_by_role("dialog").get_by_label("หมายเหตุ").press_sequentially(NOTE)
    for tab in (page, second):
        await tab.close(run_before_unload=False)
    await context.set_offline(False)

    page = await context.new_page()
    await page.goto(SHEET)
    for row in (3, 4):
        await expect(status(page, row)).to_have_value("IN_PROGRESS")
    both = page.locator(".notice", has=page.locator(".draft-both"))
    await expect(both).to_have_count(1)
    await expect(page.get_by_role("button", name="ส่งรายงาน")).to_be_disabled()
    await assert_accessible(page)
    await both.get_by_role("button").last.click()
    await expect(both).to_have_count(0)
    await expect(paid(page, 6)).to_have_value("12")
    await details(page, 7).click()
    dialog = page.get_by_role("dialog")
    await expect(dialog.get_by_label("หมายเหตุ")).to_have_value(NOTE)
    await expect(dialog.get_by_text("พิมพ์ค้างไว้")).to_be_visible()
    await dialog.get_by_role("button", name="บันทึก").click()
    await expect(page.get_by_role("button", name="ส่งรายงาน")).to_be_enabled()

    await page.reload()
    for row in (3, 4):
        await expect(status(page, row)).to_have_value("IN_PROGRESS")
    await details(page, 7).click()
    await expect(dialog.get_by_label("หมายเหตุ")).to_have_value(NOTE)
    await expect(dialog.get_by_text("พิมพ์ค้างไว้")).to_have_count(0)


async def test_a_self_assessment_is_kept_from_its_first_key(
    page: Page, running_simiti: RunningSimiti
) -> None:
    await sign_in(page, "banklang.approver", running_simiti.password)
    context = page.context
    await page.goto(f"{SHEET}&tab=sar")
    comment = page.get_by_label(re.compile("^คำอธิบาย.*๑$")).first
    await comment.press_sequentially(SELF)
    score = page.locator("input[inputmode=decimal]").first
    await score.fill("เก้าสิบ")
    await page.close(run_before_unload=False)
    page = await context.new_page()
    await page.goto(f"{SHEET}&tab=sar")
    comment = page.get_by_label(re.compile("^คำอธิบาย.*๑$")).first
    score = page.locator("input[inputmode=decimal]").first
    await expect(comment).to_have_value(SELF)
    await expect(score).to_have_value("เก้าสิบ")
    await expect(page.get_by_text("คะแนนต้องอยู่ระหว่าง").first).to_be_visible()
    await score.fill("๙๐")
    await score.blur()
    await expect(page.locator(".draft-mark")).to_have_count(0)
    await page.reload()
    await expect(score).to_have_value(re.compile("^๙๐"))
    await expect(comment).to_have_value(SELF)


async def test_a_question_keeps_its_words_until_it_is_answered_or_given_up(
    page: Page, running_simiti: RunningSimiti
) -> None:
    await sign_in(page, "nan.editor", running_simiti.password)
    await page.goto("/plan?tab=risks")
    add = page.get_by_role("button", name=re.compile("^เพิ่มความเสี่ยง")).first
    await add.click()
    field = page.get_by_role("dialog").get_by_role("textbox")
    await field.press_sequentially(REASON)
    await page.reload()
    await add.click()
    await expect(field).to_have_value(REASON)
    await page.keyboard.press("Escape")
    await add.click()
    await expect(field).to_have_value(REASON)
    await page.get_by_role("dialog").get_by_role("button", name="ยกเลิก").click()
    await add.click()
    await expect(field).to_have_value("")


async def test_a_browser_that_keeps_nothing_says_so(
    page: Page, running_simiti: RunningSimiti
) -> None:
    await sign_in(page, "nan.editor", running_simiti.password)
    await page.goto("/plan?tab=risks")
    await page.get_by_role("button", name=re.compile("^เพิ่มความเสี่ยง")).first.click()
    await page.evaluate(
        """() => { Storage.prototype.setItem = () => {
            throw new DOMException('', 'QuotaExceededError')
        } }"""
    )
    told = page.get_by_text("เก็บสำรองสิ่งที่พิมพ์ไม่ได้")
    await expect(told).to_have_count(0)
    await page.get_by_role("dialog").get_by_role("textbox").press_sequentially(REASON)
    await expect(told).to_be_visible()
    await page.get_by_role("dialog").get_by_role("button", name="ยกเลิก").click()
    await expect(told).to_have_count(0)


def status(page: Page, at: int) -> Locator:
    return page.get_by_role("combobox", name=re.compile("^สถานะ")).nth(at)


def in_ordinance(page: Page, at: int) -> Locator:
    return page.get_by_role("combobox", name=re.compile("^มีใน")).nth(at)


def paid(page: Page, at: int) -> Locator:
    return page.get_by_role("textbox", name=re.compile("^เบิกจ่าย")).nth(at)


def details(page: Page, at: int) -> Locator:
    return page.get_by_role("button", name=re.compile("^รายละเอียดของ")).nth(at)
