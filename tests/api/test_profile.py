"""The profile over GraphQL and as a spreadsheet: the same figures, nothing of a peer."""

import io

from openpyxl import load_workbook

from make.api import Api
from make.people import make_actor, make_organisation
from make.plans import make_row, make_submitted
from plan_core.actor import Role
from plan_core.comparison import profile_actions

PROFILE = """query($code: String) { organisationProfile(organisationCode: $code) {
  organisation { code } revisionId
  group { kind members peerProvinces { code } peerDistricts { code } }
  profileFigures { name dimensionCode unit own peers { counted low median high } } } }"""


async def test_the_page_and_its_spreadsheet_say_the_same(api: Api) -> None:
    world = api.world
    sent = [await make_organisation(world, province="58", district="5801") for _ in range(6)]
    for at, organisation in enumerate(sent, start=1):
        await make_submitted(world, [make_row("1.1", at * 100_000, title="งาน")], organisation)
    await profile_actions.count_peers(world.worker)
    editor = await make_actor(world, Role.EDITOR, sent[0])
    await api.data(editor, PROFILE)
    api.statements.clear()
    found = (await api.data(editor, PROFILE))["organisationProfile"]
    assert len(api.statements) <= 2, api.statements
    assert found["organisation"]["code"] == sent[0].code
    assert found["group"] == {
        "kind": "SAO",
        "members": 6,
        "peerProvinces": [{"code": "58"}],
        "peerDistricts": [{"code": "5801"}],
    }
    total, first = found["profileFigures"][:2]
    assert total == {
        "name": "TOTAL",
        "dimensionCode": None,
        "unit": "BAHT",
        "own": "100000",
        "peers": {"counted": 6, "low": "220000", "median": "350000", "high": "480000"},
    }
    assert (first["name"], first["dimensionCode"]) == ("DIMENSION_1", "1")
    score = found["profileFigures"][-1]
    assert (score["name"], score["own"], score["peers"]) == ("SCORE", None, None)
    answer = await api.call(editor, "GET", "/comparison/profile.xlsx?digits=arabic&lang=en")
    assert answer.status_code == 200, answer.text
    book = load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames == ["Profile", "Source"]
    page = book["Profile"]
    assert page.freeze_panes == "B2"
    values = [cell.value for cell in page[2]][2:7]
    assert values == [100_000, 220_000, 350_000, 480_000, 6]
    assert page.max_row == len(found["profileFigures"]) + 1
    officer = await make_actor(world, Role.DISTRICT_OFFICER, province="58", district="5801")
    seen = await api.data(officer, PROFILE, code=sent[0].code)
    assert seen["organisationProfile"]["profileFigures"] == found["profileFigures"]


async def test_another_organisation_is_not_found(api: Api) -> None:
    own, other = [await make_organisation(api.world) for _ in range(2)]
    editor = await make_actor(api.world, Role.EDITOR, own)
    assert (await api.error(editor, PROFILE, code=other.code))["code"] == "NOT_FOUND"
    answer = await api.call(editor, "GET", f"/comparison/profile.xlsx?organisation={other.code}")
    assert answer.status_code == 404
