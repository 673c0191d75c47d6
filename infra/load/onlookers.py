"""Who reads: an officer of an area who compares, a program that copies, the public."""

from __future__ import annotations

import asyncio
import hashlib
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any
from urllib.parse import urljoin

from load import questions
from load.asking import Line, NoAnswer, Refused

LINK = re.compile(r'href="(/public[^"#]*)"')
ENTRANCE = "/public"
TOKEN_DAYS = 1


async def again_and_again(
    act: Callable[[], Awaitable[None]], until: float, pause: Callable[[], float], line: Line
) -> None:
    """With pauses, until then. A lost request is counted; the next one is asked all the same."""
    loop = asyncio.get_running_loop()
    while True:
        seconds = pause()
        if loop.time() + seconds >= until:
            return
        await asyncio.sleep(seconds)
        try:
            await act()
        except NoAnswer:
            continue
        except Refused as refused:
            line.ledger.wrong.append(f"refused with {refused.code} what this account may read")


@dataclass
class AreaOfficer:
    """Compares the organisations of the area; the sums must be of the lines."""

    line: Line
    username: str
    password: str
    dice: Random
    seconds_between: float

    async def sit_down(self) -> None:
        await self.line.sign_in(self.username, self.password)

    async def work(self, until: float) -> None:
        def pause() -> float:
            return self.dice.expovariate(1 / self.seconds_between)

        await again_and_again(self.compare, until, pause, self.line)

    async def compare(self) -> None:
        found = (await self.line.ask("compare an area", questions.COMPARISON))["comparison"]
        lines = found["organisations"]
        total = sum(Decimal(one["total"] or 0) for one in lines)
        if total != Decimal(found["totals"]["total"] or 0):
            told = f"the area's total is {found['totals']['total']}, its lines are {total}"
            self.line.ledger.wrong.append(told)


@dataclass
class Program:
    """Copies what an area submitted, again and again from the beginning, as a first copy does."""

    line: Line
    username: str
    password: str
    name: str
    seconds_between: float
    token_id: str = ""
    session: Line | None = None
    seen: dict[str, str] = field(default_factory=dict[str, str])
    waiting: list[str] = field(default_factory=list[str])

    async def sit_down(self) -> None:
        """With a token of its own, which ends by itself should nobody revoke it."""
        self.session = self.line.another(is_known=False)
        await self.session.sign_in(self.username, self.password)
        wanted = {
            "name": f"simiti-load {self.name}",
            "scopes": ["COMPARE_READ"],
            "expiresAt": (datetime.now(UTC) + timedelta(days=TOKEN_DAYS)).isoformat(),
        }
        made = await self.session.change("make a token", questions.ADD_PROGRAM, wanted)
        self.token_id = made["apiToken"]["id"]
        self.line.client.headers["Authorization"] = f"Bearer {made['secret']}"

    async def work(self, until: float) -> None:
        await again_and_again(self.copy, until, lambda: self.seconds_between, self.line)

    async def copy(self) -> None:
        """One revision; with none left to copy, the list of them anew."""
        if not self.waiting:
            await self._list()
            return
        wanted = self.waiting[-1]
        revision = (await self.line.ask("copy a revision", questions.REVISION, id=wanted))["node"]
        self.waiting.pop()
        self._check(wanted, revision)

    async def _list(self) -> None:
        after = None
        while True:
            page = (await self.line.ask("list news", questions.HEADS, after=after))["changeHeads"]
            for edge in page["edges"]:
                await self._changes(edge["node"]["organisationCode"])
            after = page["pageInfo"]["endCursor"]
            if not page["pageInfo"]["hasNextPage"]:
                return

    async def _changes(self, code: str) -> None:
        after, head, last = 0, 1, 0
        while after < head:
            data = await self.line.ask("read a feed", questions.CHANGES, code=code, after=after)
            page = data["submittedChanges"]
            for change in page["changes"]:
                if change["sequence"] <= last:
                    self.line.ledger.wrong.append(f"the feed of {code} goes back after {last}")
                last = change["sequence"]
            self.waiting += dict.fromkeys(change["id"] for change in page["changes"])
            after, head = page["nextAfter"], page["head"]

    def _check(self, wanted: str, revision: dict[str, Any] | None) -> None:
        """A revision never changes, and its total is of its rows."""
        if revision is None:
            self.line.ledger.wrong.append(f"revision {wanted} of the feed is not there")
            return
        rows = revision["initiatives"]
        amounts = [cell["budget"]["amount"] for row in rows for cell in row["budgets"]]
        total = sum(Decimal(one or 0) for one in amounts)
        if total != Decimal(revision["totals"]["grandTotal"]):
            self.line.ledger.wrong.append(f"revision {wanted}: its total is not of its rows")
        told = hashlib.sha256(repr((revision["sha256"], rows)).encode()).hexdigest()
        if self.seen.setdefault(wanted, told) != told:
            self.line.ledger.wrong.append(f"revision {wanted} is another than before")

    async def stand_up(self) -> None:
        if self.session is not None:
            async with self.session.another() as line:
                await line.change("revoke a token", questions.END_PROGRAM, {"id": self.token_id})
            await self.session.client.aclose()


@dataclass
class Reader:
    """Anybody: from the public pages' entrance from link to link, with a browser's cache."""

    line: Line
    dice: Random
    seconds_between: float
    page: str = ENTRANCE
    links: list[str] = field(default_factory=list[str])
    kept: dict[str, tuple[str, bytes]] = field(default_factory=dict[str, tuple[str, bytes]])

    async def work(self, until: float) -> None:
        def pause() -> float:
            return self.dice.expovariate(1 / self.seconds_between)

        await again_and_again(self.read, until, pause, self.line)

    async def read(self) -> None:
        path = self.dice.choice(self.links) if self.links else ENTRANCE
        tag, before = self.kept.get(path, ("", b""))
        headers = {"If-None-Match": tag} if tag else {}
        answer = await self.line.get("read in public", path, headers)
        if answer.status_code in {301, 302, 307, 308}:
            self.links = [urljoin(path, answer.headers["Location"])]
            return
        if answer.status_code not in {200, 304}:
            self.line.ledger.codes["read in public"][str(answer.status_code)] += 1
            self.line.ledger.wrong.append(f"{path} is linked to and answers {answer.status_code}")
            self.links = []
            return
        content = before if answer.status_code == 304 else answer.content
        now = answer.headers.get("ETag", tag)
        if tag and now == tag and content != before:
            self.line.ledger.wrong.append(f"{path} changed under the same ETag")
        self.kept[path] = now, content
        is_page = "html" in answer.headers.get("Content-Type", "html") and b"<html" in content[:200]
        self.links = LINK.findall(content.decode(errors="replace")) if is_page else []
