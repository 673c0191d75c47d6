"""An officer on the last day before the deadline: opens the plan, adds a row, types amounts in it.

Each has a row of the own, so that nobody's edit is another's conflict, and what a cell must hold at
the end is known: the last amount that was acknowledged. The plan's lock, its totals and its log are
shared with every colleague, as they are among people.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from decimal import Decimal
from random import Random
from typing import Any

from load import questions
from load.asking import Line, NoAnswer, Refused

MARK = "ทดสอบภาระ"
"""How the generator's rows begin: whoever meets one knows what it is."""
ONE_IN_WORDING = 10
"""So many edits of amounts to one of the wording."""
TRIES = 30
EDITABLE = "DRAFT"
BEGUN = "DRAFT_EXISTS"
CHANGED = "CONFLICT"

Written = tuple[int, str]
"""A version and what stands there."""


class CannotSit(Exception):
    """The account has no plan that can be written in."""


@dataclass
class Kept:
    """One field of the plan: what was acknowledged last, and what was sent without an answer.

    A doubted text may be kept later than the next look: the server may still be reading it. It
    can only become the next version, once.
    """

    version: int
    text: str
    doubted: set[str] = field(default_factory=set[str])


@dataclass
class Officer:
    """One person at one screen."""

    line: Line
    username: str
    password: str
    name: str
    dice: Random
    seconds_between_edits: float
    seconds_between_screens: float
    row_id: str = ""
    row: Kept = field(default_factory=lambda: Kept(0, ""))
    cells: dict[str, Kept] = field(default_factory=dict[str, Kept])
    acknowledged: int = 0

    async def sit_down(self) -> None:
        """Signed in, with a row of one's own. CannotSit where nothing may be written."""
        await self.line.sign_in(self.username, self.password)
        plan = (await self.line.ask("open a plan", questions.PLAN))["plan"]
        if plan is None:
            await self._begin()
            plan = (await self.line.ask("open a plan", questions.PLAN))["plan"]
        if plan["stage"] != EDITABLE:
            raise CannotSit(f"{self.username}: the plan is {plan['stage']}, not {EDITABLE}")
        dimensions = plan["edition"]["dimensions"]
        missions = [one["code"] for dimension in dimensions for one in dimension["missions"]]
        wanted = {
            "planId": plan["id"],
            "missionCode": self.dice.choice(missions),
            "kind": "PROJECT",
            "title": f"{MARK} {self.name}",
        }
        payload = await self.line.change("add a row", questions.ADD_ROW, wanted)
        self._count()
        found = payload["initiative"]
        self.row_id = found["id"]
        self.row = Kept(found["version"], found["remarks"])
        self.cells = {one["id"]: Kept(*_written(one)) for one in found["budgets"]}

    async def _begin(self) -> None:
        editions = (await self.line.ask("list editions", questions.EDITIONS))["frameworkEditions"]
        newest = max(one["code"] for one in editions)
        try:
            await self.line.change("begin a plan", questions.START, {"editionCode": newest})
        except Refused as refused:
            if refused.code != BEGUN:
                raise
            # A colleague was quicker.

    async def work(self, until: float) -> None:
        """Types until then; looks at the whole plan from time to time."""
        loop = asyncio.get_running_loop()
        look_at = loop.time() + self.dice.random() * self.seconds_between_screens
        while True:
            pause = self.dice.expovariate(1 / self.seconds_between_edits)
            if loop.time() + pause >= until:
                return
            await asyncio.sleep(pause)
            try:
                if loop.time() >= look_at:
                    look_at += self.seconds_between_screens
                    await self.look()
                else:
                    await self.edit()
            except NoAnswer:
                if not await self.settle():
                    return
            except Refused as refused:
                doubted = any(one.doubted for one in (self.row, *self.cells.values()))
                if refused.code != CHANGED or not doubted:
                    self._wrong(f"refused with {refused.code} what nobody else touches")
                elif not await self.settle():
                    return

    async def edit(self) -> None:
        if self.dice.randrange(ONE_IN_WORDING + 1) == 0:
            await self._edit_wording()
        else:
            await self._edit_amount()

    async def _edit_amount(self) -> None:
        cell_id, kept = self.dice.choice([*self.cells.items()])
        # Another one each time, so that none is "unchanged"; finer than a baht, as some are.
        amount = f"{Decimal(self.dice.randrange(1, 1_000_000_000)) / 100:.2f}"
        wanted = {"id": cell_id, "version": kept.version, "state": "AMOUNT", "amount": amount}
        payload = await self._change(
            kept, amount, "type an amount", questions.SET_CELLS, {"cells": [wanted]}
        )
        self._acknowledged(kept, amount, *_written(payload["cells"][0]))

    async def _edit_wording(self) -> None:
        words = f"{MARK} {self.dice.randrange(1_000_000_000)}"
        wanted = {"id": self.row_id, "version": self.row.version, "remarks": words}
        payload = await self._change(self.row, words, "word a row", questions.SET_ROW, wanted)
        found = payload["initiative"]
        self._acknowledged(self.row, words, found["version"], found["remarks"])

    async def _change(
        self, kept: Kept, text: str, operation: str, mutation: str, wanted: dict[str, Any]
    ) -> Any:
        try:
            return await self.line.change(operation, mutation, wanted, is_looked_up=True)
        except (NoAnswer, asyncio.CancelledError):
            kept.doubted.add(text)
            self.line.ledger.writes.in_doubt += 1
            raise

    def _acknowledged(self, kept: Kept, sent: str, version: int, text: str) -> None:
        self._count()
        if (version, text) != (kept.version + 1, sent):
            self._wrong(f"wrote {sent!r} on {kept.version}, was told {text!r}, {version}")
        kept.version, kept.text = version, text
        kept.doubted.clear()

    async def look(self) -> None:
        """The screen anew: what was acknowledged must be in it, and the sums be of its rows."""
        plan = (await self.line.ask("open a plan", questions.PLAN))["plan"]
        self._compare(plan)
        rows = plan["initiatives"]
        total = sum(Decimal(cell["amount"] or 0) for row in rows for cell in row["budgets"])
        if total != Decimal(plan["totals"]["grandTotal"]):
            self._wrong(f"the total is {plan['totals']['grandTotal']}, its cells are {total}")

    async def settle(self) -> bool:
        """After no answer: look, as people do, until it is known what was kept; whether it is."""
        for _ in range(TRIES):
            try:
                await self.look()
            except NoAnswer:
                await asyncio.sleep(1)
            else:
                return True
        return False

    def _compare(self, plan: dict[str, Any]) -> None:
        """The own row, field by field."""
        found = {row["id"]: row for row in plan["initiatives"]}.get(self.row_id)
        writes = self.line.ledger.writes
        if found is None:
            writes.lost += self.acknowledged
            self._wrong("the own row is not in the plan")
            return
        self._settle(self.row, found["version"], found["remarks"])
        cells = {one["id"]: _written(one) for one in found["budgets"]}
        for cell_id, kept in self.cells.items():
            self._settle(kept, *cells.get(cell_id, (0, "nothing")))

    def _settle(self, kept: Kept, version: int, text: str) -> None:
        if (version, text) == (kept.version, kept.text):
            return
        writes = self.line.ledger.writes
        if version == kept.version + 1 and text in kept.doubted:
            writes.in_doubt_kept += 1
        else:
            # Each edit raises the version by one: what is missing can be counted.
            writes.lost += max(1, kept.version - version)
            told = f"acknowledged {kept.text!r} as {kept.version}, found {text!r} as {version}"
            self._wrong(told)
        kept.version, kept.text = version, text
        kept.doubted.clear()

    async def check(self) -> None:
        """Everything that was acknowledged, read back over a new connection."""
        await self.line.client.aclose()
        async with self.line.another() as self.line:
            if not await self.settle():
                self.line.ledger.writes.lost += self.acknowledged
                self._wrong("what was acknowledged could not be read back")

    async def tidy(self) -> None:
        """The own row out of the plan again."""
        if not self.row_id:
            return
        wanted = {"id": self.row_id, "version": self.row.version}
        async with self.line.another() as line:
            try:
                await line.change("remove a row", questions.REMOVE_ROW, wanted)
            except NoAnswer:
                return  # counted
            except Refused as refused:
                self._wrong(f"the own row could not be removed: {refused.code}")

    def _count(self) -> None:
        self.acknowledged += 1
        self.line.ledger.writes.acknowledged += 1

    def _wrong(self, what: str) -> None:
        self.line.ledger.wrong.append(f"officer {self.name}: {what}")


def _written(cell: dict[str, Any]) -> Written:
    is_amount = cell["state"] == "AMOUNT"
    return cell["version"], f"{Decimal(cell['amount']):.2f}" if is_amount else cell["state"]
