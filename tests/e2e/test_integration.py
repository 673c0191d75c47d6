"""An approver has another system told, sees that it was, and hands on the secret once."""

import json

from playwright.async_api import Page, expect
from standardwebhooks.webhooks import Webhook

from make.receiver import open_receiver
from running import RunningSimiti
from visiting import assert_accessible, sign_in, sign_out, until_settled


async def test_a_system_is_told_of_what_is_asked_for(
    page: Page, running_simiti: RunningSimiti
) -> None:
    await sign_in(page, "banklang.approver", running_simiti.password)
    await page.goto("/integration")
    await page.get_by_role("button", name="เพิ่มเว็บฮุก").click()
    dialog = page.get_by_role("dialog", name="เพิ่มเว็บฮุก")
    address = dialog.get_by_label("ที่อยู่ของระบบปลายทาง")
    await address.fill("https://10.0.0.1/hook")
    await dialog.get_by_role("button", name="บันทึก").click()
    await expect(dialog.get_by_text("ระบบไม่ส่งข้อความไปยังเครือข่ายภายใน")).to_be_visible()
    await assert_accessible(page)
    async with open_receiver() as receiver:
        await address.fill(receiver.url)
        await dialog.get_by_label("ใช้ทำอะไร").fill("ระบบบัญชี")
        await dialog.get_by_role("button", name="บันทึก").click()
        shown = page.get_by_role("dialog", name="รหัสลับ")
        secret = await shown.locator("code").inner_text()
        await assert_accessible(page)
        await shown.get_by_role("button", name="เก็บไว้แล้ว").click()
        card = page.get_by_role("listitem").filter(has_text="ระบบบัญชี")
        receiver.say(500)
        await card.get_by_role("button", name="ส่งข้อความทดสอบ").click()
        await expect(card.get_by_text("ปลายทางตอบ 500")).to_be_visible(timeout=30_000)
        await expect(card.get_by_text("รับแล้ว")).to_be_visible(timeout=30_000)
        first, again = receiver.received
        assert first.message == again.message
        told = Webhook(secret).verify(again.body, again.headers)
        assert told == json.loads(first.body)
        assert told["type"] == "webhook.test"
    for width in (360, 1920):
        await page.set_viewport_size({"width": width, "height": 800})
        await until_settled(page)
        assert await page.evaluate("document.documentElement.scrollWidth") <= width
        await assert_accessible(page)
    await card.get_by_role("button", name="ลบ").click()
    await page.get_by_role("dialog").get_by_role("button", name="ลบ").click()
    await expect(page.get_by_text("ยังไม่มีระบบใดได้รับแจ้ง")).to_be_visible()
    await sign_out(page)


async def test_who_only_edits_has_no_such_page(page: Page, running_simiti: RunningSimiti) -> None:
    await sign_in(page, "banklang.editor", running_simiti.password)
    await page.goto("/integration")
    await expect(page.get_by_role("heading", level=1)).not_to_have_text("การเชื่อมต่อระบบ")
    await expect(page.get_by_role("button", name="เพิ่มเว็บฮุก")).to_have_count(0)
    await sign_out(page)
