"""An organisation beside its anonymous peers, in a browser: its own people, its officer, others."""

from __future__ import annotations

import io
import re
from pathlib import Path

import openpyxl
from playwright.async_api import Page, expect

from running import RunningSimiti
from visiting import assert_accessible, sign_in, until_settled


async def test_an_organisation_comes_from_its_home_to_its_peers_and_takes_them_along(
    page: Page, running_simiti: RunningSimiti, tmp_path: Path
) -> None:
    await sign_in(page, "banklang.editor", running_simiti.password)
    await page.get_by_role("link", name="เทียบกับกลุ่ม").click()
    await expect(page).to_have_url(re.compile("/profile"))
    # The worker counts by itself, some seconds after the first start.
    group = page.get_by_text(re.compile(r"^อบต\. ใน"))
    for _ in range(20):
        await until_settled(page)
        if await group.count():
            break
        await page.wait_for_timeout(2_000)
        await page.reload()
    await expect(group).to_be_visible()
    table = page.get_by_role("table")
    rows = table.get_by_role("row").filter(has_text="งบประมาณรวมทุกปี")
    await expect(rows.first).to_contain_text("ช่วงกลาง")
    # No other organisation is named anywhere.
    assert "ห้วยหม้าย" not in await page.get_by_role("main").inner_text()
    for width in (1920, 360):
        await page.set_viewport_size({"width": width, "height": 800})
        wide = await page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert wide <= 0, (width, wide)
        await assert_accessible(page)
    async with page.expect_download() as waiting:
        await page.get_by_role("link", name="ดาวน์โหลด Excel").click()
    path = tmp_path / "profile.xlsx"
    await (await waiting.value).save_as(path)
    sheet = openpyxl.load_workbook(io.BytesIO(path.read_bytes())).worksheets[0]
    assert isinstance(sheet["C2"].value, int)
    await page.goto("/profile/9540603")
    await expect(page.get_by_role("alert")).to_be_visible()
    await expect(page.get_by_role("table")).to_have_count(0)


async def test_an_officer_comes_to_it_from_the_comparison(
    page: Page, running_simiti: RunningSimiti
) -> None:
    await sign_in(page, "song.officer", running_simiti.password)
    await page.goto("/province?tab=timeliness")
    await page.get_by_role("table").last.get_by_role("link", name="เทียบกับกลุ่ม").first.click()
    await expect(page).to_have_url(re.compile(r"/profile/9\d{6}\?edition="))
    await expect(page.get_by_role("heading", level=1)).to_contain_text("เทียบกับกลุ่ม")
    await assert_accessible(page)
