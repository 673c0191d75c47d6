"""In a browser: when mails come is chosen by each person, on a small screen too."""

from __future__ import annotations

from playwright.async_api import Page, expect

from running import RunningSimiti
from visiting import assert_accessible, sign_in


async def test_when_mails_come_is_chosen_and_kept(
    page: Page, running_simiti: RunningSimiti
) -> None:
    await sign_in(page, "phrae.officer", running_simiti.password)
    await page.set_viewport_size({"width": 360, "height": 740})
    await page.goto("/notifications/settings")
    # Checked once the answer is here, not before.
    await page.get_by_label("สรุปวันละครั้ง").click()
    await expect(page.get_by_text("บันทึกแล้ว")).to_be_visible()
    await page.reload()
    await expect(page.get_by_label("สรุปวันละครั้ง")).to_be_checked()
    await assert_accessible(page)
    assert await page.evaluate("document.documentElement.scrollWidth") <= 360
    await page.get_by_label("ที่อยู่อีเมลใหม่").fill("ไม่ใช่ที่อยู่")
    await page.get_by_role("button", name="ส่งรหัสยืนยัน").click()
    await expect(page.get_by_text("ส่งรหัสยืนยันไปที่")).to_have_count(0)
