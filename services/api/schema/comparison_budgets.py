"""The budget comparison in the schema: the table as it is shown, each figure with its making."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

import strawberry

from api.schema.base import (
    DistrictCode,
    EditionCode,
    Info,
    KindOfOrganisation,
    ProvinceCode,
    argument,
    says,
)
from api.schema.comparison import revision_id_of
from api.schema.places import District, Organisation, Province, global_id
from plan_core.comparison import budget_table, budgets, figures, queries, rules
from plan_core.comparison.budget_table import Against, Grouping, Shown
from plan_core.comparison.figures import BudgetMeasure, ChangeLook, FigureLook
from plan_core.values import OrganisationKind

strawberry.enum(
    BudgetMeasure,
    description=(
        "AMOUNT in baht; SHARE of the own total in percent; PER_INITIATIVE and PER_HEAD in baht."
    ),
)
strawberry.enum(
    Against, description="The year before that is shown, the revision before, or the first one."
)
strawberry.enum(Grouping, description="Which organisations stand together, with a subtotal.")
strawberry.enum(
    FigureLook,
    description=(
        "VALUE; NONE (`-`); UNSTATED (blank); NO_ROWS; UNKNOWN (nothing known to divide by)."
    ),
)
strawberry.enum(
    ChangeLook,
    description=(
        "UP, DOWN, SAME; FROM_ZERO (no percentage); BEGAN, ENDED (between `-` and an amount: no"
        " difference); NOTHING on both sides; INCOMPARABLE (a side is blank or unknown)."
    ),
)
strawberry.enum(budget_table.BudgetView, description="Columns by year, by dimension, or by both.")


@strawberry.type(description="How a figure changed.")
class FigureChange:
    look: ChangeLook = says("What kind of change.")
    before_look: FigureLook = says("What it was before.")
    before: Decimal | None = says("The value before, when there was one.")
    amount: Decimal | None = says("The difference: baht, or percentage points for shares.")
    percent: Decimal | None = says("The difference in percent of what was before.")

    @classmethod
    def of(cls, change: figures.Change) -> FigureChange:
        return cls(
            look=change.look,
            before_look=change.before.look,
            before=change.before.value,
            amount=change.amount,
            percent=change.percent,
        )


@strawberry.type(description="One figure, and how it was made: amount / divisor.")
class BudgetFigure:
    look: FigureLook = says("Whether there is a value, and if not, why.")
    value: Decimal | None = says("What is shown: baht, or percent for shares.")
    amount: Decimal | None = says("Baht that were added up.")
    divisor: Decimal | None = says("The own total, the rows, or the people it was divided by.")
    rows: int = says("Initiatives behind it, with or without money.")
    left_out: int = says("Plans that could not be counted in: their people are not known.")
    change: FigureChange | None = says("Against what was asked; null where there is nothing.")

    @classmethod
    def list_of(cls, cells: tuple[budget_table.Cell, ...]) -> list[BudgetFigure]:
        return [
            cls(
                look=cell.figure.look,
                value=cell.figure.value,
                amount=cell.figure.amount,
                divisor=cell.figure.divisor,
                rows=cell.figure.rows,
                left_out=cell.figure.left_out,
                change=None if cell.change is None else FigureChange.of(cell.change),
            )
            for cell in cells
        ]


@strawberry.type(description="One column.")
class BudgetColumn:
    key: str = says("Its name in addresses: 2561, d1, 2561d1, total.")
    dimension_code: str | None = says("Only this dimension.")
    be: int | None = says("Only this Buddhist-era fiscal year.")
    has_change: bool = says("Whether any of its figures has a change.")


@strawberry.type(description="One organisation's line.")
class BudgetLine:
    organisation: Organisation = says("The organisation.")
    timeliness: rules.Timeliness = says("Whether its plan came, and in time.")
    revision_id: strawberry.ID | None = says("The revision shown; null without a submitted plan.")
    revision_number: int | None = says("Its number.")
    submitted_at: datetime | None = says("When it was submitted (UTC).")
    earlier_id: strawberry.ID | None = says("The revision it is compared with, when there is one.")
    earlier_number: int | None = says("Its number.")
    earlier_submitted_at: datetime | None = says("When that one was submitted (UTC).")
    people: int | None = says("People of the newest register that fits the shown years.")
    people_year: int | None = says("The Buddhist-era year of that register.")
    people_source: str | None = says("Where it comes from.")
    figures: list[BudgetFigure] = says("In the order of the columns; empty without a plan.")

    @classmethod
    def of(cls, one: budget_table.Line) -> BudgetLine:
        line, earlier, people = one.line, one.earlier, one.people
        return cls(
            organisation=Organisation.of(line.organisation),
            timeliness=line.timeliness,
            revision_id=revision_id_of(line),
            revision_number=line.revision_number,
            submitted_at=line.submitted_at,
            earlier_id=(
                global_id("Revision", f"{line.organisation.id}:{earlier.revision_id}")
                if earlier
                else None
            ),
            earlier_number=earlier.number if earlier else None,
            earlier_submitted_at=earlier.submitted_at if earlier else None,
            people=people.people if people else None,
            people_year=people.year_be if people else None,
            people_source=people.source if people else None,
            figures=BudgetFigure.list_of(one.cells),
        )


@strawberry.type(description="Organisations that stand together, with what they come to.")
class BudgetGroup:
    district: District | None = says("Their district, when that is what they share.")
    kind: OrganisationKind | None = says("Their kind, when that is what they share.")
    is_outer: bool = says("The sum of a district whose kinds stand above it, without lines.")
    organisations: int = says("How many they are.")
    budget_lines: list[BudgetLine] = says("In the order that was asked for.")
    figures: list[BudgetFigure] = says("The subtotal, in the order of the columns.")

    @classmethod
    def of(cls, group: budget_table.Group) -> BudgetGroup:
        return cls(
            district=None if group.district is None else District.of(group.district),
            kind=group.kind,
            is_outer=group.is_outer,
            organisations=group.organisations,
            budget_lines=[BudgetLine.of(line) for line in group.lines],
            figures=BudgetFigure.list_of(group.cells),
        )


@strawberry.type(description="Budgets of an area as they are shown, from submitted plans.")
class BudgetComparison:
    province: Province = says("The province.")
    district: District | None = says("The district, when only one was asked for.")
    years: list[int] = says("The chosen Buddhist-era fiscal years.")
    due_on: date | None = says("The day by which plans were due.")
    made_at: datetime = says("When these figures were read (UTC).")
    organisations: int = says("Organisations in the comparison.")
    submitted: int = says("Those with a submitted plan.")
    late: int = says("Of these, those that came late.")
    missing: int = says("Those without a plan although it is due.")
    budget_columns: list[BudgetColumn] = says("In order; the total comes last.")
    budget_groups: list[BudgetGroup] = says("In order; one when nothing is grouped.")
    figures: list[BudgetFigure] = says("The whole area, in the order of the columns.")

    @classmethod
    def of(cls, table: budget_table.BudgetTable) -> BudgetComparison:
        comparison, time = table.comparison, rules.Timeliness
        return cls(
            province=Province.of(comparison.province),
            district=None if comparison.district is None else District.of(comparison.district),
            years=list(comparison.fiscal_years),
            due_on=comparison.due_on,
            made_at=comparison.made_at,
            organisations=len(comparison.organisations),
            submitted=comparison.how_many(time.ON_TIME, time.LATE),
            late=comparison.how_many(time.LATE),
            missing=comparison.how_many(time.MISSING),
            budget_columns=[
                BudgetColumn(
                    key=column.key,
                    dimension_code=column.dimension_code,
                    be=column.fiscal_year_be,
                    has_change=table.has_change(at),
                )
                for at, column in enumerate(table.columns)
            ],
            budget_groups=[BudgetGroup.of(group) for group in table.groups],
            figures=BudgetFigure.list_of(table.cells),
        )


@strawberry.type
class BudgetsQuery:
    @strawberry.field(
        description="Budgets of an area side by side: by amount, share, row or head, with changes."
    )
    async def budget_comparison(
        self,
        info: Info,
        edition_code: EditionCode = None,
        province_code: ProvinceCode = None,
        district_code: DistrictCode = None,
        kind: KindOfOrganisation = None,
        fiscal_years: Annotated[
            list[int] | None, argument("Buddhist-era fiscal years; all when left out.")
        ] = None,
        view: Annotated[budget_table.BudgetView, argument("Which columns.")] = (
            budget_table.BudgetView.YEARS
        ),
        dimension_code: Annotated[str | None, argument("Only this dimension, like 1.")] = None,
        measure: Annotated[BudgetMeasure, argument("What the figures say.")] = BudgetMeasure.AMOUNT,
        against: Annotated[
            Against | None, argument("What they are compared with; nothing when left out.")
        ] = None,
        grouping: Annotated[Grouping, argument("Who stands together.")] = Grouping.NONE,
        sort: Annotated[
            str,
            argument(
                "name or a column's key; `~` behind it: its change; `-` before: largest first."
            ),
        ] = "name",
    ) -> BudgetComparison:
        actor = info.context.actor
        area = queries.area_of(actor, province_code, district_code)
        edition = await info.context.rooms.edition(edition_code)
        shown = Shown(view.as_view, dimension_code, measure, against, grouping, sort)
        table = await budgets.compare_budgets(
            info.context.database,
            actor,
            edition,
            area,
            shown,
            kind=kind,
            fiscal_years=fiscal_years,
            seen=info.context.seen,
        )
        return BudgetComparison.of(table)
