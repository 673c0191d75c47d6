# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
"""The workbook that an organisation downloads, fills in and uploads."""

from __future__ import annotations

import io
from collections.abc import Sequence

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from plan_core.framework.rules import FrameworkEdition
from plan_core.intake.draft import DraftInitiative
from plan_core.intake.sheets import GUIDE_SHEET, LIST_SHEET, PLAN_SHEET
from plan_core.thai_text import to_thai_digits
from plan_core.values import KIND_WORDS, Budget, BudgetState

ROWS = 300
"""How many rows are made ready; more may be added below."""
_LEADING = (
    "ภารกิจตามมิติ",
    "ลำดับ",
    "ประเภท",
    "ชื่อโครงการ/กิจกรรม/มาตรการ",
)
_WIDTHS = (46, 8, 14, 60)
_GUIDE = (
    "วิธีกรอกแบบแผนปฏิบัติการป้องกันการทุจริต",
    "๑. กรอกเฉพาะในแผ่นงาน “แผน” หนึ่งแถวต่อหนึ่งโครงการ/กิจกรรม/มาตรการ",
    "๒. เลือกภารกิจตามมิติและประเภทจากรายการที่ให้เลือก",
    "๓. งบประมาณเป็นบาท ใส่ตัวเลขไทยหรืออารบิกก็ได้",
    "๔. ใส่ - เมื่อไม่ใช้งบประมาณ และเว้นว่างเมื่อยังไม่ระบุ สองอย่างนี้มีความหมายต่างกัน",
    "๕. ห้ามใช้สูตร มาโคร หรือเชื่อมโยงไฟล์อื่น ระบบจะไม่รับไฟล์นั้น",
    "๖. เลขลำดับเริ่มใหม่ในแต่ละภารกิจ จะเว้นว่างก็ได้",
)


def make_template(
    framework: FrameworkEdition,
    organisation_name: str,
    initiatives: Sequence[DraftInitiative] = (),
) -> bytes:
    """The template of an edition, without examples; filled when there are initiatives already."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "border": 1})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        plan = book.add_worksheet(PLAN_SHEET)
        _write_heading(plan, framework, organisation_name, bold)
        for row, initiative in enumerate(initiatives, start=3):
            _write_row(plan, row, framework, initiative, wrapped)
        _write_guide(book.add_worksheet(GUIDE_SHEET), wrapped)
        lists = book.add_worksheet(LIST_SHEET)
        lists.hide()
        _add_choices(plan, lists, framework)
    return buffer.getvalue()


def _write_heading(
    sheet: Worksheet, framework: FrameworkEdition, organisation_name: str, bold: Format
) -> None:
    years = framework.fiscal_years
    span = to_thai_digits(f"{years[0]} - {years[-1]}")
    sheet.write_string(0, 0, f"แผนปฏิบัติการป้องกันการทุจริต (พ.ศ. {span})")
    sheet.write_string(1, 0, organisation_name)
    headings = (*_LEADING, *(to_thai_digits(f"ปี {year}") for year in years), "หมายเหตุ")
    for column, text in enumerate(headings):
        sheet.write_string(2, column, text, bold)
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    sheet.set_column(len(_LEADING), len(_LEADING) + len(years) - 1, 14)
    sheet.set_column(len(headings) - 1, len(headings) - 1, 30)
    sheet.freeze_panes(3, len(_LEADING))


def _write_row(
    sheet: Worksheet,
    row: int,
    framework: FrameworkEdition,
    initiative: DraftInitiative,
    wrapped: Format,
) -> None:
    mission = framework.find_mission(initiative.mission)
    kind = KIND_WORDS[initiative.kind] if initiative.kind is not None else ""
    words = (
        f"{mission.code} {mission.title}" if mission is not None else "",
        initiative.number,
        kind,
        initiative.title,
    )
    for column, text in enumerate(words):
        sheet.write_string(row, column, text, wrapped)
    for offset, year in enumerate(framework.fiscal_years):
        _write_budget(sheet, row, len(words) + offset, initiative.budgets.get(year))
    last = len(words) + len(framework.fiscal_years)
    sheet.write_string(row, last, initiative.remarks, wrapped)


def _write_budget(sheet: Worksheet, row: int, column: int, budget: Budget | None) -> None:
    if budget is None or budget.state is BudgetState.UNSTATED:
        return
    if budget.amount is None:
        sheet.write_string(row, column, "-")
    else:
        sheet.write_number(row, column, float(budget.amount))


def _write_guide(sheet: Worksheet, wrapped: Format) -> None:
    sheet.set_column(0, 0, 100)
    for row, text in enumerate(_GUIDE):
        sheet.write_string(row, 0, text, wrapped)


def _add_choices(plan: Worksheet, lists: Worksheet, framework: FrameworkEdition) -> None:
    """Drop-downs take their choices from the hidden sheet: they are longer than Excel's 255."""
    missions = [f"{mission.code} {mission.title}" for mission in framework.missions()]
    kinds = list(KIND_WORDS.values())
    for column, choices in ((0, missions), (1, kinds)):
        for row, text in enumerate(choices):
            lists.write_string(row, column, text)
    last = 2 + ROWS
    plan.data_validation(
        3, 0, last, 0, {"validate": "list", "source": f"='{LIST_SHEET}'!$A$1:$A${len(missions)}"}
    )
    plan.data_validation(
        3, 2, last, 2, {"validate": "list", "source": f"='{LIST_SHEET}'!$B$1:$B${len(kinds)}"}
    )
