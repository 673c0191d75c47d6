"""Spans of requests and of their operations; `plan_core.tracing` says what a span may hold."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from http import HTTPStatus

from graphql import DocumentNode
from litestar.connection import ASGIConnection
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from api import metering
from api.context import Context
from api.refusals import request_id_of
from plan_core import tracing

_STREAM = b"text/event-stream"
_QUIET = ("/health/", "/assets/")
"""Probes of machines, and files of the page: nobody asks why one of them was slow."""
LONGEST_NAME = 64
"""Of an operation, as its author calls it."""


class TracingMiddleware(ASGIMiddleware):
    """A request as a span, by its method and the pattern of its address: what a caller wrote into
    an address is not in it."""

    scopes = (ScopeType.HTTP,)

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        route = str(scope["path_template"])
        if not tracing.is_on() or scope["type"] != ScopeType.HTTP or route.startswith(_QUIET):
            await next_app(scope, receive, send)
            return
        header = next((value for name, value in scope["headers"] if name == b"traceparent"), None)
        came = None if header is None else header.decode("latin-1")
        with tracing.enter(f"{scope['method']} {route}", came) as span:
            span.note("http.request.method", str(scope["method"]))
            span.note("http.route", route)
            # By this the id that a person tells us leads to the trace.
            span.note("simiti.request_id", request_id_of(ASGIConnection(scope)))

            async def tell(message: Message) -> None:
                if message["type"] == "http.response.start":
                    status = message["status"]
                    span.note("http.response.status_code", status)
                    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
                        span.fail(str(status))
                    if any(value.startswith(_STREAM) for _, value in message["headers"]):
                        # It stays open for hours. What it tells later belongs to other requests.
                        span.end()
                await send(message)

            await next_app(scope, receive, tell)


@contextmanager
def operation(named: str, document: DocumentNode | None, context: Context) -> Generator[None]:
    """What a request asks of the schema, to the answer's bytes; `named` is as metrics know it."""
    with tracing.span(f"graphql {named}") as span:
        if span is not tracing.NOTHING:
            _name(span, document, context)
        yield
        if context.error_codes:
            span.note("simiti.refusal", " ".join(sorted(set(context.error_codes))))
            if not metering.FAULTS.isdisjoint(context.error_codes):
                span.fail("fault")


def _name(span: tracing.Span, document: DocumentNode | None, context: Context) -> None:
    asked = None if document is None else metering.chosen(document, context.operation_name)
    if asked is None:
        return
    span.note("graphql.operation.type", asked.operation.value)
    if asked.name is not None:
        # What a program's author calls it: letters, digits and underscores.
        span.note("graphql.operation.name", asked.name.value[:LONGEST_NAME])
