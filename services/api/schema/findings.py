"""Findings, declared totals and the texts of Part 1 in the schema: shared by intake and plans."""

from __future__ import annotations

from datetime import datetime

import strawberry
from strawberry.scalars import JSON

from api.schema.base import YearAmount, says
from api.schema.places import global_id
from plan_core.intake import draft, findings, settled
from plan_core.plans.parts import NewSection
from plan_core.values import InitiativeKind, RiskCategory, Severity


@strawberry.type(description="Where something stands in the document; all count from 1.")
class Place:
    sheet: str = says("Worksheet; empty for a text document.")
    line: int = says("Line of the source.")
    row: int = says("Row of its table; 0 outside tables.")
    column: int | None = says("Column of its table.")

    @classmethod
    def of(cls, place: draft.Place | None) -> Place | None:
        if place is None or place.line < 1:
            return None
        return cls(sheet=place.sheet, line=place.line, row=place.row, column=place.column)


@strawberry.type(description="Why a finding stands, in an officer's words.")
class Explanation:
    text: str = says("The words.")
    by: str = says("Who gave them.")
    at: datetime = says("When (UTC).")


@strawberry.type(description="Something a check noticed (ข้อสังเกต); an officer settles it.")
class Finding:
    key: str = says("Stays the same when checks run again; explanations hang on it.")
    code: str = says("Stable code of the check.")
    severity: Severity = says("How much it matters.")
    place: Place | None = says("Where in the document.")
    initiative_ids: list[str] = says("The rows it is about.")
    dimension_code: str | None = says("The dimension it is about.")
    mission_code: str | None = says("The mission it is about.")
    values: JSON = says("The values it mentions.")
    message_th: str = says("What was noticed, in Thai.")
    message_en: str = says("The same in English.")
    explanation: Explanation | None = says("Why it stands, when somebody explained it.")

    @classmethod
    def of(
        cls,
        finding: findings.Finding,
        explained: settled.Explanation | None,
        initiative_type: str = "",
    ) -> Finding:
        """`initiative_type` makes a plan's row ids global ids; a reading's stay as they are."""
        return cls(
            key=finding.key,
            code=finding.code,
            severity=finding.severity,
            place=Place.of(finding.place),
            initiative_ids=[
                global_id(initiative_type, one) if initiative_type else one
                for one in finding.initiative_ids
            ],
            dimension_code=finding.dimension or None,
            mission_code=finding.mission or None,
            values=JSON(finding.values),
            message_th=finding.message_th,
            message_en=finding.message_en,
            explanation=None
            if explained is None
            else Explanation(
                text=explained.text, by=explained.by, at=datetime.fromisoformat(explained.at)
            ),
        )


@strawberry.type(
    description="A total row as the document prints it, beside what the rows add up to."
)
class DeclaredDimension:
    dimension_code: str = says("The dimension; empty for the whole plan.")
    mission_code: str | None = says("The mission, for a mission's subtotal.")
    years: list[YearAmount] = says("Printed amounts.")
    projects: int | None = says("Printed number of โครงการ.")
    activities: int | None = says("Printed number of กิจกรรม.")
    measures: int | None = says("Printed number of มาตรการ.")
    guidelines: int | None = says("Printed number of แนวปฏิบัติงาน.")
    place: Place | None = says("Where it is printed.")

    @classmethod
    def of(cls, declared: draft.DeclaredDimension) -> DeclaredDimension:
        return cls(
            dimension_code=declared.dimension,
            mission_code=declared.mission or None,
            years=YearAmount.list_of(declared.amounts),
            projects=declared.counts.get(InitiativeKind.PROJECT),
            activities=declared.counts.get(InitiativeKind.ACTIVITY),
            measures=declared.counts.get(InitiativeKind.MEASURE),
            guidelines=declared.counts.get(InitiativeKind.GUIDELINE),
            place=Place.of(declared.place),
        )


@strawberry.type(description="A text of Part 1.")
class Section:
    code: str = says("Which text it is, like `RATIONALE`.")
    title_th: str = says("Its heading.")
    body: str = says(
        "The text: paragraphs separated by blank lines, headings `# ` and `## `, lists `- ` and"
        " `1. ` of two levels, `**bold**`; a backslash before a mark makes it text."
    )
    version: int | None = strawberry.field(
        default=None,
        description="Of a working copy: send it back with an edit. Null elsewhere.",
    )

    @classmethod
    def of(cls, section: NewSection) -> Section:
        return cls(code=section.code, title_th=section.title_th, body=section.body)


@strawberry.type(description="A risk of Part 1.")
class Risk:
    category: RiskCategory = says("Its category.")
    text: str = says("The risk in words.")
