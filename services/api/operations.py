"""What a request asks, as GraphQL over HTTP writes it: in a body of JSON, or in the address."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Literal

import msgspec
from litestar import Request

from plan_core.errors import Invalid

_DOCUMENT_ID = re.compile(r"sha256:([0-9a-f]{64})", re.ASCII)
_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Sent:
    """A request's body: a text, or the id of one that is known here."""

    query: str | None = None
    documentId: str | None = None  # noqa: N815 (the names on the wire)
    variables: dict[str, Any] | None = None
    operationName: str | None = None  # noqa: N815
    extensions: dict[str, Any] | None = None

    @property
    def digest(self) -> str | None:
        """SHA-256 of the document, where one is given; Invalid for what is none."""
        if self.documentId is not None:
            found = _DOCUMENT_ID.fullmatch(self.documentId)
            if found is None:
                raise _no_id("documentId")
            return found[1]
        apollo = (self.extensions or {}).get("persistedQuery")
        if apollo is None:
            return None
        try:
            digest = msgspec.convert(apollo, _Apollo).sha256Hash
        except msgspec.ValidationError:
            digest = ""
        if _DIGEST.fullmatch(digest) is None:
            raise _no_id("extensions.persistedQuery")
        return digest


class _Apollo(msgspec.Struct):
    """The extension of "automatic persisted queries"."""

    version: Literal[1]
    sha256Hash: str  # noqa: N815


@dataclass(frozen=True, slots=True)
class Operation:
    """A text, and what of it is to be executed with what."""

    query: str
    variables: dict[str, Any] | None = None
    operation_name: str | None = None
    to_keep: str | None = None
    """The hash by which others may ask for the text from now on, if it is good."""


async def sent_in_body(request: Request[Any, Any, Any]) -> Sent:
    """JSON only: forms and plain text are what other sites' pages can send unasked."""
    media_type, _ = request.content_type
    if media_type != "application/json":
        raise Invalid(
            "MEDIA_TYPE_UNSUPPORTED",
            "ต้องส่งเป็น application/json",
            "Please send application/json.",
        )
    try:
        return _complete(msgspec.json.decode(await request.body(), type=Sent))
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise unreadable() from None


def sent_in_address(request: Request[Any, Any, Any]) -> Sent:
    """The same in the address; `variables` and `extensions` are JSON there."""
    given = request.query_params
    try:
        sent = Sent(
            query=given.get("query"),
            documentId=given.get("documentId"),
            variables=_object_in(given.get("variables")),
            operationName=given.get("operationName") or None,
            extensions=_object_in(given.get("extensions")),
        )
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        raise unreadable() from None
    return _complete(sent)


def _complete(sent: Sent) -> Sent:
    named = sent.documentId is not None or "persistedQuery" in (sent.extensions or {})
    if sent.query is None and not named:
        raise unreadable()
    return sent


def _object_in(text: str | None) -> dict[str, Any] | None:
    return msgspec.json.decode(text, type=dict[str, Any] | None) if text else None


def unreadable() -> Invalid:
    return Invalid(
        "OPERATION_UNREADABLE",
        "ต้องมี query เป็นข้อความ หรือ documentId และถ้ามี variables หรือ extensions ต้องเป็นอ็อบเจกต์",
        "There must be a text `query` or a `documentId`; `variables` and `extensions`, if any, "
        "are objects.",
    )


def _no_id(field: str) -> Invalid:
    return Invalid(
        "DOCUMENT_ID_UNREADABLE",
        "รหัสเอกสารต้องเป็น sha256: ตามด้วยเลขฐานสิบหกตัวเล็ก 64 ตัว (APQ: version 1 และ sha256Hash)",
        "A document's id is `sha256:` and 64 small hexadecimal letters (APQ: version 1 and "
        "sha256Hash).",
        field=field,
    )
