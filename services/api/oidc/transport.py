"""How providers are asked: no redirects, short patience, small answers, only where we may go."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Sequence

import httpcore
import httpx2

from plan_core.integration.addresses import Network
from plan_core.integration.guarded import GuardedBackend, NotReachable

CONNECT_SECONDS = 5.0
ANSWER_SECONDS = 10.0
"""For the whole of it."""
LARGEST_ANSWER = 256 * 1024

TROUBLES = (httpx2.HTTPError, NotReachable, OSError, TimeoutError)
"""What asking may raise."""


class GuardedTransport(httpx2.AsyncBaseTransport):
    """Passes each address by the webhooks' guard: inner networks only where the operator said so.

    Every request has a connection of its own: signing in is rare.
    """

    def __init__(self, allowed: Sequence[Network]) -> None:
        self._allowed = allowed

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                return await self._ask(request)
        except httpcore.TimeoutException as error:
            raise httpx2.ConnectTimeout(str(error), request=request) from error
        except (httpcore.NetworkError, httpcore.ProtocolError) as error:
            raise httpx2.ConnectError(str(error), request=request) from error

    async def _ask(self, request: httpx2.Request) -> httpx2.Response:
        backend = GuardedBackend(self._allowed, is_encrypted=request.url.scheme == "https")
        content = await request.aread()
        # Not compressed: a small answer could unpack to anything.
        headers = [one for one in request.headers.raw if one[0].lower() != b"accept-encoding"]
        async with (
            httpcore.AsyncConnectionPool(
                ssl_context=ssl.create_default_context(), network_backend=backend
            ) as pool,
            pool.stream(
                request.method,
                str(request.url),
                headers=headers,
                content=content,
                extensions={"timeout": {"connect": CONNECT_SECONDS}},
            ) as answer,
        ):
            body = bytearray()
            async for part in answer.aiter_stream():
                body += part
                if len(body) > LARGEST_ANSWER:
                    raise httpx2.ReadError("the answer is too large", request=request)
            if any(name.lower() == b"content-encoding" for name, _ in answer.headers):
                raise httpx2.DecodingError("a compressed answer", request=request)
            return httpx2.Response(
                answer.status, headers=answer.headers, content=bytes(body), request=request
            )
