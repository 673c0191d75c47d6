"""Editing the parts beside a plan's rows, in the schema: one write transaction a mutation."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import strawberry

from api import ids
from api.schema.base import Info, Problem, says
from api.schema.findings import Section
from api.schema.parts import Appointment, InitiativeSheet, PlanRisk
from api.schema.places import global_id
from api.schema.plan_blocks import told
from plan_core.db.transaction import WriteTx
from plan_core.errors import SimitiError
from plan_core.framework import queries as framework_queries
from plan_core.plans import model_parts, part_queries, parts, queries
from plan_core.plans.actions import committees, risks, sheets, texts
from plan_core.plans.actions.risks import RiskEdit
from plan_core.plans.sheets_rules import TargetGroup
from plan_core.plans.stages import CommitteeKind, RiskFactor
from plan_core.values import RiskCategory


def left_empty(description: str) -> Any:
    """An input that may be left out: nothing written."""
    return strawberry.field(default="", description=description)


def left_out(description: str) -> Any:
    """An input that may be left out: an empty list."""
    return strawberry.field(default_factory=list, description=description)


@strawberry.input(description="A section's new text.")
class SetSectionInput:
    plan_id: strawberry.ID = says("The plan.")
    code: str = says("Which section, like `RATIONALE`.")
    version: int = says("The version its editor saw; 0 to begin the section.")
    body: str = says("The text in its stored form (see `Section.body`).")
    title: str | None = says("New heading; stays when left out.")


@strawberry.type(description="The section as it is stored, or why it was refused.")
class SetSectionPayload:
    section: Section | None = says("The section; null when refused.")
    plan_version: int | None = says("The plan's version after the edit.")
    problems: list[Problem] = says("Why it was refused; empty on success.")


@strawberry.input(description="A new risk, the last of its category.")
class AddRiskInput:
    plan_id: strawberry.ID = says("The plan.")
    category: RiskCategory = says("Its category.")
    text: str = says("The risk in words.")
    factor: RiskFactor | None = says("Where it comes from.")
    factors_text: str = left_empty("The factors in words.")
    likelihood: int | None = says("1 to 5.")
    impact: int | None = says("1 to 5.")
    answered_by: list[strawberry.ID] = left_out("The rows that answer it.")


@strawberry.input(description="All that a risk says; its category and place stay.")
class SetRiskInput:
    id: strawberry.ID = says("The risk.")
    version: int = says("The version its editor saw.")
    text: str = says("The risk in words.")
    factor: RiskFactor | None = says("Where it comes from.")
    factors_text: str = left_empty("The factors in words.")
    likelihood: int | None = says("1 to 5.")
    impact: int | None = says("1 to 5.")
    answered_by: list[strawberry.ID] = left_out("The rows that answer it.")


@strawberry.input(description="Where a risk goes.")
class MoveRiskInput:
    id: strawberry.ID = says("The risk.")
    version: int = says("The version its editor saw.")
    category: RiskCategory = says("The category it goes to.")
    position: int | None = says("From 1 inside the category; last when left out.")


@strawberry.input(description="Which risk to take out of the register.")
class RemoveRiskInput:
    id: strawberry.ID = says("The risk.")
    version: int = says("The version its editor saw.")


@strawberry.input(description="Which removed risk to bring back.")
class RestoreRiskInput:
    id: strawberry.ID = says("The risk, by the id that it had.")


@strawberry.type(description="The register as it is now, or why nothing changed.")
class RiskPayload:
    risk: PlanRisk | None = says("The risk; null when it was removed or refused.")
    risks: list[PlanRisk] | None = says("The whole register; null when refused.")
    plan_version: int | None = says("The plan's version after the edit.")
    problems: list[Problem] = says("Why it was refused; empty on success.")


@strawberry.input(description="An indicator of a sheet.")
class IndicatorInput:
    text: str = left_empty("What is measured.")
    baseline: str = left_empty("Where it stands before.")
    target: str = left_empty("Where it shall stand.")
    unit: str = left_empty("In which unit.")
    tool: str = left_empty("With which tool it is measured.")


@strawberry.input(description="The whole sheet of a row; what is left out becomes empty.")
class SetSheetInput:
    initiative_id: strawberry.ID = says("The row.")
    version: int = says("The version its editor saw; 0 to begin the sheet.")
    rationale: str = left_empty("หลักการและเหตุผล.")
    objectives: str = left_empty("วัตถุประสงค์.")
    targets: str = left_empty("เป้าหมาย/ผลผลิต.")
    place: str = left_empty("พื้นที่ดำเนินการ.")
    method: str = left_empty("วิธีดำเนินการ.")
    duration: str = left_empty("ระยะเวลาดำเนินการ, in words.")
    quarters: list[str] = left_out("Fiscal quarters of the plan's years, like `2561-Q1`.")
    responsible_unit: str = left_empty("หน่วยงานรับผิดชอบ.")
    responsible_person: str = left_empty("ผู้รับผิดชอบ.")
    target_groups: list[TargetGroup] = left_out("Whom it is for.")
    expected_outcome: str = left_empty("ผลลัพธ์ที่คาดว่าจะได้รับ.")
    indicators: list[IndicatorInput] = left_out("ตัวชี้วัด; at most 20.")
    legal_basis: str = left_empty("The laws it rests on.")
    development_plan_item: str = left_empty("The item of the local development plan.")
    ordinance_item: str = left_empty("The item of the budget ordinance.")


@strawberry.type(description="The sheet as it is stored, or why it was refused.")
class SheetPayload:
    sheet: InitiativeSheet | None = says("The sheet; null when refused.")
    plan_version: int | None = says("The plan's version after the edit.")
    problems: list[Problem] = says("Why it was refused; empty on success.")


@strawberry.input(description="Who answers for a row; what is left out stays.")
class ResponsibleInput:
    initiative_id: strawberry.ID = says("The row.")
    version: int = says("The version of its sheet that was seen; 0 when it has none.")
    unit: str | None = strawberry.field(default=None, description="The responsible unit.")
    person: str | None = strawberry.field(default=None, description="The responsible person.")


@strawberry.input(description="Rows whose responsible unit or person is set together.")
class SetResponsibleInput:
    rows: list[ResponsibleInput] = says("The rows, each once; at most 400.")


@strawberry.type(description="The sheets as they are stored, or why none was changed.")
class SheetsPayload:
    sheets: list[InitiativeSheet] | None = says("In the order of the input; null when refused.")
    plan_version: int | None = says("The plan's version after the edit.")
    problems: list[Problem] = says("One per refused row, `field` like `rows.3`.")


@strawberry.input(description="The head of the order that appoints the committees.")
class SetAppointmentInput:
    plan_id: strawberry.ID = says("The plan.")
    version: int = says("The version its editor saw; 0 to begin the order.")
    order_number: str = left_empty("Its number.")
    ordered_on: date | None = says("Its date, in the Common Era.")
    preamble: str = left_empty("Its text before the lists.")


@strawberry.input(description="One line of a committee; it needs a name or a post.")
class MemberInput:
    name: str = left_empty("The person.")
    post: str = left_empty("The post in the organisation.")
    duty: str = left_empty("The duty in the committee.")


@strawberry.input(description="The whole list of one committee.")
class SetCommitteeInput:
    plan_id: strawberry.ID = says("The plan.")
    version: int = says("The version of the order its editor saw; 0 when there is none.")
    committee: CommitteeKind = says("Which of the two.")
    members: list[MemberInput] = says("All members, in printed order.")


@strawberry.type(description="The order with both committees, or why it was refused.")
class AppointmentPayload:
    appointment: Appointment | None = says("The order; null when refused.")
    plan_version: int | None = says("The plan's version after the edit.")
    problems: list[Problem] = says("Why it was refused; empty on success.")


@strawberry.type
class PartsMutation:
    @strawberry.mutation(description="Replace or begin a section of Part 1.")
    async def set_section(self, info: Info, input: SetSectionInput) -> SetSectionPayload:
        try:
            async with info.context.database.write(info.context.actor) as tx:
                section = await texts.set_section(
                    tx,
                    ids.expect(input.plan_id, "Plan").uuid,
                    input.code,
                    input.version,
                    input.body,
                    input.title,
                )
                plan = await queries.get_plan(tx, section.plan_id)
        except SimitiError as refusal:
            return SetSectionPayload(
                section=None, plan_version=None, problems=[Problem.of(refusal)]
            )
        return SetSectionPayload(
            section=Section(
                code=section.code,
                title_th=section.title_th,
                body=section.body,
                version=section.version,
            ),
            plan_version=plan.version,
            problems=[],
        )

    @strawberry.mutation(description="Add a risk to the register.")
    async def add_risk(self, info: Info, input: AddRiskInput) -> RiskPayload:
        try:
            async with info.context.database.write(info.context.actor) as tx:
                risk = await risks.add_risk(
                    tx,
                    ids.expect(input.plan_id, "Plan").uuid,
                    parts.NewRisk(
                        category=input.category,
                        text=input.text,
                        factor=input.factor,
                        factors_text=input.factors_text,
                        likelihood=input.likelihood,
                        impact=input.impact,
                        answered_by=_rows(input.answered_by),
                    ),
                )
                return await _register(tx, risk.plan_id, global_id("PlanRisk", risk.id))
        except SimitiError as refusal:
            return _refused_risk(refusal)

    @strawberry.mutation(description="Replace what a risk says and which rows answer it.")
    async def set_risk(self, info: Info, input: SetRiskInput) -> RiskPayload:
        try:
            async with info.context.database.write(info.context.actor) as tx:
                risk = await risks.set_risk(
                    tx,
                    RiskEdit(
                        ids.expect(input.id, "PlanRisk").uuid,
                        input.version,
                        input.text,
                        input.factor,
                        input.factors_text,
                        input.likelihood,
                        input.impact,
                        _rows(input.answered_by),
                    ),
                )
                return await _register(tx, risk.plan_id, input.id)
        except SimitiError as refusal:
            return _refused_risk(refusal)

    @strawberry.mutation(description="Move a risk inside its category or to another one.")
    async def move_risk(self, info: Info, input: MoveRiskInput) -> RiskPayload:
        try:
            async with info.context.database.write(info.context.actor) as tx:
                wanted = ids.expect(input.id, "PlanRisk").uuid
                risk = await risks.move_risk(
                    tx, wanted, input.version, input.category, input.position
                )
                return await _register(tx, risk.plan_id, input.id)
        except SimitiError as refusal:
            return _refused_risk(refusal)

    @strawberry.mutation(description="Take a risk out of the register.")
    async def remove_risk(self, info: Info, input: RemoveRiskInput) -> RiskPayload:
        try:
            async with info.context.database.write(info.context.actor) as tx:
                wanted = ids.expect(input.id, "PlanRisk").uuid
                plan_id = await risks.remove_risk(tx, wanted, input.version)
                return await _register(tx, plan_id, input.id)
        except SimitiError as refusal:
            return _refused_risk(refusal)

    @strawberry.mutation(
        description="Bring a removed risk back, as it was; `removedRisks` lists them."
    )
    async def restore_risk(self, info: Info, input: RestoreRiskInput) -> RiskPayload:
        try:
            async with info.context.database.write(info.context.actor) as tx:
                risk = await risks.restore_risk(tx, ids.expect(input.id, "PlanRisk").uuid)
                return await _register(tx, risk.plan_id, input.id)
        except SimitiError as refusal:
            return _refused_risk(refusal)

    @strawberry.mutation(description="Replace or begin the sheet of a row (Part 3).")
    async def set_sheet(self, info: Info, input: SetSheetInput) -> SheetPayload:
        try:
            async with info.context.database.write(info.context.actor) as tx:
                initiative = await queries.get_initiative(
                    tx, ids.expect(input.initiative_id, "Initiative").uuid
                )
                plan = await queries.get_plan(tx, initiative.plan_id)
                edition = await framework_queries.get_edition(tx.session, plan.edition_code)
                row = await sheets.set_sheet(
                    tx, initiative.id, input.version, _sheet_from(input), edition
                )
        except SimitiError as refusal:
            return SheetPayload(sheet=None, plan_version=None, problems=[Problem.of(refusal)])
        return SheetPayload(
            sheet=InitiativeSheet.of_row(row), plan_version=plan.version, problems=[]
        )

    @strawberry.mutation(description="Say who answers for many rows: all of them, or none.")
    async def set_responsible(self, info: Info, input: SetResponsibleInput) -> SheetsPayload:
        try:
            async with info.context.database.write(info.context.actor) as tx:
                edits = [
                    sheets.ResponsibleEdit(
                        ids.expect(row.initiative_id, "Initiative").uuid,
                        row.version,
                        row.unit,
                        row.person,
                    )
                    for row in input.rows
                ]
                written = await sheets.set_responsible(tx, edits)
                plan = await queries.get_plan(tx, written[0].plan_id)
        except SimitiError as refusal:
            return SheetsPayload(sheets=None, plan_version=None, problems=told(refusal))
        return SheetsPayload(
            sheets=[InitiativeSheet.of_row(row) for row in written],
            plan_version=plan.version,
            problems=[],
        )

    @strawberry.mutation(description="Replace or begin the order that appoints the committees.")
    async def set_appointment(self, info: Info, input: SetAppointmentInput) -> AppointmentPayload:
        try:
            async with info.context.database.write(info.context.actor) as tx:
                order = await committees.set_appointment(
                    tx,
                    ids.expect(input.plan_id, "Plan").uuid,
                    input.version,
                    order_number=input.order_number,
                    ordered_on=input.ordered_on,
                    preamble=input.preamble,
                )
                return await _appointed(tx, order)
        except SimitiError as refusal:
            return _refused_appointment(refusal)

    @strawberry.mutation(description="Replace the whole list of one committee.")
    async def set_committee(self, info: Info, input: SetCommitteeInput) -> AppointmentPayload:
        try:
            async with info.context.database.write(info.context.actor) as tx:
                order = await committees.set_members(
                    tx,
                    ids.expect(input.plan_id, "Plan").uuid,
                    input.version,
                    input.committee,
                    [
                        parts.Member(input.committee, one.name, one.post, one.duty)
                        for one in input.members
                    ],
                )
                return await _appointed(tx, order)
        except SimitiError as refusal:
            return _refused_appointment(refusal)


def _rows(listed: list[strawberry.ID]) -> tuple[UUID, ...]:
    return tuple(ids.expect(one, "Initiative").uuid for one in listed)


def _sheet_from(given: SetSheetInput) -> parts.Sheet:
    return parts.Sheet(
        rationale=given.rationale,
        objectives=given.objectives,
        targets=given.targets,
        place=given.place,
        method=given.method,
        duration=given.duration,
        quarters=tuple(given.quarters),
        responsible_unit=given.responsible_unit,
        responsible_person=given.responsible_person,
        target_groups=tuple(group.value for group in given.target_groups),
        expected_outcome=given.expected_outcome,
        indicators=tuple(
            parts.Indicator(one.text, one.baseline, one.target, one.unit, one.tool)
            for one in given.indicators
        ),
        legal_basis=given.legal_basis,
        development_plan_item=given.development_plan_item,
        ordinance_item=given.ordinance_item,
    )


async def _register(tx: WriteTx, plan_id: UUID, risk_id: str) -> RiskPayload:
    plan = await queries.get_plan(tx, plan_id)
    register = [PlanRisk.of(one) for one in await part_queries.list_answered_risks(tx, plan.id)]
    return RiskPayload(
        risk=next((one for one in register if one.id == risk_id), None),
        risks=register,
        plan_version=plan.version,
        problems=[],
    )


def _refused_risk(refusal: SimitiError) -> RiskPayload:
    """A conflict names the rows that answer by the ids that the API gives out."""
    current = refusal.values.get("current")
    if isinstance(current, dict) and isinstance(rows := current.get("answeredBy"), list):
        current["answeredBy"] = [global_id("Initiative", row) for row in rows]
    return RiskPayload(risk=None, risks=None, plan_version=None, problems=[Problem.of(refusal)])


async def _appointed(tx: WriteTx, order: model_parts.Appointment) -> AppointmentPayload:
    plan = await queries.get_plan(tx, order.plan_id)
    members = await part_queries.list_members(tx, plan.id)
    return AppointmentPayload(
        appointment=Appointment.of_rows(order, members), plan_version=plan.version, problems=[]
    )


def _refused_appointment(refusal: SimitiError) -> AppointmentPayload:
    return AppointmentPayload(appointment=None, plan_version=None, problems=[Problem.of(refusal)])
