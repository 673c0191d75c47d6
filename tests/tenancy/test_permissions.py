"""The permission table, asked for real: outcomes, canaries, and hidden that looks like missing."""

import re

import httpx
import pytest
from litestar.routes import HTTPRoute

from architecture.table_kinds import TENANT_KINDS, tables_of
from tenancy.askers import Tenant, Things, Who, leaks_in
from tenancy.asking import OK, Case, outcome_of
from tenancy.permission_table import CASES, ROUTES_OF_PAGES
from tenancy.selections import fields_of
from tenancy.world import World, statements_seen

pytestmark = pytest.mark.asyncio(loop_scope="module")

TENANT_TABLE = re.compile(rf"\b(?:FROM|JOIN|UPDATE|INTO) ({'|'.join(tables_of(*TENANT_KINDS))})\b")
NAMES_TENANT = re.compile(r"tenant_id = |tenant_id, \w+\.?\w*\) IN|INSERT INTO")


def titles(cases: tuple[Case, ...]) -> list[str]:
    return [case.title for case in cases]


VARYING = {"x-request-id", "ratelimit"}
"""Of each request, and of how much its caller has asked for before."""


def without_request_id(answer: httpx.Response) -> tuple[int, bytes, list[tuple[str, str]]]:
    """All that a client sees, but for the request's own id."""
    body = re.sub(rb'"requestId": ?"[0-9a-f]+"', b'"requestId":""', answer.content)
    headers = [(name, value) for name, value in answer.headers.items() if name not in VARYING]
    return answer.status_code, body, headers


async def things_for(world: World, case: Case, who: Who) -> Things:
    """The standing things, unless this one is about to change them."""
    allowed = case.expected[who] in {OK, "DRAFT_EXISTS"}
    if not (case.changes and allowed):
        return world.things[Tenant.OWN]
    things = await world.fresh_things()
    return await case.prepare(world, things) if case.prepare else things


async def test_every_field_and_route_is_in_the_table(world: World) -> None:
    listed = {ROUTES_OF_PAGES.get(case.door, case.door) for case in CASES}
    routes = {
        f"{method} {re.sub(':[a-z]+}', '}', route.path)}"
        for route in world.app.routes
        if isinstance(route, HTTPRoute)
        for method in route.methods - {"OPTIONS", "HEAD"}
    }
    fields = fields_of("Query") | fields_of("Mutation") | fields_of("Subscription")
    assert listed == fields | routes


async def test_every_case_says_what_everybody_gets() -> None:
    assert all(set(case.expected) == set(Who) for case in CASES)


@pytest.mark.parametrize("case", CASES, ids=titles(CASES))
async def test_everybody_gets_what_the_table_says_and_nobody_elses_text(
    world: World, case: Case
) -> None:
    found: dict[str, str] = {}
    leaks: dict[str, set[str]] = {}
    with statements_seen() as seen:
        for who in Who:
            things = await things_for(world, case, who)
            answer = await case.ask(world, who, things)
            assert answer.status_code < 500, answer.text
            found[who.name] = outcome_of(answer)
            if leaked := leaks_in(answer.content, who.sees()):
                leaks[who.name] = leaked
    assert found == {who.name: outcome for who, outcome in case.expected.items()}
    assert not leaks
    unscoped = [
        statement
        for statement in seen
        if TENANT_TABLE.search(statement) and not NAMES_TENANT.search(statement)
    ]
    assert not unscoped, "a statement on a tenant table does not name the tenant"


HIDING = tuple(case for case in CASES if case.names_things and "sign-in" not in case.door)


@pytest.mark.parametrize("case", HIDING, ids=titles(HIDING))
async def test_hidden_and_missing_look_the_same_and_cost_the_same(world: World, case: Case) -> None:
    """Byte for byte but for the request's id, and with as many statements: nothing to measure."""
    things = world.things[Tenant.OWN]
    for who in Who:
        if case.expected[who] in {OK, "DRAFT_EXISTS", "SAME_EDITION"} or who in {
            Who.VIEWER,
            Who.EDITOR,
            Who.DELEGATE,
        }:
            continue  # their own organisation's things are not hidden from them
        with statements_seen() as for_hidden:
            hidden = await case.ask(world, who, things)
        with statements_seen() as for_missing:
            missing = await case.ask(world, who, things.missing())
        assert without_request_id(hidden) == without_request_id(missing), who
        assert for_hidden == for_missing, who


async def test_the_table_would_notice_a_leak(world: World) -> None:
    """The scanner finds what an owner sees when it looks with a stranger's eyes."""
    case = next(case for case in CASES if case.title == "Query.plan of one's own")
    answer = await case.ask(world, Who.EDITOR, world.things[Tenant.OWN])
    assert len(leaks_in(answer.content, Who.STRANGER.sees())) > 4
    assert not leaks_in(answer.content, Who.EDITOR.sees())
