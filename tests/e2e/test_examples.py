"""The example programs whose clients are generated: made from today's schema, and used."""

from __future__ import annotations

import asyncio
import json
import os
import re
import shutil
import sqlite3
import sys
from asyncio.subprocess import Process
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest

import running
from local import node
from local.bootstrap import EXAMPLE, EXAMPLE_VENV
from local.postgres import free_port
from local.steps import ROOT
from make.visitor import visit
from running import RunningSimiti

SCHEMA = ROOT / "services" / "api" / "schema.graphql"
SITE = ROOT / "docs" / "examples" / "municipality_site"


@pytest.fixture(scope="module")
def simiti(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningSimiti]:
    """Of its own: a plan is submitted, which other tests' plan must not be."""
    started = running.start(tmp_path_factory.mktemp("simiti") / "home")
    try:
        started.wait_for_line("Simiti is ready", seconds=180)
        yield started
    finally:
        started.stop()


async def start(cwd: Path, *command: object, **env: str) -> Process:
    return await asyncio.create_subprocess_exec(
        *map(str, command),
        cwd=cwd,
        env={**os.environ, **env},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )


async def run(cwd: Path, *command: object, **env: str) -> str:
    running = await start(cwd, *command, **env)
    said, _ = await running.communicate()
    assert running.returncode == 0, said.decode()
    return said.decode()


def copy_of(example: Path, folder: Path, schema: str) -> Path:
    made = folder / example.name
    here = shutil.ignore_patterns("simiti_client", "simiti", "built", "node_modules", "__pycache__")
    shutil.copytree(example, made, ignore=here)
    (made / "schema.graphql").write_text(schema, encoding="utf-8")
    return made


async def until_said(program: Process, words: str) -> str:
    """The line that has them; everything before it was said too."""
    assert program.stdout is not None
    said: list[str] = []
    async with asyncio.timeout(60):
        while line := (await program.stdout.readline()).decode():
            said.append(line)
            if words in line:
                return line
    raise AssertionError("".join(said))


async def test_a_program_with_a_client_by_ariadne_codegen_reacts_to_a_submission(
    simiti: RunningSimiti, tmp_path: Path
) -> None:
    """The client is that of an integrator whose schema is older: it knows one stage less."""
    if not EXAMPLE_VENV.exists():
        pytest.fail("the example's packages are missing: `make test` or `make browser` brings them")
    stages = r"(enum PlanStage \{[^}]*)  SUBMITTED\n"
    older, count = re.subn(stages, r"\1", SCHEMA.read_text("utf-8"))
    assert count == 1
    folder = copy_of(EXAMPLE, tmp_path, older)
    programs = EXAMPLE_VENV / "bin"
    await run(folder, programs / "python", "-m", "ariadne_codegen")
    enums = (folder / "simiti_client" / "enums.py").read_text("utf-8")
    assert "SUBMITTED" not in enums.partition("class PlanStage")[2].partition("class ")[0]
    port = free_port()
    async with visit(simiti, "nan.approver") as approver:
        place = f"http://127.0.0.1:{port}/"
        hook = await approver.do("addWebhook", "secret", url=place, events=["PLAN_SUBMITTED"])
        env = {
            "SIMITI_URL": simiti.base_url,
            "SIMITI_TOKEN": await approver.token("PLAN_READ"),
            "SIMITI_WEBHOOK_SECRET": hook["secret"],
        }
        store = tmp_path / "plans.sqlite"
        program = await start(folder, programs / "python", "react.py", port, store, **env)
        try:
            await until_said(program, "0 read")
            # Somebody else's message moves nothing.
            assert await knock(port, {"webhook-id": "x", "webhook-timestamp": "1"}) == 401
            plan = (await approver.ask("{ plan { id version } }"))["plan"]
            for step in ("sendToCommittee", "submitPlan"):
                seen = {"planId": plan["id"], "version": plan["version"]}
                plan = (await approver.do(step, "plan { id version }", **seen))["plan"]
            assert ": SUBMITTED, " in await until_said(program, " no. 1")
            await until_said(program, "1 read")
        finally:
            program.terminate()
            await program.wait()
        shown = "plan { revisions { id number stage organisation { code } totals { grandTotal } } }"
        (revision,) = (await approver.ask(f"{{ {shown} }}"))["plan"]["revisions"]
    with closing(sqlite3.connect(store)) as kept:
        query = "SELECT id, organisation, number, stage, baht FROM plan"
        assert kept.execute(query).fetchall() == [
            (
                revision["id"],
                revision["organisation"]["code"],
                1,
                "SUBMITTED",
                revision["totals"]["grandTotal"],
            )
        ]


async def knock(port: int, headers: Mapping[str, str]) -> int:
    async with httpx.AsyncClient() as stranger:
        answer = await stranger.post(f"http://127.0.0.1:{port}/", content=b"{}", headers=headers)
    return answer.status_code


async def test_a_program_with_types_by_graphql_codegen_shows_a_published_plan(
    simiti: RunningSimiti, tmp_path: Path
) -> None:
    """By a token that is good for this program's documents and nothing else."""
    asked = json.loads((SITE / "package.json").read_text("utf-8"))["devDependencies"]
    ours = json.loads((node.WEB / "package.json").read_text("utf-8"))["devDependencies"]
    assert asked == {name: ours[name] for name in asked}, "what it asks for is what is tried here"
    folder = copy_of(SITE, tmp_path, SCHEMA.read_text("utf-8"))
    (folder / "node_modules").symlink_to(node.WEB / "node_modules")
    npm, path = node.find_npm()
    await run(folder, npm, "run", "build", **path)
    made = folder / "src" / "simiti" / "persisted-documents.json"
    documents: dict[str, str] = json.loads(made.read_text("utf-8"))
    async with visit(simiti, "banklang.approver") as approver:
        token = await approver.token("PLAN_READ", documents=tuple(documents.values()))
        asked = "{ publications { kind period number } plan { revisions { number sha256 } } }"
        told: dict[str, Any] = await approver.ask(asked)
        env = {"SIMITI_URL": simiti.base_url, "SIMITI_TOKEN": token, **path}
        said = await run(folder, npm, "start", "--silent", "--", tmp_path / "plan.html", **env)
        newest = next(one for one in told["publications"] if one["kind"] == "PLAN")
        assert said.startswith(f"no. {newest['number']} of {newest['period']}: ")
        page = (tmp_path / "plan.html").read_text("utf-8")
        shas = {one["number"]: one["sha256"] for one in told["plan"]["revisions"]}
        assert f'data-sha256="{shas[newest["number"]]}"' in page
        rows = re.findall(r'<th scope="row">([^<]*)</th>', page)
        assert int(said.rsplit(": ", 1)[1].split()[0]) == len(rows) > 0
        # What is taken back disappears from the site with the next run.
        shelf = {key: newest[key] for key in ("kind", "period", "number")}
        await approver.do("withdrawPublication", "__typename", **shelf, reason="แก้คำผิด")
        said = await run(folder, npm, "start", "--silent", "--", tmp_path / "plan.html", **env)
    assert said == "nothing is published\n"
    assert not (tmp_path / "plan.html").exists()


@pytest.mark.parametrize("name", ["read_plan.sh", "read_plan.py", "read_plan.ts"])
async def test_a_short_program_of_the_page_prints_the_plan(
    simiti: RunningSimiti, name: str
) -> None:
    npm, path = node.find_npm()
    starters: dict[str, tuple[object, ...]] = {
        ".sh": ("bash",),
        ".py": (sys.executable,),
        ".ts": (npm.parent / "node", "--experimental-strip-types", "--no-warnings"),
    }
    programs = ROOT / "docs" / "examples" / "read_plan"
    async with visit(simiti, "huaimai.editor") as editor:
        env = {"SIMITI_URL": simiti.base_url, "SIMITI_TOKEN": await editor.token("PLAN_READ")}
        said = await run(programs, *starters[Path(name).suffix], name, **env, **path)
        plan = (await editor.ask("{ plan { initiatives { title } } }"))["plan"]
        assert plan["initiatives"]
        assert all(row["title"] in said for row in plan["initiatives"])
        env["SIMITI_TOKEN"] += "x"
        refused = await start(programs, *starters[Path(name).suffix], name, **env, **path)
        said, _ = await refused.communicate()
    assert refused.returncode != 0, "a refusal is not taken for an empty plan"
    assert b"TOKEN_REFUSED" in said
