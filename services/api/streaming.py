"""Subscriptions over Server-Sent Events, one a request: "distinct connections mode". See ADR 14."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import suppress
from typing import Any

import msgspec
from graphql import GraphQLError
from litestar import Response
from litestar.response import Stream
from strawberry.types.execution import ExecutionResult

from api.context import Context
from api.graphql_errors import is_callers_own
from api.refusals import status_of
from api.schema.assembly import SCHEMA
from api.sign_in import check_still_signed_in
from plan_core.errors import SimitiError

MEDIA_TYPE = "text/event-stream"
HEARTBEAT_SECONDS = 15.0
"""A line that says nothing for this long says that it is there; the session is looked at too."""
HEARTBEAT = b":\n\n"
COMPLETE = b"event: complete\ndata:\n\n"
HEADERS = {
    "Cache-Control": "no-store, no-transform",
    # Proxies that gather an answer before they pass it on would hold back every event.
    "X-Accel-Buffering": "no",
}

Results = AsyncGenerator[ExecutionResult]


async def open_stream(
    query: str,
    variables: dict[str, Any] | None,
    operation_name: str | None,
    context: Context,
    deadline_seconds: float,
) -> Response[Any]:
    """The stream, once its first event is there; a refusal before that is a plain answer.

    Raises TimeoutError when the first event takes too long.
    """
    results: Results = await SCHEMA.subscribe(
        query,
        variable_values=variables,
        context_value=context,
        operation_name=operation_name,
    )
    async with asyncio.timeout(deadline_seconds):
        first = await anext(results)
    if first.errors and first.data is None:
        await results.aclose()
        return _refuse(first.errors, context)
    return Stream(tell(context, first, results), media_type=MEDIA_TYPE, headers=HEADERS)


async def tell(context: Context, first: ExecutionResult, results: Results) -> AsyncGenerator[bytes]:
    """Events and heartbeats, each only while the session that opened the stream still counts."""
    waiting: asyncio.Task[ExecutionResult | None] | None = None
    try:
        yield _next(first, context)
        while True:
            waiting = waiting or asyncio.create_task(_next_of(results))
            await asyncio.wait({waiting}, timeout=HEARTBEAT_SECONDS)
            if waiting.done() and waiting.result() is None:
                break
            try:
                await check_still_signed_in(context)
            except SimitiError as refusal:
                yield _next(_failed(refusal), context)
                break
            if waiting.done() and (result := waiting.result()):
                waiting = None
                yield _next(result, context)
            else:
                yield HEARTBEAT
        yield COMPLETE
    finally:
        # Not awaited here: who gives up a stream cancels whatever is awaited in it.
        closing = asyncio.create_task(_close(waiting, results))
        CLOSING.add(closing)
        closing.add_done_callback(CLOSING.discard)


CLOSING: set[asyncio.Task[None]] = set()
"""Held, because the loop itself holds tasks only weakly."""


async def _next_of(results: Results) -> ExecutionResult | None:
    return await anext(results, None)


async def _close(waiting: asyncio.Task[ExecutionResult | None] | None, results: Results) -> None:
    if waiting is not None:
        waiting.cancel()
        with suppress(asyncio.CancelledError):
            await waiting
    await results.aclose()


def _next(result: ExecutionResult, context: Context) -> bytes:
    body: dict[str, Any] = {"data": result.data}
    if result.errors:
        body["errors"] = context.show(result.errors)
    # JSON holds no line breaks outside its texts, and those are escaped.
    return b"event: next\ndata: " + msgspec.json.encode(body) + b"\n\n"


def _failed(refusal: SimitiError) -> ExecutionResult:
    return ExecutionResult(None, [GraphQLError(refusal.message_en, original_error=refusal)])


def _refuse(errors: list[GraphQLError], context: Context) -> Response[bytes]:
    """Nothing was told yet, so that the status can say what happened."""
    cause = errors[0].original_error
    headers = {"Cache-Control": "no-store"}
    status = 400 if is_callers_own(errors[0]) else 500
    if isinstance(cause, SimitiError):
        status = status_of(cause)
        if seconds := cause.values.get("retryAfterSeconds"):
            headers["Retry-After"] = str(seconds)
    body = {"errors": context.show(errors)}
    return Response(
        msgspec.json.encode(body),
        status_code=status,
        media_type="application/graphql-response+json; charset=utf-8",
        headers=headers,
    )
