"""Budgets side by side with what they are measured by and compared with: one statement."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import Any, cast

from sqlalchemy import ColumnElement, ScalarSelect, Select, func, select, true
from sqlalchemy.dialects.postgresql import aggregate_order_by

from plan_core.actor import Actor
from plan_core.comparison import lines, queries
from plan_core.comparison.answer import DimensionBudget
from plan_core.comparison.budget_table import (
    Against,
    Beside,
    BudgetTable,
    Earlier,
    People,
    Shown,
    table_of,
)
from plan_core.comparison.figures import BudgetMeasure
from plan_core.comparison.lines import Area, Line, Lines
from plan_core.db.transaction import Database, ReadTx
from plan_core.framework.rules import FrameworkEdition
from plan_core.places.model import Organisation, OrganisationPopulation
from plan_core.plans.model import PlanRollup, Revision, RevisionInitiative
from plan_core.values import Budget, BudgetState, OrganisationKind


def looks_beside(measure: BudgetMeasure, against: Against | None) -> bool:
    """Whether more is read than the present figures: people, or an earlier revision."""
    return measure is BudgetMeasure.PER_HEAD or against in (
        Against.REVISION_BEFORE,
        Against.FIRST_REVISION,
    )


async def compare_budgets(
    database: Database,
    actor: Actor,
    edition: FrameworkEdition,
    area: Area,
    shown: Shown,
    *,
    kind: OrganisationKind | None = None,
    fiscal_years: Sequence[int] | None = None,
    seen: Mapping[Hashable, Any] | None = None,
) -> BudgetTable:
    """The area's table. Present figures are rollups; an earlier revision's are added up from its
    rows, as nothing else is kept of it. `seen` as for `queries.compare`."""
    if looks_beside(shown.measure, shown.against):
        async with database.read(actor) as tx:
            return await _compare_beside(tx, edition, area, shown, kind, fiscal_years)
    async with database.look(actor) as look:
        found = await queries.compare(
            look, edition, area, kind=kind, fiscal_years=fiscal_years, seen=seen
        )
    nothing = Beside(None, ())
    beside = {line.organisation.id: nothing for line in found.organisations}
    return table_of(found, beside, shown)


async def _compare_beside(
    tx: ReadTx,
    edition: FrameworkEdition,
    area: Area,
    shown: Shown,
    kind: OrganisationKind | None,
    fiscal_years: Sequence[int] | None,
) -> BudgetTable:
    years = queries.chosen_years(edition, fiscal_years)
    query = lines.lines_query(edition, area, kind)
    has_people = shown.measure is BudgetMeasure.PER_HEAD
    has_earlier = shown.against in (Against.REVISION_BEFORE, Against.FIRST_REVISION)
    if has_people:
        query = query.add_columns(_people())
    if has_earlier:
        query = _with_earlier(query, edition, area, years, shown.against)
    rows = (await tx.session.execute(query)).all()
    beside: dict[int, Beside] = {}
    for row in rows:
        organisation = cast("Organisation | None", row[lines.ORGANISATION])
        if organisation is None:
            continue
        more = iter(row[lines.COLUMNS :])
        people = next(more) if has_people else None
        beside[organisation.id] = Beside(
            _read_earlier(edition, years, more) if has_earlier else None,
            tuple(People(*one) for one in people or ()),
        )
    found = Lines(tuple(cast("Line", row[: lines.COLUMNS]) for row in rows))
    return table_of(queries.compared_of(tx.now, edition, area, years, found), beside, shown)


def _people() -> ScalarSelect[Any]:
    """Year, people and source, the oldest first."""
    table = OrganisationPopulation
    line = func.json_build_array(table.year_be, table.people, table.source)
    return (
        select(func.json_agg(aggregate_order_by(line, table.year_be)))
        .where(table.organisation_id == Organisation.id)
        .correlate(Organisation)
        .scalar_subquery()
    )


def _with_earlier(
    query: Select[*tuple[Any, ...]],
    edition: FrameworkEdition,
    area: Area,
    years: Sequence[int],
    against: Against | None,
) -> Select[*tuple[Any, ...]]:
    """The first revision, or the one before the newest, and the sums of its rows."""
    order = Revision.number.asc() if against is Against.FIRST_REVISION else Revision.number.desc()
    earlier = (
        select(Revision.tenant_id, Revision.id, Revision.number, Revision.submitted_at)
        .where(
            Revision.tenant_id == PlanRollup.tenant_id,
            Revision.edition_code == edition.code,
            Revision.province_code == area.province_code,
            Revision.number < PlanRollup.revision_number,
        )
        .order_by(order)
        .limit(1)
        .correlate(PlanRollup)
        .lateral("earlier")
    )
    rows = RevisionInitiative
    sums = (
        select(*_sums(edition, years))
        .where(
            rows.tenant_id == earlier.c.tenant_id,
            rows.revision_id == earlier.c.id,
            rows.province_code == area.province_code,
        )
        .lateral("sums")
    )
    return (
        query.add_columns(earlier.c.id, earlier.c.number, earlier.c.submitted_at, *sums.c)
        .outerjoin(earlier, true())
        .outerjoin(sums, true())
    )


def _sums(edition: FrameworkEdition, years: Sequence[int]) -> Iterator[ColumnElement[Any]]:
    """By dimension: its rows, then by year the satang, and whether a cell is blank."""
    rows = RevisionInitiative
    for dimension in edition.dimensions:
        inside = rows.dimension_code == dimension.code
        yield func.count().filter(inside).label(f"rows{dimension.code}")
        for year in years:
            at = edition.fiscal_years.index(year) + 1
            name = f"{dimension.code}_{year}"
            yield func.sum(rows.amounts_satang[at]).filter(inside).label(f"satang{name}")
            blank = rows.states[at] == BudgetState.UNSTATED.value
            yield func.bool_or(blank).filter(inside).label(f"blank{name}")


def _read_earlier(
    edition: FrameworkEdition, years: Sequence[int], columns: Iterator[Any]
) -> Earlier | None:
    revision_id, number, submitted_at = next(columns), next(columns), next(columns)
    if revision_id is None:
        return None
    dimensions: list[DimensionBudget] = []
    for dimension in edition.dimensions:
        rows = int(next(columns) or 0)
        budgets = {year: _budget(next(columns), next(columns)) for year in years}
        dimensions.append(DimensionBudget(dimension.code, budgets, rows))
    return Earlier(revision_id, number, submitted_at, tuple(dimensions))


def _budget(satang: int | None, has_blank: bool | None) -> Budget:
    if satang is not None:
        return Budget.from_satang(BudgetState.AMOUNT, int(satang))
    return Budget(BudgetState.NONE if has_blank is False else BudgetState.UNSTATED)
