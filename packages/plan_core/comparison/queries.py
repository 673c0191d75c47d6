"""The province's desk: one statement per screen, within the actor's area."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
from sqlalchemy import and_, select, tuple_

from plan_core.actor import Actor, Permission
from plan_core.comparison import rules, unfolding
from plan_core.comparison.answer import (
    Compared,
    ComparedOrganisation,
    Comparison,
)
from plan_core.comparison.lines import Area, Asked, Lines, read_lines
from plan_core.db.transaction import Look, ReadTx
from plan_core.errors import Forbidden, Invalid, NotFound
from plan_core.framework.rules import (
    FrameworkEdition,
    FrameworkMission,
    FrameworkSubMission,
    sub_mission_of,
)
from plan_core.places.model import District, Organisation
from plan_core.plans.model import PlanRollup, RevisionInitiative
from plan_core.values import InitiativeKind, OrganisationKind, thai_day


def area_of(actor: Actor, province_code: str | None, district_code: str | None) -> Area:
    """The asked-for area when it lies within the actor's own; Forbidden otherwise."""
    actor.require(Permission.COMPARE)
    province = province_code or actor.province_code
    if province is None:
        raise Invalid(
            "PROVINCE_NEEDED",
            "กรุณาเลือกจังหวัด",
            "Please choose a province.",
            field="provinceCode",
        )
    district = district_code or actor.district_code
    outside = (
        actor.province_code not in (None, province)
        or actor.district_code not in (None, district)
        or (district is not None and not district.startswith(province))
    )
    if outside:
        raise Forbidden()
    return Area(province, district)


async def compare(
    look: Look,
    edition: FrameworkEdition,
    area: Area,
    *,
    kind: OrganisationKind | None = None,
    fiscal_years: Sequence[int] | None = None,
    seen: Mapping[Hashable, Any] | None = None,
) -> Comparison:
    """Every organisation of the area with its budgets and coverage: one statement that tells
    whether anything changed, and if so one that reads it. `seen` are marks that were read for this
    request before."""
    years = chosen_years(edition, fiscal_years)
    asked = Asked(edition.code, area, kind)
    lines = await read_lines(look, asked, (seen or {}).get(asked))
    return compared_of(look.now, edition, area, years, lines)


def compared_of(
    now: datetime, edition: FrameworkEdition, area: Area, years: tuple[int, ...], lines: Lines
) -> Comparison:
    """NotFound for a province or a district that does not exist."""
    if not lines.found:
        raise NotFound("province")
    province, district, due_on = lines.found[0][:3]
    if area.district_code is not None and district is None:
        raise NotFound("district")
    layout = unfolding.layout_of(edition, years)

    def make() -> Compared:
        return Compared(
            tuple(
                _line(layout, organisation, its_district, due_on, rollup, now)
                for *_, organisation, its_district, rollup in lines.found
                if organisation is not None
            )
        )

    # Of today only the day counts: how late somebody is.
    compared = lines.once((layout, thai_day(now)), make)
    return Comparison(edition, province, district, years, due_on, now, compared)


def _sub_mission(
    edition: FrameworkEdition, code: str
) -> tuple[FrameworkMission, FrameworkSubMission]:
    for mission in edition.missions():
        for part in mission.sub_missions:
            if part.code == code:
                return mission, part
    raise Invalid(
        "SUB_MISSION_UNKNOWN",
        f"กรอบฉบับ {edition.code} ไม่มีภารกิจย่อย {code[:20]}",
        f"The edition {edition.code} has no sub-mission {code[:20]}.",
        field="subMissionCode",
        values={"known": [one.code for one in edition.sub_missions()]},
    )


def chosen_years(edition: FrameworkEdition, asked: Sequence[int] | None) -> tuple[int, ...]:
    unknown = sorted(set(asked or ()) - set(edition.fiscal_years))
    if unknown:
        raise Invalid(
            "FISCAL_YEAR_UNKNOWN",
            f"กรอบฉบับ {edition.code} ไม่มีปีงบประมาณ {', '.join(map(str, unknown))}",
            f"The edition {edition.code} has no fiscal year {', '.join(map(str, unknown))}.",
            field="fiscalYears",
            values={"unknown": [*unknown], "known": [*edition.fiscal_years]},
        )
    return tuple(year for year in edition.fiscal_years if not asked or year in asked)


def _line(
    layout: unfolding.Layout,
    organisation: Organisation,
    district: District | None,
    due_on: date | None,
    rollup: PlanRollup | None,
    now: datetime,
) -> ComparedOrganisation:
    first = rollup.first_submitted_at if rollup else None
    return ComparedOrganisation(
        organisation=organisation,
        district=district,
        timeliness=rules.timeliness_of(first, due_on, now),
        days_late=rules.days_late(first, due_on, now),
        revision_id=rollup.revision_id if rollup else None,
        revision_number=rollup.revision_number if rollup else None,
        submitted_at=rollup.submitted_at if rollup else None,
        figures=unfolding.unfold(layout, rollup) if rollup else unfolding.uncovered(layout),
    )


@dataclass(frozen=True, slots=True)
class RowFilter:
    """Which submitted rows are wanted; None means all. `fiscal_year` keeps rows with money then."""

    organisation_code: str | None = None
    dimension_code: str | None = None
    mission_code: str | None = None
    fiscal_year: int | None = None
    kind: OrganisationKind | None = None
    initiative_kind: InitiativeKind | None = None
    sub_mission_code: str | None = None


@dataclass(frozen=True, slots=True)
class RowKey:
    """Where a page of rows ended; numbers that the database knows, for it comes from outside."""

    sort_key: str
    tenant_id: Annotated[int, msgspec.Meta(ge=0, le=2**63 - 1)]
    position: Annotated[int, msgspec.Meta(ge=0, le=2**63 - 1)]
    id: UUID


async def list_submitted_rows(
    tx: ReadTx,
    edition: FrameworkEdition,
    area: Area | None,
    wanted: RowFilter,
    first: int,
    after: RowKey | None = None,
) -> Sequence[tuple[RevisionInitiative, Organisation]]:
    """The rows behind a number, of current revisions; without an area, the actor's own."""
    tx.actor.require(Permission.SUBMITTED_READ)
    row = RevisionInitiative
    query = (
        select(row, Organisation)
        .join(Organisation, Organisation.id == row.tenant_id)
        .join(
            PlanRollup,
            and_(PlanRollup.tenant_id == row.tenant_id, PlanRollup.revision_id == row.revision_id),
        )
        .where(PlanRollup.edition_code == edition.code)
        .order_by(Organisation.sort_key, row.tenant_id, row.position, row.id)
        .limit(first)
    )
    if area is None:
        query = query.where(row.tenant_id == tx.actor.tenant)
    else:
        query = query.where(PlanRollup.province_code == area.province_code)
        if area.district_code is not None:
            query = query.where(PlanRollup.district_code == area.district_code)
    if wanted.organisation_code is not None:
        query = query.where(Organisation.code == wanted.organisation_code)
    if wanted.kind is not None:
        query = query.where(Organisation.kind == wanted.kind)
    if wanted.initiative_kind is not None:
        query = query.where(row.kind == wanted.initiative_kind)
    if wanted.dimension_code is not None:
        query = query.where(row.dimension_code == wanted.dimension_code)
    if wanted.mission_code is not None:
        query = query.where(row.mission_code == wanted.mission_code)
    if wanted.fiscal_year is not None:
        chosen_years(edition, [wanted.fiscal_year])
        index = edition.fiscal_years.index(wanted.fiscal_year)
        query = query.where(row.amounts_satang[index + 1] > 0)
    if wanted.sub_mission_code is not None:
        mission, part = _sub_mission(edition, wanted.sub_mission_code)
        query = query.where(row.mission_code == mission.code)
        said = await tx.session.scalars(
            query.with_only_columns(row.sub_mission, maintain_column_froms=True)
            .order_by(None)
            .limit(None)
            .distinct()
        )
        # As the figures count it: by what the plan prints, which may be worded in many ways.
        worded = [text for text in said if text and sub_mission_of(mission, text) == part]
        query = query.where(row.sub_mission.in_(worded))
    if after is not None:
        query = query.where(
            tuple_(Organisation.sort_key, row.tenant_id, row.position, row.id)
            > (after.sort_key, after.tenant_id, after.position, after.id)
        )
    return [(found, organisation) for found, organisation in (await tx.session.execute(query))]
