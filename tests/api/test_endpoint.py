"""GraphQL over HTTP: media types, request errors, what errors look like and never say."""

import base64
from typing import Any

import pytest
from structlog.testing import CapturingLogger

from api import graphql_errors
from api.schema import plans
from make.api import NEW_TYPE, Api, global_id
from make.people import make_actor
from make.plans import make_plan
from make.world import World
from plan_core.actor import Role
from plan_core.plans import queries

OLD_TYPE = "application/json"


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        (NEW_TYPE, NEW_TYPE),
        (f"{NEW_TYPE}, application/json;q=0.9", NEW_TYPE),
        (OLD_TYPE, OLD_TYPE),
        ("*/*", OLD_TYPE),
    ],
)
async def test_the_answer_has_the_type_that_was_asked_for(
    api: Api, accept: str, media_type: str
) -> None:
    response = await api.post(None, "{ viewer { isDemo } }", accept)
    assert response.headers["content-type"] == f"{media_type}; charset=utf-8"
    assert response.headers["cache-control"] == "no-store"
    assert response.json() == {"data": {"viewer": None}}


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ({"query": "{"}, "syntax"),
        ({"query": ""}, "empty"),
        ({"query": "{ noSuchField }"}, "unknown field"),
        ({"query": "query A { viewer { isDemo } } query B { viewer { isDemo } }"}, "which one"),
        (
            {"query": "query A { viewer { isDemo } }", "operationName": "B"},
            "no such operation",
        ),
        ({"query": "subscription { viewer { isDemo } }"}, "no subscriptions"),
        ({"query": "fragment F on Viewer { isDemo }"}, "no operation"),
        (
            {"query": "query($id: ID!) { node(id: $id) { id } }", "variables": {}},
            "variable missing",
        ),
        (
            {
                "query": "query($n: Int!) { documents(first: $n) { edges { cursor } } }",
                "variables": {"n": "many"},
            },
            "variable of another type",
        ),
        ({"query": "{ " + " ".join(f"a{n}: viewer {{ isDemo }}" for n in range(20)) + " }"}, "x"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
async def test_a_request_error_has_no_data_and_is_the_callers_own(
    api: Api, body: dict[str, Any], why: str
) -> None:
    for accept, status in ((NEW_TYPE, 400), (OLD_TYPE, 200)):
        response = await api.call(None, "POST", "/graphql", json=body, headers={"Accept": accept})
        assert response.status_code == status, (why, response.text)
        answer = response.json()
        assert "data" not in answer
        assert {error["extensions"]["code"] for error in answer["errors"]} == {"BAD_REQUEST"}
        assert "Traceback" not in response.text


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b"null", b'{"query": 5}', b'{"query": "{a}", "variables": []}', b"\xff\xfe"],
)
async def test_a_body_that_is_no_operation_is_refused(api: Api, content: bytes) -> None:
    response = await api.call(
        None, "POST", "/graphql", content=content, headers={"Content-Type": OLD_TYPE}
    )
    assert response.status_code == 400
    assert response.json()["error"]["code"] == "OPERATION_UNREADABLE"


@pytest.mark.parametrize(
    "media_type",
    ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""],
)
async def test_what_other_sites_can_send_unasked_is_refused(api: Api, media_type: str) -> None:
    response = await api.call(
        None,
        "POST",
        "/graphql",
        content=b'{"query": "{ viewer { isDemo } }"}',
        headers={"Content-Type": media_type},
    )
    assert response.status_code == 415
    assert response.json()["error"]["code"] == "MEDIA_TYPE_UNSUPPORTED"


async def test_only_post_and_get_are_offered_and_bodies_are_bounded(api: Api) -> None:
    for method in ("PUT", "PATCH", "DELETE"):
        response = await api.call(None, method, "/graphql")
        assert response.status_code == 405
    big = {"query": "{ viewer { isDemo } }", "variables": {"x": "y" * 1_200_000}}
    response = await api.call(None, "POST", "/graphql", json=big)
    assert response.status_code == 413


async def test_nobody_signed_in_is_said_with_code_reason_and_both_languages(api: Api) -> None:
    for text in (
        "{ plan { id } }",
        "{ documents { edges { cursor } } }",
        "{ comparison { dueOn } }",
    ):
        shown = await api.error(None, text)
        assert (shown["code"], shown["reason"]) == ("UNAUTHENTICATED", "UNAUTHENTICATED")
        assert shown["messageTh"]
        assert shown["messageEn"]


async def test_each_kind_of_refusal_has_its_code(api: Api) -> None:
    editor = await make_actor(api.world)
    officer = await make_actor(api.world, Role.PROVINCE_OFFICER)
    national = await make_actor(api.world, Role.NATIONAL_VIEWER)
    for actor, text, code, reason in (
        (editor, "{ comparison { dueOn } }", "FORBIDDEN", "FORBIDDEN"),
        (officer, "{ plan { id } }", "FORBIDDEN", "FORBIDDEN"),
        (editor, '{ plan(editionCode: "2500-2503") { id } }', "NOT_FOUND", "NOT_FOUND"),
        (editor, '{ documents(after: "nonsense") { edges { cursor } } }', "NOT_FOUND", "NOT_FOUND"),
        (editor, "{ documents(first: 0) { edges { cursor } } }", "INVALID", "PAGE_SIZE"),
        (editor, "{ documents(first: -1) { edges { cursor } } }", "INVALID", "PAGE_SIZE"),
        (national, "{ comparison { dueOn } }", "INVALID", "PROVINCE_NEEDED"),
        (
            officer,
            "{ comparison(fiscalYears: [1999]) { dueOn } }",
            "INVALID",
            "FISCAL_YEAR_UNKNOWN",
        ),
    ):
        shown = await api.error(actor, text)
        assert (shown["code"], shown["reason"]) == (code, reason), text


async def test_a_character_that_cannot_be_kept_is_no_fault_of_ours(api: Api) -> None:
    national = await make_actor(api.world, Role.NATIONAL_VIEWER)
    text = "query($x: String!) { submittedInitiatives(provinceCode: $x) { edges { cursor } } }"
    shown = await api.error(national, text, x="5\x00")
    assert (shown["code"], shown["reason"]) == ("INVALID", "TEXT_UNREADABLE")


async def test_a_cursor_that_was_tampered_with_is_not_found(api: Api) -> None:
    officer = await make_actor(api.world, Role.PROVINCE_OFFICER)
    text = "query($c: String) { submittedInitiatives(after: $c) { edges { cursor } } }"
    uuid = "0" * 8 + "-0000-0000-0000-" + "0" * 12
    for raw in (
        "",
        "{}",
        "null",
        '{"sort_key": 1}',
        f'{{"sort_key":"a","tenant_id":99999999999999999999,"position":1,"id":"{uuid}"}}',
        f'{{"sort_key":"a","tenant_id":1,"position":-9223372036854775809,"id":"{uuid}"}}',
    ):
        cursor = base64.urlsafe_b64encode(raw.encode()).decode()
        assert (await api.error(officer, text, c=cursor))["code"] == "NOT_FOUND", raw
    for cursor in ("ก", "====", "a"):
        assert (await api.error(officer, text, c=cursor))["code"] == "NOT_FOUND", cursor


@pytest.mark.parametrize(
    "wanted",
    [
        "",
        "nonsense",
        "UGxhbg==",
        "ก",
        global_id("Plan", "no-uuid"),
        global_id("Revision", "x:y"),
        global_id("Revision", "99999999999999999999:00000000-0000-0000-0000-000000000000"),
        global_id("Ghost", "1"),
        global_id("Document", "00000000-0000-0000-0000-000000000000"),
        global_id("BudgetCell", "00000000-0000-0000-0000-000000000000"),
        global_id("Initiative", "00000000-0000-0000-0000-000000000000"),
        global_id("Province", "00"),
        global_id("FrameworkEdition", "1999-2000"),
        "a" * 5000,
    ],
)
async def test_an_id_of_nothing_is_null(api: Api, wanted: str) -> None:
    editor = await make_actor(api.world)
    text = "query($id: ID!) { node(id: $id) { __typename } nodes(ids: [$id, $id]) { id } }"
    assert await api.data(editor, text, id=wanted) == {"node": None, "nodes": [None, None]}


async def test_more_nodes_than_a_page_are_refused(api: Api) -> None:
    editor = await make_actor(api.world)
    shown = await api.error(
        editor, "query($ids: [ID!]!) { nodes(ids: $ids) { id } }", ids=["x"] * 51
    )
    assert shown["reason"] == "PAGE_SIZE"


async def test_a_bug_is_masked_logged_and_found_by_its_request_id(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = await make_actor(api.world)
    await make_plan(api.world, editor)

    async def break_down(*_: object) -> None:
        raise RuntimeError("password=hunter2 at line 3")

    monkeypatch.setattr(plans, "find_content", break_down)
    logger = CapturingLogger()
    monkeypatch.setattr(graphql_errors, "log", logger)
    response = await api.post(editor, "{ plan { id } }")
    assert response.status_code == 200
    body = response.json()
    assert body["data"] == {"plan": None}
    (error,) = body["errors"]
    assert error["extensions"]["code"] == "INTERNAL"
    assert error["path"] == ["plan"]
    assert "hunter2" not in response.text
    request_id = error["extensions"]["requestId"]
    assert response.headers["x-request-id"] == request_id
    (call,) = logger.calls
    assert (call.method_name, call.args) == ("error", ("graphql.failed",))
    assert call.kwargs["request_id"] == request_id
    assert "hunter2" in str(call.kwargs["exc_info"])


async def test_a_bug_in_a_mutation_is_masked_too_and_changes_nothing(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = await make_actor(api.world)

    async def break_down(*_: object) -> None:
        raise RuntimeError("secret")

    with monkeypatch.context() as patched:
        patched.setattr(queries, "get_content", break_down)
        response = await api.post(
            editor, 'mutation { startPlan(input: {editionCode: "2561-2564"}) { plan { id } } }'
        )
    assert response.json()["errors"][0]["extensions"]["code"] == "INTERNAL"
    assert "secret" not in response.text
    assert await api.data(editor, "{ plan { id } }") == {"plan": None}


async def test_each_scalar_says_where_it_is_specified(api: Api, world: World) -> None:
    editor = await make_actor(world, Role.EDITOR)
    data = await api.data(editor, "{ __schema { types { kind name specifiedByURL } } }")
    built_in = {"ID", "String", "Int", "Float", "Boolean"}
    scalars = [one for one in data["__schema"]["types"] if one["kind"] == "SCALAR"]
    own = {one["name"]: one["specifiedByURL"] for one in scalars if one["name"] not in built_in}
    assert set(own) == {"Date", "DateTime", "Decimal", "JSON", "_Any"}
    assert all(address.startswith("https://") for address in own.values())
