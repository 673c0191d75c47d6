"""A person's views of the comparison: kept in the post they were saved in, and nobody else's."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from api import ids
from make.api import Api
from make.people import make_actor
from plan_core.actor import Role
from plan_core.comparison import views
from plan_core.comparison.view_rules import MOST_VIEWS
from plan_core.db.base import make_id

LIST = "{ savedViews { id name query } }"
SAVE = """mutation($name: String!, $query: String!) {
  saveView(input: {name: $name, query: $query}) {
    views { id name query } problems { code field messageTh messageEn } } }"""
REMOVE = """mutation($id: ID!) { removeView(input: {id: $id}) {
  views { name } problems { code } } }"""
PIVOT = "tab=pivot&rows=DISTRICT&columns=FISCAL_YEAR&years=2561,2562&sort=-name"


async def test_a_view_is_kept_replaced_by_its_name_and_removed(api: Api) -> None:
    officer = await make_actor(api.world, Role.PROVINCE_OFFICER, province="58")
    saved = (await api.data(officer, SAVE, name="  งบ  รายอำเภอ ", query="?" + PIVOT))["saveView"]
    assert saved["problems"] == []
    ((one),) = saved["views"]
    assert (one["name"], one["query"]) == ("งบ รายอำเภอ", PIVOT)
    again = (await api.data(officer, SAVE, name="งบ รายอำเภอ", query="tab=map"))["saveView"]
    assert [(view["id"], view["query"]) for view in again["views"]] == [(one["id"], "tab=map")]
    await api.data(officer, SAVE, name="ก่อน", query="")
    names = [view["name"] for view in (await api.data(officer, LIST))["savedViews"]]
    assert names == ["ก่อน", "งบ รายอำเภอ"]
    removed = (await api.data(officer, REMOVE, id=one["id"]))["removeView"]
    assert removed == {"views": [{"name": "ก่อน"}], "problems": []}
    gone = (await api.data(officer, REMOVE, id=one["id"]))["removeView"]
    assert [problem["code"] for problem in gone["problems"]] == ["NOT_FOUND"]


async def test_the_same_name_twice_at_once_is_one_view(api: Api) -> None:
    officer = await make_actor(api.world, Role.PROVINCE_OFFICER, province="58")
    async with api.world.app.personal(officer) as tx:
        await views.save_view(tx, "พร้อมกัน", "tab=map")
        # The other one begins before this one is there for others to see.
        other = asyncio.create_task(api.data(officer, SAVE, name="พร้อมกัน", query="tab=pivot"))
        await asyncio.sleep(0.3)
        assert not other.done(), "it waits for this one"
    saved = (await other)["saveView"]
    assert saved["problems"] == []
    assert [one["query"] for one in saved["views"]] == ["tab=pivot"]


async def test_another_person_and_another_post_have_their_own(api: Api) -> None:
    officer = await make_actor(api.world, Role.PROVINCE_OFFICER, province="58")
    other = await make_actor(api.world, Role.PROVINCE_OFFICER, province="58")
    (one,) = (await api.data(officer, SAVE, name="ของฉัน", query=PIVOT))["saveView"]["views"]
    assert (await api.data(other, LIST))["savedViews"] == []
    stolen = (await api.data(other, REMOVE, id=one["id"]))["removeView"]
    assert [problem["code"] for problem in stolen["problems"]] == ["NOT_FOUND"]
    async with api.world.app.personal(replace(officer, membership_id=make_id())) as tx:
        assert await views.list_views(tx) == []
    assert len((await api.data(officer, LIST))["savedViews"]) == 1


@pytest.mark.parametrize(
    ("name", "query", "code", "field"),
    [
        (" ", PIVOT, "TEXT_NEEDED", "name"),
        ("ก" * 101, PIVOT, "TEXT_TOO_LONG", "name"),
        ("มุมมอง", "tab=" + "x" * 1_001, "TEXT_TOO_LONG", "query"),
        ("มุมมอง", "javascript:alert(1)", "VIEW_UNREADABLE", "query"),
        ("มุมมอง", "tab=pivot&rows=<b>", "VIEW_UNREADABLE", "query"),
        ("มุมมอง", "tab=pivot#rows", "VIEW_UNREADABLE", "query"),
    ],
)
async def test_what_is_no_view_is_refused_by_field(
    api: Api, name: str, query: str, code: str, field: str
) -> None:
    officer = await make_actor(api.world, Role.PROVINCE_OFFICER, province="58")
    answer = (await api.data(officer, SAVE, name=name, query=query))["saveView"]
    (problem,) = answer["problems"]
    assert (problem["code"], problem["field"]) == (code, field)
    assert problem["messageTh"]
    assert problem["messageEn"]
    assert (await api.data(officer, LIST))["savedViews"] == []


async def test_there_is_an_end_to_them_that_says_so(api: Api) -> None:
    officer = await make_actor(api.world, Role.DISTRICT_OFFICER, province="58", district="5801")
    for number in range(MOST_VIEWS):
        await api.data(officer, SAVE, name=f"{number}", query=PIVOT)
    full = (await api.data(officer, SAVE, name="one more", query=PIVOT))["saveView"]
    assert [problem["code"] for problem in full["problems"]] == ["VIEWS_TOO_MANY"]
    replaced = (await api.data(officer, SAVE, name="7", query="tab=map"))["saveView"]
    assert replaced["problems"] == []


async def test_an_unknown_id_is_not_found(api: Api) -> None:
    officer = await make_actor(api.world, Role.PROVINCE_OFFICER, province="58")
    answer = await api.data(officer, REMOVE, id=ids.write("SavedView", make_id()))
    assert [one["code"] for one in answer["removeView"]["problems"]] == ["NOT_FOUND"]
