"""A program that keeps a copy of a plan by nothing but GraphQL and the feed of changes."""

from __future__ import annotations

from typing import Any

from make.api import Api
from plan_core.actor import Actor

ROW = """id version missionCode kind title remarks
  budgets { id version state amount fiscalYear { be } }
  sheet { place responsibleUnit responsiblePerson quarters }"""
RISK = "id version category text factorsText likelihood impact answeredBy"
HEAD = "id state stage revisions { id number }"
SECTIONS = "sections { code titleTh body version }"
COMMITTEES = "appointment { version committees { kind members { name post duty } } }"
ORDER = "initiatives { id number } risks { id }"
WHOLE = f"""{{ plan {{ {HEAD} {SECTIONS} {COMMITTEES} {ORDER}
  rows: initiatives {{ {ROW} }} allRisks: risks {{ {RISK} }} }} }}"""
CHANGES = """query($after: Int!, $first: Int!) { changes(after: $after, first: $first) {
  nextAfter head
  changes { sequence type id planId initiativeId sectionCode isRemoval reach } } }"""
NODE = f"""query($id: ID!) {{ node(id: $id) {{
  ... on Initiative {{ {ROW} }} ... on PlanRisk {{ {RISK} }} }} }}"""


class Copy:
    """What a program knows. `stands` is the number of the last change that it has taken in."""

    def __init__(self, api: Api, actor: Actor) -> None:
        self.api = api
        self.actor = actor
        self.stands = 0
        self.read_whole = 0
        self.plan: dict[str, Any] = {}

    async def begin(self) -> None:
        """First where the feed stands, then the whole: what comes between is read twice."""
        page = await self._ask(CHANGES, after=0, first=1)
        self.stands = page["changes"]["head"]
        await self._read_whole()

    async def catch_up(self, first: int = 5) -> None:
        while True:
            page = (await self._ask(CHANGES, after=self.stands, first=first))["changes"]
            for change in page["changes"]:
                await self._take(change)
            self.stands = page["nextAfter"]
            if self.stands == page["head"]:
                return

    async def _take(self, change: dict[str, Any]) -> None:
        row = change["initiativeId"]
        if change["reach"] == "PLAN":
            await self._read_whole()
            return
        match change["type"]:
            case "INITIATIVE" | "BUDGET_CELL":
                await self._read_node("rows", row, is_removal=change["isRemoval"])
            case "RISK":
                await self._read_node("allRisks", change["id"], is_removal=change["isRemoval"])
            case "SECTION":
                await self._read_part(SECTIONS)
            case "COMMITTEES":
                await self._read_part(COMMITTEES)
            case "PLAN" | "REVISION":
                await self._read_part(HEAD)
            case _:
                pass
        if change["reach"] == "ORDER":
            await self._read_part(ORDER)

    async def _read_whole(self) -> None:
        self.read_whole += 1
        self.plan = self.told(await self._ask(WHOLE))

    async def _read_part(self, part: str) -> None:
        self.plan |= (await self._ask(f"{{ plan {{ {part} }} }}"))["plan"]

    async def _read_node(self, kept: str, key: str, *, is_removal: bool) -> None:
        node = None if is_removal else (await self._ask(NODE, id=key))["node"]
        if node:
            self.plan[kept][key] = node
        else:
            # Also what a later change took away, which this one could not see any more.
            self.plan[kept].pop(key, None)

    async def _ask(self, text: str, **variables: Any) -> Any:
        return await self.api.data(self.actor, text, **variables)

    @staticmethod
    def told(answer: Any) -> dict[str, Any]:
        """A whole plan as a copy holds it: rows and risks by their ids."""
        plan = dict(answer["plan"])
        for kept in ("rows", "allRisks"):
            plan[kept] = {one["id"]: one for one in plan[kept]}
        return plan

    async def is_equal(self) -> bool:
        """Whether the copy says what the source says now."""
        source = self.told(await self._ask(WHOLE))
        assert self.plan.keys() == source.keys()
        for part, said in source.items():
            assert self.plan[part] == said, part
        return True
