"""Keeps a copy of what a province submitted, in SQLite: run it each night. Needs Python and httpx.

    SIMITI_URL=http://127.0.0.1:8000 SIMITI_TOKEN=simiti_… python copy_province.py 54 copy.sqlite

The token is a province officer's with the scope COMPARE_READ. docs/guides/copy-a-province.md tells
why it misses nothing.
"""

from __future__ import annotations

import asyncio
import os
import sqlite3
import sys
from typing import Any

import httpx

TABLES = """
CREATE TABLE IF NOT EXISTS place (code TEXT PRIMARY KEY, through INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS revision (
  id TEXT PRIMARY KEY, code TEXT NOT NULL, edition TEXT NOT NULL, number INTEGER NOT NULL,
  stage TEXT NOT NULL, sha256 TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS cell (
  revision TEXT NOT NULL, mission TEXT NOT NULL, number INTEGER NOT NULL, title TEXT NOT NULL,
  year INTEGER NOT NULL, state TEXT NOT NULL, amount TEXT,
  PRIMARY KEY (revision, mission, number, year));
"""
HEADS = """query($province: String!, $after: String) {
  changeHeads(first: 100, after: $after, provinceCode: $province) {
    edges { node { organisationCode head } } pageInfo { hasNextPage endCursor } } }"""
CHANGES = """query($code: String!, $after: Int!) {
  submittedChanges(organisationCode: $code, after: $after, first: 100, types: [REVISION]) {
    nextAfter head changes { id } } }"""
REVISION = """query($id: ID!) { node(id: $id) { ... on Revision {
  id number stage sha256 edition { code } organisation { code }
  initiatives {
    missionCode number title budgets { fiscalYear { be } budget { state amount } } } } } }"""
PATIENCE = 5


class Refused(Exception):
    """The server said no; asking again would not help."""


async def ask(client: httpx.AsyncClient, text: str, **variables: Any) -> Any:
    """The data of an answer; waits when the server says so."""
    for attempt in range(PATIENCE):
        answer = await client.post("/graphql", json={"query": text, "variables": variables})
        if answer.status_code not in {429, 503}:
            break
        await asyncio.sleep(float(answer.headers.get("Retry-After", 2**attempt)))
    body = answer.json()
    if answer.status_code != 200 or "errors" in body:
        raise Refused(answer.status_code, body.get("errors", body))
    return body["data"]


async def heads_of(client: httpx.AsyncClient, province: str) -> dict[str, int]:
    """How far each organisation is that ever submitted anything."""
    heads: dict[str, int] = {}
    after = None
    while True:
        page = (await ask(client, HEADS, province=province, after=after))["changeHeads"]
        heads |= {edge["node"]["organisationCode"]: edge["node"]["head"] for edge in page["edges"]}
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            return heads


async def copy(client: httpx.AsyncClient, store: sqlite3.Connection, province: str) -> int:
    """Brings the copy in step; how many revisions were read."""
    store.executescript(TABLES)
    kept: dict[str, int] = dict(store.execute("SELECT code, through FROM place"))
    count = 0
    for code, head in (await heads_of(client, province)).items():
        after = kept.get(code, 0)
        if after > head:
            # The system was set back to a backup: this organisation begins anew.
            after = 0
            with store:
                forget(store, code)
        while after < head:
            page = (await ask(client, CHANGES, code=code, after=after))["submittedChanges"]
            ids = dict.fromkeys(change["id"] for change in page["changes"])
            found = [(await ask(client, REVISION, id=one))["node"] for one in ids]
            with store:  # the content and how far it goes, together or not at all
                for revision in found:
                    if revision is not None:
                        save(store, code, revision)
                        count += 1
                store.execute("REPLACE INTO place VALUES (?, ?)", (code, page["nextAfter"]))
            after = page["nextAfter"]
    return count


def forget(store: sqlite3.Connection, code: str) -> None:
    store.execute(
        "DELETE FROM cell WHERE revision IN (SELECT id FROM revision WHERE code = ?)", (code,)
    )
    store.execute("DELETE FROM revision WHERE code = ?", (code,))
    store.execute("DELETE FROM place WHERE code = ?", (code,))


def save(store: sqlite3.Connection, code: str, revision: dict[str, Any]) -> None:
    """What it holds never changes, its stage does: writing it twice does no harm."""
    store.execute(
        "REPLACE INTO revision VALUES (?, ?, ?, ?, ?, ?)",
        (
            revision["id"],
            code,
            revision["edition"]["code"],
            revision["number"],
            revision["stage"],
            revision["sha256"],
        ),
    )
    store.execute("DELETE FROM cell WHERE revision = ?", (revision["id"],))
    store.executemany(
        "INSERT INTO cell VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (
                revision["id"],
                row["missionCode"],
                row["number"],
                row["title"],
                cell["fiscalYear"]["be"],
                cell["budget"]["state"],  # AMOUNT, NONE (the plan says "-") or UNSTATED (blank)
                cell["budget"]["amount"],  # a decimal number as text: money is never a float
            )
            for row in revision["initiatives"]
            for cell in row["budgets"]
        ],
    )


async def main(province: str, path: str) -> None:
    headers = {"Authorization": f"Bearer {os.environ['SIMITI_TOKEN']}"}
    store = sqlite3.connect(path)
    try:
        async with httpx.AsyncClient(
            base_url=os.environ["SIMITI_URL"], headers=headers, timeout=60
        ) as client:
            print(f"{await copy(client, store, province)} revisions read")
    finally:
        store.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:3]))
