"""The provinces side by side, summed from their organisations' figures.

A province is summed anew when a mark of it changed: of an organisation, of its figures, of the due
day. With a thousand organisations somewhere else busy, the other provinces stay as they were.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property

from sqlalchemy import Text, bindparam, text

from plan_core.comparison.answer import DimensionBudget, add_years
from plan_core.comparison.nation_sums import FIRST_SUM, Covered, read_sums, sums_question
from plan_core.comparison.queries import chosen_years
from plan_core.db import asking
from plan_core.db.asking import Question, Row, read_as
from plan_core.db.transaction import Look
from plan_core.errors import Forbidden
from plan_core.framework.rules import FrameworkEdition
from plan_core.places.model import Province
from plan_core.plans.totals import add_budgets
from plan_core.values import Budget, thai_day


@dataclass(frozen=True, slots=True)
class ComparedProvince:
    """A province with what its organisations submitted; `province` None: the whole nation."""

    province: Province | None
    organisations: int
    submitted: int
    late: int
    missing: int
    dimensions: tuple[DimensionBudget, ...]
    covered: tuple[Covered, ...]

    def years(self, years: Sequence[int]) -> dict[int, Budget]:
        return add_years(self.dimensions, years)


@dataclass(frozen=True, eq=False)
class ComparedProvinces:
    """One object for the same figures on the same day, so that what is made of it can be kept."""

    edition: FrameworkEdition
    fiscal_years: tuple[int, ...]
    provinces: tuple[ComparedProvince, ...]

    @cached_property
    def total(self) -> ComparedProvince:
        lines = self.provinces
        return ComparedProvince(
            None,
            organisations=sum(one.organisations for one in lines),
            submitted=sum(one.submitted for one in lines),
            late=sum(one.late for one in lines),
            missing=sum(one.missing for one in lines),
            dimensions=tuple(
                DimensionBudget(
                    dimension.code,
                    {
                        year: add_budgets(
                            one.dimensions[at].years[year]
                            for one in lines
                            if one.dimensions[at].rows
                        )
                        for year in self.fiscal_years
                    },
                    sum(one.dimensions[at].rows for one in lines),
                )
                for at, dimension in enumerate(self.edition.dimensions)
            ),
            covered=tuple(
                Covered(
                    mission.code,
                    sum(one.covered[at].organisations for one in lines),
                    sum(one.covered[at].with_money for one in lines),
                )
                for at, mission in enumerate(self.edition.missions())
            ),
        )


@dataclass(frozen=True, slots=True)
class Nation:
    compared: ComparedProvinces
    made_at: datetime

    @property
    def edition(self) -> FrameworkEdition:
        return self.compared.edition

    @property
    def fiscal_years(self) -> tuple[int, ...]:
        return self.compared.fiscal_years

    @property
    def provinces(self) -> tuple[ComparedProvince, ...]:
        return self.compared.provinces

    @property
    def total(self) -> ComparedProvince:
        return self.compared.total


@dataclass(frozen=True, slots=True)
class _Summed:
    """A province on whatever day."""

    line: ComparedProvince
    due_on: date | None

    def on(self, today: date) -> ComparedProvince:
        is_due = self.due_on is not None and self.due_on < today
        missing = self.line.organisations - self.line.submitted if is_due else 0
        return replace(self.line, missing=missing)


class OfProvinces(asking.Memory[_Summed]):
    """By edition, years and province."""

    most = 1_024


class OfNation(asking.Memory[ComparedProvinces]):
    """By edition and years."""

    most = 16


_MARKS = Question(
    text(
        """
        WITH inside AS (
            SELECT organisation.province_code, count(*) AS many,
                bit_xor(hashtextextended(organisation.xmin::text, organisation.id)) AS marks,
                count(one.tenant_id) AS figures,
                bit_xor(hashtextextended(one.xmin::text, one.tenant_id)) AS figures_marks
            FROM organisation
            LEFT JOIN plan_rollup AS one
                ON one.tenant_id = organisation.id AND one.edition_code = :edition
            GROUP BY organisation.province_code
        ), areas AS (
            SELECT province_code, count(*) AS many,
                bit_xor(hashtextextended(code, xmin::text::bigint)) AS marks
            FROM district GROUP BY province_code
        )
        SELECT province.code, province.xmin, deadline.xmin, inside.many, inside.marks,
            inside.figures, inside.figures_marks, areas.many, areas.marks
        FROM province
        JOIN inside ON inside.province_code = province.code
        LEFT JOIN areas ON areas.province_code = province.code
        LEFT JOIN deadline
            ON deadline.province_code = province.code AND deadline.edition_code = :edition
        ORDER BY province.sort_key
        """
    ).bindparams(bindparam("edition", type_=Text, required=True))
)


async def read_marks(look: Look, edition_code: str) -> Sequence[Row]:
    """Which rows in which state are seen of each province. Forbidden for who does not see all."""
    if not look.actor.sees_nation:
        raise Forbidden()
    return await look.ask(_MARKS, edition=edition_code)


async def compare_provinces(
    look: Look,
    edition: FrameworkEdition,
    *,
    fiscal_years: Sequence[int] | None = None,
    marks: Sequence[Row] | None = None,
) -> Nation:
    """Every province that has organisations. `marks` are what this actor's own request has read
    before."""
    years = chosen_years(edition, fiscal_years)
    if marks is None:
        marks = await read_marks(look, edition.code)
    today = thai_day(look.now)
    memory, key = look.memory(OfNation), (edition.code, years)
    compared = memory.find(key, (today, marks))
    if compared is None:
        summed = await _sum_up(look, edition, years, marks)
        lines = tuple(summed[row["code"]].on(today) for row in marks if row["code"] in summed)
        compared = ComparedProvinces(edition, years, lines)
        memory.keep(key, (today, marks), compared, 1)
    return Nation(compared, look.now)


async def _sum_up(
    look: Look, edition: FrameworkEdition, years: tuple[int, ...], marks: Sequence[Row]
) -> dict[str, _Summed]:
    memory = look.memory(OfProvinces)
    summed: dict[str, _Summed] = {}
    changed: dict[str, Row] = {}
    for row in marks:
        known = memory.find((edition.code, years, row["code"]), row)
        if known is None:
            changed[row["code"]] = row
        else:
            summed[row["code"]] = known
    if changed:
        question = sums_question(edition, years)
        for row in await look.ask(question, provinces=[*changed]):
            code = row["province_code"]
            summed[code] = _summed_of(edition, years, row)
            memory.keep((edition.code, years, code), changed[code], summed[code], 1)
    return summed


def _summed_of(edition: FrameworkEdition, years: tuple[int, ...], row: Row) -> _Summed:
    dimensions, covered = read_sums(edition, years, tuple(row)[FIRST_SUM:])
    return _Summed(
        ComparedProvince(
            read_as(Province, row),
            organisations=row["organisations"],
            submitted=row["submitted"],
            late=row["late"],
            missing=0,
            dimensions=dimensions,
            covered=covered,
        ),
        row["due_on"],
    )
