"""Where uploaded files lie: an object store behind four verbs. Keys start with the tenant."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager, suppress
from uuid import UUID

from obstore.exceptions import BaseError
from obstore.store import ObjectStore, from_url


class StoreAway(OSError):
    """The store does not answer, or its disk is full; trying again later is safe."""


@contextmanager
def _own_errors() -> Generator[None]:
    """The store's errors under our name: callers need not know which store it is."""
    try:
        yield
    except BaseError as error:
        raise StoreAway(str(error)) from error


class Files:
    """`url` is an object store's: `file:///folder` here, `s3://bucket` in production."""

    def __init__(self, url: str) -> None:
        self._store: ObjectStore = (
            from_url(url, mkdir=True) if url.startswith("file:") else from_url(url)
        )

    async def put(self, key: str, content: bytes) -> None:
        with _own_errors():
            await self._store.put_async(key, content)

    async def get(self, key: str) -> bytes:
        """Raises FileNotFoundError when nothing lies there."""
        with _own_errors():
            return bytes(await (await self._store.get_async(key)).bytes_async())

    async def remove(self, key: str) -> None:
        """Removing what is not there is no error."""
        with _own_errors(), suppress(FileNotFoundError):
            await self._store.delete_async(key)


def attachment_key(tenant_id: int, attachment_id: UUID) -> str:
    return f"{tenant_id}/attachments/{attachment_id}"


def document_key(tenant_id: int, document_id: UUID) -> str:
    return f"{tenant_id}/documents/{document_id}"
