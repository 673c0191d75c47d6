"""What an area leaves uncovered, over GraphQL and as a spreadsheet: the same, in one statement."""

import io
from typing import Any

import pytest
from openpyxl import load_workbook

from make.api import Api
from make.people import make_actor, make_organisation
from make.plans import make_row, make_submitted
from plan_core.actor import Actor, Role
from plan_core.values import OrganisationKind

GAPS = """query($p: String, $d: String, $k: OrganisationKind, $y: [Int!]) {
  coverageGaps(provinceCode: $p, districtCode: $d, kind: $k, fiscalYears: $y) { missionCodes
    districts { district { code } organisations plans
      coveredMissions { missionCode organisations withMoney } }
    byDistrict { district { code } plans missionCodes }
    lacks { organisation { nameTh } peers isOfDistrict missions { missionCode having } } } }"""

PROVINCES = (str(code) for code in range(60, 68))


class Desk:
    """One district of four plans and one without; one of a single plan; one of nobody's plans."""

    def __init__(self, api: Api, officer: Actor, province: str) -> None:
        self.api, self.officer, self.province = api, officer, province

    async def gaps(self, **wanted: Any) -> dict[str, Any]:
        return (await self.api.data(self.officer, GAPS, **wanted))["coverageGaps"]

    async def districts(self, **wanted: Any) -> dict[str, dict[str, Any]]:
        found = await self.gaps(**wanted)
        return {one["district"]["code"][2:]: one for one in found["districts"]}


@pytest.fixture
async def desk(api: Api) -> Desk:
    world, code = api.world, next(PROVINCES)

    async def send(name: str, district: str, *missions: str, **more: Any) -> None:
        place = f"{code}{district}"
        one = await make_organisation(world, name, province=code, district=place, **more)
        rows = [make_row(mission, 100, "-") for mission in missions]
        if rows:
            await make_submitted(world, rows, one)

    await send("อบต.ก", "01", "1.1", "1.2")
    await send("อบต.ข", "01", "1.1", "1.2")
    await send("อบต.ค", "01", "1.1", "1.2")
    await send("อบต.ง", "01", "1.1")
    await send("อบต.จ", "01")
    await send("เทศบาล", "02", "4.4", kind=OrganisationKind.TOWN)
    await send("อบต.ฉ", "03")
    return Desk(api, await make_actor(world, Role.PROVINCE_OFFICER, province=code), code)


async def test_each_district_says_how_many_of_its_plans_cover_a_mission(desk: Desk) -> None:
    districts = await desk.districts()
    first = districts["01"]
    assert (first["organisations"], first["plans"]) == (5, 4)
    covered = {one["missionCode"]: one for one in first["coveredMissions"]}
    assert len(covered) == 15
    assert (covered["1.1"]["organisations"], covered["1.1"]["withMoney"]) == (4, 4)
    assert (covered["1.2"]["organisations"], covered["2.1"]["organisations"]) == (3, 0)
    assert (districts["03"]["organisations"], districts["03"]["plans"]) == (1, 0)
    # Money of the chosen years only.
    later = (await desk.districts(y=[2562]))["01"]["coveredMissions"][0]
    assert (later["organisations"], later["withMoney"]) == (4, 0)


async def test_gaps_are_of_districts_with_a_plan_and_lacks_name_what_most_peers_have(
    desk: Desk,
) -> None:
    found = await desk.gaps()
    by_district = {one["district"]["code"][2:]: one for one in found["byDistrict"]}
    assert by_district.keys() == {"01", "02"}
    assert "1.1" not in by_district["01"]["missionCodes"]
    assert "1.1" in by_district["02"]["missionCodes"]
    assert {"1.1", "1.2", "4.4"}.isdisjoint(found["missionCodes"])
    assert len(found["missionCodes"]) == 12
    assert found["lacks"] == [
        {
            "organisation": {"nameTh": "อบต.ง"},
            "peers": 3,
            "isOfDistrict": True,
            "missions": [{"missionCode": "1.2", "having": 3}],
        }
    ]


async def test_filters_narrow_and_areas_of_others_are_refused(desk: Desk) -> None:
    assert (await desk.districts(k="TOWN")).keys() == {"02"}
    assert (await desk.districts(d=f"{desk.province}03")).keys() == {"03"}
    assert (await desk.gaps(k="PAO"))["districts"] == []
    assert (await desk.api.error(desk.officer, GAPS, p="54"))["code"] == "FORBIDDEN"
    assert (await desk.api.error(desk.officer, GAPS, y=[1999]))["reason"] == "FISCAL_YEAR_UNKNOWN"
    editor = await make_actor(desk.api.world, Role.EDITOR)
    assert (await desk.api.error(editor, GAPS))["code"] == "FORBIDDEN"


async def test_it_is_one_statement_besides_who_asks(desk: Desk) -> None:
    await desk.gaps()
    desk.api.statements.clear()
    await desk.gaps()
    assert len(desk.api.statements) <= 2, desk.api.statements


async def test_the_spreadsheet_has_the_districts_with_the_same_counts(desk: Desk) -> None:
    answer = await desk.api.call(
        desk.officer, "GET", "/comparison/coverage.xlsx?lang=en&digits=arabic"
    )
    assert answer.status_code == 200, answer.text
    book = load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames == [
        "Coverage",
        "By district",
        "Nobody has",
        "Lacking",
        "Sub-missions",
        "Raw data",
        "Source",
    ]
    *lines, total = book["By district"].iter_rows(min_row=2, values_only=True)
    shown = {(line[1], line[2]): line[3:] for line in lines}
    for one in (await desk.gaps())["districts"]:
        counts = tuple(mission["organisations"] for mission in one["coveredMissions"])
        assert shown[one["organisations"], one["plans"]] == counts
    assert total[:5] == ("Total", 7, 5, 4, 3)
    lacking = list(book["Lacking"].iter_rows(min_row=2, values_only=True))
    assert [line[3:] for line in lacking] == [("1.2", 3, 3)]
