"""Headings that slipped, are lost, or do not fit the framework are named."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from plan_core.framework.rules import FrameworkEdition
from plan_core.intake import findings, matching
from plan_core.intake.draft import DraftNote, PlanDraft
from plan_core.intake.findings import Finding
from plan_core.values import Severity


def check(draft: PlanDraft, framework: FrameworkEdition) -> Iterator[Finding]:
    for note in draft.notes:
        if note.code in _MESSAGES:
            th, en = _MESSAGES[note.code]
            told = {"text": note.text, **note.values}
            yield findings.of_note(note, Severity.WARNING, th.format(**told), en.format(**told))
        elif note.code == "DIMENSION":
            yield from _dimension(note, framework)


_MESSAGES = {
    "HEADING_SLIP": (
        "คำว่า “มิติที่” พิมพ์เป็น “{word}” ใน “{text}”",
        "“มิติที่” is printed as “{word}” in “{text}”.",
    ),
    "DIMENSION_HEADING_MISSING": (
        "ไม่พบหัวเรื่องมิติก่อนภารกิจ “{text}” จึงจัดไว้ในภารกิจ {mission}",
        "No dimension heading stands before “{text}”, which was taken as mission {mission}.",
    ),
    "MISSION_TITLE_DIFFERS": (
        "“{text}” มีเลขของภารกิจ {mission} แต่ชื่อเหมือนภารกิจ {resembles}",
        "“{text}” has the number of mission {mission} but the title of mission {resembles}.",
    ),
    "MISSION_LABEL_UNKNOWN": (
        "ไม่รู้จักภารกิจ “{text}”",
        "The mission “{text}” is not in the framework.",
    ),
    "KIND_UNREADABLE": (
        "ไม่รู้จักประเภท “{text}”",
        "The kind “{text}” is not known.",
    ),
}


def _dimension(note: DraftNote, framework: FrameworkEdition) -> Iterator[Finding]:
    """Printed titles of dimensions deviate a little in most plans; only another one is named."""
    known = framework.find_dimension(note.dimension)
    likeness = matching.similarity(note.text, known.title) if known and note.text else 100
    if known is None or likeness < matching.OTHER_TITLE:
        number = note.dimension
        yield findings.of_note(
            replace(note, code="DIMENSION_UNKNOWN" if known is None else "DIMENSION_TITLE_DIFFERS"),
            Severity.ERROR,
            f"หัวเรื่องมิติที่ {number} “{note.text}” ไม่ตรงกับกรอบแผน",
            f"The heading of dimension {number}, “{note.text}”, is not the framework's.",
            values={"dimension": number, "text": note.text},
        )
