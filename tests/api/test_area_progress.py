"""The screen of progress over GraphQL and as a spreadsheet: the same figures, few statements."""

import io
from decimal import Decimal

from openpyxl import load_workbook

from make.api import Api
from make.people import make_actor, make_organisation
from make.reports import SIX, make_office
from plan_core.actor import Role
from plan_core.reporting.rules import Entry, ProgressStatus

PROGRESS = """query($p: String) { areaProgress(provinceCode: $p) {
  years { fiscalYear { be } reported green red done planned disbursed }
  organisations { organisation { code } years { fiscalYear { be } round reportId score flag done
    noneYet planned disbursed dimensions { dimensionCode planned disbursed selfScore provinceScore
    centralScore againstProvince againstCentral } } } } }"""


async def test_the_screen_is_two_statements_and_its_spreadsheet_says_the_same(api: Api) -> None:
    world = api.world
    organisation = await make_organisation(world, province="58", district="5801")
    silent = await make_organisation(world, province="58", district="5801")
    office = await make_office(world, await make_actor(world, Role.APPROVER, organisation))
    entry = Entry(status=ProgressStatus.DONE, disbursed=Decimal("8000.50"))
    await office.enter((await office.row(0), entry))
    await office.submit(SIX)
    officer = await make_actor(world, Role.PROVINCE_OFFICER, province="58")
    await api.data(officer, PROGRESS, p="58")
    api.statements.clear()
    found = (await api.data(officer, PROGRESS, p="58"))["areaProgress"]
    assert len(api.statements) <= 2, api.statements
    assert found["years"][0] == {
        "fiscalYear": {"be": 2561},
        "reported": 1,
        "green": 0,
        "red": 0,
        "done": 1,
        "planned": "10100",
        "disbursed": "8000.50",
    }
    years = {one["organisation"]["code"]: one["years"] for one in found["organisations"]}
    assert years[silent.code] == []
    (year,) = years[organisation.code]
    assert (year["round"], year["score"], year["flag"]) == ("SIX_MONTHS", "25.00", "ORANGE")
    assert year["dimensions"][0] == {
        "dimensionCode": "1",
        "planned": "10000",
        "disbursed": "8000.50",
        "selfScore": None,
        "provinceScore": None,
        "centralScore": None,
        "againstProvince": None,
        "againstCentral": None,
    }
    answer = await api.call(
        officer, "GET", "/comparison/progress.xlsx?province=58&digits=arabic&lang=en"
    )
    assert answer.status_code == 200, answer.text
    book = load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames == ["Newest reports", "By dimension", "By year", "Source"]
    page = book["Newest reports"]
    assert (page.freeze_panes, page.auto_filter.ref is not None) == ("C2", True)
    cells = [cell.value for cell in page[2]]
    assert (cells[0], cells[6], cells[7], cells[14]) == (organisation.code, 25, "Hurry", 8000.5)
    assert book["By dimension"].max_row == 5


async def test_who_may_not_compare_and_an_area_of_others_are_refused(api: Api) -> None:
    editor = await make_actor(api.world, Role.EDITOR, await make_organisation(api.world))
    officer = await make_actor(api.world, Role.PROVINCE_OFFICER, province="58")
    for actor, place in ((editor, "54"), (officer, "54")):
        refused = await api.call(actor, "GET", f"/comparison/progress.xlsx?province={place}")
        assert refused.status_code == 403
        assert (await api.error(actor, PROGRESS, p=place))["code"] == "FORBIDDEN"
