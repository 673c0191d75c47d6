"""The columns of each export and the lines that rows become. A name stays for ever. Pure.

A budget has two columns, its state and its amount, as in the open data (ADR 48): an amount, `-` and
a blank stay three things in every format.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from plan_core.integration.export_rules import ExportPreset
from plan_core.plans.body import BodyBudget
from plan_core.reporting.body import Body
from plan_core.values import Budget, InitiativeKind, global_id

Value = str | int | bool | Decimal | None
Line = tuple[Value, ...]


class ColumnType(StrEnum):
    """What a column's values are; MONEY is baht."""

    TEXT = "TEXT"
    INTEGER = "INTEGER"
    MONEY = "MONEY"
    BOOLEAN = "BOOLEAN"


@dataclass(frozen=True, slots=True)
class Column:
    """A new one is added at the end."""

    name: str
    type: ColumnType = ColumnType.TEXT


@dataclass(frozen=True, slots=True)
class Owner:
    """The organisation that lines are of."""

    tenant_id: int
    code: str
    name: str
    province_code: str
    district_code: str


def _integer(name: str) -> Column:
    return Column(name, ColumnType.INTEGER)


_OWNER = (
    Column("organisation_code"),
    Column("organisation_name"),
    Column("province_code"),
    Column("district_code"),
    Column("edition"),
)
_ROW = (
    Column("mission_code"),
    _integer("row_number"),
    Column("kind"),
    Column("title"),
)
_BUDGET = (Column("budget_state"), Column("amount", ColumnType.MONEY))
COLUMNS: Mapping[ExportPreset, tuple[Column, ...]] = {
    ExportPreset.PLAN: (
        *_OWNER,
        Column("initiative_id"),
        _integer("initiative_version"),
        *_ROW,
        Column("remarks"),
        _integer("fiscal_year_be"),
        Column("budget_cell_id"),
        _integer("budget_cell_version"),
        *_BUDGET,
        Column("sub_mission"),
    ),
    ExportPreset.SUBMITTED: (
        *_OWNER,
        Column("revision_id"),
        _integer("revision_number"),
        Column("submitted_at"),
        Column("submitted_initiative_id"),
        *_ROW,
        Column("remarks"),
        _integer("fiscal_year_be"),
        *_BUDGET,
        Column("sub_mission"),
    ),
    ExportPreset.REPORTS: (
        *_OWNER,
        Column("report_id"),
        _integer("fiscal_year_be"),
        Column("round"),
        _integer("report_number"),
        Column("submitted_at"),
        *_ROW,
        Column("planned_state"),
        Column("planned_amount", ColumnType.MONEY),
        Column("ordinance_state"),
        Column("ordinance_amount", ColumnType.MONEY),
        Column("disbursed_amount", ColumnType.MONEY),
        Column("status"),
        Column("cannot_reason"),
        Column("cannot_text"),
        Column("note"),
        Column("links"),
        Column("is_counted", ColumnType.BOOLEAN),
    ),
}


def whose(owner: Owner, edition_code: str) -> Line:
    return (owner.code, owner.name, owner.province_code, owner.district_code, edition_code)


@dataclass(frozen=True, slots=True)
class DraftCell:
    """A cell of a working copy with its row."""

    initiative_id: UUID
    initiative_version: int
    mission_code: str
    number: int
    kind: InitiativeKind
    title: str
    remarks: str
    sub_mission: str | None
    fiscal_year_be: int
    cell_id: UUID
    cell_version: int
    budget: Budget


def draft_line(begin: Line, cell: DraftCell) -> Line:
    return (
        *begin,
        global_id("Initiative", cell.initiative_id),
        cell.initiative_version,
        cell.mission_code,
        cell.number,
        cell.kind.value,
        cell.title,
        cell.remarks,
        cell.fiscal_year_be,
        global_id("BudgetCell", cell.cell_id),
        cell.cell_version,
        cell.budget.state.value,
        cell.budget.amount,
        cell.sub_mission,
    )


@dataclass(frozen=True, slots=True)
class Submission:
    """The head of what was submitted: a revision or a report."""

    tenant_id: int
    id: UUID
    number: int
    submitted_at: datetime


@dataclass(frozen=True, slots=True)
class SubmittedRow:
    id: UUID
    mission_code: str
    number: int
    kind: InitiativeKind
    title: str
    remarks: str
    sub_mission: str | None
    budgets: Mapping[int, Budget]


def submitted_lines(
    begin: Line, of: Submission, row: SubmittedRow, years: Sequence[int]
) -> Iterator[Line]:
    for year in years:
        budget = row.budgets[year]
        yield (
            *begin,
            global_id("Revision", f"{of.tenant_id}:{of.id}"),
            of.number,
            moment(of.submitted_at),
            global_id("SubmittedInitiative", f"{of.tenant_id}:{row.id}"),
            row.mission_code,
            row.number,
            row.kind.value,
            row.title,
            row.remarks,
            year,
            budget.state.value,
            budget.amount,
            row.sub_mission,
        )


def report_lines(begin: Line, of: Submission, body: Body) -> Iterator[Line]:
    for row in body.rows:
        yield (
            *begin,
            global_id("Report", f"{of.tenant_id}:{of.id}"),
            body.fiscal_year,
            body.round.value,
            of.number,
            moment(of.submitted_at),
            row.mission,
            row.number,
            row.kind.value,
            row.title,
            *_budget(row.planned),
            *_budget(row.ordinance),
            row.disbursed,
            row.status.value,
            None if row.cannot_reason is None else row.cannot_reason.value,
            row.cannot_text,
            row.note,
            " ".join(row.evidence_links),
            row.is_counted,
        )


def _budget(budget: BodyBudget) -> tuple[str, Decimal | None]:
    return budget.state.value, budget.amount


def moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
