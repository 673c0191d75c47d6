"""The browser that the other files rely on."""

from contextlib import suppress

from playwright.async_api import Browser, Error, Page

MARKS_ABOVE_AND_BELOW = "น้ำ ปี่ อบต.หัวเมือง ๒๕๖๑"


async def test_chromium_takes_and_gives_back_thai(browser: Browser) -> None:
    page = await browser.new_page()
    await page.set_content("<label>ชื่อ <input></label>")
    await page.get_by_label("ชื่อ").fill(MARKS_ABOVE_AND_BELOW)
    assert await page.get_by_label("ชื่อ").input_value() == MARKS_ABOVE_AND_BELOW
    assert await photographed(page)
    await page.close()


async def photographed(page: Page, tries: int = 3) -> bytes:
    """A browser that has just started on a busy machine may have drawn nothing yet."""
    while tries > 1:
        with suppress(Error):
            return await page.screenshot()
        tries -= 1
    return await page.screenshot()
