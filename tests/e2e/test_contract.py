"""The promises to other systems, checked by programs of others that run under Node."""

from __future__ import annotations

import asyncio
import json
import os
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest

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


API = Path(__file__).parents[2] / "services" / "api"
DOCS = Path(__file__).parents[2] / "docs"


async def test_nothing_that_the_last_release_promised_is_gone() -> None:
    released, now = (str(API / f"schema{one}.graphql") for one in (".released", ""))
    assert await run("gate.js", released, now, utc_now().date().isoformat()) == (0, "")


BEFORE = """type Query {{ old: Int{} kept(first: Int): Int }} enum Kind {{ A B }}
input Given {{ name: String }}"""
GOES = ' @deprecated(reason: "Use `kept`. Removed on 2027-10-01.")'
NOW = BEFORE.format("")


@pytest.mark.parametrize(
    ("released", "now", "today", "refused"),
    [
        (NOW, NOW, "2027-01-01", ()),
        (NOW, NOW.replace("A B", "A B C"), "2027-01-01", ()),
        (NOW, NOW.replace("old: Int", "old: Int new: Int"), "2027-01-01", ()),
        (NOW, NOW.replace("name: String", "name: String more: Int"), "2027-01-01", ()),
        (NOW, NOW.replace("old: Int", ""), "2027-01-01", ("Query.old",)),
        (NOW, NOW.replace("A B", "A"), "2027-01-01", ("Kind",)),
        (NOW, NOW.replace("old: Int", "old: String"), "2027-01-01", ("Query.old",)),
        (NOW, NOW.replace("name: String", "name: String!"), "2027-01-01", ("Given.name",)),
        (NOW, NOW.replace("first: Int", "first: Int!"), "2027-01-01", ("Query.kept",)),
        # What is to go is told half a year before, with a date of the two in each year.
        (NOW, BEFORE.format(GOES), "2027-04-01", ()),
        (NOW, BEFORE.format(GOES), "2027-05-01", ("half a year",)),
        (NOW, BEFORE.format(GOES.replace("10-01", "09-01")), "2027-01-01", ("Query.old",)),
        (NOW, BEFORE.format(" @deprecated"), "2027-01-01", ("Query.old",)),
        (BEFORE.format(GOES), NOW.replace("old: Int", ""), "2027-09-30", ("Query.old",)),
        (BEFORE.format(GOES), NOW.replace("old: Int", ""), "2027-10-01", ()),
        (
            BEFORE.format(GOES.replace("2027", "2028")),
            BEFORE.format(GOES),
            "2027-01-01",
            ("no sooner",),
        ),
        (BEFORE.format(GOES), BEFORE.format(GOES), "2027-09-01", ()),
    ],
)
async def test_the_policy_of_changes_is_kept_by_the_gate(
    tmp_path: Path, released: str, now: str, today: str, refused: tuple[str, ...]
) -> None:
    paths = [tmp_path / "released.graphql", tmp_path / "now.graphql"]
    for path, text in zip(paths, (released, now), strict=True):
        path.write_text(text)
    code, said = await run("gate.js", *map(str, paths), today)
    lines = said.splitlines()
    assert (code, len(lines)) == (1 if refused else 0, len(refused)), said
    for line, part in zip(lines, refused, strict=True):
        assert part in line


async def test_what_changed_since_the_last_release_can_be_fetched(
    running_simiti: RunningSimiti,
) -> None:
    released, now = (str(API / f"schema{one}.graphql") for one in (".released", ""))
    code, said = await run("gate.js", released, now)
    async with httpx.AsyncClient(base_url=running_simiti.base_url) as client:
        changes, schema = [
            await client.get(path) for path in ("/schema-changes.md", "/schema.graphql")
        ]
    assert (code, changes.status_code, changes.text) == (0, 200, said)
    assert schema.text == (API / "schema.graphql").read_text(encoding="utf-8")


async def test_the_examples_of_the_guide_are_compiled_by_relay(tmp_path: Path) -> None:
    guide, schema = DOCS / "graphql.md", str(API / "schema.graphql")
    text = guide.read_text(encoding="utf-8")
    code, said = await run("relay.js", schema, str(guide))
    assert code == 0, said
    assert int(said.split()[0]) >= text.count("```graphql") > 0
    wrong = tmp_path / "wrong.md"
    wrong.write_text(text.replace("submittedInitiatives", "submittedInitiativs"), encoding="utf-8")
    code, said = await run("relay.js", schema, str(wrong))
    assert code != 0
    assert "submittedInitiativs" in said


OTHER = """
extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
type Query { boundaries: [Organisation!]! }
type Organisation @key(fields: "code") { code: String! areaKm2: Float }
"""


async def test_the_subgraph_composes_with_one_that_adds_to_an_organisation(
    running_simiti: RunningSimiti, tmp_path: Path
) -> None:
    async with httpx.AsyncClient(base_url=running_simiti.base_url) as client:
        answer = await client.post("/graphql", json={"query": "{ _service { sdl } }"})
    own, other = tmp_path / "own.graphql", tmp_path / "other.graphql"
    own.write_text(answer.json()["data"]["_service"]["sdl"], encoding="utf-8")
    other.write_text(OTHER, encoding="utf-8")
    code, said = await run("compose.js", str(own), str(other))
    assert code == 0, said
    assert {"Organisation SIMITI code", "Organisation OTHER code"} <= set(said.splitlines())
    assert "Revision SIMITI id" in said
    other.write_text(OTHER.replace("code: String!", "nameTh: String!"), encoding="utf-8")
    code, said = await run("compose.js", str(own), str(other))
    assert code == 1
    assert said
