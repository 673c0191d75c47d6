"""A program with a token at every door: nothing that its scopes do not name is read or changed."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest
import pytest_asyncio

from tenancy.askers import Stage, Tenant, Who, leaks_in
from tenancy.asking import OK, Case, in_days, outcome_of
from tenancy.permission_table import CASES
from tenancy.world import World

pytestmark = pytest.mark.asyncio(loop_scope="module")

CREATE = """mutation($input: CreateApiTokenInput!) { createApiToken(input: $input) {
  secret problems { code } } }"""
PUBLIC = frozenset((tenant.word, Stage.PUBLIC.value) for tenant in Tenant)
READS = tuple(case for case in CASES if not case.changes and "/auth/" not in case.door)
WRITES = tuple(case for case in CASES if case.changes and case.expected[Who.APPROVER] == OK)
OF_WEBHOOKS = {"Query.webhooks", "Query.webhookMessages"}


class Programs:
    """The same world, where the approver is a program with these scopes."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.person = world.clients[Who.APPROVER]
        self.tokens: dict[str, str] = {}

    async def become(self, scope: str) -> None:
        self.become_the_person()
        if scope not in self.tokens:
            given = {"name": scope, "scopes": [scope], "expiresAt": f"{in_days(30)}T00:00:00Z"}
            answer = await self.world.ask(Who.APPROVER, CREATE, {"input": given})
            made = answer.json()["data"]["createApiToken"]
            assert made["secret"], made
            self.tokens[scope] = made["secret"]
        self.world.clients[Who.APPROVER] = httpx.AsyncClient(
            transport=self.person._transport,  # pyright: ignore[reportPrivateUsage]
            base_url=self.person.base_url,
            headers={"Authorization": f"Bearer {self.tokens[scope]}"},
        )

    def become_the_person(self) -> None:
        self.world.clients[Who.APPROVER] = self.person


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def programs(world: World) -> AsyncIterator[Programs]:
    programs = Programs(world)
    yield programs
    programs.become_the_person()


@pytest.mark.parametrize("case", READS, ids=[case.title for case in READS])
async def test_a_program_that_keeps_webhooks_reads_nothing_of_anybody(
    programs: Programs, case: Case
) -> None:
    await programs.become("WEBHOOK_MANAGE")
    answer = await case.ask(programs.world, Who.APPROVER, programs.world.things[Tenant.OWN])
    assert answer.status_code < 500, answer.text
    assert outcome_of(answer) != "TOKEN_REFUSED"
    if case.door not in OF_WEBHOOKS:
        assert not leaks_in(answer.content, PUBLIC)


@pytest.mark.parametrize("case", WRITES, ids=[case.title for case in WRITES])
async def test_a_program_that_reads_changes_nothing(programs: Programs, case: Case) -> None:
    things = await programs.world.fresh_things()
    if case.prepare:
        things = await case.prepare(programs.world, things)
    await programs.become("PLAN_READ")
    answer = await case.ask(programs.world, Who.APPROVER, things)
    assert outcome_of(answer) in {"FORBIDDEN", "TOKEN_PERSONAL"}
