"""Attacks through the front door: ids, cursors, files, media types, sizes, error texts."""

import asyncio
import base64
import json
import re
from collections.abc import Iterator
from typing import Any, cast
from uuid import UUID

import httpx
import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLNamedType,
    is_leaf_type,
    is_required_argument,
)

from api.ids import GlobalId
from api.schema.assembly import NODES
from make.streams import open_answer
from plan_core.db.base import make_id
from tenancy.askers import Stage, Tenant, Who, canary, leaks_in
from tenancy.asking import outcome_of
from tenancy.selections import (
    SCHEMA,
    fields_of,
    object_type,
    return_type,
    whole_node,
    whole_query,
)
from tenancy.world import World, statements_seen

pytestmark = pytest.mark.asyncio(loop_scope="module")

OFFICERS = (Who.NEIGHBOUR_DISTRICT, Who.NEIGHBOUR_PROVINCE, Who.DISTRICT, Who.PROVINCE, Who.NATION)
INSIDE = re.compile(
    r"Traceback|File \"|sqlalchemy|asyncpg|postgres|SELECT |INSERT |constraint|tenant_id|\.py",
    re.IGNORECASE,
)
"""What only the inside of the system would say."""


def data_of(answer: httpx.Response) -> Any:
    body = json.loads(answer.content)
    assert "errors" not in body, body
    return body["data"]


# Ids and cursors.


async def test_every_id_of_everybody_at_once_shows_only_what_is_ones_own(world: World) -> None:
    """`nodes` with all ids there are, by each asker: the canaries say whose they were."""
    kinds = ("Plan", "Initiative", "BudgetCell", "Document", "Revision", "SubmittedInitiative")
    ids = [things.gid(kind) for things in world.things.values() for kind in kinds]
    query = """query($ids: [ID!]!) { nodes(ids: $ids) {
        __typename id
        ... on Plan { initiatives { title remarks } sections { body } risks { text } }
        ... on Initiative { title remarks }
        ... on Document { fileName receivedBy problem { messageTh } }
        ... on Revision { submittedBy sections { body } initiatives { title } }
        ... on SubmittedInitiative { title remarks organisation { nameTh } } } }"""
    for who in Who:
        answer = await world.ask(who, query, {"ids": ids})
        assert not leaks_in(answer.content, who.sees()), who
        if who is Who.SIGNED_OUT:
            assert outcome_of(answer) == "UNAUTHENTICATED"
            continue
        shown = {node["id"] for node in data_of(answer)["nodes"] if node}
        own = [tenant for tenant in Tenant if (tenant.word, "private") in who.sees()]
        submitted = [tenant for tenant in Tenant if (tenant.word, "submitted") in who.sees()]
        expected = {world.things[tenant].gid(kind) for tenant in own for kind in kinds[:4]}
        expected |= {world.things[tenant].gid(kind) for tenant in submitted for kind in kinds[4:]}
        assert shown == expected, who


def crooked_ids(world: World) -> list[str]:
    """Ids put together from parts that do not belong together, and ids that are none."""
    own, other = world.things[Tenant.NEXT_DOOR], world.things[Tenant.OWN]
    crooked = [
        GlobalId(name, str(key))
        for name in NODES
        for key in (other.plan, other.document, other.revision, other.cell, other.tenant_id)
    ]
    crooked += [
        GlobalId("Revision", f"{tenant}:{key}")
        for tenant, key in (
            (own.tenant_id, other.revision),
            (other.tenant_id, own.revision),
            (other.tenant_id, other.submitted),
            (f"0{other.tenant_id}", other.revision),
            (f"+{other.tenant_id}", other.revision),
            (f"{other.tenant_id}:{own.tenant_id}", other.revision),
            ("9" * 18, other.revision),
            ("9" * 40, other.revision),
            ("-1", other.revision),
            ("๑", other.revision),
            ("1 OR 1=1", other.revision),
            ("", other.revision),
        )
    ]
    raw = ["", "x", "=", "Plan", "UGxhbg", "UGxhbjo", "\x00", "ก", "A" * 10_000, "../../etc/passwd"]
    raw += [base64.b64encode(text).decode() for text in (b"Plan:\xff\xfe", b":", b"Plan:\x00")]
    return [str(one) for one in crooked] + raw


async def test_crooked_ids_are_the_ids_of_nothing(world: World) -> None:
    for wanted in crooked_ids(world):
        answer = await world.ask(
            Who.STRANGER, "query($id: ID!) { node(id: $id) { __typename id } }", {"id": wanted}
        )
        node = data_of(answer)["node"]
        assert node is None or node["__typename"] == "Organisation", wanted
        file = await world.clients[Who.STRANGER].get(
            "/documents/" + (re.sub(r"[^\w=]", "", wanted, flags=re.ASCII)[:300] or "x") + "/file"
        )
        assert file.status_code == 404, wanted


async def test_an_unusual_spelling_of_ones_own_id_opens_nothing_more(world: World) -> None:
    key = world.things[Tenant.OWN].plan
    for text in (str(key).upper(), key.hex, f"{{{key}}}", key.urn):
        answer = await world.ask(
            Who.STRANGER,
            "query($id: ID!) { node(id: $id) { id } }",
            {"id": str(GlobalId("Plan", text))},
        )
        assert data_of(answer) == {"node": None}


async def test_a_cursor_of_somebody_elses_page_is_only_a_place_in_an_order(world: World) -> None:
    query = whole_query(
        "submittedInitiatives",
        "first: 1, after: $after, provinceCode: $area",
        "$after: String, $area: String",
    )
    page = await world.ask(Who.NATION, query, {"area": "54"})
    cursor = data_of(page)["submittedInitiatives"]["pageInfo"]["endCursor"]
    assert cursor
    for who in Who:
        answer = await world.ask(who, query, {"after": cursor})
        assert not leaks_in(answer.content, who.sees()), who
    start: dict[str, object] = {
        "sort_key": "",
        "tenant_id": world.things[Tenant.OWN].tenant_id,
        "position": 0,
        "id": str(UUID(int=0)),
    }
    forged = [
        json.dumps(start | changed)
        for changed in (
            {},
            {"sort_key": "\u0000"},
            {"tenant_id": 10**30},
            {"position": -(10**30)},
            {"tenant_id": "1; DROP", "id": "x"},
        )
    ] + ["[]", "{}", "null", '"x"', "1e999"]
    for text in forged:
        after = base64.urlsafe_b64encode(text.encode()).decode()
        answer = await world.ask(Who.STRANGER, query, {"after": after})
        assert outcome_of(answer) in {"OK", "EMPTY", "NOT_FOUND", "INVALID"}, (text, answer.text)
        assert not leaks_in(answer.content, Who.STRANGER.sees())
    for text in ("", "x", "ก", "%%%", "\x00"):
        answer = await world.ask(Who.STRANGER, query, {"after": text})
        assert outcome_of(answer) == "NOT_FOUND", text


async def test_officers_see_their_area_and_not_a_line_more(world: World) -> None:
    """Wherever an argument names an area or an organisation, all values are tried."""
    query = """query($o: String, $p: String, $d: String) {
        submittedInitiatives(organisationCode: $o, provinceCode: $p, districtCode: $d, first: 100) {
            edges { node { title organisation { code } } } } }"""
    comparison = """query($p: String, $d: String) { comparison(provinceCode: $p, districtCode: $d) {
        organisations { organisation { code } total submittedAt } totals { submitted total } } }"""
    areas = [(p, d) for p in (None, "54", "55", "%") for d in (None, "5401", "5406", "5501")]
    areas += [("99", None), ("54", "54"), ("54\x00", None), (None, "%")]
    for who in OFFICERS:
        for province, district in areas:
            variables = {"p": province, "d": district}
            for text in (query, comparison):
                answer = await world.ask(who, text, variables)
                assert outcome_of(answer) in {
                    "OK",
                    "EMPTY",
                    "FORBIDDEN",
                    "INVALID",
                    "NOT_FOUND",
                }, (who, variables, answer.text)
                assert not leaks_in(answer.content, who.sees()), (who, variables)
                codes = re.findall(r'"code":"(9\d{6})"', answer.text)
                if "totals" in answer.text and who.at is not None:
                    area = who.at.province if who.role == "PROVINCE_OFFICER" else who.at.district
                    inside = [
                        t for t in Tenant if (t.district or t.province).startswith(area or "")
                    ]
                    assert set(codes) <= {world.things[t].code for t in inside}, (
                        who,
                        variables,
                    )


async def test_a_province_wide_organisation_is_hidden_from_districts(world: World) -> None:
    wanted = {"id": world.things[Tenant.PROVINCE_WIDE].gid("Revision")}
    query = "query($id: ID!) { node(id: $id) { id } }"
    for who in (Who.DISTRICT, Who.NEIGHBOUR_DISTRICT, Who.NEIGHBOUR_PROVINCE, Who.EDITOR):
        assert data_of(await world.ask(who, query, wanted)) == {"node": None}
    for who in (Who.PROVINCE, Who.NATION):
        assert data_of(await world.ask(who, query, wanted))["node"]


# Files.


async def test_the_same_file_in_another_organisation_is_nobodys_business(world: World) -> None:
    content = f"เอกสารเดียวกัน {make_id()}".encode()

    async def upload(who: Who) -> httpx.Response:
        return await world.clients[who].post("/documents", files={"file": ("a.md", content)})

    first, second, again = (
        await upload(Who.EDITOR),
        await upload(Who.STRANGER),
        await upload(Who.STRANGER),
    )
    assert (first.status_code, second.status_code, again.status_code) == (202, 202, 409)
    own = second.json()["document"]["id"]
    assert again.json()["error"]["values"]["documentId"] == own
    assert first.json()["document"]["id"] not in again.text
    for who, got in (
        (Who.STRANGER, 404),
        (Who.EDITOR, 200),
        (Who.VIEWER, 200),
        (Who.PROVINCE, 403),
    ):
        answer = await world.clients[who].get(f"/documents/{first.json()['document']['id']}/file")
        assert answer.status_code == got, who


async def test_a_file_name_is_never_a_path_or_a_header(world: World) -> None:
    for number, name in enumerate(
        ("../../2/documents/x.md", "a\r\nSet-Cookie: x=1.md", '".md', "\u202egpj.md", "C:\\x\\y.md")
    ):
        answer = await world.clients[Who.EDITOR].post(
            "/documents", files={"file": (name, f"แผน {make_id()} {number}".encode())}
        )
        assert answer.status_code in {202, 400}, name
        if answer.status_code == 400:
            continue
        file = await world.clients[Who.EDITOR].get(
            f"/documents/{answer.json()['document']['id']}/file"
        )
        assert file.status_code == 200
        assert file.headers["content-disposition"].startswith("attachment; filename*=UTF-8''")
        assert "set-cookie" not in file.headers
        assert not re.search(r"\.\./|%2F|\\", file.headers["content-disposition"])
        assert file.headers["content-security-policy"] == "sandbox"
        assert file.headers["x-content-type-options"] == "nosniff"


# What may be sent at all.

WRITE = 'mutation { startPlan(input: {editionCode: "2561-2564"}) { problems { code } } }'


async def test_other_sites_cannot_send_anything_that_counts(world: World) -> None:
    client = world.clients[Who.EDITOR]
    for headers in (
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://testserver.local.evil.example"},
        {"Origin": "http://testserver.local@evil.example"},
        {"Origin": "http://testserver.local:81"},
        {"Origin": ""},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "same-origin, cross-site"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver.local"},
    ):
        with statements_seen() as seen:
            answers = [
                await client.post("/graphql", json={"query": WRITE}, headers=headers),
                await client.post("/documents", files={"file": ("a.md", b"x")}, headers=headers),
                await client.post("/auth/sign-out", headers=headers),
                await client.post("/auth/sign-in", json={}, headers=headers),
            ]
        assert {answer.status_code for answer in answers} == {403}, headers
        assert {answer.json()["error"]["code"] for answer in answers} == {"CROSS_ORIGIN"}
        assert not seen, "refused before anybody is looked up"
    for headers in ({"Origin": "http://testserver.local"}, {"Sec-Fetch-Site": "same-origin"}):
        assert (await client.post("/graphql", json={"query": WRITE}, headers=headers)).is_success


async def test_only_one_json_operation_is_understood(world: World) -> None:
    client = world.clients[Who.EDITOR]
    body = json.dumps({"query": "{ viewer { isDemo } }"}).encode()
    refused: list[tuple[str, dict[str, Any]]] = [
        ("batch", {"content": b"[" + body + b"]", "headers": {"Content-Type": "application/json"}}),
        ("form", {"data": {"query": "{ viewer { isDemo } }"}}),
        ("multipart", {"files": {"operations": (None, body)}}),
        ("text", {"content": body, "headers": {"Content-Type": "text/plain"}}),
        ("no type", {"content": body}),
        (
            "graphql",
            {"content": b"{viewer{isDemo}}", "headers": {"Content-Type": "application/graphql"}},
        ),
        ("not JSON", {"content": b"{", "headers": {"Content-Type": "application/json"}}),
        (
            "not UTF-8",
            {"content": b'{"query": "\xff\xfe"}', "headers": {"Content-Type": "application/json"}},
        ),
        (
            "a lone surrogate",
            {
                "content": b'{"query": "{a(b:\\"\\ud800\\")}"}',
                "headers": {"Content-Type": "application/json"},
            },
        ),
        (
            "UTF-16",
            {
                "content": body.decode().encode("utf-16"),
                "headers": {"Content-Type": "application/json; charset=utf-16"},
            },
        ),
        ("empty", {"content": b"", "headers": {"Content-Type": "application/json"}}),
        ("null", {"content": b"null", "headers": {"Content-Type": "application/json"}}),
        ("query is a number", {"json": {"query": 1}}),
        ("variables are a list", {"json": {"query": "{viewer{isDemo}}", "variables": []}}),
        (
            "deep JSON",
            {
                "content": b'{"query":"{viewer{isDemo}}","variables":{"a":'
                + b"[" * 50_000
                + b"]" * 50_000
                + b"}}",
                "headers": {"Content-Type": "application/json"},
            },
        ),
        (
            "huge",
            {"content": b" " * (2 * 1024 * 1024), "headers": {"Content-Type": "application/json"}},
        ),
    ]
    for name, sent in refused:
        answer = await client.post("/graphql", **sent)
        assert 400 <= answer.status_code < 500, (name, answer.status_code, answer.text)
        assert not INSIDE.search(answer.text), name
    for method in ("PUT", "PATCH", "DELETE"):
        answer = await client.request(method, "/graphql?query={viewer{isDemo}}")
        assert answer.status_code in {404, 405}, method
        assert b"isDemo" not in answer.content


async def test_an_address_changes_nothing_and_is_not_opened_by_another_site(world: World) -> None:
    client = world.clients[Who.EDITOR]
    answer = await client.get("/graphql", params={"query": WRITE})
    assert answer.status_code == 405
    reads = {"query": "{ viewer { isDemo } }"}
    assert (await client.get("/graphql", params=reads)).is_success
    for headers in (
        {"Origin": "https://evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ):
        with statements_seen() as seen:
            answer = await client.get("/graphql", params=reads, headers=headers)
        assert answer.json()["error"]["code"] == "CROSS_ORIGIN"
        assert not seen


BOMBS = {
    "a field written a thousand times": "{" + " viewer { isDemo }" * 450 + "}",
    "the same below one": "{ viewer { post {" + " organisation { code }" * 400 + "} } }",
    "deep": "{ viewer " + "{ post " * 20 + "{ id }" + "}" * 20 + "}",
    "deeper than the parser goes": "{a" * 700 + "}" * 700,
    "deep lists": "{ node(id: " + "[" * 800 + "]" * 800 + ") { id } }",
    "aliases": "{" + "".join(f"a{n}: viewer {{ isDemo }} " for n in range(40)) + "}",
    "aliases in fragments": "{ ...A ...A ...A } fragment A on Query {"
    + "".join(f"a{n}: viewer {{ isDemo }} " for n in range(6))
    + "}",
    "fragments that double": "{ viewer { ...F0 } } "
    + "".join(f"fragment F{n} on Viewer {{ ...F{n + 1} ...F{n + 1} }} " for n in range(55))
    + "fragment F55 on Viewer { isDemo }",
    "two hundred fragments": "{ viewer { ...F0 } } "
    + "".join(f"fragment F{n} on Viewer {{ ...F{n + 1} }} " for n in range(200))
    + "fragment F200 on Viewer { isDemo }",
    "a fragment in itself": "{ viewer { ...A } } fragment A on Viewer { ...A }",
    "fragments in a ring": "{ viewer { ...A } } fragment A on Viewer { ...B }"
    " fragment B on Viewer { ...A }",
    "the whole register, multiplied": "{ provinces { districts { province { districts {"
    " subdistricts { nameTh } } } } } }",
    "pages of pages": "{ organisations(first: 100) { edges { node { province { districts {"
    " subdistricts { code } } } } } } }",
    "introspection in circles": "{ __schema { types { fields { type { fields { type { fields {"
    " name } } } } } } } }",
    "too many words": "{" + " __typename" * 3_000 + "}",
    "unknown directives": "{ viewer " + "@a " * 900 + "{ isDemo } }",
}


@pytest.mark.parametrize("name", BOMBS)
async def test_what_would_take_for_ever_is_refused_before_anything_is_read(
    world: World, name: str
) -> None:
    for who in (Who.SIGNED_OUT, Who.EDITOR):
        with statements_seen() as seen:
            async with asyncio.timeout(5):
                answer = await world.ask(who, BOMBS[name])
        assert outcome_of(answer) == "BAD_REQUEST", answer.text[:300]
        assert len(answer.content) < 50_000
        assert "data" not in answer.json()
        assert all("sign_in" in statement for statement in seen)


async def test_pages_are_bounded(world: World) -> None:
    for first in (0, -1, 101, 2_000_000_000):
        for field in ("organisations", "documents", "submittedInitiatives"):
            answer = await world.ask(
                Who.EDITOR, f"{{ {field}(first: {first}) {{ pageInfo {{ hasNextPage }} }} }}"
            )
            assert outcome_of(answer) == "INVALID", (field, first)
    answer = await world.ask(
        Who.EDITOR, "query($ids: [ID!]!) { nodes(ids: $ids) { id } }", {"ids": ["x"] * 51}
    )
    assert outcome_of(answer) == "INVALID"


# What answers give away.


INTROSPECTION = "{ __schema { queryType { fields { name } } types { name } } }"


async def test_introspection_shows_the_public_schema_and_nothing_else(world: World) -> None:
    """The schema is public (`/schema.graphql`); no type or field is there for some only."""
    signed_in = [who for who in Who if who is not Who.SIGNED_OUT]
    answers = {(await world.ask(who, INTROSPECTION)).content for who in signed_in}
    assert len(answers) == 1
    names = {
        field["name"]
        for field in json.loads(answers.pop())["data"]["__schema"]["queryType"]["fields"]
    }
    assert {f"Query.{name}" for name in names} == fields_of("Query")


@pytest.mark.parametrize(
    "text",
    [
        INTROSPECTION,
        '{ a: __type(name: "Plan") { name } }',
        "{ ... { __schema { types { name } } } }",
        "{ ...A } fragment A on Query { ...B } fragment B on Query { __schema { types { name } } }",
        "query A { __typename } query B { __schema { types { name } } }",
    ],
)
async def test_who_is_not_signed_in_learns_no_names(world: World, text: str) -> None:
    """Also where somebody who is asked the same before, so that the text is known."""
    for who in (Who.SIGNED_OUT, Who.EDITOR, Who.SIGNED_OUT):
        answer = await world.ask(who, text)
        if who is Who.SIGNED_OUT:
            (error,) = answer.json()["errors"]
            assert error["extensions"]["code"] == "BAD_REQUEST"
            assert "data" not in answer.json()
            assert "Sign in" in error["message"] or "operation name" in error["message"]
            assert "nameTh" not in answer.text
    assert (await world.ask(Who.SIGNED_OUT, "{ __typename }")).json()["data"]


TYPES = (
    '{ __type(name: "Plan") { name fields { name } } }',
    '{ ...A } fragment A on Query { ... { __type(name: "Plan") { name fields { name } } } }',
)


@pytest.mark.parametrize("text", TYPES)
async def test_who_is_not_signed_in_finds_no_type(world: World, text: str) -> None:
    """Nothing is refused either: the audits of GraphQL over HTTP ask for a type."""
    for who in (Who.SIGNED_OUT, Who.EDITOR, Who.SIGNED_OUT):
        answer = await world.ask(who, text)
        if who is Who.SIGNED_OUT:
            assert answer.json() == {"data": {"__type": None}}
        else:
            assert answer.json()["data"]["__type"]["name"] == "Plan"
    async with open_answer(world.app, None, text) as streamed:
        assert "Plan" not in await streamed.first()


HINTED = {
    "{ viewr { isDemo } }": "viewer",
    "{ viewer { isDemoo } }": "isDemo",
    "{ organisations(frst: 1) { edges { cursor } } }": "first",
    "{ ...on Plann { id } }": "Plan",
    "{ organisations(kind: MUNICIPALITYY) { edges { cursor } } }": "",
}


@pytest.mark.parametrize("text", HINTED)
async def test_names_are_suggested_to_who_is_signed_in_alone(world: World, text: str) -> None:
    hidden, shown = [(await world.ask(who, text)) for who in (Who.SIGNED_OUT, Who.EDITOR)]
    assert "Did you mean" not in hidden.text
    assert hidden.json()["errors"][0]["message"]
    if HINTED[text]:
        assert "Did you mean" in shown.text
        assert f"'{HINTED[text]}'" in shown.text
        assert f"'{HINTED[text]}'" not in hidden.text


STRANGE = (
    "\x00",
    "'; DROP TABLE plan; --",
    '\\"',
    "%",
    "{{7*7}}${x}",
    "\u202e\ufeff",
    "a" * 5_000,
    "-1e999",
    "💥กำ",
)


NUMBERS = {"first": "1", "fiscalYear": "2561"}


def usual(argument: str, kind: GraphQLNamedType) -> str:
    """What else a field must be asked with."""
    if isinstance(kind, GraphQLEnumType):
        return next(iter(kind.values))
    return NUMBERS.get(argument, '"x"')


def texts_in_arguments() -> Iterator[tuple[str, str, str]]:
    """Every place for a text: its field, its type, and the query that has it as `$x`."""
    for name, field in object_type("Query").fields.items():
        inner = "" if is_leaf_type(SCHEMA.type_map[return_type(field)]) else "{ __typename }"
        kinds = {
            argument: SCHEMA.type_map[str(cast("object", one.type)).strip("[]!")]
            for argument, one in field.args.items()
        }
        needed = {one for one, arg in field.args.items() if is_required_argument(arg)}
        for argument, one in field.args.items():
            others = sorted(needed - {argument})
            given = [f"{other}: {usual(other, kinds[other])}" for other in others]
            kind = kinds[argument]
            places = [(str(one.type), "$x")]
            if isinstance(kind, GraphQLInputObjectType):
                # The one that is chosen of a `@oneOf` is never null.
                chosen = "!" if kind.is_one_of else ""
                places = [
                    (f"{within.type}{chosen}", f"{{{part}: $x}}")
                    for part, within in kind.fields.items()
                ]
            for text_kind, place in places:
                if text_kind.strip("[]!") in {"String", "ID"}:
                    arguments = ", ".join([*given, f"{argument}: {place}"])
                    query = f"query($x: {text_kind}) {{ {name}({arguments}) {inner} }}"
                    yield name, text_kind, query


async def test_strange_texts_in_every_argument_break_nothing(world: World) -> None:
    """No argument of any query makes the server stumble, and no answer speaks of its inside."""
    asked = set[str]()
    for field_name, kind, query in texts_in_arguments():
        who = Who.NATION if field_name in {"comparison", "submittedInitiatives"} else Who.EDITOR
        for text in STRANGE:
            answer = await world.ask(who, query, {"x": [text] if kind.startswith("[") else text})
            assert outcome_of(answer) not in {"INTERNAL", "BAD_REQUEST"}, (query, text, answer.text)
            assert not re.search(r"Traceback|sqlalchemy|asyncpg", answer.text)
        asked.add(field_name)
    assert {"history", "areaReports", "attachments", "peerRows", "node"} <= asked


async def test_strange_texts_in_addresses_break_nothing(world: World) -> None:
    for text in ("%00", "%27", "%FF", "..%2f..%2fetc%2fpasswd", "%25", "a" * 3_000, "%E0%B9%95"):
        for who in (Who.SIGNED_OUT, Who.EDITOR, Who.NATION, Who.PROVINCE):
            for address in (
                f"/comparison.xlsx?province=54&district=54{text}",
                f"/comparison.xlsx?province={text}",
                f"/comparison.xlsx?province=54&edition={text}",
                f"/comparison.xlsx?province=54&kind={text}&years={text}&lang={text}&digits={text}",
                f"/documents/{text}/file",
                f"/documents/template.xlsx?edition={text}",
                f"/assets/{text}",
                f"/graphiql/{text}",
                f"/{text}",
            ):
                answer = await world.clients[who].get(address)
                assert answer.status_code < 500, (who, address)
                assert not re.search(r"Traceback|sqlalchemy|asyncpg|root:", answer.text)
                assert not leaks_in(answer.content, who.sees())


async def test_a_bug_shows_its_request_id_and_nothing_of_itself(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    from api.schema import plans

    async def broken(*_: object) -> None:
        raise RuntimeError(f"SELECT secret FROM {canary(Tenant.OWN, Stage.PRIVATE, 'bug')}")

    monkeypatch.setattr(plans, "find_content", broken)
    answer = await world.ask(Who.EDITOR, "{ plan { id } }")
    error = answer.json()["errors"][0]
    assert error["extensions"]["code"] == "INTERNAL"
    assert error["extensions"]["requestId"] == answer.headers["x-request-id"]
    assert not re.search(r"SELECT|RuntimeError|canary|Traceback", answer.text)


async def test_every_answer_carries_the_security_headers(world: World) -> None:
    """Refusals before any route too: another site's, a wrong method, what is no address."""
    client = world.clients[Who.EDITOR]
    answers = [
        await client.post("/graphql", json={}, headers={"Origin": "https://evil.example"}),
        await client.get("/graphql"),
        await client.get("/%00"),
        await client.get("/nothing.js"),
        await client.get("/comparison.xlsx"),
        await client.get("/"),
        await client.get("/assets/app.js"),
        await client.post("/graphql", json={"query": "{ viewer { isDemo } }"}),
    ]
    assert [answer.status_code for answer in answers] == [403, 400, 404, 404, 403, 200, 200, 200]
    for answer in answers:
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "default-src 'self'" in answer.headers["content-security-policy"]
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
        assert re.fullmatch("[0-9a-f]{16}", answer.headers["x-request-id"])


async def test_answers_are_kept_by_no_cache(world: World) -> None:
    things = world.things[Tenant.OWN]
    for address in (f"/documents/{things.gid('Document')}/file", "/comparison.xlsx?province=54"):
        for who in (Who.EDITOR, Who.PROVINCE, Who.SIGNED_OUT):
            answer = await world.clients[who].get(address)
            assert "no-store" in answer.headers["cache-control"], (who, address)
    answer = await world.ask(Who.EDITOR, whole_node("Document"), {"id": things.gid("Document")})
    assert answer.headers["cache-control"] == "no-store"
