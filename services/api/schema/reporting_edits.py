"""Changing what is reported, in the schema."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date
from decimal import Decimal

import strawberry

from api import ids
from api.schema.base import Info, Problem, budget_from, says
from api.schema.plans import Plan, load_plan
from api.schema.reporting import Sar, edition_of_year, load_sar, load_sheet
from api.schema.reporting_types import (
    ProgressRow,
    Report,
    ReportFigures,
    ReportingSheet,
)
from plan_core.actor import Permission
from plan_core.db.transaction import WriteTx
from plan_core.errors import Invalid, NotFound, SimitiError
from plan_core.framework import queries as framework_queries
from plan_core.framework.rules import FrameworkEdition
from plan_core.plans.queries import SubmittedKey
from plan_core.reporting import model, queries
from plan_core.reporting.actions import assessing, carrying, entering, submitting
from plan_core.reporting.actions.entering import EntryEdit, RefusedEntries
from plan_core.reporting.rules import (
    CannotReason,
    Entry,
    InOrdinance,
    ProgressStatus,
    ReportRound,
)
from plan_core.values import BudgetState


@strawberry.input(description="The whole new entry of one initiative; what is left out is empty.")
class ProgressInput:
    initiative_id: strawberry.ID = says("The initiative.")
    version: int = says("The version that was seen; 0 when there was no entry.")
    status: ProgressStatus = says("How far it is.")
    in_ordinance: InOrdinance = strawberry.field(
        default=InOrdinance.UNSTATED, description="Whether the budget ordinance has it."
    )
    ordinance_state: BudgetState = strawberry.field(
        default=BudgetState.UNSTATED, description="The ordinance's amount: which of the three."
    )
    ordinance: Decimal | None = strawberry.field(
        default=None, description="Baht, exactly when the state is AMOUNT."
    )
    disbursed: Decimal | None = strawberry.field(
        default=None, description="Baht that were paid out; null: not stated."
    )
    cannot_reason: CannotReason | None = strawberry.field(
        default=None, description="Exactly when the status is CANNOT."
    )
    cannot_text: str = strawberry.field(default="", description="Needed for OTHER.")
    note: str = strawberry.field(default="", description="The column หมายเหตุ.")
    evidence_links: list[str] = strawberry.field(
        default_factory=list, description="Addresses of evidence, https only."
    )


@strawberry.input(description="A block of entries of one round.")
class SetProgressInput:
    fiscal_year: int = says("Buddhist-era year.")
    round: ReportRound = says("Which of the two reports.")
    entries: list[ProgressInput] = says("Each initiative once.")
    edition_code: str | None = says("The newest edition that has the year when left out.")


@strawberry.type(description="The entries as they are now, or why none was changed.")
class SetProgressPayload:
    rows: list[ProgressRow] | None = says("In the order of the input; null when refused.")
    figures: ReportFigures | None = says("What the round comes to now.")
    fingerprint: str | None = says("What submitting must name now.")
    problems: list[Problem] = says("One per refused entry, `field` like `entries.3.disbursed`.")


@strawberry.input(description="Which initiative's closed year is opened again.")
class UnlockProgressInput:
    fiscal_year: int = says("Buddhist-era year.")
    round: ReportRound = says("The round that is being entered.")
    initiative_id: strawberry.ID = says("The initiative.")
    reason: str = says("Why; it stands in the audit log.")
    edition_code: str | None = says("The newest edition that has the year when left out.")


@strawberry.input(description="Which round is submitted.")
class SubmitReportInput:
    fiscal_year: int = says("Buddhist-era year.")
    round: ReportRound = says("Which of the two reports.")
    fingerprint: str = says("Of the sheet that was seen; another one is refused.")
    edition_code: str | None = says("The newest edition that has the year when left out.")


@strawberry.type(description="The sheet and the new report, or why nothing happened.")
class ReportPayload:
    sheet: ReportingSheet | None = says("The whole sheet; null when refused.")
    report: Report | None = says("The new report, when one was submitted.")
    problems: list[Problem] = says("Why it was refused.")


@strawberry.input(description="The own assessment of one dimension.")
class SarInput:
    dimension_code: str = says("The dimension.")
    version: int = says("The version that was seen; 0 when there was none.")
    self_score: Decimal | None = says("0 to 100 with at most two decimals; null: not given.")
    comment: str = strawberry.field(default="", description="In words.")


@strawberry.input(description="Dimensions to assess together.")
class SetSarInput:
    fiscal_year: int = says("Buddhist-era year.")
    entries: list[SarInput] = says("Each dimension once.")
    edition_code: str | None = says("The newest edition that has the year when left out.")


@strawberry.type(description="The self-assessment as it is now, or why nothing was changed.")
class SarPayload:
    sar: Sar | None = says("The year's self-assessment; null when refused.")
    problems: list[Problem] = says("Why it was refused.")


@strawberry.input(description="What an officer gives one dimension.")
class ScoreInput:
    dimension_code: str = says("The dimension.")
    score: Decimal = says("0 to 100 with at most two decimals.")
    comment: str = strawberry.field(default="", description="In words.")


@strawberry.input(description="Which report is scored.")
class SetSarScoreInput:
    report_id: strawberry.ID = says("The newest report on a whole year.")
    scores: list[ScoreInput] = says("Each dimension once.")


@strawberry.input(description="A score of the national system.")
class CentralScoreInput:
    dimension_code: str = says("The dimension.")
    score: Decimal = says("0 to 100 with at most two decimals.")
    before: Decimal | None = strawberry.field(
        default=strawberry.UNSET,
        description="The score that was seen standing, null: none. When another stands by now, "
        "nothing is set. Left out: not compared.",
    )


@strawberry.input(description="What the national system gave one organisation for a year.")
class SetCentralScoreInput:
    report_id: strawberry.ID = says("The newest report on the whole year.")
    source: str = says("Where the scores come from, like an announcement or a letter.")
    scored_on: date = says("Of which day they are; not one to come.")
    scores: list[CentralScoreInput] = says("Each dimension once.")


@strawberry.type(description="The report with its scores, or why nothing was said.")
class ScorePayload:
    report: Report | None = says("The report; null when refused.")
    problems: list[Problem] = says("Why it was refused.")


@strawberry.input(description="Where one unfinished row goes.")
class CarriedRowInput:
    initiative_id: strawberry.ID = says("The unfinished row.")
    mission_code: str = says("The mission of the other edition it goes to.")


@strawberry.input(description="What is carried over, and into which plan.")
class CarryOverInput:
    fiscal_year: int = says("The year that left it unfinished.")
    plan_id: strawberry.ID = says("A draft of another edition.")
    rows: list[CarriedRowInput] = says("Each row once.")
    edition_code: str | None = says("The edition it comes from; by the year when left out.")


@strawberry.type(description="The plan with the new rows, or why nothing was carried over.")
class CarryOverPayload:
    plan: Plan | None = says("The plan; null when refused.")
    problems: list[Problem] = says("Why it was refused.")


@strawberry.type
class ReportingMutation:
    @strawberry.mutation(description="Set a block of entries: all, or none.")
    async def set_progress(self, info: Info, input: SetProgressInput) -> SetProgressPayload:
        actor = info.context.actor
        try:
            edition = await edition_of_year(info, input.fiscal_year, input.edition_code)
            edits = [_edit(at, one) for at, one in enumerate(input.entries)]
            async with info.context.database.write(actor) as tx:
                await entering.set_progress(tx, edition, input.fiscal_year, input.round, edits)
                sheet = await queries.get_sheet(tx, edition, input.fiscal_year, input.round)
        except RefusedEntries as refused:
            problems = [_problem(at, one) for at, one in refused.refusals.items()]
            return SetProgressPayload(rows=None, figures=None, fingerprint=None, problems=problems)
        except SimitiError as refusal:
            problems = [Problem.of(refusal)]
            return SetProgressPayload(rows=None, figures=None, fingerprint=None, problems=problems)
        rows = {row.initiative_id: row for row in sheet.rows}
        return SetProgressPayload(
            rows=[ProgressRow.of(rows[edit.initiative_id]) for edit in edits],
            figures=ReportFigures.of(sheet.figures, input.round),
            fingerprint=sheet.fingerprint,
            problems=[],
        )

    @strawberry.mutation(description="Open the closed year of an initiative that was done.")
    async def unlock_progress(self, info: Info, input: UnlockProgressInput) -> ReportPayload:
        actor = info.context.actor
        try:
            edition = await edition_of_year(info, input.fiscal_year, input.edition_code)
            wanted = ids.expect(input.initiative_id, "Initiative").uuid
            async with info.context.database.write(actor) as tx:
                await entering.unlock_progress(tx, edition, input.fiscal_year, wanted, input.reason)
                found = await queries.get_sheet(tx, edition, input.fiscal_year, input.round)
                sheet = await load_sheet(tx, found)
        except SimitiError as refusal:
            return ReportPayload(sheet=None, report=None, problems=[Problem.of(refusal)])
        return ReportPayload(sheet=sheet, report=None, problems=[])

    @strawberry.mutation(description="Submit a round: make its next immutable report.")
    async def submit_report(self, info: Info, input: SubmitReportInput) -> ReportPayload:
        actor = info.context.actor
        try:
            edition = await edition_of_year(info, input.fiscal_year, input.edition_code)
            async with info.context.database.write(actor) as tx:
                report = await submitting.submit_report(
                    tx, edition, input.fiscal_year, input.round, input.fingerprint
                )
                found = await queries.get_sheet(tx, edition, input.fiscal_year, input.round)
                sheet = await load_sheet(tx, found)
        except SimitiError as refusal:
            return ReportPayload(sheet=None, report=None, problems=[Problem.of(refusal)])
        return ReportPayload(sheet=sheet, report=Report.of(report), problems=[])

    @strawberry.mutation(description="Set the own assessment of some dimensions: all, or none.")
    async def set_sar(self, info: Info, input: SetSarInput) -> SarPayload:
        actor = info.context.actor
        edits = [
            assessing.SarEdit(one.dimension_code, one.version, one.self_score, one.comment)
            for one in input.entries
        ]
        try:
            edition = await edition_of_year(info, input.fiscal_year, input.edition_code)
            async with info.context.database.write(actor) as tx:
                await assessing.set_sar(tx, edition, input.fiscal_year, edits)
                sheet = await queries.get_sheet(
                    tx, edition, input.fiscal_year, ReportRound.TWELVE_MONTHS
                )
                sar = await load_sar(tx, sheet)
        except SimitiError as refusal:
            return SarPayload(sar=None, problems=[Problem.of(refusal)])
        return SarPayload(sar=sar, problems=[])

    @strawberry.mutation(description="Score dimensions of a report; for officers of its province.")
    async def set_sar_score(self, info: Info, input: SetSarScoreInput) -> ScorePayload:
        scores = [
            assessing.NewScore(one.dimension_code, one.score, one.comment) for one in input.scores
        ]

        async def give(tx: WriteTx, key: SubmittedKey, edition: FrameworkEdition) -> model.Report:
            return await assessing.set_sar_scores(tx, key, edition, scores)

        return await _score(info, input.report_id, give)

    @strawberry.mutation(description="Bring in the national system's scores of one report.")
    async def set_central_score(self, info: Info, input: SetCentralScoreInput) -> ScorePayload:
        origin = assessing.Origin(input.source, input.scored_on)
        scores = [assessing.NewScore(one.dimension_code, one.score) for one in input.scores]
        seen = [
            assessing.SeenScore(one.dimension_code, one.before)
            for one in input.scores
            if one.before is not strawberry.UNSET
        ]

        async def give(tx: WriteTx, key: SubmittedKey, edition: FrameworkEdition) -> model.Report:
            return await assessing.set_central_scores(tx, key, edition, origin, scores, seen)

        return await _score(info, input.report_id, give)

    @strawberry.mutation(description="Write unfinished rows into a draft of another edition.")
    async def carry_over(self, info: Info, input: CarryOverInput) -> CarryOverPayload:
        actor = info.context.actor
        try:
            missions = {
                ids.expect(one.initiative_id, "Initiative").uuid: one.mission_code
                for one in input.rows
            }
            target = ids.expect(input.plan_id, "Plan").uuid
            edition = await edition_of_year(info, input.fiscal_year, input.edition_code)
            async with info.context.database.write(actor) as tx:
                found = await carrying.carry_over(tx, edition, input.fiscal_year, target, missions)
                its_edition = await framework_queries.get_edition(tx.session, found.edition_code)
                plan = await load_plan(tx, found, its_edition)
        except SimitiError as refusal:
            return CarryOverPayload(plan=None, problems=[Problem.of(refusal)])
        return CarryOverPayload(plan=plan, problems=[])


Give = Callable[[WriteTx, SubmittedKey, FrameworkEdition], Awaitable[model.Report]]


async def _score(info: Info, report_id: str, give: Give) -> ScorePayload:
    """An officer says something about a report of the own area."""
    actor = info.context.actor
    try:
        actor.require(Permission.REPORT_SCORE)
        key = SubmittedKey(*ids.expect(report_id, "Report").tenant_and_uuid)
        async with info.context.database.read(actor) as seen:
            found = await queries.find_report(seen, key)
        if found is None:
            raise NotFound("report")
        edition = await info.context.rooms.edition(found.edition_code)
        async with info.context.database.review(actor, key.tenant_id) as tx:
            report = await give(tx, key, edition)
    except SimitiError as refusal:
        return ScorePayload(report=None, problems=[Problem.of(refusal)])
    return ScorePayload(report=Report.of(report), problems=[])


def _edit(at: int, one: ProgressInput) -> EntryEdit:
    """An entry's new content; a contradiction is refused with its place in the input."""
    place = f"entries.{at}"
    entry = Entry(
        status=one.status,
        in_ordinance=one.in_ordinance,
        ordinance=budget_from(one.ordinance_state, one.ordinance, f"{place}.ordinance"),
        disbursed=one.disbursed,
        cannot_reason=one.cannot_reason,
        cannot_text=one.cannot_text,
        note=one.note,
        evidence_links=tuple(one.evidence_links),
    )
    return EntryEdit(ids.expect(one.initiative_id, "Initiative").uuid, one.version, entry)


def _problem(at: int, refusal: SimitiError) -> Problem:
    inside = f".{refusal.field}" if isinstance(refusal, Invalid) and refusal.field else ""
    return Problem.of(refusal, f"entries.{at}{inside}")
