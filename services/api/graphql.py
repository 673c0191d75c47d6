"""The GraphQL endpoint: JSON in, JSON out, errors with stable codes and nothing leaked."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Set
from contextlib import AbstractContextManager
from functools import partial
from typing import Any, cast

import msgspec
from graphql import DocumentNode, GraphQLError, parse
from litestar import Request, Response, get, post
from litestar.handlers import HTTPRouteHandler
from strawberry.exceptions import MissingQueryError
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError
from strawberry.types.execution import ExecutionResult, PreExecutionError
from strawberry.types.graphql import OperationType

from api import metering, streaming, tracing
from api.bearer import address_of
from api.context import Context, Rooms
from api.deprecated import used_by
from api.fast import keeping
from api.fast.documents import DOCUMENTS
from api.operations import Operation, Sent, sent_in_address, sent_in_body
from api.origin import cross_origin, is_ours
from api.refusals import request_id_of, status_of
from api.schema.assembly import SCHEMA
from api.schema.limits import MOST_TOKENS, cost_of
from api.sign_in import signed_in_of, token_of
from plan_core.errors import RateLimited, SimitiError, Unavailable

LARGEST_BODY = 1024 * 1024
DEADLINE_SECONDS = 10
NEW_MEDIA_TYPE = "application/graphql-response+json"
ANSWERED_AT_ONCE = {OperationType.QUERY, OperationType.MUTATION}
READ_BY_ADDRESS = {OperationType.QUERY}
OLD_MEDIA_TYPE = "application/json"
MOST_OPERATIONS = 16
"""Of one document, whose costs are remembered."""


def make_endpoints(rooms: Rooms) -> tuple[HTTPRouteHandler, HTTPRouteHandler]:
    """POST /graphql, a stream for who accepts one, and GET for what only reads."""

    @post("/graphql", status_code=200, request_max_body_size=LARGEST_BODY)
    async def graphql(request: Request[Any, Any, Any]) -> Response[Any]:
        sent = await sent_in_body(request)
        is_stream = streaming.MEDIA_TYPE in request.headers.get("accept", "")
        context = await context_of(request, rooms, sent, is_attended=not is_stream)
        operation = await admit(request, sent, context)
        if not isinstance(operation, Operation):
            return operation
        try:
            with traced(request, operation, context):
                if is_stream:
                    opened = await streaming.open_stream(
                        operation.query,
                        operation.variables,
                        operation.operation_name,
                        context,
                        DEADLINE_SECONDS,
                    )
                    note_deprecated(operation, context)
                    return opened
                async with asyncio.timeout(DEADLINE_SECONDS):
                    return respond(request, *await answer(operation, context), context)
        except TimeoutError:
            raise too_slow() from None

    @get("/graphql")
    async def read(request: Request[Any, Any, Any]) -> Response[Any]:
        # Not by a link of another site either: its pages read nothing and make nobody work.
        if not is_ours(dict(request.headers), rooms.settings.origin):
            raise cross_origin()
        sent = sent_in_address(request)
        context = await context_of(request, rooms, sent)
        operation = await admit(request, sent, context)
        if not isinstance(operation, Operation):
            return operation
        try:
            with traced(request, operation, context):
                async with asyncio.timeout(DEADLINE_SECONDS):
                    body, executed = await answer(operation, context, READ_BY_ADDRESS)
        except TimeoutError:
            raise too_slow() from None
        except InvalidOperationTypeError:
            return only_read(context)
        return tagged(request, respond(request, body, executed, context))

    return graphql, read


async def context_of(
    request: Request[Any, Any, Any],
    rooms: Rooms,
    sent: Sent,
    *,
    is_attended: bool = True,
) -> Context:
    return Context(
        rooms=rooms,
        # Streams come back by themselves: opening one is no sign of a person at work.
        signed_in=await signed_in_of(request, rooms.door, rooms.settings, is_attended=is_attended),
        token=token_of(request, rooms.settings),
        request_id=request_id_of(request),
        find_again=partial(signed_in_of, request, rooms.door, rooms.settings, is_attended=False),
        operation_name=sent.operationName,
    )


async def admit(
    request: Request[Any, Any, Any], sent: Sent, context: Context
) -> Operation | Response[bytes]:
    """The operation with its text, paid for; or the answer that says why not.

    Asking for what is unknown or not allowed costs the asking.
    """
    operation, refusal = None, None
    signed_in = context.signed_in
    try:
        operation = await context.rooms.documents.complete(
            sent,
            signed_in.token_hash if signed_in is not None else None,
            is_signed_in=signed_in is not None,
        )
    except SimitiError as error:
        refusal = error
    refused = await charge(request, operation, context)
    if refused is not None:
        return refused
    if operation is None and refusal is not None:
        error = GraphQLError(refusal.message_en, original_error=refusal)
        body = write_body(PreExecutionError(data=None, errors=[error]), context)
        return respond(request, body, executed=False, context=context)
    return cast("Operation", operation)


async def charge(
    request: Request[Any, Any, Any], operation: Operation | None, context: Context
) -> Response[bytes] | None:
    """Take what the operation costs out of its caller's bucket; a 429 when that is not there."""
    try:
        cost = 1 if operation is None else cost_in(operation, context)
        request.state.metering_operation = named(operation, context)
        context.budget = await context.rooms.limits.take(caller_of(request, context), cost)
    except RateLimited as refusal:
        error = GraphQLError(refusal.message_en, original_error=refusal)
        return Response(
            write_body(PreExecutionError(data=None, errors=[error]), context),
            status_code=status_of(refusal),
            media_type=f"{media_type_for(request)}; charset=utf-8",
            headers={
                "Cache-Control": "no-store",
                "Retry-After": str(refusal.values["retryAfterSeconds"]),
                **context.rooms.limits.empty().headers(),
            },
        )
    return None


def named(operation: Operation | None, context: Context) -> str:
    """As metrics know it, after `cost_in` has read it."""
    if operation is None:
        return metering.UNKNOWN
    return metering.operation_of(document_of(operation, context), operation.operation_name)


def document_of(operation: Operation, context: Context) -> DocumentNode | None:
    known = DOCUMENTS.find(operation.query)
    return context.parsed if known is None else known.document


def traced(
    request: Request[Any, Any, Any], operation: Operation, context: Context
) -> AbstractContextManager[None]:
    name = str(request.state.metering_operation)
    return tracing.operation(name, document_of(operation, context), context)


def cost_in(operation: Operation, context: Context) -> int:
    """A text that is known was measured before; one that cannot be read costs the asking."""
    known = DOCUMENTS.find(operation.query)
    if known is None:
        try:
            context.parsed = parse(operation.query, max_tokens=MOST_TOKENS)
        except (GraphQLError, RecursionError):
            return 1
        return cost_of(context.parsed, operation.operation_name)
    name = operation.operation_name
    if name not in known.costs:
        if len(known.costs) >= MOST_OPERATIONS:
            known.costs.clear()
        known.costs[name] = cost_of(known.document, name)
    return known.costs[name]


def caller_of(request: Request[Any, Any, Any], context: Context) -> str:
    """Whose bucket: a token's own; a post's, in however many browsers; an address's without one."""
    if context.signed_in is None:
        return f"address:{address_of(request, context.rooms.settings)}"
    token_hash = context.signed_in.token_hash
    if token_hash is not None:
        return f"token:{token_hash.hex()[:32]}"
    return f"post:{context.actor.membership_id}"


async def answer(
    operation: Operation,
    context: Context,
    allowed: Set[OperationType] = ANSWERED_AT_ONCE,
) -> tuple[bytes, bool]:
    """The body, kept from before or made now, and whether anything was executed."""
    asked = await keeping.look(SCHEMA, operation.query, operation.variables, context)
    if asked is not None and asked.body is not None:
        note_deprecated(operation, context)
        await context.rooms.documents.keep(operation)
        return asked.body, True
    result = await execute(operation, context, allowed)
    body = write_body(result, context)
    if asked is not None and result.data is not None and not result.errors and not context.cookies:
        keeping.keep(asked, body, context)
    await context.rooms.documents.keep(operation)
    executed = not isinstance(result, PreExecutionError)
    if executed:
        note_deprecated(operation, context)
    return body, executed


def note_deprecated(operation: Operation, context: Context) -> None:
    """For a token's owner: what its operation used of that which is to go."""
    token_id = None if context.signed_in is None else context.actor.token_id
    if token_id is not None:
        core = SCHEMA._schema  # pyright: ignore[reportPrivateUsage]
        context.rooms.deprecated_uses.note(token_id, used_by(core, operation, context.parsed))


async def execute(
    operation: Operation, context: Context, allowed: Set[OperationType]
) -> ExecutionResult | PreExecutionError:
    """The schema's answer; a query without an operation to run is a request error like others."""
    # Fields that read places do not wait: what they read was read before, or is now.
    await context.rooms.areas()
    try:
        result = await SCHEMA.execute(
            operation.query,
            variable_values=operation.variables,
            context_value=context,
            operation_name=operation.operation_name,
            allowed_operation_types=allowed,
        )
    except InvalidOperationTypeError:
        if allowed is READ_BY_ADDRESS:
            raise
        why = f"A subscription is answered to who accepts {streaming.MEDIA_TYPE}."
        return PreExecutionError(data=None, errors=[GraphQLError(why)])
    except (MissingQueryError, CannotGetOperationTypeError) as error:
        why = "The query is empty." if isinstance(error, MissingQueryError) else str(error)
        return PreExecutionError(data=None, errors=[GraphQLError(why)])
    if result.data is None and not any(error.path for error in result.errors or ()):
        # Variables that do not fit are found last, but before any field was executed.
        return PreExecutionError(data=None, errors=result.errors)
    return result


def too_slow() -> Unavailable:
    return Unavailable(
        "QUERY_TOO_SLOW",
        "คำขอนี้ใช้เวลานานเกินไป ลองขอข้อมูลให้น้อยลง",
        "This took too long; ask for less at once.",
    )


def write_body(result: ExecutionResult | PreExecutionError, context: Context) -> bytes:
    """A request error (nothing was executed) has no `data`."""
    body: dict[str, Any] = {}
    if result.errors:
        body["errors"] = context.show(result.errors)
        context.error_codes = [one["extensions"]["code"] for one in body["errors"]]
    if not isinstance(result, PreExecutionError):
        body["data"] = result.data
    return msgspec.json.encode(body)


def respond(
    request: Request[Any, Any, Any], body: bytes, executed: bool, context: Context
) -> Response[bytes]:
    """A request error is 400 for clients of the new type."""
    request.state.metering_codes = context.error_codes
    media_type = media_type_for(request)
    headers = {"Cache-Control": "no-store"}
    if context.budget is not None:
        headers |= context.budget.headers()
    if context.is_program:
        body = with_cost(body, context)
    return Response(
        body,
        status_code=200 if executed or media_type == OLD_MEDIA_TYPE else 400,
        media_type=f"{media_type}; charset=utf-8",
        headers=headers,
        cookies=context.cookies,
    )


def media_type_for(request: Request[Any, Any, Any]) -> str:
    accepts_new = NEW_MEDIA_TYPE in request.headers.get("accept", "")
    return NEW_MEDIA_TYPE if accepts_new else OLD_MEDIA_TYPE


def with_cost(body: bytes, context: Context) -> bytes:
    """`extensions.cost` for programs: what this costs always, so that an ETag stays what it is.
    What is left is in the headers and in `rateLimit`."""
    if context.budget is None:
        return body
    cost = msgspec.json.encode({"cost": {"points": context.budget.cost}})
    return b"".join((body[:-1], b',"extensions":', cost, b"}"))


def only_read(context: Context) -> Response[bytes]:
    """405: what changes something is sent by POST, which other sites' pages cannot do unasked."""
    why = GraphQLError("By GET a query is answered, nothing else: send it by POST.")
    return Response(
        write_body(PreExecutionError(data=None, errors=[why]), context),
        status_code=405,
        media_type=f"{NEW_MEDIA_TYPE}; charset=utf-8",
        headers={"Allow": "POST", "Cache-Control": "no-store"},
    )


def tagged(request: Request[Any, Any, Any], answered: Response[bytes]) -> Response[bytes]:
    """With a tag of its bytes: 304 for who has them. Whose they are, each request decides anew."""
    if answered.status_code != 200:
        return answered
    tag = f'"{hashlib.sha256(answered.content).hexdigest()[:32]}"'
    headers = {
        "ETag": tag,
        "Cache-Control": "private, no-cache",
        "Vary": "Accept, Authorization, Cookie",
    }
    if tag in request.headers.get("if-none-match", ""):
        return Response(b"", status_code=304, headers=headers)
    answered.headers.update(headers)
    return answered
