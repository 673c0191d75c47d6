"""The pivot over GraphQL and as a spreadsheet: the same figures, one statement."""

import io

from openpyxl import load_workbook

from make.api import Api
from make.people import make_actor, make_organisation
from make.plans import make_submitted
from plan_core.actor import Role

PIVOT = """query($rows: [PivotAxis!]!, $columns: PivotAxis, $p: String) {
  pivot(rows: $rows, columns: $columns, provinceCode: $p) {
    madeAt fiscalYears { be } columns { key }
    groups { labels { key name } total { initiatives state amount share }
      figures { initiatives state amount } } } }"""


async def test_the_table_and_its_spreadsheet_say_the_same(api: Api) -> None:
    world = api.world
    organisation, _ = await make_submitted(
        world, organisation=await make_organisation(world, province="58", district="5801")
    )
    officer = await make_actor(world, Role.PROVINCE_OFFICER, province="58")
    asked = {"rows": ["ORGANISATION", "DIMENSION"], "columns": "FISCAL_YEAR", "p": "58"}
    await api.data(officer, PIVOT, **asked)
    api.statements.clear()
    found = (await api.data(officer, PIVOT, **asked))["pivot"]
    # Who asks, and the table.
    assert len(api.statements) == 2, api.statements
    whole = found["groups"][0]
    assert whole["labels"] == []
    assert (whole["total"]["amount"], whole["total"]["share"]) == ("28500.50", "100.00")
    assert found["groups"][1]["labels"][0]["key"] == organisation.code
    answer = await api.call(
        officer,
        "GET",
        "/comparison/pivot.xlsx?province=58&rows=ORGANISATION,DIMENSION&columns=FISCAL_YEAR"
        "&digits=arabic&lang=en",
    )
    assert answer.status_code == 200, answer.text
    book = load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames[0] == "Table"
    table = book["Table"]
    assert (table.freeze_panes, table.auto_filter.ref is not None) == ("C2", True)
    lines = [[cell.value for cell in row] for row in table.iter_rows()]
    assert lines[0] == ["Organisation", "Dimension", "2561", "2562", "2563", "2564", "Total"]
    assert lines[-1][0] == "Whole table"
    assert lines[-1][-1] == 28500.5
    assert len(lines) == 1 + len(found["groups"])


async def test_what_makes_no_table_is_refused(api: Api) -> None:
    officer = await make_actor(api.world, Role.PROVINCE_OFFICER, province="58")
    editor = await make_actor(api.world, Role.EDITOR, await make_organisation(api.world))
    for actor, rows, code in (
        (officer, ["KIND", "KIND"], "PIVOT_AXES"),
        (officer, [], "PIVOT_AXES"),
        (editor, ["KIND"], "FORBIDDEN"),
    ):
        refused = await api.error(actor, PIVOT, rows=rows)
        assert refused.get("reason", refused["code"]) == code
    for query, status in (("rows=NOTHING", 400), ("rows=KIND,KIND", 400), ("rows=KIND", 200)):
        answer = await api.call(officer, "GET", f"/comparison/pivot.xlsx?province=58&{query}")
        assert answer.status_code == status, answer.text
