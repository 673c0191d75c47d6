"""What Prometheus may know of the api: how much, how slow, how faulty, how full. No names, no ids.

Every label is of a closed set: what callers choose (addresses, names of operations) is none.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import Any

from graphql import DocumentNode, FieldNode, GraphQLSchema, OperationDefinitionNode
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Message, Receive, Scope, Send
from prometheus_client import Gauge, Histogram, start_http_server

from api.schema.assembly import SCHEMA
from api.settings import Settings
from plan_core.db.transaction import Database

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
ROUTES = frozenset(
    {"graphql", "health", "public", "documents", "attachments", "reports", "outlines", "assets"}
    | {"auth", "comparison"}
)
LOOK_EVERY_SECONDS = 1.0
UNKNOWN = "unknown"
"""What cannot be read, or is asked for by the id of a document that nobody knows."""
FAULTS = frozenset({"INTERNAL", "UNAVAILABLE"})

HTTP_SECONDS = Histogram(
    "simiti_http_seconds",
    "Until an answer begins, by first part of the address and by how it ended.",
    ("route", "outcome"),
    buckets=BUCKETS,
)
GRAPHQL_SECONDS = Histogram(
    "simiti_graphql_seconds",
    "Until an answer begins, by the operation's first field and by how it ended.",
    ("operation", "outcome"),
    buckets=BUCKETS,
)
IN_FLIGHT = Gauge("simiti_http_in_flight", "Requests that are being answered, streams included.")
LOOP_LAG = Gauge("simiti_event_loop_lag_seconds", "How late the process came to a timer of its own")
POOL_BUSY = Gauge("simiti_database_connections_busy", "Connections in use.", ("pool",))
POOL_SIZE = Gauge("simiti_database_connections_most", "Connections there may be.", ("pool",))


class MeteringMiddleware(ASGIMiddleware):
    """Notes when a request began; `observe` sees its answer begin, refusals included."""

    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        scope["state"]["metering_began"] = time.perf_counter()
        IN_FLIGHT.inc()
        try:
            await next_app(scope, receive, send)
        finally:
            IN_FLIGHT.dec()


async def observe(message: Message, scope: Scope) -> None:
    """Litestar calls it before each message is sent."""
    if message["type"] != "http.response.start" or scope["type"] != ScopeType.HTTP:
        return
    state: Mapping[str, Any] = scope["state"]
    # What no route takes never came to the middleware: it was quick.
    seconds = time.perf_counter() - state.get("metering_began", time.perf_counter())
    outcome = outcome_of(message["status"], state.get("metering_codes", ()))
    HTTP_SECONDS.labels(route_of(scope["path"]), outcome).observe(seconds)
    operation = state.get("metering_operation")
    if operation is not None:
        GRAPHQL_SECONDS.labels(operation, outcome).observe(seconds)


def route_of(path: str) -> str:
    first = path.split("/", 2)[1] if path.startswith("/") else ""
    return first if first in ROUTES else "page"


def outcome_of(status: int, codes: Sequence[str]) -> str:
    """`fault` is ours, `refused` the caller's: 200 of GraphQL says neither by itself."""
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR or not FAULTS.isdisjoint(codes):
        return "fault"
    return "refused" if status >= HTTPStatus.BAD_REQUEST or codes else "ok"


def operation_of(document: DocumentNode | None, name: str | None) -> str:
    """`query.plan`: type and first field of what is asked for, as the schema spells it."""
    definition = None if document is None else chosen(document, name)
    if definition is None:
        return UNKNOWN
    kind = definition.operation
    root = _core().get_root_type(kind)
    for selected in definition.selection_set.selections:
        if isinstance(selected, FieldNode) and root is not None:
            field = selected.name.value
            return f"{kind.value}.{field if field in root.fields else 'other'}"
    return f"{kind.value}.other"


def chosen(document: DocumentNode, name: str | None) -> OperationDefinitionNode | None:
    """What of a document is to be carried out."""
    for definition in document.definitions:
        if isinstance(definition, OperationDefinitionNode) and (
            name is None or (definition.name is not None and definition.name.value == name)
        ):
            return definition
    return None


def _core() -> GraphQLSchema:
    return SCHEMA._schema  # pyright: ignore[reportPrivateUsage]


@asynccontextmanager
async def measuring(settings: Settings, pools: Mapping[str, Database]) -> AsyncGenerator[None]:
    """While the process lives: its lag and its pools, and the page for Prometheus."""
    looking = asyncio.create_task(_look(pools))
    server = None
    if settings.metrics_port:
        server, _thread = start_http_server(settings.metrics_port, settings.metrics_host)
    try:
        yield
    finally:
        looking.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await looking
        if server is not None:
            server.shutdown()
            server.server_close()


async def _look(pools: Mapping[str, Database]) -> None:
    while True:
        due = time.perf_counter() + LOOK_EVERY_SECONDS
        await asyncio.sleep(LOOK_EVERY_SECONDS)
        LOOP_LAG.set(max(0.0, time.perf_counter() - due))
        for name, database in pools.items():
            busy, most = database.fullness()
            POOL_BUSY.labels(name).set(busy)
            POOL_SIZE.labels(name).set(most)
