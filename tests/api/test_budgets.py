"""The budget comparison over GraphQL and as a spreadsheet: the same table, cell by cell."""

import io
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from make.api import Api
from make.people import make_actor, make_organisation
from make.plans import make_row, make_submitted
from plan_core.actor import Actor, Role
from plan_core.values import OrganisationKind

BUDGETS = """query($p: String, $v: BudgetView!, $m: BudgetMeasure!, $a: Against, $g: Grouping!,
    $s: String!, $d: String) {
  budgetComparison(provinceCode: $p, view: $v, measure: $m, against: $a, grouping: $g, sort: $s,
      dimensionCode: $d) {
    organisations submitted budgetColumns { key dimensionCode be hasChange }
    budgetGroups { district { nameTh } kind isOuter organisations
      budgetLines { organisation { nameTh } revisionNumber people earlierNumber
        figures { ...Parts } }
      figures { ...Parts } }
    figures { ...Parts } } }
fragment Parts on BudgetFigure { look value amount divisor rows leftOut
  change { look before beforeLook amount percent } }"""

PROVINCES = (str(code) for code in (*range(70, 78), *range(80, 87)))


class Desk:
    def __init__(self, api: Api, officer: Actor) -> None:
        self.api, self.officer = api, officer

    async def table(self, **choices: str | None) -> dict[str, Any]:
        asked = {"v": "YEARS", "m": "AMOUNT", "g": "DISTRICT", "s": "name", **choices}
        found = await self.api.data(self.officer, BUDGETS, **asked)
        return found["budgetComparison"]

    async def sheets(self, query: str) -> dict[str, Worksheet]:
        address = f"/comparison.xlsx?lang=en&digits=arabic&{query}"
        answer = await self.api.call(self.officer, "GET", address)
        assert answer.status_code == 200, answer.text
        book = load_workbook(io.BytesIO(answer.content))
        return {sheet.title: sheet for sheet in book.worksheets}


@pytest.fixture
async def desk(api: Api) -> Desk:
    """Two districts; a plan of each state, a rising one, and one organisation without a plan."""
    world, code = api.world, next(PROVINCES)
    rows = {
        "อบต.ก": [make_row("1.1", 100, 150, 0, "-"), make_row("2.1", "-", "-", "-", "-")],
        "อบต.ข": [make_row("1.1", 40, None, "-", "10.50")],
    }
    for at, (name, own) in enumerate(rows.items(), start=1):
        one = await make_organisation(world, name, province=code, district=f"{code}0{at}")
        await make_submitted(world, own, one)
    town = await make_organisation(
        world, "เทศบาล", province=code, district=f"{code}01", kind=OrganisationKind.TOWN
    )
    await make_submitted(world, [make_row("4.1", 7, 7, 7, 7)], town)
    await make_organisation(world, "อบต.ว่าง", province=code, district=f"{code}02")
    return Desk(api, await make_actor(world, Role.PROVINCE_OFFICER, province=code))


def cells_of(table: dict[str, Any], figures: list[dict[str, Any]]) -> list[object]:
    """As the spreadsheet must write them."""
    shown: list[object] = []
    words = {"NO_ROWS": "No initiatives", "UNKNOWN": "Nothing to divide by", "NONE": "-"}
    changes = {
        "BEGAN": "Begins",
        "ENDED": "Ends",
        "NOTHING": "No budget in both",
        "INCOMPARABLE": "Cannot be compared",
    }
    for column, one in zip(table["budgetColumns"], figures, strict=True):
        shown.append(words.get(one["look"]) if one["value"] is None else float(one["value"]))
        if column["hasChange"]:
            change = one["change"]
            if change is None:
                shown += [None, None]
            else:
                number = change["amount"]
                shown.append(changes.get(change["look"]) if number is None else float(number))
                percent = change["percent"]
                shown.append(None if percent is None else float(percent))
    return shown


@pytest.mark.parametrize(
    ("choices", "query"),
    [
        ({}, "view=years"),
        ({"v": "BOTH", "g": "NONE"}, "view=both&group=no"),
        (
            {"v": "DIMENSIONS", "m": "SHARE", "g": "KIND"},
            "view=dimensions&measure=SHARE&group=KIND",
        ),
        ({"a": "YEAR_BEFORE", "s": "-2562~"}, "view=years&against=YEAR_BEFORE&sort=-2562~"),
        (
            {"m": "PER_INITIATIVE", "g": "DISTRICT_AND_KIND", "s": "-total", "d": "1"},
            "view=years&measure=PER_INITIATIVE&group=DISTRICT_AND_KIND&sort=-total&dimension=1",
        ),
        (
            {"m": "PER_HEAD", "a": "FIRST_REVISION"},
            "view=years&measure=PER_HEAD&against=FIRST_REVISION",
        ),
    ],
)
async def test_the_spreadsheet_is_exactly_the_table_that_the_api_answers(
    desk: Desk, choices: dict[str, str], query: str
) -> None:
    table = await desk.table(**choices)
    expected: list[tuple[str | None, list[object]]] = []
    for group in table["budgetGroups"]:
        for line in group["budgetLines"]:
            cells = cells_of(table, line["figures"]) if line["figures"] else []
            expected.append((line["organisation"]["nameTh"], cells))
        if choices.get("g") != "NONE":
            expected.append((None, cells_of(table, group["figures"])))
    expected.append(("Total", cells_of(table, table["figures"])))
    sheet = (await desk.sheets(query))["Budgets"]
    lines = list(sheet.iter_rows(min_row=2, values_only=True))
    assert len(lines) == len(expected)
    for line, (name, cells) in zip(lines, expected, strict=True):
        assert name in (None, line[0])
        shown = [float(cell) if isinstance(cell, int) else cell for cell in line[3:]]
        only_one = "Only one revision"
        wanted = [*cells, *[None] * (len(shown) - len(cells))]
        assert [None if cell == only_one else cell for cell in shown] == pytest.approx(wanted)
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref is not None


async def test_a_figure_says_what_it_was_divided_by_and_a_change_what_was_before(
    desk: Desk,
) -> None:
    table = await desk.table(m="SHARE", a="YEAR_BEFORE", g="NONE")
    (group,) = table["budgetGroups"]
    lines = {one["organisation"]["nameTh"]: one for one in group["budgetLines"]}
    first, second, third, fourth, total = lines["อบต.ก"]["figures"]
    assert (first["value"], first["amount"], first["divisor"], first["rows"]) == (
        "40",
        "100",
        "250",
        2,
    )
    assert first["change"] is None
    assert second["change"] == {
        "look": "UP",
        "before": "40",
        "beforeLook": "VALUE",
        "amount": "20",
        "percent": None,
    }
    assert (third["look"], third["value"]) == ("VALUE", "0")
    assert (fourth["look"], fourth["change"]["look"]) == ("NONE", "ENDED")
    assert (total["value"], total["change"]) == ("100", None)
    assert lines["อบต.ว่าง"]["figures"] == []
    assert lines["อบต.ข"]["figures"][1]["look"] == "UNSTATED"
    by_head = await desk.table(m="PER_HEAD")
    assert {one["look"] for one in by_head["figures"]} == {"UNKNOWN"}
    assert by_head["figures"][-1]["leftOut"] == 3


async def test_the_making_of_every_figure_is_a_sheet_of_its_own(desk: Desk) -> None:
    sheets = await desk.sheets("view=years&measure=PER_INITIATIVE")
    assert [*sheets] == ["Budgets", "How figures were made", "Coverage", "Raw data", "Source"]
    lines = list(sheets["How figures were made"].iter_rows(min_row=2, values_only=True))
    assert len(lines) == 3 * 5
    (made,) = [line for line in lines if line[1] == "อบต.ก" and line[3] == "Total"]
    assert made[2:9] == (1, "Total", 125, "A figure", 250, 2, 2)


async def test_the_table_is_one_statement_besides_who_asks(desk: Desk) -> None:
    await desk.table()
    desk.api.statements.clear()
    await desk.table(a="REVISION_BEFORE", m="PER_HEAD")
    assert len(desk.api.statements) <= 2, desk.api.statements


async def test_sums_over_all_are_exact(desk: Desk) -> None:
    table = await desk.table(g="NONE")
    figures = [Decimal(one["value"]) for one in table["figures"]]
    assert figures[-1] == sum(figures[:-1]) == Decimal("328.50")
