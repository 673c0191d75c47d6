"""The real server, asked to stop while somebody follows a plan."""

import asyncio
import os
import signal
import socket
import sys
import time
from pathlib import Path

import httpx
import pytest

from make.people import make_actor, make_token
from make.plans import make_plan
from make.streams import FOLLOW
from make.world import World
from plan_core.actor import Actor


@pytest.fixture
async def editor(world: World) -> Actor:
    editor = await make_actor(world)
    await make_plan(world, editor)
    return editor


async def test_a_server_that_is_asked_to_stop_ends_its_streams_and_does_not_wait_for_them(
    world: World, editor: Actor, files_url: str, tmp_path: Path
) -> None:
    log = tmp_path / "server.log"
    with socket.create_server(("127.0.0.1", 0)) as listener, log.open("wb") as output:
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "local.serve", str(listener.fileno())),
            pass_fds=[listener.fileno()],
            stdout=output,
            stderr=output,
            env={
                **os.environ,
                "SIMITI_DATABASE_URL": world.urls.app,
                "SIMITI_DOOR_DATABASE_URL": world.urls.door,
                "SIMITI_FILES_URL": files_url,
            },
        )
    cookies = {"simiti_session": await make_token(world, editor)}
    try:
        async with httpx.AsyncClient(base_url=address, cookies=cookies, timeout=30) as client:
            plan = (await client.post("/graphql", json={"query": "{ plan { id } }"})).json()
            body = {"query": FOLLOW, "variables": {"id": plan["data"]["plan"]["id"]}}
            accept = {"Accept": "text/event-stream"}
            async with client.stream("POST", "/graphql", json=body, headers=accept) as answer:
                lines = answer.aiter_lines()
                assert await anext(lines) == "event: next"
                asked_at = time.monotonic()
                process.send_signal(signal.SIGTERM)
                rest = [line async for line in lines]
        assert "event: complete" in rest
        await asyncio.wait_for(process.wait(), 10)
        assert time.monotonic() - asked_at < 2
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    assert "graceful shutdown exceeded" not in log.read_text()
