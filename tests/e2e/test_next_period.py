"""The next period's plan is started from the last one, in a browser."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from playwright.async_api import Browser, Page, expect

import running
from make.editions import later_edition
from plan_core.db.transaction import Database
from plan_core.framework import seed
from running import RunningSimiti
from visiting import assert_accessible, sign_in, sign_out


async def add_edition(simiti: RunningSimiti) -> None:
    """As a release that brings one does: in the database, and then the api starts anew."""
    settings = (simiti.home / "settings.sh").read_text()
    match = re.search(r"SIMITI_OPERATOR_DATABASE_URL=(.+); export", settings)
    assert match
    operator = Database(shlex.split(match[1])[0])
    async with operator.unscoped() as session:
        await seed.load_editions(session, [later_edition()])
    await operator.close()
    simiti.wait_for_another("web server", than=simiti.kill("web server"))
    simiti.wait_until_ready()


async def test_rows_go_where_they_are_sent_and_their_years_shift(
    browser: Browser, tmp_path: Path
) -> None:
    simiti = running.start(tmp_path / "simiti")
    try:
        simiti.wait_for_line("Simiti is ready", seconds=180)
        await add_edition(simiti)
        context = await browser.new_context(base_url=simiti.base_url, locale="th-TH")
        page = await context.new_page()
        await start_from_last(page, simiti)
        await sign_out(page)
        await carry_over(page, simiti)
        await context.close()
    finally:
        simiti.stop()


async def start_from_last(page: Page, simiti: RunningSimiti) -> None:
    await sign_in(page, "nan.editor", simiti.password)
    # The plan that stands is not hidden by an edition that has come.
    await page.goto("/plan")
    await expect(page.get_by_role("heading", level=1)).to_contain_text("๒๕๖๑-๒๕๖๔")
    await page.goto("/")
    await expect(page.get_by_role("heading", name="แผนช่วงถัดไป ๒๕๗๐-๒๕๗๔")).to_be_visible()
    await page.get_by_role("button", name="เริ่มจากแผน ๒๕๖๑-๒๕๖๔").click()
    dialog = page.get_by_role("dialog")
    await expect(dialog).to_contain_text("๒๕๖๑ → ๒๕๗๐")
    start = dialog.get_by_role("button", name="เริ่มแผนใหม่")
    await expect(start).to_be_disabled()
    await assert_accessible(page)
    await dialog.get_by_label("รายการของภารกิจ ๑.๓ ไปอยู่").select_option("1.3")
    await page.set_viewport_size({"width": 360, "height": 740})
    assert await page.evaluate("document.documentElement.scrollWidth") <= 360
    await start.click()
    await expect(page).to_have_url(re.compile("/plan$"))
    await expect(page.get_by_role("heading", level=1)).to_contain_text("๒๕๗๐-๒๕๗๔")
    await expect(page.get_by_role("columnheader", name="ปี ๒๕๗๔")).to_be_visible()
    rows = page.locator("tr[id^=row-]")
    await expect(rows.first).to_be_visible()
    # The fifth year has no counterpart: nobody has decided it.
    await expect(rows.first.locator("td.budget").nth(4).locator(".unstated")).to_be_visible()


START = """async (edition) => {
  const query = 'mutation ($input: StartPlanInput!) { startPlan(input: $input) { plan { id } } }'
  const body = JSON.stringify({ query, variables: { input: { editionCode: edition } } })
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch('/graphql', { method: 'POST', headers, body })
  return (await answer.json()).data.startPlan.plan.id
}"""


async def carry_over(page: Page, simiti: RunningSimiti) -> None:
    """What the last year left undone goes on in the new plan, to the mission that is chosen."""
    await page.set_viewport_size({"width": 1280, "height": 800})
    await sign_in(page, "banklang.editor", simiti.password)
    assert await page.evaluate(START, later_edition().code)
    await page.goto("/report?year=2564&round=TWELVE_MONTHS&tab=carry")
    row = page.get_by_role("listitem").filter(has=page.get_by_role("combobox")).first
    title = await row.locator("span").first.text_content()
    await row.get_by_role("combobox").select_option("2.1")
    await assert_accessible(page)
    await page.get_by_role("button", name="ยก ๑ รายการไปแผน ๒๕๗๐-๒๕๗๔").click()
    await expect(page.get_by_text("ยกไปแล้ว")).to_be_visible()
    await row.get_by_role("combobox").select_option("2.1")
    await page.get_by_role("button", name="ยก ๑ รายการไปแผน ๒๕๗๐-๒๕๗๔").click()
    await expect(page.get_by_text("จึงไม่ได้ยกซ้ำ")).to_be_visible()
    await page.goto("/plan")
    carried = page.locator("tr[id^=row-]").filter(has_text="ยกมาจากปีงบประมาณ ๒๕๖๔")
    await expect(carried).to_have_count(1)
    words = (title or "").split(" ", 3)[-1]
    await expect(carried).to_contain_text(words)
    await page.goto("/")
    await expect(page.get_by_role("link", name="เปิดตารางแผน")).to_be_visible()
    await expect(page.get_by_role("heading", name=re.compile("แผนช่วงถัดไป"))).to_have_count(0)
