"""A map that an operator loads, drawn by its outlines, with its credit and a table behind it."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.async_api import Page, expect

from make.outlines import as_file, make_collection
from operating import assert_done, simiti
from running import RunningSimiti
from visiting import assert_accessible, sign_in, until_settled


async def test_outlines_that_an_operator_loads_are_drawn_with_their_credit(
    page: Page, running_simiti: RunningSimiti, tmp_path: Path
) -> None:
    file = tmp_path / "districts.geojson"
    collection = make_collection()
    collection["features"][2]["properties"]["code"] = "5499"
    file.write_bytes(as_file(collection))
    credit = ("--source", "กรมตัวอย่าง", "--licence", "CC BY 4.0")
    refused = simiti(running_simiti, "map", "load", str(file), *credit)
    assert refused.returncode == 1
    assert "5499" in refused.stderr
    file.write_bytes(as_file(make_collection()))
    assert_done(simiti(running_simiti, "map", "load", str(file), *credit), "54: 8 areas")
    try:
        await _look(page, running_simiti)
    finally:
        assert_done(simiti(running_simiti, "map", "remove", "54", "--level", "DISTRICT"))
    await page.goto("/province?tab=map")
    await expect(page.locator(".map-district").first).to_be_visible()


async def _look(page: Page, running_simiti: RunningSimiti) -> None:
    await sign_in(page, "phrae.officer", running_simiti.password)
    for width in (1920, 360):
        await page.set_viewport_size({"width": width, "height": 800})
        await page.goto("/province?tab=map&measure=coverage")
        panel = page.get_by_role("tabpanel")
        picture = panel.get_by_role("img", name=re.compile("แผนที่อำเภอ"))
        await expect(picture.locator("path").nth(8)).to_be_attached()
        await expect(panel.get_by_text("กรมตัวอย่าง · สัญญาอนุญาต: CC BY 4.0")).to_be_visible()
        await until_settled(page)
        wide = await page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert wide <= 0, (width, wide)
        await assert_accessible(page)
    # Who uses no mouse reaches the same by the table behind the picture.
    await panel.get_by_text("ตารางตัวเลขของแผนภูมินี้").click()
    await expect(panel.get_by_role("row", name=re.compile(r"อำเภอสอง .*ภารกิจ"))).to_be_visible()
    await panel.get_by_role("radio", name="ช่อง").check()
    await expect(page).to_have_url(re.compile("picture=tiles"))
    await expect(panel.locator(".map-district").first).to_be_visible()
    await page.go_back()
    await panel.get_by_text("ตารางตัวเลขของแผนภูมินี้").click()
    await panel.get_by_role("button", name="อำเภอสอง").press("Enter")
    await expect(page).to_have_url(re.compile("district=5406"))
    # There are no outlines of its subdistricts: tiles again.
    await expect(panel.locator(".map-district")).to_have_count(1)
