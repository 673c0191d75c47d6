"""A person looks where they are signed in, and puts the lost phone out."""

import httpx
from playwright.async_api import Page, expect

from running import RunningSimiti
from visiting import assert_accessible, sign_in, sign_out, until_settled

WHO = {"query": "{ viewer { isDemo } }"}
PHONE = "Mozilla/5.0 (Linux; Android 15; SM-A155F) Chrome/141.0.0.0 Mobile Safari/537.36"


async def test_a_lost_phone_is_put_out(page: Page, running_simiti: RunningSimiti) -> None:
    given = {"username": "huamueang.viewer", "password": running_simiti.password}
    async with httpx.AsyncClient(
        base_url=running_simiti.base_url, headers={"User-Agent": PHONE}
    ) as phone:
        assert (await phone.post("/auth/sign-in", json=given)).status_code == 200
        await sign_in(page, given["username"], running_simiti.password)
        await page.goto("/sessions")
        line = page.get_by_role("listitem").filter(has_text="Chrome · Android")
        await expect(line.first).to_be_visible()
        await expect(page.get_by_text("(เครื่องนี้)")).to_have_count(1)
        for width in (360, 1920):
            await page.set_viewport_size({"width": width, "height": 800})
            await until_settled(page)
            assert await page.evaluate("document.documentElement.scrollWidth") <= width
            await assert_accessible(page)
        await line.first.get_by_role("button", name="ออกจากระบบ Chrome · Android").click()
        dialog = page.get_by_role("dialog")
        await assert_accessible(page)
        await dialog.get_by_role("button", name="ออกจากระบบ", exact=True).click()
        await expect(line).to_have_count(0)
        answer = await phone.post("/graphql", json=WHO)
        assert answer.json()["data"]["viewer"] is None
    await page.goto("/")
    await sign_out(page)
