"""Thai words and forms of the public pages: digits, dates, baht, kinds. Pure."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from plan_core.plans.body import BodyBudget
from plan_core.plans.stages import AmendmentKind, CommitteeKind, RiskFactor
from plan_core.plans.totals import KindCounts
from plan_core.publishing.model import Publication, PublicationKind
from plan_core.thai_text import to_thai_digits
from plan_core.values import (
    BE_OFFSET,
    KIND_WORDS,
    BudgetState,
    InitiativeKind,
    RiskCategory,
    thai_day,
)

MONTHS = [
    "มกราคม",
    "กุมภาพันธ์",
    "มีนาคม",
    "เมษายน",
    "พฤษภาคม",
    "มิถุนายน",
    "กรกฎาคม",
    "สิงหาคม",
    "กันยายน",
    "ตุลาคม",
    "พฤศจิกายน",
    "ธันวาคม",
]

KINDS: dict[PublicationKind, str] = {
    PublicationKind.PLAN: "แผนปฏิบัติการป้องกันการทุจริต",
    PublicationKind.FOLLOW_UP: "รายงานผลการดำเนินงาน รอบ ๖ เดือน",
    PublicationKind.ANNUAL_RESULT: "รายงานผลการดำเนินงานประจำปี",
}
PAGES: dict[PublicationKind, str] = {
    PublicationKind.PLAN: "plan",
    PublicationKind.FOLLOW_UP: "follow-up",
    PublicationKind.ANNUAL_RESULT: "annual-result",
}
"""The last part of an item's address."""

ROLES = {"APPROVER": "ผู้อนุมัติแผนของ อปท.", "EDITOR": "ผู้ได้รับมอบหมายของ อปท."}
"""In whose name a post publishes."""

AMENDMENTS: dict[AmendmentKind, str] = {
    AmendmentKind.ADD: "เพิ่มเติม",
    AmendmentKind.CHANGE: "เปลี่ยนแปลง",
    AmendmentKind.CORRECT: "แก้ไข",
}
RISKS: dict[RiskCategory, str] = {
    RiskCategory.STRATEGIC: "ด้านกลยุทธ์",
    RiskCategory.FINANCIAL: "ด้านการเงิน",
    RiskCategory.OPERATIONAL: "ด้านการดำเนินงาน",
    RiskCategory.COMPLIANCE: "ด้านกฎหมายและระเบียบ",
}
FACTORS: dict[RiskFactor, str] = {
    RiskFactor.INTERNAL: "ปัจจัยภายใน",
    RiskFactor.EXTERNAL: "ปัจจัยภายนอก",
}
COMMITTEES: dict[CommitteeKind, str] = {
    CommitteeKind.PLAN_MAKING: "คณะกรรมการจัดทำแผน",
    CommitteeKind.MONITORING: "คณะกรรมการติดตามและประเมินผลแผน",
}
SHEET_HEADINGS: tuple[tuple[str, str], ...] = (
    ("rationale", "หลักการและเหตุผล"),
    ("objectives", "วัตถุประสงค์"),
    ("targets", "เป้าหมาย/ผลผลิต"),
    ("place", "พื้นที่ดำเนินการ"),
    ("method", "วิธีดำเนินการ"),
    ("duration", "ระยะเวลาดำเนินการ"),
    ("responsible_unit", "หน่วยงานรับผิดชอบ"),
    ("expected_outcome", "ผลลัพธ์ที่คาดว่าจะได้รับ"),
    ("legal_basis", "ฐานกฎหมาย"),
    ("development_plan_item", "รายการในแผนพัฒนาท้องถิ่น"),
    ("ordinance_item", "รายการในข้อบัญญัติ/เทศบัญญัติ"),
)
"""Texts of a row's sheet in the order in which they are printed, in the words of the page that
they are typed in (`services/web/src/text/parts.ts`)."""


def digits(value: object) -> str:
    """As official documents print numbers."""
    return to_thai_digits(str(value))


def day(value: date | datetime | None) -> str:
    """ "๑๕ มกราคม ๒๕๖๑"; a moment counts by its day in Thailand."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = thai_day(value)
    return digits(f"{value.day} {MONTHS[value.month - 1]} {value.year + BE_OFFSET}")


def baht(amount: Decimal | None) -> str:
    """ "๑๕,๐๐๐", with satang only when there are some."""
    if amount is None:
        return ""
    whole = amount == amount.to_integral_value()
    return digits(f"{amount:,.0f}" if whole else f"{amount:,.2f}")


def cell(budget: BodyBudget | None) -> str:
    """An amount, `-`, or nothing: three different things."""
    if budget is None or budget.state is BudgetState.UNSTATED:
        return ""
    return "-" if budget.state is BudgetState.NONE else baht(budget.amount)


def kind(value: InitiativeKind) -> str:
    return KIND_WORDS[value]


def counts(value: KindCounts) -> str:
    """ "๔ มาตรการ ๑ กิจกรรม ๘ โครงการ", as the printed total rows say it."""
    order = (
        InitiativeKind.MEASURE,
        InitiativeKind.ACTIVITY,
        InitiativeKind.PROJECT,
        InitiativeKind.GUIDELINE,
    )
    told = [
        f"{value.of(one)} {KIND_WORDS[one]}"
        for one in order
        if value.of(one) or one is not InitiativeKind.GUIDELINE
    ]
    return digits(" ".join(told))


def heading(kind: PublicationKind, period: str) -> str:
    """ "แผนปฏิบัติการป้องกันการทุจริต พ.ศ. ๒๕๖๑–๒๕๖๔"."""
    era = "พ.ศ." if kind is PublicationKind.PLAN else "ปีงบประมาณ พ.ศ."
    return f"{KINDS[kind]} {era} {digits(period.replace('-', '–'))}"


def label(act: Publication) -> str:
    """ "ฉบับที่ ๒ (เปลี่ยนแปลง ครั้งที่ ๑)"."""
    told = f"ฉบับที่ {digits(act.number)}"
    if act.amendment_kind is not None:
        told += f" ({AMENDMENTS[act.amendment_kind]} ครั้งที่ {digits(act.amendment_number)})"
    return told


def withdrawn(act: Publication) -> str:
    return (
        f"ฉบับที่ {digits(act.number)} ถูกถอนการเผยแพร่เมื่อ {day(act.published_at)} เหตุผล: {act.reason}"
    )


def publisher(act: Publication) -> str:
    """The post in which it was published; names stay inside."""
    return ROLES.get(act.published_by, "อปท.")
