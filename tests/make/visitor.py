"""A person who asks a running Simiti over HTTP, and makes a token for a program."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any, cast

import httpx

from plan_core.db.transaction import utc_now
from running import RunningSimiti


class Visitor:
    """Somebody signed in."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client

    async def ask(self, text: str, **variables: Any) -> Any:
        body = {"query": text, "variables": variables}
        answer = (await self.client.post("/graphql", json=body)).json()
        assert "errors" not in answer, answer
        return answer["data"]

    async def do(self, name: str, answer: str, /, **given: Any) -> dict[str, Any]:
        """A mutation that is done."""
        kind = f"{name[0].upper()}{name[1:]}Input"
        text = (
            f"mutation($input: {kind}!) {{ {name}(input: $input) {{ {answer} "
            "problems { code messageEn } } }"
        )
        payload = (await self.ask(text, input=given))[name]
        assert payload["problems"] == [], payload
        return cast("dict[str, Any]", payload)

    async def token(self, *scopes: str, documents: tuple[str, ...] = ()) -> str:
        made = await self.do(
            "createApiToken",
            "secret",
            name="ตัวอย่าง",
            scopes=list(scopes),
            expiresAt=(utc_now() + timedelta(days=1)).isoformat(),
            documents=list(documents),
        )
        return str(made["secret"])


@asynccontextmanager
async def visit(simiti: RunningSimiti, username: str) -> AsyncGenerator[Visitor]:
    async with httpx.AsyncClient(base_url=simiti.base_url, timeout=60) as client:
        given = {"username": username, "password": simiti.password}
        answer = await client.post("/auth/sign-in", json=given)
        assert answer.status_code < 300, answer.text
        yield Visitor(client)
