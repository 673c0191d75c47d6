"""The screen of quality over GraphQL and as a spreadsheet: the same rows, few statements."""

import io

from openpyxl import load_workbook

from api import ids
from make.api import Api
from make.people import make_actor, make_organisation
from make.plans import make_plan, make_row, make_submitted
from plan_core.actor import Role
from plan_core.plans import queries as plans
from plan_core.plans.actions.submitting import send_to_committee

QUALITY = """query($p: String) { quality(provinceCode: $p) { submitted
  rules { code titleTh titleEn severity organisationCount count explained }
  organisations { organisation { code } revisionId isChecked
    ruleCounts { code severity count explained } }
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
    assert book.sheetnames == [
        "Findings by rule",
        "Raw findings",
        "Outliers",
        "Shared rows",
        "Source",
    ]
    page = book["Outliers"]
    assert (page.freeze_panes, page.auto_filter.ref is not None) == ("C2", True)
    assert [cell.value for cell in page[2]][5:8] == [900_000, "Higher", 1_003]
    assert book["Shared rows"].max_row == 3


NOTICED = """query($id: ID!, $code: String) { node(id: $id) { ... on Revision {
  findings(code: $code) { code severity messageEn explanation { text } } } } }"""
SUBMIT = """mutation($id: ID!, $version: Int!) {
  submitPlan(input: {planId: $id, version: $version}) { revision { id } problems { code } } }"""


async def test_findings_by_rule_are_those_of_the_newest_revision(api: Api) -> None:
    world = api.world
    twins = [make_row("1.1", 5, title="อบรมคุณธรรม"), make_row("1.1", 5, title="อบรมคุณธรรม")]
    checked = await make_organisation(world, province="57", district="5701")
    approver = await make_actor(world, Role.APPROVER, checked)
    plan = await make_plan(world, approver, twins)
    async with world.app.write(approver) as tx:
        await send_to_committee(tx, plan.id, plan.version)
        version = (await plans.get_plan(tx, plan.id)).version
    sent = await api.data(approver, SUBMIT, id=ids.write("Plan", plan.id), version=version)
    assert sent["submitPlan"]["problems"] == []
    # Submitted without its checks, as everything was before they were kept.
    before = await make_organisation(world, province="57", district="5701")
    await make_submitted(world, twins, before)
    none = await make_organisation(world, province="57", district="5702")
    officer = await make_actor(world, Role.PROVINCE_OFFICER, province="57")
    found = (await api.data(officer, QUALITY, p="57"))["quality"]
    lines = {one["organisation"]["code"]: one for one in found["organisations"]}
    assert set(lines) == {checked.code, before.code, none.code}
    assert (lines[none.code]["revisionId"], lines[none.code]["isChecked"]) == (None, False)
    assert lines[before.code]["isChecked"] is False
    assert lines[before.code]["ruleCounts"] == []
    counts = {one["code"]: one for one in lines[checked.code]["ruleCounts"]}
    assert counts["DUPLICATE_INITIATIVE"] == {
        "code": "DUPLICATE_INITIATIVE",
        "severity": "ERROR",
        "count": 1,
        "explained": 0,
    }
    (rule,) = [one for one in found["rules"] if one["code"] == "DUPLICATE_INITIATIVE"]
    assert (rule["titleTh"], rule["titleEn"]) == ("รายการซ้ำ", "Duplicate")
    assert (rule["organisationCount"], rule["count"], rule["explained"]) == (1, 1, 0)
    assert found["rules"][0] == rule, "the most severe first"
    seen = await api.data(
        officer, NOTICED, id=lines[checked.code]["revisionId"], code="DUPLICATE_INITIATIVE"
    )
    ((one,),) = [seen["node"]["findings"]]
    assert (one["code"], one["severity"], one["explanation"]) == (rule["code"], "ERROR", None)
    unknown = await api.data(officer, NOTICED, id=lines[before.code]["revisionId"], code=None)
    assert unknown["node"]["findings"] is None
    answer = await api.call(
        officer, "GET", "/comparison/quality.xlsx?province=57&digits=arabic&lang=en"
    )
    book = load_workbook(io.BytesIO(answer.content))
    heads, *rows = ([cell.value for cell in row] for row in book["Findings by rule"].iter_rows())
    at = heads.index("Duplicate")
    told = {row[0]: (row[3], row[at]) for row in rows}
    assert told[checked.code] == ("Checked", 1)
    assert told[before.code] == ("Submitted before this was kept", None)
    assert told[none.code] == ("Not submitted", None)
    raw = [[str(cell.value) for cell in row] for row in book["Raw findings"].iter_rows(min_row=2)]
    assert {row[0] for row in raw} == {checked.code}
    assert sum(int(row[6]) for row in raw) == sum(one["count"] for one in found["rules"])


async def test_who_may_not_compare_and_an_area_of_others_are_refused(api: Api) -> None:
    editor = await make_actor(api.world, Role.EDITOR, await make_organisation(api.world))
    officer = await make_actor(api.world, Role.PROVINCE_OFFICER, province="58")
    for actor, place in ((editor, "54"), (officer, "54")):
        refused = await api.call(actor, "GET", f"/comparison/quality.xlsx?province={place}")
        assert refused.status_code == 403
        assert (await api.error(actor, QUALITY, p=place))["code"] == "FORBIDDEN"
