"""How the plan's grid feels on a slow laptop: until it can be used, and from a key to the paint.

Run `.venv/bin/python tests/bench/grid.py [rows] [SIMITI_HOME of a running Simiti]`; without a home
it starts a Simiti of its own and throws it away. The processor is throttled four times.
"""

import asyncio
import itertools
import statistics
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests"))

from playwright.async_api import Page, async_playwright  # noqa: E402

import browsers  # noqa: E402
import running  # noqa: E402
import servers  # noqa: E402
from local.database import DatabaseUrls  # noqa: E402
from local.settings import DATABASE_VARIABLES  # noqa: E402
from make.people import make_token  # noqa: E402
from make.plans import make_row  # noqa: E402
from make.world import open_world  # noqa: E402
from plan_core.db.transaction import utc_now  # noqa: E402
from plan_core.framework.rules import FrameworkEdition  # noqa: E402
from plan_core.people.queries import actor_for, find_person, list_memberships  # noqa: E402
from plan_core.plans import queries  # noqa: E402
from plan_core.plans.actions import writing  # noqa: E402
from plan_core.plans.content import NewInitiative  # noqa: E402

THROTTLE = 4
OFFICER = "huamueang.editor"
OPENINGS = 5

# Long tasks tell when the page is busy; event timing tells from a key to the next paint.
WATCH = """
  window.busyUntil = 0; window.longest = 0; window.keys = [];
  new PerformanceObserver((list) => { for (const task of list.getEntries()) {
    busyUntil = Math.max(busyUntil, task.startTime + task.duration);
    longest = Math.max(longest, task.duration);
  } }).observe({type: 'longtask', buffered: true});
  new PerformanceObserver((list) => { for (const event of list.getEntries()) {
    if (event.name === 'keydown') keys.push(event.duration);
  } }).observe({type: 'event', durationThreshold: 16, buffered: true});
"""
QUIET = """async () => {
  const since = () => performance.now() - Math.max(busyUntil, seen);
  const seen = performance.now();
  while (since() < 1000) await new Promise((done) => setTimeout(done, 100));
  return [seen, Math.max(busyUntil, seen), longest];
}"""


def rows_of(edition: FrameworkEdition, count: int) -> list[NewInitiative]:
    """Rows over all missions with titles as long as real ones."""
    missions = itertools.cycle(mission.code for mission in edition.missions())
    return [
        make_row(
            next(missions), n * 100, "-", None, n,
            title=f"โครงการส่งเสริมคุณธรรม จริยธรรม และความโปร่งใสในการปฏิบัติงานของหน่วยงาน ครั้งที่ {n}",
        )
        for n in range(count)
    ]  # fmt: skip


def settings_of(home: Path) -> dict[str, str]:
    """What `make run` tells its parts."""
    told = subprocess.run(
        ["/bin/sh", "-c", ". ./settings.sh; env"], cwd=home, env={}, capture_output=True, check=True
    )
    lines = told.stdout.decode().splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line)


async def sit_down(settings: dict[str, str], rows: int) -> str:
    """A demonstration officer with a plan of so many rows; the cookie of a session."""
    urls = {role: settings[name] for role, name in DATABASE_VARIABLES.items()}
    async with open_world(DatabaseUrls(**urls)) as world:
        world.clock.now = utc_now()
        async with world.door.unscoped() as session:
            person = await find_person(session, OFFICER)
            assert person is not None
            post = (await list_memberships(session, person.id))[0]
            actor = actor_for(post, person.display_name)
        async with world.app.write(actor) as tx:
            plan = await queries.find_plan(tx, world.edition.code)
            if plan is None:
                plan = await writing.start_plan(tx, world.edition)
            await writing.empty_plan(tx, plan)
            await writing.write_rows(tx, plan, world.edition, rows_of(world.edition, rows))
        return await make_token(world, actor)


async def open_grid(page: Page) -> list[float]:
    """Milliseconds until the grid is seen, until the page is at rest, the longest task."""
    await page.goto("/plan", wait_until="commit")
    await page.wait_for_selector('[role="grid"] [data-line]', timeout=120_000)
    return await page.evaluate(QUIET)


async def key_times(page: Page, press: Callable[[], Awaitable[None]], times: int) -> list[float]:
    """Milliseconds from each key to the next paint (in steps of 8; below 16 counts as 16)."""
    taken: list[float] = []
    for _ in range(times):
        await page.evaluate("keys.length = 0")
        await press()
        await page.wait_for_timeout(350)
        taken.append(max([16, *await page.evaluate("keys")]))
    return taken


def tell(name: str, times: list[float]) -> None:
    ordered = sorted(times)
    p95 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    print(f"{name:44}{statistics.median(times):9.0f} ms{p95:9.0f} ms", flush=True)


async def measure(base_url: str, cookie: str) -> None:
    path = browsers.find()
    if path is None:
        raise SystemExit("no Chromium: `make browser` brings one")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=browsers.ARGUMENTS)
        context = await browser.new_context(
            base_url=base_url, locale="th-TH", viewport={"width": 1366, "height": 768}
        )
        await context.add_cookies([{"name": "simiti_session", "value": cookie, "url": base_url}])
        page = await context.new_page()
        await page.add_init_script(WATCH)
        cdp: Any = await context.new_cdp_session(page)
        await cdp.send("Emulation.setCPUThrottlingRate", {"rate": THROTTLE})
        print(f"{f'processor throttled {THROTTLE} times':44}{'median':>12}{'p95':>12}")
        opened = [await open_grid(page) for _ in range(OPENINGS)]
        for name, at in (("open: grid seen", 0), ("open: at rest", 1), ("open: longest task", 2)):
            tell(name, [one[at] for one in opened])
        await measure_keys(page)
        await browser.close()


async def measure_keys(page: Page) -> None:
    press = page.keyboard.press
    await page.locator("td.budget").nth(9).click()

    async def type_amount() -> None:
        await press("7")
        await press("Enter")

    tell("key: arrow down", await key_times(page, lambda: press("ArrowDown"), 30))
    tell("key: arrow right, left", await key_times(page, arrows(press), 30))
    tell("key: stretch the selection", await key_times(page, lambda: press("Shift+ArrowDown"), 20))
    tell("key: select everything", await key_times(page, lambda: press("Control+a"), 5))
    await press("Control+Home")
    await press("ArrowRight")
    tell("key: type an amount, enter", await key_times(page, type_amount, 20))
    tell("key: undo", await key_times(page, lambda: press("Control+z"), 15))


def arrows(press: Callable[[str], Awaitable[None]]) -> Callable[[], Awaitable[None]]:
    keys = itertools.cycle(["ArrowRight", "ArrowLeft"])
    return lambda: press(next(keys))


def main(rows: int, home: Path | None) -> None:
    with servers.private_folder() as folder:
        started = None if home else running.start(folder / "simiti")
        try:
            if started:
                started.wait_for_line("Simiti is ready", seconds=180)
            settings = settings_of(home or folder / "simiti")
            cookie = asyncio.run(sit_down(settings, rows))
            print(f"{rows} rows")
            asyncio.run(measure(f"http://127.0.0.1:{settings['SIMITI_PORT']}", cookie))
        finally:
            if started:
                started.stop()


if __name__ == "__main__":
    given = sys.argv[1:]
    main(int(given[0]) if given else 500, Path(given[1]) if len(given) > 1 else None)
