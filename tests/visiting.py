"""What a visitor does on every page: signs in and out, and finds it accessible."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.async_api import Page, expect

AXE = Path(__file__).parents[1] / "services" / "web" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


async def sign_in(page: Page, username: str, password: str) -> None:
    """By the form, as a person does."""
    await page.goto("/sign-in")
    await page.get_by_label("ชื่อบัญชี").fill(username)
    await page.get_by_label("รหัสผ่าน", exact=True).fill(password)
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("banner")).to_be_visible()
    await expect(page).not_to_have_url(re.compile("sign-in"))


async def sign_out(page: Page) -> None:
    await page.get_by_role("button", name=re.compile("^บัญชีของฉัน")).click()
    await page.get_by_text("ออกจากระบบ").click()
    await expect(page).to_have_url(re.compile("sign-in"))


async def until_settled(page: Page) -> None:
    """Nothing is being opened any more. The network is never idle on a page that follows a plan."""
    await page.wait_for_load_state("load")
    await expect(page.get_by_role("heading", level=1).first).to_be_visible()
    await expect(page.get_by_role("status").filter(has_text="กำลังเปิด…")).to_have_count(0)


async def assert_accessible(page: Page) -> None:
    """axe finds nothing on the page as it stands."""
    await until_settled(page)
    # Evaluated, not added as a script: the content policy refuses scripts that are not ours.
    await page.evaluate(AXE.read_text(encoding="utf-8"))
    found = await page.evaluate(
        "rules => axe.run(document, {runOnly: rules}).then(r => r.violations)", RULES
    )
    told = [
        f"{one['id']}: {one['help']} ({', '.join(n['html'][:90] for n in one['nodes'][:3])})"
        for one in found
    ]
    assert told == [], f"{page.url}\n" + "\n".join(told)
