"""What differs between two contents of a plan, in the schema."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated

import strawberry

from api import ids
from api.schema.base import Budget, FiscalYear, Info, argument, says
from api.schema.places import global_id
from plan_core.plans import changes, diff_queries, model, queries
from plan_core.plans.body import BodyRow
from plan_core.values import InitiativeKind

strawberry.enum(
    changes.ChangeKind,
    description="What happened to a row or a text; a row can be moved and changed at once.",
)
strawberry.enum(changes.TextKind, description="What a text beside the rows is.")


@strawberry.type(description="One side of a difference.")
class DiffSide:
    revision_id: strawberry.ID | None = says("The revision; null for the working copy.")
    number: int | None = says("The revision's number; null for the working copy.")
    submitted_at: datetime | None = says("When it was submitted (UTC).")
    submitted_by: str = says("By whom; empty for the working copy.")

    @classmethod
    def of(cls, revision: model.Revision | None) -> DiffSide:
        if revision is None:
            return cls(revision_id=None, number=None, submitted_at=None, submitted_by="")
        return cls(
            revision_id=global_id("Revision", f"{revision.tenant_id}:{revision.id}"),
            number=revision.number,
            submitted_at=revision.submitted_at,
            submitted_by=revision.submitted_by,
        )


@strawberry.type(description="A field with its words before and after; a list has a line each.")
class FieldChange:
    field: str = says("The field's name, like `title` or `sheet.place`.")
    before: str = says("What it said; empty for nothing.")
    after: str = says("What it says.")

    @classmethod
    def of(cls, change: changes.FieldChange) -> FieldChange:
        return cls(field=change.field, before=change.before, after=change.after)


@strawberry.type(description="A budget of one year, before and after.")
class BudgetChange:
    fiscal_year: FiscalYear = says("The fiscal year.")
    before: Budget | None = says("What it was; null where there was no such row.")
    after: Budget | None = says("What it is; null where there is no such row.")
    difference: Decimal = says("Baht more, or less, than before.")

    @classmethod
    def of(cls, change: changes.CellChange) -> BudgetChange:
        return cls(
            fiscal_year=FiscalYear.of(change.fiscal_year_be),
            before=None if change.before is None else Budget.of(change.before),
            after=None if change.after is None else Budget.of(change.after),
            difference=change.difference,
        )


@strawberry.type(description="Where a row stands, and what it is called there.")
class RowFace:
    mission_code: str = says("Its mission.")
    number: int = says("Its number inside the mission.")
    kind: InitiativeKind = says("What it is.")
    title: str = says("Its title.")
    remarks: str = says("The column หมายเหตุ.")
    sub_mission: str | None = says("The part of its mission that it stands under.")

    @classmethod
    def of(cls, row: BodyRow | None) -> RowFace | None:
        if row is None:
            return None
        return cls(
            mission_code=row.mission,
            number=row.number,
            kind=row.kind,
            title=row.title,
            remarks=row.remarks,
            sub_mission=row.sub_mission,
        )


@strawberry.type(description="A row that differs.")
class RowChange:
    initiative_id: strawberry.ID | None = says(
        "The row in its organisation's plan; null when an old revision does not say."
    )
    kinds: list[changes.ChangeKind] = says("What happened to it.")
    before: RowFace | None = says("What it was; null for an added row.")
    after: RowFace | None = says("What it is; null for a removed row.")
    fields: list[FieldChange] = says("Words that differ.")
    budgets: list[BudgetChange] = says("Budgets that differ; all of an added or removed row.")
    difference: Decimal = says("Baht more, or less, over all years.")

    @classmethod
    def of(cls, change: changes.RowChange) -> RowChange:
        row_id = change.row.id
        return cls(
            initiative_id=None if row_id is None else global_id("Initiative", row_id),
            kinds=list(change.kinds),
            before=RowFace.of(change.before),
            after=RowFace.of(change.after),
            fields=[FieldChange.of(one) for one in change.fields],
            budgets=[BudgetChange.of(one) for one in change.cells],
            difference=change.difference,
        )


@strawberry.type(description="A text of Part 1, a risk, or a line of the appointment order.")
class TextChange:
    text: changes.TextKind = says("What it is.")
    kind: changes.ChangeKind = says("What happened to it.")
    title: str = says("What it is called.")
    fields: list[FieldChange] = says("Words that differ.")

    @classmethod
    def of(cls, change: changes.TextChange) -> TextChange:
        return cls(
            text=change.text,
            kind=change.kind,
            title=change.title,
            fields=[FieldChange.of(one) for one in change.fields],
        )


@strawberry.type(description="How many rows of a kind, before and after.")
class CountChange:
    kind: InitiativeKind = says("The kind.")
    before: int = says("How many there were.")
    after: int = says("How many there are.")


@strawberry.type(description="What rows add up to, before and after.")
class TotalChange:
    dimension_code: str = says("The dimension; empty for the whole plan.")
    budgets: list[BudgetChange] = says("By fiscal year, the unchanged ones too.")
    counts: list[CountChange] = says("By kind, the unchanged ones too.")
    difference: Decimal = says("Baht more, or less, over all years.")
    is_same: bool = says("Whether nothing of it differs.")

    @classmethod
    def of(cls, change: changes.TotalChange) -> TotalChange:
        return cls(
            dimension_code=change.dimension_code,
            budgets=[BudgetChange.of(one) for one in change.years],
            counts=[
                CountChange(
                    kind=kind,
                    before=change.counts_before.get(kind, 0),
                    after=change.counts_after.get(kind, 0),
                )
                for kind in InitiativeKind
            ],
            difference=change.difference,
            is_same=change.is_same,
        )


@strawberry.type(description="Everything that differs between two contents of one plan.")
class PlanDiff:
    before: DiffSide = says("The earlier content.")
    after: DiffSide = says("The later content.")
    is_empty: bool = says("Whether nothing differs.")
    added: int = says("How many rows were added.")
    removed: int = says("How many rows were removed.")
    moved: int = says("How many rows were moved.")
    changed: int = says("How many rows say something else.")
    renumbered: int = says("How many rows only got another number.")
    rows: list[RowChange] = says("Rows that differ, in printed order.")
    texts: list[TextChange] = says("Texts beside the rows that differ.")
    totals: list[TotalChange] = says("By dimension, and last the whole plan.")

    @classmethod
    def of(cls, compared: diff_queries.Compared) -> PlanDiff:
        diff, kinds = compared.diff, changes.ChangeKind
        return cls(
            before=DiffSide.of(compared.before),
            after=DiffSide.of(compared.after),
            is_empty=diff.is_empty,
            added=diff.count(kinds.ADDED),
            removed=diff.count(kinds.REMOVED),
            moved=diff.count(kinds.MOVED),
            changed=diff.count(kinds.CHANGED),
            renumbered=diff.renumbered,
            rows=[RowChange.of(one) for one in diff.rows],
            texts=[TextChange.of(one) for one in diff.texts],
            totals=[TotalChange.of(one) for one in diff.totals],
        )


@strawberry.type
class DiffsQuery:
    @strawberry.field(
        description="From one revision to another of the same organisation and edition."
    )
    async def revision_diff(
        self,
        info: Info,
        from_id: Annotated[strawberry.ID, argument("The earlier revision.")],
        to_id: Annotated[strawberry.ID, argument("The later revision.")],
    ) -> PlanDiff:
        before, after = revision_key(from_id), revision_key(to_id)
        async with info.context.database.read(info.context.actor) as tx:
            return PlanDiff.of(await diff_queries.compare_revisions(tx, before, after))


def revision_key(text: str) -> queries.SubmittedKey:
    """Raises NotFound for what is no revision's id."""
    return queries.SubmittedKey(*ids.expect(text, "Revision").tenant_and_uuid)
