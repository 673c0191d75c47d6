"""How long the screens take over the whole application: a province, a plan, an edit.

Run `.venv/bin/python tests/bench/screens.py [rounds] [organisations]`; it starts a database of its
own and throws it away.
"""

import asyncio
import itertools
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests"))

import servers  # noqa: E402
from local.database import DatabaseUrls  # noqa: E402
from make.api import Api, open_api  # noqa: E402
from make.measuring import in_turn, print_table  # noqa: E402
from make.people import make_actor, make_organisation  # noqa: E402
from make.plans import make_plan, make_row, make_submitted  # noqa: E402
from make.world import World, open_world  # noqa: E402
from plan_core.actor import Actor, Role  # noqa: E402
from plan_core.db.transaction import utc_now  # noqa: E402
from plan_core.plans.content import NewInitiative  # noqa: E402

PROVINCE = """{ comparison { dueOn organisations { organisation { nameShortTh district { nameTh } }
  timeliness total dimensions { dimensionCode years { be state amount } }
  coverage { missionCode look counts { total } amount } }
  totals { total years { be amount } } } }"""
BUDGETS = """{ budgetComparison(
    view: BOTH, measure: SHARE, against: %s, grouping: DISTRICT_AND_KIND) {
  budgetColumns { key hasChange } budgetGroups { district { code } kind figures { ...Parts }
    budgetLines { organisation { nameShortTh } revisionId figures { ...Parts } } }
  figures { ...Parts } } }
fragment Parts on BudgetFigure { look value amount divisor rows leftOut
  change { look before amount percent } }"""
PLAN = """{ plan { id version initiatives { id version title kind number missionCode remarks
  budgets { id version state amount } } totals { grandTotal years { budget { amount } } }
  findings { key } sections { code } risks { text } revisions { number }
  declared { dimensionCode } } }"""
EDIT = """mutation($c: [BudgetCellInput!]!) { setBudgetCells(input: {cells: $c}) {
  cells { id version amount } totals { grandTotal } planVersion problems { code } } }"""


def rows_of(world: World) -> list[NewInitiative]:
    """Sixty rows over all missions."""
    missions = itertools.cycle(mission.code for mission in world.edition.missions())
    return [
        make_row(next(missions), n * 100, n, "-", None, title=f"โครงการที่ {n}") for n in range(60)
    ]


async def seed(world: World, organisations: int) -> tuple[Actor, Actor]:
    for _ in range(organisations - 1):
        await make_submitted(world, rows_of(world))
    approver = await make_actor(world, Role.APPROVER, await make_organisation(world))
    # A draft: what was submitted is locked.
    await make_plan(world, approver, rows_of(world))
    return await make_actor(world, Role.PROVINCE_OFFICER), approver


async def measure(urls: DatabaseUrls, folder: Path, rounds: int, organisations: int) -> None:
    async with open_world(urls) as world:
        world.clock.now = utc_now()
        officer, approver = await seed(world, organisations)
        (folder / "files").mkdir()
        async with open_api(world, (folder / "files").as_uri()) as api:
            await compare(api, officer, approver, rounds, organisations)


async def compare(
    api: Api, officer: Actor, approver: Actor, rounds: int, organisations: int
) -> None:
    plan = (await api.data(approver, PLAN))["plan"]
    cells: list[dict[str, Any]] = [cell for row in plan["initiatives"] for cell in row["budgets"]]
    statements: dict[str, int] = {}
    sizes: dict[str, int] = {}

    def asking(name: str, actor: Actor, text: str):
        async def ask() -> None:
            response = await api.post(actor, text)
            sizes[name], statements[name] = len(response.content), len(api.statements)

        return ask

    def editing(name: str, block: list[dict[str, Any]]):
        async def edit() -> None:
            wanted = [
                {"id": cell["id"], "version": cell["version"], "state": "AMOUNT", "amount": "7"}
                for cell in block
            ]
            answer = await api.data(approver, EDIT, c=wanted)
            statements[name] = len(api.statements)
            for cell, now in zip(block, answer["setBudgetCells"]["cells"], strict=True):
                cell["version"] = now["version"]

        return edit

    province = f"province, {organisations} organisations"
    taken = await in_turn(
        {
            "who am I": asking("who am I", officer, "{ viewer { isDemo } }"),
            province: asking(province, officer, PROVINCE),
            "its budgets by year": asking("its budgets by year", officer, BUDGETS % "YEAR_BEFORE"),
            "its budgets by revision": asking(
                "its budgets by revision", officer, BUDGETS % "REVISION_BEFORE"
            ),
            "one plan, 60 rows": asking("one plan, 60 rows", approver, PLAN),
            "one cell": editing("one cell", cells[:1]),
            "a block of 200 cells": editing("a block of 200 cells", cells[1:201]),
        },
        rounds,
    )
    notes = {
        name: f"{statements[name]} statements"
        + (f", {sizes[name] // 1024} KiB" if name in sizes else "")
        for name in taken
    }
    print_table(taken, "one plan, 60 rows", notes)


def main(rounds: int, organisations: int) -> None:
    with (
        servers.private_folder() as folder,
        servers.running_postgres(folder) as admin,
        admin.copy_of_template() as urls,
    ):
        asyncio.run(measure(urls, folder, rounds, organisations))


if __name__ == "__main__":
    given = [int(one) for one in sys.argv[1:]]
    main(given[0] if given else 20, given[1] if len(given) > 1 else 60)
