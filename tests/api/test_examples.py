"""The example programs of docs/examples, run against the API by a token."""

import csv
import importlib.util
import io
import sqlite3
from collections.abc import Generator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from make.api import Api
from make.people import make_actor
from make.plans import make_plan, make_row, make_submitted, return_whole
from make.programs import secret_of
from plan_core.actor import Role

EXAMPLES = Path(__file__).parents[2] / "docs/examples"
Cell = tuple[str, int, str, int, str, str | None]


def load(name: str) -> Any:
    spec = importlib.util.spec_from_file_location(name, EXAMPLES / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def store() -> Generator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:")) as made:
        yield made


async def copy(api: Api, store: sqlite3.Connection, token: str, province: str) -> int:
    async with await api.client(None) as client:
        client.headers["Authorization"] = f"Bearer {token}"
        return await load("copy_province").copy(client, store, province)


def stages(store: sqlite3.Connection) -> dict[tuple[str, int], str]:
    found = store.execute("SELECT code, number, stage FROM revision").fetchall()
    return {(code, number): stage for code, number, stage in found}


async def test_a_province_is_copied_and_then_only_its_news(
    api: Api, store: sqlite3.Connection
) -> None:
    officer = await make_actor(api.world, Role.PROVINCE_OFFICER, province="57")
    token = await secret_of(api, officer, "COMPARE_READ")
    rows = [make_row("1.1", 1_000, "-", None, "2500.50", title="ก")]
    first, revision = await make_submitted(api.world, rows, province="57", district="5701")
    second, _ = await make_submitted(api.world, province="57", district="5701")
    await make_submitted(api.world, province="54", district="5406")
    assert await copy(api, store, token, "57") == 2
    assert stages(store) == {(first.code, 1): "SUBMITTED", (second.code, 1): "SUBMITTED"}
    query = """SELECT mission, cell.number, title, year, state, amount FROM cell
        JOIN revision ON revision.id = cell.revision WHERE code = ? ORDER BY year"""
    cells: list[Cell] = store.execute(query, (first.code,)).fetchall()
    assert cells == [
        ("1.1", 1, "ก", 2561, "AMOUNT", "1000"),
        ("1.1", 1, "ก", 2562, "NONE", None),
        ("1.1", 1, "ก", 2563, "UNSTATED", None),
        ("1.1", 1, "ก", 2564, "AMOUNT", "2500.50"),
    ]
    assert await copy(api, store, token, "57") == 0
    await return_whole(api.world, revision, officer)
    assert await copy(api, store, token, "57") == 1
    assert stages(store)[first.code, 1] == "RETURNED"


async def test_a_copy_that_is_ahead_of_a_restored_backup_begins_anew(
    api: Api, store: sqlite3.Connection
) -> None:
    officer = await make_actor(api.world, Role.PROVINCE_OFFICER, province="58")
    token = await secret_of(api, officer, "COMPARE_READ")
    organisation, _ = await make_submitted(api.world, province="58", district="5801")
    assert await copy(api, store, token, "58") == 1
    whole = store.execute("SELECT * FROM cell ORDER BY mission, number, year").fetchall()
    with store:
        store.execute("UPDATE place SET through = 99")
        gone = ("gone", organisation.code, "x", 9, "x", "x")
        store.execute("INSERT INTO revision VALUES (?, ?, ?, ?, ?, ?)", gone)
    assert await copy(api, store, token, "58") == 1
    assert stages(store) == {(organisation.code, 1): "SUBMITTED"}
    assert store.execute("SELECT * FROM cell ORDER BY mission, number, year").fetchall() == whole


async def test_a_copy_holds_nothing_of_another_area(api: Api, store: sqlite3.Connection) -> None:
    await make_submitted(api.world, province="54", district="5406")
    officer = await make_actor(api.world, Role.PROVINCE_OFFICER, province="55")
    token = await secret_of(api, officer, "COMPARE_READ")
    with pytest.raises(Exception, match="FORBIDDEN"):
        await copy(api, store, token, "54")
    assert stages(store) == {}
    assert await copy(api, store, token, "55") == 0


LEDGER = """code,mission,kind,title,year,amount
67-001,1.2,PROJECT,โครงการอบรม,2561,15000.50
67-001,1.2,PROJECT,โครงการอบรม,2562,-
67-002,4.3,ACTIVITY,กิจกรรมตรวจสอบ,2561,
67-003,9.9,PROJECT,โครงการที่ไม่มีภารกิจ,2561,1
"""
PUSHED = """{ plan { initiatives {
  id title missionCode budgets { state amount fiscalYear { be } } } } }"""


async def push(api: Api, token: str, text: str, run: str) -> tuple[dict[str, int], list[str]]:
    program = load("push_budgets")
    rows = program.rows_of(csv.DictReader(io.StringIO(text)))
    async with await api.client(None) as client:
        client.headers["Authorization"] = f"Bearer {token}"
        return await program.push(client, rows, run)


async def test_budgets_of_accounting_come_into_the_plan_once(api: Api) -> None:
    editor = await make_actor(api.world)
    await make_plan(api.world, editor)
    token = await secret_of(api, editor, "PLAN_READ", "PLAN_WRITE")
    counts, refused = await push(api, token, LEDGER, "night-1")
    assert counts == {"CREATED": 2, "REFUSED": 1}
    assert [one.partition(":")[0] for one in refused] == ["67-003 rows.2.missionCode"]
    plan = (await api.data(editor, PUSHED))["plan"]
    (row,) = [one for one in plan["initiatives"] if one["title"] == "โครงการอบรม"]
    assert row["missionCode"] == "1.2"
    assert [(one["state"], one["amount"]) for one in row["budgets"]] == [
        ("AMOUNT", "15000.50"),
        ("NONE", None),
        ("UNSTATED", None),
        ("UNSTATED", None),
    ]
    # The line broke, and the same run is started again: what was done is answered.
    assert await push(api, token, LEDGER, "night-1") == (counts, refused)
    assert (await api.data(editor, PUSHED))["plan"] == plan
    counts, _ = await push(api, token, LEDGER, "night-2")
    assert counts == {"UNCHANGED": 2, "REFUSED": 1}
    counts, _ = await push(api, token, LEDGER.replace("15000.50", "16000"), "night-3")
    assert counts == {"UPDATED": 1, "UNCHANGED": 1, "REFUSED": 1}
    now = (await api.data(editor, PUSHED))["plan"]
    assert len(now["initiatives"]) == len(plan["initiatives"])
