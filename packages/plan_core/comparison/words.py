"""Words that the comparison's spreadsheets share, in Thai and in English."""

from __future__ import annotations

from plan_core.comparison.rules import CoverageLook, Timeliness

WORDS: dict[str, tuple[str, str]] = {
    "organisation": ("องค์กร", "Organisation"),
    "code": ("รหัส อปท.", "Code"),
    "district": ("อำเภอ", "District"),
    "timeliness": ("การส่งแผน", "Submission"),
    "days_late": ("ช้า (วัน)", "Days late"),
    "revision": ("ฉบับที่", "Revision"),
    "total": ("รวม", "Total"),
    "whole_area": ("รวมทั้งหมด", "Total"),
    "dimension": ("มิติที่", "Dimension"),
    "year": ("ปี", "FY"),
    "mission": ("ภารกิจ", "Mission"),
    "projects": ("โครงการ", "Projects"),
    "activities": ("กิจกรรม", "Activities"),
    "measures": ("มาตรการ", "Measures"),
    "guidelines": ("แนวปฏิบัติงาน", "Guidelines"),
    "look": ("สถานะ", "Look"),
    "amount": ("งบประมาณ (บาท)", "Budget (baht)"),
    "budgets": ("งบประมาณ", "Budgets"),
    "coverage": ("ความครอบคลุม", "Coverage"),
    "raw": ("ข้อมูลดิบ", "Raw data"),
    "source_text": (
        "Simiti (สี่มิติ): แผนฉบับล่าสุดที่แต่ละองค์กรส่งแล้ว",
        "Simiti: the latest plan that each organisation submitted",
    ),
    "unit": ("หน่วย: บาท", "Unit: baht"),
    "edition": ("กรอบ", "Edition"),
    "province": ("จังหวัด", "Province"),
    "years": ("ปีงบประมาณ", "Fiscal years"),
    "due_on": ("กำหนดส่ง", "Due"),
}
TIMELINESS: dict[Timeliness, tuple[str, str]] = {
    Timeliness.ON_TIME: ("ส่งทันกำหนด", "On time"),
    Timeliness.LATE: ("ส่งช้า", "Late"),
    Timeliness.MISSING: ("ยังไม่ส่ง (เลยกำหนด)", "Missing (overdue)"),
    Timeliness.AWAITED: ("ยังไม่ส่ง", "Not yet"),
}
LOOKS: dict[CoverageLook, tuple[str, str]] = {
    CoverageLook.NO_PLAN: ("ไม่มีแผน", "No plan"),
    CoverageLook.NOTHING_HERE: ("ไม่มีรายการ", "Nothing here"),
    CoverageLook.WITHOUT_MONEY: ("มีรายการ ไม่มีงบ", "Without money"),
    CoverageLook.WITH_MONEY: ("มีงบ", "With money"),
}
