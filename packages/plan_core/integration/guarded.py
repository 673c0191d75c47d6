"""Connections that look at each address they go to: webhooks and sign-in providers use them."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterable, Sequence
from typing import Any, cast

import httpcore

from plan_core.integration.addresses import Network, is_named, is_reachable

NOT_REACHABLE = "the address is in a network that messages are not sent to"
NOT_ENCRYPTED = "only an allowed network is sent to over http"


class NotReachable(Exception):
    """Where a name leads is not where messages go."""


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """Looks a name up once, looks at what came, and connects to exactly that.

    So a name that means another address a moment later gets nothing.
    Without encryption only networks that the operator named are good enough.
    """

    def __init__(self, allowed: Sequence[Network], *, is_encrypted: bool) -> None:
        self._allowed = allowed
        self._is_encrypted = is_encrypted
        self._plain = cast("httpcore.AsyncNetworkBackend", httpcore.AnyIOBackend())

    def _look_at(self, addresses: Sequence[str]) -> None:
        """All of them: one public address among inner ones is a trick, not a mistake."""
        if not addresses or not all(is_reachable(one, self._allowed) for one in addresses):
            raise NotReachable(NOT_REACHABLE)
        if not self._is_encrypted and not all(is_named(one, self._allowed) for one in addresses):
            raise NotReachable(NOT_ENCRYPTED)

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 (httpcore's own)
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        loop = asyncio.get_running_loop()
        try:
            found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError("the name is not known") from error
        addresses = [str(one[4][0]) for one in found]
        self._look_at(addresses)
        return await self._plain.connect_tcp(
            addresses[0], port, timeout, local_address, socket_options
        )

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
