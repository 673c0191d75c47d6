"""The working copy, with everything that stands beside its rows, as one value to freeze."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

import msgspec
from sqlalchemy import select

from plan_core.db.transaction import ReadTx
from plan_core.framework.rules import FrameworkEdition
from plan_core.plans.beside import PlanBeside, get_beside
from plan_core.plans.body import FORMAT, VERSION, Body, BodyBudget, BodyRow
from plan_core.plans.content import PlanContent
from plan_core.plans.model import Plan, Revision
from plan_core.plans.model_parts import (
    Amendment,
    AmendmentReason,
    InitiativeSheet,
)
from plan_core.plans.parts import (
    AmendmentHead,
    AppointmentOrder,
    Indicator,
    Member,
    NewRisk,
    NewSection,
    Sheet,
)


async def body_of(
    tx: ReadTx,
    content: PlanContent,
    edition: FrameworkEdition,
    beside: PlanBeside | None = None,
) -> Body:
    """All of the plan, in printed order; what stands beside its rows is read unless it is given."""
    plan = content.plan
    if beside is None:
        beside = await get_beside(tx, plan)
    sheets = await list_sheets(tx, plan.id)
    return Body(
        format=FORMAT,
        version=VERSION,
        edition=edition.code,
        initiatives=frozen_rows(content, sheets),
        sections=tuple(NewSection(one.code, one.title_th, one.body) for one in beside.sections),
        risks=risks_of(beside),
        appointment=appointment_of(beside),
        amendment=await find_amendment_head(tx, plan),
        row_reasons=await _row_reasons(tx, plan),
    )


def frozen_rows(content: PlanContent, sheets: Mapping[UUID, Sheet]) -> tuple[BodyRow, ...]:
    """The rows with their sheets, as a body holds them."""
    return tuple(
        BodyRow(
            id=row.id,
            mission=row.mission_code,
            number=row.number,
            kind=row.kind,
            title=row.initiative.title,
            remarks=row.initiative.remarks,
            budgets={str(year): BodyBudget.of(one) for year, one in row.budgets.items()},
            sheet=sheets.get(row.id),
            sub_mission=row.sub_mission,
        )
        for row in content.rows
    )


async def list_sheets(tx: ReadTx, plan_id: UUID) -> dict[UUID, Sheet]:
    """Part 3 by row."""
    found = await tx.session.scalars(
        select(InitiativeSheet).where(
            InitiativeSheet.tenant_id == tx.actor.tenant, InitiativeSheet.plan_id == plan_id
        )
    )
    return {one.initiative_id: sheet_of(one) for one in found}


def sheet_of(row: InitiativeSheet) -> Sheet:
    return Sheet(
        rationale=row.rationale,
        objectives=row.objectives,
        targets=row.targets,
        place=row.place,
        method=row.method,
        duration=row.duration,
        quarters=tuple(row.quarters),
        responsible_unit=row.responsible_unit,
        responsible_person=row.responsible_person,
        target_groups=tuple(row.target_groups),
        expected_outcome=row.expected_outcome,
        indicators=msgspec.json.decode(row.indicators, type=tuple[Indicator, ...]),
        legal_basis=row.legal_basis,
        development_plan_item=row.development_plan_item,
        ordinance_item=row.ordinance_item,
    )


def risks_of(beside: PlanBeside) -> tuple[NewRisk, ...]:
    """The risks with the rows that answer them."""
    return tuple(
        NewRisk(
            category=one.risk.category,
            text=one.risk.text,
            factor=one.risk.factor,
            factors_text=one.risk.factors_text,
            likelihood=one.risk.likelihood,
            impact=one.risk.impact,
            answered_by=one.answered_by,
        )
        for one in beside.risks
    )


def appointment_of(beside: PlanBeside) -> AppointmentOrder | None:
    """The order that appoints the committees; None while there is neither order nor member."""
    order = beside.appointment
    if order is None and not beside.members:
        return None
    return AppointmentOrder(
        order_number=order.order_number if order else "",
        ordered_on=order.ordered_on if order else None,
        preamble=order.preamble if order else "",
        members=tuple(
            Member(one.committee, one.name, one.post, one.duty) for one in beside.members
        ),
    )


async def find_amendment_head(tx: ReadTx, plan: Plan) -> AmendmentHead | None:
    """Which amendment is being written."""
    if plan.amendment_id is None:
        return None
    query = (
        select(Amendment, Revision.number)
        .join(Revision, Revision.id == Amendment.base_revision_id)
        .where(
            Amendment.tenant_id == tx.actor.tenant,
            Revision.tenant_id == tx.actor.tenant,
            Amendment.id == plan.amendment_id,
        )
    )
    found = (await tx.session.execute(query)).one()
    amendment, base_number = found[0], found[1]
    return AmendmentHead(
        number=amendment.number,
        kind=amendment.kind,
        reason=amendment.reason,
        order_number=amendment.order_number,
        met_on=amendment.met_on,
        base_number=base_number,
    )


async def _row_reasons(tx: ReadTx, plan: Plan) -> dict[str, str]:
    """Why the amendment that is being written alters its rows, as far as that was said."""
    if plan.amendment_id is None:
        return {}
    query = (
        select(AmendmentReason.initiative_id, AmendmentReason.reason)
        .where(
            AmendmentReason.tenant_id == tx.actor.tenant,
            AmendmentReason.amendment_id == plan.amendment_id,
            AmendmentReason.reason != "",
        )
        .order_by(AmendmentReason.initiative_id)
    )
    return {str(row): reason for row, reason in await tx.session.execute(query)}
