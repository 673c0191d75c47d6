"""`simiti edition`: editions of the framework beside those that come with the package."""

from __future__ import annotations

from pathlib import Path

from cli.keeping import as_operator
from cli.mapping import read_file
from cli.settings import Settings
from plan_core.db.transaction import Database
from plan_core.framework import queries, seed
from plan_core.framework.rules import read_edition, text_of

DONE = 0
LARGEST_FILE = 1_000_000


def load(settings: Settings, file: Path) -> int:
    edition = read_edition(text_of(read_file(file, LARGEST_FILE)))

    async def work(operator: Database) -> bool:
        async with operator.unscoped() as session:
            return await seed.add_edition(session, edition)

    is_new = as_operator(settings, work)
    missions = sum(1 for _ in edition.missions())
    said = "loaded, นำเข้าแล้ว" if is_new else "unchanged, ไม่มีอะไรเปลี่ยน"
    print(f"{edition.code}: {len(edition.dimensions)} dimensions, {missions} missions: {said}")
    return DONE


def show(settings: Settings) -> int:
    async def work(operator: Database) -> None:
        async with operator.unscoped() as session:
            found = await queries.read_editions(session)
        for one in found:
            missions = sum(1 for _ in one.missions())
            print(f"{one.code} {one.first_year_be}-{one.last_year_be}: {missions} missions")
            for walk in one.crosswalks:
                lost = sum(1 for _, later in walk.pairs if not later)
                print(f"   {walk.from_edition} →: {len(walk.pairs)} pairs, {lost} without")

    as_operator(settings, work)
    return DONE
