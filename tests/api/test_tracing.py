"""What the spans of one process say, and when there are none; a real collector takes them."""

import asyncio
import json
import time
from collections.abc import Iterator

import pytest
import structlog
from structlog.testing import capture_logs

from local.postgres import free_port
from make.api import open_api
from make.collector import Collector, Seen, open_collector
from make.people import make_actor
from make.plans import make_plan
from make.streams import FOLLOW, open_answer
from make.world import World
from plan_core import spans, tracing
from plan_core.db.transaction import Database
from plan_core.errors import Unavailable

PAGE = "2e" * 8
SERVER, ERROR = 2, 2


@pytest.fixture
def collector() -> Iterator[Collector]:
    with open_collector() as collector:
        yield collector


def header(trace: str, flags: str = "00") -> dict[str, str]:
    return {"traceparent": f"00-{trace}-{PAGE}-{flags}"}


def names_below(seen: list[Seen], above: Seen) -> list[str]:
    return [one.name for one in seen if one.parent_id == above.span_id]


def only(seen: list[Seen], name: str) -> Seen:
    (found,) = [one for one in seen if one.name == name]
    return found


async def test_a_request_goes_on_in_its_operation_its_transaction_and_its_statements(
    world: World, files_url: str, collector: Collector
) -> None:
    trace = "1a" * 16
    async with open_api(world, files_url, tracing_url=collector.url) as api:
        actor = await make_actor(world)
        await make_plan(world, actor)
        plan = await api.data(actor, "{ plan { initiatives { budgets { id version } } } }")
        cell = plan["plan"]["initiatives"][0]["budgets"][0]
        stale = {**cell, "version": 99, "state": "AMOUNT", "amount": "8675309.00"}
        text = (
            "mutation Typed($input: SetBudgetCellsInput!)"
            " { setBudgetCells(input: $input) { problems { code } } }"
        )
        body = {"query": text, "variables": {"input": {"cells": [stale]}}}
        answer = await api.call(actor, "POST", "/graphql", json=body, headers=header(trace))
        assert answer.json()["data"]["setBudgetCells"]["problems"]
    # Closed: everything was sent.
    seen = collector.of_trace(trace)
    request = only(seen, "POST /graphql")
    assert (request.service, request.kind, request.parent_id) == ("simiti-api", SERVER, PAGE)
    assert request.notes["simiti.request_id"] == answer.headers["x-request-id"]
    operation = only(seen, "graphql mutation.setBudgetCells")
    assert operation.parent_id == request.span_id
    assert operation.notes == {
        "graphql.operation.type": "mutation",
        "graphql.operation.name": "Typed",
    }
    (transaction,) = [one for one in seen if one.parent_id == operation.span_id]
    assert transaction.name == "transaction"
    # A refusal is an answer and no fault.
    assert (transaction.notes["simiti.refusal"], transaction.status) == ("CELLS_REFUSED", 0)
    statements = names_below(seen, transaction)
    assert statements[:2] == ["BEGIN", "SELECT plan budget_cell"], statements
    assert b"8675309" not in b"".join(collector.raw)


async def test_a_stream_is_told_of_when_it_opens_and_probes_are_not(
    world: World, files_url: str, collector: Collector
) -> None:
    async with open_api(world, files_url, tracing_url=collector.url) as api:
        actor = await make_actor(world)
        plan = await make_plan(world, actor)
        assert (await api.call(None, "GET", "/health/live")).status_code == 200
        variables = {"id": str(plan.id)}
        async with open_answer(api.app, await api.token(actor), FOLLOW, variables) as answer:
            await answer.first()
            opened = await asyncio.to_thread(
                collector.wait_for, lambda one: one.name == "POST /graphql"
            )
    assert opened.notes["http.response.status_code"] == answer.status
    assert {one.name for one in collector.spans if one.kind == SERVER} == {"POST /graphql"}


async def test_a_callers_header_names_the_trace_but_does_not_have_it_recorded(
    world: World,
    files_url: str,
    collector: Collector,
    capsys: pytest.CaptureFixture[str],
) -> None:
    trace = "4c" * 16
    sampled = header(trace, "01")
    async with open_api(world, files_url, tracing_url=collector.url, tracing_share=0.0) as api:
        await api.call(None, "POST", "/graphql", json={"query": "{ __typename }"}, headers=sampled)
        with tracing.enter("test", sampled["traceparent"]):
            structlog.get_logger().warning("said")
            carried = tracing.carried()
    # A line of the log says of which trace it is all the same, and what is asked for is not drawn.
    line = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (line["event"], line["trace_id"]) == ("said", trace)
    assert carried is not None
    assert carried.startswith(f"00-{trace}-")
    assert carried.endswith("-00")
    assert collector.spans == []


async def test_a_statement_that_fails_is_a_fault_without_its_message(
    world: World, collector: Collector
) -> None:
    tracing.begin(collector.url, 1.0, "simiti-test")
    try:
        away = Database(f"postgresql+asyncpg://nobody:x@127.0.0.1:{free_port()}/nothing")
        with tracing.enter("test", None), pytest.raises(Unavailable):
            async with away.public():
                pass
        await away.close()
    finally:
        tracing.end()
    failed = only(collector.spans, "transaction read only")
    assert (failed.status, failed.notes["error.type"], failed.events) == (
        ERROR,
        "ConnectionRefusedError",
        0,
    )


def test_a_collector_that_is_away_is_told_of_and_holds_up_no_end() -> None:
    began = time.monotonic()
    with capture_logs() as said:
        tracing.begin(f"http://127.0.0.1:{free_port()}/v1/traces", 1.0, "simiti-test")
        with tracing.enter("test", None):
            pass
        tracing.end()
    assert time.monotonic() - began < spans.SEND_SECONDS + 2
    assert {one["event"] for one in said} == {"tracing.trouble"}


def test_a_summary_holds_verbs_and_tables_and_no_value() -> None:
    said = tracing.summary_of
    assert said("BEGIN READ ONLY; SET LOCAL simiti.tenant_id = '7'") == "BEGIN"
    assert said("SELECT a FROM plan JOIN initiative i ON i.x = 'FROM someone'") == (
        "SELECT plan initiative"
    )
    assert said("UPDATE job SET name = 'it''s FROM here' WHERE a IS DISTINCT FROM b") == (
        "UPDATE job"
    )
    assert said("INSERT INTO document (note) VALUES ($1)") == "INSERT document"
    assert said("SELECT * FROM unnest($1::text[])") == "SELECT"
    assert said("select 1") == "SELECT"
    assert said("ความลับ") == "OTHER"
    assert len(said("SELECT 1 FROM " + " JOIN ".join(f"table_{at}" for at in range(99)))) <= 120
