"""`simiti map`: outlines of areas for the choropleth."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from cli.keeping import as_operator
from cli.settings import Settings
from plan_core.db.transaction import Database
from plan_core.errors import Invalid
from plan_core.places import outline_actions as actions
from plan_core.places import outline_rules as rules
from plan_core.places import queries
from plan_core.places.outline_actions import Credit
from plan_core.places.outline_rules import OutlineLevel

DONE = 0
MOST_SHOWN = 20


def load(settings: Settings, file: Path, credit: Credit, code_property: str) -> int:
    """Checked and simplified before the database is asked to keep anything."""
    # Refused before a large file is read.
    rules.check_text(credit.source, "source")
    rules.check_text(credit.licence, "licence")
    content = read_file(file, rules.LARGEST_FILE)

    async def work(operator: Database) -> list[str]:
        async with operator.unscoped() as session:
            known = {level: await actions.list_codes(session, level) for level in OutlineLevel}
        outlines = rules.read_outlines(content, code_property, known.__getitem__)
        async with operator.unscoped() as session:
            await actions.set_outlines(session, outlines, credit, operator.clock())
        for one in outlines.provinces:
            print(f"✓ {one.province_code}: {len(one.codes)} areas, {one.points} points")
        kept = sum(one.points for one in outlines.provinces)
        print(f"{outlines.level}: {kept} of {outlines.points_read} points kept. นำเข้าแผนที่แล้ว")
        return actions.missing(outlines, known[outlines.level])

    missing = as_operator(settings, work)
    if missing:
        shown = ", ".join(missing[:MOST_SHOWN])
        more = f" … (+{len(missing) - MOST_SHOWN})" if len(missing) > MOST_SHOWN else ""
        print(f"Without an outline, พื้นที่ที่ไม่มีในไฟล์: {shown}{more}")
    return DONE


def show(settings: Settings) -> int:
    async def work(operator: Database) -> None:
        async with operator.unscoped() as session:
            found = await queries.list_outlines(session)
        for one in found:
            day: date = one.loaded_at.date()
            print(f"{one.province_code} {one.level}: {one.areas} areas, {day}")
            print(f"   {one.source} · {one.licence}")
        if not found:
            print("No map is loaded. ยังไม่มีแผนที่")

    as_operator(settings, work)
    return DONE


def remove(settings: Settings, province: str, level: OutlineLevel) -> int:
    async def work(operator: Database) -> None:
        async with operator.unscoped() as session:
            await actions.remove_outlines(session, [province], level)

    as_operator(settings, work)
    print(f"{province} {level} is drawn as tiles again. ลบแผนที่แล้ว")
    return DONE


def read_file(file: Path, largest: int) -> bytes:
    """Its bytes, one more than allowed at the most."""
    try:
        with file.open("rb") as opened:
            return opened.read(largest + 1)
    except OSError as error:
        raise Invalid(
            "FILE_UNREADABLE",
            f"เปิดไฟล์ {file} ไม่ได้",
            f"The file {file} cannot be read: {error.strerror}.",
            field="file",
        ) from None
