"""What stands beside a plan's rows, in the schema: risks, sheets, the appointment, open parts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import strawberry

from api import ids
from api.schema.base import FiscalYear, Info, Node, says
from api.schema.findings import Risk
from api.schema.places import global_id
from plan_core.plans import model_parts, part_queries, risks_rules, sheets_rules, stages
from plan_core.plans import parts as content
from plan_core.plans.body import BodyRow
from plan_core.plans.freezing import sheet_of
from plan_core.plans.part_queries import AnsweredRisk
from plan_core.plans.risks_rules import RiskLevel
from plan_core.plans.sheets_rules import TargetGroup
from plan_core.plans.stages import CommitteeKind, PartKind, RiskFactor
from plan_core.values import InitiativeKind, RiskCategory

strawberry.enum(RiskFactor, description="Whether a risk comes from inside or outside.")
strawberry.enum(RiskLevel, description="How grave a risk is: its score on the scale of 25.")
strawberry.enum(TargetGroup, description="The nine groups that an initiative may be for.")
strawberry.enum(CommitteeKind, description="The two committees that one order appoints.")


@strawberry.type(description="How grave a risk is.")
class RiskGravity:
    score: int = says("Likelihood × impact, 1 to 25.")
    level: RiskLevel = says("LOW to 3, MEDIUM to 9, HIGH to 16, VERY_HIGH above.")

    @classmethod
    def of(cls, likelihood: int | None, impact: int | None) -> RiskGravity | None:
        found = risks_rules.gravity_of(likelihood, impact)
        return None if found is None else cls(score=found.score, level=found.level)


@strawberry.type(description="A risk of a plan's register.")
class PlanRisk(Node):
    version: int = says("Send it back with an edit; an older one is refused.")
    category: RiskCategory = says("Its category.")
    text: str = says("The risk in words.")
    factor: RiskFactor | None = says("Where it comes from; null while nobody said.")
    factors_text: str = says("The factors in words.")
    likelihood: int | None = says("1 (least) to 5; null while nobody said.")
    impact: int | None = says("1 (least) to 5; null while nobody said.")
    gravity: RiskGravity | None = says("Null while likelihood or impact is not said.")
    answered_by: list[strawberry.ID] = says("The rows that answer it.")

    @classmethod
    def of(cls, found: AnsweredRisk) -> PlanRisk:
        risk = found.risk
        return cls(
            id=global_id("PlanRisk", risk.id),
            version=risk.version,
            category=risk.category,
            text=risk.text,
            factor=risk.factor,
            factors_text=risk.factors_text,
            likelihood=risk.likelihood,
            impact=risk.impact,
            gravity=RiskGravity.of(risk.likelihood, risk.impact),
            answered_by=[global_id("Initiative", row) for row in found.answered_by],
        )


@strawberry.type(description="A row of a revision by its place in the printed table.")
class RowPlace:
    mission_code: str = says("The mission it stands in.")
    number: int = says("Its number inside the mission.")
    kind: InitiativeKind = says("What it is.")
    title: str = says("Its title.")

    @classmethod
    def of(cls, row: BodyRow) -> RowPlace:
        return cls(mission_code=row.mission, number=row.number, kind=row.kind, title=row.title)


@strawberry.type(description="A risk as it was submitted.")
class SubmittedRisk(Risk):
    factor: RiskFactor | None = says("Where it comes from; null when it was not said.")
    factors_text: str = says("The factors in words.")
    likelihood: int | None = says("1 (least) to 5; null when it was not said.")
    impact: int | None = says("1 (least) to 5; null when it was not said.")
    gravity: RiskGravity | None = says("Null when likelihood or impact was not said.")
    answered_by: list[RowPlace] = says("The rows that answer it.")

    @classmethod
    def list_of(
        cls, risks: Sequence[content.NewRisk], rows: Sequence[BodyRow]
    ) -> list[SubmittedRisk]:
        places = {row.id: RowPlace.of(row) for row in rows if row.id is not None}
        return [
            cls(
                category=one.category,
                text=one.text,
                factor=one.factor,
                factors_text=one.factors_text,
                likelihood=one.likelihood,
                impact=one.impact,
                gravity=RiskGravity.of(one.likelihood, one.impact),
                answered_by=[places[row] for row in one.answered_by if row in places],
            )
            for one in risks
        ]


@strawberry.type(description="What shows that an initiative has worked.")
class Indicator:
    text: str = says("What is measured.")
    baseline: str = says("Where it stands before.")
    target: str = says("Where it shall stand.")
    unit: str = says("In which unit.")
    tool: str = says("With which tool it is measured.")

    @classmethod
    def of(cls, one: content.Indicator) -> Indicator:
        return cls(
            text=one.text, baseline=one.baseline, target=one.target, unit=one.unit, tool=one.tool
        )


@strawberry.type(description="The page of one initiative in Part 3. Empty text: nothing written.")
class SheetContent:
    rationale: str = says("หลักการและเหตุผล.")
    objectives: str = says("วัตถุประสงค์.")
    targets: str = says("เป้าหมาย/ผลผลิต.")
    place: str = says("พื้นที่ดำเนินการ.")
    method: str = says("วิธีดำเนินการ.")
    duration: str = says("ระยะเวลาดำเนินการ, in words.")
    quarters: list[str] = says("Fiscal quarters in which it runs, like `2561-Q1`.")
    responsible_unit: str = says("หน่วยงานรับผิดชอบ.")
    responsible_person: str = says("ผู้รับผิดชอบ: a person by name.")
    target_groups: list[TargetGroup] = says("Whom it is for.")
    expected_outcome: str = says("ผลลัพธ์ที่คาดว่าจะได้รับ.")
    indicators: list[Indicator] = says("ตัวชี้วัด, in printed order; at most 20.")
    legal_basis: str = says("The laws it rests on.")
    development_plan_item: str = says("The item of the local development plan it carries out.")
    ordinance_item: str = says("The item of the budget ordinance that pays for it.")
    missing: list[str] = says("Needed fields that say nothing yet, by their names here.")

    @classmethod
    def of(cls, sheet: content.Sheet) -> SheetContent:
        return SheetContent(**_fields_of(sheet))


@strawberry.type(description="The sheet of a row of the working copy.")
class InitiativeSheet(SheetContent):
    version: int = says("Send it back with an edit; an older one is refused.")

    @classmethod
    def of_row(cls, row: model_parts.InitiativeSheet) -> InitiativeSheet:
        return cls(version=row.version, **_fields_of(sheet_of(row)))


def _fields_of(sheet: content.Sheet) -> dict[str, Any]:
    return {
        "rationale": sheet.rationale,
        "objectives": sheet.objectives,
        "targets": sheet.targets,
        "place": sheet.place,
        "method": sheet.method,
        "duration": sheet.duration,
        "quarters": list(sheet.quarters),
        "responsible_unit": sheet.responsible_unit,
        "responsible_person": sheet.responsible_person,
        "target_groups": [TargetGroup(one) for one in sheet.target_groups],
        "expected_outcome": sheet.expected_outcome,
        "indicators": [Indicator.of(one) for one in sheet.indicators],
        "legal_basis": sheet.legal_basis,
        "development_plan_item": sheet.development_plan_item,
        "ordinance_item": sheet.ordinance_item,
        "missing": sheets_rules.missing_fields(sheet),
    }


async def load_sheet(info: Info, initiative_id: str) -> InitiativeSheet | None:
    """The sheet of a row of the own plan, together with those of other rows of the request."""
    found = await info.context.sheets.load(ids.expect(initiative_id, "Initiative").uuid)
    return None if found is None else InitiativeSheet.of_row(found)


@strawberry.type(description="The sheet of a submitted row.")
class SubmittedSheet:
    row: RowPlace = says("Whose sheet it is.")
    sheet: SheetContent = says("What it says.")

    @classmethod
    def list_of(cls, rows: Sequence[BodyRow]) -> list[SubmittedSheet]:
        return [
            cls(row=RowPlace.of(row), sheet=SheetContent.of(row.sheet))
            for row in rows
            if row.sheet is not None
        ]


@strawberry.type(description="One line of the order that appoints the committees.")
class Member:
    name: str = says("The person; empty when the order names only a post.")
    post: str = says("The post in the organisation by which they are appointed.")
    duty: str = says("The duty in the committee, like ประธานกรรมการ.")


@strawberry.type(description="One of the two committees.")
class Committee:
    kind: CommitteeKind = says("Which of the two.")
    members: list[Member] = says("In printed order.")

    @classmethod
    def list_of(
        cls, members: Sequence[content.Member | model_parts.CommitteeMember]
    ) -> list[Committee]:
        return [
            cls(
                kind=kind,
                members=[
                    Member(name=one.name, post=one.post, duty=one.duty)
                    for one in members
                    if one.committee is kind
                ],
            )
            for kind in CommitteeKind
        ]


@strawberry.type(description="The order that appoints both committees.")
class AppointmentOrder:
    order_number: str = says("Its number; empty while it has none.")
    ordered_on: date | None = says("Its date.")
    preamble: str = says("Its text before the lists.")
    committees: list[Committee] = says("Both, the plan-making one first.")

    @classmethod
    def of(cls, order: content.AppointmentOrder) -> AppointmentOrder:
        return AppointmentOrder(
            order_number=order.order_number,
            ordered_on=order.ordered_on,
            preamble=order.preamble,
            committees=Committee.list_of(order.members),
        )


@strawberry.type(description="The order of the working copy.")
class Appointment(AppointmentOrder):
    version: int = says("Send it back with an edit of the order or of a committee.")

    @classmethod
    def of_rows(
        cls, order: model_parts.Appointment, members: Sequence[model_parts.CommitteeMember]
    ) -> Appointment:
        return cls(
            version=order.version,
            order_number=order.order_number,
            ordered_on=order.ordered_on,
            preamble=order.preamble,
            committees=Committee.list_of(members),
        )


@strawberry.type(description="A part of the plan that may be changed at its stage.")
class OpenPart:
    kind: PartKind = says("PLAN means all of it.")
    initiative_id: strawberry.ID | None = says("The row, of a ROW or a CELL.")
    fiscal_year: FiscalYear | None = says("The year of a CELL.")
    section_code: str | None = says("The text, of a SECTION.")

    @classmethod
    def list_of(cls, gate: stages.EditGate) -> list[OpenPart]:
        if gate.is_open_for(stages.WHOLE_PLAN):
            return [cls._of(stages.WHOLE_PLAN)]
        return [cls._of(part) for part in gate.returned]

    @classmethod
    def _of(cls, part: stages.Part) -> OpenPart:
        return cls(
            kind=part.kind,
            initiative_id=None
            if part.initiative_id is None
            else global_id("Initiative", part.initiative_id),
            fiscal_year=None if part.fiscal_year_be is None else FiscalYear.of(part.fiscal_year_be),
            section_code=part.section_code or None,
        )


async def find_risk_node(info: Info, wanted: ids.GlobalId) -> Node | None:
    """A risk by id; of the own organisation only."""
    async with info.context.database.read(info.context.actor) as tx:
        risk = await part_queries.get_risk(tx, wanted.uuid)
        answers = await part_queries.list_answers(tx, risk.plan_id)
    return PlanRisk.of(AnsweredRisk(risk, tuple(answers.get(risk.id, ()))))
