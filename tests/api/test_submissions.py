"""The screen of submissions over GraphQL and as a spreadsheet: the same figures, few statements."""

import io
from typing import Any

from openpyxl import load_workbook

from make.api import Api
from make.people import make_actor, make_organisation
from make.plans import make_submitted
from plan_core.actor import Role

SUBMISSIONS = """query($p: String) { submissions(provinceCode: $p) {
  province { code } dueOn madeAt totals { expected received awaited whole }
  districts { district { code } expected received }
  rounds { round dueOn expected } overTime { on received }
  organisations { organisation { code } timeliness stage revisionId revisionNumber reports
    parts { rows sheets missing } chases { reason days rounds } } } }"""


async def test_the_screen_is_two_statements_and_its_spreadsheet_says_the_same(api: Api) -> None:
    world = api.world
    silent, sender = [
        await make_organisation(world, province="58", district="5801") for _ in range(2)
    ]
    organisation, revision = await make_submitted(world, organisation=sender)
    officer = await make_actor(world, Role.PROVINCE_OFFICER, province="58")
    await api.data(officer, SUBMISSIONS, p="58")
    api.statements.clear()
    found = (await api.data(officer, SUBMISSIONS, p="58"))["submissions"]
    assert len(api.statements) == 2, api.statements
    assert found["totals"] == {"expected": 2, "received": 1, "awaited": 1, "whole": 0}
    assert found["overTime"][0]["received"] == 1
    lines = {one["organisation"]["code"]: one for one in found["organisations"]}
    line: dict[str, Any] = lines[organisation.code]
    assert (line["stage"], line["revisionNumber"], line["parts"]["rows"]) == (
        "SUBMITTED",
        revision.number,
        4,
    )
    assert (lines[silent.code]["stage"], lines[silent.code]["parts"]) == (None, None)
    answer = await api.call(
        officer, "GET", "/comparison/submissions.xlsx?province=58&digits=arabic&lang=en"
    )
    assert answer.status_code == 200, answer.text
    book = load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames == [
        "Submissions",
        "To chase",
        "By district",
        "Reports by round",
        "Source",
    ]
    page = book["Submissions"]
    assert (page.freeze_panes, page.auto_filter.ref is not None) == ("C2", True)
    rows = {str(row[0].value): [cell.value for cell in row] for row in page.iter_rows(min_row=2)}
    assert rows[organisation.code][7:9] == [1, "To be reviewed"]
    assert rows[silent.code][7:9] == [None, None]


async def test_who_may_not_compare_and_an_area_of_others_are_refused(api: Api) -> None:
    editor = await make_actor(api.world, Role.EDITOR, await make_organisation(api.world))
    officer = await make_actor(api.world, Role.PROVINCE_OFFICER, province="58")
    for actor, place in ((editor, "54"), (officer, "54")):
        refused = await api.call(actor, "GET", f"/comparison/submissions.xlsx?province={place}")
        assert refused.status_code == 403
        error = await api.error(actor, SUBMISSIONS, p=place)
        assert error["code"] == "FORBIDDEN"
