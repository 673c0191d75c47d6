"""One signed message to one receiver: over connections that look at each address they go to."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, cast

import httpcore
from standardwebhooks.webhooks import Webhook as Signer

from plan_core.integration.actions.delivering import Answered, Taken
from plan_core.integration.addresses import Network, is_named, is_reachable
from plan_core.integration.events import message_id

CONNECT_SECONDS = 5.0
ANSWER_SECONDS = 10.0
"""For the whole of it. A receiver that has more to do answers first."""

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


async def send(taken: Taken, now: datetime, allowed: Sequence[Network]) -> Answered:
    """POST it once. Redirects are not followed, and nothing of the answer is read but its head."""
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            return await _post(taken, now, allowed)
    except NotReachable as error:
        return Answered(trouble=str(error))
    except (TimeoutError, httpcore.TimeoutException):
        return Answered(trouble="no answer in time")
    except (httpcore.NetworkError, httpcore.ProtocolError, OSError) as error:
        return Answered(trouble=f"{type(error).__name__}: {error}")


async def _post(taken: Taken, now: datetime, allowed: Sequence[Network]) -> Answered:
    url = httpcore.URL(taken.url)
    backend = GuardedBackend(allowed, is_encrypted=url.scheme == b"https")
    async with (
        httpcore.AsyncConnectionPool(
            ssl_context=ssl.create_default_context(), network_backend=backend
        ) as pool,
        pool.stream(
            "POST",
            url,
            headers=headers_of(taken, now),
            content=taken.body.encode(),
            extensions={"timeout": {"connect": CONNECT_SECONDS}},
        ) as answer,
    ):
        return Answered(status=answer.status, wished=_wished(answer.headers))


def headers_of(taken: Taken, now: datetime) -> dict[str | bytes, str | bytes]:
    """As Standard Webhooks says: id, time and a signature by each secret that is good now."""
    name = message_id(taken.id)
    signed = [Signer(one).sign(name, now, taken.body) for one in taken.secrets]
    return {
        "content-type": "application/json",
        "user-agent": "Simiti-Webhooks/1",
        "webhook-id": name,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": " ".join(signed),
    }


def _wished(headers: Iterable[tuple[bytes, bytes]]) -> timedelta | None:
    """Retry-After in seconds; its other form, a date, is passed over."""
    for name, value in headers:
        if name.lower() == b"retry-after" and value.isdigit() and len(value) <= 6:
            return timedelta(seconds=int(value))
    return None
