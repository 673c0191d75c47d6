"""An adopted plan is amended in a real browser: given up once, and taken the whole lawful way."""

from __future__ import annotations

import os
import re
from pathlib import Path

from playwright.async_api import Locator, Page, expect

from running import RunningSimiti
from visiting import assert_accessible, sign_in, sign_out, until_settled

REASON = "งบประมาณที่จัดสรรไม่เพียงพอ"
ROW_REASON = "เพิ่มผู้เข้าอบรมอีกหนึ่งรุ่น"
ADOPTED = "ไม่ใช้งบประมาณ"
"""What the demonstration's first cell says: a `-`, as it is read out."""
SAVED = "บันทึกครบแล้ว"


async def test_an_adopted_plan_is_amended_cancelled_and_adopted_again(
    page: Page, running_simiti: RunningSimiti
) -> None:
    password = running_simiti.password
    await sign_in(page, "banklang.approver", password)
    await page.goto("/plan")
    await expect(stage(page)).to_contain_text("เผยแพร่แล้ว")
    await expect(first_cell(page)).to_contain_text(ADOPTED)
    await open_amendment(page)
    await change_first_cell(page, "91500.50", "๙๑,๕๐๐.๕๐")
    await see_what_changed(page)
    await cancel(page)
    await expect(first_cell(page)).to_contain_text(ADOPTED)

    await open_amendment(page)
    await change_first_cell(page, "92500", "๙๒,๕๐๐")
    await say_it_anew(page)
    await look_at_the_annex(page)
    await on_paper(page)
    await at_360_pixels(page)
    await submit(page)
    await sign_out(page)

    await sign_in(page, "phrae.officer", password)
    await accept(page)
    await sign_out(page)

    await sign_in(page, "banklang.approver", password)
    await adopt_and_publish(page)
    await find_it_in_the_list(page)


def stage(page: Page) -> Locator:
    return page.get_by_role("region", name="ขั้นตอนของแผน").locator("[aria-current=step]")


def banner(page: Page) -> Locator:
    return page.get_by_role("region", name="การแก้ไขแผน")


def first_cell(page: Page) -> Locator:
    return page.locator("td.budget").first


async def open_amendment(page: Page) -> None:
    """Half a day is refused, the reason is needed, the day is of the Buddhist era."""
    await page.get_by_role("button", name="แก้ไขแผน…").click()
    dialog = page.get_by_role("dialog")
    await expect(dialog.get_by_text(re.compile("ยังมีผลอยู่"))).to_be_visible()
    await expect(dialog.get_by_role("button", name="เปิดการแก้ไขแผน")).to_be_disabled()
    await dialog.get_by_label(re.compile("^เปลี่ยนแปลง")).check()
    await dialog.get_by_label("เหตุผล").fill(REASON)
    await dialog.get_by_label("เลขที่คำสั่งหรือมติ").fill("๕/๒๕๖๑")
    await dialog.get_by_placeholder("วันที่").fill("31")
    await dialog.get_by_label("เดือน").select_option("2")
    await dialog.get_by_placeholder("ปี พ.ศ.").fill("2561")
    await dialog.get_by_role("button", name="เปิดการแก้ไขแผน").click()
    await expect(dialog.get_by_text("ไม่มีวันนี้ โปรดใช้ปี พ.ศ.")).to_be_visible()
    await dialog.get_by_placeholder("วันที่").fill("๑")
    await assert_accessible(page)
    await dialog.get_by_role("button", name="เปิดการแก้ไขแผน").click()
    await expect(dialog).to_have_count(0)
    await expect(banner(page)).to_contain_text("กำลังแก้ไขแผน: เปลี่ยนแปลง ครั้งที่ ๑")
    await expect(banner(page)).to_be_focused()
    await expect(banner(page)).to_contain_text("คำสั่งหรือมติที่ ๕/๒๕๖๑ · ประชุมเมื่อ ๑ กุมภาพันธ์ ๒๕๖๑")
    await expect(stage(page)).to_contain_text("ฉบับร่าง")
    await assert_accessible(page)


async def change_first_cell(page: Page, typed: str, shown: str) -> None:
    cell = first_cell(page)
    await cell.click()
    await cell.press(typed[0])
    await cell.locator("input").press_sequentially(typed[1:])
    await cell.locator("input").press("Enter")
    await expect(cell).to_contain_text(shown)
    await expect(page.get_by_text(SAVED)).to_be_visible()


async def see_what_changed(page: Page) -> None:
    await page.get_by_role("link", name="ดูสิ่งที่เปลี่ยนตั้งแต่ส่งครั้งก่อน").click()
    panel = page.get_by_role("tabpanel", name="สิ่งที่เปลี่ยนแปลง")
    await expect(panel.get_by_text("เพิ่ม ๐ · ตัดออก ๐ · ย้าย ๐ · แก้ไข ๑ รายการ")).to_be_visible()
    await expect(panel.get_by_text("๙๑,๕๐๐.๕๐").first).to_be_visible()
    await assert_accessible(page)
    await page.get_by_role("tab", name="ตารางแผน").click()


async def cancel(page: Page) -> None:
    """It says what is lost, asks, and the plan says again what was adopted."""
    await banner(page).get_by_role("button", name="ยกเลิกการแก้ไขแผน").click()
    dialog = page.get_by_role("dialog")
    await expect(dialog.get_by_text(re.compile("ฉบับที่ ๑ ที่ประกาศใช้แล้วทุกช่อง"))).to_be_visible()
    await expect(dialog.get_by_text("แก้ไข ๑ รายการ")).to_be_visible()
    sure = dialog.get_by_role("button", name="ยกเลิกการแก้ไขแผน")
    await expect(sure).to_be_disabled()
    await assert_accessible(page)
    await shoot(page, "cancel")
    await dialog.get_by_role("checkbox").check()
    await sure.click()
    await expect(dialog).to_have_count(0)
    await expect(banner(page)).to_have_count(0)
    await expect(page.locator("main")).to_be_focused()
    await expect(stage(page)).to_contain_text("เผยแพร่แล้ว")
    await page.get_by_role("grid").press("Control+z")
    await page.reload()
    await expect(stage(page)).to_contain_text("เผยแพร่แล้ว")


async def say_it_anew(page: Page) -> None:
    await banner(page).get_by_role("button", name="แก้ข้อมูลการแก้ไข").click()
    dialog = page.get_by_role("dialog")
    await expect(dialog.get_by_label("เหตุผล")).to_have_value(REASON)
    await dialog.get_by_label(re.compile("^แก้ไข")).check()
    await dialog.get_by_label("เลขที่คำสั่งหรือมติ").fill("๖/๒๕๖๑")
    await dialog.get_by_role("button", name="บันทึก").click()
    await expect(banner(page)).to_contain_text("แก้ไข ครั้งที่ ๑")
    await expect(banner(page)).to_contain_text("๖/๒๕๖๑")
    await shoot(page, "banner")


async def look_at_the_annex(page: Page) -> None:
    await banner(page).get_by_role("link", name="บัญชีเปลี่ยนแปลง").click()
    await expect(page).to_have_url(re.compile("/plan/amendments/"))
    await expect(page.get_by_role("heading", level=1)).to_contain_text("บัญชีแก้ไขแผน")
    await expect(page.get_by_text(re.compile("แต่งบประมาณเปลี่ยนไป"))).to_be_visible()
    await expect(page.get_by_text("ร่าง: ยังเปลี่ยนได้จนกว่าจะส่ง")).to_be_visible()
    await assert_row(page)
    await say_why(page)
    signature = page.get_by_role("region", name="การลงนามประกาศใช้")
    await expect(signature).to_contain_text("ยังไม่ประกาศใช้")
    await assert_accessible(page)
    await shoot(page, "annex")


async def say_why(page: Page) -> None:
    """The row says the amendment's reason, until it has one of its own."""
    line = reason_line(page)
    await expect(line).to_contain_text(REASON)
    await line.get_by_role("button", name=re.compile("^ระบุเหตุผลของรายการ")).click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("เหตุผล", exact=True).fill(ROW_REASON)
    await assert_accessible(page)
    await dialog.get_by_role("button", name="บันทึก").click()
    await expect(dialog).to_have_count(0)
    await expect(line).to_contain_text(ROW_REASON)


def reason_line(page: Page) -> Locator:
    rows = page.get_by_role("table", name="รายการที่เปลี่ยนแปลง")
    return rows.get_by_role("row").filter(has=page.get_by_role("rowheader", name="เหตุผล"))


async def assert_row(page: Page) -> None:
    """Before and after of the one cell, and of every dimension and year."""
    rows = page.get_by_role("table", name="รายการที่เปลี่ยนแปลง")
    year = rows.get_by_role("row").filter(has_text="ปี ๒๕๖๑")
    await expect(year.get_by_role("cell")).to_contain_text([ADOPTED, "๙๒,๕๐๐", "+๙๒,๕๐๐"])
    totals = page.get_by_role("table", name=re.compile("^ยอดรวมตามมิติและปีงบประมาณ"))
    await expect(totals.get_by_role("columnheader", name="ปี ๒๕๖๔")).to_be_visible()
    await expect(totals.locator("tbody")).to_have_count(5)
    whole = totals.locator("tbody").last.get_by_role("row")
    await expect(whole.nth(3).get_by_role("cell")).to_have_text(
        ["+๙๒,๕๐๐", "เท่าเดิม", "เท่าเดิม", "เท่าเดิม", "+๙๒,๕๐๐"]
    )


async def on_paper(page: Page) -> None:
    """Thai words and numerals whatever is read on the screen; no buttons, the head repeated."""
    await page.evaluate(
        "localStorage.setItem('simiti.language', 'en');"
        "localStorage.setItem('simiti.digits', 'arabic')"
    )
    await page.reload()
    await expect(page.get_by_role("heading", level=1)).to_contain_text("annex of the correction")
    await expect(page.get_by_text("92,500").first).to_be_visible()
    printed = await page.pdf(prefer_css_page_size=True)
    sheets = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", printed)
    assert [(round(float(w)), round(float(h))) for w, h in sheets] == [(842, 595)] * 2, "A4, twice"
    await page.emulate_media(media="print")
    await expect(page.get_by_role("heading", level=1)).to_contain_text("บัญชีแก้ไขแผน")
    await expect(page.get_by_role("cell", name="๙๒,๕๐๐", exact=True).first).to_be_visible()
    await expect(page.get_by_text("92,500")).to_have_count(0)
    await expect(page.get_by_role("banner")).to_be_hidden()
    await expect(page.get_by_role("button", name="พิมพ์")).to_be_hidden()
    await expect(page.get_by_role("region", name="การลงนามประกาศใช้")).to_be_visible()
    heads = await page.eval_on_selector_all(
        ".diff-table thead", "all => all.map(one => getComputedStyle(one).display)"
    )
    assert set(heads) == {"table-header-group"}
    # A grid that is longer than a sheet loses what comes after it.
    around = "one => getComputedStyle(one).display"
    assert await page.eval_on_selector(".annex", around) == "block"
    await shoot(page, "paper")
    await page.emulate_media(media="screen")
    await expect(page.get_by_role("heading", level=1)).to_contain_text("annex of the correction")
    await page.evaluate("localStorage.clear()")
    await page.reload()
    await expect(page.get_by_role("heading", level=1)).to_contain_text("บัญชีแก้ไขแผน")


async def at_360_pixels(page: Page) -> None:
    await page.set_viewport_size({"width": 360, "height": 800})
    here = page.url
    for at, address in enumerate((here, "/plan", "/plan?tab=changes")):
        await page.goto(address)
        await until_settled(page)
        await expect(page.get_by_text(REASON).first).to_be_visible()
        await shoot(page, f"360-{at}")
        assert await page.evaluate("document.documentElement.scrollWidth") <= 360
        await assert_accessible(page)
    await page.set_viewport_size({"width": 1280, "height": 800})


async def submit(page: Page) -> None:
    await page.goto("/plan")
    way = page.get_by_role("region", name="ขั้นตอนของแผน")
    await way.get_by_role("button", name="เสนอคณะกรรมการ").click()
    await expect(banner(page)).to_contain_text("ให้นำกลับจากคณะกรรมการก่อน")
    await way.get_by_role("button", name="ส่งแผน").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_role("checkbox").check()
    await dialog.get_by_role("button", name="ส่งแผน").click()
    await expect(dialog.get_by_text("ส่งแล้วเป็นฉบับที่ ๒")).to_be_visible()
    await dialog.get_by_role("button", name="ปิด").last.click()
    await expect(banner(page).get_by_role("button")).to_have_count(0)


async def accept(page: Page) -> None:
    """The officer sees the same annex of what was submitted, and decides."""
    await page.goto("/inbox")
    waiting = page.get_by_role("link").filter(has_text="บ้านกลาง").first
    await expect(waiting).to_contain_text("การแก้ไขแผน")
    await waiting.click()
    await expect(page.get_by_text("แก้ไข ครั้งที่ ๑")).to_be_visible()
    revision = page.url
    await page.get_by_role("link", name="บัญชีเปลี่ยนแปลง").click()
    await expect(page.get_by_text("ตามฉบับที่ส่ง ยังไม่ประกาศใช้")).to_be_visible()
    await assert_row(page)
    await expect(reason_line(page)).to_have_text(re.compile(ROW_REASON + "$"))
    await assert_accessible(page)
    await page.goto(revision)
    await page.get_by_role("button", name="รับรอง", exact=True).click()
    await page.get_by_role("dialog").get_by_role("button", name="รับรอง", exact=True).click()
    await expect(page.get_by_text("รับรองแล้ว").first).to_be_visible()


async def adopt_and_publish(page: Page) -> None:
    await page.goto("/plan")
    way = page.get_by_role("region", name="ขั้นตอนของแผน")
    await way.get_by_role("button", name="ประกาศใช้แผน").click()
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("ผู้ลงนาม").fill("สมนึก สาธิต")
    await dialog.get_by_label(re.compile("^ตำแหน่ง")).fill("ปลัดองค์การบริหารส่วนตำบล")
    await dialog.get_by_label("ลงนามในฐานะ").select_option("acting")
    await dialog.get_by_label("แทนตำแหน่ง").fill("นายกองค์การบริหารส่วนตำบลบ้านกลาง")
    await dialog.get_by_label("เลขที่ประกาศ").fill("7/2561")
    await dialog.get_by_placeholder("วันที่").fill("9")
    await dialog.get_by_label("เดือน").select_option("3")
    await dialog.get_by_placeholder("ปี พ.ศ.").fill("2561")
    await dialog.get_by_role("button", name="ประกาศใช้แผน").click()
    await expect(stage(page)).to_contain_text("ประกาศใช้แล้ว")
    await expect(banner(page)).to_have_count(0)
    await way.get_by_role("button", name="เผยแพร่แผน").click()
    await expect(stage(page)).to_contain_text("เผยแพร่แล้ว")


async def find_it_in_the_list(page: Page) -> None:
    """Who signed, acting for whom, by which announcement, on which day."""
    await page.get_by_role("tab", name=re.compile("^ฉบับที่ส่งแล้ว")).click()
    listed = page.get_by_role("region", name="การแก้ไขแผน")
    await assert_accessible(page)
    await shoot(page, "list")
    await listed.get_by_role("link", name=re.compile("แก้ไข ครั้งที่ ๑")).click()
    signature = page.get_by_role("region", name="การลงนามประกาศใช้")
    await expect(signature).to_contain_text("(สมนึก สาธิต)")
    await expect(signature).to_contain_text("รักษาการแทนนายกองค์การบริหารส่วนตำบลบ้านกลาง")
    await expect(signature).to_contain_text("ประกาศที่ ๗/๒๕๖๑ ลงวันที่ ๙ มีนาคม ๒๕๖๑")
    await expect(page.get_by_text(re.compile("แต่งบประมาณเปลี่ยนไป"))).to_have_count(0)
    await assert_accessible(page)
    await page.emulate_media(media="print")
    await shoot(page, "signed")
    await page.emulate_media(media="screen")


async def shoot(page: Page, name: str) -> None:
    folder = os.environ.get("SHOTS")
    if folder:
        await page.screenshot(path=Path(folder) / f"amend-{name}.png", full_page=True)
