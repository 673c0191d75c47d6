"""The province's desk in the schema: budgets, coverage, timeliness, and the rows behind them."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

import msgspec
import strawberry

from api.fast.prepared import prepared
from api.schema.base import (
    After,
    DistrictCode,
    EditionCode,
    First,
    FiscalYear,
    Info,
    KindOfOrganisation,
    PageInfo,
    ProvinceCode,
    argument,
    check_first,
    says,
)
from api.schema.framework import FrameworkEdition
from api.schema.places import District, Organisation, Province, global_id
from api.schema.revisions import SubmittedInitiative
from api.schema.totals import KindCounts
from plan_core.actor import Permission
from plan_core.comparison import answer, everybody, queries, rules
from plan_core.errors import NotFound
from plan_core.plans.totals import add_budgets
from plan_core.values import Budget, BudgetState, InitiativeKind, OrganisationKind

strawberry.enum(
    rules.Timeliness,
    description="ON_TIME, LATE, MISSING (due day passed), AWAITED (not due yet).",
)
strawberry.enum(
    rules.CoverageLook,
    description="Four looks never to be confused: no plan, nothing here, without or with money.",
)


@strawberry.type(description="What one fiscal year adds up to.")
class YearTotal:
    be: int = says("Buddhist-era fiscal year.")
    state: BudgetState = says("AMOUNT, NONE when every cell is `-`, else UNSTATED.")
    amount: Decimal | None = says("Baht; present exactly when the state is AMOUNT.")

    @classmethod
    def list_of(cls, years: Mapping[int, Budget]) -> list[YearTotal]:
        return [
            cls(be=be, state=budget.state, amount=budget.amount)
            for be, budget in sorted(years.items())
        ]


@strawberry.type(description="Money of one dimension.")
class DimensionBudget:
    dimension_code: str = says("The dimension.")
    state: BudgetState = says("What the chosen years add up to: which of the three states.")
    total: Decimal | None = says("Baht over the chosen years, when the state is AMOUNT.")
    years: list[YearTotal] = says("By fiscal year.")

    @classmethod
    def of(cls, budget: answer.DimensionBudget) -> DimensionBudget:
        total = budget.total
        return cls(
            dimension_code=budget.dimension_code,
            state=total.state,
            total=total.amount,
            years=YearTotal.list_of(budget.years),
        )


@strawberry.type(description="How one organisation covers one mission.")
class MissionCoverage:
    mission_code: str = says("The mission.")
    look: rules.CoverageLook = says("Which of the four looks.")
    counts: KindCounts = says("Rows by kind.")
    state: BudgetState = says("What the chosen years add up to: which of the three states.")
    amount: Decimal | None = says("Baht over the chosen years, when the state is AMOUNT.")

    @classmethod
    def of(cls, one: answer.MissionCoverage) -> MissionCoverage:
        return cls(
            mission_code=one.mission_code,
            look=one.look,
            counts=KindCounts.of(one.counts),
            state=one.budget.state,
            amount=one.budget.amount,
        )


@strawberry.type(description="How one organisation covers one sub-mission.")
class SubMissionCoverage:
    sub_mission_code: str = says("The sub-mission.")
    look: rules.CoverageLook = says("Which of the four looks.")
    counts: KindCounts = says("Rows by kind.")
    state: BudgetState = says("What the chosen years add up to: which of the three states.")
    amount: Decimal | None = says("Baht over the chosen years, when the state is AMOUNT.")

    @classmethod
    def of(cls, one: answer.SubMissionCoverage) -> SubMissionCoverage:
        return cls(
            sub_mission_code=one.sub_mission_code,
            look=one.look,
            counts=KindCounts.of(one.counts),
            state=one.budget.state,
            amount=one.budget.amount,
        )


def revision_id_of(line: answer.ComparedOrganisation) -> strawberry.ID | None:
    if line.revision_id is None:
        return None
    return global_id("Revision", f"{line.organisation.id}:{line.revision_id}")


@strawberry.type(description="One organisation in the comparison.")
class ComparedOrganisation:
    organisation: Organisation = says("The organisation.")
    timeliness: rules.Timeliness = says("Whether its plan came, and in time.")
    days_late: int = says("Days after the due day, until submission or today; 0 when in time.")
    revision_id: strawberry.ID | None = says("The revision shown; null without a submitted plan.")
    revision_number: int | None = says("Its number.")
    submitted_at: datetime | None = says("When that revision was submitted (UTC).")
    state: BudgetState | None = says("State of the total; null without a submitted plan.")
    total: Decimal | None = says("Baht over the chosen years, when the state is AMOUNT.")
    years: list[YearTotal] = says("By fiscal year; empty without a submitted plan.")
    dimensions: list[DimensionBudget] = says("By dimension; empty without a submitted plan.")
    coverage: list[MissionCoverage] = says("By mission, every mission of the edition.")
    sub_coverage: list[SubMissionCoverage] | None = says(
        "By sub-mission, every one that the edition names; null when the plan was submitted before"
        " they were counted."
    )

    @classmethod
    def of(cls, line: answer.ComparedOrganisation) -> ComparedOrganisation:
        figures = line.figures
        return cls(
            organisation=Organisation.of(line.organisation),
            timeliness=line.timeliness,
            days_late=line.days_late,
            revision_id=revision_id_of(line),
            revision_number=line.revision_number,
            submitted_at=line.submitted_at,
            state=None if figures.total is None else figures.total.state,
            total=None if figures.total is None else figures.total.amount,
            years=prepared(figures, "years", lambda: YearTotal.list_of(figures.years)),
            dimensions=prepared(
                figures,
                "dimensions",
                lambda: [DimensionBudget.of(budget) for budget in figures.dimensions],
            ),
            coverage=prepared(
                figures, "coverage", lambda: [MissionCoverage.of(one) for one in figures.coverage]
            ),
            sub_coverage=_sub_coverage(figures),
        )


def _sub_coverage(figures: answer.OrganisationFigures) -> list[SubMissionCoverage] | None:
    below = figures.sub_coverage
    if below is None:
        return None
    return prepared(figures, "sub_coverage", lambda: [SubMissionCoverage.of(one) for one in below])


@strawberry.type(description="How many organisations cover a mission.")
class MissionCovered:
    mission_code: str = says("The mission.")
    organisations: int = says("Organisations with at least one row.")
    with_money: int = says("Of these, organisations with money for it.")


@strawberry.type(description="The whole area.")
class ComparisonTotals:
    organisations: int = says("Organisations in the comparison.")
    submitted: int = says("Those with a submitted plan.")
    late: int = says("Of these, those that came late.")
    missing: int = says("Those without a plan although it is due.")
    state: BudgetState = says("State of the total.")
    total: Decimal | None = says("Baht over the chosen years, when the state is AMOUNT.")
    years: list[YearTotal] = says("By fiscal year.")
    dimensions: list[DimensionBudget] = says("By dimension.")
    covered_missions: list[MissionCovered] = says("By mission.")

    @classmethod
    def once(cls, comparison: answer.Comparison) -> ComparisonTotals:
        """The same object for the same lines: of the last few, for nobody in particular."""
        known = _TOTALS.get(comparison.compared)
        if known is None:
            if len(_TOTALS) >= MOST_TOTALS:
                _TOTALS.clear()
            known = _TOTALS[comparison.compared] = cls.of(comparison)
        return known

    @classmethod
    def of(cls, comparison: answer.Comparison) -> ComparisonTotals:
        by_dimension = comparison.totals_by_dimension()
        years = comparison.years(by_dimension)
        total = add_budgets(years.values())
        look = rules.CoverageLook
        return cls(
            organisations=len(comparison.organisations),
            submitted=comparison.how_many(rules.Timeliness.ON_TIME, rules.Timeliness.LATE),
            late=comparison.how_many(rules.Timeliness.LATE),
            missing=comparison.how_many(rules.Timeliness.MISSING),
            state=total.state,
            total=total.amount,
            years=YearTotal.list_of(years),
            dimensions=[DimensionBudget.of(budget) for budget in by_dimension],
            covered_missions=[
                MissionCovered(
                    mission_code=mission.code,
                    organisations=comparison.covering(index, look.WITH_MONEY, look.WITHOUT_MONEY),
                    with_money=comparison.covering(index, look.WITH_MONEY),
                )
                for index, mission in enumerate(comparison.edition.missions())
            ],
        )


MOST_TOTALS = 160
_TOTALS: dict[answer.Compared, ComparisonTotals] = {}


@strawberry.type(description="The organisations of an area side by side, from what they submitted.")
class Comparison:
    edition: FrameworkEdition = says("The edition compared.")
    province: Province = says("The province.")
    district: District | None = says("The district, when only one was asked for.")
    fiscal_years: list[FiscalYear] = says("The chosen years.")
    due_on: date | None = says("The day by which plans were due.")
    made_at: datetime = says("When these figures were read (UTC).")
    organisations: list[ComparedOrganisation] = says("By district and name.")
    totals: ComparisonTotals = says("The whole area.")

    @classmethod
    def of(cls, comparison: answer.Comparison) -> Comparison:
        return cls(
            edition=FrameworkEdition.of(comparison.edition),
            province=Province.of(comparison.province),
            district=None if comparison.district is None else District.of(comparison.district),
            fiscal_years=[FiscalYear.of(be) for be in comparison.fiscal_years],
            due_on=comparison.due_on,
            made_at=comparison.made_at,
            organisations=prepared(
                comparison.compared,
                "organisations",
                lambda: [ComparedOrganisation.of(line) for line in comparison.organisations],
            ),
            totals=ComparisonTotals.once(comparison),
        )


@strawberry.type(description="A submitted row on a page.")
class SubmittedInitiativeEdge:
    cursor: str = says("Where this edge stands.")
    node: SubmittedInitiative = says("The row.")


@strawberry.type(description="A page of submitted rows.")
class SubmittedInitiativeConnection:
    edges: list[SubmittedInitiativeEdge] = says("The page's rows.")
    page_info: PageInfo = says("Where the page stands.")


async def compare(
    info: Info,
    area: queries.Area,
    edition_code: str | None,
    kind: OrganisationKind | None,
    fiscal_years: list[int] | None,
) -> answer.Comparison:
    """What several screens are made of; by marks that this request may have read already."""
    edition = await info.context.rooms.edition(edition_code)
    async with info.context.database.look(info.context.actor) as look:
        return await queries.compare(
            look,
            edition,
            area,
            kind=kind,
            fiscal_years=fiscal_years,
            seen=info.context.seen,
        )


@strawberry.type
class ComparisonQuery:
    @strawberry.field(
        description="Budgets and coverage of an area's organisations, from submitted plans."
    )
    async def comparison(
        self,
        info: Info,
        edition_code: EditionCode = None,
        province_code: ProvinceCode = None,
        district_code: DistrictCode = None,
        kind: KindOfOrganisation = None,
        fiscal_years: Annotated[
            list[int] | None, argument("Buddhist-era fiscal years; all when left out.")
        ] = None,
    ) -> Comparison:
        area = queries.area_of(info.context.actor, province_code, district_code)
        found = await compare(info, area, edition_code, kind, fiscal_years)
        return Comparison.of(found)

    @strawberry.field(
        description="Every organisation of the nation, a comparison for each province; for who "
        "sees the whole nation."
    )
    async def comparisons(
        self,
        info: Info,
        edition_code: EditionCode = None,
        fiscal_years: Annotated[
            list[int] | None, argument("Buddhist-era fiscal years; all when left out.")
        ] = None,
    ) -> list[Comparison]:
        edition = await info.context.rooms.edition(edition_code)
        async with info.context.database.look(info.context.actor) as look:
            found = await everybody.compare_everybody(look, edition, fiscal_years=fiscal_years)
        return [Comparison.of(one) for one in found]

    @strawberry.field(
        description="The rows behind a number: current revisions of the area, or the own ones."
    )
    async def submitted_initiatives(
        self,
        info: Info,
        organisation_code: Annotated[
            str | None, argument("Only this organisation: seven digits.")
        ] = None,
        edition_code: EditionCode = None,
        province_code: ProvinceCode = None,
        district_code: DistrictCode = None,
        kind: KindOfOrganisation = None,
        dimension_code: Annotated[str | None, argument("Only this dimension, like 1.")] = None,
        mission_code: Annotated[str | None, argument("Only this mission, like 1.2.")] = None,
        fiscal_year: Annotated[
            int | None, argument("Only rows with money in this Buddhist-era fiscal year.")
        ] = None,
        initiative_kind: Annotated[InitiativeKind | None, argument("Only such rows.")] = None,
        sub_mission_code: Annotated[
            str | None, argument("Only what stands under this sub-mission, like 1.2.1.")
        ] = None,
        first: First = 50,
        after: After = None,
    ) -> SubmittedInitiativeConnection:
        actor = info.context.actor
        actor.require(Permission.SUBMITTED_READ)
        check_first(first)
        area = (
            queries.area_of(actor, province_code, district_code)
            if actor.may(Permission.COMPARE)
            else None
        )
        edition = await info.context.rooms.edition(edition_code)
        wanted = queries.RowFilter(
            organisation_code,
            dimension_code,
            mission_code,
            fiscal_year,
            kind,
            initiative_kind,
            sub_mission_code,
        )
        async with info.context.database.read(actor) as tx:
            found = await queries.list_submitted_rows(
                tx, edition, area, wanted, first + 1, _row_key(after)
            )
        edges = [
            SubmittedInitiativeEdge(
                cursor=_cursor(
                    queries.RowKey(organisation.sort_key, row.tenant_id, row.position, row.id)
                ),
                node=SubmittedInitiative.of(row, Organisation.of(organisation), edition),
            )
            for row, organisation in found[:first]
        ]
        return SubmittedInitiativeConnection(
            edges=edges,
            page_info=PageInfo.of(
                [edge.cursor for edge in edges], has_next=len(found) > first, after=after
            ),
        )


def _cursor(key: queries.RowKey) -> str:
    return base64.urlsafe_b64encode(msgspec.json.encode(key)).decode()


def _row_key(cursor: str | None) -> queries.RowKey | None:
    """A cursor is only a place in an order: row-level security applies to what is behind it."""
    if cursor is None:
        return None
    try:
        return msgspec.json.decode(base64.urlsafe_b64decode(cursor), type=queries.RowKey)
    except (binascii.Error, ValueError, msgspec.MsgspecError):
        raise NotFound("cursor") from None
