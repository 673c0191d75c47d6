"""A client that reads an answer while it is still being written, straight from the application."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, cast

from litestar import Litestar

SOON = 5.0
HOST = "testserver.local"
FOLLOW = """subscription($id: ID!) { planChanged(planId: $id) {
  planId version sinceVersion state savedBy isOwn isWord
  initiatives { id version title number budgets { id version state amount } } } }"""


@dataclass
class Event:
    """One event as it came; `kind` is empty for a heartbeat."""

    kind: str
    body: Any


@dataclass
class OpenAnswer:
    """Status and headers are there; events follow."""

    status: int
    headers: Mapping[str, str]
    _chunks: asyncio.Queue[bytes | None]
    _text: str = field(default="")

    @property
    def is_stream(self) -> bool:
        return self.headers["content-type"].startswith("text/event-stream")

    async def first(self) -> str:
        """The JSON of the first event, or of an answer that is no stream."""
        if self.is_stream:
            event = await self.event()
            return json.dumps(event.body if event else None)
        parts: list[bytes] = []
        while (chunk := await asyncio.wait_for(self._chunks.get(), SOON)) is not None:
            parts.append(chunk)
        return b"".join(parts).decode()

    async def whole(self) -> Any:
        """The JSON of an answer that is no stream."""
        assert not self.is_stream
        return json.loads(await self.first())

    async def event(self) -> Event | None:
        """The next event, None at the end."""
        while "\n\n" not in self._text:
            chunk = await asyncio.wait_for(self._chunks.get(), SOON)
            if chunk is None:
                return None
            self._text += chunk.decode()
        text, _, self._text = self._text.partition("\n\n")
        lines = dict(line.split(":", 1) for line in text.splitlines())
        body = lines.get("data", "").strip()
        return Event(lines.get("event", "").strip(), json.loads(body) if body else None)

    async def next(self) -> Any:
        """The change in the next event that is one; heartbeats are passed over."""
        while (event := await self.event()) is not None and not event.kind:
            pass
        assert event is not None
        assert event.kind == "next", event
        assert "errors" not in event.body, event.body
        return event.body["data"]["planChanged"]

    def is_silent(self) -> bool:
        """Whether nothing more has come yet."""
        return not self._text and self._chunks.empty()


@asynccontextmanager
async def open_answer(
    app: Litestar, token: str | None, query: str, variables: Mapping[str, Any] | None = None
) -> AsyncGenerator[OpenAnswer]:
    """POST /graphql for a stream; leaving the block hangs up."""
    body = json.dumps({"query": query, "variables": variables or {}}).encode()
    hung_up = asyncio.Event()
    started: asyncio.Future[tuple[int, Mapping[str, str]]] = (
        asyncio.get_running_loop().create_future()
    )
    chunks: asyncio.Queue[bytes | None] = asyncio.Queue()
    sent: list[bytes] = [body]

    async def receive() -> dict[str, Any]:
        if sent:
            return {"type": "http.request", "body": sent.pop(), "more_body": False}
        await hung_up.wait()
        return {"type": "http.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        if message["type"] == "http.response.start":
            headers = {name.decode(): value.decode() for name, value in message["headers"]}
            started.set_result((message["status"], headers))
        else:
            chunks.put_nowait(message.get("body", b""))
            if not message.get("more_body"):
                chunks.put_nowait(None)

    headers = [
        (b"host", HOST.encode()),
        (b"content-type", b"application/json"),
        (b"content-length", str(len(body)).encode()),
        (b"accept", b"text/event-stream"),
    ]
    if token:
        headers.append((b"cookie", f"simiti_session={token}".encode()))
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": "/graphql",
        "raw_path": b"/graphql",
        "query_string": b"",
        "root_path": "",
        "headers": headers,
        "client": ("127.0.0.1", 1),
        "server": (HOST, 80),
    }
    running = asyncio.create_task(cast("Any", app)(scope, receive, send))
    try:
        status, seen = await asyncio.wait_for(started, SOON)
        yield OpenAnswer(status, seen, chunks)
    finally:
        hung_up.set()
        await asyncio.wait_for(running, SOON)
