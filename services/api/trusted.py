"""Documents that are asked for by their hash: shared by all processes, or a token's own. ADR 42."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from time import monotonic, time
from typing import Any

import structlog
from graphql import GraphQLError, GraphQLSchema, parse, validate
from redis.asyncio import Redis
from redis.exceptions import RedisError

from api.fast.documents import DOCUMENTS, LONGEST_KEPT
from api.limiting import AWAY_SECONDS, PATIENCE_SECONDS
from api.operations import Operation, Sent
from api.schema.limits import MOST_TOKENS, TooLarge, check
from api.settings import Settings
from plan_core.db.transaction import Database
from plan_core.errors import Forbidden, Invalid, NotFound
from plan_core.people import token_queries

log = structlog.get_logger()

MOST_SHARED = 2_000
"""Documents in the store, of 16 KiB at most; the ones least used go first."""
MOST_HERE = 500
MOST_TOKENS_HERE = 2_000
TEXTS, USED = "{simiti:documents}:texts", "{simiti:documents}:used"

_FIND = """
local text = redis.call('HGET', KEYS[1], ARGV[1])
if text then redis.call('ZADD', KEYS[2], ARGV[2], ARGV[1]) end
return text
"""
_KEEP = """
redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
redis.call('ZADD', KEYS[2], ARGV[2], ARGV[1])
local over = redis.call('ZCARD', KEYS[2]) - tonumber(ARGV[4])
if over > 0 then
  local gone = redis.call('ZPOPMIN', KEYS[2], over)
  for at = 1, #gone, 2 do redis.call('HDEL', KEYS[1], gone[at]) end
end
"""


class DocumentUnknown(NotFound):
    """Nobody sent this document yet, or long ago: send its text once."""

    def __init__(self) -> None:
        super().__init__()
        self.code = "PERSISTED_QUERY_NOT_FOUND"
        self.message_th = "ไม่รู้จักเอกสารนี้ โปรดส่ง query พร้อมรหัสหนึ่งครั้ง"
        self.message_en = "This document is not known here: send its text with the hash once."


class Documents:
    """Of one process. What a hash means never changes, so what is known here needs no store."""

    def __init__(self, settings: Settings, door: Database) -> None:
        self._door = door
        self._store: Redis | None = None
        if settings.limits_store:
            self._store = Redis.from_url(  # pyright: ignore[reportUnknownMemberType]
                settings.limits_store,
                socket_timeout=PATIENCE_SECONDS,
                socket_connect_timeout=PATIENCE_SECONDS,
            )
            self._find = self._store.register_script(_FIND)
            self._keep = self._store.register_script(_KEEP)
        self._away_until = 0.0
        self._here: OrderedDict[str, str] = OrderedDict()
        self._of_tokens: OrderedDict[bytes, frozenset[str]] = OrderedDict()

    async def complete(self, sent: Sent, token: bytes | None, *, is_signed_in: bool) -> Operation:
        """The operation with its text: only one of its own for a token that has a list.

        `token` is the hash of the token that asks, if one does.

        Raises DocumentUnknown, Invalid for a hash that is another text's, Forbidden.
        """
        digest = sent.digest
        if digest is not None and sent.query is not None and digest != digest_of(sent.query):
            raise _mismatch()
        own: frozenset[str] = frozenset()
        if token is not None and is_signed_in:
            own = await self._list_of(token)
        to_keep = None
        if own and token is not None:
            text = await self._own(sent, digest, own, token)
        elif sent.query is not None:
            text = sent.query
            to_keep = digest if is_signed_in else None
        else:
            text = await self.find(digest or "")
            if text is None:
                raise DocumentUnknown()
        return Operation(text, sent.variables, sent.operationName, to_keep)

    async def _own(self, sent: Sent, digest: str | None, own: frozenset[str], token: bytes) -> str:
        """A text that is on the list counts too: clients that know no ids need not be changed."""
        digest = digest_of(sent.query) if sent.query is not None else digest or ""
        if digest not in own:
            raise _not_trusted()
        text = sent.query if sent.query is not None else self._here.get(digest)
        if text is None:
            text = await token_queries.text_of(self._door, token, digest)
        if text is None:
            raise _not_trusted()
        self._remember(digest, text)
        return text

    async def _list_of(self, key: bytes) -> frozenset[str]:
        """Hashes of a token's documents, read once: a token's list never changes."""
        if key not in self._of_tokens:
            self._of_tokens[key] = await token_queries.documents_of(self._door, key)
            if len(self._of_tokens) > MOST_TOKENS_HERE:
                self._of_tokens.popitem(last=False)
        return self._of_tokens[key]

    async def find(self, digest: str) -> str | None:
        if digest in self._here:
            self._here.move_to_end(digest)
            return self._here[digest]
        if not self._is_there():
            return None
        try:
            found: Any = await self._find(keys=[TEXTS, USED], args=[digest, time()])
        except (RedisError, OSError, TimeoutError) as error:
            self._gone(error)
            return None
        # Whoever else writes to the store: a text counts only for its own hash.
        text = found.decode() if isinstance(found, bytes) else None
        if text is None or digest_of(text) != digest:
            return None
        self._remember(digest, text)
        return text

    async def keep(self, operation: Operation) -> None:
        """For the next time, in whatever process; only what was found valid and is not long."""
        digest = operation.to_keep
        if digest is None or digest in self._here or DOCUMENTS.find(operation.query) is None:
            return
        self._remember(digest, operation.query)
        if self._is_there():
            try:
                await self._keep(
                    keys=[TEXTS, USED], args=[digest, time(), operation.query, MOST_SHARED]
                )
            except (RedisError, OSError, TimeoutError) as error:
                self._gone(error)

    def _remember(self, digest: str, text: str) -> None:
        self._here[digest] = text
        if len(self._here) > MOST_HERE:
            self._here.popitem(last=False)

    def _is_there(self) -> bool:
        return self._store is not None and monotonic() >= self._away_until

    def _gone(self, error: Exception) -> None:
        """Clients send the text again: nothing is lost but bytes on the wire."""
        self._away_until = monotonic() + AWAY_SECONDS
        log.warning("documents.store_away", error=repr(error))

    async def close(self) -> None:
        if self._store is not None:
            await self._store.aclose()


def digest_of(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def check_texts(schema: GraphQLSchema, texts: list[str]) -> dict[str, str]:
    """By their hash; Invalid for one that this schema would refuse."""
    for at, text in enumerate(texts):
        try:
            document = parse(text, max_tokens=MOST_TOKENS)
            check(document)
            wrong = [one.message for one in validate(schema, document, max_errors=1)]
        except (GraphQLError, TooLarge) as error:
            wrong = [error.message if isinstance(error, GraphQLError) else str(error)]
        if len(text) > LONGEST_KEPT:
            wrong = [f"A document has at most {LONGEST_KEPT} characters."]
        if wrong:
            raise Invalid(
                "DOCUMENT_INVALID",
                f"เอกสารที่ {at + 1} ใช้ไม่ได้: {wrong[0][:200]}",
                f"Document {at + 1} is not good: {wrong[0][:200]}",
                field=f"documents.{at}",
            )
    return {digest_of(text): text for text in texts}


def _mismatch() -> Invalid:
    return Invalid(
        "DOCUMENT_MISMATCH",
        "รหัสเอกสารไม่ตรงกับ query ที่ส่งมา",
        "The hash is not that of the text that was sent with it.",
    )


def _not_trusted() -> Forbidden:
    return Forbidden(
        "DOCUMENT_NOT_TRUSTED",
        "โทเคนนี้ใช้ได้เฉพาะเอกสารที่ลงทะเบียนไว้กับโทเคน",
        "This token may ask the documents that were registered with it, and nothing else.",
    )
