"""A person makes a token for a program, which works at once and is refused at once."""

import json

import httpx
from playwright.async_api import FilePayload, Page, expect

from running import RunningSimiti
from visiting import assert_accessible, sign_in, sign_out, until_settled

PLAN = {"query": "{ plan { initiatives { title } } }"}


def file_of(content: object) -> FilePayload:
    """As graphql-codegen writes it: the texts by their hash."""
    text = json.dumps(content).encode()
    return {"name": "persisted-documents.json", "mimeType": "application/json", "buffer": text}


async def test_a_program_works_by_a_token_until_it_is_revoked(
    page: Page, running_simiti: RunningSimiti
) -> None:
    await sign_in(page, "banklang.editor", running_simiti.password)
    await page.goto("/tokens")
    await page.get_by_role("button", name="สร้างโทเคน").click()
    dialog = page.get_by_role("dialog", name="สร้างโทเคน")
    await expect(dialog.get_by_role("checkbox")).to_have_count(5)
    await dialog.get_by_label("ใช้ทำอะไร").fill("ดึงแผนทุกคืน")
    await dialog.get_by_label("ใช้ได้จากเครือข่าย").fill("ที่นี่")
    await dialog.get_by_role("button", name="สร้าง", exact=True).click()
    await expect(dialog.get_by_text("ไม่ใช่เครือข่าย")).to_be_visible()
    await assert_accessible(page)
    await dialog.get_by_label("ใช้ได้จากเครือข่าย").fill("127.0.0.0/8")
    documents = dialog.get_by_label("เอกสารที่ถามได้")
    await documents.set_input_files(file_of(["no", 1]))
    await expect(dialog.get_by_text("อ่านไฟล์นี้ไม่ได้")).to_be_visible()
    await expect(dialog.get_by_role("button", name="สร้าง", exact=True)).to_be_disabled()
    await documents.set_input_files(file_of({"sha256:any": PLAN["query"]}))
    await expect(dialog.get_by_text("ถามได้เฉพาะ ๑ เอกสาร")).to_be_visible()
    await dialog.get_by_role("button", name="สร้าง", exact=True).click()
    shown = page.get_by_role("dialog", name="โทเคนใหม่")
    secret = await shown.locator("code").inner_text()
    await assert_accessible(page)
    await shown.get_by_role("button", name="เก็บไว้แล้ว").click()
    async with httpx.AsyncClient(
        base_url=running_simiti.base_url, headers={"Authorization": f"Bearer {secret}"}
    ) as program:
        answer = await program.post("/graphql", json=PLAN)
        assert answer.json()["data"]["plan"]["initiatives"]
        other = await program.post("/graphql", json={"query": "{ plan { id } }"})
        assert other.json()["errors"][0]["extensions"]["reason"] == "DOCUMENT_NOT_TRUSTED"
        await page.reload()
        line = page.get_by_role("listitem").filter(has_text="ดึงแผนทุกคืน")
        await expect(line.get_by_text("ใช้ล่าสุด")).to_be_visible()
        await expect(line.get_by_text("ถามได้เฉพาะ ๑ เอกสาร")).to_be_visible()
        for width in (360, 1920):
            await page.set_viewport_size({"width": width, "height": 800})
            await until_settled(page)
            assert await page.evaluate("document.documentElement.scrollWidth") <= width
            await assert_accessible(page)
        await line.get_by_role("button", name="ยกเลิก").click()
        await page.get_by_role("dialog").get_by_role("button", name="ยกเลิก").first.click()
        await expect(page.get_by_text("ยังไม่มีโทเคนที่ใช้ได้")).to_be_visible()
        refused = await program.post("/graphql", json=PLAN)
        assert refused.status_code == 401
    await sign_out(page)
