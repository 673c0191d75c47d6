"""Rows printed beside another mission than their numbering says are shown to the officer."""

from __future__ import annotations

from collections.abc import Iterator

from plan_core.framework.rules import FrameworkEdition
from plan_core.intake import findings
from plan_core.intake.draft import PlanDraft
from plan_core.intake.findings import Finding
from plan_core.values import Severity


def check(draft: PlanDraft, _: FrameworkEdition) -> Iterator[Finding]:
    for note in draft.notes:
        if note.code != "ROW_BESIDE_OTHER_MISSION":
            continue
        placed, beside = note.values["placed"], note.values["beside"]
        numbers = note.values["numbers"]
        yield findings.of_note(
            note,
            Severity.WARNING,
            f"ลำดับ {numbers} พิมพ์อยู่ข้างภารกิจ {beside} แต่เลขลำดับต่อเนื่องจากภารกิจ {placed} "
            f"จึงจัดไว้ในภารกิจ {placed}",
            f"Rows {numbers} are printed beside mission {beside}, but their numbering goes on from "
            f"mission {placed}, where they were placed.",
            values={"numbers": [*numbers.split(" ")], "placed": placed, "beside": beside},
        )
