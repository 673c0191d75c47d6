"""A real OpenID provider, npm's `oidc-provider`, as a process of its own; and a person at it."""

from __future__ import annotations

import asyncio
import json
import os
import re
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import httpx

from local import node

SCRIPT = Path(__file__).parents[1] / "services" / "web" / "contract" / "provider.js"
CLIENT, SECRET = "simiti", "a secret of the test's provider, long enough"


class Provider:
    """`issuer`; what it will say next is for the test to choose."""

    def __init__(self, issuer: str, process: asyncio.subprocess.Process) -> None:
        self.issuer = issuer
        self.process = process

    async def lie(self, **how: Any) -> None:
        """Once: other `claims`, another signature (`signed`), or of itself (`about`)."""
        await self._tell({"next": how})

    async def rotate(self) -> None:
        await self._tell({"rotate": True})

    async def _tell(self, what: Mapping[str, Any]) -> None:
        async with httpx.AsyncClient() as client:
            (await client.post(f"{self.issuer}/test", json=what)).raise_for_status()

    async def stop(self) -> None:
        if self.process.returncode is None:
            self.process.terminate()
            await self.process.wait()


@asynccontextmanager
async def running_provider(
    redirect_uri: str, subjects: Mapping[str, Mapping[str, Any]]
) -> AsyncGenerator[Provider]:
    npm, env = node.find_npm()
    given = {
        "clientId": CLIENT,
        "secret": SECRET,
        "redirectUri": redirect_uri,
        "subjects": subjects,
    }
    process = await asyncio.create_subprocess_exec(
        str(npm.parent / "node"),
        str(SCRIPT),
        json.dumps(given),
        env={**os.environ, **env},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    assert process.stdout is not None
    provider = Provider((await process.stdout.readline()).decode().strip(), process)
    assert provider.issuer.startswith("http://127.0.0.1:")
    try:
        yield provider
    finally:
        await provider.stop()


def write_providers(folder: Path, issuer: str, more: str = "", key: str = "test") -> Path:
    """The operator's file with one provider."""
    (folder / "secret").write_text(SECRET, encoding="utf-8")
    file = folder / "providers.toml"
    file.write_text(
        f"""
[[provider]]
key = "{key}"
name_th = "ผู้ให้บริการทดสอบ"
name_en = "Provider of the test"
issuer = "{issuer}"
client_id = "{CLIENT}"
secret_file = "secret"
{more}
""",
        encoding="utf-8",
    )
    return file


async def sign_in_there(address: str, login: str) -> str:
    """What a person does at the provider; the address that it sends the browser back to."""
    async with httpx.AsyncClient() as browser:
        answer = await browser.get(address)
        for _ in range(10):
            where = urljoin(str(answer.url), answer.headers.get("location", ""))
            if answer.is_redirect and "/callback" in where:
                return where
            if answer.is_redirect:
                answer = await browser.get(where)
                continue
            prompt = re.search(r'name="prompt" value="(\w+)"', answer.text)
            assert prompt, answer.text
            form = {"prompt": prompt[1], "login": login, "password": "any"}
            answer = await browser.post(str(answer.url), data=form)
    raise AssertionError("the provider never sent the browser back")
