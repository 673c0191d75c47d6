"""Other ways in than a password alone: a provider that was linked, and a phone's code."""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator
from datetime import timedelta
from pathlib import Path

import pytest_asyncio
from playwright.async_api import Browser, Page, expect
from pyotp.totp import TOTP

import providing
import running
from local.postgres import free_port
from plan_core.db.transaction import utc_now
from running import RunningSimiti
from visiting import assert_accessible, sign_in, sign_out, until_settled

NAME = "ผู้ให้บริการทดสอบ"
PERSON = "huamueang.viewer"
PASSWORD = "input[autocomplete=current-password]"


@pytest_asyncio.fixture(loop_scope="session")
async def simiti(tmp_path: Path) -> AsyncGenerator[RunningSimiti]:
    """One with a provider set up: the installation that the other tests share has none."""
    port = free_port()
    callback = f"http://127.0.0.1:{port}/auth/oidc/test/callback"
    async with providing.running_provider(callback, {"somchai": {}}) as provider:
        extra = {
            "SIMITI_PORT": str(port),
            "SIMITI_OIDC_FILE": str(providing.write_providers(tmp_path, provider.issuer)),
            "SIMITI_OIDC_ALLOW": "127.0.0.1",
        }
        started = running.start(tmp_path / "simiti", extra)
        try:
            started.wait_for_line("Simiti is ready", seconds=180)
            yield started
        finally:
            if started.process.poll() is None:
                started.stop()


async def confirm_there(page: Page) -> None:
    """At the provider: who one is, and that our installation may know it."""
    await page.get_by_placeholder("Enter any login").fill("somchai")
    await page.get_by_placeholder("and password").fill("any")
    await page.get_by_role("button", name="Sign-in").click()
    await page.get_by_role("button", name="Continue").click()


async def look_at(page: Page) -> None:
    for width in (360, 1280):
        await page.set_viewport_size({"width": width, "height": 800})
        await until_settled(page)
        assert await page.evaluate("document.documentElement.scrollWidth") <= width
        await assert_accessible(page)


async def test_a_provider_and_a_phone_sign_in(browser: Browser, simiti: RunningSimiti) -> None:
    context = await browser.new_context(base_url=simiti.base_url, locale="th-TH")
    page = await context.new_page()
    button = page.get_by_role("button", name=f"เข้าสู่ระบบด้วย {NAME}")
    await page.goto("/sign-in")
    await expect(button).to_be_visible()
    await look_at(page)
    # Nothing is linked yet: the page says what to do.
    await button.click()
    await confirm_there(page)
    await expect(page.get_by_role("alert")).to_contain_text("ยังไม่มีบัญชีที่ผูกกับผู้ให้บริการนี้")
    await look_at(page)
    await sign_in(page, PERSON, simiti.password)
    await page.goto("/sessions")
    await page.get_by_role("button", name=f"ผูกบัญชี {NAME}").click()
    dialog = page.get_by_role("dialog")
    await assert_accessible(page)
    await dialog.locator(PASSWORD).fill("not the password")
    await dialog.get_by_role("button", name="ผูกบัญชี", exact=True).click()
    await expect(dialog.get_by_role("alert")).to_be_visible()
    await dialog.locator(PASSWORD).fill(simiti.password)
    await dialog.get_by_role("button", name="ผูกบัญชี", exact=True).click()
    # The provider knows this browser still and sends it straight back.
    await expect(page).to_have_url(f"{simiti.base_url}/sessions")
    unlink = page.get_by_role("button", name=f"เลิกผูก {NAME}")
    await expect(unlink).to_be_visible()
    await look_at(page)
    await page.goto("/")
    await sign_out(page)
    await button.click()
    await expect(page.get_by_role("banner")).to_be_visible()
    await expect(page).not_to_have_url(re.compile("sign-in"))
    await page.goto("/sessions")
    await unlink.click()
    await dialog.get_by_role("button", name="เลิกผูก", exact=True).click()
    await expect(page.get_by_role("button", name=f"ผูกบัญชี {NAME}")).to_be_visible()
    await page.goto("/")
    await sign_out(page)
    await button.click()
    await expect(page.get_by_role("alert")).to_contain_text("ยังไม่มีบัญชีที่ผูก")
    await turn_on_and_off(page, simiti.password)
    await context.close()


async def turn_on_and_off(page: Page, password: str) -> None:
    await sign_in(page, PERSON, password)
    await page.goto("/sessions")
    await page.get_by_role("button", name="เปิดการยืนยันสองขั้น").click()
    dialog = page.get_by_role("dialog")
    await dialog.locator(PASSWORD).fill(password)
    await dialog.get_by_role("button", name="ต่อไป").click()
    await expect(dialog.get_by_role("img", name="คิวอาร์โค้ด")).to_be_visible()
    assert await dialog.get_by_role("img").evaluate("picture => picture.naturalWidth") > 50
    await look_at(page)
    phone = TOTP(await dialog.locator("code").inner_text())
    await dialog.get_by_label("รหัสหกหลัก").fill("000000")
    await dialog.get_by_role("button", name="ยืนยัน", exact=True).click()
    await expect(dialog.get_by_role("alert")).to_be_visible()
    await dialog.get_by_label("รหัสหกหลัก").fill(phone.at(utc_now()))
    await dialog.get_by_role("button", name="ยืนยัน", exact=True).click()
    await expect(dialog.locator("code")).to_have_count(10)
    codes = await dialog.locator("code").all_inner_texts()
    await look_at(page)
    await dialog.get_by_role("button", name="เก็บไว้แล้ว").click()
    await expect(page.get_by_text("รหัสกู้คืนเหลือ ๑๐ รหัส")).to_be_visible()
    await page.goto("/")
    await sign_out(page)
    await page.get_by_label("ชื่อบัญชี").fill(PERSON)
    await page.get_by_label("รหัสผ่าน", exact=True).fill(password)
    await page.keyboard.press("Enter")
    field = page.get_by_label("รหัสยืนยันขั้นที่สอง")
    await expect(field).to_be_focused()
    await look_at(page)
    # The code that confirmed it is used up; the next one is good already.
    await field.fill(phone.at(utc_now() + timedelta(seconds=30)))
    await page.keyboard.press("Enter")
    await expect(page).not_to_have_url(re.compile("sign-in"))
    await page.goto("/sessions")
    await page.get_by_role("button", name="ปิดการยืนยันสองขั้น").click()
    await dialog.locator(PASSWORD).fill(password)
    await dialog.get_by_label("รหัสจากแอป หรือรหัสกู้คืน").fill(codes[0])
    await dialog.get_by_role("button", name="ปิด", exact=True).last.click()
    await expect(page.get_by_role("button", name="เปิดการยืนยันสองขั้น")).to_be_visible()
