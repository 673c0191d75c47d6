"""Looking a place up by exactly one of its names."""

from __future__ import annotations

import pytest

from make.api import Api, global_id
from make.people import make_actor, organisation_of
from make.world import World
from plan_core.actor import Role

ASK = "query($by: PlaceBy!) { place(by: $by) { __typename id } }"


async def test_a_place_is_found_by_its_id_and_by_its_code(api: Api, world: World) -> None:
    editor = await make_actor(world, Role.EDITOR)
    code = (await organisation_of(world, editor)).code
    subdistricts = await api.data(
        editor, '{ province(code: "54") { districts { code subdistricts { code } } } }'
    )
    district = subdistricts["province"]["districts"][0]
    codes = {
        "Province": "54",
        "District": district["code"],
        "Subdistrict": district["subdistricts"][0]["code"],
        "Organisation": code,
    }
    for kind, its_code in codes.items():
        expected = {"__typename": kind, "id": global_id(kind, its_code)}
        by_code = {f"{kind[0].lower()}{kind[1:]}Code": its_code}
        for by in (by_code, {"id": expected["id"]}):
            assert await api.data(editor, ASK, by=by) == {"place": expected}
        assert (await api.error(None, ASK, by=by_code))["code"] == "UNAUTHENTICATED"


@pytest.mark.parametrize(
    "by",
    [
        {"provinceCode": "00"},
        {"districtCode": "54"},
        {"organisationCode": "' OR 1=1"},
        {"id": "x"},
        {"id": global_id("Plan", "0198b5d4-0000-7000-8000-000000000000")},
        {"id": global_id("Organisation", "0")},
    ],
)
async def test_what_is_no_place_is_null(api: Api, world: World, by: dict[str, str]) -> None:
    editor = await make_actor(world, Role.EDITOR)
    assert await api.data(editor, ASK, by=by) == {"place": None}


@pytest.mark.parametrize(
    "by", [{}, {"provinceCode": "54", "districtCode": "5401"}, {"provinceCode": None}]
)
async def test_exactly_one_name_is_given(api: Api, world: World, by: dict[str, str | None]) -> None:
    editor = await make_actor(world, Role.EDITOR)
    response = await api.post(editor, ASK, by=by)
    assert response.status_code == 400
    assert response.json()["errors"][0]["extensions"]["code"] == "BAD_REQUEST"
