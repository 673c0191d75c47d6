"""The whole application over ASGI, asked by a plain HTTP client in somebody's name."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any, cast

import httpx
from httpx import ASGITransport
from litestar import Litestar
from sqlalchemy import Engine, event

from api.app import create_app
from api.ids import GlobalId
from api.settings import Settings
from make.people import make_token
from make.world import World
from plan_core.actor import Actor
from plan_core.db.asking import Asker

HOST = "http://testserver.local"
NEW_TYPE = "application/graphql-response+json"


class Api:
    """`statements` are all that went to PostgreSQL since the last call."""

    def __init__(self, world: World, app: Litestar) -> None:
        self.world = world
        self.app = app
        self.statements: list[str] = []
        self._tokens: dict[Actor, str] = {}

    def note(self, *arguments: Any) -> None:
        self.statements.append(str(arguments[2]))

    def note_question(self, text: str) -> None:
        self.statements.append(text)

    async def client(self, actor: Actor | None) -> httpx.AsyncClient:
        """The real server answers a failure with 500: so does this client."""
        cookies = {} if actor is None else {"simiti_session": await self.token(actor)}
        transport = ASGITransport(cast("Any", self.app), raise_app_exceptions=False)
        return httpx.AsyncClient(transport=transport, base_url=HOST, cookies=cookies)

    async def token(self, actor: Actor) -> str:
        if actor not in self._tokens:
            self._tokens[actor] = await make_token(self.world, actor)
        return self._tokens[actor]

    async def call(
        self, actor: Actor | None, method: str, path: str, **more: Any
    ) -> httpx.Response:
        async with await self.client(actor) as client:
            self.statements.clear()
            return await client.request(method, path, **more)

    async def post(
        self, actor: Actor | None, text: str, accept: str = NEW_TYPE, **variables: Any
    ) -> httpx.Response:
        body = {"query": text, "variables": variables}
        return await self.call(actor, "POST", "/graphql", json=body, headers={"Accept": accept})

    async def data(self, actor: Actor | None, text: str, **variables: Any) -> Any:
        """What an operation answers; it must have gone well."""
        response = await self.post(actor, text, **variables)
        body = response.json()
        assert "errors" not in body, body["errors"]
        assert response.status_code == 200
        return body["data"]

    async def error(self, actor: Actor | None, text: str, **variables: Any) -> dict[str, Any]:
        """The extensions of the first error."""
        body = (await self.post(actor, text, **variables)).json()
        return cast("dict[str, Any]", body["errors"][0]["extensions"])

    async def mutate(
        self, actor: Actor | None, name: str, answer: str, /, **given: Any
    ) -> dict[str, Any]:
        """One mutation with its input; the payload, problems included."""
        kind = f"{name[0].upper()}{name[1:]}Input"
        text = (
            f"mutation($input: {kind}!) {{ {name}(input: $input) {{ {answer} "
            "problems { code field messageTh messageEn values } } }"
        )
        return cast("dict[str, Any]", (await self.data(actor, text, input=given))[name])

    async def refused(
        self, actor: Actor | None, name: str, /, **given: Any
    ) -> list[dict[str, Any]]:
        """The problems of a mutation that answers nothing else."""
        payload = await self.mutate(actor, name, "__typename", **given)
        return cast("list[dict[str, Any]]", payload["problems"])

    async def upload(
        self, actor: Actor | None, content: bytes, name: str = "plan.txt"
    ) -> httpx.Response:
        return await self.call(actor, "POST", "/documents", files={"file": (name, content)})


def global_id(type_name: str, key: object) -> str:
    return str(GlobalId(type_name, str(key)))


@asynccontextmanager
async def open_api(
    world: World,
    files_url: str,
    *,
    points: int = 10**6,
    refill: int = 50,
    limits_url: str = "",
    tracing_url: str = "",
    tracing_share: float = 1.0,
) -> AsyncGenerator[Api]:
    settings = Settings(
        database_url=world.urls.app,
        door_database_url=world.urls.door,
        files_url=files_url,
        open_data_contact="opendata@example.go.th",
        webhook_key="the key of this test's installation",
        # Tests ask quicker than any person; those of the limits set their own.
        rate_limit_points=points,
        rate_limit_refill=refill,
        limits_url=limits_url,
        tracing_url=tracing_url,
        tracing_share=tracing_share,
    )
    app = create_app(settings)
    api = Api(world, app)
    async with started(app):
        event.listen(Engine, "before_cursor_execute", api.note)
        Asker.everywhere.append(api.note_question)
        try:
            yield api
        finally:
            event.remove(Engine, "before_cursor_execute", api.note)
            Asker.everywhere.remove(api.note_question)


@asynccontextmanager
async def started(app: Litestar) -> AsyncGenerator[None]:
    """Start-up and shutdown in one task of their own: a fixture's two halves are two tasks."""
    ready, stop = asyncio.Event(), asyncio.Event()

    async def live() -> None:
        async with app.lifespan():
            ready.set()
            await stop.wait()

    life = asyncio.create_task(live())
    waiting = asyncio.create_task(ready.wait())
    await asyncio.wait({life, waiting}, return_when=asyncio.FIRST_COMPLETED)
    try:
        yield
    finally:
        stop.set()
        await life
