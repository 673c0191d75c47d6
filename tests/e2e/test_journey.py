"""The main job in a real browser: a document in, settled, edited, submitted, compared."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pytest
from playwright.async_api import Locator, Page, Request, expect

from running import RunningSimiti
from visiting import assert_accessible, sign_in, sign_out, until_settled

DOCUMENT = Path(__file__).parents[1] / "documents" / "huamueang_2561-2564.md"
"""The facts of the source plan: its 62 rows, amounts and printed totals, without its prose."""
OURS = re.compile(r"(http://127\.0\.0\.1:\d+/|data:|blob:)")


class Watch:
    """What must never happen on any page: a script error, a request to somebody else."""

    def __init__(self, page: Page) -> None:
        self.faults: list[str] = []
        page.on("pageerror", lambda error: self.faults.append(f"the page broke: {error}"))
        page.on("request", self._request)

    def _request(self, request: Request) -> None:
        if not OURS.match(request.url):
            self.faults.append(f"a request left our own origin: {request.url}")


async def test_a_document_becomes_a_submitted_plan_and_a_line_of_the_comparison(
    page: Page, running_simiti: RunningSimiti, tmp_path: Path
) -> None:
    watch = Watch(page)
    password = running_simiti.password
    await sign_in(page, "huamueang.editor", password)
    await expect(page.get_by_text("ข้อมูลสาธิต").first).to_be_visible()
    await assert_accessible(page)
    await upload(page)
    await assert_accessible(page)
    await settle(page)
    await accept(page)
    await assert_accessible(page)
    await edit_by_keyboard(page)
    await send_to_committee(page)
    await sign_out(page)

    await sign_in(page, "huamueang.approver", password)
    await submit(page)
    await sign_out(page)

    await sign_in(page, "phrae.officer", password)
    await compare(page)
    await drill_down(page)
    await see_coverage(page)
    await see_who_is_late(page)
    await download(page, tmp_path / "comparison.xlsx")
    assert watch.faults == []


async def upload(page: Page) -> None:
    """The worker reads it while the page waits; the same file again is refused with a link."""
    await page.locator("input[type=file]").set_input_files(DOCUMENT)
    await expect(page).to_have_url(re.compile("/documents/"))
    await expect(accept_button(page)).to_be_visible(timeout=30_000)
    await expect(page.get_by_text("จำนวน ๒๓ มาตรการ ๒๔ กิจกรรม ๑๕ โครงการ")).to_be_visible()
    await expect(page.get_by_text("รวม ๑,๑๔๐,๐๐๐ บาท")).to_be_visible()
    here = page.url
    await page.goto("/")
    await page.locator("summary", has_text="นำเข้าเอกสารแผน").click()
    await page.locator("input[type=file]").set_input_files(DOCUMENT)
    await expect(page.get_by_text("ไฟล์นี้เคยนำเข้าแล้ว")).to_be_visible()
    await page.goto(here)


async def settle(page: Page) -> None:
    """A duplicate is corrected away, what differs from the printed totals is explained."""
    await expect(accept_button(page)).to_be_disabled()
    reason = page.get_by_label("เหตุผลที่ข้อมูลเป็นเช่นนี้")
    open_cards = findings_of_severity(page, "ผิดพลาด").filter(has_not_text="ชี้แจงแล้ว")
    for left in range(await open_cards.count(), 0, -1):
        await expect(open_cards).to_have_count(left)
        await open_cards.first.get_by_role("button", name="ชี้แจง", exact=True).click()
        await reason.fill("ตามเอกสารที่สภาเห็นชอบ")
        await page.get_by_role("button", name="บันทึก", exact=True).click()
        await expect(reason).to_have_count(0)
    await expect(accept_button(page)).to_be_enabled()


def findings_of_severity(page: Page, severity: str) -> Locator:
    return (
        page.locator("li")
        .filter(has=page.get_by_text(severity, exact=True))
        .filter(has=page.get_by_role("button", name=re.compile("ชี้แจง")))
    )


def accept_button(page: Page) -> Locator:
    return page.get_by_role("button", name="รับเข้าเป็นแผนฉบับร่าง")


async def accept(page: Page) -> None:
    await accept_button(page).click()
    await expect(page).to_have_url(re.compile("/plan$"))
    await expect(page.get_by_role("grid")).to_be_visible()
    await expect(page.get_by_role("grid").get_by_text("๑,๑๔๐,๐๐๐")).to_be_visible()


def cell(page: Page, line: int, column: int) -> Locator:
    return page.locator(f'[data-line="{line}"][data-column="{column}"]')


async def edit_by_keyboard(page: Page) -> None:
    """Typed over in Thai digits, undone, done again; it is there after a reload."""
    first = page.get_by_role("gridcell", name=re.compile("^๑๕,๐๐๐")).first
    await first.click()
    await page.keyboard.press("F2")
    await page.keyboard.press("Control+a")
    await page.keyboard.insert_text("๒๕,๐๐๐ บาท")
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("บันทึกครบแล้ว")).to_be_visible()
    await expect(page.get_by_role("grid").get_by_text("๑,๑๕๐,๐๐๐")).to_be_visible()
    await page.keyboard.press("Control+z")
    await expect(page.get_by_role("grid").get_by_text("๑,๑๔๐,๐๐๐")).to_be_visible()
    await page.keyboard.press("Control+y")
    await expect(page.get_by_role("grid").get_by_text("๑,๑๕๐,๐๐๐")).to_be_visible()
    await expect(page.get_by_text("บันทึกครบแล้ว")).to_be_visible()
    await page.reload()
    await expect(page.get_by_role("grid").get_by_text("๑,๑๕๐,๐๐๐")).to_be_visible()


async def send_to_committee(page: Page) -> None:
    """The committee gets exactly what stands there: the grid is locked, and the editor waits."""
    way = page.get_by_role("region", name="ขั้นตอนของแผน")
    await way.get_by_role("button", name="เสนอคณะกรรมการ").click()
    await expect(way.locator("[aria-current=step]")).to_contain_text("คณะกรรมการพิจารณา")
    await expect(page.get_by_text("ตารางล็อกไว้ เพราะคณะกรรมการกำลังพิจารณาแผน")).to_be_visible()
    await expect(page.get_by_role("button", name="ส่งแผน")).to_have_count(0)
    await expect(way.get_by_text(re.compile("โดย ผู้อนุมัติแผน"))).to_be_visible()
    await page.locator("td.budget").first.click()
    await page.keyboard.press("9")
    await expect(page.locator(".cell-editor")).to_have_count(0)
    await assert_accessible(page)


async def submit(page: Page) -> None:
    await page.goto("/plan")
    await page.get_by_role("button", name="ส่งแผน").click()
    dialog = page.get_by_role("dialog")
    await expect(dialog.get_by_text("ชี้แจงแล้ว").first).to_be_visible()
    await assert_accessible(page)
    await dialog.get_by_role("checkbox").check()
    await dialog.get_by_role("button", name="ส่งแผน").click()
    await expect(dialog.get_by_text("ส่งแล้วเป็นฉบับที่ ๑")).to_be_visible()
    await dialog.get_by_role("button", name="ปิด").last.click()


async def compare(page: Page) -> None:
    await expect(page).to_have_url(re.compile("/province"))
    row = page.get_by_role("row").filter(has_text="อบต.หัวเมือง")
    await expect(row).to_contain_text("๑,๑๕๐,๐๐๐")
    await assert_accessible(page)


async def drill_down(page: Page) -> None:
    """Every number opens the rows behind it."""
    row = page.get_by_role("row").filter(has_text="อบต.หัวเมือง")
    await row.get_by_role("button").last.click()
    drawer = page.get_by_role("dialog")
    await expect(drawer.get_by_text(re.compile("ฝึกอบรมคุณธรรมจริยธรรม"))).to_be_visible()
    await assert_accessible(page)
    await page.keyboard.press("Escape")
    await expect(drawer).to_have_count(0)


async def see_coverage(page: Page) -> None:
    """Fifteen missions; every one of the four looks says in words what it is."""
    await page.get_by_role("tab", name="ความครอบคลุม").click()
    row = page.get_by_role("row").filter(has_text="อบต.หัวเมือง")
    await expect(row.get_by_role("gridcell")).to_have_count(15)
    await expect(row.get_by_role("gridcell").first).to_contain_text("๗")
    await assert_accessible(page)


async def see_who_is_late(page: Page) -> None:
    await page.get_by_role("tab", name="การส่งแผน").click()
    row = page.get_by_role("row").filter(has_text="อบต.หัวเมือง")
    await expect(row.get_by_text(re.compile("^ส่งช้า"))).to_be_visible()
    await expect(row.get_by_role("link", name="อบต.หัวเมือง", exact=True)).to_be_visible()
    await assert_accessible(page)


async def download(page: Page, target: Path) -> None:
    """The budgets' spreadsheet holds the same numbers, as numbers."""
    await page.get_by_role("tab", name="งบประมาณ").click()
    async with page.expect_download() as started:
        await page.get_by_role("link", name="ดาวน์โหลด Excel").click()
    await (await started.value).save_as(target)
    sheet = openpyxl.load_workbook(target).worksheets[0]
    lines = {row[0]: row for row in sheet.iter_rows(min_row=2, values_only=True)}
    assert lines["องค์การบริหารส่วนตำบลหัวเมือง"][-1] == 1_150_000


@pytest.mark.parametrize("width", [360, 1920])
async def test_no_page_scrolls_sideways(
    page: Page, running_simiti: RunningSimiti, width: int
) -> None:
    await page.set_viewport_size({"width": width, "height": 800})
    await sign_in(page, "banklang.editor", running_simiti.password)
    for path in ("/", "/plan"):
        await page.goto(path)
        await until_settled(page)
        assert await page.evaluate("document.documentElement.scrollWidth") <= width
        await assert_accessible(page)
    await sign_out(page)
    await sign_in(page, "phrae.officer", running_simiti.password)
    for tab in ("budgets", "coverage", "timeliness"):
        await page.goto(f"/province?tab={tab}")
        await until_settled(page)
        assert await page.evaluate("document.documentElement.scrollWidth") <= width
        await assert_accessible(page)
