"""Reading for exports: the asker's own list, and the lines of an export in one snapshot.

One organisation after the other, each by statements that name it: what is held at a time is one
organisation's, whether an area has ten or a thousand.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.dialects.postgresql import distinct_on

from plan_core.actor import Actor
from plan_core.audit import queries as audit_queries
from plan_core.audit.model import ShownChange
from plan_core.db.transaction import ReadTx
from plan_core.errors import NotFound
from plan_core.framework.rules import FrameworkEdition
from plan_core.integration.export_model import ExportJob
from plan_core.integration.export_rules import ExportPreset, ExportRequest
from plan_core.integration.export_tables import (
    DraftCell,
    Line,
    Owner,
    Submission,
    SubmittedRow,
    draft_line,
    report_lines,
    submitted_lines,
    whose,
)
from plan_core.places.model import Organisation
from plan_core.plans import queries as plan_queries
from plan_core.plans.model import PlanRollup, Revision, RevisionInitiative
from plan_core.reporting import body
from plan_core.reporting.model import Report
from plan_core.values import Budget, BudgetState

ORGANISATIONS_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Part:
    """What one organisation gives. `sequence` is where its feed of changes stood."""

    owner: Owner
    sequence: int
    lines: Sequence[Line]


async def list_jobs(tx: ReadTx, first: int, before: UUID | None) -> Sequence[ExportJob]:
    """The person's own of the present post, the newest first."""
    query = _own(tx).order_by(ExportJob.id.desc()).limit(first)
    if before is not None:
        query = query.where(ExportJob.id < before)
    return (await tx.session.scalars(query)).all()


async def get_job(tx: ReadTx, job_id: UUID) -> ExportJob:
    """Another person's, or of another post, looks as if it were not there."""
    found = await tx.session.scalar(_own(tx).where(ExportJob.id == job_id))
    if found is None:
        raise NotFound("export")
    return found


async def get_manifest(tx: ReadTx, job_id: UUID) -> str:
    query = _own(tx).with_only_columns(ExportJob.manifest).where(ExportJob.id == job_id)
    return await tx.session.scalar(query) or ""


def _own(tx: ReadTx) -> Select[ExportJob]:
    return select(ExportJob).where(
        ExportJob.person_id == tx.actor.person_id,
        ExportJob.membership_id == tx.actor.membership_id,
    )


async def check_area(tx: ReadTx, request: ExportRequest) -> None:
    """NotFound for an area in which the asker sees nothing at all."""
    query = _owners(tx.actor, request).limit(1)
    if (await tx.session.execute(query)).first() is None:
        raise NotFound("area")


async def read_parts(
    tx: ReadTx, request: ExportRequest, edition: FrameworkEdition
) -> AsyncGenerator[Part]:
    """By province, district and code, also those that give nothing."""
    read = _READERS[request.preset]
    wanted = request.fiscal_year_be
    years = edition.fiscal_years if wanted is None else (wanted,)
    after = 0
    while owners := await _list_owners(tx, request, after):
        for owner in owners:
            lines = await read(tx, owner, edition, years)
            yield Part(owner, await _sequence(tx, request.preset, owner), lines)
            tx.session.expunge_all()
        after = owners[-1].tenant_id


def _owners(actor: Actor, request: ExportRequest) -> Select[int, str, str, str, str]:
    """Of the register, what lies in the asked area and in the actor's own scope."""
    query = select(
        Organisation.id,
        Organisation.code,
        Organisation.name_th,
        Organisation.province_code,
        func.coalesce(Organisation.district_code, ""),
    )
    if request.preset is ExportPreset.PLAN or actor.tenant_id is not None:
        query = query.where(Organisation.id == actor.tenant)
    elif actor.district_code is not None:
        query = query.where(Organisation.district_code == actor.district_code)
    elif actor.province_code is not None:
        query = query.where(Organisation.province_code == actor.province_code)
    column = {
        0: None,
        2: Organisation.province_code,
        4: Organisation.district_code,
        7: Organisation.code,
    }[len(request.area)]
    return query if column is None else query.where(column == request.area)


async def _list_owners(tx: ReadTx, request: ExportRequest, after: int) -> list[Owner]:
    query = (
        _owners(tx.actor, request)
        .where(Organisation.id > after)
        .order_by(Organisation.id)
        .limit(ORGANISATIONS_AT_ONCE)
    )
    return [Owner(*row) for row in await tx.session.execute(query)]


async def _sequence(tx: ReadTx, preset: ExportPreset, owner: Owner) -> int:
    """For `changes(after:)` of the own organisation; for that of what others submitted."""
    if preset is ExportPreset.PLAN:
        return (await audit_queries.find_head(tx)).sequence
    query = select(func.max(ShownChange.sequence)).where(ShownChange.tenant_id == owner.tenant_id)
    return await tx.session.scalar(query) or 0


async def _read_draft(
    tx: ReadTx, owner: Owner, edition: FrameworkEdition, years: Sequence[int]
) -> list[Line]:
    plan = await plan_queries.find_plan(tx, edition.code)
    if plan is None:
        return []
    content = await plan_queries.get_content(tx, plan, edition)
    begin = whose(owner, edition.code)
    return [
        draft_line(
            begin,
            DraftCell(
                row.id,
                row.initiative.version,
                row.mission_code,
                row.number,
                row.kind,
                row.initiative.title,
                row.initiative.remarks,
                row.sub_mission,
                cell.fiscal_year_be,
                cell.id,
                cell.version,
                cell.budget,
            ),
        )
        for row in content.rows
        for cell in row.cells
        if cell.fiscal_year_be in years
    ]


async def _read_submitted(
    tx: ReadTx, owner: Owner, edition: FrameworkEdition, years: Sequence[int]
) -> list[Line]:
    head = (
        await tx.session.execute(
            select(Revision.tenant_id, Revision.id, Revision.number, Revision.submitted_at)
            .join(
                PlanRollup,
                (PlanRollup.tenant_id == Revision.tenant_id)
                & (PlanRollup.revision_id == Revision.id),
            )
            .where(
                Revision.tenant_id == owner.tenant_id,
                PlanRollup.tenant_id == owner.tenant_id,
                PlanRollup.edition_code == edition.code,
            )
        )
    ).one_or_none()
    if head is None:
        return []
    of = Submission(*head)
    found = await tx.session.execute(
        select(
            RevisionInitiative.id,
            RevisionInitiative.mission_code,
            RevisionInitiative.number,
            RevisionInitiative.kind,
            RevisionInitiative.title,
            RevisionInitiative.remarks,
            RevisionInitiative.sub_mission,
            RevisionInitiative.states,
            RevisionInitiative.amounts_satang,
        )
        .where(
            RevisionInitiative.tenant_id == owner.tenant_id,
            RevisionInitiative.revision_id == of.id,
        )
        .order_by(RevisionInitiative.position)
    )
    begin = whose(owner, edition.code)
    lines: list[Line] = []
    for row_id, mission, number, kind, title, remarks, under, states, amounts in found:
        budgets = {
            year: Budget.from_satang(BudgetState(state), satang)
            for year, state, satang in zip(edition.fiscal_years, states, amounts, strict=True)
        }
        row = SubmittedRow(row_id, mission, number, kind, title, remarks, under, budgets)
        lines += submitted_lines(begin, of, row, years)
    return lines


async def _read_reports(
    tx: ReadTx, owner: Owner, edition: FrameworkEdition, years: Sequence[int]
) -> list[Line]:
    """Of each year and round the newest report alone."""
    newest = (
        select(Report.tenant_id, Report.id, Report.number, Report.submitted_at, Report.body)
        .where(
            Report.tenant_id == owner.tenant_id,
            Report.edition_code == edition.code,
            Report.fiscal_year_be.in_(years),
        )
        .ext(distinct_on(Report.fiscal_year_be, Report.round))
        .order_by(Report.fiscal_year_be, Report.round, Report.number.desc())
    )
    begin = whose(owner, edition.code)
    lines: list[Line] = []
    for tenant_id, report_id, number, submitted_at, text in await tx.session.execute(newest):
        of = Submission(tenant_id, report_id, number, submitted_at)
        lines += report_lines(begin, of, body.decode(text))
    return lines


_READERS = {
    ExportPreset.PLAN: _read_draft,
    ExportPreset.SUBMITTED: _read_submitted,
    ExportPreset.REPORTS: _read_reports,
}
