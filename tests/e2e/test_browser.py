"""The browser that the other files rely on."""

from playwright.async_api import Browser

MARKS_ABOVE_AND_BELOW = "น้ำ ปี่ อบต.หัวเมือง ๒๕๖๑"


async def test_chromium_takes_and_gives_back_thai(browser: Browser) -> None:
    page = await browser.new_page()
    await page.set_content("<label>ชื่อ <input></label>")
    await page.get_by_label("ชื่อ").fill(MARKS_ABOVE_AND_BELOW)
    assert await page.get_by_label("ชื่อ").input_value() == MARKS_ABOVE_AND_BELOW
    assert await page.screenshot()
    await page.close()
