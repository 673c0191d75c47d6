"""The map over GraphQL and as a spreadsheet: looks never confused, the same in both."""

import io
from typing import Any

import pytest
from openpyxl import load_workbook

from make.api import Api
from make.people import make_actor, make_organisation
from make.plans import make_row, make_submitted
from plan_core.actor import Actor, Role
from plan_core.framework.model import Deadline
from plan_core.values import thai_day

MAP = """query($m: MapMeasure!, $p: String, $y: [Int!]) {
  comparisonMap(measure: $m, provinceCode: $p, fiscalYears: $y) { missions measure mapDistricts {
    district { code } submitted onTime late missing awaited covered state total look step
    tiles { organisation { nameTh } revisionId timeliness covered state total look step } } } }"""

PROVINCES = iter(("90", "91", "92", "93", "94", "95", "96"))


class Desk:
    """A district with a plan of money, one of `-`, one of blanks, and one without; one empty."""

    def __init__(self, api: Api, officer: Actor, province: str) -> None:
        self.api, self.officer, self.province = api, officer, province

    async def map(self, measure: str, **more: Any) -> dict[str, Any]:
        found = await self.api.data(self.officer, MAP, m=measure, p=self.province, **more)
        districts: list[dict[str, Any]] = found["comparisonMap"]["mapDistricts"]
        districts.sort(key=lambda one: one["district"]["code"])
        return found["comparisonMap"]

    async def looks(self, measure: str, **more: Any) -> dict[str, tuple[str, int | None]]:
        found = await self.map(measure, **more)
        return {
            tile["organisation"]["nameTh"]: (tile["look"], tile["step"])
            for one in found["mapDistricts"]
            for tile in one["tiles"]
        }

    async def set_due(self, days: int) -> None:
        """The due day, that many days from today."""
        world = self.api.world
        async with world.operator.unscoped() as session:
            await session.merge(
                Deadline(
                    edition_code=world.edition.code,
                    province_code=self.province,
                    due_on=thai_day(world.clock.now).fromordinal(
                        thai_day(world.clock.now).toordinal() + days
                    ),
                )
            )


@pytest.fixture
async def desk(api: Api) -> Desk:
    world, code = api.world, next(PROVINCES)
    one, two = f"{code}01", f"{code}02"

    async def send(name: str, *amounts: int | str | None) -> None:
        organisation = await make_organisation(world, name, province=code, district=one)
        await make_submitted(world, [make_row("1.1", *amounts)], organisation)

    await send("อบต.มีเงิน", 100, 200, 0, "-")
    await send("อบต.มีเงินมาก", 1000)
    await send("อบต.ไม่ใช้งบ", "-", "-", "-", "-")
    await send("อบต.ไม่ระบุ", None)
    await make_organisation(world, "อบต.ไม่ส่ง", province=code, district=one)
    await make_organisation(world, "อบต.ว่าง", province=code, district=two)
    return Desk(api, await make_actor(world, Role.PROVINCE_OFFICER, province=code), code)


async def test_awaited_missing_blank_and_no_budget_are_four_looks(desk: Desk) -> None:
    await desk.set_due(3)
    looks = await desk.looks("TOTAL")
    assert looks == {
        "อบต.มีเงิน": ("STEP", 3),
        "อบต.มีเงินมาก": ("STEP", 5),
        "อบต.ไม่ใช้งบ": ("NO_BUDGET", None),
        "อบต.ไม่ระบุ": ("UNSTATED", None),
        "อบต.ไม่ส่ง": ("AWAITED", None),
        "อบต.ว่าง": ("AWAITED", None),
    }
    await desk.set_due(-3)
    looks = await desk.looks("TIMELINESS")
    assert looks["อบต.ไม่ส่ง"] == ("MISSING", None)
    assert looks["อบต.มีเงิน"] == ("LATE", None)
    # Nothing but 0 baht is an amount; the year of blanks is none.
    assert (await desk.looks("TOTAL", y=[2563]))["อบต.มีเงิน"] == ("STEP", 5)
    assert (await desk.looks("TOTAL", y=[2564]))["อบต.มีเงิน"] == ("NO_BUDGET", None)
    assert (await desk.looks("COVERAGE"))["อบต.ไม่ระบุ"] == ("STEP", 1)


async def test_a_district_sums_its_tiles_and_says_awaited_where_nobody_has_sent(
    desk: Desk,
) -> None:
    await desk.set_due(3)
    first, second = (await desk.map("TOTAL"))["mapDistricts"]
    assert (first["submitted"], first["onTime"], first["awaited"]) == (4, 4, 1)
    assert (first["state"], first["total"], first["covered"]) == ("AMOUNT", "1300", 4)
    assert (first["look"], first["step"]) == ("STEP", 5)
    assert (second["submitted"], second["state"], second["total"]) == (0, None, None)
    assert (second["look"], second["step"]) == ("AWAITED", None)
    timely = (await desk.map("TIMELINESS"))["mapDistricts"]
    assert (timely[0]["look"], timely[0]["step"]) == ("STEP", 4)
    assert (await desk.map("COVERAGE"))["missions"] == 15


async def test_the_map_is_one_statement_besides_who_asks(desk: Desk) -> None:
    await desk.map("TOTAL")
    desk.api.statements.clear()
    await desk.map("TOTAL")
    assert len(desk.api.statements) <= 2, desk.api.statements


async def test_its_spreadsheet_says_what_the_tiles_say_with_empty_cells_for_no_figure(
    desk: Desk,
) -> None:
    await desk.set_due(-1)
    answer = await desk.api.call(
        desk.officer, "GET", "/comparison/map.xlsx?measure=TOTAL&digits=arabic&lang=en"
    )
    assert answer.status_code == 200, answer.text
    book = load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames == ["Total budget", "Districts", "Raw data", "Source"]
    page = book["Total budget"]
    assert (page.freeze_panes, page.auto_filter.ref is not None) == ("B2", True)
    lines = {row[0]: row[2:] for row in page.iter_rows(min_row=2, values_only=True)}
    assert lines["อบต.มีเงินมาก"] == ("Step", 5, 1000)
    assert lines["อบต.ไม่ใช้งบ"] == ("A plan, no budget needed", None, "-")
    assert lines["อบต.ไม่ระบุ"] == ("A plan, no amount stated", None, None)
    assert lines["อบต.ไม่ส่ง"] == ("Missing, past the due date", None, None)
    districts = {row[3:] for row in book["Districts"].iter_rows(min_row=2, values_only=True)}
    assert districts == {(5, 4, 4, 60, 1300), (1, 0, None, None, None)}


@pytest.mark.parametrize("query", ["measure=NOTHING", "measure=TOTAL&years=25", "kind=X"])
async def test_a_filter_that_is_not_understood_is_refused(desk: Desk, query: str) -> None:
    answer = await desk.api.call(desk.officer, "GET", f"/comparison/map.xlsx?{query}")
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "FILTER_UNREADABLE"
