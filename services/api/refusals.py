"""Refusals over HTTP: the one table from kind to status, and the JSON that carries them."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

import structlog
from litestar import MediaType, Request, Response
from litestar.connection import ASGIConnection
from litestar.exceptions import HTTPException

from plan_core import errors
from plan_core.errors import SimitiError, Value
from plan_core.files import Damaged, StoreAway

log = structlog.get_logger()

AnyRequest = Request[Any, Any, Any]
AnyConnection = ASGIConnection[Any, Any, Any, Any]

STATUS_OF_KIND: tuple[tuple[type[SimitiError], int, str], ...] = (
    # The first kind that fits counts, so a kind stands before what it derives from.
    (errors.Unauthenticated, HTTPStatus.UNAUTHORIZED, "UNAUTHENTICATED"),
    (errors.Forbidden, HTTPStatus.FORBIDDEN, "FORBIDDEN"),
    (errors.NotFound, HTTPStatus.NOT_FOUND, "NOT_FOUND"),
    (errors.Invalid, HTTPStatus.BAD_REQUEST, "INVALID"),
    (errors.Conflict, HTTPStatus.CONFLICT, "CONFLICT"),
    (errors.RateLimited, HTTPStatus.TOO_MANY_REQUESTS, "RATE_LIMITED"),
    (errors.TooMany, HTTPStatus.TOO_MANY_REQUESTS, "LOCKED"),
    (errors.Locked, HTTPStatus.LOCKED, "LOCKED"),
    (errors.Unavailable, HTTPStatus.SERVICE_UNAVAILABLE, "UNAVAILABLE"),
)
"""Kind → (HTTP status, GraphQL's `extensions.code`)."""

STATUS_OF_CODE: Mapping[str, int] = {
    "DOCUMENT_TOO_LARGE": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "DOCUMENT_TYPE_MISMATCH": HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    "DOCUMENT_TYPE_UNSUPPORTED": HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    "FILE_TOO_LARGE": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "FILE_TYPE_MISMATCH": HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    "FILE_TYPE_UNSUPPORTED": HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    "BODY_TOO_LARGE": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "MEDIA_TYPE_UNSUPPORTED": HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
}
"""Codes of Invalid for which HTTP has a word of its own."""

UNKNOWN_DOCUMENT = "PERSISTED_QUERY_NOT_FOUND"

INTERNAL = SimitiError(
    "INTERNAL",
    "ระบบขัดข้อง ทีมงานได้รับบันทึกแล้ว โปรดลองใหม่ หรือแจ้งรหัสคำขอนี้",
    "Something broke on our side. It has been logged; try again, or tell us this request id.",
)


def status_of(error: SimitiError) -> int:
    by_code = STATUS_OF_CODE.get(error.code)
    return int(by_code if by_code is not None else _row_of(error)[0])


def graphql_code_of(error: SimitiError) -> str:
    # The word by which clients of APQ know that they must send the text.
    return error.code if error.code == UNKNOWN_DOCUMENT else _row_of(error)[1]


def _row_of(error: SimitiError) -> tuple[int, str]:
    for kind, status, code in STATUS_OF_KIND:
        if isinstance(error, kind):
            return status, code
    return HTTPStatus.INTERNAL_SERVER_ERROR, "INTERNAL"


def request_id_of(connection: AnyConnection) -> str:
    """The id of this request, made when first asked for; it stands in logs and in refusals."""
    state = connection.scope["state"]
    if "simiti_request_id" not in state:
        state["simiti_request_id"] = secrets.token_hex(8)
    return str(state["simiti_request_id"])


def body_of(error: SimitiError, request_id: str) -> dict[str, Value]:
    return {
        "error": {
            "code": error.code,
            "messageTh": error.message_th,
            "messageEn": error.message_en,
            "field": error.field,
            "values": error.values,
            "requestId": request_id,
        }
    }


def problem_of(error: SimitiError) -> dict[str, Value]:
    """One refusal among several, like a cell of a workbook."""
    return {
        "code": error.code,
        "messageTh": error.message_th,
        "messageEn": error.message_en,
        "values": error.values,
    }


def refuse(request: AnyRequest, error: SimitiError) -> Response[dict[str, Value]]:
    """The response for a refusal; also an exception handler."""
    headers: dict[str, str] = {"Cache-Control": "no-store"}
    retry_after = error.values.get("retryAfterSeconds")
    if isinstance(retry_after, int):
        headers["Retry-After"] = str(retry_after)
    if error.code == "TOKEN_REFUSED":
        headers["WWW-Authenticate"] = 'Bearer error="invalid_token"'
    return Response(
        body_of(error, request_id_of(request)),
        status_code=status_of(error),
        media_type=MediaType.JSON,
        headers=headers,
    )


_FRAMEWORK_WORDS: Mapping[int, tuple[str, str, str]] = {
    400: ("INVALID", "คำขอไม่ถูกต้อง", "The request cannot be understood."),
    401: ("UNAUTHENTICATED", "กรุณาเข้าสู่ระบบก่อน", "Please sign in first."),
    403: ("FORBIDDEN", "ท่านไม่มีสิทธิทำรายการนี้", "You may not do this."),
    404: ("NOT_FOUND", "ไม่พบหน้านี้", "There is nothing at this address."),
    405: ("METHOD_NOT_ALLOWED", "ใช้วิธีเรียกนี้ไม่ได้", "This method is not allowed here."),
    413: ("BODY_TOO_LARGE", "ข้อมูลที่ส่งมาใหญ่เกินไป", "The request's body is too large."),
    415: ("MEDIA_TYPE_UNSUPPORTED", "ชนิดข้อมูลไม่ถูกต้อง", "This media type is not accepted."),
    429: ("TOO_MANY", "ส่งคำขอถี่เกินไป", "Too many requests."),
}


def refuse_for_framework(request: AnyRequest, error: HTTPException) -> Response[dict[str, Value]]:
    """Litestar's own refusals in our shape; their detail may echo input, so it stays out."""
    words = _FRAMEWORK_WORDS.get(error.status_code)
    if words is None and error.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return break_down(request, error)
    if words is None:
        words = _FRAMEWORK_WORDS[400]
    response = refuse(request, SimitiError(*words))
    response.status_code = error.status_code
    for name in ("Allow", "Retry-After"):
        if error.headers and name in error.headers:
            response.set_header(name, error.headers[name])
    return response


def break_down(request: AnyRequest, error: Exception) -> Response[dict[str, Value]]:
    """A bug: logged with its trace and the request's id; the client learns only the id."""
    request_id = request_id_of(request)
    log.error(
        "request.failed",
        request_id=request_id,
        method=request.method,
        path=request.url.path,
        exc_info=error,
    )
    return refuse(request, INTERNAL)


def store_away(request: AnyRequest, error: StoreAway) -> Response[dict[str, Value]]:
    """Where the files lie is out of reach or full."""
    log.error("store.away", request_id=request_id_of(request), exc_info=error)
    return refuse(
        request,
        errors.Unavailable(
            "UNAVAILABLE",
            "ที่เก็บไฟล์ไม่พร้อมชั่วคราว ไม่มีอะไรถูกบันทึก ลองใหม่ได้",
            "The file store is away for a moment. Nothing was kept; it is safe to try again.",
        ),
    )


def file_damaged(request: AnyRequest, error: Damaged) -> Response[dict[str, Value]]:
    """Somebody or something changed what lies in the store: only a backup has the file."""
    log.error("store.damaged", request_id=request_id_of(request), key=str(error))
    return refuse(
        request,
        errors.Unavailable(
            "FILE_DAMAGED",
            "ไฟล์ที่เก็บไว้ไม่ตรงกับไฟล์ที่ส่งเข้ามา จึงไม่เปิดให้ดาวน์โหลด โปรดแจ้งผู้ดูแลระบบ",
            "The stored file is not the one that was sent, and is not handed out. "
            "Please tell the operator.",
        ),
    )


EXCEPTION_HANDLERS: dict[int | type[Exception], Callable[[AnyRequest, Any], Response[Any]]] = {
    SimitiError: refuse,
    HTTPException: refuse_for_framework,
    StoreAway: store_away,
    Damaged: file_damaged,
    Exception: break_down,
}
