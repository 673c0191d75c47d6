"""The officer's screens over an area in a browser: what each says, how it sorts, opens and fits."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Literal

import openpyxl
import pytest
from playwright.async_api import Page, expect

from running import RunningSimiti
from visiting import assert_accessible, sign_in, until_settled

BY_SUB_MISSION = "coverage&parts=sub"
GRIDS = {"budgets", "coverage", BY_SUB_MISSION}
"""Walked by arrow keys."""
SCREENS = (
    *("budgets", "coverage", "timeliness", "quality", "progress", "map", "pivot", "series"),
    *("reports", BY_SUB_MISSION),
)


@pytest.mark.parametrize("screen", SCREENS)
async def test_a_screen_fits_a_phone_and_a_wall_and_everybody(
    page: Page, running_simiti: RunningSimiti, screen: str
) -> None:
    await sign_in(page, "phrae.officer", running_simiti.password)
    for width in (1920, 360):
        await page.set_viewport_size({"width": width, "height": 800})
        await page.goto(f"/province?tab={screen}")
        await until_settled(page)
        panel = page.get_by_role("tabpanel")
        if screen == "map":
            # The picture stands first; the table behind it is opened, so that it is looked at too.
            await expect(panel.locator(".map-district").first).to_be_visible()
            await panel.locator("summary", has_text="ตารางตัวเลขของแผนภูมินี้").click()
        role: Literal["grid", "table"] = "grid" if screen in GRIDS else "table"
        await expect(panel.get_by_role(role).first).to_be_visible()
        wide = await page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert wide <= 0, (screen, width, wide)
        # Scrolled, a tile half under the head of the page would count as a small target.
        await page.evaluate("scrollTo(0, 0)")
        await assert_accessible(page)


async def test_who_must_be_asked_today_stands_first_and_leads_on(
    page: Page, running_simiti: RunningSimiti, tmp_path: Path
) -> None:
    await sign_in(page, "phrae.officer", running_simiti.password)
    await page.goto("/province?tab=timeliness")
    asked = page.get_by_role("region", name=re.compile("ต้องติดตามวันนี้"))
    await expect(asked.get_by_role("listitem").first).to_contain_text("ยังไม่ส่งแผน")
    await asked.get_by_role("button", name=re.compile("แสดงทั้งหมด")).click()
    await expect(asked.get_by_text("ยังไม่ส่งรายงาน").first).to_be_visible()
    # The chart's figures are there as text.
    await page.get_by_text("ตารางตัวเลขของแผนภูมินี้").click()
    await expect(page.get_by_role("columnheader", name="วันที่")).to_be_visible()
    # Sorted by the address, so that a link shows the same.
    await page.get_by_role("button", name="ฉบับที่").click()
    await expect(page).to_have_url(re.compile("sort=-revision"))
    async with page.expect_download() as waiting:
        await page.get_by_role("link", name="ดาวน์โหลด Excel").click()
    path = tmp_path / "submissions.xlsx"
    await (await waiting.value).save_as(path)
    book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()))
    assert book.worksheets[0].max_row > 70
    link = page.get_by_role("table").last.get_by_role("link").first
    name = await link.inner_text()
    await link.click()
    await expect(page).to_have_url(re.compile("/plan/revisions/"))
    await expect(page.get_by_text(name.removeprefix("อบต.")).first).to_be_visible()


async def test_a_word_is_found_from_any_page_however_it_is_typed(
    page: Page, running_simiti: RunningSimiti
) -> None:
    await sign_in(page, "phrae.officer", running_simiti.password)
    await page.goto("/province")
    await until_settled(page)
    await page.keyboard.press("/")
    await page.keyboard.insert_text("ทุจรีต")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("status")).to_contain_text("ไม่พบ")
    field = page.get_by_role("searchbox", name="คำที่ต้องการค้น")
    await field.fill("รองเรียนการทุจริต")
    await field.press("Enter")
    await expect(page.locator("mark").first).to_contain_text("ร้องเรียนการทุจริต")
    await assert_accessible(page)
    await page.set_viewport_size({"width": 360, "height": 800})
    wide = await page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert wide <= 0
    await page.get_by_role("main").get_by_role("link").first.click()
    await expect(page).to_have_url(re.compile("/plan/revisions/"))


async def test_an_odd_budget_says_why_and_a_shared_row_names_who_has_it(
    page: Page, running_simiti: RunningSimiti
) -> None:
    await sign_in(page, "phrae.officer", running_simiti.password)
    await page.goto("/province?tab=quality")
    rules = page.get_by_role("region", name="ข้อสังเกตจากการตรวจตามกฎ")
    await expect(rules.get_by_role("row").nth(1)).to_contain_text("ทุกแผน")
    heads = await rules.get_by_role("columnheader").all_inner_texts()
    assert any("พันธกิจว่าง" in head for head in heads), heads
    figure = rules.get_by_role("button", name=re.compile("ชี้แจงแล้ว")).first
    await figure.click()
    noticed = page.get_by_role("dialog")
    await expect(noticed.get_by_role("listitem").first).to_be_visible()
    await expect(noticed.get_by_role("link", name=re.compile("เปิดแผนฉบับที่"))).to_be_visible()
    await page.keyboard.press("Escape")
    odd = page.get_by_role("region", name="งบประมาณต่างจากหน่วยงานในกลุ่มเดียวกันมาก")
    await expect(odd.get_by_role("row").nth(1)).to_contain_text("ช่วงปกติ")
    shared = page.get_by_role("region", name="รายการเดียวกันในหลายหน่วยงาน")
    first = shared.get_by_role("group").first
    await first.locator("summary").click()
    await expect(first.get_by_role("link").nth(1)).to_be_visible()
    await first.get_by_role("link").first.click()
    await expect(page).to_have_url(re.compile("/plan/revisions/"))


async def test_progress_of_a_year_leads_to_the_report_behind_it(
    page: Page, running_simiti: RunningSimiti
) -> None:
    await sign_in(page, "phrae.officer", running_simiti.password)
    await page.goto("/province?tab=progress")
    reports = page.get_by_role("region", name="รายงานล่าสุดของแต่ละหน่วยงาน")
    await reports.get_by_role("button", name="คะแนนการดำเนินงาน").click()
    await expect(page).to_have_url(re.compile("sort=-?score"))
    dimensions = page.get_by_role("region", name="งบประมาณและผลประเมินรายมิติ")
    await expect(dimensions.get_by_role("row").nth(1)).to_contain_text("มิติที่")
    await reports.get_by_role("link").first.click()
    await expect(page).to_have_url(re.compile("/report/submitted/"))


async def test_a_pivot_is_set_up_by_choices_sorted_opened_and_shared_by_its_address(
    page: Page, running_simiti: RunningSimiti
) -> None:
    await sign_in(page, "phrae.officer", running_simiti.password)
    await page.goto("/province?tab=pivot")
    panel = page.get_by_role("tabpanel")
    await panel.get_by_label("แถว", exact=True).select_option("ORGANISATION")
    await panel.get_by_label("แถวย่อย").select_option("DIMENSION")
    table = panel.get_by_role("table")
    await expect(table.locator("tr.leaf").first).to_be_visible()
    await panel.get_by_role("button", name="รวม", exact=True).click()
    await expect(page).to_have_url(re.compile("sort=-total"))
    await expect(table.locator("tr.group").first).to_be_visible()
    whole = await table.locator("tr.all td").last.inner_text()
    shown = await table.inner_text()
    # Who is given the address sees the same.
    await page.reload()
    await expect(table.locator("tr.leaf").first).to_be_visible()
    assert await table.inner_text() == shown
    assert whole
    await table.locator("tr.group .figure-button").last.click()
    await expect(page.get_by_role("dialog").get_by_role("listitem").first).to_be_visible()
    await page.keyboard.press("Escape")
    await panel.get_by_label("แสดงแผนภูมิ").check()
    await expect(panel.locator("figure.chart")).to_be_visible()


async def test_a_view_is_saved_under_a_name_and_opened_again(
    page: Page, running_simiti: RunningSimiti
) -> None:
    await sign_in(page, "phrae.officer", running_simiti.password)
    await page.goto("/province?tab=pivot&rows=ORGANISATION_KIND&columns=DIMENSION")
    await page.get_by_role("button", name="มุมมองที่บันทึกไว้").click()
    views = page.get_by_role("dialog")
    await assert_accessible(page)
    await views.get_by_label("ชื่อมุมมอง").fill("ประเภทกับมิติ")
    await views.get_by_role("button", name="บันทึกหน้านี้เป็นมุมมอง").click()
    await expect(views.get_by_role("link", name="ประเภทกับมิติ")).to_be_visible()
    await page.goto("/province")
    await page.get_by_role("button", name="มุมมองที่บันทึกไว้").click()
    await views.get_by_role("link", name="ประเภทกับมิติ").click()
    await expect(page).to_have_url(re.compile("rows=ORGANISATION_KIND&columns=DIMENSION"))
    rows = page.get_by_role("tabpanel").get_by_label("แถว", exact=True)
    await expect(rows).to_have_value("ORGANISATION_KIND")
    await page.get_by_role("button", name="มุมมองที่บันทึกไว้").click()
    await views.get_by_role("button", name="ลบมุมมอง ประเภทกับมิติ").click()
    await expect(views.get_by_text("ยังไม่มีมุมมองที่บันทึกไว้")).to_be_visible()


async def test_a_tile_of_the_map_opens_by_keyboard_what_its_figure_was_counted_from(
    page: Page, running_simiti: RunningSimiti, tmp_path: Path
) -> None:
    await sign_in(page, "phrae.officer", running_simiti.password)
    await page.goto("/province?tab=map&measure=total")
    panel = page.get_by_role("tabpanel")
    money = panel.get_by_role("button", name=re.compile(r"^อบต\..+: .+ บาท$")).first
    await money.focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("dialog").get_by_role("listitem").first).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(money).to_be_focused()
    # The demonstration's due day has passed: who has sent nothing says so, and is followed up.
    await panel.get_by_role("link", name=re.compile("ยังไม่ส่ง เลยกำหนด")).first.click()
    await expect(page).to_have_url(re.compile("tab=timeliness"))
    await page.goto("/province?tab=map")
    async with page.expect_download() as waiting:
        await page.get_by_role("link", name="ดาวน์โหลด Excel").click()
    path = tmp_path / "map.xlsx"
    await (await waiting.value).save_as(path)
    assert openpyxl.load_workbook(path).worksheets[0].max_row > 70
    await panel.get_by_role("link", name=re.compile("ส่งตรงเวลา")).first.click()
    await expect(page).to_have_url(re.compile("/plan/revisions/"))


async def test_budgets_are_measured_compared_grouped_and_explained_and_the_file_is_the_same(
    page: Page, running_simiti: RunningSimiti, tmp_path: Path
) -> None:
    await sign_in(page, "phrae.officer", running_simiti.password)
    await page.goto("/province")
    panel = page.get_by_role("tabpanel")
    table = panel.get_by_role("grid")
    await panel.get_by_label("แสดงเป็น").select_option("PER_INITIATIVE")
    await expect(page).to_have_url(re.compile("by=PER_INITIATIVE"))
    await panel.get_by_label("เทียบกับ").select_option("YEAR_BEFORE")
    await expect(table.locator(".change").first).to_be_visible()
    await panel.get_by_label("จัดกลุ่มตาม").select_option("KIND")
    await expect(table.locator("tr.group").first).to_be_visible()
    await panel.get_by_role("button", name="เปลี่ยน ปี ๒๕๖๒").click()
    await expect(page).to_have_url(re.compile("sort=-2562%7E|sort=-2562~"))
    await expect(table.locator("tbody .figure-button").first).to_be_visible()
    # A figure explains itself: its revision, its rows, how they were added, what was before.
    first = table.locator("tbody tr:not(.group)").first
    name = await first.locator("th").inner_text()
    await first.locator(".figure-button").nth(1).click()
    drawer = page.get_by_role("dialog")
    await expect(drawer.get_by_role("link", name=re.compile("จากแผนฉบับที่"))).to_be_visible()
    await expect(drawer.get_by_text(re.compile(r"บาท ÷ .+ รายการ = .+ บาท"))).to_be_visible()
    await expect(drawer.get_by_text(re.compile("ปีก่อนหน้า: .*การเปลี่ยน: "))).to_be_visible()
    await page.keyboard.press("Escape")
    # One stop of Tab; arrow keys go on from there, and Enter opens.
    await expect(table.locator('[data-cell][tabindex="0"]')).to_have_count(1)
    await page.keyboard.press("Control+Home")
    await expect(table.locator("thead [data-cell]").first).to_be_focused()
    await page.keyboard.press("ArrowRight")
    await page.keyboard.press("Enter")
    await expect(drawer.get_by_role("listitem").first).to_be_visible()
    await page.keyboard.press("Escape")
    shown = await table.locator("tbody tr:not(.group)").count()
    async with page.expect_download() as waiting:
        await panel.get_by_role("link", name="ดาวน์โหลด Excel").click()
    path = tmp_path / "budgets.xlsx"
    await (await waiting.value).save_as(path)
    sheet = openpyxl.load_workbook(path).worksheets[0]
    # The same lines in the same order, below the heads; the whole area is the last one.
    assert sheet.max_row == 1 + shown + 1
    assert str(sheet.cell(2, 1).value).endswith(name.split("\n")[0].removeprefix("อบต."))
    # Nobody has loaded people: unknown, and no zero.
    await panel.get_by_label("แสดงเป็น").select_option("PER_HEAD")
    await expect(table.locator("thead .shown.UNKNOWN").first).to_have_text("ไม่ทราบ")
    await panel.get_by_label("แสดงเป็น").select_option("SHARE")
    await panel.get_by_label("แสดงแผนภูมิย่อย").check()
    for width in (1920, 360):
        await page.set_viewport_size({"width": width, "height": 800})
        await expect(panel.locator("figure.chart path").first).to_be_attached()
        wide = await page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert wide <= 0, (width, wide)
        await page.evaluate("scrollTo(0, 0)")
        await assert_accessible(page)
    # On paper the pictures are drawn anew, as wide as the paper.
    await page.set_viewport_size({"width": 1920, "height": 800})
    drawing = panel.locator("figure.chart svg")
    await expect(drawing).to_have_attribute("width", re.compile("^1[0-9]{3}$"))
    await page.emulate_media(media="print")
    await expect(drawing).to_have_attribute("width", "640")
    await page.emulate_media(media="screen")
    await expect(drawing).to_have_attribute("width", re.compile("^1[0-9]{3}$"))


async def test_the_heat_map_is_walked_by_arrow_keys_and_enter_opens_the_rows(
    page: Page, running_simiti: RunningSimiti
) -> None:
    await sign_in(page, "phrae.officer", running_simiti.password)
    await page.goto("/province?tab=coverage")
    grid = page.get_by_role("tabpanel").get_by_role("grid")
    # How many of each district's plans cover a mission stands above its organisations.
    district = grid.get_by_role("row", name=re.compile("แผนในอำเภอที่มีรายการ")).first
    await expect(district.get_by_role("gridcell")).to_have_count(15)
    await expect(district.get_by_role("gridcell").first).to_contain_text(
        re.compile("[๐-๙]+/[๐-๙]+")
    )
    # One stop of Tab, however many cells there are.
    await expect(grid.locator('[data-cell][tabindex="0"]')).to_have_count(1)
    focused = page.locator(":focus")
    await grid.locator("[data-cell]").first.focus()
    await page.keyboard.press("ArrowRight")
    await page.keyboard.press("ArrowRight")
    third = await focused.get_attribute("title")
    assert third is not None
    assert "ภารกิจ ๑.๓" in third
    await page.keyboard.press("End")
    await expect(focused).to_have_attribute("title", re.compile("ภารกิจ ๔.๔"))
    await page.keyboard.press("Home")
    await page.keyboard.press("ArrowDown")
    of_district = re.compile("^อำเภอ.* ภารกิจ ๑.๑ .* แผน")
    await expect(focused).to_have_attribute("title", of_district)
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("dialog").get_by_role("listitem").first).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(focused).to_have_attribute("title", of_district)
    await page.keyboard.press("ArrowDown")
    await expect(focused).to_have_attribute("title", re.compile("^อบต.* ภารกิจ ๑.๑"))
    await expect(grid.locator('[data-cell][tabindex="0"]')).to_have_count(1)
    # The focused cell is not left below the head or the first column.
    await page.keyboard.press("Control+End")
    await page.keyboard.press("Control+Home")
    await expect(grid.locator("[data-cell]").first).to_be_focused()
    await expect(grid.locator("[data-cell]").first).to_be_in_viewport()
    await assert_accessible(page)


async def test_what_nobody_covers_and_what_peers_have_opens_the_rows_of_those_who_do(
    page: Page, running_simiti: RunningSimiti
) -> None:
    await sign_in(page, "phrae.officer", running_simiti.password)
    await page.goto("/province?tab=coverage")
    nobody = page.get_by_role("region", name="ภารกิจที่ไม่มีใครในอำเภอทำ")
    await expect(nobody).to_be_visible()
    lacks = page.get_by_role("region", name=re.compile("กลุ่มเดียวกันมี"))
    if await lacks.get_by_role("listitem").count():
        await lacks.get_by_role("button", name=re.compile("มี .+ จาก .+")).first.click()
        await expect(page.get_by_role("dialog").get_by_role("listitem").first).to_be_visible()
        await page.keyboard.press("Escape")
    else:
        await expect(lacks.get_by_text("ไม่มีหน่วยงานที่ขาดภารกิจ")).to_be_visible()
