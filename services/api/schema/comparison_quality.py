"""What looks odd in an area's submitted plans beside each other, in the schema."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

import strawberry

from api.schema.base import (
    DistrictCode,
    EditionCode,
    FiscalYear,
    Info,
    KindOfOrganisation,
    ProvinceCode,
    says,
)
from api.schema.places import District, Organisation, Province, global_id
from plan_core.comparison import duplicates, outliers, quality
from plan_core.comparison.queries import area_of
from plan_core.intake import noticed
from plan_core.values import OrganisationKind, Severity

Lines = Mapping[int, quality.QualityLine]


@strawberry.type(description="A submitted plan that something was noticed in.")
class QualityPlan:
    organisation: Organisation = says("Whose it is.")
    revision_id: strawberry.ID = says("Its newest revision.")

    @classmethod
    def of(cls, line: quality.QualityLine) -> QualityPlan:
        kept = line.rollup
        if kept is None:
            raise LookupError("nothing is noticed in what was not submitted")
        return cls(
            organisation=Organisation.of(line.organisation),
            revision_id=global_id("Revision", f"{kept.tenant_id}:{kept.revision_id}"),
        )


@strawberry.type(description="A budget far from its peers', with what it was judged by; in baht.")
class BudgetOutlier:
    plan: QualityPlan = says("Whose budget.")
    dimension_code: str = says("Of this dimension.")
    fiscal_year: FiscalYear = says("In this year.")
    amount: Decimal = says("What is planned.")
    is_high: bool = says("Above what is usual; below otherwise.")
    peer_kind: OrganisationKind = says("The peers: others of this kind in the area with an amount.")
    peers: int = says("How many they are, five at least.")
    median: Decimal = says("The middle one of their amounts.")
    low: Decimal = says("Below this it is unusual.")
    high: Decimal = says("Above this it is unusual.")
    times: Decimal = says("So many times the median, or times less than it.")

    @classmethod
    def of(cls, one: outliers.Outlier, lines: Lines) -> BudgetOutlier:
        return cls(
            plan=QualityPlan.of(lines[one.tenant_id]),
            dimension_code=one.dimension_code,
            fiscal_year=FiscalYear.of(one.fiscal_year_be),
            amount=one.amount,
            is_high=one.is_high,
            peer_kind=one.kind,
            peers=one.peers,
            median=one.median,
            low=one.low,
            high=one.high,
            times=one.times,
        )


@strawberry.type(description="One of the rows that are alike.")
class DuplicateRow:
    plan: QualityPlan = says("Whose row.")
    mission_code: str = says("Its mission.")
    number: int = says("Its number inside the mission.")
    title: str = says("Its title.")

    @classmethod
    def of(cls, row: duplicates.PlannedRow, lines: Lines) -> DuplicateRow:
        return cls(
            plan=QualityPlan.of(lines[row.tenant_id]),
            mission_code=row.mission_code,
            number=row.number,
            title=row.title,
        )


@strawberry.type(description="Rows of several organisations: alike in title, equal in all amounts.")
class SharedInitiative:
    title: str = says("The first row's title.")
    is_same: bool = says("All titles are the same; alike only otherwise.")
    organisation_count: int = says("How many organisations have it, two at least.")
    total: Decimal = says("Baht of each of the rows, over all years.")
    rows: list[DuplicateRow] = says("The rows.")

    @classmethod
    def of(cls, one: duplicates.Duplicate, lines: Lines) -> SharedInitiative:
        return cls(
            title=one.rows[0].title,
            is_same=one.is_same,
            organisation_count=one.organisations,
            total=one.total,
            rows=[DuplicateRow.of(row, lines) for row in one.rows],
        )


@strawberry.type(description="How often one rule noticed something in a plan, in places.")
class RuleCount:
    code: str = says("The rule's stable code.")
    severity: Severity = says("How much it matters.")
    count: int = says("At how many places.")
    explained: int = says("At how many of them its organisation explained it.")

    @classmethod
    def of(cls, one: noticed.RuleCount) -> RuleCount:
        return cls(code=one.code, severity=one.severity, count=one.count, explained=one.explained)


@strawberry.type(description="A rule that noticed something in the area's plans.")
class FindingRule:
    code: str = says("Its stable code.")
    title_th: str = says("What it is called, in Thai.")
    title_en: str = says("The same in English.")
    severity: Severity = says("The worst that it was noticed in.")
    organisation_count: int = says("How many organisations it noticed something at.")
    count: int = says("At how many places.")
    explained: int = says("At how many of them the organisation explained it.")

    @classmethod
    def of(cls, one: quality.RuleSum) -> FindingRule:
        return cls(
            code=one.code,
            title_th=one.title[0],
            title_en=one.title[1],
            severity=one.severity,
            organisation_count=one.organisations,
            count=one.count,
            explained=one.explained,
        )


@strawberry.type(description="What the checks noticed in one organisation's newest revision.")
class QualityLine:
    organisation: Organisation = says("The organisation.")
    revision_id: strawberry.ID | None = says("Its newest revision; null when none was submitted.")
    is_checked: bool = says("Whether what the checks noticed was kept with that revision.")
    rule_counts: list[RuleCount] = says("By rule and severity.")

    @classmethod
    def of(cls, line: quality.QualityLine) -> QualityLine:
        kept = line.rollup
        revision_id = None
        if kept is not None:
            revision_id = global_id("Revision", f"{kept.tenant_id}:{kept.revision_id}")
        return cls(
            organisation=Organisation.of(line.organisation),
            revision_id=revision_id,
            is_checked=line.rules is not None,
            rule_counts=[RuleCount.of(one) for one in line.rules or ()],
        )


@strawberry.type(description="What looks odd in an area's submitted plans; nothing is a verdict.")
class Quality:
    province: Province = says("The province.")
    district: District | None = says("The district, when only one was asked for.")
    made_at: datetime = says("When these figures were read (UTC).")
    submitted: int = says("Plans that were looked at.")
    rules: list[FindingRule] = says("What the checks noticed, the most severe first.")
    organisations: list[QualityLine] = says(
        "Every organisation of the area, in the register's order."
    )
    outliers: list[BudgetOutlier] = says("Budgets far from their peers', the farthest first.")
    duplicates: list[SharedInitiative] = says("In most organisations first.")

    @classmethod
    def of(cls, found: quality.Quality) -> Quality:
        lines = found.by_tenant()
        return cls(
            province=Province.of(found.province),
            district=None if found.district is None else District.of(found.district),
            made_at=found.made_at,
            submitted=sum(1 for line in found.lines if line.rollup is not None),
            rules=[FindingRule.of(one) for one in found.rules()],
            organisations=[QualityLine.of(line) for line in found.lines],
            outliers=[BudgetOutlier.of(one, lines) for one in found.outliers],
            duplicates=[SharedInitiative.of(one, lines) for one in found.duplicates],
        )


@strawberry.type
class QualityQuery:
    @strawberry.field(
        description="Findings by rule, budgets far from their peers', and rows that several share."
    )
    async def quality(
        self,
        info: Info,
        edition_code: EditionCode = None,
        province_code: ProvinceCode = None,
        district_code: DistrictCode = None,
        kind: KindOfOrganisation = None,
    ) -> Quality:
        actor = info.context.actor
        area = area_of(actor, province_code, district_code)
        edition = await info.context.rooms.edition(edition_code)
        async with info.context.database.read(actor) as tx:
            found = await quality.look_over(tx, edition, area, kind=kind)
        return Quality.of(found)
