"""The parts as servers start them, on a real database and broker: probes, metrics, a clean end."""

import asyncio
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from cli import outlying
from local.broker import Broker
from local.database import DatabaseUrls
from local.postgres import free_port
from make.documents import receive
from make.parts import Parts, open_parts, settings_of
from make.people import make_actor
from make.world import World
from plan_core.db.transaction import utc_now

SWEEP = "jobs.sweep"
READ = "intake.read_document"


@pytest.fixture(scope="module")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Broker]:
    """One of our own: a test takes it away."""
    folder = tmp_path_factory.mktemp("broker")
    broker = Broker(folder / "data", "test", folder / "broker.log")
    broker.start()
    yield broker
    broker.stop()


@pytest.fixture(scope="module")
def ports() -> dict[str, int]:
    return {"api": free_port(), "api metrics": free_port(), "worker metrics": free_port()}


@pytest.fixture(scope="module")
def parts(
    module_database_urls: DatabaseUrls,
    broker: Broker,
    ports: dict[str, int],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Parts]:
    folder = tmp_path_factory.mktemp("parts")
    settings = settings_of(module_database_urls, broker.url, folder / "files")
    with open_parts(settings, folder) as parts:
        parts.start(
            "api", SIMITI_PORT=str(ports["api"]), SIMITI_METRICS_PORT=str(ports["api metrics"])
        )
        worker_port = str(ports["worker metrics"])
        parts.start("worker", "--concurrency=1", SIMITI_METRICS_PORT=worker_port)
        parts.start("scheduler")
        parts.wait_for(f"http://127.0.0.1:{ports['api']}/health/ready")
        parts.wait_for(f"http://127.0.0.1:{worker_port}/metrics")
        yield parts


def value(port: int, metric: str, **labels: str) -> float:
    """The sum of all samples with these labels; 0 while there is none."""
    answer = httpx.get(f"http://127.0.0.1:{port}/metrics", timeout=10)
    assert answer.status_code == 200
    return sum(
        sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
        if sample.name == metric and labels.items() <= sample.labels.items()
    )


async def until(met: Callable[[], bool], parts: Parts, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not await asyncio.to_thread(met):
        assert time.monotonic() < end, parts.said()
        await asyncio.sleep(0.1)


def ask(port: int, query: str, **more: object) -> httpx.Response:
    body = {"query": query, **more}
    return httpx.post(f"http://127.0.0.1:{port}/graphql", json=body, timeout=20)


def test_an_operation_is_counted_by_its_first_field_and_its_outcome(
    parts: Parts, ports: dict[str, int]
) -> None:
    api, metered = ports["api"], ports["api metrics"]
    name = "simiti_graphql_seconds_count"
    # Refused inside an answer that is 200: nobody has signed in.
    answer = ask(api, "query Chosen { provinces { code } }", operationName="Chosen")
    assert answer.status_code == 200
    assert value(metered, name, operation="query.provinces", outcome="refused") == 1
    assert ask(api, "{ __typename }").json()["data"] == {"__typename": "Query"}
    assert value(metered, name, operation="query.other", outcome="ok") == 1
    # What the caller invents becomes no label.
    ask(api, "query Invented { thisIsNoField }")
    ask(api, "this is no query")
    assert value(metered, name, operation="query.other", outcome="refused") == 1
    assert value(metered, name, operation="unknown", outcome="refused") == 1
    httpx.post(
        f"http://127.0.0.1:{api}/graphql", json={"documentId": "sha256:" + "0" * 64}, timeout=10
    )
    assert value(metered, name, operation="unknown", outcome="refused") == 2
    seen = httpx.get(f"http://127.0.0.1:{metered}/metrics", timeout=10).text
    assert not [word for word in ("Chosen", "Invented", "thisIsNoField") if word in seen]


def test_addresses_that_callers_invent_are_one_route(parts: Parts, ports: dict[str, int]) -> None:
    for address in ("nowhere/at.all", "1900/../x.php", "wp-login.php"):
        httpx.get(f"http://127.0.0.1:{ports['api']}/{address}", timeout=10)
    name = "simiti_http_seconds_count"
    assert value(ports["api metrics"], name, route="page", outcome="refused") >= 3
    seen = httpx.get(f"http://127.0.0.1:{ports['api metrics']}/metrics", timeout=10).text
    assert "wp-login" not in seen


def test_the_public_port_serves_no_metrics(parts: Parts, ports: dict[str, int]) -> None:
    answer = httpx.get(f"http://127.0.0.1:{ports['api']}/metrics", timeout=10)
    assert "simiti_http_seconds" not in answer.text


async def test_the_process_says_how_full_it_is(parts: Parts, ports: dict[str, int]) -> None:
    metered = ports["api metrics"]
    await until(lambda: value(metered, "simiti_database_connections_most", pool="app") > 0, parts)
    busy = value(metered, "simiti_database_connections_busy", pool="app")
    assert 0 <= busy <= value(metered, "simiti_database_connections_most", pool="app")
    assert value(metered, "simiti_http_in_flight") >= 0
    assert value(metered, "process_resident_memory_bytes") > 0


async def test_the_queue_and_the_tasks_are_counted(
    parts: Parts, ports: dict[str, int], module_database_urls: DatabaseUrls
) -> None:
    metered = ports["worker metrics"]
    done = "simiti_task_seconds_count"
    await until(lambda: value(metered, done, task=SWEEP, outcome="ok") > 0, parts)
    assert value(metered, "simiti_task_last_done_seconds", task=SWEEP) <= time.time()
    world = World(module_database_urls)
    world.app.clock = utc_now
    try:
        # Promised, its message lost: the row alone says that it waits, and the sweeper finds it.
        await receive(world, await make_actor(world))
        waits = value(metered, "simiti_jobs_open", name=READ, state="WAITING")
        assert waits + value(metered, "simiti_jobs_open", name=READ, state="RUNNING") == 1
        assert value(metered, "simiti_queue_readable") == 1
        # Nothing lies in the store: the job is tried again, and says so.
        await until(lambda: value(metered, done, task=READ, outcome="ok") > 0, parts)
    finally:
        await world.close()


def test_the_doctor_finds_the_worker(parts: Parts, broker: Broker) -> None:
    found = outlying.worker(broker.url)
    assert (found.detail, found.fault) == ("1 at the broker", ""), parts.said()


def test_a_worker_without_its_database_still_answers(
    broker: Broker, tmp_path: Path, database_urls: DatabaseUrls
) -> None:
    port = free_port()
    away = f"postgresql+asyncpg://nobody:x@127.0.0.1:{free_port()}/nothing"
    settings = settings_of(database_urls, broker.url, tmp_path / "files")
    settings |= {"SIMITI_WORKER_DATABASE_URL": away, "SIMITI_METRICS_PORT": str(port)}
    with open_parts(settings, tmp_path) as parts:
        parts.start("worker", "--concurrency=1", "--queues=of-its-own")
        seen = parts.wait_for(f"http://127.0.0.1:{port}/metrics")
        assert "simiti_queue_readable 0.0" in seen.text
        assert "simiti_jobs_open{" not in seen.text


def test_alive_without_a_database_but_not_ready(
    broker: Broker, tmp_path: Path, database_urls: DatabaseUrls
) -> None:
    port = free_port()
    away = f"postgresql+asyncpg://nobody:x@127.0.0.1:{free_port()}/nothing"
    settings = settings_of(database_urls, broker.url, tmp_path / "files")
    settings |= {"SIMITI_DATABASE_URL": away, "SIMITI_PORT": str(port)}
    with open_parts(settings, tmp_path) as parts:
        parts.start("api")
        assert parts.wait_for(f"http://127.0.0.1:{port}/health/live").json() == {"status": "live"}
        ready = parts.wait_for(f"http://127.0.0.1:{port}/health/ready", status=503).json()
        assert ready["parts"]["database"] is False
        assert ready["parts"]["broker"] is True


@pytest.mark.parametrize("part", ["api", "worker", "scheduler"])
def test_a_part_ends_in_order_when_asked(parts: Parts, ports: dict[str, int], part: str) -> None:
    """Runs last: what systemd and engines do first is SIGTERM."""
    assert parts.stop(part) in (0, -15), parts.said()
