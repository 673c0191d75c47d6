"""What was published as one plain table: a line for each row of a document and year. Pure.

The table is the same in every format. An amount, `-` and a blank cell are told apart by a column of
their own, the state, so that no format has to say it with its kind of emptiness; the amount beside
it is there exactly when the state is AMOUNT. People (who signed, who sits in a committee) are not
in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from plan_core.plans.body import BodyBudget
from plan_core.publishing.documents import PublishedPlan, PublishedReport, Publisher
from plan_core.values import BE_OFFSET, BudgetState, InitiativeKind

Value = str | int | bool | Decimal | None
Line = tuple[Value, ...]


class ColumnType(StrEnum):
    """In the words of Table Schema."""

    STRING = "string"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"


@dataclass(frozen=True, slots=True)
class Column:
    """`name` stays for ever; a new column is added at the end."""

    name: str
    title: str
    type: ColumnType = ColumnType.STRING
    among: tuple[str, ...] = ()
    is_required: bool = True


@dataclass(frozen=True, slots=True)
class OpenTable:
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]


STATES = tuple(one.value for one in BudgetState)


def _state(name: str, title: str) -> Column:
    return Column(
        name, f"{title}: AMOUNT จำนวนเงิน, NONE ไม่ใช้งบประมาณ (-), UNSTATED ไม่ระบุ", among=STATES
    )


def _money(name: str, title: str) -> Column:
    return Column(name, f"{title} (บาท)", ColumnType.NUMBER, is_required=False)


WHOSE = (
    Column("organisation_code", "รหัส อปท."),
    Column("organisation_name", "ชื่อ อปท."),
    Column("province", "จังหวัด", is_required=False),
    Column("district", "อำเภอ", is_required=False),
    Column("edition", "กรอบ"),
    Column("number", "ฉบับที่", ColumnType.INTEGER),
)
WHICH = (
    Column("mission_code", "รหัสภารกิจ"),
    Column("row_number", "ลำดับที่", ColumnType.INTEGER),
    Column("kind", "ประเภท", among=tuple(one.value for one in InitiativeKind)),
    Column("title", "ชื่อโครงการ/กิจกรรม/มาตรการ"),
)
YEAR = (
    Column("fiscal_year_be", "ปีงบประมาณ พ.ศ.", ColumnType.INTEGER),
    Column("fiscal_year", "ปีงบประมาณ ค.ศ.", ColumnType.INTEGER),
)
PLAN = (
    *WHOSE,
    Column("dimension_code", "รหัสมิติ"),
    Column("dimension_title", "ชื่อมิติ"),
    Column("mission_title", "ชื่อภารกิจ"),
    *WHICH,
    *YEAR,
    _state("budget_state", "สถานะงบประมาณ"),
    _money("amount", "งบประมาณ"),
    Column("remarks", "หมายเหตุ", is_required=False),
    Column("sub_mission", "ภารกิจย่อย ตามถ้อยคำของแผน", is_required=False),
)
REPORT = (
    *WHOSE,
    *WHICH,
    *YEAR,
    _state("planned_state", "สถานะงบประมาณตามแผน"),
    _money("planned_amount", "งบประมาณตามแผน"),
    _state("ordinance_state", "สถานะงบประมาณตามข้อบัญญัติ"),
    _money("ordinance_amount", "งบประมาณตามข้อบัญญัติ"),
    _money("disbursed_amount", "เบิกจ่าย"),
    Column("status", "สถานะการดำเนินงาน"),
    Column("status_th", "สถานะการดำเนินงาน (ภาษาไทย)"),
    Column("reason", "เหตุที่ดำเนินการไม่ได้", is_required=False),
    Column("note", "หมายเหตุ", is_required=False),
    Column("links", "ลิงก์หลักฐาน คั่นด้วยเว้นวรรค", is_required=False),
    Column("is_counted", "นับรวมในยอดและคะแนน", ColumnType.BOOLEAN),
)


def table_of(document: PublishedPlan | PublishedReport) -> OpenTable:
    if isinstance(document, PublishedPlan):
        return OpenTable(PLAN, tuple(_plan_lines(document)))
    return OpenTable(REPORT, tuple(_report_lines(document)))


def _whose(of: Publisher, edition: str, number: int) -> Line:
    return (of.code, of.name, of.province, of.district, edition, number)


def _plan_lines(plan: PublishedPlan) -> Iterator[Line]:
    whose = _whose(plan.organisation, plan.edition, plan.number)
    for dimension in plan.dimensions:
        for mission in dimension.missions:
            for row in mission.rows:
                for year in plan.fiscal_years:
                    yield (
                        *whose,
                        dimension.code,
                        dimension.title,
                        mission.title,
                        mission.code,
                        row.number,
                        row.kind.value,
                        row.title,
                        year,
                        year - BE_OFFSET,
                        *_cell(row.budgets.get(str(year))),
                        row.remarks,
                        row.sub_mission,
                    )


def _report_lines(report: PublishedReport) -> Iterator[Line]:
    whose = _whose(report.organisation, report.edition, report.number)
    year = report.fiscal_year
    for row in report.rows:
        yield (
            *whose,
            row.mission,
            row.number,
            row.kind.value,
            row.title,
            year,
            year - BE_OFFSET,
            *_cell(row.planned),
            *_cell(row.ordinance),
            row.disbursed_amount,
            row.status,
            row.status_th,
            row.reason,
            row.note,
            " ".join(row.links),
            row.is_counted,
        )


def _cell(budget: BodyBudget | None) -> tuple[str, Decimal | None]:
    if budget is None:
        return BudgetState.UNSTATED.value, None
    return budget.state.value, budget.amount
