"""Tokens of programs over HTTP: narrower than their owner, shown once, gone at once."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy import delete

from api.bearer import behind
from make.api import Api
from make.people import make_actor, organisation_of
from make.plans import make_plan, make_submitted
from make.programs import TOKEN, Program, create, in_days, secret_of
from plan_core.actor import PERMISSIONS, SCOPES, Actor, Permission, Role, Scope
from plan_core.integration.addresses import read_networks
from plan_core.notifications.actions import accounts
from plan_core.people import token_rules
from plan_core.people.model import Membership

TOKENS = "{ apiTokens { id name isGood usedAt usedFrom hint } tokenScopes }"
PLAN = "{ plan { id version initiatives { id version title } } }"
VIEWER = "{ viewer { person { username } post { id permissions } posts { id } } }"


@pytest.fixture
async def approver(api: Api) -> Actor:
    actor = await make_actor(api.world, Role.APPROVER)
    await make_plan(api.world, actor)
    return actor


async def test_a_program_reads_by_a_token_and_nothing_else(api: Api, approver: Actor) -> None:
    made = await create(api, approver, "PLAN_READ")
    token, row = made["secret"], made["apiToken"]
    assert token_rules.is_token(token)
    assert token.endswith(row["hint"])
    assert (row["isGood"], row["usedAt"], row["scopes"]) == (True, None, ["PLAN_READ"])
    program = Program(api, token)
    assert (await program.data(PLAN))["plan"]["initiatives"]
    viewer = (await program.data(VIEWER))["viewer"]
    assert set(viewer["post"]["permissions"]) == {"PLAN_READ", "SUBMITTED_READ"}
    listed = await api.post(approver, TOKENS)
    assert token not in listed.text
    (line,) = listed.json()["data"]["apiTokens"]
    assert line["usedAt"] is not None
    assert line["usedFrom"] == "127.0.0.1"


async def test_a_scope_that_is_missing_is_missing_everywhere(api: Api, approver: Actor) -> None:
    plan = (await api.data(approver, PLAN))["plan"]
    row = plan["initiatives"][0]
    edit = {"id": row["id"], "version": row["version"], "title": "ใหม่"}
    reader = Program(api, await secret_of(api, approver, "PLAN_READ"))
    writer = Program(api, await secret_of(api, approver, "PLAN_READ", "PLAN_WRITE"))
    hooks = Program(api, await secret_of(api, approver, "WEBHOOK_MANAGE"))
    assert await reader.problem("setInitiative", **edit) == "FORBIDDEN"
    assert await writer.problem("setInitiative", **edit) == ""
    assert await hooks.code("{ webhooks { id } }") == ""
    assert await writer.code("{ webhooks { id } }") == "FORBIDDEN"
    for query in (
        PLAN,
        "{ changes(first: 1) { head } }",
        "{ history(first: 1) { edges { cursor } } }",
    ):
        answer = await hooks.post(query)
        assert "initiatives" not in answer.text, query
        assert answer.json().get("errors"), query


async def test_no_token_signs_reviews_or_makes_tokens(api: Api, approver: Actor) -> None:
    every = [one.name for one in Scope if one is not Scope.COMPARE_READ]
    program = Program(api, await secret_of(api, approver, *every))
    plan = (await program.data(PLAN))["plan"]
    seen = {"planId": plan["id"], "version": plan["version"]}
    assert await program.problem("submitPlan", **seen) == "FORBIDDEN"
    more = {"name": "อีก", "scopes": ["PLAN_READ"], "expiresAt": in_days(1)}
    assert await program.problem("createApiToken", **more) == "TOKEN_PERSONAL"
    signs = PERMISSIONS[Role.APPROVER] - {one for held in SCOPES.values() for one in held}
    assert signs == {
        Permission.PLAN_SUBMIT,
        Permission.PLAN_ADOPT,
        Permission.REPORT_SUBMIT,
        Permission.SIGNING_DELEGATE,
        Permission.COMMENT,
    }
    reviews = {Permission.PLAN_REVIEW, Permission.REPORT_SCORE, Permission.REGISTER_EDIT}
    assert not reviews & {one for held in SCOPES.values() for one in held}


@pytest.mark.parametrize(
    "query",
    [
        "{ apiTokens { id } }",
        "{ notifications(first: 1) { edges { cursor } } }",
        "{ mailSetting { digest } }",
        'mutation { setMailAddress(input: {address: "a@b.go.th"}) { problems { code } } }',
        'mutation { confirmMailAddress(input: {code: "123456"}) { problems { code } } }',
        'mutation { switchPost(input: {postId: "x"}) { problems { code } } }',
    ],
)
async def test_what_is_the_persons_own_is_no_tokens(api: Api, approver: Actor, query: str) -> None:
    program = Program(api, await secret_of(api, approver, "PLAN_READ"))
    assert await program.code(query) == "TOKEN_PERSONAL"


async def test_what_is_wrong_revoked_or_over_is_refused_in_the_same_words(
    api: Api, approver: Actor
) -> None:
    made = await create(api, approver, "PLAN_READ")
    good = made["secret"]
    short = await secret_of(api, approver, "PLAN_READ", expiresAt=in_days(0.00001))
    bad = [
        "",
        "x",
        good[:-1],
        good[:-1] + ("0" if good[-1] != "0" else "1"),
        token_rules.make_token(),
        short,
        good.upper(),
    ]
    await asyncio.sleep(1)
    answers = [await Program(api, one).post(PLAN) for one in bad]
    assert not await api.refused(approver, "revokeApiToken", id=made["apiToken"]["id"])
    answers.append(await Program(api, good).post(PLAN))
    for answer in answers:
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"] == 'Bearer error="invalid_token"'
        assert answer.json()["error"]["code"] == "TOKEN_REFUSED"
    assert len({answer.json()["error"]["messageTh"] for answer in answers}) == 1


async def test_a_bad_token_is_not_saved_by_a_session_beside_it(api: Api, approver: Actor) -> None:
    answer = await api.call(
        approver,
        "POST",
        "/graphql",
        json={"query": PLAN},
        headers={"Authorization": f"Bearer {token_rules.make_token()}"},
    )
    assert answer.status_code == 401


async def test_files_are_fetched_and_sent_by_a_token_too(api: Api, approver: Actor) -> None:
    reader = Program(api, await secret_of(api, approver, "PLAN_READ"))
    writer = Program(api, await secret_of(api, approver, "PLAN_READ", "PLAN_WRITE"))
    files = {"file": ("plan.md", "# แผน".encode(), "text/markdown")}
    assert (await reader.call("POST", "/documents", files=files)).status_code == 403
    assert (await writer.call("POST", "/documents", files=files)).status_code == 202
    assert (await writer.call("GET", "/comparison.xlsx")).status_code == 403


async def test_a_rotated_token_has_a_day_and_its_successor_the_same_rights(
    api: Api, approver: Actor
) -> None:
    first = await create(api, approver, "PLAN_READ", networks=["127.0.0.0/8"])
    second = await api.mutate(
        approver, "rotateApiToken", TOKEN, id=first["apiToken"]["id"], expiresAt=in_days(300)
    )
    assert second["secret"] not in {None, first["secret"]}
    same = {"name": "สำเนา", "scopes": ["PLAN_READ"], "networks": ["127.0.0.0/8"]}
    assert second["apiToken"].items() >= same.items()
    for token in (first["secret"], second["secret"]):
        assert (await Program(api, token).data(PLAN))["plan"]
    text = "{ apiTokens { id expiresAt } }"
    ends = {one["id"]: one["expiresAt"] for one in (await api.data(approver, text))["apiTokens"]}
    assert ends[first["apiToken"]["id"]] <= in_days(1)


async def test_a_token_bound_to_a_network_comes_from_there_only(api: Api, approver: Actor) -> None:
    here = await secret_of(api, approver, "PLAN_READ", networks=["127.0.0.1", "10.1.0.0/16"])
    elsewhere = await secret_of(api, approver, "PLAN_READ", networks=["203.150.1.0/24"])
    assert await Program(api, here).code(PLAN) == ""
    assert await Program(api, elsewhere).code(PLAN) == "TOKEN_REFUSED"
    forged = Program(api, elsewhere)
    forged.headers["X-Forwarded-For"] = "203.150.1.7"
    assert await forged.code(PLAN) == "TOKEN_REFUSED"


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("203.0.113.9", "", "203.0.113.9"),
        ("203.0.113.9", "198.51.100.1", "203.0.113.9"),
        ("10.0.0.5", "198.51.100.1", "198.51.100.1"),
        ("10.0.0.5", "1.2.3.4, 198.51.100.1", "198.51.100.1"),
        ("10.0.0.5", "1.2.3.4, 198.51.100.1, 10.0.0.6", "198.51.100.1"),
        ("10.0.0.5", "nonsense", "nonsense"),
        ("", "198.51.100.1", ""),
    ],
)
def test_proxies_count_as_far_as_the_operator_named_them(
    peer: str, forwarded: str, address: str
) -> None:
    assert behind(peer, forwarded, read_networks("10.0.0.0/8")) == address


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"name": "  "}, "TOKEN_NAME"),
        ({"name": "ก" * 101}, "TOKEN_NAME"),
        ({"scopes": []}, "TOKEN_SCOPES"),
        ({"scopes": ["WEBHOOK_MANAGE", "COMPARE_READ", "PLAN_READ"]}, ""),
        ({"expiresAt": "2020-01-01T00:00:00Z"}, "TOKEN_EXPIRY"),
        ({"expiresAt": in_days(367)}, "TOKEN_EXPIRY"),
        ({"networks": ["here"]}, "TOKEN_NETWORK"),
        ({"networks": ["10.0.0.1/8"]}, "TOKEN_NETWORK"),
        ({"networks": ["10.0.0.1"] * 11}, "TOKEN_NETWORK"),
    ],
)
async def test_what_cannot_be_a_token_is_refused(
    api: Api, approver: Actor, given: dict[str, Any], code: str
) -> None:
    made = await create(api, approver, "PLAN_READ", **given)
    assert [one["code"] for one in made["problems"]] == ([code] if code else [])


async def test_a_scope_of_no_use_to_the_post_is_refused_by_name(api: Api) -> None:
    viewer = await make_actor(api.world, Role.VIEWER)
    (problem,) = (await create(api, viewer, "PLAN_READ", "PLAN_WRITE"))["problems"]
    assert (problem["code"], problem["values"]) == ("TOKEN_SCOPES", {"useless": ["plan:write"]})
    scopes = (await api.data(viewer, "{ tokenScopes }"))["tokenScopes"]
    assert scopes == ["PLAN_READ", "COMPARE_READ", "EXPORT_RUN"]


async def test_twenty_are_good_at_the_same_time(api: Api, approver: Actor) -> None:
    made = [await create(api, approver, "PLAN_READ") for _ in range(20)]
    assert (await create(api, approver, "PLAN_READ"))["problems"][0]["code"] == "TOKENS_MANY"
    await api.refused(approver, "revokeApiToken", id=made[0]["apiToken"]["id"])
    assert not (await create(api, approver, "PLAN_READ"))["problems"]


async def test_a_colleagues_token_is_out_of_sight(api: Api, approver: Actor) -> None:
    made = await create(api, approver, "PLAN_READ")
    organisation = await organisation_of(api.world, approver)
    colleague = await make_actor(api.world, Role.APPROVER, organisation)
    assert (await api.data(colleague, TOKENS))["apiTokens"] == []
    key = made["apiToken"]["id"]
    for name, more in (("revokeApiToken", {}), ("rotateApiToken", {"expiresAt": in_days(1)})):
        (problem,) = await api.refused(colleague, name, id=key, **more)
        assert problem["code"] == "NOT_FOUND"
    assert await Program(api, made["secret"]).code(PLAN) == ""


async def test_what_the_owner_loses_the_token_loses(api: Api, approver: Actor) -> None:
    program = Program(api, await secret_of(api, approver, "PLAN_READ"))
    assert await program.code(PLAN) == ""
    async with api.world.operator.unscoped() as session:
        await session.execute(delete(Membership).where(Membership.id == approver.membership_id))
    assert await program.code(PLAN) == "TOKEN_REFUSED"


async def test_an_officers_program_sees_its_area_and_no_drafts(api: Api) -> None:
    organisation, _ = await make_submitted(api.world, province="54", district="5406")
    officer = await make_actor(api.world, Role.PROVINCE_OFFICER, province="54")
    neighbour = await make_actor(api.world, Role.PROVINCE_OFFICER, province="55")
    asked = "query($code: String!) { submittedChanges(organisationCode: $code, first: 5) { head } }"
    heads: Sequence[int] = [
        (
            await Program(api, await secret_of(api, one, "COMPARE_READ")).data(
                asked, code=organisation.code
            )
        )["submittedChanges"]["head"]
        for one in (officer, neighbour)
    ]
    assert heads == [1, 0]


async def test_kept_answers_are_never_another_tokens(api: Api) -> None:
    """One person, one question, three rights to ask it."""
    await make_submitted(api.world, province="54", district="5406")
    officer = await make_actor(api.world, Role.PROVINCE_OFFICER, province="54")
    query = "{ comparison { organisations { total } } }"
    assert (await api.data(officer, query))["comparison"]["organisations"]
    assert (await api.data(officer, query))["comparison"]["organisations"]
    compares = Program(api, await secret_of(api, officer, "COMPARE_READ"))
    assert (await compares.data(query)) == (await compares.data(query))
    reads = Program(api, await secret_of(api, officer, "PLAN_READ"))
    assert await reads.code(query) == "FORBIDDEN"


async def test_what_a_program_does_is_told_from_what_its_owner_does(
    api: Api, approver: Actor
) -> None:
    editor = await make_actor(api.world, Role.EDITOR, await organisation_of(api.world, approver))
    made = await create(api, editor, "PLAN_READ", "PLAN_WRITE", name="ระบบบัญชี")
    await accounts.tell_all(api.world.worker)
    row = (await api.data(approver, PLAN))["plan"]["initiatives"][0]
    edit = {"id": row["id"], "version": row["version"], "title": "โดยโปรแกรม"}
    assert await Program(api, made["secret"]).problem("setInitiative", **edit) == ""
    edit = {"id": row["id"], "version": row["version"] + 1, "title": "ด้วยมือ"}
    assert not await api.refused(editor, "setInitiative", **edit)
    history = await api.data(
        approver, "{ history(first: 2) { edges { node { act byName tokenName } } } }"
    )
    told = [(one["node"]["act"], one["node"]["tokenName"]) for one in history["history"]["edges"]]
    assert told == [("SET_INITIATIVE", None), ("SET_INITIATIVE", "ระบบบัญชี")]
    acts = (await api.data(approver, ACTS, first=5))["programActs"]["edges"]
    seen = [(one["node"]["verb"], one["node"]["type"], one["node"]["scopes"]) for one in acts]
    assert seen == [
        ("set_initiative", "INITIATIVE", []),
        ("make_token", "TOKEN", ["PLAN_READ", "PLAN_WRITE"]),
    ]
    assert {one["node"]["tokenId"] for one in acts} == {made["apiToken"]["id"]}
    assert {one["node"]["tokenName"] for one in acts} == {"ระบบบัญชี"}
    page = await api.data(approver, ACTS, first=1)
    assert page["programActs"]["pageInfo"]["hasNextPage"]
    after = page["programActs"]["edges"][0]["cursor"]
    rest = await api.data(approver, ACTS, first=1, after=after)
    assert rest["programActs"]["edges"] == acts[1:]
    assert (await api.error(editor, ACTS, first=1))["code"] == "FORBIDDEN"


ACTS = """query($first: Int!, $after: String) { programActs(first: $first, after: $after) {
  edges { cursor node { number at verb type byName tokenId tokenName scopes expiresAt } }
  pageInfo { hasNextPage } } }"""
