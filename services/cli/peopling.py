"""`simiti population`: how many people organisations have."""

from __future__ import annotations

from pathlib import Path

from cli.keeping import as_operator
from cli.mapping import read_file
from cli.settings import Settings
from plan_core.db.transaction import Database
from plan_core.places import population_actions as actions
from plan_core.places import population_rules as rules

DONE = 0


def load(settings: Settings, file: Path, source: str) -> int:
    source = actions.check_source(source)
    content = read_file(file, rules.LARGEST_FILE)

    async def work(operator: Database) -> int:
        async with operator.unscoped() as session:
            ids = await actions.list_codes(session)
        lines = rules.read_population(content, ids)
        async with operator.unscoped() as session:
            await actions.set_population(session, lines, ids, source, operator.clock())
        return len(lines)

    print(f"{as_operator(settings, work)} figures are there. นำเข้าจำนวนประชากรแล้ว")
    return DONE


def show(settings: Settings) -> int:
    async def work(operator: Database) -> None:
        async with operator.unscoped() as session:
            found = await actions.list_held(session)
        for year, source, count in found:
            print(f"{year}: {count} organisations, {source}")
        if not found:
            print("No population is loaded. ยังไม่มีจำนวนประชากร")

    as_operator(settings, work)
    return DONE
