"""From an adopted revision to what is published of it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from plan_core.framework.rules import FrameworkDimension, FrameworkEdition
from plan_core.plans import totals
from plan_core.plans.body import Body, BodyBudget, BodyRow
from plan_core.plans.model import Revision
from plan_core.plans.parts import NewRisk, Sheet
from plan_core.plans.totals import PlanTotals
from plan_core.publishing.documents import (
    PLAN_FORMAT,
    VERSION,
    Adoption,
    Budgets,
    PublicDimension,
    PublicMission,
    PublicRisk,
    PublicRow,
    PublicSheet,
    PublishedPlan,
    Publisher,
)
from plan_core.values import Budget, InitiativeKind, thai_day


@dataclass(frozen=True, slots=True)
class CountedRow:
    """A row as totals need it."""

    mission_code: str
    kind: InitiativeKind
    budgets: Mapping[int, Budget]


def plan_of(
    revision: Revision,
    body: Body,
    edition: FrameworkEdition,
    publisher: Publisher,
    adoption: Adoption,
) -> PublishedPlan:
    """Everything that the printed plan holds, with its totals, and nothing else."""
    counted = [_counted(row) for row in body.initiatives]
    summed = totals.total_of(counted, edition, edition.fiscal_years)
    return PublishedPlan(
        format=PLAN_FORMAT,
        version=VERSION,
        organisation=publisher,
        edition=edition.code,
        edition_title=edition.title,
        fiscal_years=edition.fiscal_years,
        number=revision.number,
        submitted_on=thai_day(revision.submitted_at),
        adoption=adoption,
        dimensions=tuple(_dimension(one, body, summed) for one in edition.dimensions),
        totals=_by_year(summed.years),
        grand_total=summed.grand_total,
        counts=summed.counts,
        sections=body.sections,
        risks=tuple(_risk(one, _places_of(body)) for one in body.risks),
        appointment=body.appointment,
        amendment=body.amendment,
    )


def _counted(row: BodyRow) -> CountedRow:
    budgets = {int(year): one.budget for year, one in row.budgets.items()}
    return CountedRow(row.mission, row.kind, budgets)


def _by_year(years: Mapping[int, Budget]) -> Budgets:
    return {str(year): BodyBudget.of(budget) for year, budget in years.items()}


def _dimension(dimension: FrameworkDimension, body: Body, summed: PlanTotals) -> PublicDimension:
    total = next(one for one in summed.dimensions if one.dimension_code == dimension.code)
    return PublicDimension(
        code=dimension.code,
        title=dimension.title,
        missions=tuple(
            PublicMission(
                mission.code,
                mission.title,
                tuple(_row(row) for row in body.initiatives if row.mission == mission.code),
            )
            for mission in dimension.missions
        ),
        totals=_by_year(total.years),
        counts=total.counts,
    )


def _row(row: BodyRow) -> PublicRow:
    return PublicRow(
        number=row.number,
        kind=row.kind,
        title=row.title,
        remarks=row.remarks,
        budgets=row.budgets,
        sheet=None if row.sheet is None else _sheet(row.sheet),
        sub_mission=row.sub_mission,
    )


def _sheet(sheet: Sheet) -> PublicSheet:
    kept = PublicSheet.__dataclass_fields__
    return PublicSheet(**{name: getattr(sheet, name) for name in kept})


def _places_of(body: Body) -> dict[UUID, str]:
    return {row.id: f"{row.mission}/{row.number}" for row in body.initiatives if row.id}


def _risk(risk: NewRisk, places: Mapping[UUID, str]) -> PublicRisk:
    return PublicRisk(
        category=risk.category,
        text=risk.text,
        factor=risk.factor,
        factors_text=risk.factors_text,
        likelihood=risk.likelihood,
        impact=risk.impact,
        answered_by=tuple(places[one] for one in risk.answered_by if one in places),
    )
