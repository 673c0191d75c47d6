"""What the checks notice while a plan is written: seen, gone to, explained, in a browser."""

from __future__ import annotations

import re

from playwright.async_api import Page, expect

from running import RunningSimiti
from visiting import assert_accessible, sign_in

REASON = "เป็นงานประจำ ไม่ใช้งบประมาณ"


async def test_findings_lead_to_where_they_are_mended_and_can_be_explained(
    page: Page, running_simiti: RunningSimiti
) -> None:
    await sign_in(page, "nan.editor", running_simiti.password)
    await page.goto("/plan?tab=findings")
    lines = page.locator(".open-findings li")
    await expect(lines.first).to_be_visible()
    tab = page.get_by_role("tab", name=re.compile("ข้อสังเกต"))
    open_before = await lines.count()
    await assert_accessible(page)

    noted = lines.filter(has=page.locator(".severity.WARNING")).first
    words = await noted.locator("p").first.inner_text()
    line = lines.filter(has_text=words).first
    await line.get_by_role("button", name="ชี้แจง").click()
    await line.get_by_role("textbox").fill(REASON)
    await line.get_by_role("button", name="บันทึก").click()
    await expect(line.locator(".explanation")).to_contain_text(REASON)
    await page.reload()
    await expect(line.locator(".explanation")).to_contain_text(REASON)
    await expect(lines).to_have_count(open_before)
    await line.get_by_role("button", name="แก้คำชี้แจง").click()
    await line.get_by_role("button", name="ถอนคำชี้แจง").click()
    await expect(line.locator(".explanation")).to_have_count(0)

    await lines.get_by_role("button", name=re.compile("^ไปที่ภารกิจ")).first.click()
    await expect(page).not_to_have_url(re.compile("tab=findings"))
    await tab.click()
    sheet = lines.filter(has_text="ส่วนที่ ๓").get_by_role("button").first
    await sheet.click()
    await expect(page).to_have_url(re.compile("tab=sheets"))

    await page.set_viewport_size({"width": 360, "height": 740})
    await page.goto("/plan?tab=findings")
    await expect(lines.first).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth") <= 360
