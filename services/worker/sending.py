"""One signed message to one receiver: over connections that look at each address they go to."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

import httpcore
from standardwebhooks.webhooks import Webhook as Signer

from plan_core import tracing
from plan_core.integration.actions.delivering import Answered, Taken
from plan_core.integration.addresses import Network
from plan_core.integration.events import message_id
from plan_core.integration.guarded import GuardedBackend, NotReachable

CONNECT_SECONDS = 5.0
ANSWER_SECONDS = 10.0
"""For the whole of it. A receiver that has more to do answers first."""


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
    headers: dict[str | bytes, str | bytes] = {
        "content-type": "application/json",
        "user-agent": "Simiti-Webhooks/1",
        "webhook-id": name,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": " ".join(signed),
    }
    traceparent = tracing.carried()
    if traceparent is not None:
        headers["traceparent"] = traceparent
    return headers


def _wished(headers: Iterable[tuple[bytes, bytes]]) -> timedelta | None:
    """Retry-After in seconds; its other form, a date, is passed over."""
    for name, value in headers:
        if name.lower() == b"retry-after" and value.isdigit() and len(value) <= 6:
            return timedelta(seconds=int(value))
    return None
