"""Rows chosen from what other organisations publish, in a browser."""

from __future__ import annotations

import re

from playwright.async_api import Page, expect

from running import RunningSimiti
from visiting import assert_accessible, sign_in


async def test_rows_are_chosen_from_published_plans_and_added_together(
    page: Page, running_simiti: RunningSimiti
) -> None:
    await sign_in(page, "nan.editor", running_simiti.password)
    await page.goto("/plan")
    rows = page.locator("tr[id^=row-]")
    await expect(rows.first).to_be_visible()
    await page.get_by_role("button", name=re.compile("^เพิ่มรายการในภารกิจ ๑.๒")).first.click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_role("button", name="ดูว่าหน่วยงานอื่นทำอะไร").click()
    await expect(page).to_have_url(re.compile("peers=1.2"))
    lines = dialog.locator(".peer-rows li")
    await expect(lines.first).to_be_visible()
    await assert_accessible(page)

    free = lines.filter(has=page.locator("input:enabled"))
    titles = [await free.nth(at).locator("label").inner_text() for at in (0, 1)]
    before = await rows.count()
    for title in titles:
        await dialog.get_by_label(title, exact=True).check()
    await dialog.get_by_role("button", name="เพิ่ม ๒ รายการ").click()
    await expect(dialog).to_have_count(0)
    await expect(rows).to_have_count(before + 2)
    for title in titles:
        added = rows.filter(has_text=title).first
        # Whose money it is stays theirs: nothing is stated until the officer says so.
        await expect(added.locator("td.budget .unstated")).to_have_count(4)

    await page.goto("/plan?peers=1.2")
    there = lines.filter(has_text="มีในแผนของท่านแล้ว")
    await expect(there.first).to_be_visible()
    assert await there.count() >= 2
    await dialog.get_by_label("ค้นหาในชื่อรายการ").fill("ไม่มีคำนี้ในแผนใด")
    await expect(dialog.get_by_role("status")).to_contain_text("ยังไม่มีหน่วยงานอื่น")
    await page.set_viewport_size({"width": 360, "height": 740})
    await dialog.get_by_label("ค้นหาในชื่อรายการ").fill("")
    await expect(lines.first).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth") <= 360
    await dialog.get_by_label("ภารกิจตามมิติ").select_option("2.1")
    await expect(page).to_have_url(re.compile("peers=2.1"))
