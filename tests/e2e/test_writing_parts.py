"""The parts beside the grid, written in a browser: kept after a reload and without a line."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import Page, expect

from running import RunningSimiti
from visiting import assert_accessible, sign_in

SAVED = "บันทึกแล้ว"
EDITOR = "nan.editor"


async def open_tab(page: Page, running_simiti: RunningSimiti, tab: str) -> None:
    await sign_in(page, EDITOR, running_simiti.password)
    await page.goto(f"/plan?tab={tab}")
    await expect(page.get_by_role("heading", level=1)).to_be_visible()


async def test_a_section_is_written_with_structure_and_kept(
    page: Page, running_simiti: RunningSimiti
) -> None:
    await open_tab(page, running_simiti, "sections")
    card = page.locator("section.card", has=page.get_by_role("heading", name="วิสัยทัศน์"))
    begin = card.get_by_role("button", name=re.compile("เริ่มเขียน"))
    if await begin.count():
        await begin.click()
    field = card.get_by_role("textbox", name="วิสัยทัศน์")
    await field.click()
    await page.keyboard.press("Control+a")
    await page.keyboard.press("Delete")
    await page.keyboard.insert_text("ตำบลโปร่งใส")
    await page.keyboard.press("Enter")
    await page.keyboard.type("- ")
    await page.keyboard.insert_text("ข้อใหญ่")
    await page.keyboard.press("Enter")
    await page.keyboard.press("Control+]")
    await page.keyboard.insert_text("ข้อย่อย")
    await expect(card.get_by_role("status").first).to_have_text(SAVED, timeout=15_000)
    await assert_accessible(page)
    await page.reload()
    await expect(field.locator(".item.depth-1")).to_have_text("ข้อใหญ่")
    await expect(field.locator(".item.depth-2")).to_have_text("ข้อย่อย")

    await field.click()
    await paste_from_word(page)
    await expect(field.locator("h3")).to_have_text("หัวข้อจาก Word")
    await expect(field.locator(".item.number").first).to_have_text("ลำดับหนึ่ง")
    await expect(card.get_by_role("status").first).to_have_text(SAVED, timeout=15_000)


async def paste_from_word(page: Page) -> None:
    await page.keyboard.press("Control+End")
    await page.evaluate(
        """() => {
          const html = `<h1 class="MsoTitle">หัวข้อจาก Word<o:p></o:p></h1>
            <p class="MsoListParagraph" style="mso-list:l0 level1 lfo1"><span
            style="mso-list:Ignore">1.<span>&nbsp;</span></span>ลำดับหนึ่ง</p>`
          const data = new DataTransfer()
          data.setData('text/html', html)
          data.setData('text/plain', 'ลำดับหนึ่ง')
          const field = document.activeElement
          field.dispatchEvent(
            new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))
        }"""
    )


async def test_typed_words_survive_the_line_and_a_reload(
    page: Page, running_simiti: RunningSimiti
) -> None:
    await open_tab(page, running_simiti, "sheets")
    await page.locator(".line-link").first.click()
    place = page.get_by_label(re.compile("^พื้นที่ดำเนินการ"))
    await expect(place).to_be_visible()
    await page.context.set_offline(True)
    await place.fill("หมู่ที่ ๑ ถึง ๙ ทั้งตำบล")
    await expect(page.get_by_text(re.compile("^ออฟไลน์: เก็บไว้ในเครื่องนี้"))).to_be_visible()
    await page.context.set_offline(False)
    await page.reload()
    await expect(place).to_have_value("หมู่ที่ ๑ ถึง ๙ ทั้งตำบล")
    await expect(page.get_by_role("status").filter(has_text=SAVED).first).to_be_visible()
    await page.get_by_label("หน่วยงานรับผิดชอบ").fill("สำนักปลัด")
    await page.get_by_role("button", name="เพิ่มตัวชี้วัด").click()
    await page.get_by_label("สิ่งที่วัด").last.fill("ร้อยละของผู้เข้าอบรม")
    await expect(page.get_by_role("status").filter(has_text=SAVED).first).to_be_visible()
    await assert_accessible(page)


async def test_a_risk_is_added_rated_and_answered(
    page: Page, running_simiti: RunningSimiti
) -> None:
    await open_tab(page, running_simiti, "risks")
    await page.get_by_role("button", name="เพิ่มความเสี่ยง ด้านการเงิน").click()
    await page.get_by_role("dialog").get_by_label("ความเสี่ยง").fill("การจัดซื้อโดยไม่แข่งขัน")
    await page.get_by_role("dialog").get_by_role("button", name="เพิ่มความเสี่ยง").click()
    added = page.locator("textarea", has_text="การจัดซื้อโดยไม่แข่งขัน")
    risk = page.locator("article.risk").filter(has=added).last
    await expect(risk.get_by_text("ยังไม่มีรายการตอบ")).to_be_visible()
    await risk.get_by_label("โอกาสเกิด").select_option("4")
    await risk.get_by_label("ผลกระทบ").select_option("5")
    await risk.get_by_label("เลือกรายการที่ตอบ").select_option(index=1)
    await expect(risk.get_by_role("status")).to_have_text(SAVED, timeout=15_000)
    await expect(risk.get_by_text("สูงมาก (๒๐)")).to_be_visible()
    await expect(risk.get_by_text("ยังไม่มีรายการตอบ")).to_have_count(0)
    await expect(page.locator("td.level-VERY_HIGH")).to_contain_text(re.compile("[๑-๙]"))
    # The bar at the top covers what has scrolled below it.
    await page.evaluate("scrollTo(0, 0)")
    await assert_accessible(page)
    await page.reload()
    await expect(risk.get_by_text("สูงมาก (๒๐)")).to_be_visible()


async def test_a_committee_is_pasted_and_put_in_order_by_keyboard(
    page: Page, running_simiti: RunningSimiti
) -> None:
    await open_tab(page, running_simiti, "committees")
    await page.get_by_label("คำสั่งที่").fill("๑๒/๒๕๖๐")
    day, month = page.get_by_label("วันที่", exact=True), page.get_by_label("เดือน", exact=True)
    await day.fill("31")
    await month.select_option("2")
    await page.get_by_label("ปี พ.ศ.").fill("2561")
    await expect(page.get_by_text("ไม่มีวันนี้")).to_be_visible()
    await day.fill("9")
    await expect(page.get_by_text("บันทึกเป็น ๙ กุมภาพันธ์ ๒๕๖๑")).to_be_visible()
    await page.get_by_role("button", name="วางรายชื่อ คณะกรรมการจัดทำแผน").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_role("textbox").fill(
        "๑\tนายหนึ่ง\tนายก\tประธานกรรมการ\n๒\tนางสอง\tปลัด\tกรรมการ"
    )
    await expect(dialog.get_by_role("row")).to_have_count(3)
    await dialog.get_by_role("button", name="เพิ่ม ๒ คน").click()
    first = page.get_by_label("ชื่อ ๑").first
    await expect(first).to_have_value("นายหนึ่ง")
    await first.press("Alt+ArrowDown")
    await expect(first).to_have_value("นางสอง")
    await expect(page.get_by_role("status").filter(has_text=SAVED).first).to_be_visible(
        timeout=15_000
    )
    await assert_accessible(page)
    await page.reload()
    await expect(page.get_by_label("คำสั่งที่")).to_have_value("๑๒/๒๕๖๐")
    await expect(day).to_have_value("๙")
    await expect(month).to_have_value("2")
    await expect(first).to_have_value("นางสอง")


async def test_a_plan_does_not_go_to_the_committee_without_what_was_refused(
    page: Page, running_simiti: RunningSimiti
) -> None:
    await open_tab(page, running_simiti, "committees")
    send = page.get_by_role("button", name="เสนอคณะกรรมการ")
    why = page.get_by_text("ยังมีสิ่งที่พิมพ์แต่ยังไม่บันทึกใน คณะกรรมการ")
    await expect(send).to_be_enabled()
    await page.get_by_label("คำสั่งที่").fill("ก" * 201)
    await expect(page.get_by_text("ข้อความยาวเกิน ๒๐๐ ตัวอักษร")).to_be_visible(timeout=15_000)
    await expect(send).to_be_disabled()
    await page.goto("/plan")  # on another tab, and after the page was opened anew
    await expect(why).to_be_visible()
    await expect(send).to_be_disabled()
    await page.get_by_role("tab", name="คณะกรรมการ").click()
    await page.get_by_role("button", name="ทิ้งค่าของฉัน").click(timeout=15_000)
    await expect(why).to_have_count(0)
    await expect(send).to_be_enabled()


DRAWN = {
    "sections": "section.card h2, section.card h3",
    "risks": "[role=tabpanel] button",
    "sheets": ".line-link",
    "committees": "[role=tabpanel] input",
}
"""What is there when a tab has its data."""


@pytest.mark.parametrize("tab", DRAWN)
async def test_the_parts_fit_a_small_screen(
    page: Page, running_simiti: RunningSimiti, tab: str
) -> None:
    await page.set_viewport_size({"width": 360, "height": 740})
    await open_tab(page, running_simiti, tab)
    await expect(page.locator(DRAWN[tab]).first).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth") <= 360
    await assert_accessible(page)
