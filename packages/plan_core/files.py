"""Where uploaded files lie: an object store behind four verbs. Keys start with the tenant."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncGenerator, Generator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from obstore.exceptions import BaseError
from obstore.store import ObjectStore, from_url

if TYPE_CHECKING:  # it is not there at run time
    from obstore.store import RetryConfig

PATIENCE: RetryConfig = {"max_retries": 3, "retry_timeout": timedelta(seconds=20)}
"""Somebody waits for the answer: rather an error that says to try again than three minutes."""
PART_BYTES = 5 * 1024 * 1024
NO_BUCKET = "NoSuchBucket"
"""S3's word in an error that otherwise looks like a missing file."""


class StoreAway(OSError):
    """The store does not answer, or its disk is full; trying again later is safe."""


class Damaged(OSError):
    """What lies there is not what was put there."""


@contextmanager
def _own_errors() -> Generator[None]:
    """The store's errors under our name: callers need not know which store it is."""
    try:
        yield
    except BaseError as error:
        raise StoreAway(str(error)) from error
    except FileNotFoundError as error:
        if NO_BUCKET in str(error):
            raise StoreAway(str(error)) from error
        raise


class Files:
    """`url` is an object store's: `file:///folder` here, `s3://bucket/prefix` in production.

    Of S3 the rest comes from the environment by the names that every S3 client knows
    (`AWS_ENDPOINT_URL`, `AWS_ACCESS_KEY_ID` and so on), see deploy/README.md.
    """

    def __init__(self, url: str) -> None:
        self._store: ObjectStore = (
            from_url(url, mkdir=True)
            if url.startswith("file:")
            else from_url(url, retry_config=PATIENCE)
        )

    async def put(self, key: str, content: bytes) -> None:
        with _own_errors():
            await self._store.put_async(key, content)

    async def get(self, key: str, sha256: str = "") -> bytes:
        """Raises FileNotFoundError when nothing lies there, Damaged when `sha256` is another."""
        with _own_errors():
            content = bytes(await (await self._store.get_async(key)).bytes_async())
        if sha256 and hashlib.sha256(content).hexdigest() != sha256:
            raise Damaged(key)
        return content

    async def put_file(self, key: str, path: Path) -> None:
        """A file of any size, in parts: a few of them are held at a time."""
        with _own_errors():
            await self._store.put_async(key, path, chunk_size=PART_BYTES, max_concurrency=2)

    async def get_range(self, key: str, start: int, end: int) -> AsyncGenerator[bytes]:
        """The bytes from `start` up to `end`, that one not included, a part at a time."""
        while start < end:
            stop = min(start + PART_BYTES, end)
            with _own_errors():
                part = await self._store.get_range_async(key, start=start, end=stop)
            yield bytes(part)
            start = stop

    async def remove(self, key: str) -> None:
        """Removing what is not there is no error."""
        with _own_errors(), suppress(FileNotFoundError):
            await self._store.delete_async(key)


def attachment_key(tenant_id: int, attachment_id: UUID) -> str:
    return f"{tenant_id}/attachments/{attachment_id}"


def export_key(person_id: UUID, export_id: UUID, attempt: int) -> str:
    """Of each try its own: one that was given up for dead cannot write over another's file."""
    return f"exports/{person_id}/{export_id}/{attempt}"


def document_key(tenant_id: int, document_id: UUID) -> str:
    return f"{tenant_id}/documents/{document_id}"
