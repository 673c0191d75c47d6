"""Documents and what was read from them, in the schema."""

from __future__ import annotations

from datetime import datetime

import strawberry
from strawberry.scalars import JSON

from api import ids
from api.schema.base import (
    After,
    Budget,
    First,
    FiscalYear,
    Info,
    Node,
    PageInfo,
    Problem,
    check_first,
    says,
)
from api.schema.findings import DeclaredDimension, Finding, Place, Risk, Section
from api.schema.places import global_id
from api.schema.revisions import DraftBudget
from api.schema.totals import PlanTotals
from plan_core.intake import checks, draft, model, queries
from plan_core.values import InitiativeKind

strawberry.enum(
    model.DocumentState,
    description="WAITING, READING, READ, then ACCEPTED or DISCARDED; REFUSED when unreadable.",
)

STEPS = {
    "WAITING": ("รอเริ่มอ่าน", "Waiting to be read"),
    "SNIFF": ("ตรวจชนิดไฟล์", "Checking the type of file"),
    "READ": ("อ่านเนื้อหา", "Reading the content"),
    "SHAPE": ("แยกมิติ ภารกิจ และรายการ", "Finding dimensions, missions and rows"),
    "CHECK": ("ตรวจยอดและข้อสังเกต", "Checking totals and findings"),
    "DONE": ("อ่านเสร็จแล้ว", "Done"),
}


@strawberry.type(description="How far reading is.")
class ReadProgress:
    step: str = says("Code of the step.")
    step_th: str = says("The step in Thai.")
    step_en: str = says("The step in English.")
    percent: int = says("0 to 100.")
    initiatives_found: int = says("Rows found so far.")


@strawberry.type(description="One line of the source: a table row has several cells, text has one.")
class SourceLine:
    line: int = says("Line number from 1.")
    row: int = says("Row of its table from 1; 0 outside tables.")
    cells: list[str] = says("The cells' texts.")


@strawberry.type(description="A sheet or page of the source.")
class SourceSheet:
    name: str = says("Its name; empty for a text document.")
    lines: list[SourceLine] = says("Its lines that are not blank.")


@strawberry.type(description="A row as it was read and corrected so far.")
class DraftInitiative:
    id: str = says("Its id inside this reading.")
    dimension_code: str = says("Its dimension; empty while unknown.")
    mission_code: str = says("Its mission; empty while unknown.")
    number: str = says("Its number as printed.")
    kind: InitiativeKind | None = says("Null while it cannot be told.")
    title: str = says("Its cleaned title.")
    title_printed: str = says("Its title as printed.")
    remarks: str = says("The column หมายเหตุ.")
    budgets: list[DraftBudget] = says("One per fiscal year.")
    place: Place | None = says("Where it is printed; null for an added row.")

    @classmethod
    def of(cls, row: draft.DraftInitiative) -> DraftInitiative:
        return cls(
            id=row.id,
            dimension_code=row.dimension,
            mission_code=row.mission,
            number=row.number,
            kind=row.kind,
            title=row.title,
            title_printed=row.title_printed,
            remarks=row.remarks,
            budgets=[
                DraftBudget(fiscal_year=FiscalYear.of(be), budget=Budget.of(budget))
                for be, budget in sorted(row.budgets.items())
            ],
            place=Place.of(row.place),
        )


@strawberry.type(description="What was read from a document, with the officer's corrections.")
class Reading:
    version: int = says("Send it back with a correction; an older one is refused.")
    edition_code: str = says("The edition it was matched with.")
    fiscal_years: list[FiscalYear] = says("The years it prints.")
    organisation_name_printed: str = says("The organisation's name as printed.")
    source: list[SourceSheet] = says("The document, line by line.")
    initiatives: list[DraftInitiative] = says("Its rows, in order.")
    totals: PlanTotals = says("What the rows add up to.")
    declared: list[DeclaredDimension] = says("What the document claims.")
    sections: list[Section] = says("The texts of Part 1.")
    risks: list[Risk] = says("The risks of Part 1.")
    findings: list[Finding] = says("What does not add up, in document order by severity.")


@strawberry.type(description="An uploaded document. Only its own organisation sees it.")
class Document(Node):
    file_name: str = says("Its name at upload.")
    media_type: str = says("Its type, told from the content.")
    size_bytes: int = says("Its size.")
    sha256: str = says("Checksum of the file.")
    state: model.DocumentState = says("Where it stands.")
    received_at: datetime = says("When it was uploaded (UTC).")
    received_by: str = says("By whom.")
    progress: ReadProgress = says("How far reading is.")
    problem: Problem | None = says("Why it was refused.")
    row: strawberry.Private[model.Document]

    @strawberry.field(description="What was read; null until it has been read.")
    async def reading(self, info: Info) -> Reading | None:
        async with info.context.database.read(info.context.actor) as tx:
            found = await queries.find_reading(tx, self.row.id)
        if found is None:
            return None
        content = queries.content_of(found)
        edition = await info.context.rooms.edition(content.draft.edition_code)
        return Reading(
            version=content.version,
            edition_code=edition.code,
            fiscal_years=[FiscalYear.of(be) for be in content.draft.fiscal_years],
            organisation_name_printed=content.draft.organisation_name_printed,
            source=_source(found),
            initiatives=[DraftInitiative.of(row) for row in content.draft.initiatives],
            totals=PlanTotals.of(queries.totals_of(content.draft, edition)),
            declared=[DeclaredDimension.of(one) for one in content.draft.declared],
            sections=[
                Section(code=one.code, title_th=one.title, body=one.text)
                for one in content.draft.sections
            ],
            risks=[Risk(category=one.category, text=one.text) for one in content.draft.risks],
            findings=[
                Finding.of(finding, content.explanations.get(finding.key))
                for finding in checks.run_all(content.draft, edition)
            ],
        )

    @classmethod
    def of(cls, document: model.Document) -> Document:
        step_th, step_en = STEPS.get(document.progress_step, STEPS["WAITING"])
        refusal = queries.refusal_of(document)
        return cls(
            id=global_id("Document", document.id),
            file_name=document.file_name,
            media_type=document.media_type,
            size_bytes=document.size_bytes,
            sha256=document.sha256,
            state=document.state,
            received_at=document.received_at,
            received_by=document.received_by,
            progress=ReadProgress(
                step=document.progress_step,
                step_th=step_th,
                step_en=step_en,
                percent=document.progress_percent,
                initiatives_found=document.initiatives_found,
            ),
            problem=None
            if refusal is None
            else Problem(
                code=refusal.code,
                message_th=refusal.message_th,
                message_en=refusal.message_en,
                field="file",
                values=JSON(refusal.values),
            ),
            row=document,
        )


def _source(reading: model.DocumentReading) -> list[SourceSheet]:
    return [
        SourceSheet(
            name=sheet.name,
            lines=[
                SourceLine(line=line.line, row=line.row, cells=list(line.cells))
                for line in sheet.lines
                if not line.is_blank
            ],
        )
        for sheet in queries.sheets_of(reading).sheets
    ]


@strawberry.type(description="A document on a page.")
class DocumentEdge:
    cursor: str = says("Where this edge stands.")
    node: Document = says("The document.")


@strawberry.type(description="A page of documents.")
class DocumentConnection:
    edges: list[DocumentEdge] = says("The page's documents, newest first.")
    page_info: PageInfo = says("Where the page stands.")


@strawberry.type
class IntakeQuery:
    @strawberry.field(description="The organisation's uploaded documents, newest first.")
    async def documents(
        self, info: Info, first: First = 20, after: After = None
    ) -> DocumentConnection:
        check_first(first)
        last = None if after is None else ids.expect(after, "Document").uuid
        async with info.context.database.read(info.context.actor) as tx:
            found = await queries.list_documents(tx, first + 1, last)
        nodes = [Document.of(one) for one in found[:first]]
        return DocumentConnection(
            edges=[DocumentEdge(cursor=node.id, node=node) for node in nodes],
            page_info=PageInfo.of(
                [node.id for node in nodes], has_next=len(found) > first, after=after
            ),
        )


async def find_document_node(info: Info, wanted: ids.GlobalId) -> Node | None:
    async with info.context.database.read(info.context.actor) as tx:
        return Document.of(await queries.get_document(tx, wanted.uuid))
