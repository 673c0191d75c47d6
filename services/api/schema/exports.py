"""Exports in the schema: asking for a file, how it stands, where it is fetched."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import strawberry

from api import ids
from api.schema.base import (
    After,
    First,
    FiscalYear,
    Info,
    PageInfo,
    Problem,
    argument,
    check_first,
    says,
)
from api.schema.places import global_id
from plan_core.errors import NotFound, SimitiError
from plan_core.integration import export_queries
from plan_core.integration.actions import exporting
from plan_core.integration.export_model import ExportJob as ExportRow
from plan_core.integration.export_rules import (
    ExportFormat,
    ExportPreset,
    ExportRequest,
    ExportState,
)

strawberry.enum(
    ExportPreset,
    description="What a file holds. PLAN: rows and budgets of the own working copy. SUBMITTED: of"
    " what each organisation submitted last. REPORTS: what each last reported of each row.",
)
strawberry.enum(ExportFormat, description="How a file is written.")
strawberry.enum(ExportState, description="DONE has a file until it is EXPIRED; FAILED never will.")


@strawberry.type(description="A file that was asked for: one moment's data, made by a job.")
class ExportJob:
    id: strawberry.ID = says("Opaque id.")
    state: ExportState = says("How it stands.")
    preset: ExportPreset = says("What it holds.")
    format: ExportFormat = says("How it is written.")
    edition_code: str = says("The edition that it is of.")
    fiscal_year: FiscalYear | None = says("The one year that it is of; null for all.")
    area: str = says("The code of the area that it is of; empty for all that the asker sees.")
    asked_at: datetime = says("When it was asked for (UTC).")
    finished_at: datetime | None = says("When it was done or given up (UTC).")
    expires_at: datetime | None = says("Until when the file can be fetched (UTC).")
    lines: int | None = says("How many lines it holds, the head not counted.")
    size_bytes: str | None = says("Its size, as text: it may be more than an Int holds.")
    sha256: str = says("The checksum of the file, its ETag too; empty while there is none.")
    file_name: str = says("The name that it is saved under.")
    file_path: str | None = says(
        "Where it is fetched: GET, with Range for what a broken download lacks. Null while there is"
        " no file."
    )
    manifest_path: str | None = says(
        "Where its manifest is: columns, checksum, and of each organisation the `sequence` that"
        " `changes` or `submittedChanges` goes on from."
    )
    problem: Problem | None = says("Why it failed; null when it did not.")

    @classmethod
    def of(cls, row: ExportRow) -> ExportJob:
        known = global_id("ExportJob", row.id)
        is_there = row.state is ExportState.DONE
        refusal = SimitiError(row.problem_code, row.problem_th, row.problem_en)
        return cls(
            id=known,
            state=row.state,
            preset=row.preset,
            format=row.format,
            edition_code=row.edition_code,
            fiscal_year=FiscalYear.of(row.fiscal_year_be) if row.fiscal_year_be else None,
            area=row.area,
            asked_at=row.asked_at,
            finished_at=row.finished_at,
            expires_at=row.expires_at,
            lines=row.lines,
            size_bytes=None if row.size_bytes is None else str(row.size_bytes),
            sha256=row.sha256,
            file_name=row.request.file_name,
            file_path=f"/exports/{known}/file" if is_there else None,
            manifest_path=f"/exports/{known}/manifest" if is_there else None,
            problem=Problem.of(refusal) if row.problem_code else None,
        )


@strawberry.type(description="An export on a page.")
class ExportJobEdge:
    cursor: str = says("Where this edge stands.")
    node: ExportJob = says("The export.")


@strawberry.type(description="A page of exports.")
class ExportJobConnection:
    edges: list[ExportJobEdge] = says("The page's exports, newest first.")
    page_info: PageInfo = says("Where the page stands.")


@strawberry.input(description="What shall be written into a file.")
class StartExportInput:
    preset: ExportPreset = says("What it holds.")
    format: ExportFormat = says("How it is written.")
    edition: str | None = strawberry.field(
        default=None, description="Like 2561-2564; the newest edition when left out."
    )
    fiscal_year: int | None = strawberry.field(
        default=None, description="Only this Buddhist-era fiscal year; all when left out."
    )
    area: str | None = strawberry.field(
        default=None,
        description="Only a province (two digits), a district (four) or an organisation (seven);"
        " all that the viewer sees when left out.",
    )
    idempotency_key: str | None = strawberry.field(
        default=None,
        description="Sent again with the same input it gives the same export, with another input"
        " IDEMPOTENCY_CONFLICT.",
    )


@strawberry.type(description="The export that waits now, or why there is none.")
class StartExportPayload:
    job: ExportJob | None = says("The export; null when it was refused.")
    problems: list[Problem] = says("Why it was refused; empty on success.")


@strawberry.type
class ExportsQuery:
    @strawberry.field(
        description="An export of the viewer's own in the present post; null for any other."
    )
    async def export_job(
        self, info: Info, id: Annotated[strawberry.ID, argument("The export.")]
    ) -> ExportJob | None:
        try:
            wanted = ids.expect(id, "ExportJob").uuid
            async with info.context.database.asked(info.context.actor) as tx:
                return ExportJob.of(await export_queries.get_job(tx, wanted))
        except NotFound:
            return None

    @strawberry.field(description="The viewer's own exports in the present post, newest first.")
    async def export_jobs(
        self, info: Info, first: First, after: After = None
    ) -> ExportJobConnection:
        check_first(first)
        before = None if after is None else ids.expect(after, "ExportJob").uuid
        async with info.context.database.asked(info.context.actor) as tx:
            found = await export_queries.list_jobs(tx, first + 1, before)
        nodes = [ExportJob.of(one) for one in found[:first]]
        return ExportJobConnection(
            edges=[ExportJobEdge(cursor=one.id, node=one) for one in nodes],
            page_info=PageInfo.of(
                [one.id for one in nodes], has_next=len(found) > first, after=after
            ),
        )


@strawberry.type
class ExportsMutation:
    @strawberry.mutation(
        description="Have a file written by a job: all of it as of one moment, and nothing that the"
        " viewer may not read. A program needs `export:run` beside the scope that reads it."
    )
    async def start_export(self, info: Info, input: StartExportInput) -> StartExportPayload:
        try:
            edition = await info.context.rooms.edition(input.edition)
            request = ExportRequest(
                input.preset, input.format, edition.code, input.fiscal_year, input.area or ""
            )
            async with info.context.database.asked(info.context.actor) as tx:
                job = await exporting.ask(tx, request, edition, input.idempotency_key)
        except SimitiError as refusal:
            return StartExportPayload(job=None, problems=[Problem.of(refusal)])
        return StartExportPayload(job=ExportJob.of(job), problems=[])
