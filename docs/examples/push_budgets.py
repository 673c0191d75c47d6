"""Pushes budgets of an accounting system into the plan: run it each night. Needs Python and httpx.

    SIMITI_URL=http://127.0.0.1:8000 SIMITI_TOKEN=simiti_… python push_budgets.py budgets.csv

The file has a line for each project and year, in UTF-8:

    code,mission,kind,title,year,amount
    67-001,1.2,PROJECT,โครงการอบรม,2561,15000.50
    67-001,1.2,PROJECT,โครงการอบรม,2562,-

An amount of `-` is no budget needed, an empty one not stated. The token is an editor's with the
scopes PLAN_READ and PLAN_WRITE. docs/guides/push-budgets.md tells the rest.
"""

from __future__ import annotations

import asyncio
import csv
import hashlib
import json
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import httpx

SYSTEM = "accounting"
"""A name that stays: the codes are remembered under it."""
ROWS_AT_ONCE = 200
PATIENCE = 5
PLAN = "{ plan { id } }"
PUSH = """mutation($input: UpsertInitiativesInput!) { upsertInitiatives(input: $input) {
  planVersion isReplay results { externalId outcome }
  problems { code field messageTh messageEn } } }"""

Row = dict[str, Any]


class Refused(Exception):
    """The server said no; asking again would not help."""


async def ask(client: httpx.AsyncClient, text: str, **variables: Any) -> Any:
    """The data of an answer. Sent again when nobody knows whether it arrived: the key allows it."""
    for attempt in range(PATIENCE):
        try:
            answer = await client.post("/graphql", json={"query": text, "variables": variables})
        except httpx.TransportError:
            if attempt == PATIENCE - 1:
                raise
            await asyncio.sleep(2**attempt)
            continue
        if answer.status_code not in {429, 503}:
            break
        await asyncio.sleep(float(answer.headers.get("Retry-After", 2**attempt)))
    body = answer.json()
    if answer.status_code != 200 or "errors" in body:
        raise Refused(answer.status_code, body.get("errors", body))
    return body["data"]


def rows_of(lines: Iterable[dict[str, str]]) -> list[Row]:
    """One row for each code, with all its years."""
    rows: dict[str, Row] = {}
    for line in lines:
        row = rows.setdefault(
            line["code"],
            {
                "externalId": line["code"],
                "missionCode": line["mission"],
                "kind": line["kind"],
                "title": line["title"],
                "budgets": [],
            },
        )
        row["budgets"].append({"fiscalYear": int(line["year"]), **budget_of(line["amount"])})
    return list(rows.values())


def budget_of(amount: str) -> Row:
    """Three different things; the amount stays text, for a float would lose satang."""
    if amount == "":
        return {"state": "UNSTATED"}
    return {"state": "NONE"} if amount == "-" else {"state": "AMOUNT", "amount": amount}


def blocks(rows: list[Row]) -> Iterator[list[Row]]:
    for at in range(0, len(rows), ROWS_AT_ONCE):
        yield rows[at : at + ROWS_AT_ONCE]


async def push(
    client: httpx.AsyncClient, rows: list[Row], run: str
) -> tuple[dict[str, int], list[str]]:
    """How many rows came to what, and what was refused. `run` names this night's run: started
    again after it was cut off, what was done already is answered and not done again."""
    plan = (await ask(client, PLAN))["plan"]
    if plan is None:
        raise Refused("the organisation has no plan yet")
    counts: dict[str, int] = {}
    refused: list[str] = []
    for block in blocks(rows):
        content = json.dumps(block, ensure_ascii=False, sort_keys=True)
        digest = hashlib.sha256(content.encode()).hexdigest()
        asked = {
            "planId": plan["id"],
            "system": SYSTEM,
            "rows": block,
            "onError": "SKIP",
            "idempotencyKey": f"{run}/{digest[:32]}",
        }
        payload = (await ask(client, PUSH, input=asked))["upsertInitiatives"]
        for one in payload["results"]:
            counts[one["outcome"]] = counts.get(one["outcome"], 0) + 1
        for one in payload["problems"]:
            place = one["field"].split(".")
            code = block[int(place[1])]["externalId"] if len(place) > 1 else "*"
            refused.append(f"{code} {one['field']}: {one['code']} {one['messageTh']}")
        if not payload["results"]:
            raise Refused("nothing was saved", refused)
    return counts, refused


async def main(path: Path, run: str) -> int:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = rows_of(csv.DictReader(file))
    headers = {"Authorization": f"Bearer {os.environ['SIMITI_TOKEN']}"}
    async with httpx.AsyncClient(
        base_url=os.environ["SIMITI_URL"], headers=headers, timeout=60
    ) as client:
        counts, refused = await push(client, rows, run)
    print(json.dumps(counts))
    for one in refused:
        print(one, file=sys.stderr)
    return 1 if refused else 0


if __name__ == "__main__":
    # The name of the run: the day, or what a scheduler calls it.
    name = sys.argv[2] if len(sys.argv) > 2 else Path(sys.argv[1]).stat().st_mtime_ns
    raise SystemExit(asyncio.run(main(Path(sys.argv[1]), str(name))))
