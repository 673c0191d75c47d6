"""One person's line to the server: each request is timed and sorted: answered, refused or lost."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from types import TracebackType
from typing import Any

import httpx

from load.ledger import SIGN_IN, Ledger

PATIENCE_SECONDS = 30.0
NOT_DONE = frozenset({"INTERNAL", "UNAVAILABLE"})
"""Codes of GraphQL errors by which the server says that it failed."""
LIMITED = "RATE_LIMITED"
AGAIN = "asked again"
"""A reading whose idle connection was closed while it was under way. Nothing came back, so that
browsers, proxies and programs ask once more (RFC 9110, 9.2.2): told, but no loss. A second time is.
"""
CLOSED = (httpx.ReadError, httpx.RemoteProtocolError)
MOST_WAITS = 60


class NoAnswer(Exception):
    """The request was lost; whether it was done nobody knows."""


class Refused(Exception):
    """The server answered, and said no."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Line:
    """A connection of one's own, as a browser or a program has it."""

    def __init__(self, address: str, ledger: Ledger, began: float) -> None:
        self.address = address
        self.ledger = ledger
        self.began = began
        # Nothing is sent twice in silence: what gets no answer is to be counted (but see AGAIN).
        self.client = httpx.AsyncClient(
            base_url=address,
            timeout=PATIENCE_SECONDS,
            trust_env=False,
            headers={"User-Agent": "simiti-load"},
        )

    async def __aenter__(self) -> Line:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        await self.client.aclose()

    def another(self, *, is_known: bool = True) -> Line:
        """A new connection; with the same cookie and token, or as a stranger."""
        line = Line(self.address, self.ledger, self.began)
        if is_known:
            line.client.cookies = self.client.cookies
            line.client.headers = self.client.headers
        return line

    async def sign_in(self, username: str, password: str) -> None:
        answer = await self._send(
            SIGN_IN, "POST", "/auth/sign-in", json={"username": username, "password": password}
        )
        if answer.status_code != 200:
            raise self._refused(SIGN_IN, str(answer.json().get("code", answer.status_code)))

    async def ask(self, operation: str, text: str, **variables: Any) -> Any:
        """The data of a GraphQL answer. Waits where the server says that one asks too much."""
        for _ in range(MOST_WAITS):
            body = {"query": text, "variables": variables}
            if text.lstrip().startswith("mutation"):
                answer = await self._send(operation, "POST", "/graphql", closed=CLOSED, json=body)
            else:
                answer = await self._read(operation, "POST", "/graphql", json=body)
            if answer.status_code == 429:
                self.ledger.codes[operation][LIMITED] += 1
                await asyncio.sleep(float(answer.headers.get("Retry-After", 1)))
                continue
            told = answer.json()
            errors: list[dict[str, Any]] = told.get("errors") or []
            if errors:
                code = str(errors[0].get("extensions", {}).get("code", "ERROR"))
                if code in NOT_DONE:
                    raise self._lost(operation, code)
                raise self._refused(operation, code)
            if answer.status_code != 200:
                raise self._refused(operation, str(told.get("code", answer.status_code)))
            return told["data"]
        raise self._refused(operation, LIMITED)

    async def change(
        self, operation: str, text: str, wanted: Mapping[str, Any], *, is_looked_up: bool = False
    ) -> Any:
        """The payload of a mutation with one field; its problems are refusals.

        `is_looked_up`: after no answer its sender finds out what was kept and goes on, as
        the page does with its versions; then a connection that was closed under way loses nothing.
        """
        try:
            data: dict[str, Any] = await self.ask(operation, text, input=wanted)
        except CLOSED as error:
            if not is_looked_up:
                raise self._lost(operation, type(error).__name__) from error
            self.ledger.codes[operation][AGAIN] += 1
            raise NoAnswer(f"{operation}: {type(error).__name__}") from error
        (payload,) = data.values()
        if payload["problems"]:
            raise self._refused(operation, str(payload["problems"][0]["code"]))
        return payload

    async def get(
        self, operation: str, path: str, headers: Mapping[str, str] | None = None
    ) -> httpx.Response:
        return await self._read(operation, "GET", path, headers=headers)

    async def _read(self, operation: str, method: str, path: str, **more: Any) -> httpx.Response:
        """What changes nothing, and may be asked once more when its connection was closed."""
        try:
            return await self._send(operation, method, path, closed=CLOSED, **more)
        except CLOSED:
            self.ledger.codes[operation][AGAIN] += 1
            return await self._send(operation, method, path, **more)

    async def _send(
        self,
        operation: str,
        method: str,
        path: str,
        closed: tuple[type[httpx.TransportError], ...] = (),
        **more: Any,
    ) -> httpx.Response:
        """Counts what was lost, but for those in `closed`, which are raised as they are."""
        started = time.perf_counter()
        try:
            answer = await self.client.request(method, path, **more)
        except closed:
            raise
        except httpx.TransportError as error:
            raise self._lost(operation, type(error).__name__) from error
        self.ledger.answered(operation, (time.perf_counter() - started) * 1000)
        if answer.status_code >= 500:
            raise self._lost(operation, str(answer.status_code))
        return answer

    def _lost(self, operation: str, why: str) -> NoAnswer:
        self.ledger.lose(operation, why, time.perf_counter() - self.began)
        return NoAnswer(f"{operation}: {why}")

    def _refused(self, operation: str, code: str) -> Refused:
        self.ledger.codes[operation][code] += 1
        return Refused(code)
