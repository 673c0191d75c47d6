"""Nothing in the table region is skipped in silence: what was not understood is shown."""

from __future__ import annotations

from collections.abc import Iterator

from plan_core.framework.rules import FrameworkEdition
from plan_core.intake import findings
from plan_core.intake.draft import PlanDraft
from plan_core.intake.findings import Finding
from plan_core.values import Severity


def check(draft: PlanDraft, _: FrameworkEdition) -> Iterator[Finding]:
    for note in draft.notes:
        if note.code == "ROW_UNREAD":
            yield findings.of_note(
                note,
                Severity.ERROR,
                f"อ่านแถวนี้ไม่ออก: “{note.text}”",
                f"This row could not be read: “{note.text}”",
            )
        elif note.code == "SUB_MISSION_EMPTY":
            yield findings.of_note(
                note,
                Severity.WARNING,
                f"ภารกิจย่อย “{note.text}” ไม่มีรายการ",
                f"The sub-mission “{note.text}” has no initiative below it.",
            )
        elif note.code == "ROW_SHIFTED":
            yield findings.of_note(
                note,
                Severity.WARNING,
                f"แถวนี้ขาดช่องภารกิจด้านหน้า จึงเลื่อนข้อมูลไปหนึ่งช่อง: “{note.text}”",
                f"The row lacked its first cell and was moved one column: “{note.text}”",
            )
        elif note.code == "CELL_UNREAD":
            yield findings.of_note(
                note,
                Severity.ERROR,
                f"มีข้อความอยู่นอกคอลัมน์ของตาราง: “{note.text}”",
                f"A cell outside the table's columns holds “{note.text}”",
            )
        elif note.code == "TEXT_UNREAD":
            yield findings.of_note(
                note,
                Severity.WARNING,
                f"มีข้อความระหว่างตารางที่ไม่ได้นำเข้า: “{note.text}”",
                f"Text between the tables was not taken in: “{note.text}”",
            )
        elif note.code == "TITLE_CONTINUED":
            yield findings.of_note(
                note,
                Severity.WARNING,
                f"ชื่อรายการขึ้นแถวใหม่ จึงต่อเข้ากับชื่อในแถวบน: “{note.text}”",
                f"The title went on in a new row and was joined to the one above: “{note.text}”",
            )
