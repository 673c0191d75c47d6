"""Outlines over HTTP: named by the API with their credit, fetched once, asked for again by ETag."""

from datetime import UTC, datetime

from make.api import Api
from make.outlines import as_file, make_collection
from make.people import make_actor
from plan_core.actor import Role
from plan_core.places import outline_actions
from plan_core.places.outline_actions import Credit
from plan_core.places.outline_rules import OutlineLevel, read_outlines

OUTLINES = """query($p: String!) { areaOutlines(provinceCode: $p) {
  level areas source licence loadedAt path } }"""
NOW = datetime(2026, 11, 26, tzinfo=UTC)


async def load(api: Api, *codes: str) -> None:
    outlines = read_outlines(as_file(make_collection(codes)), "code", lambda _level: [*codes])
    async with api.world.operator.unscoped() as session:
        credit = Credit("กรมตัวอย่าง", "CC BY 4.0")
        await outline_actions.set_outlines(session, outlines, credit, NOW)


async def test_a_province_names_its_outlines_and_the_same_bytes_are_sent_once(api: Api) -> None:
    officer = await make_actor(api.world, Role.PROVINCE_OFFICER, province="57")
    assert (await api.data(officer, OUTLINES, p="57"))["areaOutlines"] == []
    await load(api, "5701", "5702")
    (one,) = (await api.data(officer, OUTLINES, p="57"))["areaOutlines"]
    assert (one["level"], one["areas"], one["source"], one["licence"]) == (
        OutlineLevel.DISTRICT,
        2,
        "กรมตัวอย่าง",
        "CC BY 4.0",
    )
    answer = await api.call(officer, "GET", one["path"])
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/geo+json"
    assert answer.headers["cache-control"] == "private, no-cache"
    assert [one["properties"]["name"] for one in answer.json()["features"]] == ["5701", "5702"]
    tag = answer.headers["etag"]
    again = await api.call(officer, "GET", one["path"], headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    await load(api, "5701")
    changed = await api.call(officer, "GET", one["path"], headers={"If-None-Match": tag})
    assert (changed.status_code, changed.headers["etag"] == tag) == (200, False)


async def test_who_is_not_signed_in_and_what_is_not_there_are_told_apart(api: Api) -> None:
    officer = await make_actor(api.world, Role.PROVINCE_OFFICER, province="58")
    for path in ("/outlines/58/district.json", "/outlines/58/planet.json", "/outlines/x/y"):
        assert (await api.call(officer, "GET", path)).status_code == 404
    assert (await api.call(None, "GET", "/outlines/58/district.json")).status_code == 401
