"""Operations that nobody thought of, in everybody's name: refused or answered, never broken."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any, cast

import pytest
from graphql import (
    GraphQLField,
    GraphQLInputObjectType,
    build_schema,
    get_named_type,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis_graphql import mutations, nodes, queries

from api.error_codes import ERROR_CODES
from api.schema.assembly import sdl
from make.api import Api
from make.people import make_actor
from make.plans import make_plan, make_submitted
from plan_core.actor import Actor, Role

DRAWN_FROM = build_schema(sdl())
CODES = {one.code for one in ERROR_CODES}
LEAVING = {"endSession", "endSecondStep", "switchPost"}
"""They end the session in whose name all others are sent."""

WRONG = ("", "x", "\x00", "๑", "-1", "1e400", "NaN", "2026-13-45", "9" * 40, "' or 1=1 --")
IDS = """{ plan { id initiatives { id budgets { id } } risks { id } revisions { id } }
           viewer { post { id organisation { id } } } }"""


def texts(*right: str) -> Any:
    """Mostly right: one wrong value is enough to have a whole operation refused unread."""
    good, bad = st.sampled_from(right), st.sampled_from(WRONG)
    return st.one_of(good, good, good, good, bad).map(nodes.String)


@dataclass
class Caller:
    """Somebody with things of their own, who knows ids of others as well."""

    api: Api
    actor: Actor | None
    operations: st.SearchStrategy[str]
    heard: Counter[str] = field(default_factory=Counter[str])

    async def send(self, text: str) -> None:
        response = await self.api.post(self.actor, text)
        assert response.status_code < 500, (text, response.text)
        for error in response.json().get("errors", ()):
            code = error["extensions"]["code"]
            assert code in CODES - {"INTERNAL"}, (text, error)
            self.heard[code] += 1
        self.heard["answered"] += response.json().get("data") is not None


@pytest.fixture(
    params=[Role.APPROVER, Role.PROVINCE_OFFICER, None], ids=lambda one: one or "NOBODY"
)
async def caller(api: Api, request: pytest.FixtureRequest) -> AsyncIterator[Caller]:
    other = await make_actor(api.world)
    await make_plan(api.world, other)
    organisation, _ = await make_submitted(api.world, province="57", district="5701")
    role: Role | None = request.param
    own = await make_actor(api.world, Role.EDITOR, organisation)
    found: set[str] = set()
    for one in (own, other):
        collect(await api.data(one, IDS), found)
    actor = None
    if role is Role.PROVINCE_OFFICER:
        actor = await make_actor(api.world, role, province="57")
    elif role is not None:
        actor = await make_actor(api.world, role, organisation)
    yield (made := Caller(api, actor, operations(tuple(sorted(found)))))
    # A generator whose operations are all refused as wrong would prove nothing.
    print(role, made.heard)
    assert made.heard["answered"] > 20 or role is None, made.heard


def collect(value: Any, found: set[str]) -> None:
    """Every id in an answer."""
    if isinstance(value, list):
        for one in cast("list[Any]", value):
            collect(one, found)
    elif isinstance(value, dict):
        for key, one in cast("dict[str, Any]", value).items():
            if key == "id":
                found.add(one)
            else:
                collect(one, found)


def operations(ids: tuple[str, ...]) -> st.SearchStrategy[str]:
    """Of every field of the two roots as often."""
    scalars = {
        "ID": texts(*ids),
        "Decimal": texts("0", "1500.25", "15000"),
        "Date": texts("2026-10-01"),
        "DateTime": texts("2026-10-01T00:00:00Z"),
        "JSON": texts("{}"),
    }
    assert DRAWN_FROM.query_type is not None
    assert DRAWN_FROM.mutation_type is not None
    asking = partial(queries, DRAWN_FROM, custom_scalars=scalars)
    changing = partial(mutations, DRAWN_FROM, custom_scalars=scalars)
    drawn = [
        (of, name)
        for of, root in ((asking, DRAWN_FROM.query_type), (changing, DRAWN_FROM.mutation_type))
        for name, one in root.fields.items()
        if name not in LEAVING and not is_by_one_key(one)
    ]
    return st.sampled_from(drawn).flatmap(lambda one: one[0](fields=[one[1]]))


def is_by_one_key(field_: GraphQLField) -> bool:
    """The generator gives such an input several keys, which is refused unread."""
    types: list[object] = [get_named_type(cast("Any", one.type)) for one in field_.args.values()]
    return any(isinstance(one, GraphQLInputObjectType) and one.is_one_of for one in types)


@settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
async def test_a_generated_operation_is_answered_or_refused(
    caller: Caller, data: st.DataObject
) -> None:
    await caller.send(data.draw(caller.operations))
