"""What the sheet of an initiative (Part 3) may hold, and what it still lacks. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from enum import StrEnum

from plan_core.errors import Invalid
from plan_core.framework.rules import FrameworkEdition
from plan_core.plans.parts import Indicator, Sheet
from plan_core.typed_text import clean_line, clean_text

MAX_LONG = 8_000
MAX_LINE = 300
MAX_INDICATORS = 20


class TargetGroup(StrEnum):
    """Whom an initiative is for."""

    POLITICAL_EXECUTIVES = "POLITICAL_EXECUTIVES"
    COUNCIL_MEMBERS = "COUNCIL_MEMBERS"
    OFFICIALS = "OFFICIALS"
    CHILDREN_AND_YOUTH = "CHILDREN_AND_YOUTH"
    PUBLIC = "PUBLIC"
    SCHOOLS = "SCHOOLS"
    STATE_AGENCIES = "STATE_AGENCIES"
    STATE_ENTERPRISES = "STATE_ENTERPRISES"
    BUSINESS = "BUSINESS"


TARGET_GROUPS = tuple(one.value for one in TargetGroup)

LONG = (
    "rationale",
    "objectives",
    "targets",
    "place",
    "method",
    "expected_outcome",
    "legal_basis",
    "development_plan_item",
    "ordinance_item",
)
LINES = ("duration", "responsible_unit", "responsible_person")
PRINTED: dict[str, str] = {
    "rationale": "หลักการและเหตุผล",
    "objectives": "วัตถุประสงค์",
    "targets": "เป้าหมาย/ผลผลิต",
    "place": "พื้นที่ดำเนินการ",
    "method": "วิธีดำเนินการ",
    "duration": "ระยะเวลาดำเนินการ",
    "responsible_unit": "หน่วยงานรับผิดชอบ",
    "expected_outcome": "ผลลัพธ์ที่คาดว่าจะได้รับ",
}
"""Texts that the guideline's form asks of every initiative, with their printed names."""
NEEDED = (*PRINTED, "responsible_person", "indicators")
"""Without which a sheet is not complete."""
_QUARTER = re.compile("([0-9]{4})-Q([1-4])")


def camel(name: str) -> str:
    """A field's name in the words of the API."""
    head, *rest = name.split("_")
    return head + "".join(word.title() for word in rest)


def clean_sheet(sheet: Sheet, edition: FrameworkEdition) -> Sheet:
    """The sheet with its texts cleaned; quarters and groups each once, in their order."""
    long = {name: clean_text(getattr(sheet, name), camel(name), MAX_LONG) for name in LONG}
    lines = {name: clean_line(getattr(sheet, name), camel(name), MAX_LINE) for name in LINES}
    return replace(
        sheet,
        **long,
        **lines,
        quarters=_clean_quarters(sheet.quarters, edition.fiscal_years),
        target_groups=_clean_groups(sheet.target_groups),
        indicators=_clean_indicators(sheet.indicators),
    )


def with_responsible(sheet: Sheet, unit: str | None, person: str | None) -> Sheet:
    """The sheet with who answers for it; None leaves what is there."""
    return replace(
        sheet,
        responsible_unit=sheet.responsible_unit
        if unit is None
        else clean_line(unit, "responsibleUnit", MAX_LINE),
        responsible_person=sheet.responsible_person
        if person is None
        else clean_line(person, "responsiblePerson", MAX_LINE),
    )


def missing_fields(sheet: Sheet | None) -> list[str]:
    """Needed fields that say nothing, in printed order and in the words of the API."""
    empty = sheet or Sheet()
    return [camel(name) for name in NEEDED if not getattr(empty, name)]


def _clean_quarters(quarters: Iterable[str], years: Collection[int]) -> tuple[str, ...]:
    for quarter in quarters:
        match = _QUARTER.fullmatch(quarter)
        if match is None or int(match[1]) not in years:
            raise Invalid(
                "QUARTER_UNKNOWN",
                f"ไตรมาส {quarter[:20]} ไม่อยู่ในปีของแผน",
                f"{quarter[:20]} is no quarter of the plan's years.",
                field="quarters",
                values={"quarter": quarter[:20]},
            )
    return tuple(sorted(set(quarters)))


def _clean_groups(groups: Collection[str]) -> tuple[str, ...]:
    unknown = sorted(set(groups) - set(TARGET_GROUPS))
    if unknown:
        raise Invalid(
            "TARGET_GROUP_UNKNOWN",
            f"ไม่มีกลุ่มเป้าหมาย {unknown[0][:40]}",
            f"There is no target group {unknown[0][:40]}.",
            field="targetGroups",
            values={"targetGroup": unknown[0][:40]},
        )
    return tuple(group for group in TARGET_GROUPS if group in groups)


def _clean_indicators(indicators: Sequence[Indicator]) -> tuple[Indicator, ...]:
    if len(indicators) > MAX_INDICATORS:
        raise Invalid(
            "TOO_MANY_INDICATORS",
            f"ตัวชี้วัดมีได้ไม่เกิน {MAX_INDICATORS} ข้อ",
            f"A sheet holds at most {MAX_INDICATORS} indicators.",
            field="indicators",
            values={"most": MAX_INDICATORS},
        )
    return tuple(_clean_indicator(one, f"indicators.{at}") for at, one in enumerate(indicators))


def _clean_indicator(one: Indicator, field: str) -> Indicator:
    """An indicator begun at any of its fields is kept as it is: it may be half typed."""
    return Indicator(
        text=clean_text(one.text, f"{field}.text", MAX_LONG),
        baseline=clean_line(one.baseline, f"{field}.baseline", MAX_LINE),
        target=clean_line(one.target, f"{field}.target", MAX_LINE),
        unit=clean_line(one.unit, f"{field}.unit", MAX_LINE),
        tool=clean_line(one.tool, f"{field}.tool", MAX_LINE),
    )
