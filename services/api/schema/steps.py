"""What is said about submitted revisions, in the schema: steps, reasons, verdicts, comments."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

import strawberry

from api.schema.base import FiscalYear, says
from api.schema.places import global_id
from plan_core.plans import model_steps, stages
from plan_core.plans.step_queries import SaidOf


@strawberry.type(description="One step on a revision's way; an adoption says who signed.")
class RevisionStep:
    revision_number: int = says("The revision it was made on.")
    kind: stages.StepKind = says("What happened.")
    at: datetime = says("When (UTC).")
    by_name: str = says("Who made it.")
    by_role: str = says("In which role.")
    note: str = says("A remark; empty when there is none.")
    signed_by: str = says("Who signed; empty unless it is an adoption.")
    signed_as: str = says("The signer's position.")
    acting_for: str = says("In whose place; empty when in the own.")
    order_number: str = says("Number of the announcement.")
    signed_on: date | None = says("The day of signing.")

    @classmethod
    def of(cls, step: model_steps.RevisionStep, number: int) -> RevisionStep:
        return cls(
            revision_number=number,
            kind=step.kind,
            at=step.at,
            by_name=step.by_name,
            by_role=step.by_role,
            note=step.note,
            signed_by=step.signed_by,
            signed_as=step.signed_as,
            acting_for=step.acting_for,
            order_number=step.order_number,
            signed_on=step.signed_on,
        )


@strawberry.type(description="Why a part was returned.")
class ReturnReason:
    id: strawberry.ID = says("Opaque id.")
    part: stages.PartKind = says("Which kind of part.")
    initiative_id: strawberry.ID | None = says("The row of the plan, for a row or a cell.")
    fiscal_year: FiscalYear | None = says("The year of a cell.")
    section_code: str = says("The text of Part 1; empty when it is none.")
    reason: str = says("Why.")
    by_name: str = says("Who returned it.")
    at: datetime = says("When (UTC).")

    @classmethod
    def of(cls, reason: model_steps.ReturnReason) -> ReturnReason:
        year = reason.fiscal_year_be
        return cls(
            id=global_id("ReturnReason", reason.id),
            part=reason.part,
            initiative_id=_row_id(reason.initiative_id),
            fiscal_year=None if year is None else FiscalYear.of(year),
            section_code=reason.section_code,
            reason=reason.reason,
            by_name=reason.by_name,
            at=reason.at,
        )


@strawberry.type(description="An officer's verdict on one row; the newest one counts.")
class RowVerdict:
    initiative_id: strawberry.ID = says("The row of the plan.")
    verdict: stages.Verdict = says("The verdict.")
    reason: str = says("Why; never empty for an inconsistent row.")
    revision_number: int = says("The revision that was judged: this one or an earlier one.")
    by_name: str = says("Who judged.")
    by_role: str = says("In which role.")
    at: datetime = says("When (UTC).")

    @classmethod
    def of(cls, said: SaidOf[model_steps.ConsistencyReview]) -> RowVerdict:
        row = said.row
        return cls(
            initiative_id=global_id("Initiative", row.initiative_id),
            verdict=row.verdict,
            reason=row.reason,
            revision_number=said.number,
            by_name=row.by_name,
            by_role=row.by_role,
            at=row.at,
        )


@strawberry.type(description="A remark on a row, or on a whole revision.")
class RowComment:
    id: strawberry.ID = says("Opaque id.")
    initiative_id: strawberry.ID | None = says("The row of the plan; null for all of it.")
    text: str = says("What was remarked.")
    revision_number: int = says("The revision it is about: this one or an earlier one.")
    by_name: str = says("Who says so.")
    by_role: str = says("In which role.")
    at: datetime = says("When (UTC).")

    @classmethod
    def of(cls, said: SaidOf[model_steps.RowComment]) -> RowComment:
        row = said.row
        return cls(
            id=global_id("RowComment", row.id),
            initiative_id=_row_id(row.initiative_id),
            text=row.text,
            revision_number=said.number,
            by_name=row.by_name,
            by_role=row.by_role,
            at=row.at,
        )


def _row_id(initiative_id: UUID | None) -> strawberry.ID | None:
    return None if initiative_id is None else global_id("Initiative", initiative_id)
