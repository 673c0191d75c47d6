"""Small plan documents, as text and as what is read from them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from make.world import World
from plan_core.actor import Actor
from plan_core.db.base import make_id
from plan_core.framework.rules import load_editions
from plan_core.intake import reading
from plan_core.intake.actions import receiving
from plan_core.intake.model import Document
from plan_core.intake.reading import Reading

HEAD = """แผนปฏิบัติการป้องกันการทุจริต สี่ปี (พ.ศ. ๒๕๖๑ - ๒๕๖๔)

องค์การบริหารส่วนตำบลทดสอบ

**มิติที่ ๑ การสร้างสังคมที่ไม่ทนต่อการทุจริต**

| มิติ | ภารกิจตามมิติ | โครงการ/กิจกรรม/มาตรการ | ปี ๒๕๖๑ | ปี ๒๕๖๒ | ปี ๒๕๖๓ | ปี ๒๕๖๔ | หมายเหตุ |
|---|---|---|---|---|---|---|---|
"""
ROWS = """\
| มิติที่ ๑ | ๑.๑ การสร้างจิตสำนึกและความตระหนักแก่บุคลากร | ๑. โครงการอบรมคุณธรรม \
| ๑๐,๐๐๐ | ๑๐,๐๐๐ | ๑๐,๐๐๐ | ๑๐,๐๐๐ | |
| | | ๒. มาตรการใช้รถส่วนกลาง | - | - | - | - | |
| | ๑.๒ การสร้างจิตสำนึกและความตระหนักแก่ประชาชน | ๑. กิจกรรมให้ความรู้ประชาชน \
| ๕,๐๐๐ | - | | ๕,๐๐๐.๕๐ | กองการศึกษา |
"""
DECLARED = (
    "| รวมมิติที่ ๑ | | โครงการ ๑ มาตรการ ๑ กิจกรรม ๑ | {first} | ๑๐,๐๐๐ | ๑๐,๐๐๐ | ๑๕,๐๐๐.๕๐ | |\n"
)


def make_document_text(*extra_rows: str, declares: str = "๑๕,๐๐๐", note: str = "") -> bytes:
    """Three rows that add up; another `declares` for the first year is an ERROR finding."""
    rows = ROWS + "".join(f"{row}\n" for row in extra_rows)
    return (HEAD + rows + DECLARED.format(first=declares) + f"\n{note}\n").encode()


def make_reading(*extra_rows: str, declares: str = "๑๕,๐๐๐") -> Reading:
    text = make_document_text(*extra_rows, declares=declares)
    return reading.read("plan.txt", text, load_editions())


async def receive(
    world: World, actor: Actor, content: bytes | None = None, file_name: str = "plan.txt"
) -> Document:
    """An uploaded document that waits to be read; nothing lies in any store."""
    content = make_document_text() if content is None else content
    async with world.app.write(actor) as tx:
        return await receiving.receive(
            tx,
            make_id(),
            file_name=file_name,
            media_type="text/plain",
            size_bytes=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
            received_by="นักวิเคราะห์ทดสอบ",
        )


async def make_read_document(
    world: World, actor: Actor, extra_rows: Sequence[str] = (), declares: str = "๑๕,๐๐๐"
) -> Document:
    """A document that was read and waits for an officer."""
    document = await receive(
        world, actor, make_document_text(*extra_rows, declares=declares, note=str(make_id()))
    )
    async with world.worker.write(actor) as tx:
        await receiving.save_reading(tx, document.id, make_reading(*extra_rows, declares=declares))
    return document
