"""One trace, from the page to the last statement of the job it asked for, by real processes."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from urllib.parse import quote

import httpx
import pytest

from local.broker import Broker
from local.database import DatabaseUrls
from local.postgres import free_port
from make.collector import Collector, Seen, open_collector
from make.documents import make_document_text
from make.parts import Parts, open_parts, settings_of
from make.people import make_actor, make_token
from make.world import World
from plan_core.db.transaction import utc_now

TRACE, PAGE = "1f" * 16, "2e" * 8
HEADER = {"traceparent": f"00-{TRACE}-{PAGE}-00"}
SERVER, CONSUMER = 2, 5
SECRET_WORDS = "ข้อความที่เป็นความลับ"


@pytest.fixture(scope="module")
def collector() -> Iterator[Collector]:
    with open_collector() as collector:
        yield collector


@pytest.fixture(scope="module")
def port() -> int:
    return free_port()


@pytest.fixture(scope="module")
def parts(
    module_database_urls: DatabaseUrls,
    collector: Collector,
    port: int,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Parts]:
    folder = tmp_path_factory.mktemp("traced")
    broker = Broker(folder / "data", "test", folder / "broker.log")
    broker.start()
    settings = settings_of(module_database_urls, broker.url, folder / "files")
    settings |= {"SIMITI_TRACING_URL": collector.url, "SIMITI_PORT": str(port)}
    try:
        with open_parts(settings, folder) as parts:
            parts.start("api")
            parts.start("worker", "--concurrency=1")
            parts.wait_for(f"http://127.0.0.1:{port}/health/ready")
            yield parts
    finally:
        broker.stop()


@pytest.fixture
async def officer(
    parts: Parts, port: int, module_database_urls: DatabaseUrls
) -> AsyncIterator[httpx.AsyncClient]:
    world = World(module_database_urls)
    world.app.clock = world.door.clock = utc_now
    try:
        cookies = {"simiti_session": await make_token(world, await make_actor(world))}
    finally:
        await world.close()
    base = f"http://127.0.0.1:{port}"
    async with httpx.AsyncClient(base_url=base, cookies=cookies, timeout=30) as client:
        yield client


def tree_of(spans: list[Seen]) -> dict[str, list[str]]:
    """Names of children by the name of their parent."""
    names = {one.span_id: one.name for one in spans}
    tree: dict[str, list[str]] = {}
    for one in spans:
        tree.setdefault(names.get(one.parent_id, one.parent_id), []).append(one.name)
    return tree


async def test_one_trace_from_the_page_to_the_statements_of_its_job(
    officer: httpx.AsyncClient, collector: Collector, parts: Parts
) -> None:
    text = make_document_text(note=SECRET_WORDS)
    answer = await officer.post("/documents", files={"file": ("plan.txt", text)}, headers=HEADER)
    assert answer.status_code < 300, answer.text
    # Each of two processes sends its own, when it comes to it.
    request, job = [
        await asyncio.to_thread(
            collector.wait_for, lambda one, kind=kind: (one.trace_id, one.kind) == (TRACE, kind)
        )
        for kind in (SERVER, CONSUMER)
    ]
    spans = collector.of_trace(TRACE)
    tree = tree_of(spans)

    assert (request.service, request.name) == ("simiti-api", "POST /documents")
    assert request.parent_id == PAGE
    assert request.notes["http.response.status_code"] == answer.status_code
    assert request.notes["simiti.request_id"] == answer.headers["x-request-id"]
    assert {"transaction", "send jobs"} <= set(tree["POST /documents"])
    assert {"INSERT document", "INSERT job", "COMMIT"} <= set(tree["transaction"])

    assert (job.service, job.kind) == ("simiti-worker", CONSUMER)
    (asking,) = [one for one in spans if one.span_id == job.parent_id]
    assert (asking.name, asking.parent_id) == ("transaction", request.span_id)
    assert job.notes["simiti.job.attempt"] == 1
    assert job.name == "job intake.read_document"
    transactions = {one.span_id for one in spans if one.parent_id == job.span_id}
    statements = [one.name for one in spans if one.parent_id in transactions]
    assert "INSERT document_reading" in statements, statements
    # Through the session and past it, both ends.
    assert {"BEGIN", "COMMIT"} <= set(statements)


async def test_nothing_that_people_wrote_is_sent(
    officer: httpx.AsyncClient, collector: Collector
) -> None:
    """A document, an address, a header, a variable, a literal, a name that is none."""
    await officer.get(
        f"/documents/{SECRET_WORDS}", headers=[(b"user-agent", SECRET_WORDS.encode())]
    )
    field = "organisations(search: {}, first: 1) {{ nodes {{ code }} }}"
    literal = "{ " + field.format(f'"{SECRET_WORDS}"') + " }"
    given = "query Q($a: String!) { " + field.format("$a") + " }"
    for body in (
        {"query": literal},
        {"query": literal, "operationName": SECRET_WORDS},
        {"query": given, "variables": {"a": SECRET_WORDS}},
        {"query": given, "variables": {"b": SECRET_WORDS}},
    ):
        await officer.post("/graphql", json=body)
    mark = await officer.post("/graphql", json={"query": "{ __typename }"})
    request_id = mark.headers["x-request-id"]
    await asyncio.to_thread(
        collector.wait_for, lambda one: one.notes.get("simiti.request_id") == request_id
    )
    sent = b"".join(collector.raw)
    assert SECRET_WORDS.encode() not in sent
    # As it stands in an address; the beginning of it, as what is long is cut.
    assert quote(SECRET_WORDS).encode()[:60] not in sent
    assert officer.cookies["simiti_session"].encode() not in sent
    assert b"testserver" not in sent
    assert not [one for one in collector.spans if one.events], "exceptions hold what was written"
    known = {"http", "db", "graphql", "simiti", "error"}
    assert {key.split(".")[0] for one in collector.spans for key in one.notes} <= known
