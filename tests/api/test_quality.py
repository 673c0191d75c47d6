"""The screen of quality over GraphQL and as a spreadsheet: the same rows, few statements."""

import io

from openpyxl import load_workbook

from make.api import Api
from make.people import make_actor, make_organisation
from make.plans import make_row, make_submitted
from plan_core.actor import Role

QUALITY = """query($p: String) { quality(provinceCode: $p) { submitted
  outliers { plan { organisation { code } revisionId } dimensionCode fiscalYear { be } amount
    isHigh peerKind peers median low high times }
  duplicates { title isSame organisationCount total rows { plan { organisation { code } } title } }
} }"""


async def test_the_screen_is_two_statements_and_its_spreadsheet_says_the_same(api: Api) -> None:
    world = api.world
    organisations = [
        await make_organisation(world, province="58", district="5801") for _ in range(6)
    ]
    for at, organisation in enumerate(organisations):
        rows = [make_row("1.1", 900_000 if at == 0 else 1_000 + at, title=f"งาน {at}")]
        rows += [make_row("2.1", 70, title="อบรมคุณธรรม")] if at < 2 else []
        await make_submitted(world, rows, organisation)
    officer = await make_actor(world, Role.PROVINCE_OFFICER, province="58")
    await api.data(officer, QUALITY, p="58")
    api.statements.clear()
    found = (await api.data(officer, QUALITY, p="58"))["quality"]
    assert len(api.statements) <= 2, api.statements
    (odd,) = found["outliers"]
    assert odd["plan"]["organisation"]["code"] == organisations[0].code
    assert odd["plan"]["revisionId"]
    assert (odd["dimensionCode"], odd["fiscalYear"]["be"], odd["isHigh"]) == ("1", 2561, True)
    assert (odd["amount"], odd["peers"], odd["median"]) == ("900000", 5, "1003")
    (shared,) = found["duplicates"]
    assert (shared["isSame"], shared["organisationCount"], shared["total"]) == (True, 2, "70")
    answer = await api.call(
        officer, "GET", "/comparison/quality.xlsx?province=58&digits=arabic&lang=en"
    )
    assert answer.status_code == 200, answer.text
    book = load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames == ["Outliers", "Shared rows", "Source"]
    page = book["Outliers"]
    assert (page.freeze_panes, page.auto_filter.ref is not None) == ("C2", True)
    assert [cell.value for cell in page[2]][5:8] == [900_000, "Higher", 1_003]
    assert book["Shared rows"].max_row == 3


async def test_who_may_not_compare_and_an_area_of_others_are_refused(api: Api) -> None:
    editor = await make_actor(api.world, Role.EDITOR, await make_organisation(api.world))
    officer = await make_actor(api.world, Role.PROVINCE_OFFICER, province="58")
    for actor, place in ((editor, "54"), (officer, "54")):
        refused = await api.call(actor, "GET", f"/comparison/quality.xlsx?province={place}")
        assert refused.status_code == 403
        assert (await api.error(actor, QUALITY, p=place))["code"] == "FORBIDDEN"
