"""The province's desk over GraphQL and as a spreadsheet: the same figures, few statements."""

import io
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from make.api import Api
from make.people import make_actor, make_organisation
from make.plans import make_plan, make_row, make_submitted, submit
from plan_core.actor import Actor, Role
from plan_core.framework.model import Deadline
from plan_core.values import InitiativeKind, OrganisationKind, thai_day

COMPARISON = """query($p: String, $d: String, $k: OrganisationKind, $y: [Int!]) {
  comparison(provinceCode: $p, districtCode: $d, kind: $k, fiscalYears: $y) {
    province { code nameTh } district { code } dueOn madeAt fiscalYears { be ce }
    edition { code }
    organisations { organisation { code nameTh nameShortTh isDemo district { code nameTh } }
      timeliness daysLate revisionNumber submittedAt state total
      years { be state amount }
      dimensions { dimensionCode state total years { be state amount } }
      coverage { missionCode look state amount counts { total projects measures } } }
    totals { organisations submitted late missing state total years { be state amount }
      dimensions { dimensionCode state total }
      coveredMissions { missionCode organisations withMoney } } } }"""

ROWS = """query($first: Int!, $after: String, $m: String, $year: Int) {
  submittedInitiatives(first: $first, after: $after, missionCode: $m, fiscalYear: $year) {
    edges { cursor node { id title missionCode number kind organisation { nameTh }
      budgets { fiscalYear { be } budget { state amount } } } }
    pageInfo { hasNextPage endCursor } } }"""


class Desk:
    """น่าน with two plans, and one organisation that sent none; an officer who compares."""

    def __init__(self, api: Api, officer: Actor, approver: Actor) -> None:
        self.api = api
        self.officer = officer
        self.approver = approver

    async def compare(self, **wanted: Any) -> dict[str, Any]:
        return (await self.api.data(self.officer, COMPARISON, **wanted))["comparison"]

    async def workbook(self, query: str = "") -> dict[str, Worksheet]:
        response = await self.api.call(self.officer, "GET", f"/comparison.xlsx?{query}")
        assert response.status_code == 200, response.text
        book = load_workbook(io.BytesIO(response.content))
        return {sheet.title: sheet for sheet in book.worksheets}


PROVINCES = (str(code) for code in (*range(55, 59), *range(60, 68), *range(70, 78), 80, 81))


@pytest.fixture
async def desk(api: Api) -> Desk:
    world = api.world
    province = next(PROVINCES)
    async with world.operator.unscoped() as session:
        session.add(
            Deadline(
                edition_code=world.edition.code,
                province_code=province,
                due_on=thai_day(world.clock.now),
            )
        )
    one, two = f"{province}01", f"{province}02"
    first = await make_organisation(world, "=อบต.หนึ่ง", province=province, district=one)
    approver = await make_actor(world, Role.APPROVER, first)
    rows = [
        make_row("1.1", 1000, "0.50", "-", None, title="=1+1"),
        make_row("2.2", "-", "-", "-", "-", kind=InitiativeKind.MEASURE, title="มาตรการ"),
    ]
    await make_plan(world, approver, rows)
    await submit(world, approver)
    second = await make_organisation(
        world, "เทศบาลสอง", province=province, district=two, kind=OrganisationKind.TOWN_SUBDISTRICT
    )
    await make_submitted(world, [make_row("1.1", 5)], second)
    await make_organisation(world, "อบต.สาม", province=province, district=one)
    officer = await make_actor(world, Role.PROVINCE_OFFICER, province=province)
    return Desk(api, officer, approver)


async def test_a_province_is_compared_in_one_request(desk: Desk) -> None:
    compared = await desk.compare()
    assert compared["totals"]["organisations"] == 3
    assert (compared["totals"]["submitted"], compared["totals"]["late"]) == (2, 0)
    assert compared["totals"]["total"] == "1005.50"
    assert [year["amount"] for year in compared["totals"]["years"]] == ["1005", "0.50", None, None]
    assert [year["state"] for year in compared["totals"]["years"]][2:] == ["UNSTATED", "UNSTATED"]
    lines = {one["organisation"]["nameTh"]: one for one in compared["organisations"]}
    first, third = lines["=อบต.หนึ่ง"], lines["อบต.สาม"]
    assert first["years"][2] == {"be": 2563, "state": "NONE", "amount": None}
    assert (first["total"], first["timeliness"]) == ("1000.50", "ON_TIME")
    looks = {one["missionCode"]: one["look"] for one in first["coverage"]}
    assert (looks["1.1"], looks["2.2"], looks["1.2"]) == (
        "WITH_MONEY",
        "WITHOUT_MONEY",
        "NOTHING_HERE",
    )
    assert (third["total"], third["state"], third["dimensions"], third["years"]) == (
        None,
        None,
        [],
        [],
    )
    assert {one["look"] for one in third["coverage"]} == {"NO_PLAN"}
    covered = {one["missionCode"]: one for one in compared["totals"]["coveredMissions"]}
    assert (covered["1.1"]["organisations"], covered["1.1"]["withMoney"]) == (2, 2)
    assert (covered["2.2"]["organisations"], covered["2.2"]["withMoney"]) == (1, 0)


async def test_a_comparison_takes_one_statement_that_tells_what_changed(desk: Desk) -> None:
    await desk.compare()
    await desk.compare(y=[2561])
    # Who asks, and the marks of the lines, which are as they were.
    assert len(desk.api.statements) == 2, desk.api.statements
    await desk.compare(y=[2561])
    assert len(desk.api.statements) == 2, desk.api.statements
    await desk.compare(k="PAO")
    # Nobody has asked for these lines yet.
    assert len(desk.api.statements) == 3, desk.api.statements


async def test_filters_narrow_the_lines_and_the_totals(desk: Desk) -> None:
    by_kind = await desk.compare(k="TOWN_SUBDISTRICT")
    assert [one["total"] for one in by_kind["organisations"]] == ["5"]
    assert by_kind["totals"]["total"] == "5"
    by_year = await desk.compare(y=[2562])
    assert by_year["totals"]["total"] == "0.50"
    assert [year["be"] for year in by_year["fiscalYears"]] == [2562]
    district = f"{by_kind['province']['code']}01"
    by_district = await desk.compare(d=district)
    assert len(by_district["organisations"]) == 2
    assert by_district["district"] == {"code": district}


async def test_what_is_not_the_officers_is_refused(desk: Desk) -> None:
    text = (
        "query($p: String, $d: String) { comparison(provinceCode: $p, districtCode: $d) { dueOn } }"
    )
    for given, code in (
        ({"p": "54"}, "FORBIDDEN"),
        ({"d": "5401"}, "FORBIDDEN"),
        ({"p": "99"}, "FORBIDDEN"),
    ):
        assert (await desk.api.error(desk.officer, text, **given))["code"] == code
    own = (await desk.compare())["province"]["code"]
    assert (await desk.api.error(desk.officer, text, d=f"{own}99"))["code"] == "NOT_FOUND"
    national = await make_actor(desk.api.world, Role.NATIONAL_VIEWER)
    assert (await desk.api.error(national, text, p="99"))["code"] == "NOT_FOUND"


async def test_the_rows_behind_a_number_come_in_pages(desk: Desk) -> None:
    seen: list[str] = []
    after = None
    while True:
        page = (await desk.api.data(desk.officer, ROWS, first=2, after=after))[
            "submittedInitiatives"
        ]
        seen += [edge["node"]["title"] for edge in page["edges"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert sorted(seen) == sorted(["=1+1", "มาตรการ", "โครงการอบรมคุณธรรม"])
    assert len(desk.api.statements) == 2
    with_money = (await desk.api.data(desk.officer, ROWS, first=9, year=2562))[
        "submittedInitiatives"
    ]
    assert [edge["node"]["title"] for edge in with_money["edges"]] == ["=1+1"]
    for first in (0, 101):
        assert (await desk.api.error(desk.officer, ROWS, first=first))["reason"] == "PAGE_SIZE"


async def test_a_row_behind_a_number_is_found_by_its_id(desk: Desk) -> None:
    page = (await desk.api.data(desk.officer, ROWS, first=1))["submittedInitiatives"]
    node = page["edges"][0]["node"]
    text = "query($id: ID!) { node(id: $id) { ... on SubmittedInitiative { title } } }"
    found = await desk.api.data(desk.officer, text, id=node["id"])
    assert found["node"] == {"title": node["title"]}
    stranger = await make_actor(desk.api.world, Role.PROVINCE_OFFICER, province="90")
    assert await desk.api.data(stranger, text, id=node["id"]) == {"node": None}


async def test_the_spreadsheet_holds_the_same_figures_as_real_numbers(desk: Desk) -> None:
    compared = await desk.compare()
    sheets = await desk.workbook("lang=en&digits=arabic&view=years&group=no")
    budgets = sheets["Budgets"]
    assert (budgets.freeze_panes, bool(budgets.auto_filter.ref)) == ("B2", True)
    rows = list(budgets.iter_rows(values_only=True))
    heads, *lines, total = rows
    assert heads[-1] == "Total"
    assert len(lines) == 3
    assert Decimal(str(total[-1])) == Decimal(compared["totals"]["total"])
    by_name = {line[0]: line for line in lines}
    for line in compared["organisations"]:
        shown = by_name[line["organisation"]["nameTh"]]
        if line["total"] is None:
            assert set(shown[3:]) == {None}
        else:
            assert Decimal(str(shown[-1])) == Decimal(line["total"])
            years = [
                one["amount"] or ("-" if one["state"] == "NONE" else None) for one in line["years"]
            ]
            assert [
                None if cell is None else cell if cell == "-" else Decimal(str(cell))
                for cell in shown[-5:-1]
            ] == [None if one is None else one if one == "-" else Decimal(one) for one in years]
    assert all(cell.data_type != "f" for row in budgets.iter_rows() for cell in row)


async def test_satang_show_and_thai_digits_are_only_a_way_to_show_numbers(desk: Desk) -> None:
    sheets = await desk.workbook()
    budgets = sheets["งบประมาณ"]
    formats = {
        cell.value: cell.number_format
        for row in budgets.iter_rows(min_row=2)
        for cell in row
        if isinstance(cell.value, (int, float))
    }
    assert formats[1000.5] == "[$-D00041E]#,##0.00"
    assert formats[5] == "[$-D00041E]#,##0"
    raw = list(sheets["ข้อมูลดิบ"].iter_rows(min_row=2, values_only=True))
    assert len(raw) == 3 * 15
    numbers = [row[12] for row in raw if isinstance(row[12], (int, float))]
    assert sum(numbers) == pytest.approx(1005.5)
    source = {row[0]: row[1] for row in sheets["ที่มา"].iter_rows(values_only=True)}
    assert "ที่มา" in source


async def test_the_spreadsheet_follows_the_filters(desk: Desk) -> None:
    sheets = await desk.workbook(
        "lang=en&digits=arabic&kind=TOWN_SUBDISTRICT&years=2561,2562&group=no"
    )
    rows = list(sheets["Budgets"].iter_rows(values_only=True))
    assert [row[0] for row in rows] == ["Organisation", "เทศบาลสอง", "Total"]
    assert rows[2][-1] == 5
    nobody = await desk.workbook("lang=en&kind=PAO&group=no")
    assert len(list(nobody["Budgets"].iter_rows(values_only=True))) == 2


async def test_the_spreadsheet_shows_the_columns_and_the_order_of_the_screen(desk: Desk) -> None:
    async def shown(query: str) -> list[tuple[object, ...]]:
        sheets = await desk.workbook(f"lang=en&digits=arabic&{query}")
        return list(sheets["Budgets"].iter_rows(values_only=True))

    by_dimension = await shown("view=dimensions&sort=-total&group=no")
    assert by_dimension[0][3:] == (*(f"Dimension {code}" for code in "1234"), "Total")
    totals = [row[-1] for row in by_dimension[1:-1]]
    figures = [total for total in totals if isinstance(total, (int, float))]
    assert figures == sorted(figures, reverse=True)
    assert len(figures) > 1
    assert totals[: len(figures)] == figures, "who has no figure comes last"
    upwards = await shown("view=dimensions&sort=total&group=no")
    assert [row[-1] for row in upwards[1:-1]][: len(figures)] == figures[::-1]
    one = await shown("view=years&dimension=1&years=2561,2562")
    assert one[0][3:] == ("Dimension 1 FY 2561", "Dimension 1 FY 2562", "Dimension 1")
    both = await shown("view=both&years=2561")
    assert len(both[0]) == 3 + 4 + 1 + 1


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ("kind=CASTLE", 400, "FILTER_UNREADABLE"),
        ("years=25", 400, "FILTER_UNREADABLE"),
        ("years=2561;2562", 400, "FILTER_UNREADABLE"),
        ("years=2599", 400, "FISCAL_YEAR_UNKNOWN"),
        ("view=sideways", 400, "FILTER_UNREADABLE"),
        ("dimension=9", 400, "DIMENSION_UNKNOWN"),
        ("measure=WEIGHT", 400, "FILTER_UNREADABLE"),
        ("against=TOMORROW", 400, "FILTER_UNREADABLE"),
        ("group=COLOUR", 400, "FILTER_UNREADABLE"),
        ("province=54", 403, "FORBIDDEN"),
        ("edition=1-2", 404, "NOT_FOUND"),
    ],
)
async def test_a_spreadsheet_that_cannot_be_is_refused(
    desk: Desk, query: str, status: int, code: str
) -> None:
    response = await desk.api.call(desk.officer, "GET", f"/comparison.xlsx?{query}")
    assert (response.status_code, response.json()["error"]["code"]) == (status, code)


async def test_members_of_an_organisation_do_not_compare(desk: Desk) -> None:
    for actor, status in ((desk.approver, 403), (None, 401)):
        response = await desk.api.call(actor, "GET", "/comparison.xlsx")
        assert response.status_code == status
    page = (await desk.api.data(desk.approver, ROWS, first=9))["submittedInitiatives"]
    assert len(page["edges"]) == 2
