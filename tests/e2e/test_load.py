"""The load of the last day, in its short form: what it sees when all is well and when not."""

import asyncio
import csv
import json
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import pytest

from load.officers import MARK
from operating import ROOT, assert_done, simiti
from running import RunningSimiti

CODE = "6610199"
DISTRICT = "6101"
PEOPLE = f"""username,name,role,organisation,province,district
load.first,ก ทดสอบ,EDITOR,{CODE},,
load.second,ข ทดสอบ,APPROVER,{CODE},,
load.province,ค ทดสอบ,PROVINCE_OFFICER,,54,
"""


@dataclass
class Load:
    simiti: RunningSimiti
    accounts: Path
    figures: Path

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        everybody = ("--officers", "4", "--area-officers", "1", "--programs", "1", "--readers", "3")
        return subprocess.Popen(
            [
                *(sys.executable, "infra/load", self.simiti.base_url, *everybody),
                *("--accounts", str(self.accounts), "--haste", "40", "--json", str(self.figures)),
                *arguments,
            ],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def told(self) -> dict[str, Any]:
        return json.loads(self.figures.read_text())


@pytest.fixture(scope="module")
def accounts(running_simiti: RunningSimiti, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An organisation and people of its own, brought in as an operator does."""
    folder = tmp_path_factory.mktemp("load")
    people, passwords = folder / "people.csv", folder / "passwords.csv"
    people.write_text(PEOPLE)
    assert_done(
        simiti(
            *(running_simiti, "organisation", "add", CODE, "--name", "อบต.ทดสอบภาระ"),
            *("--kind", "SAO", "--province", "61", "--district", DISTRICT),
        )
    )
    assert_done(simiti(running_simiti, "user", "load", str(people), "--passwords", str(passwords)))
    return passwords


@pytest.fixture
def load(running_simiti: RunningSimiti, accounts: Path, tmp_path: Path) -> Load:
    return Load(running_simiti, accounts, tmp_path / "figures.json")


async def end_of(started: subprocess.Popen[str]) -> tuple[int, str]:
    said, _ = await asyncio.to_thread(started.communicate)
    return started.returncode, said


async def rows_of(load: Load) -> list[str]:
    """The titles in the organisation's draft, as its officer sees them."""
    lines = load.accounts.read_text(encoding="utf-8-sig").splitlines()
    account = next(csv.DictReader(lines))
    async with httpx.AsyncClient(base_url=load.simiti.base_url) as client:
        credentials = {one: account[one] for one in ("username", "password")}
        await client.post("/auth/sign-in", json=credentials)
        answer = await client.post("/graphql", json={"query": "{ plan { initiatives { title } } }"})
        return [row["title"] for row in answer.json()["data"]["plan"]["initiatives"]]


async def test_a_day_without_trouble_loses_nothing(load: Load) -> None:
    code, said = await end_of(load.start("--seconds", "5"))
    assert code == 0, said
    assert re.search(r"^requests: \d+, lost: 0$", said, re.MULTILINE)
    assert said.endswith("acknowledged writes lost: 0\n")
    told = load.told()
    assert told["writes_acknowledged"] > 20
    for operation in ("type an amount", "compare an area", "copy a revision", "read in public"):
        assert told["operations"][operation]["answers"] >= 1, operation
    assert await rows_of(load) == [], "the rows are out of the draft again"


async def test_what_was_acknowledged_outlives_the_web_servers_death(load: Load) -> None:
    started = load.start("--seconds", "5")
    await asyncio.sleep(3.5)
    load.simiti.wait_for_another("web server", load.simiti.kill("web server"))
    code, said = await end_of(started)
    told = load.told()
    assert told["writes_lost"] == 0, said
    assert told["wrong_answers"] == [], said
    assert code == (1 if told["requests_lost"] else 0), said


async def test_an_acknowledged_edit_that_is_gone_is_told(load: Load) -> None:
    started = load.start("--seconds", "6")
    await asyncio.sleep(4.5)
    damaged = await take_back_edits(load)
    code, said = await end_of(started)
    assert damaged > 0
    assert code == 1, said
    assert load.told()["writes_lost"] > 0, said


async def take_back_edits(load: Load) -> int:
    """As a database would that was set back behind everybody's back."""
    settings = (load.simiti.home / "settings.sh").read_text()
    found = re.search(r"SIMITI_WORKER_DATABASE_URL='?([^';\n]+)", settings)
    assert found is not None
    connection = await asyncpg.connect(found[1].replace("+asyncpg", ""))
    try:
        tenant = await connection.fetchval(
            "SELECT organisation_id FROM organisation_name WHERE code = $1", CODE
        )
        async with connection.transaction():
            await connection.execute(
                f"SET LOCAL simiti.tenant_id = '{tenant:d}';"
                f"SET LOCAL simiti.writing_tenant_id = '{tenant:d}'"
            )
            return len(
                await connection.fetch(
                    """UPDATE budget_cell SET version = version - 1, amount_satang = 1
                    WHERE tenant_id = $1 AND version > 1 AND initiative_id IN
                      (SELECT id FROM initiative WHERE tenant_id = $1 AND title LIKE $2)
                    RETURNING id""",
                    tenant,
                    f"{MARK}%",
                )
            )
    finally:
        await connection.close()


async def test_another_machine_is_not_loaded_by_mistake(load: Load) -> None:
    command = [sys.executable, "infra/load", "http://192.0.2.1:8000", "--readers", "1"]
    done = await asyncio.to_thread(
        subprocess.run, command, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "--allow 192.0.2.1" in done.stderr
