"""Which findings still stand in the way of accepting. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from plan_core.errors import Invalid
from plan_core.intake.findings import Finding
from plan_core.values import Severity

MAX_EXPLANATION = 2_000


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a difference stands, in the words of the officer; `at` is ISO 8601 UTC."""

    text: str
    by: str
    at: str


def open_findings(findings: Iterable[Finding], explained: Collection[str]) -> list[Finding]:
    """CRITICAL findings must be gone; an ERROR may stand when it is explained."""
    return [
        finding
        for finding in findings
        if finding.severity is Severity.CRITICAL
        or (finding.severity is Severity.ERROR and finding.key not in explained)
    ]


def check_settled(findings: Iterable[Finding], explained: Collection[str]) -> None:
    still_open = open_findings(findings, explained)
    if still_open:
        raise Invalid(
            "FINDINGS_OPEN",
            f"ยังมีข้อสังเกต {len(still_open)} ข้อที่ต้องแก้ไขหรือชี้แจงก่อนรับเป็นร่างแผน",
            f"{len(still_open)} findings must be corrected or explained before accepting.",
            values={"keys": [finding.key for finding in still_open]},
        )


def clean_explanation(text: str) -> str:
    cleaned = text.strip()
    if len(cleaned) > MAX_EXPLANATION:
        raise Invalid(
            "TEXT_TOO_LONG",
            f"คำชี้แจงยาวเกิน {MAX_EXPLANATION} ตัวอักษร",
            f"The explanation is longer than {MAX_EXPLANATION} characters.",
            field="text",
            values={"length": len(cleaned), "most": MAX_EXPLANATION},
        )
    return cleaned
