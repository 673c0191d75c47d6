"""Figures are counted anew from their rows: by the product, and by an independent script."""

import asyncio
import json
from collections import defaultdict
from decimal import Decimal
from functools import partial

import asyncpg
import pytest

from cli import counting
from cli.settings import Settings
from make.people import make_organisation
from make.plans import make_row, make_submitted
from make.world import World
from plan_core.plans import recounting
from plan_core.plans.recounting import Differing
from plan_core.values import InitiativeKind


async def recount(world: World) -> list[Differing]:
    return [one async for one in recounting.recount(world.worker)]


async def make_three_provinces(world: World) -> None:
    for province in ("54", "55", "56"):
        for number in range(3):
            rows = [
                make_row("1.1", 1000 * number, "0.50", "-", None),
                make_row("1.1", "-", "-", kind=InitiativeKind.MEASURE, title="มาตรการ ก"),
                make_row("2.2", None, 7, "-", 9, kind=InitiativeKind.ACTIVITY, title="กิจกรรม ข"),
                make_row("4.4", "-", "-", "-", "-", kind=InitiativeKind.GUIDELINE, title="แนว ค"),
            ][: number + 2]
            await make_submitted(world, rows, province=province, district=f"{province}01")


async def test_what_submitting_writes_holds_and_what_was_tampered_with_is_found_and_mended(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    await make_organisation(world)
    await make_three_provinces(world)
    assert await recount(world) == []
    tenants: list[int] = []
    owner = await asyncpg.connect(world.urls.owner.replace("+asyncpg", ""))
    try:
        for number, change in enumerate(
            (
                "counts[1] = counts[1] + 1",
                "amounts_satang[1] = 5",
                "revision_number = 7",
                "parts = NULL",
            )
        ):
            await owner.execute("ALTER TABLE plan_rollup NO FORCE ROW LEVEL SECURITY")
            tenant_id: int = await owner.fetchval(
                "SELECT tenant_id FROM plan_rollup ORDER BY tenant_id OFFSET $1 LIMIT 1", number
            )
            await owner.execute(f"UPDATE plan_rollup SET {change} WHERE tenant_id = $1", tenant_id)
            await owner.execute("ALTER TABLE plan_rollup FORCE ROW LEVEL SECURITY")
            tenants.append(tenant_id)
        await owner.execute("ALTER TABLE searched_text NO FORCE ROW LEVEL SECURITY")
        await owner.execute("DELETE FROM searched_text WHERE tenant_id = $1", tenants[0])
        await owner.execute("ALTER TABLE searched_text FORCE ROW LEVEL SECURITY")
    finally:
        await owner.close()
    found = await recount(world)
    assert [(one.tenant_id, one.names) for one in found] == [
        (tenants[0], ("counts", "searched_text")),
        (tenants[1], ("amounts_satang",)),
        (tenants[2], ("revision_number",)),
        (tenants[3], ("parts",)),
    ]
    settings = Settings(worker_database_url=world.urls.worker)
    verify, rebuild = (
        partial(counting.recount, settings, is_mending=is_mending) for is_mending in (False, True)
    )
    assert await asyncio.to_thread(verify) == counting.FOUND
    assert "4 do not equal their rows" in capsys.readouterr().out
    assert await recount(world) == found
    assert await asyncio.to_thread(rebuild) == counting.DONE
    assert await recount(world) == []
    assert await asyncio.to_thread(verify) == counting.DONE


async def test_an_independent_script_comes_to_the_same_sums_in_three_provinces(
    world: World,
) -> None:
    """Straight from the text of the revisions, with a reader of JSON and nothing of ours."""
    await make_three_provinces(world)
    owner = await asyncpg.connect(world.urls.owner.replace("+asyncpg", ""))
    try:
        for table in ("revision", "plan_rollup"):
            await owner.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        bodies = await owner.fetch("SELECT tenant_id, province_code, body FROM revision")
        kept = await owner.fetch("SELECT * FROM plan_rollup")
    finally:
        await owner.close()
    missions = [mission.code for mission in world.edition.missions()]
    kinds = ["PROJECT", "ACTIVITY", "MEASURE", "GUIDELINE"]
    sums: defaultdict[tuple[str, str, int], Decimal] = defaultdict(Decimal)
    counts: defaultdict[tuple[str, str, str], int] = defaultdict(int)
    for one in bodies:
        for row in json.loads(one["body"])["initiatives"]:
            counts[one["province_code"], row["mission"], row["kind"]] += 1
            for year, cell in row["budgets"].items():
                if cell["state"] == "AMOUNT":
                    key = one["province_code"], row["mission"], int(year)
                    sums[key] += Decimal(cell["amount"])
    assert len({one["province_code"] for one in bodies}) == 3
    assert sum(sums.values()) > 0
    for province in ("54", "55", "56"):
        own = [one for one in kept if one["province_code"] == province]
        for at, mission in enumerate(missions):
            for y, year in enumerate((2561, 2562, 2563, 2564)):
                satang = sum(one["amounts_satang"][at * 4 + y] or 0 for one in own)
                assert Decimal(satang) / 100 == sums[province, mission, year], (mission, year)
            for k, kind in enumerate(kinds):
                counted = sum(one["counts"][at * 4 + k] for one in own)
                assert counted == counts[province, mission, kind], (mission, kind)
