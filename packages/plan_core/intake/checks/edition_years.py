"""The fiscal years of a plan are those of a known framework edition."""

from __future__ import annotations

from collections.abc import Iterator

from plan_core.framework.rules import FrameworkEdition
from plan_core.intake import findings
from plan_core.intake.draft import PlanDraft
from plan_core.intake.findings import Finding
from plan_core.values import Severity


def check(draft: PlanDraft, framework: FrameworkEdition) -> Iterator[Finding]:
    printed, known = set(draft.fiscal_years), set(framework.fiscal_years)
    years = ", ".join(str(year) for year in draft.fiscal_years)
    if printed - known:
        yield findings.of(
            "EDITION_UNKNOWN",
            Severity.CRITICAL,
            "",
            f"ปีงบประมาณในเอกสาร ({years}) ไม่ตรงกับกรอบแผนฉบับใดที่ระบบรู้จัก",
            f"The fiscal years of the document ({years}) are of no framework edition known here.",
            values={"years": [*draft.fiscal_years], "edition": framework.code},
        )
    elif missing := sorted(known - printed):
        listed = ", ".join(str(year) for year in missing)
        yield findings.of(
            "YEAR_MISSING",
            Severity.ERROR,
            "",
            f"เอกสารไม่มีคอลัมน์ปีงบประมาณ {listed} ซึ่งอยู่ในกรอบแผน {framework.code}",
            f"The document has no column for {listed}, which the edition {framework.code} covers.",
            values={"years": [*missing], "edition": framework.code},
        )
    for note in draft.notes:
        if note.code == "COVER_YEARS_DIFFER":
            yield findings.of_note(
                note,
                Severity.WARNING,
                f"หน้าปกพิมพ์ปี {note.text} แต่ตารางเป็นปี {years}",
                f"The cover says {note.text} but the table is of {years}.",
                values={"text": note.text, "years": [*draft.fiscal_years]},
            )
