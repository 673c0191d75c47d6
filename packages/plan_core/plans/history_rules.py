"""Which part of a plan's history may be asked for. Pure."""

from __future__ import annotations

from dataclasses import fields

from plan_core.errors import Invalid
from plan_core.plans.history import SHEET, WHOLE_SHEET, SubjectKind
from plan_core.plans.parts import Sheet
from plan_core.plans.sheets_rules import camel

FIELDS: dict[SubjectKind, frozenset[str]] = {
    SubjectKind.ROW: frozenset(
        {"title", "kind", "remarks", "subMission", "missionCode", "position", WHOLE_SHEET}
        | {SHEET + camel(one.name) for one in fields(Sheet)}
    ),
    SubjectKind.SECTION: frozenset({"title", "body"}),
    SubjectKind.RISK: frozenset(
        {"category", "position", "text", "factor", "factorsText"}
        | {"likelihood", "impact", "answeredBy"}
    ),
    SubjectKind.COMMITTEES: frozenset({"orderNumber", "orderedOn", "preamble", "members"}),
}
"""What has a history of its own; a cell is named by its year."""


def check_asked(named: list[SubjectKind], *, has_year: bool, field: str) -> None:
    """At most one subject; a year goes with a row, a field with the subject that has it."""
    if len(named) > 1:
        raise Invalid(
            "HISTORY_SUBJECTS",
            "ระบุสิ่งที่ต้องการดูประวัติได้ครั้งละหนึ่งอย่าง",
            "Name one subject at a time.",
            field="filter",
        )
    subject = named[0] if named else SubjectKind.PLAN
    if has_year and (subject is not SubjectKind.ROW or field):
        raise Invalid(
            "HISTORY_YEAR",
            "ปีงบประมาณใช้คู่กับรายการเท่านั้น และใช้พร้อมกับ field ไม่ได้",
            "A fiscal year goes with a row, and not together with a field.",
            field="filter.fiscalYear",
        )
    known = FIELDS.get(subject, frozenset())
    if field and field not in known:
        raise Invalid(
            "HISTORY_FIELD",
            f"ไม่มีช่อง {field[:40]} ในสิ่งที่เลือก",
            f"{field[:40]} is no field of this subject.",
            field="filter.field",
            values={"field": field[:40], "possible": [*sorted(known)]},
        )
