"""Settling, accepting and discarding documents, in the schema."""

from __future__ import annotations

from decimal import Decimal

import strawberry
import structlog

from api import ids
from api.schema.base import (
    Info,
    Problem,
    budget_from,
    says,
)
from api.schema.intake import Document
from api.schema.plans import Plan, load_plan
from plan_core.errors import Invalid, SimitiError
from plan_core.files import StoreAway, document_key
from plan_core.framework import queries as framework_queries
from plan_core.intake import corrections, queries
from plan_core.intake.actions import accepting, settling
from plan_core.values import BudgetState, InitiativeKind

log = structlog.get_logger()


@strawberry.input(description="Move a row to another mission.")
class DraftMoveInput:
    initiative_id: str = says("The row.")
    mission_code: str = says("The mission it belongs to.")
    position: int | None = says("From 1 inside the mission; last when left out.")


@strawberry.input(description="Say what a row is.")
class DraftKindInput:
    initiative_id: str = says("The row.")
    kind: InitiativeKind = says("What it is.")


@strawberry.input(description="Set one budget of a row.")
class DraftBudgetInput:
    initiative_id: str = says("The row.")
    fiscal_year: int = says("Buddhist-era fiscal year.")
    state: BudgetState = says("The new state.")
    amount: Decimal | None = says("Baht, exactly when the state is AMOUNT.")


@strawberry.input(description="Correct a row's title.")
class DraftTitleInput:
    initiative_id: str = says("The row.")
    title: str = says("The title.")


@strawberry.input(description="Correct a row's remarks.")
class DraftRemarksInput:
    initiative_id: str = says("The row.")
    remarks: str = says("The remarks.")


@strawberry.input(description="Add a row that was not read.")
class DraftAddInput:
    mission_code: str = says("The mission it goes to.")
    kind: InitiativeKind = says("What it is.")
    title: str = says("Its title.")


@strawberry.input(description="Take out a row that is not one.")
class DraftRemoveInput:
    initiative_id: str = says("The row.")


@strawberry.input(one_of=True, description="Exactly one correction.")
class CorrectionInput:
    move_initiative: DraftMoveInput | None = strawberry.field(
        default=strawberry.UNSET, description="Move a row to another mission."
    )
    set_kind: DraftKindInput | None = strawberry.field(
        default=strawberry.UNSET, description="Say what a row is."
    )
    set_budget: DraftBudgetInput | None = strawberry.field(
        default=strawberry.UNSET, description="Set one budget."
    )
    set_title: DraftTitleInput | None = strawberry.field(
        default=strawberry.UNSET, description="Correct a title."
    )
    set_remarks: DraftRemarksInput | None = strawberry.field(
        default=strawberry.UNSET, description="Correct remarks."
    )
    add_initiative: DraftAddInput | None = strawberry.field(
        default=strawberry.UNSET, description="Add a row that was not read."
    )
    remove_initiative: DraftRemoveInput | None = strawberry.field(
        default=strawberry.UNSET, description="Take out a row that is not one."
    )

    def to_correction(self) -> corrections.Correction:
        if self.move_initiative:
            move = self.move_initiative
            return corrections.MoveInitiative(move.initiative_id, move.mission_code, move.position)
        if self.set_kind:
            return corrections.SetKind(self.set_kind.initiative_id, self.set_kind.kind)
        if self.set_budget:
            wanted = self.set_budget
            budget = budget_from(wanted.state, wanted.amount, "correction.setBudget.amount")
            return corrections.SetBudget(wanted.initiative_id, wanted.fiscal_year, budget)
        if self.set_title:
            return corrections.SetTitle(self.set_title.initiative_id, self.set_title.title)
        if self.set_remarks:
            return corrections.SetRemarks(self.set_remarks.initiative_id, self.set_remarks.remarks)
        if self.add_initiative:
            new = self.add_initiative
            return corrections.AddInitiative(new.mission_code, new.kind, new.title, {})
        if self.remove_initiative:
            return corrections.RemoveInitiative(self.remove_initiative.initiative_id)
        raise Invalid(
            "CORRECTION_EMPTY",
            "ไม่ได้ระบุว่าจะแก้ไขอะไร",
            "The correction says nothing.",
            field="correction",
        )


@strawberry.input(description="One correction to what was read.")
class CorrectReadingInput:
    document_id: strawberry.ID = says("The document.")
    version: int = says("The reading's version that the officer saw.")
    correction: CorrectionInput = says("What to correct.")


@strawberry.input(description="Why a finding stands.")
class ExplainFindingInput:
    document_id: strawberry.ID = says("The document.")
    version: int = says("The reading's version that the officer saw.")
    finding_key: str = says("The finding.")
    text: str = says("The explanation; an empty text takes an earlier one back.")


@strawberry.input(description="Make the settled reading the draft plan.")
class AcceptDocumentInput:
    document_id: strawberry.ID = says("The document.")
    version: int = says("The reading's version that the officer saw.")
    replace_draft: bool = strawberry.field(
        default=False, description="Write over a draft that has rows already."
    )


@strawberry.input(description="Let a document go.")
class DiscardDocumentInput:
    document_id: strawberry.ID = says("The document.")


@strawberry.type(description="The document as it is now, or why nothing changed.")
class DocumentPayload:
    document: Document | None = says("The document; null when refused.")
    problems: list[Problem] = says("Why it was refused; empty on success.")


@strawberry.type(description="The accepted document and the draft plan, or why it was refused.")
class AcceptDocumentPayload:
    document: Document | None = says("The document.")
    plan: Plan | None = says("The draft plan made from it.")
    problems: list[Problem] = says("Why it was refused; empty on success.")


@strawberry.type
class IntakeMutation:
    @strawberry.mutation(description="Correct one thing in what was read.")
    async def correct_reading(self, info: Info, input: CorrectReadingInput) -> DocumentPayload:
        actor = info.context.actor
        try:
            wanted = ids.expect(input.document_id, "Document").uuid
            correction = input.correction.to_correction()
            async with info.context.database.write(actor) as tx:
                document = await queries.get_document(tx, wanted)
                edition = await framework_queries.get_edition(tx.session, document.edition_code)
                document = await settling.correct_reading(
                    tx, wanted, input.version, correction, edition
                )
        except SimitiError as refusal:
            return DocumentPayload(document=None, problems=[Problem.of(refusal)])
        return DocumentPayload(document=Document.of(document), problems=[])

    @strawberry.mutation(description="Explain why a finding stands.")
    async def explain_finding(self, info: Info, input: ExplainFindingInput) -> DocumentPayload:
        viewer = info.context.viewer
        try:
            wanted = ids.expect(input.document_id, "Document").uuid
            async with info.context.database.write(viewer.actor) as tx:
                document = await queries.get_document(tx, wanted)
                edition = await framework_queries.get_edition(tx.session, document.edition_code)
                document = await settling.explain_finding(
                    tx,
                    wanted,
                    input.version,
                    input.finding_key,
                    input.text,
                    viewer.display_name,
                    edition,
                )
        except SimitiError as refusal:
            return DocumentPayload(document=None, problems=[Problem.of(refusal)])
        return DocumentPayload(document=Document.of(document), problems=[])

    @strawberry.mutation(description="Make the settled reading the organisation's draft plan.")
    async def accept_document(
        self, info: Info, input: AcceptDocumentInput
    ) -> AcceptDocumentPayload:
        viewer = info.context.viewer
        try:
            wanted = ids.expect(input.document_id, "Document").uuid
            async with info.context.database.write(viewer.actor) as tx:
                document = await queries.get_document(tx, wanted)
                edition = await framework_queries.get_edition(tx.session, document.edition_code)
                plan = await accepting.accept(
                    tx,
                    wanted,
                    input.version,
                    edition,
                    replace_draft=input.replace_draft,
                    accepted_by=viewer.display_name,
                )
                shown = await load_plan(tx, plan, edition)
        except SimitiError as refusal:
            return AcceptDocumentPayload(document=None, plan=None, problems=[Problem.of(refusal)])
        return AcceptDocumentPayload(document=Document.of(document), plan=shown, problems=[])

    @strawberry.mutation(description="Let a document go; only its record stays.")
    async def discard_document(self, info: Info, input: DiscardDocumentInput) -> DocumentPayload:
        actor = info.context.actor
        try:
            wanted = ids.expect(input.document_id, "Document").uuid
            async with info.context.database.write(actor) as tx:
                document = await accepting.discard(tx, wanted)
        except SimitiError as refusal:
            return DocumentPayload(document=None, problems=[Problem.of(refusal)])
        try:
            await info.context.rooms.files.remove(document_key(document.tenant_id, document.id))
        except StoreAway:
            # The document is let go all the same; discarding it again removes the file.
            log.warning("document.file_left", document=str(document.id), exc_info=True)
        return DocumentPayload(document=Document.of(document), problems=[])
