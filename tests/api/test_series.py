"""Budgets across editions over GraphQL and as a spreadsheet: the same figures."""

import io

from openpyxl import load_workbook

from make.api import Api
from make.people import make_actor, make_organisation
from make.plans import make_row, make_submitted
from plan_core.actor import Role
from plan_core.framework import seed
from plan_core.framework.rules import read_edition

SERIES = """query($p: String, $e: String) { series(provinceCode: $p, editionCode: $e) {
  edition { code } province { code } organisations
  fiscalYears { fiscalYear { be } editionCode submitted }
  dimensions { dimensionCode figures { fiscalYear { be } budget { state amount } } }
  unmapped { mission { editionCode missionCode toCode } figures { budget { state amount } } }
  totalFigures { budget { state amount } }
  seriesPlaces { province { code } organisation { code } figures { budget { state amount } } }
  followed { editionCode missionCode toCode toTitleTh }
} }"""
LATER = """
code = "2566-2567"
first_year_be = 2566
last_year_be = 2567
title = "ฉบับทดสอบ"
dimensions = [{code = "1", title = "มิติแรก", missions = [{code = "1.1", title = "ภารกิจแรก"}]}]
crosswalks = [{from_edition = "2561-2564", pairs = [["1", "1.1"]]}]
"""


async def test_the_series_and_its_spreadsheet_tell_what_has_no_counterpart(api: Api) -> None:
    world = api.world
    async with world.operator.unscoped() as session:
        await seed.add_edition(session, read_edition(LATER))
    organisation = await make_organisation(world, province="58", district="5801")
    await make_submitted(world, [make_row("1.1", 10, "-"), make_row("4.4", "2.50")], organisation)
    officer = await make_actor(world, Role.PROVINCE_OFFICER, province="58")
    found = (await api.data(officer, SERIES, p="58", e="2566-2567"))["series"]
    assert (found["edition"]["code"], found["province"]["code"]) == ("2566-2567", "58")
    years = [one["fiscalYear"]["be"] for one in found["fiscalYears"]]
    assert years == [2561, 2562, 2563, 2564, 2565, 2566, 2567]
    assert [one["editionCode"] for one in found["fiscalYears"]][3:6] == [
        "2561-2564",
        None,
        "2566-2567",
    ]
    (dimension,) = found["dimensions"]
    budgets = [one["budget"] for one in dimension["figures"]]
    assert budgets[:2] == [{"state": "AMOUNT", "amount": "10"}, {"state": "NONE", "amount": None}]
    assert budgets[4:] == [None, None, None], "no edition, then no plan of it"
    lost = {one["mission"]["missionCode"]: one["figures"][0]["budget"] for one in found["unmapped"]}
    assert lost["4.4"] == {"state": "AMOUNT", "amount": "2.50"}
    assert "1.1" not in lost
    assert found["totalFigures"][0]["budget"] == {"state": "AMOUNT", "amount": "12.50"}
    (place,) = found["seriesPlaces"]
    assert place["organisation"]["code"] == organisation.code
    followed = {one["missionCode"]: one for one in found["followed"]}
    assert (followed["1.2"]["toCode"], followed["1.2"]["toTitleTh"]) == ("1.1", "ภารกิจแรก")
    assert followed["4.4"]["toCode"] is None
    answer = await api.call(
        officer,
        "GET",
        "/comparison/series.xlsx?edition=2566-2567&province=58&digits=arabic&lang=en",
    )
    assert answer.status_code == 200, answer.text
    book = load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames == ["Budgets", "By place", "Crosswalk", "Source"]
    heads, *lines = ([cell.value for cell in row] for row in book["Budgets"].iter_rows())
    assert heads[3:] == [
        *("FY 2561", "FY 2562", "FY 2563", "FY 2564"),
        "FY 2565 (no edition)",
        *("FY 2566", "FY 2567"),
    ]
    assert lines[0][3:8] == [10, "-", lines[0][5], lines[0][6], None]
    assert lines[-1][3] == 12.5
    by_code = {row[1]: row for row in lines if row[1]}
    assert by_code["4.4"][3] == 2.5
    told = {row[1].value: row[4].value for row in book["Crosswalk"].iter_rows(min_row=2)}
    assert (told["1.3"], told["4.4"]) == ("1.1", "No counterpart")


async def test_one_edition_alone_is_a_series_too_and_an_unknown_one_is_refused(api: Api) -> None:
    world = api.world
    officer = await make_actor(world, Role.PROVINCE_OFFICER, province="58")
    found = (await api.data(officer, SERIES, p="58", e="2561-2564"))["series"]
    assert [one["fiscalYear"]["be"] for one in found["fiscalYears"]] == [2561, 2562, 2563, 2564]
    assert (found["followed"], found["unmapped"]) == ([], [])
    assert (await api.error(officer, SERIES, p="58", e="2599"))["code"] == "NOT_FOUND"
    assert (await api.error(officer, SERIES, p="54", e="2561-2564"))["code"] == "FORBIDDEN"
