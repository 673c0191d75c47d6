"""The sections of Part 1: which there are, in printed order, and what they may hold. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from plan_core.errors import Invalid
from plan_core.plans.parts import NewSection

SECTIONS: dict[str, str] = {
    "PREFACE": "คำนำ",
    "RISK_INTRODUCTION": "การวิเคราะห์ความเสี่ยง",
    "RATIONALE": "หลักการและเหตุผล",
    "OBJECTIVES": "วัตถุประสงค์ของการจัดทำแผน",
    "TARGETS": "เป้าหมาย",
    "VISION": "วิสัยทัศน์",
    "ORGANISATION_MISSIONS": "พันธกิจ",
    "BENEFITS": "ประโยชน์ที่คาดว่าจะได้รับ",
}
"""Code → usual heading. A document may bring others; they are kept, and can be edited."""


def heading_of(code: str) -> str:
    """The usual heading of a section that is begun; Invalid for one that no plan has."""
    if code not in SECTIONS:
        raise Invalid(
            "SECTION_UNKNOWN",
            f"แผนไม่มีหัวข้อ {code}",
            f"A plan has no section {code}.",
            field="code",
            values={"code": code},
        )
    return SECTIONS[code]


def place_of(code: str, others: Sequence[str]) -> int:
    """Where a new section belongs among those that are there, in their order: an index."""
    order = list(SECTIONS)
    before = order[: order.index(code)]
    places = [at for at, other in enumerate(others, start=1) if other in before]
    if places:
        return max(places)
    # Nothing of Part 1 comes earlier: only a cover or the heading of the part may.
    behind = [at for at, other in enumerate(others) if other in order]
    return min(behind, default=len(others))


def merged(sections: Iterable[NewSection]) -> list[NewSection]:
    """One text a code: what a document prints again further on is put below the first."""
    found: dict[str, NewSection] = {}
    for section in sections:
        first = found.get(section.code)
        if first is None:
            found[section.code] = section
            continue
        body = "\n\n".join(text for text in (first.body, section.body) if text)
        found[section.code] = NewSection(first.code, first.title_th, body)
    return list(found.values())
