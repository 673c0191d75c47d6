"""Any two or three axes of an area's submitted rows against each other: one statement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import text

from plan_core.comparison.pivot_rules import (
    MOST_CELLS,
    Figure,
    Label,
    Line,
    Order,
    PivotAxis,
    PivotValue,
    Summed,
    check_axes,
    lay_out,
    too_large,
)
from plan_core.comparison.queries import Area, chosen_years
from plan_core.db.transaction import ReadTx
from plan_core.framework.rules import FrameworkEdition
from plan_core.places.rules import short_name
from plan_core.values import Budget, BudgetState, InitiativeKind, OrganisationKind


@dataclass(frozen=True, slots=True)
class PivotDefinition:
    """What is asked for. Filters that are None leave nothing out."""

    rows: tuple[PivotAxis, ...]
    columns: PivotAxis | None = None
    value: PivotValue = PivotValue.BUDGET
    sort: str | None = None
    is_descending: bool = False
    organisation_kind: OrganisationKind | None = None
    dimension_code: str | None = None
    kind: InitiativeKind | None = None
    fiscal_years: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Pivot:
    """Of organisations with a submitted plan only: who has none has no rows to count."""

    definition: PivotDefinition
    edition: FrameworkEdition
    area: Area
    fiscal_years: tuple[int, ...]
    made_at: datetime
    columns: tuple[Label, ...]
    lines: tuple[Line, ...]


_LATE = (
    "deadline.due_on IS NOT NULL"
    " AND (u.first_submitted_at AT TIME ZONE 'Asia/Bangkok')::date > deadline.due_on"
)
_AXES: dict[PivotAxis, tuple[str, str, str]] = {
    PivotAxis.ORGANISATION: ("o.code", "o.name_th", "o.sort_key"),
    PivotAxis.DISTRICT: (
        "coalesce(o.district_code, '')",
        "coalesce(district.name_th, '')",
        "coalesce(district.sort_key, '')",
    ),
    PivotAxis.ORGANISATION_KIND: ("o.kind", "''", "o.kind"),
    PivotAxis.TIMELINESS: (
        f"CASE WHEN {_LATE} THEN 'LATE' ELSE 'ON_TIME' END",
        "''",
        f"CASE WHEN {_LATE} THEN '2' ELSE '1' END",
    ),
    PivotAxis.DIMENSION: ("r.dimension_code", "''", "r.dimension_code"),
    PivotAxis.MISSION: ("r.mission_code", "''", "r.mission_code"),
    PivotAxis.KIND: ("r.kind", "''", "r.kind"),
    PivotAxis.FISCAL_YEAR: (
        "(:first_year + cell.at - 1)::text",
        "''",
        "(:first_year + cell.at - 1)::text",
    ),
}
"""Key, name and order of each; names that are not in the database are said by who shows them."""


async def pivot(
    tx: ReadTx, edition: FrameworkEdition, area: Area, wanted: PivotDefinition
) -> Pivot:
    """Raises PIVOT_AXES and PIVOT_TOO_LARGE; nothing is ever cut off."""
    check_axes(wanted.rows, wanted.columns)
    years = chosen_years(edition, wanted.fiscal_years)
    asked: dict[str, Any] = {
        "edition": edition.code,
        "province": area.province_code,
        "first_year": edition.first_year_be,
        "at": [edition.fiscal_years.index(year) + 1 for year in years],
        "most": MOST_CELLS + 1,
    }
    where: list[str] = []
    for column, name, value in (
        ("o.district_code", "district", area.district_code),
        ("o.kind", "organisation_kind", wanted.organisation_kind),
        ("r.dimension_code", "dimension", wanted.dimension_code),
        ("r.kind", "kind", wanted.kind),
    ):
        if value:
            where.append(f" AND {column} = :{name}")
            asked[name] = value
    axes = [*wanted.rows, *([wanted.columns] if wanted.columns else [])]
    statement = text(_statement(axes, len(wanted.rows), "".join(where)))
    found = (await tx.session.execute(statement, asked)).all()
    if len(found) > MOST_CELLS:
        raise too_large()
    order = Order(wanted.sort, wanted.value, wanted.is_descending)
    columns, lines = lay_out(
        (_summed(one, len(wanted.rows), len(axes)) for one in found if one.initiatives),
        len(wanted.rows),
        order,
    )
    return Pivot(wanted, edition, area, years, tx.now, columns, lines)


def _statement(axes: Sequence[PivotAxis], levels: int, where: str) -> str:
    """Every cell, subtotal and total is summed from the rows themselves, so that what is distinct
    is counted once in each."""
    parts = [
        f"{key} AS k{at}, {name} AS n{at}, {sort} AS s{at}"
        for at, (key, name, sort) in enumerate(_AXES[axis] for axis in axes)
    ]
    keys = [f"k{at}" for at in range(len(axes))]
    lines = [keys[:level] for level in range(levels + 1)]
    columns = keys[levels:]
    sets = {", ".join(one) for line in lines for one in (line, [*line, *columns])}
    labels = [f"k{at}, min(n{at}) AS n{at}, min(s{at}) AS s{at}" for at in range(len(axes))]
    return f"""
      WITH fact AS (
        SELECT {", ".join(parts)}, r.id, r.tenant_id, cell.state, cell.satang
        FROM plan_rollup u
        JOIN revision_initiative r ON r.tenant_id = u.tenant_id AND r.revision_id = u.revision_id
        JOIN organisation o ON o.id = u.tenant_id
        LEFT JOIN district ON district.code = o.district_code
        LEFT JOIN deadline ON deadline.edition_code = u.edition_code
          AND deadline.province_code = u.province_code
        CROSS JOIN LATERAL unnest(r.states, r.amounts_satang) WITH ORDINALITY
          AS cell (state, satang, at)
        WHERE u.edition_code = :edition AND u.province_code = :province{where}
          AND cell.at = ANY(:at)
      )
      SELECT {", ".join(labels)}, grouping({", ".join(keys)}) AS level,
        count(DISTINCT id) AS initiatives,
        count(DISTINCT id) FILTER (WHERE satang > 0) AS with_money,
        count(DISTINCT tenant_id) AS organisations,
        bool_or(state = 'AMOUNT') AS has_amount, bool_and(state = 'NONE') AS is_none,
        sum(satang)::bigint AS satang
      FROM fact
      GROUP BY GROUPING SETS ({", ".join(f"({one})" for one in sorted(sets))})
      LIMIT :most
    """  # noqa: S608 (put together from our own words; what was chosen is bound)


def _summed(row: Any, levels: int, axes: int) -> Summed:
    """`level` has a bit for each axis, the first the highest: set where it was summed over."""
    labels = [
        None
        if row.level >> (axes - 1 - at) & 1
        else Label(getattr(row, f"k{at}"), _short(getattr(row, f"n{at}")), getattr(row, f"s{at}"))
        for at in range(axes)
    ]
    state = (
        BudgetState.AMOUNT
        if row.has_amount
        else BudgetState.NONE
        if row.is_none
        else BudgetState.UNSTATED
    )
    return Summed(
        tuple(label for label in labels[:levels] if label is not None),
        labels[levels] if axes > levels else None,
        Figure(
            row.initiatives,
            row.with_money,
            row.organisations,
            Budget.from_satang(state, row.satang if row.has_amount else None),
        ),
    )


def _short(name: str) -> str:
    """An organisation's name as tables write it; other names stay as they are."""
    short = (short_name(kind, name) for kind in OrganisationKind)
    return next((one for one in short if one != name), name)
