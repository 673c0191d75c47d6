"""The documented JSON of a reading."""

from __future__ import annotations

from plan_core.errors import SimitiError, Value
from plan_core.framework.rules import FrameworkEdition
from plan_core.intake.draft import (
    DeclaredDimension,
    DraftInitiative,
    DraftRisk,
    DraftSection,
    Place,
    PlanDraft,
)
from plan_core.intake.findings import Finding
from plan_core.intake.reading import Reading
from plan_core.plans import totals
from plan_core.plans.totals import RowsTotal
from plan_core.values import Budget, BudgetState, InitiativeKind, amount_text

FORMAT = "simiti.reading"
VERSION = 1


def of_reading(reading: Reading, filename: str, edition: FrameworkEdition) -> dict[str, Value]:
    """The documented form, docs/reading-format.md: amounts are strings, years are BE."""
    draft = reading.draft
    return {
        "format": FORMAT,
        "version": VERSION,
        "document": {
            "name": filename,
            "kind": reading.sheets.format,
            "organisation": draft.organisation_name_printed,
        },
        "edition": {
            "code": edition.code,
            "firstYear": edition.first_year_be,
            "lastYear": edition.last_year_be,
        },
        "fiscalYears": [*draft.fiscal_years],
        "initiatives": [_initiative(row) for row in draft.initiatives],
        "declared": [_declared(row) for row in draft.declared],
        "totals": _totals(draft),
        "sections": [_section(section) for section in draft.sections],
        "risks": [_risk(risk) for risk in draft.risks],
        "findings": [finding_value(finding) for finding in reading.findings],
    }


def of_error(error: SimitiError) -> dict[str, Value]:
    return {
        "format": FORMAT,
        "version": VERSION,
        "error": {
            "code": error.code,
            "messageTh": error.message_th,
            "messageEn": error.message_en,
            "values": error.values,
        },
    }


def place_value(place: Place | None) -> Value:
    if place is None:
        return None
    return {
        "sheet": place.sheet,
        "line": place.line,
        "row": place.row,
        "column": place.column,
    }


def budget_value(budget: Budget) -> Value:
    amount = None if budget.amount is None else amount_text(budget.amount)
    return {"state": budget.state.value, "amount": amount}


def finding_value(finding: Finding) -> Value:
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "key": finding.key,
        "place": place_value(finding.place),
        "initiatives": [*finding.initiative_ids],
        "dimension": finding.dimension or None,
        "mission": finding.mission or None,
        "values": finding.values,
        "messageTh": finding.message_th,
        "messageEn": finding.message_en,
    }


def _initiative(row: DraftInitiative) -> Value:
    return {
        "id": row.id,
        "dimension": row.dimension or None,
        "mission": row.mission or None,
        "number": row.number,
        "kind": row.kind.value if row.kind is not None else None,
        "title": row.title,
        "titlePrinted": row.title_printed,
        "budgets": _amounts(row.budgets),
        "remarks": row.remarks,
        "printedMission": row.printed_mission,
        "subHeading": row.sub_heading or None,
        "place": place_value(row.place),
    }


def _amounts(budgets: dict[int, Budget]) -> Value:
    return {str(year): budget_value(budget) for year, budget in budgets.items()}


def _declared(row: DeclaredDimension) -> Value:
    return {
        "dimension": row.dimension or None,
        "mission": row.mission or None,
        "amounts": _amounts(row.amounts),
        "counts": {kind.value: count for kind, count in row.counts.items()},
        "items": row.items,
        "place": place_value(row.place),
    }


def _totals(draft: PlanDraft) -> Value:
    """The plan, and each dimension and mission that has rows; "?" while that is unknown."""
    rows, years = draft.initiatives, draft.fiscal_years
    dimensions = sorted({row.dimension for row in rows})
    missions = sorted({row.mission for row in rows})
    return {
        "plan": _total(totals.add_rows(rows, years)),
        "dimensions": {
            code or "?": _total(totals.add_rows([r for r in rows if r.dimension == code], years))
            for code in dimensions
        },
        "missions": {
            code or "?": _total(totals.add_rows([r for r in rows if r.mission == code], years))
            for code in missions
        },
    }


def _total(total: RowsTotal) -> Value:
    counts = {kind: total.counts.of(kind) for kind in InitiativeKind}
    return {
        "initiatives": total.counts.total,
        "amounts": {
            str(year): amount_text(budget.amount)
            for year, budget in total.years.items()
            if budget.amount is not None
        },
        "amount": amount_text(total.grand_total),
        "counts": {kind.value: count for kind, count in counts.items() if count},
        "cells": {
            BudgetState.AMOUNT.value: total.cells.amounts,
            BudgetState.NONE.value: total.cells.none,
            BudgetState.UNSTATED.value: total.cells.unstated,
        },
    }


def _section(section: DraftSection) -> Value:
    return {
        "code": section.code,
        "title": section.title,
        "text": section.text,
        "place": place_value(section.place),
    }


def _risk(risk: DraftRisk) -> Value:
    return {
        "category": risk.category.value,
        "text": risk.text,
        "place": place_value(risk.place),
    }
