"""The public pages in a real browser: reached without sign-in, accessible, printable, narrow."""

from __future__ import annotations

import hashlib
import re
from collections.abc import AsyncIterator

import pytest_asyncio
from playwright.async_api import Browser, Page, expect

from running import RunningSimiti
from visiting import assert_accessible, sign_in, until_settled

SENT = "/report?year=2562&round=SIX_MONTHS&tab=sent"
"""A round that no other journey reports on."""


@pytest_asyncio.fixture(loop_scope="session")
async def reader(browser: Browser, running_simiti: RunningSimiti) -> AsyncIterator[Page]:
    """Somebody who never signs in."""
    context = await browser.new_context(
        base_url=running_simiti.base_url,
        locale="th-TH",
        viewport={"width": 1280, "height": 800},
    )
    yield await context.new_page()
    await context.close()


async def fits(page: Page, width: int) -> None:
    """Nothing but a table's own box is scrolled sideways."""
    await page.set_viewport_size({"width": width, "height": 800})
    await assert_accessible(page)
    assert await page.evaluate("document.documentElement.scrollWidth") <= width
    await page.set_viewport_size({"width": 1280, "height": 800})


async def prints(page: Page) -> None:
    """On paper: no bar, no links to elsewhere in the way, and no table cut at the page's edge."""
    await page.emulate_media(media="print")
    await expect(page.locator("header.band")).to_be_hidden()
    await expect(page.get_by_role("heading", level=1)).to_be_visible()
    # The width of A4 within its margins, at 96 dots an inch.
    await page.set_viewport_size({"width": 680, "height": 960})
    cut = await page.evaluate(
        "[...document.querySelectorAll('.wide')]"
        ".filter(box => box.scrollWidth > box.clientWidth + 1).length"
    )
    assert cut == 0
    assert await page.pdf(format="A4")
    await page.emulate_media(media="screen")
    await page.set_viewport_size({"width": 1280, "height": 800})


async def test_a_published_plan_is_found_read_and_printed_without_signing_in(reader: Page) -> None:
    await reader.goto("/sign-in")
    await reader.get_by_role("link", name="แผนและรายงานที่ อปท. เผยแพร่").click()
    await expect(reader).to_have_url("/public")
    await assert_accessible(reader)
    await reader.get_by_label("ชื่อหรือรหัส อปท.").fill("บ้านกลาง")
    await reader.get_by_role("button", name="ค้นหา").click()
    await fits(reader, 360)
    await reader.get_by_role("link", name="บ้านกลาง").first.click()
    await expect(reader.get_by_role("heading", level=1)).to_contain_text("บ้านกลาง")
    await fits(reader, 360)
    await prints(reader)
    await reader.get_by_role("link", name="ฉบับที่").first.click()
    await expect(reader.get_by_role("heading", name="ส่วนที่ ๒ ตารางแผน")).to_be_visible()
    await fits(reader, 1280)
    await fits(reader, 360)
    # The heads of narrow columns stand in words, not letter below letter.
    heads = reader.locator("thead")
    assert await heads.evaluate_all("all => all.length > 1 && all.every(h => h.clientHeight < 140)")
    await prints(reader)


async def test_an_address_that_leads_nowhere_says_so(reader: Page) -> None:
    answer = await reader.goto("/public/no/such/page/at/all")
    assert answer is not None
    assert answer.status == 404
    await expect(reader.get_by_role("heading", level=1)).to_have_text("ไม่พบหน้านี้")
    await fits(reader, 360)


EVIDENCE = "ภาพถ่ายกิจกรรม วันที่ ๑ มีนาคม"
EVIDENCE_SHA = hashlib.sha256(EVIDENCE.encode()).hexdigest()


async def attach_evidence(page: Page) -> None:
    """Beside a row that nobody has entered yet: attaching begins its entry."""
    await page.get_by_role("button", name=re.compile("^รายละเอียดของ")).first.click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_role("button", name="แนบไฟล์หลักฐาน").click()
    await dialog.locator("input[type=file]").set_input_files(
        {"name": "ภาพกิจกรรม.txt", "mimeType": "text/plain", "buffer": EVIDENCE.encode()}
    )
    await expect(dialog.get_by_role("link", name="ภาพกิจกรรม.txt")).to_be_visible()
    await fits(page, 1280)
    await fits(page, 360)
    await dialog.get_by_role("button", name="ปิด").first.click()
    await expect(page.get_by_role("row").nth(1)).to_contain_text("๑ ไฟล์")


async def test_a_report_is_published_read_by_everybody_and_taken_back(
    page: Page, reader: Page, running_simiti: RunningSimiti
) -> None:
    await sign_in(page, "banklang.approver", running_simiti.password)
    await page.goto(SENT.replace("&tab=sent", ""))
    await until_settled(page)
    await attach_evidence(page)
    await page.get_by_role("button", name="ส่งรายงาน").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("ตรวจแล้ว และมีอำนาจส่ง").check()
    await dialog.get_by_role("button", name="ส่งรายงาน").click()
    await dialog.get_by_role("button", name="ปิด").last.click()

    await page.goto(SENT)
    await page.get_by_role("link", name="เปิดอ่าน").click()
    await expect(page.get_by_role("link", name="ภาพกิจกรรม.txt")).to_be_visible()
    await expect(page.get_by_text(f"SHA-256 {EVIDENCE_SHA}")).to_be_visible()
    await assert_accessible(page)
    await fits(page, 360)

    await page.goto(SENT)
    await page.get_by_role("button", name="เผยแพร่รายงาน").click()
    await assert_accessible(page)
    await dialog.get_by_role("button", name="เผยแพร่", exact=True).click()
    address = await dialog.get_by_role("link", name="เปิดหน้าที่เผยแพร่").get_attribute("href")
    assert address is not None
    await dialog.get_by_role("button", name="ปิด").last.click()
    await expect(page.get_by_role("button", name="เผยแพร่รายงาน")).to_have_count(0)
    await fits(page, 360)

    answer = await reader.goto(address)
    assert answer is not None
    assert answer.status == 200
    await expect(reader.get_by_text("ยังไม่รายงาน").first).to_be_visible()
    await fits(reader, 1280)
    await fits(reader, 360)
    await prints(reader)

    await page.get_by_role("button", name="ถอนการเผยแพร่").click()
    await dialog.get_by_label("เหตุผลที่ถอน").fill("เลขผิดหนึ่งแถว")
    await dialog.get_by_role("button", name="ถอนการเผยแพร่").click()
    await expect(page.get_by_text("เลขผิดหนึ่งแถว")).to_be_visible()
    await expect(page.get_by_role("button", name="เผยแพร่รายงาน")).to_be_visible()
    # Anew: for a minute a browser may show what it has.
    answer = await reader.reload()
    assert answer is not None
    assert answer.status == 410
    await expect(reader.get_by_text("เลขผิดหนึ่งแถว")).to_be_visible()
    await fits(reader, 360)

    await page.goto("/plan?tab=revisions")
    await expect(page.get_by_role("heading", name="เผยแพร่แล้ว")).to_be_visible()
    await assert_accessible(page)
    await fits(page, 360)
