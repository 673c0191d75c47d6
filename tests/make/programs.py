"""Programs that ask by a token of somebody's."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import httpx

from make.api import Api
from plan_core.actor import Actor
from plan_core.db.transaction import utc_now

TOKEN = """apiToken { id clientId name hint scopes networks isGood madeAt expiresAt revokedAt usedAt
  usedFrom postId } secret"""


def in_days(days: float) -> str:
    return (utc_now() + timedelta(days=days)).isoformat()


async def create(api: Api, actor: Actor, *scopes: str, **given: Any) -> dict[str, Any]:
    asked = {"name": "สำเนา", "scopes": list(scopes), "expiresAt": in_days(30), **given}
    return await api.mutate(actor, "createApiToken", TOKEN, **asked)


async def secret_of(api: Api, actor: Actor, *scopes: str, **given: Any) -> str:
    made = await create(api, actor, *scopes, **given)
    assert not made["problems"], made
    return str(made["secret"])


class Program:
    """A client that has a token and nothing else."""

    def __init__(self, api: Api, token: str) -> None:
        self.api = api
        self.headers = {"Authorization": f"Bearer {token}"}

    async def post(self, text: str, **variables: Any) -> httpx.Response:
        body = {"query": text, "variables": variables}
        return await self.call("POST", "/graphql", json=body)

    async def call(self, method: str, path: str, **more: Any) -> httpx.Response:
        headers = self.headers | more.pop("headers", {})
        return await self.api.call(None, method, path, headers=headers, **more)

    async def data(self, text: str, **variables: Any) -> Any:
        body = (await self.post(text, **variables)).json()
        assert "errors" not in body, body["errors"]
        return body["data"]

    async def code(self, text: str, **variables: Any) -> str:
        """The refusal's reason or code; empty when there was none."""
        body: dict[str, Any] = (await self.post(text, **variables)).json()
        if "error" in body:
            return str(body["error"]["code"])
        errors: list[dict[str, Any]] = body.get("errors", [])
        if not errors:
            return ""
        found = errors[0]["extensions"]
        return str(found.get("reason") or found["code"])

    async def problem(self, name: str, /, **given: Any) -> str:
        kind = f"{name[0].upper()}{name[1:]}Input"
        text = f"mutation($input: {kind}!) {{ {name}(input: $input) {{ problems {{ code }} }} }}"
        answer = await self.post(text, input=given)
        body = answer.json()
        if body.get("errors"):
            found = body["errors"][0]["extensions"]
            return str(found.get("reason") or found["code"])
        problems = body["data"][name]["problems"]
        return str(problems[0]["code"]) if problems else ""
