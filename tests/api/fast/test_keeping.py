"""What is kept: the screens' own questions, and never one that reads beyond its word."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from graphql import (
    DefinitionNode,
    DocumentNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    OperationDefinitionNode,
    Visitor,
    parse,
    visit,
)
from sqlalchemy import text as sql

from api.fast.documents import KnownDocument
from api.fast.keeping import recipe_of
from api.schema.assembly import SCHEMA
from make.api import Api, global_id
from make.people import make_actor, make_organisation
from make.plans import make_row, make_submitted
from plan_core.actor import Role

CORE = SCHEMA._schema  # pyright: ignore[reportPrivateUsage]
WEB = Path(__file__).parents[3] / "services" / "web" / "src"
TABLE = re.compile(r"\b(?:FROM|JOIN)\s+([a-z_]+)", re.IGNORECASE)

COMPARISON = """query Fields { comparison { dueOn madeAt
  province { nameTh districts { nameTh } } district { nameTh }
  edition { code titleTh dimensions { code missions { code titleTh } } }
  organisations { organisation { code nameTh nameShortTh kind isDemo district { nameTh }
    province { nameTh } } timeliness daysLate revisionNumber submittedAt total
    years { be amount } dimensions { total } coverage { look counts { total } } }
  totals { late missing total years { amount } } } }"""
MAP = """query Fields { comparisonMap(measure: COVERAGE) { missions madeAt dueOn
  province { nameTh } mapDistricts { district { nameTh } covered total look step
    tiles { organisation { code nameShortTh subdistrictCode } revisionId look step } } } }"""
GAPS = """query Fields { coverageGaps { madeAt missionCodes districts { district { nameTh } plans
    coveredMissions { missionCode organisations withMoney } } byDistrict { plans missionCodes }
  lacks { organisation { nameShortTh } missions { missionCode having } } } }"""
BUDGETS = """query Fields { budgetComparison(grouping: DISTRICT) { madeAt dueOn organisations
  budgetGroups { district { nameTh } budgetLines { organisation { nameTh } figures { amount } } }
  figures { amount } } }"""
NATION = "query Fields { nation { compared { province { nameTh } total late } total { total } } }"
REVISION = """query Fields($id: ID!) { node(id: $id) { id ... on Revision { number submittedBy
  sha256 organisation { nameTh } edition { code } totals { grandTotal }
  initiatives { title remarks organisation { nameTh } budgets { budget { amount } } } } } }"""


def is_kept(text: str | DocumentNode) -> bool:
    document = parse(text) if isinstance(text, str) else text
    return recipe_of(CORE, KnownDocument(document, ())) is not None


def document_of(name: str) -> DocumentNode:
    """An operation of the web, with the fragments that it spreads."""
    known: dict[str, DefinitionNode] = {}
    for file in WEB.rglob("*.graphql"):
        for one in parse(file.read_text()).definitions:
            if isinstance(one, OperationDefinitionNode | FragmentDefinitionNode) and one.name:
                known[one.name.value] = one
    wanted = [name]

    class Spreads(Visitor):
        def enter_fragment_spread(self, node: FragmentSpreadNode, *_: object) -> None:
            if node.name.value not in wanted:
                wanted.append(node.name.value)

    for one in wanted:
        visit(known[one], Spreads())
    return DocumentNode(definitions=tuple(known[one] for one in wanted))


@pytest.mark.parametrize("name", ["Comparison", "ComparisonMap", "CoverageGaps", "Nation"])
def test_the_screens_ask_what_can_be_kept(name: str) -> None:
    assert is_kept(document_of(name))


@pytest.mark.parametrize(
    "text",
    [
        "{ plan { id } }",
        "{ viewer { person { username } } }",
        "{ comparison { madeAt } plan { id } }",
        "{ comparison { madeAt } c: comparison { madeAt } }",
        "{ ...All } fragment All on Query { comparison { madeAt } }",
        "{ comparison { organisations { organisation { names { nameTh } } } } }",
        "{ comparison { province { districts { subdistricts { code } } } } }",
        '{ node(id: "x") { ... on Revision { stage } } }',
        '{ node(id: "x") { ... on Revision { comments { body } } } }',
        '{ node(id: "x") { ... on Plan { organisation { code } } } }',
        "query A { comparison { madeAt } } query B { comparison { madeAt } }",
        "mutation { signOutEverywhere { problems { code } } }",
        "{ __schema { types { name } } }",
    ],
)
def test_what_may_read_beyond_a_word_is_not_kept(text: str) -> None:
    assert not is_kept(text)


WRITTEN_ONCE = {"revision_initiative"}
"""With the revision, in its transaction."""


@pytest.mark.parametrize("query", [COMPARISON, MAP, GAPS, BUDGETS, NATION, REVISION])
async def test_a_kept_answer_is_made_from_nothing_but_the_tables_of_its_word(
    api: Api, query: str
) -> None:
    """A new table in a resolver has to come into the word: else its changes would be missed."""
    assert is_kept(query)
    world = api.world
    organisation = await make_organisation(world, province="58", district="5801")
    _, revision = await make_submitted(world, [make_row("1.1", 5)], organisation)
    role = Role.NATIONAL_VIEWER if query is NATION else Role.PROVINCE_OFFICER
    wanted = {"id": global_id("Revision", f"{revision.tenant_id}:{revision.id}")}
    given = wanted if query is REVISION else {}
    await api.data(await make_actor(world, role, province="58"), query, **given)
    _, *at_first = [one for one in api.statements if TABLE.search(one)]
    await api.data(await make_actor(world, role, province="58"), query, **given)
    _, word, *again = [one for one in api.statements if TABLE.search(one)]
    assert "xmin" in word
    assert at_first
    read = {table for one in (*at_first, *again) for table in TABLE.findall(one)}
    assert read - WRITTEN_ONCE <= set(TABLE.findall(word)), read


async def test_rows_of_a_revision_are_written_once(api: Api) -> None:
    """So that the mark of the revision tells of them too: nobody may change or remove one."""
    async with api.world.app.unscoped() as session:
        for right in ("UPDATE", "DELETE"):
            query = sql("SELECT has_table_privilege('revision_initiative', :right)")
            assert await session.scalar(query, {"right": right}) is False
