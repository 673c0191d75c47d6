"""What a token's operations use of the schema although it is to go: counted, and for its owner."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from graphql import build_schema, parse
from sqlalchemy import delete

from api.context import Rooms
from api.schema.assembly import SCHEMA
from api.schema.deprecations import Deprecation, Deprecations, deprecations_of
from make.api import Api
from make.people import make_actor, organisation_of
from make.plans import make_plan
from make.programs import Program, create
from plan_core.actor import Actor, Role
from plan_core.people.model import Membership

REASON = "Use `{}`. Removed on 2027-10-01."
OWN = (
    "{ apiTokens { id deprecatedUses"
    " { coordinate reason replacement removedOn firstUsedOn lastUsedOn requests } } }"
)
THEIRS = """
directive @told(old: Int @deprecated(reason: "no")) on FIELD
type Query {
  kept(by: By, given: Given, list: [[Given!]]): Thing
  gone: Int @deprecated(reason: "Use `kept`. Removed on 2027-10-01.")
}
interface Named { name: String @deprecated(reason: "Use `title`. Removed on 2028-04-01.") }
type Thing implements Named { name: String, title(size: Int, wide: Int @deprecated): String }
enum By { NEW OLD @deprecated(reason: "it goes") }
input Given { by: By, wide: Int @deprecated, inner: Given }
"""


@pytest.mark.parametrize(
    ("text", "variables", "used"),
    [
        ("{ kept { title(size: 1) } }", {}, ""),
        (
            "{ a: gone kept(by: OLD) { title(wide: 1) } }",
            {},
            "Query.gone By.OLD Thing.title(wide:)",
        ),
        ("query A { kept { ...N } } fragment N on Named { name }", {}, "Named.name"),
        # Of another operation, of a fragment that this one leaves out, and of the type itself.
        ("query A { kept { name } } query B { gone }", {}, ""),
        ("query A { kept @told(old: 1) { title } }", {}, ""),
        ("query A($n: Int = 1) { kept(given: {wide: $n}) { title } }", {}, "Given.wide"),
        ("query A($b: By = OLD) { kept(by: $b) { title } }", {}, "By.OLD"),
        ("query A($b: By) { kept(by: $b) { title } }", {"b": "OLD"}, "By.OLD"),
        ("query A($b: By) { kept(by: $b) { title } }", {"b": "NEW", "c": "OLD"}, ""),
        (
            "query A($l: [[Given!]]) { kept(list: $l) { title } }",
            {"l": [[{"by": "NEW"}, {"inner": {"wide": None}}]]},
            "Given.wide",
        ),
        ("query A($l: [[Given!]]) { kept(list: $l) { title } }", {"l": {"by": "OLD"}}, "By.OLD"),
    ],
)
def test_an_operation_uses_what_it_names(text: str, variables: Any, used: str) -> None:
    deprecations, document = Deprecations(build_schema(THEIRS)), parse(text)
    name = "A" if "query A" in text else None
    found = deprecations.named_in(document, name) | deprecations.sent_in(document, name, variables)
    assert found == set(used.split())


def test_a_reason_names_what_to_use_and_the_day() -> None:
    known = Deprecations(build_schema(THEIRS)).known
    assert set(known) == {
        *("Query.gone", "Named.name", "Thing.title(wide:)", "By.OLD", "Given.wide")
    }
    gone = known["Query.gone"]
    assert (gone.replacement, str(gone.removed_on)) == ("kept", "2027-10-01")
    assert known["By.OLD"] == Deprecation("it goes", None, None)


@pytest.fixture
def going(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Our own schema on a day on which some of it is deprecated."""
    core = SCHEMA._schema  # pyright: ignore[reportPrivateUsage]
    types: Any = core.type_map
    for thing, instead in (
        (types["Plan"].fields["version"], "Plan.id"),
        (types["Query"].fields["history"].args["first"], "last"),
        (types["SetInitiativeInput"].fields["title"], "SetInitiativeInput.id"),
        (types["Comparison"].fields["dueOn"], "Comparison.totals"),
    ):
        monkeypatch.setattr(thing, "deprecation_reason", REASON.format(instead))
    deprecations_of.cache_clear()
    yield
    deprecations_of.cache_clear()


async def _uses(api: Api, actor: Actor) -> dict[str, Sequence[dict[str, Any]]]:
    rooms: Rooms = api.app.state["rooms"]
    await rooms.deprecated_uses.write()
    return {one["id"]: one["deprecatedUses"] for one in (await api.data(actor, OWN))["apiTokens"]}


@pytest.mark.usefixtures("going")
async def test_the_owner_sees_what_a_token_uses_and_nobody_else(api: Api) -> None:
    owner = await make_actor(api.world, Role.APPROVER)
    await make_plan(api.world, owner)
    colleague = await make_actor(api.world, Role.APPROVER, await organisation_of(api.world, owner))
    made, other = [await create(api, owner, "PLAN_READ", "PLAN_WRITE") for _ in range(2)]
    program = Program(api, made["secret"])
    asked = "query Deprecated_1 { plan { version initiatives { id version } } }"
    plan = (await program.data(asked))["plan"]
    await program.data(asked)
    await program.data("query Deprecated_2 { history(first: 1) { edges { cursor } } }")
    edit = {"id": plan["initiatives"][0]["id"], "version": plan["initiatives"][0]["version"]}
    assert await program.problem("setInitiative", **edit, title="ใหม่") == ""
    # What is refused before it runs used nothing, and a person at a browser is no token.
    assert await program.code("query Deprecated_3 { plan { version nothing } }") != ""
    await api.data(owner, asked)
    seen = await _uses(api, owner)
    assert seen[other["apiToken"]["id"]] == []
    found = {one["coordinate"]: one for one in seen[made["apiToken"]["id"]]}
    assert {name: one["requests"] for name, one in found.items()} == {
        "Plan.version": 2,
        "Query.history(first:)": 1,
        "SetInitiativeInput.title": 1,
    }
    version = found["Plan.version"]
    assert version["reason"] == REASON.format("Plan.id")
    assert (version["replacement"], version["removedOn"]) == ("Plan.id", "2027-10-01")
    assert version["firstUsedOn"] == version["lastUsedOn"]
    assert await _uses(api, colleague) == {}
    assert await program.code(OWN) == "TOKEN_PERSONAL"


@pytest.mark.usefixtures("going")
async def test_many_requests_are_one_row(api: Api) -> None:
    owner = await make_actor(api.world, Role.EDITOR)
    await make_plan(api.world, owner)
    made = await create(api, owner, "PLAN_READ")
    program, asked = Program(api, made["secret"]), "query Deprecated_4 { plan { version } }"
    sent = {"grant_type": "client_credentials"}
    sent |= {"client_id": made["apiToken"]["clientId"], "client_secret": made["secret"]}
    bought = await api.call(None, "POST", "/oauth/token", data=sent)
    short = Program(api, bought.json()["access_token"])
    for _ in range(3):
        await program.data(asked)
        assert not [one for one in api.statements if "deprecated_use" in one]
        await short.data(asked)
    (one,) = (await _uses(api, owner))[made["apiToken"]["id"]]
    assert one["requests"] == 6
    await program.data(asked)
    (one,) = (await _uses(api, owner))[made["apiToken"]["id"]]
    assert one["requests"] == 7


@pytest.mark.usefixtures("going")
async def test_a_token_that_is_gone_holds_up_no_others(api: Api) -> None:
    stays, leaves = [await make_actor(api.world, Role.EDITOR) for _ in range(2)]
    for one in (stays, leaves):
        await make_plan(api.world, one)
        secret = (await create(api, one, "PLAN_READ"))["secret"]
        await Program(api, secret).data("query Deprecated_5 { plan { version } }")
    async with api.world.operator.unscoped() as session:
        await session.execute(delete(Membership).where(Membership.id == leaves.membership_id))
    assert [len(uses) for uses in (await _uses(api, stays)).values()] == [1]


@pytest.mark.usefixtures("going")
async def test_an_answer_that_is_kept_counts_too(api: Api) -> None:
    officer = await make_actor(api.world, Role.PROVINCE_OFFICER)
    made = await create(api, officer, "COMPARE_READ")
    program = Program(api, made["secret"])
    for _ in range(3):
        await program.data('query Deprecated_6 { comparison(provinceCode: "54") { dueOn } }')
    # The last one was made of nothing but who asks and whether the data stands.
    assert len(api.statements) == 2
    (one,) = (await _uses(api, officer))[made["apiToken"]["id"]]
    assert (one["coordinate"], one["requests"]) == ("Comparison.dueOn", 3)
