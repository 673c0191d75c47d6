"""Errors of GraphQL as a client sees them: stable codes, both languages, nothing leaked."""

from __future__ import annotations

from typing import Any

import structlog
from graphql import GraphQLError
from strawberry.exceptions import MissingQueryError
from strawberry.schema.exceptions import CannotGetOperationTypeError, InvalidOperationTypeError

from api.refusals import INTERNAL, UNKNOWN_DOCUMENT, graphql_code_of
from plan_core.errors import SimitiError

log = structlog.get_logger()

HINT = " Did you mean "
"""So begins what graphql-core suggests, at the end of its messages."""
APOLLO_WORD = "PersistedQueryNotFound"


def is_callers_own(error: GraphQLError) -> bool:
    """Whether the text that was sent is at fault, and says so in its own words."""
    cause = error.original_error
    if cause is None or isinstance(cause, _CALLERS_OWN):
        return True
    # A value written into the document that its scalar cannot read: nothing was run yet.
    return error.path is None and isinstance(cause, (ValueError, TypeError))


_CALLERS_OWN = (
    GraphQLError,
    MissingQueryError,
    CannotGetOperationTypeError,
    InvalidOperationTypeError,
)


def show_error(error: GraphQLError, request_id: str, *, with_hints: bool) -> dict[str, Any]:
    """Refusals in both languages; the caller's own mistakes as they are; bugs masked and logged.

    `with_hints` leaves in what names of the schema could have been meant.
    """
    cause = error.original_error
    shown: dict[str, Any] = dict(error.formatted)
    if isinstance(cause, SimitiError):
        refusal, code = cause, graphql_code_of(cause)
    elif is_callers_own(error):
        if not with_hints:
            shown["message"] = error.message.partition(HINT)[0]
        shown["extensions"] = {"code": "BAD_REQUEST", "requestId": request_id}
        return shown
    else:
        log.error("graphql.failed", request_id=request_id, path=error.path, exc_info=cause)
        refusal, code = INTERNAL, "INTERNAL"
    # Apollo's clients look for this word in the message.
    shown["message"] = APOLLO_WORD if code == UNKNOWN_DOCUMENT else refusal.message_en
    shown["extensions"] = {
        "code": code,
        "reason": refusal.code,
        "messageTh": refusal.message_th,
        "messageEn": refusal.message_en,
        "values": refusal.values,
        "requestId": request_id,
    }
    return shown
