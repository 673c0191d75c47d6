"""Budgets year by year across editions of the framework: one statement, within the actor's area.

What an earlier edition's mission is in the last one, the crosswalk says; a mission without a
counterpart stays on a line of its own, so that every sum holds. Years between two editions have no
figure at all, which is not the same as nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import JSON, BigInteger, Text, and_, column, select, text
from sqlalchemy.orm import aliased
from sqlalchemy.sql.selectable import Subquery

from plan_core.actor import Actor, Permission
from plan_core.comparison import queries
from plan_core.comparison.queries import Area
from plan_core.db.transaction import ReadTx
from plan_core.errors import Forbidden, NotFound
from plan_core.framework.rules import Followed, FrameworkEdition, dimension_code_of, follow
from plan_core.places.model import District, Organisation, Province
from plan_core.plans.totals import add_budgets
from plan_core.values import NO_BUDGET, UNSTATED, Budget, BudgetState, OrganisationKind

Figures = tuple[Budget | None, ...]
"""By year of the series; None in a year that no edition covers."""


@dataclass(frozen=True, slots=True)
class SeriesYear:
    """`edition_code` is None between two editions; the counts are of that edition's plans."""

    fiscal_year_be: int
    edition_code: str | None
    submitted: int


@dataclass(frozen=True, slots=True)
class SeriesLine:
    """A dimension of the last edition, with what corresponds to it in earlier ones."""

    code: str
    title: str
    figures: Figures


@dataclass(frozen=True, slots=True)
class Unmapped:
    """A mission of an earlier edition that nothing in the last one corresponds to."""

    mission: Followed
    figures: Figures


@dataclass(frozen=True, slots=True)
class SeriesPlace:
    """A province of the nation, or an organisation of an area."""

    province: Province | None
    organisation: Organisation | None
    figures: Figures


@dataclass(frozen=True, slots=True)
class Series:
    """`province` is None for the nation."""

    editions: tuple[FrameworkEdition, ...]
    province: Province | None
    district: District | None
    made_at: datetime
    organisations: int
    years: tuple[SeriesYear, ...]
    dimensions: tuple[SeriesLine, ...]
    unmapped: tuple[Unmapped, ...]
    total: Figures
    places: tuple[SeriesPlace, ...]
    followed: tuple[Followed, ...]


_TEXT = """
    WITH plans AS (
        SELECT {line} AS line, organisation.id, one.edition_code,
            one.counts, one.states, one.amounts_satang,
            edition.last_year_be - edition.first_year_be + 1 AS years
        FROM organisation
        LEFT JOIN plan_rollup AS one
            ON one.tenant_id = organisation.id AND one.edition_code = ANY(:editions)
        LEFT JOIN edition ON edition.code = one.edition_code
        WHERE {inside} AND (:kind = '' OR organisation.kind = :kind)
    ), heads AS (
        SELECT line, count(DISTINCT id) AS organisations FROM plans GROUP BY line
    ), sent AS (
        SELECT line, edition_code, count(*) AS submitted
        FROM plans WHERE edition_code IS NOT NULL GROUP BY line, edition_code
    ), cells AS (
        SELECT line, edition_code, cell.place,
            sum(cell.satang) AS satang, bool_or(cell.state = 'UNSTATED') AS has_unstated
        FROM plans
        CROSS JOIN LATERAL unnest(plans.amounts_satang, plans.states)
            WITH ORDINALITY AS cell(satang, state, place)
        CROSS JOIN LATERAL (SELECT (cell.place - 1) / plans.years * 4 AS first) AS of_mission
        -- A mission without rows is mute: it says neither `-` nor nothing.
        WHERE plans.counts[first + 1] + plans.counts[first + 2]
            + plans.counts[first + 3] + plans.counts[first + 4] > 0
        GROUP BY line, edition_code, cell.place
    ), figures AS (
        SELECT line, edition_code,
            json_agg(json_build_array(place - 1, satang, has_unstated)) AS cells
        FROM cells GROUP BY line, edition_code
    )
    SELECT heads.line, heads.organisations, sent.edition_code, sent.submitted, figures.cells
    FROM heads
    LEFT JOIN sent ON sent.line = heads.line
    LEFT JOIN figures
        ON figures.line = sent.line AND figures.edition_code = sent.edition_code
"""
_BY_PROVINCE = _TEXT.format(line="organisation.province_code", inside="true")
_OF_AREA = _TEXT.format(
    line="organisation.id",
    inside="organisation.province_code = :province"
    " AND (:district = '' OR organisation.district_code = :district)",
)
_Cells = Mapping[str, list[tuple[int, int | None, bool]]]
"""By edition: where a cell stands in the rollup's arrays, its satang, whether any is unstated."""


def area_of(actor: Actor, province_code: str | None, district_code: str | None) -> Area | None:
    """The asked-for area; None is the nation, which who sees it gets without naming a province."""
    actor.require(Permission.COMPARE)
    if actor.sees_nation and province_code is None and district_code is None:
        return None
    return queries.area_of(actor, province_code, district_code)


def until(editions: Sequence[FrameworkEdition], last: FrameworkEdition) -> list[FrameworkEdition]:
    """Oldest first, the chosen one the last."""
    before = [one for one in editions if one.first_year_be < last.first_year_be]
    return [*sorted(before, key=lambda one: one.first_year_be), last]


async def read_series(
    tx: ReadTx,
    editions: Sequence[FrameworkEdition],
    area: Area | None,
    kind: OrganisationKind | None = None,
) -> Series:
    """`editions` oldest first, the last one the one that all is told in; `area` None: the nation,
    by province. Forbidden for who does not see the nation."""
    if area is None:
        if not tx.actor.sees_nation:
            raise Forbidden()
        found = await _of_nation(tx, editions, kind)
    else:
        found = await _of_area(tx, editions, area, kind)
        if not found:
            raise NotFound("province")
    return _series_of(tx.now, editions, area, found)


@dataclass
class _Line:
    """What was read of one place."""

    province: Province
    district: District | None
    organisation: Organisation | None
    organisations: int
    submitted: dict[str, int]
    cells: dict[str, list[tuple[int, int | None, bool]]]


async def _of_nation(
    tx: ReadTx, editions: Sequence[FrameworkEdition], kind: OrganisationKind | None
) -> list[_Line]:
    figures = _figures(_BY_PROVINCE, Text, editions=[one.code for one in editions], kind=kind or "")
    rows = await tx.session.execute(
        select(Province, figures)
        .join(figures, figures.c.line == Province.code)
        .order_by(Province.sort_key)
    )
    lines: dict[str, _Line] = {}
    for province, _, *rest in cast("Sequence[Any]", rows.all()):
        line = lines.setdefault(province.code, _Line(province, None, None, 0, {}, {}))
        _take(line, *rest)
    return list(lines.values())


async def _of_area(
    tx: ReadTx,
    editions: Sequence[FrameworkEdition],
    area: Area,
    kind: OrganisationKind | None,
) -> list[_Line]:
    asked = aliased(District)
    inside = [Organisation.province_code == Province.code]
    if area.district_code is not None:
        inside.append(Organisation.district_code == area.district_code)
    if kind is not None:
        inside.append(Organisation.kind == kind)
    figures = _figures(
        _OF_AREA,
        BigInteger,
        editions=[one.code for one in editions],
        province=area.province_code,
        district=area.district_code or "",
        kind=kind or "",
    )
    rows = await tx.session.execute(
        select(Province, asked, Organisation, figures)
        .outerjoin(
            asked,
            (asked.province_code == Province.code) & (asked.code == (area.district_code or "")),
        )
        .outerjoin(Organisation, and_(*inside))
        .outerjoin(figures, figures.c.line == Organisation.id)
        .where(Province.code == area.province_code)
        .order_by(Organisation.sort_key, Organisation.code)
    )
    lines: dict[int, _Line] = {}
    for province, district, organisation, line_id, *rest in cast("Sequence[Any]", rows.all()):
        if area.district_code is not None and district is None:
            raise NotFound("district")
        if line_id is None:
            # A place without organisations still has its name.
            lines[0] = _Line(province, district, None, 0, {}, {})
            continue
        line = lines.setdefault(line_id, _Line(province, district, organisation, 0, {}, {}))
        _take(line, *rest)
    return list(lines.values())


def _figures(statement: str, line: Any, **values: object) -> Subquery:
    return (
        text(statement)
        .bindparams(**values)
        .columns(
            column("line", line),
            column("organisations", BigInteger),
            column("edition_code", Text),
            column("submitted", BigInteger),
            column("cells", JSON),
        )
        .subquery()
    )


def _take(
    line: _Line,
    organisations: int,
    edition_code: str | None,
    submitted: int | None,
    cells: list[tuple[int, int | None, bool]] | None,
) -> None:
    line.organisations = organisations
    if edition_code is not None:
        line.submitted[edition_code] = submitted or 0
        line.cells[edition_code] = cells or []


def _series_of(
    made_at: datetime, editions: Sequence[FrameworkEdition], area: Area | None, lines: list[_Line]
) -> Series:
    last = editions[-1]
    years = _years_of(editions, lines)
    followed = follow(editions)
    code_of = {(one.edition.code, one.mission.code): one.code for one in followed}
    code_of |= {(last.code, mission.code): mission.code for mission in last.missions()}
    shape = _Shape(editions, [one.fiscal_year_be for one in years])
    by_dimension: dict[str, list[list[Budget]]] = {
        one.code: shape.empty() for one in last.dimensions
    }
    lost: dict[tuple[str, str], list[list[Budget]]] = {
        key: shape.empty() for key, code in code_of.items() if code is None
    }
    whole = shape.empty()
    places: list[SeriesPlace] = []
    for line in lines:
        own = shape.empty()
        for edition_code, mission_code, at, budget in shape.cells(line.cells):
            own[at].append(budget)
            whole[at].append(budget)
            code = code_of[edition_code, mission_code]
            if code is None:
                lost[edition_code, mission_code][at].append(budget)
            else:
                by_dimension[dimension_code_of(code)][at].append(budget)
        if line.organisation is not None or area is None:
            places.append(
                SeriesPlace(
                    line.province if area is None else None,
                    line.organisation,
                    shape.added(own, line.submitted.keys()),
                )
            )
    sent = {code for line in lines for code in line.submitted}
    dimensions = tuple(
        SeriesLine(one.code, one.title, shape.added(by_dimension[one.code], sent))
        for one in last.dimensions
    )
    unmapped = tuple(
        Unmapped(one, shape.added(lost[one.edition.code, one.mission.code], {one.edition.code}))
        for one in followed
        if one.code is None
    )
    first = lines[0] if lines else None
    return Series(
        editions=tuple(editions),
        province=None if area is None or first is None else first.province,
        district=None if area is None or first is None else first.district,
        made_at=made_at,
        organisations=sum(line.organisations for line in lines),
        years=years,
        dimensions=dimensions,
        unmapped=unmapped,
        total=shape.added(whole, sent),
        places=tuple(places),
        followed=tuple(followed),
    )


def _years_of(
    editions: Sequence[FrameworkEdition], lines: Sequence[_Line]
) -> tuple[SeriesYear, ...]:
    """From the first edition's first year to the last one's last, the gaps included. A year of two
    editions belongs to the later one."""
    edition_of = {year: one.code for one in editions for year in one.fiscal_years}
    return tuple(
        SeriesYear(
            year,
            edition_of.get(year),
            sum(line.submitted.get(edition_of.get(year, ""), 0) for line in lines),
        )
        for year in range(min(edition_of), max(edition_of) + 1)
    )


@dataclass(frozen=True)
class _Shape:
    """Where the cells of each edition's arrays stand among the years of the series."""

    editions: Sequence[FrameworkEdition]
    years: Sequence[int]

    def empty(self) -> list[list[Budget]]:
        return [[] for _ in self.years]

    def cells(self, cells: _Cells) -> list[tuple[str, str, int, Budget]]:
        """Edition, mission, place among the years, budget; of a year of two editions the later
        one's."""
        edition_of = {year: one.code for one in self.editions for year in one.fiscal_years}
        placed: list[tuple[str, str, int, Budget]] = []
        for edition in self.editions:
            missions, own = list(edition.missions()), edition.fiscal_years
            for place, satang, has_unstated in cells.get(edition.code, []):
                year = own[place % len(own)]
                if edition_of[year] != edition.code:
                    continue
                if satang is not None:
                    budget = Budget.from_satang(BudgetState.AMOUNT, satang)
                else:
                    budget = UNSTATED if has_unstated else NO_BUDGET
                code = missions[place // len(own)].code
                placed.append((edition.code, code, self.years.index(year), budget))
        return placed

    def added(self, budgets: Sequence[Sequence[Budget]], known: Collection[str]) -> Figures:
        """Year by year; None where none of the editions `known`, those with plans, covers it."""
        edition_of = {year: one.code for one in self.editions for year in one.fiscal_years}
        return tuple(
            add_budgets(inside) if edition_of.get(year) in known else None
            for year, inside in zip(self.years, budgets, strict=True)
        )
