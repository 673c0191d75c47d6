"""The parts that every plan has beside its table are written: Part 1, both committees."""

from __future__ import annotations

from collections.abc import Iterator

from plan_core.framework.rules import FrameworkEdition
from plan_core.intake import findings
from plan_core.intake.draft import PlanDraft
from plan_core.intake.findings import Finding
from plan_core.plans.stages import CommitteeKind
from plan_core.values import Severity

NEEDED: dict[str, str] = {
    "RATIONALE": "หลักการและเหตุผล",
    "OBJECTIVES": "วัตถุประสงค์",
    "TARGETS": "เป้าหมาย",
    "BENEFITS": "ประโยชน์ที่คาดว่าจะได้รับ",
}
"""Texts of Part 1 without which the document is not whole, by their codes."""
COMMITTEES: dict[CommitteeKind, str] = {
    CommitteeKind.PLAN_MAKING: "คณะกรรมการจัดทำแผน",
    CommitteeKind.MONITORING: "คณะกรรมการติดตามและประเมินผล",
}


def check(draft: PlanDraft, _: FrameworkEdition) -> Iterator[Finding]:
    if draft.written is None:
        return
    written = {section.code for section in draft.sections if section.text.strip()}
    for code, name in NEEDED.items():
        if code not in written:
            yield findings.of(
                "SECTION_MISSING",
                Severity.WARNING,
                code,
                f"ส่วนที่ ๑ ยังไม่มี “{name}”",
                f"Part 1 has no text for {code.lower()}.",
                values={"code": code, "part": "SECTION"},
            )
    order = draft.written.appointment
    appointed = {member.committee for member in order.members} if order else set[CommitteeKind]()
    for committee, name in COMMITTEES.items():
        if committee not in appointed:
            yield findings.of(
                "COMMITTEE_MISSING",
                Severity.WARNING,
                committee.value,
                f"ยังไม่มีรายชื่อ{name}",
                f"The committee {committee.value.lower()} has no members yet.",
                values={"committee": committee.value, "part": "COMMITTEES"},
            )
