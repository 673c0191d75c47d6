"""Entities by their keys, for a gateway: in one go by type, and none that the asker may not see."""

from collections.abc import Mapping, Sequence
from typing import Any

from api import ids
from make.api import Api
from make.people import make_actor, make_organisation
from make.plans import make_row, make_submitted
from plan_core.actor import Role
from plan_core.db.base import make_id

ENTITIES = """query($r: [_Any!]!) { _entities(representations: $r) {
  __typename
  ... on Organisation { code nameTh }
  ... on Province { code nameEn }
  ... on District { code }
  ... on Subdistrict { code }
  ... on FrameworkEdition { code }
  ... on Revision { id number }
  ... on SubmittedInitiative { id title organisation { code } }
} }"""
ROWS = """query($id: ID!) { node(id: $id) { ... on Revision { initiatives { id title } } } }"""


async def entities(api: Api, actor: Any, *wanted: Mapping[str, object]) -> list[Any]:
    return (await api.data(actor, ENTITIES, r=list(wanted)))["_entities"]


async def test_entities_come_by_id_or_code_in_order_and_null_for_what_is_not_there(
    api: Api,
) -> None:
    world = api.world
    organisation = await make_organisation(world, province="54", district="5406")
    officer = await make_actor(world, Role.PROVINCE_OFFICER, province="54")
    found = await entities(
        api,
        officer,
        {"__typename": "Organisation", "code": organisation.code},
        {"__typename": "Province", "code": "54"},
        {"__typename": "Organisation", "code": "0000000"},
        {"__typename": "District", "code": "5406"},
        {"__typename": "Province", "id": ids.write("Province", "55")},
        {"__typename": "Subdistrict", "code": "540601"},
        {"__typename": "FrameworkEdition", "code": "2561-2564"},
        {"__typename": "FrameworkEdition", "code": "2599"},
        {"__typename": "Organisation", "code": organisation.code},
    )
    assert [None if one is None else (one["__typename"], one["code"]) for one in found] == [
        ("Organisation", organisation.code),
        ("Province", "54"),
        None,
        ("District", "5406"),
        ("Province", "55"),
        ("Subdistrict", "540601"),
        ("FrameworkEdition", "2561-2564"),
        None,
        ("Organisation", organisation.code),
    ]


async def test_what_was_submitted_is_told_to_its_area_only_and_in_one_statement_each(
    api: Api,
) -> None:
    world = api.world
    organisation = await make_organisation(world, province="61", district="6101")
    _, revision = await make_submitted(
        world, [make_row("1.1", 5, title=f"งาน {at}") for at in range(20)], organisation
    )
    named = ids.write("Revision", f"{revision.tenant_id}:{revision.id}")
    officer = await make_actor(world, Role.PROVINCE_OFFICER, province="61")
    rows = (await api.data(officer, ROWS, id=named))["node"]["initiatives"]
    wanted = [
        {"__typename": "Revision", "id": named},
        *({"__typename": "SubmittedInitiative", "id": row["id"]} for row in rows),
    ]
    few = await count(api, officer, wanted[:3])
    api.statements.clear()
    found = await entities(api, officer, *wanted)
    assert found[0] == {"__typename": "Revision", "id": named, "number": 1}
    assert [one["title"] for one in found[1:]] == [row["title"] for row in rows]
    assert {one["organisation"]["code"] for one in found[1:]} == {organisation.code}
    assert len(api.statements) == few, api.statements
    stranger = await make_actor(world, Role.PROVINCE_OFFICER, province="62")
    assert await entities(api, stranger, *wanted) == [None] * len(wanted)
    neighbour = await make_actor(world, Role.EDITOR, await make_organisation(world))
    assert await entities(api, neighbour, *wanted) == [None] * len(wanted)


async def count(api: Api, actor: Any, wanted: Sequence[Mapping[str, object]]) -> int:
    await entities(api, actor, *wanted)
    api.statements.clear()
    await entities(api, actor, *wanted)
    return len(api.statements)


async def test_what_names_nothing_is_null_whatever_it_is(api: Api) -> None:
    officer = await make_actor(api.world, Role.PROVINCE_OFFICER, province="54")
    odd: list[Any] = [
        {"__typename": "Plan", "id": ids.write("Plan", make_id())},
        {"__typename": "Organisation", "id": ids.write("Province", "54")},
        {"__typename": "Organisation", "id": "x", "code": "5406"},
        {"__typename": "Organisation", "id": ids.write("Organisation", "'; --")},
        {"__typename": "Organisation", "code": 5406},
        {"__typename": "Organisation"},
        {"__typename": ["Organisation"], "code": "5406"},
        {"__typename": "Revision", "code": "1"},
        {"__typename": "Revision", "id": ids.write("Revision", "x:y")},
        {"__typename": "Query", "id": "x"},
        {"id": "x"},
        {},
        [],
        "Organisation",
        7,
    ]
    assert await entities(api, officer, *odd) == [None] * len(odd)
    many = [{"__typename": "Province", "code": "54"}] * 51
    assert (await api.error(officer, ENTITIES, r=many))["reason"] == "PAGE_SIZE"


async def test_nobody_unknown_is_told_of_entities_and_everybody_of_the_subgraph(api: Api) -> None:
    wanted = [{"__typename": "Province", "code": "54"}]
    assert (await api.error(None, ENTITIES, r=wanted))["code"] == "UNAUTHENTICATED"
    sdl = (await api.data(None, "{ _service { sdl } }"))["_service"]["sdl"]
    assert sdl.startswith('extend schema @link(url: "https://specs.apollo.dev/federation/v2.9"')
    assert 'type Organisation implements Node @key(fields: "id") @key(fields: "code")' in sdl
    assert "type PageInfo @shareable" in sdl
    assert "_entities" not in sdl
    assert "_Service" not in sdl
