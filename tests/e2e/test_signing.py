"""Signing is delegated for some days, used, and taken back, in a browser."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

from playwright.async_api import Browser, Locator, Page, expect

import running
from plan_core.db.transaction import utc_now
from plan_core.values import thai_day
from running import RunningSimiti
from visiting import assert_accessible, sign_in

BE = 543
PLACE = "รักษาราชการแทน ปลัด อบต. (ธนพล สาธิต)"


async def fill_day(dialog: Locator, label: str, days: int) -> None:
    day = thai_day(utc_now()) + timedelta(days=days)
    field = dialog.get_by_role("group", name=label)
    await field.get_by_label("วันที่", exact=True).fill(str(day.day))
    await field.get_by_label("เดือน").select_option(str(day.month))
    await field.get_by_label("ปี พ.ศ.").fill(str(day.year + BE))


async def test_an_approver_hands_signing_on_and_takes_it_back(
    browser: Browser, tmp_path: Path
) -> None:
    """In a Simiti of its own: a plan goes its way, which other tests' plan must not."""
    simiti = running.start(tmp_path / "simiti")
    try:
        simiti.wait_for_line("Simiti is ready", seconds=180)
        approver = await visit(browser, simiti, "nan.approver")
        await grant(approver)
        delegate = await visit(browser, simiti, "nan.editor")
        await sign(delegate, await visit(browser, simiti, "nan.officer"))
        await revoke(approver)
        await delegate.goto("/plan")
        await expect(delegate.get_by_role("grid")).to_be_visible()
        await expect(delegate.locator(".signing-for")).to_have_count(0)
        await expect(delegate.get_by_role("button", name="เผยแพร่แผน")).to_have_count(0)
        for page in (approver, delegate):
            await page.context.close()
    finally:
        simiti.stop()


async def visit(browser: Browser, simiti: RunningSimiti, username: str) -> Page:
    context = await browser.new_context(
        base_url=simiti.base_url, locale="th-TH", viewport={"width": 1280, "height": 800}
    )
    page = await context.new_page()
    await sign_in(page, username, simiti.password)
    return page


async def grant(page: Page) -> None:
    """Refused where it does not fit, beside its field; then granted."""
    await page.goto("/signing")
    await page.get_by_role("button", name="มอบอำนาจลงนาม").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("ผู้รับมอบ").select_option(label="ศิริพร สาธิต (ผู้จัดทำแผน)")
    await dialog.get_by_label("ตำแหน่งของท่านตามคำสั่ง").fill("  ")
    await dialog.get_by_label("คำสั่งที่", exact=False).last.fill("๙/๒๕๖๙")
    await fill_day(dialog, "ตั้งแต่วันที่", 0)
    await fill_day(dialog, "ถึงวันที่", -1)
    await dialog.get_by_label("เหตุผล").fill("ไปราชการ")
    await assert_accessible(page)
    # A press beside the dialog loses nothing that was typed.
    await page.mouse.click(5, 400)
    await expect(dialog.get_by_label("เหตุผล")).to_have_value("ไปราชการ")
    send = dialog.get_by_role("button", name="มอบอำนาจลงนาม")
    await send.click()
    await expect(dialog).to_contain_text("วันสุดท้ายต้องไม่มาก่อนวันแรก")
    await fill_day(dialog, "ถึงวันที่", 3)
    await send.click()
    position = dialog.get_by_label("ตำแหน่งของท่านตามคำสั่ง")
    await expect(position).to_have_attribute("aria-invalid", "true")
    await position.fill("ปลัด อบต.")
    await send.click()
    await expect(dialog).to_have_count(0)
    line = page.locator(".delegations li").filter(has_text="ศิริพร สาธิต")
    await expect(line).to_contain_text("รักษาราชการแทน ปลัด อบต.")
    await assert_accessible(page)


async def sign(delegate: Page, officer: Page) -> None:
    """What the delegate submits and adopts says in whose place, and they cannot say another."""
    await delegate.goto("/signing")
    await expect(delegate.locator(".delegations li").first).to_be_visible()
    # What was handed on cannot be handed on again.
    await expect(delegate.get_by_role("button", name=re.compile("มอบอำนาจ"))).to_have_count(0)
    await delegate.set_viewport_size({"width": 360, "height": 740})
    assert await delegate.evaluate("document.documentElement.scrollWidth") <= 360
    await delegate.set_viewport_size({"width": 1280, "height": 800})

    await delegate.goto("/plan")
    await expect(delegate.locator(".signing-for")).to_contain_text(PLACE)
    await delegate.get_by_role("button", name="เสนอคณะกรรมการ").click()
    await delegate.get_by_role("button", name="ส่งแผน", exact=True).click()
    dialog = delegate.get_by_role("dialog")
    await dialog.get_by_role("checkbox").check()
    await dialog.get_by_role("button", name="ส่งแผน", exact=True).click()
    await expect(dialog).to_contain_text("ส่งแล้วเป็นฉบับที่ ๑")

    await officer.goto("/inbox")
    await officer.get_by_role("link", name=re.compile("ในเวียง")).click()
    accept = officer.get_by_role("button", name="รับรอง", exact=True)
    await accept.click()
    await officer.get_by_role("dialog").get_by_role("button", name="รับรอง", exact=True).click()
    await expect(officer.get_by_text("รับรองแล้ว").first).to_be_visible()
    await officer.context.close()

    await delegate.goto("/plan")
    await delegate.get_by_role("button", name="ประกาศใช้แผน").click()
    await expect(dialog).to_contain_text(PLACE)
    await expect(dialog.get_by_label("ลงนามในฐานะ")).to_have_count(0)
    await assert_accessible(delegate)
    await dialog.get_by_label("ตำแหน่ง").fill("นักวิเคราะห์นโยบายและแผน")
    await dialog.get_by_label("เลขที่ประกาศ").fill("๑/๒๕๖๙")
    await fill_day(dialog, "วันที่ลงนาม", 0)
    await dialog.get_by_role("button", name="ประกาศใช้แผน").click()
    await expect(dialog).to_have_count(0)
    await delegate.goto("/plan?tab=revisions")
    steps = delegate.locator(".way-list li")
    await expect(steps.filter(has_text="ส่งแผน")).to_contain_text(PLACE)
    await expect(steps.filter(has_text="ประกาศใช้")).to_contain_text(PLACE)


async def revoke(page: Page) -> None:
    await page.get_by_role("button", name=re.compile("^ยกเลิก การมอบอำนาจ")).click()
    await page.get_by_role("dialog").get_by_role("button", name="ยกเลิก", exact=True).first.click()
    await expect(page.get_by_role("heading", name="ยกเลิกแล้ว")).to_be_visible()
