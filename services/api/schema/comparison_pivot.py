"""The pivot in the schema: chosen axes of an area's submitted rows against each other."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated

import strawberry

from api.schema.base import (
    DistrictCode,
    EditionCode,
    FiscalYear,
    Info,
    KindOfOrganisation,
    ProvinceCode,
    argument,
    says,
)
from plan_core.comparison import pivot, pivot_rules
from plan_core.comparison.pivot_rules import PivotAxis, PivotValue
from plan_core.comparison.queries import area_of
from plan_core.values import BudgetState, InitiativeKind

strawberry.enum(PivotAxis, description="What lines or columns of a pivot stand for.")
strawberry.enum(PivotValue, description="What a pivot is sorted by.")


@strawberry.type(description="A line's or a column's label.")
class PivotLabel:
    key: str = says("A code, a year or a kind.")
    name: str = says("The name of a place or an organisation; else empty.")

    @classmethod
    def of(cls, label: pivot_rules.Label) -> PivotLabel:
        return cls(key=label.key, name=label.name)


@strawberry.type(description="What some rows come to.")
class PivotFigure:
    initiatives: int = says("Rows.")
    with_money: int = says("Of these, rows with money in the chosen years.")
    organisations: int = says("Organisations whose rows these are.")
    state: BudgetState = says("AMOUNT, NONE when every cell is `-`, else UNSTATED.")
    amount: Decimal | None = says("Baht; present exactly when the state is AMOUNT.")
    share: Decimal | None = says("Percent of the whole table's money.")
    per_initiative: Decimal | None = says("Baht for each row.")

    @classmethod
    def of(cls, figure: pivot_rules.Figure, whole: pivot_rules.Figure) -> PivotFigure:
        return cls(
            initiatives=figure.initiatives,
            with_money=figure.with_money,
            organisations=figure.organisations,
            state=figure.budget.state,
            amount=figure.budget.amount,
            share=figure.share_of(whole),
            per_initiative=figure.per_initiative,
        )


@strawberry.type(description="A line of a pivot; a group stands before what is in it.")
class PivotLine:
    labels: list[PivotLabel] = says("One per level; none for the whole table.")
    figures: list[PivotFigure | None] = says("By column; null where there is no row.")
    total: PivotFigure = says("Over all columns.")


@strawberry.type(description="Chosen axes of submitted rows against each other.")
class Pivot:
    fiscal_years: list[FiscalYear] = says("The chosen years.")
    made_at: datetime = says("When these figures were read (UTC).")
    columns: list[PivotLabel] = says("In their own order; none without a column axis.")
    groups: list[PivotLine] = says("The whole table first; empty when nothing fits.")

    @classmethod
    def of(cls, found: pivot.Pivot) -> Pivot:
        return cls(
            fiscal_years=[FiscalYear.of(be) for be in found.fiscal_years],
            made_at=found.made_at,
            columns=[PivotLabel.of(one) for one in found.columns],
            groups=[
                PivotLine(
                    labels=[PivotLabel.of(one) for one in line.labels],
                    figures=[
                        None if one is None else PivotFigure.of(one, found.lines[0].total)
                        for one in line.cells
                    ],
                    total=PivotFigure.of(line.total, found.lines[0].total),
                )
                for line in found.lines
            ],
        )


@strawberry.type
class PivotQuery:
    @strawberry.field(
        description="Submitted rows of an area by one or two axes, against a third one or none."
    )
    async def pivot(
        self,
        info: Info,
        rows: Annotated[list[PivotAxis], argument("One or two, the outer one first.")],
        columns: Annotated[PivotAxis | None, argument("Another one.")] = None,
        value: Annotated[PivotValue, argument("What `sort` compares.")] = PivotValue.BUDGET,
        sort: Annotated[
            str | None, argument("A column's key, or total; by name when left out.")
        ] = None,
        descending: Annotated[bool, argument("The largest first.")] = False,
        edition_code: EditionCode = None,
        province_code: ProvinceCode = None,
        district_code: DistrictCode = None,
        kind: KindOfOrganisation = None,
        dimension_code: Annotated[str | None, argument("Only this dimension, like 1.")] = None,
        initiative_kind: Annotated[InitiativeKind | None, argument("Only such rows.")] = None,
        fiscal_years: Annotated[
            list[int] | None, argument("Buddhist-era fiscal years; all when left out.")
        ] = None,
    ) -> Pivot:
        actor = info.context.actor
        area = area_of(actor, province_code, district_code)
        edition = await info.context.rooms.edition(edition_code)
        wanted = pivot.PivotDefinition(
            tuple(rows),
            columns,
            value,
            sort,
            descending,
            kind,
            dimension_code,
            initiative_kind,
            tuple(fiscal_years or ()),
        )
        async with info.context.database.read(actor) as tx:
            found = await pivot.pivot(tx, edition, area, wanted)
        return Pivot.of(found)
