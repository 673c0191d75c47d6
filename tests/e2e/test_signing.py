"""Signing is delegated for some days, used, and taken back, in a browser."""

from __future__ import annotations

import re
from datetime import timedelta

from playwright.async_api import Browser, Locator, Page, expect

from plan_core.db.transaction import utc_now
from plan_core.values import thai_day
from running import RunningSimiti
from visiting import assert_accessible, sign_in

BE = 543


async def fill_day(dialog: Locator, label: str, days: int) -> None:
    day = thai_day(utc_now()) + timedelta(days=days)
    field = dialog.get_by_role("group", name=label)
    await field.get_by_label("วันที่", exact=True).fill(str(day.day))
    await field.get_by_label("เดือน").select_option(str(day.month))
    await field.get_by_label("ปี พ.ศ.").fill(str(day.year + BE))


async def test_an_approver_hands_signing_on_and_takes_it_back(
    browser: Browser, page: Page, running_simiti: RunningSimiti
) -> None:
    await sign_in(page, "nan.approver", running_simiti.password)
    await page.goto("/signing")
    await page.get_by_role("button", name="มอบอำนาจลงนาม").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("ผู้รับมอบ").select_option(label="ศิริพร สาธิต (ผู้จัดทำแผน)")
    await dialog.get_by_label("ตำแหน่งของท่านตามคำสั่ง").fill("ปลัด อบต.")
    await dialog.get_by_label("คำสั่งที่").fill("๙/๒๕๖๙")
    await fill_day(dialog, "ตั้งแต่วันที่", 0)
    await fill_day(dialog, "ถึงวันที่", -1)
    await dialog.get_by_label("เหตุผล").fill("ไปราชการ")
    await assert_accessible(page)
    await dialog.get_by_role("button", name="มอบอำนาจลงนาม").click()
    await expect(dialog).to_contain_text("วันสุดท้ายต้องไม่มาก่อนวันแรก")
    await fill_day(dialog, "ถึงวันที่", 3)
    await dialog.get_by_role("button", name="มอบอำนาจลงนาม").click()
    await expect(dialog).to_have_count(0)
    line = page.locator(".delegations li").filter(has_text="ศิริพร สาธิต")
    await expect(line).to_contain_text("รักษาราชการแทน ปลัด อบต.")
    await assert_accessible(page)

    context = await browser.new_context(base_url=running_simiti.base_url, locale="th-TH")
    delegate = await context.new_page()
    await sign_in(delegate, "nan.editor", running_simiti.password)
    await delegate.goto("/plan")
    await expect(delegate.locator(".signing-for")).to_contain_text("รักษาราชการแทน ปลัด อบต.")
    await delegate.goto("/signing")
    await expect(delegate.locator(".delegations li").first).to_be_visible()
    # What was handed on cannot be handed on again.
    await expect(delegate.get_by_role("button", name=re.compile("มอบอำนาจ"))).to_have_count(0)
    await delegate.set_viewport_size({"width": 360, "height": 740})
    assert await delegate.evaluate("document.documentElement.scrollWidth") <= 360

    await line.get_by_role("button", name=re.compile("^ยกเลิก การมอบอำนาจ")).click()
    await page.get_by_role("dialog").get_by_role("button", name="ยกเลิก", exact=True).first.click()
    await expect(page.get_by_role("heading", name="ยกเลิกแล้ว")).to_be_visible()
    await delegate.goto("/plan")
    await expect(delegate.get_by_role("grid")).to_be_visible()
    await expect(delegate.locator(".signing-for")).to_have_count(0)
    await context.close()
