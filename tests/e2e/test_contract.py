"""The promises to other systems, checked by programs of others that run under Node."""

from __future__ import annotations

import asyncio
import json
import os
from pathlib import Path
from typing import Any
from uuid import UUID

from local import node
from plan_core.db.transaction import utc_now
from plan_core.integration import secrets
from plan_core.integration.actions.delivering import Taken
from plan_core.integration.events import EventType, Span, body_of
from running import RunningSimiti
from worker import sending

CONTRACT = Path(__file__).parents[2] / "services" / "web" / "contract"


async def run(script: str, *arguments: str, given: str = "") -> tuple[int, str]:
    npm, env = node.find_npm()
    running = await asyncio.create_subprocess_exec(
        str(npm.parent / "node"),
        str(CONTRACT / script),
        *arguments,
        env={**os.environ, **env},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await running.communicate(given.encode())
    assert running.returncode is not None
    return running.returncode, said.decode()


async def test_graphql_over_http_passes_every_audit(running_simiti: RunningSimiti) -> None:
    code, said = await run("audits.js", f"{running_simiti.base_url}/graphql")
    assert (code, said) == (0, "61 audits\n")


async def test_a_message_is_verified_by_the_client_of_npm() -> None:
    old, new = (secrets.secret_of("key", 7, UUID(int=1), number) for number in (1, 2))
    now = utc_now()
    body = body_of(Span(EventType.PLAN_SUBMITTED, 41, 42), now, "6540105")
    message = UUID(int=2)
    taken = Taken(7, message, UUID(int=1), "https://x.example/", body, (new, old), 1)
    headers = {str(name): str(value) for name, value in sending.headers_of(taken, now).items()}
    for secret in (old, new):
        given: dict[str, Any] = {"secret": secret, "headers": headers, "body": body}
        code, said = await run("verify.js", given=json.dumps(given))
        assert (code, json.loads(said)) == (0, json.loads(body))
    changed = {"secret": new, "headers": headers, "body": body.replace("42", "43")}
    code, said = await run("verify.js", given=json.dumps(changed))
    assert code != 0
    assert "WebhookVerificationError" in said
