"""What looks odd in an area's submitted plans beside each other: one statement."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import JSON, Subquery, and_, any_, func, select, type_coerce
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import aliased

from plan_core.comparison.duplicates import Duplicate, PlannedRow, duplicates_of
from plan_core.comparison.outliers import Outlier, Plan, amounts_of, outliers_of
from plan_core.comparison.queries import Area
from plan_core.db.transaction import ReadTx
from plan_core.errors import NotFound
from plan_core.framework.rules import FrameworkEdition
from plan_core.intake.model import CheckedRevision
from plan_core.intake.noticed import RuleCount
from plan_core.intake.rule_names import NAMES
from plan_core.places.model import District, Organisation, Province
from plan_core.plans.model import PlanRollup, RevisionInitiative
from plan_core.values import OrganisationKind, Severity

WORST_FIRST = list(Severity)


@dataclass(frozen=True, slots=True)
class QualityLine:
    """One organisation; `rollup` is of its newest revision, None when nothing was submitted."""

    organisation: Organisation
    district: District | None
    rollup: PlanRollup | None
    rules: tuple[RuleCount, ...] | None
    """What the checks noticed in that revision; None when nothing was submitted, or when it was
    submitted before findings were kept."""


@dataclass(frozen=True, slots=True)
class RuleSum:
    """One rule over the area; `severity` is the worst that it was noticed in."""

    code: str
    severity: Severity
    organisations: int
    count: int
    explained: int

    @property
    def title(self) -> tuple[str, str]:
        """In Thai and in English."""
        return NAMES[self.code]


def sums_of(lines: Sequence[QualityLine]) -> tuple[RuleSum, ...]:
    """What is most severe first, then what most organisations have."""
    by_code: dict[str, list[tuple[int, RuleCount]]] = {}
    for line in lines:
        for one in line.rules or ():
            by_code.setdefault(one.code, []).append((line.organisation.id, one))
    sums = [
        RuleSum(
            code,
            min((one.severity for _, one in found), key=WORST_FIRST.index),
            len({tenant_id for tenant_id, _ in found}),
            sum(one.count for _, one in found),
            sum(one.explained for _, one in found),
        )
        for code, found in by_code.items()
    ]
    sums.sort(key=lambda one: (WORST_FIRST.index(one.severity), -one.organisations, one.code))
    return tuple(sums)


@dataclass(frozen=True, slots=True)
class Quality:
    edition: FrameworkEdition
    province: Province
    district: District | None
    made_at: datetime
    lines: tuple[QualityLine, ...]
    outliers: Sequence[Outlier]
    duplicates: Sequence[Duplicate]

    def rules(self) -> tuple[RuleSum, ...]:
        return sums_of(self.lines)

    def by_tenant(self) -> dict[int, QualityLine]:
        return {line.organisation.id: line for line in self.lines}


_Found = tuple[
    Province,
    District | None,
    Organisation | None,
    District | None,
    PlanRollup | None,
    "list[list[Any]] | None",
    "list[str] | None",
    "list[str] | None",
    "list[int] | None",
    "list[int] | None",
]


async def look_over(
    tx: ReadTx,
    edition: FrameworkEdition,
    area: Area,
    *,
    kind: OrganisationKind | None = None,
) -> Quality:
    """Outliers among, and duplicates across, the organisations of the area that the actor sees."""
    asked = aliased(District)
    shared = _shared_rows(edition, area, kind)
    wanted = [Organisation.province_code == Province.code]
    if area.district_code is not None:
        wanted.append(Organisation.district_code == area.district_code)
    if kind is not None:
        wanted.append(Organisation.kind == kind)
    # From the province, so that an area without organisations still has its name.
    query = (
        select(
            Province,
            asked,
            Organisation,
            District,
            PlanRollup,
            shared.c.rows,
            CheckedRevision.codes,
            CheckedRevision.severities,
            CheckedRevision.counts,
            CheckedRevision.explained,
        )
        .outerjoin(
            asked,
            and_(asked.province_code == Province.code, asked.code == (area.district_code or "")),
        )
        .outerjoin(Organisation, and_(*wanted))
        .outerjoin(District, District.code == Organisation.district_code)
        .outerjoin(
            PlanRollup,
            and_(
                PlanRollup.tenant_id == Organisation.id,
                PlanRollup.edition_code == edition.code,
                PlanRollup.province_code == area.province_code,
            ),
        )
        .outerjoin(shared, shared.c.tenant_id == PlanRollup.tenant_id)
        .outerjoin(
            CheckedRevision,
            and_(
                CheckedRevision.tenant_id == PlanRollup.tenant_id,
                CheckedRevision.revision_id == PlanRollup.revision_id,
            ),
        )
        .where(Province.code == area.province_code)
        .order_by(District.sort_key, Organisation.sort_key, Organisation.code)
    )
    found = cast("Sequence[_Found]", (await tx.session.execute(query)).all())
    if not found:
        raise NotFound("province")
    province, district = found[0][:2]
    if area.district_code is not None and district is None:
        raise NotFound("district")
    plans = [
        Plan(one[2].id, one[2].kind, amounts_of(one[4].amounts_satang, edition))
        for one in found
        if one[2] is not None and one[4] is not None
    ]
    rows = [
        PlannedRow(one[4].tenant_id, mission, number, title, key, tuple(amounts))
        for one in found
        if one[4] is not None
        for mission, number, title, key, amounts in one[5] or ()
    ]
    # Comparing titles takes long enough in a large province to keep others waiting.
    outliers, duplicates = await asyncio.to_thread(
        lambda: (outliers_of(plans), duplicates_of(rows))
    )
    return Quality(
        edition,
        province,
        district,
        tx.now,
        tuple(
            QualityLine(one[2], one[3], one[4], _rules_of(*one[6:]))
            for one in found
            if one[2] is not None
        ),
        outliers,
        duplicates,
    )


def _rules_of(
    codes: Sequence[str] | None,
    severities: Sequence[str] | None,
    counts: Sequence[int] | None,
    explained: Sequence[int] | None,
) -> tuple[RuleCount, ...] | None:
    """The arrays of `checked_revision`, entry by entry."""
    if codes is None or severities is None or counts is None or explained is None:
        return None
    entries = zip(codes, severities, counts, explained, strict=True)
    return tuple(RuleCount(code, Severity(how), *both) for code, how, *both in entries)


def _shared_rows(edition: FrameworkEdition, area: Area, kind: OrganisationKind | None) -> Subquery:
    """By organisation, its current rows whose amounts another organisation has too."""
    row = RevisionInitiative
    least = func.min(row.tenant_id).over(partition_by=row.amounts_satang)
    most = func.max(row.tenant_id).over(partition_by=row.amounts_satang)
    told = func.json_build_array(
        row.mission_code, row.number, row.title, row.search_key, row.amounts_satang
    )
    of_area = (
        select(row.tenant_id, row.position, told.label("told"), (least != most).label("is_shared"))
        .join(
            PlanRollup,
            and_(PlanRollup.tenant_id == row.tenant_id, PlanRollup.revision_id == row.revision_id),
        )
        .where(
            PlanRollup.province_code == area.province_code,
            PlanRollup.edition_code == edition.code,
            any_(row.amounts_satang) > 0,
        )
    )
    if area.district_code is not None:
        of_area = of_area.where(PlanRollup.district_code == area.district_code)
    if kind is not None:
        of_area = of_area.join(Organisation, Organisation.id == row.tenant_id).where(
            Organisation.kind == kind
        )
    rows = of_area.subquery()
    listed = func.json_agg(aggregate_order_by(rows.c.told, rows.c.position))
    return (
        select(rows.c.tenant_id, type_coerce(listed, JSON).label("rows"))
        .where(rows.c.is_shared)
        .group_by(rows.c.tenant_id)
        .subquery()
    )
