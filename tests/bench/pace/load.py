"""The load: connections that each ask, wait for the whole answer, and ask again.

A process of its own, `python load.py`, told as JSON on its standard input; raw sockets with
keep-alive on uvloop, so that it costs a small part of what the servers cost. It says what share of
a core it used itself: a bottleneck would show.
"""

from __future__ import annotations

import asyncio
import json
import re
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import cast

LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
FAILED = re.compile(rb'"errors"|"problems" *: *\[ *\{')

LOOKED_AT = 4_096
"""Every answer up to so many bytes is searched for errors, of longer ones a connection's first."""


@dataclass(frozen=True)
class Wanted:
    """One request for each connection. `@N` in a body becomes `first[i]`, then one more each time:
    the version that an edit has seen, or what makes a question one that nobody asked before. `@M`
    alternates, so that each edit changes something."""

    port: int
    path: str
    bodies: list[str]
    headers: list[str]
    first: list[int]
    seconds: float


@dataclass(frozen=True)
class Told:
    """Milliseconds of every answer, bytes of the last one, the next `@N` of each connection."""

    milliseconds: list[float]
    seconds: float
    size: int
    next: list[int]
    own_share: float


class Asking(asyncio.Protocol):
    def __init__(self, wanted: Wanted, at: int, until: float, done: asyncio.Future[None]) -> None:
        self.wanted = wanted
        self.at = at
        self.until = until
        self.done = done
        self.number = wanted.first[at]
        self.taken: list[float] = []
        self.size = 0
        self._head = b""
        self._missing = -1
        self._body: list[bytes] = []
        self._started = 0.0
        self._fixed = None if "@" in wanted.bodies[at] else self._request()

    def _request(self) -> bytes:
        body = self.wanted.bodies[self.at]
        if "@" in body:
            body = body.replace("@N", str(self.number)).replace("@M", str(7 + self.number % 2))
        content = body.encode()
        head = (
            f"POST {self.wanted.path} HTTP/1.1\r\nHost: 127.0.0.1:{self.wanted.port}\r\n"
            f"Content-Type: application/json\r\nAccept: application/json\r\n"
            f"{self.wanted.headers[self.at]}Content-Length: {len(content)}\r\n\r\n"
        )
        return head.encode() + content

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)  # uvloop's is no subclass
        self._ask()

    def _ask(self) -> None:
        self._missing = -1
        self._head = b""
        self._body = []
        self._started = time.perf_counter()
        self.transport.write(self._fixed or self._request())

    def data_received(self, data: bytes) -> None:
        if self._missing < 0:
            self._head += data
            end = self._head.find(b"\r\n\r\n")
            if end < 0:
                return
            head, data = self._head[:end], self._head[end + 4 :]
            length = LENGTH.search(head)
            if length is None or b" 200 " not in head[:20]:
                self._give_up((head + data).decode(errors="replace")[:800])
                return
            self._missing = self.size = int(length[1])
        self._missing -= len(data)
        if self.size <= LOOKED_AT or not self.taken:
            self._body.append(data)
        if self._missing <= 0:
            self._answered()

    def _answered(self) -> None:
        now = time.perf_counter()
        body = b"".join(self._body)
        if body and FAILED.search(body):
            self._give_up(body.decode(errors="replace")[:800])
            return
        self.taken.append((now - self._started) * 1000)
        self.number += 1
        if now >= self.until:
            self.transport.close()
            if not self.done.done():
                self.done.set_result(None)
            return
        self._ask()

    def _give_up(self, why: str) -> None:
        self.transport.close()
        if not self.done.done():
            self.done.set_exception(RuntimeError(why))

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.done.done():
            self.done.set_exception(RuntimeError(f"connection lost: {exc}"))


async def press(wanted: Wanted) -> Told:
    loop = asyncio.get_running_loop()
    started, worked = time.perf_counter(), time.process_time()
    until = started + wanted.seconds
    ends: list[asyncio.Future[None]] = []
    asking: list[Asking] = []
    for at in range(len(wanted.bodies)):
        done: asyncio.Future[None] = loop.create_future()
        one = Asking(wanted, at, until, done)
        ends.append(done)
        asking.append(one)
        await loop.create_connection(lambda one=one: one, "127.0.0.1", wanted.port)
    await asyncio.gather(*ends)
    seconds = time.perf_counter() - started
    return Told(
        [one for each in asking for one in each.taken],
        seconds,
        max(each.size for each in asking),
        [each.number for each in asking],
        (time.process_time() - worked) / seconds,
    )


def in_own_process(wanted: Wanted) -> Told:
    """Raises RuntimeError with what the server answered when it did not answer well."""
    done = subprocess.run(
        [sys.executable, Path(__file__)],
        input=json.dumps(asdict(wanted)),
        capture_output=True,
        text=True,
        check=False,
        timeout=wanted.seconds + 60,
    )
    if done.returncode:
        raise RuntimeError(done.stderr.strip().splitlines()[-1])
    return Told(**json.loads(done.stdout))


if __name__ == "__main__":
    import uvloop

    json.dump(asdict(uvloop.run(press(Wanted(**json.load(sys.stdin))))), sys.stdout)
