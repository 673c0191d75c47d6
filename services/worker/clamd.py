"""Asking a ClamAV daemon about bytes: the INSTREAM command over TCP or a Unix socket."""

from __future__ import annotations

import asyncio
import re
import struct
from urllib.parse import urlsplit

from plan_core.errors import Unavailable

CHUNK = 64 * 1024
SECONDS = 60
DEFAULT_PORT = 3310
_FOUND = re.compile(r"stream: (.+) FOUND")


class Clamd:
    """`url` is `tcp://host:3310` or `unix:///run/clamav/clamd.ctl`."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in {"tcp", "unix"} or not (parts.hostname or parts.path):
            raise ValueError("SIMITI_CLAMD_URL is tcp://host:port or unix:///path")
        self._parts = parts

    async def find_threat(self, content: bytes) -> str | None:
        """The name of what was found, None for clean bytes; Unavailable without a clear answer."""
        try:
            async with asyncio.timeout(SECONDS):
                answer = await self._ask(content)
        except (OSError, TimeoutError, asyncio.IncompleteReadError) as error:
            raise _away("no answer") from error
        if answer == "stream: OK":
            return None
        found = _FOUND.fullmatch(answer)
        if found is None:
            raise _away(answer[:200])
        return found[1]

    async def _ask(self, content: bytes) -> str:
        reader, writer = await self._connect()
        try:
            writer.write(b"zINSTREAM\0")
            for at in range(0, len(content), CHUNK):
                chunk = content[at : at + CHUNK]
                writer.write(struct.pack("!L", len(chunk)) + chunk)
                await writer.drain()
            writer.write(struct.pack("!L", 0))
            await writer.drain()
            answer = await reader.readuntil(b"\0")
        finally:
            writer.close()
        return answer.rstrip(b"\0").decode("utf-8", "replace").strip()

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if self._parts.scheme == "unix":
            return await asyncio.open_unix_connection(self._parts.path)
        return await asyncio.open_connection(self._parts.hostname, self._parts.port or DEFAULT_PORT)


def _away(why: str) -> Unavailable:
    return Unavailable(
        "SCANNER_AWAY",
        "ระบบตรวจไวรัสไม่พร้อมชั่วคราว จะตรวจใหม่เอง",
        f"The virus scanner is away for a moment ({why}); it will be asked again.",
    )
