"""The page for developers, read by everybody; GraphiQL with its examples, for who is signed in."""

from __future__ import annotations

import re
from typing import Any, cast

import httpx
import pytest
from playwright.async_api import ConsoleMessage, Page, Response, expect

from running import RunningSimiti
from visiting import assert_accessible, sign_in, sign_out, until_settled


async def test_everybody_reads_how_to_connect(page: Page) -> None:
    await page.goto("/sign-in")
    await page.get_by_role("link", name="สำหรับนักพัฒนา").click()
    await expect(page).to_have_url("/developers")
    await expect(page.get_by_role("heading", level=1)).to_have_text("สำหรับนักพัฒนา")
    errors = page.get_by_role("region", name="รหัสข้อผิดพลาด")
    await expect(errors.get_by_role("row")).to_have_count(12)
    await expect(page.get_by_role("link", name="GraphiQL", exact=True)).to_have_count(0)
    await page.get_by_role("radio", name="C#").check(force=True)
    await expect(page.get_by_role("region", name="C#")).to_contain_text("HttpClient")
    await page.locator("summary").filter(has_text="react.py").click()
    await expect(page.get_by_role("region", name="react.py")).to_contain_text("standardwebhooks")
    for width in (360, 1280):
        await page.set_viewport_size({"width": width, "height": 800})
        await assert_accessible(page)
        assert await page.evaluate("document.documentElement.scrollWidth") <= width
    await page.get_by_role("radio", name="EN").check(force=True)
    await expect(page.get_by_role("heading", level=1)).to_have_text("For developers")
    await expect(page.get_by_role("heading", name="Error codes")).to_be_visible()
    assert not re.search("[ก-๙]", await page.locator("#guides > section > ol").first.inner_text())
    await assert_accessible(page)


async def test_what_is_copied_is_what_is_shown(page: Page) -> None:
    await page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await page.goto("/developers")
    await page.get_by_role("button", name="คัดลอก curl").click()
    await expect(page.get_by_role("status").filter(has_text="คัดลอกแล้ว")).to_be_visible()
    copied = await page.evaluate("navigator.clipboard.readText()")
    assert copied == await page.get_by_role("region", name="curl").locator("code").inner_text()
    assert "$SIMITI_URL/graphql" in copied


async def test_what_the_page_leads_to_is_there(page: Page, running_simiti: RunningSimiti) -> None:
    await page.goto("/developers")
    await until_settled(page)
    links = await page.locator("#content a[href^='/']").evaluate_all("all => all.map(a => a.href)")
    assert len(links) >= 3
    async with httpx.AsyncClient() as client:
        for link in links:
            assert (await client.get(link)).status_code == 200, link
    # Who is not signed in is sent to sign in, and comes back here.
    await page.goto("/graphiql/")
    await expect(page).to_have_url(re.compile(r"/sign-in\?next=/developers$"))


def is_asked(response: Response) -> bool:
    """Not the answer about the schema, which GraphiQL asks for by itself."""
    asked = response.request.post_data_json if response.url.endswith("/graphql") else None
    return bool(asked) and "IntrospectionQuery" not in asked["query"]


async def run(page: Page, name: str) -> dict[str, Any]:
    """GraphiQL takes a moment to see which tab is open; a test is quicker than any person."""
    for _ in range(10):
        async with page.expect_response(is_asked) as coming:
            await page.get_by_role("button", name=re.compile("^Execute query")).click()
        response = await coming.value
        asked: dict[str, Any] = response.request.post_data_json or {}
        is_its = f"query {name} " in asked["query"]
        if is_its and asked.get("operationName") in {None, name}:
            return cast("dict[str, Any]", await response.json())
    raise AssertionError(name)


@pytest.mark.parametrize(("username", "tabs"), [("phrae.officer", 5), ("banklang.editor", 5)])
async def test_each_example_in_graphiql_is_answered_without_an_error(
    page: Page, running_simiti: RunningSimiti, username: str, tabs: int
) -> None:
    complaints: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type == "error":
            complaints.append(message.text)

    page.on("console", note)
    await sign_in(page, username, running_simiti.password)
    await page.goto("/developers")
    complaints.clear()
    await page.get_by_role("link", name="GraphiQL", exact=True).click()
    shown = page.get_by_role("tab")
    await expect(shown).to_have_count(tabs)
    for number in range(tabs):
        tab = shown.nth(number)
        await tab.click()
        await expect(tab).to_have_attribute("aria-selected", "true")
        name = await tab.inner_text()
        editor = page.locator(".graphiql-query-editor .CodeMirror-code")
        await expect(editor).to_contain_text(f"query {name}")
        body = await run(page, name)
        assert "errors" not in body, body
        assert body["data"]
    # Nothing was asked of another origin, and the content policy refused nothing.
    assert complaints == []
    await page.goto("/")
    await sign_out(page)
