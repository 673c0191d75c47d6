"""`simiti audit`: walking every organisation's chain, and writing down where the chains end."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

from cli.settings import Settings
from plan_core.audit import anchors, queries
from plan_core.audit.anchors import Anchor
from plan_core.audit.rules import Break, Head
from plan_core.db.transaction import Database
from plan_core.errors import Invalid
from plan_core.places import queries as places

DONE, FOUND = 0, 1
MOST_SHOWN = 20


def verify(settings: Settings, anchor_file: Path | None) -> int:
    """Print organisations, entries and breaks; 1 when there is a break."""
    url = settings.need("worker_database_url")
    known = [] if anchor_file is None else _read_anchors(settings, anchor_file)

    async def walk() -> int:
        database = Database(url)
        try:
            async with database.unscoped() as session:
                organisations = await places.list_ids(session)
            found: list[tuple[int, Break]] = []
            entries = 0
            gone = {int(one) for anchor in known for one in anchor.heads} - set(organisations)
            for organisation in [*organisations, *sorted(gone)]:
                seals = anchors.seals_of(known, organisation)
                walked, _ = await queries.walk_chain(database, organisation, seals)
                entries += walked.entries
                found += [(organisation, one) for one in walked.breaks]
        finally:
            await database.close()
        return _tell(len(organisations), entries, found, known)

    return asyncio.run(walk())


def _tell(
    organisations: int, entries: int, found: list[tuple[int, Break]], known: list[Anchor]
) -> int:
    for organisation, one in found[:MOST_SHOWN]:
        print(f"✗ organisation {organisation}, entry {one.sequence}: {one.what}")
    if len(found) > MOST_SHOWN:
        print(f"… and {len(found) - MOST_SHOWN} more")
    print(f"{organisations} organisations, {entries} entries, {len(found)} breaks")
    if known:
        print(f"checked against {len(known)} anchors, the newest of {known[-1].at.isoformat()}")
    else:
        print("no anchors given: whoever keeps the database could have sealed it anew")
    if found:
        print("The audit log does not hold. บันทึกการเปลี่ยนแปลงถูกแก้ไข")
        return FOUND
    print("The audit log is whole. บันทึกการเปลี่ยนแปลงครบถ้วน")
    return DONE


def anchor(settings: Settings, file: Path) -> int:
    """Add a signed line with the heads of all chains."""
    url = settings.need("worker_database_url")
    key = anchors.check_key(settings.need("audit_key"))

    async def read() -> dict[str, Head]:
        database = Database(url)
        try:
            async with database.unscoped() as session:
                organisations = await places.list_ids(session)
            return {str(one): await queries.read_head(database, one) for one in organisations}
        finally:
            await database.close()

    heads = {one: head for one, head in asyncio.run(read()).items() if head.sequence}
    line = anchors.write_line(Anchor(datetime.now(UTC), heads), key)
    with file.open("a", encoding="utf-8") as opened:
        opened.write(line + "\n")
    print(f"{len(heads)} chains anchored in {file}. บันทึกหลักฐานแล้ว")
    return DONE


def _read_anchors(settings: Settings, file: Path) -> list[Anchor]:
    key = anchors.check_key(settings.need("audit_key"))
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        raise Invalid(
            "ANCHORS_UNREADABLE",
            f"อ่านแฟ้มหลักฐาน {file} ไม่ได้",
            f"The anchor file {file} cannot be read.",
        ) from None
    return anchors.read_lines(lines, key)
