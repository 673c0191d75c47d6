"""What every part of the schema shares: nodes, pages, scalars, budgets, refusals."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Annotated, Any

import strawberry
from strawberry.scalars import JSON
from strawberry.types.nodes import SelectedField, Selection
from strawberry.types.scalar import ScalarDefinition

from api.context import Context
from plan_core import values
from plan_core.actor import Permission, Role, Scope
from plan_core.errors import Invalid, SimitiError
from plan_core.people.delegation_rules import ActingKind, DelegationState
from plan_core.plans.stages import PartKind, PlanStage, PlanState, StepKind, Verdict
from plan_core.reporting.rules import ReportRound
from plan_core.values import Budget as BudgetValue
from plan_core.values import BudgetState, InitiativeKind, OrganisationKind, RiskCategory, Severity

Info = strawberry.Info[Context, None]

MOST_PER_PAGE = 100


def argument(description: str) -> Any:
    """An argument's description, for `Annotated`."""
    return strawberry.argument(description=description)


First = Annotated[int, argument("How many at most, 1 to 100.")]
After = Annotated[str | None, argument("Where the page before ended: its `endCursor`.")]
EditionCode = Annotated[str | None, argument("Like 2561-2564; the newest edition when left out.")]
PlanEditionCode = Annotated[
    str | None,
    argument("Like 2561-2564; the newest that the organisation has a plan for when left out."),
]
ProvinceCode = Annotated[str | None, argument("Only this province: two digits.")]
DistrictCode = Annotated[str | None, argument("Only this district: four digits.")]
KindOfOrganisation = Annotated[
    OrganisationKind | None, argument("Only organisations of this kind.")
]


def asks_for(info: Info, name: str) -> bool:
    """Whether the field being answered was asked for a field of this name, fragments included."""
    return any(_holds(field.selections, name) for field in info.selected_fields)


def _holds(selections: Sequence[Selection], name: str) -> bool:
    return any(
        one.name == name if isinstance(one, SelectedField) else _holds(one.selections, name)
        for one in selections
    )


def says(description: str) -> Any:
    """A plain field with its description."""
    return strawberry.field(description=description)


for _enum, _description in (
    (Role, "The role that a post gives in its scope."),
    (Permission, "What a role may do inside its scope."),
    (ActingKind, "ACTING is รักษาราชการแทน, ON_BEHALF is ปฏิบัติราชการแทน."),
    (DelegationState, "How a delegation stands today, in Thailand."),
    (InitiativeKind, "What the first word of a title says an initiative is."),
    (BudgetState, "Three different things: an amount, `-` (no budget needed), not stated."),
    (Severity, "How much a finding matters. CRITICAL blocks; an ERROR may be explained."),
    (RiskCategory, "The four categories of the guideline's risk analysis."),
    (OrganisationKind, "Kinds of local government; SAO is an OrBorTor (อบต.)."),
    (PlanState, "DRAFT: being written. IN_COMMITTEE: held still. SUBMITTED: the last revision."),
    (PlanStage, "Where a plan stands between draft and publication."),
    (StepKind, "What happened to a submitted revision; the last one says where it stands."),
    (PartKind, "What a reason for returning is about; exactly that may be changed again."),
    (ReportRound, "The two reports of a fiscal year: October to March, and the whole year."),
    (Verdict, "Whether a row fits its dimension; an inconsistent one leaves reports' totals."),
):
    strawberry.enum(_enum, description=_description)
strawberry.enum(
    Scope,
    name="TokenScope",
    description="What a token may be used for. None signs, reviews or scores.",
)


@strawberry.interface(description="Anything that has a global id and can be fetched by it.")
class Node:
    id: strawberry.ID = says("Opaque global id.")


@strawberry.type(description="Where a page of a connection stands.")
class PageInfo:
    has_next_page: bool = says("Whether there is more behind this page.")
    has_previous_page: bool = says("Whether something came before this page.")
    start_cursor: str | None = says("Cursor of the first edge.")
    end_cursor: str | None = says("Cursor of the last edge: the next page's `after`.")

    @classmethod
    def of(cls, cursors: Sequence[str], *, has_next: bool, after: str | None) -> PageInfo:
        return cls(
            has_next_page=has_next,
            has_previous_page=after is not None,
            start_cursor=cursors[0] if cursors else None,
            end_cursor=cursors[-1] if cursors else None,
        )


def check_first(first: int) -> int:
    """Pages are bounded; one too many is refused, never cut down in silence."""
    if not 1 <= first <= MOST_PER_PAGE:
        raise Invalid(
            "PAGE_SIZE",
            f"ขอได้ครั้งละ 1 ถึง {MOST_PER_PAGE} รายการ",
            f"Ask for 1 to {MOST_PER_PAGE} at a time.",
            field="first",
            values={"first": first, "most": MOST_PER_PAGE},
        )
    return first


@strawberry.type(description="Why something was refused, in both languages, with a stable code.")
class Problem:
    code: str = says("Stable code, for programs.")
    message_th: str = says("What happened and what to do, in Thai.")
    message_en: str = says("The same in English.")
    field: str = says("Which input it is about, as a path like `cells.3`; empty when none.")
    values: JSON = says("What the message mentions; `current` holds the newer value of a CONFLICT.")

    @classmethod
    def of(cls, error: SimitiError, field: str | None = None) -> Problem:
        return cls(
            code=error.code,
            message_th=error.message_th,
            message_en=error.message_en,
            field=error.field if field is None else field,
            values=JSON(error.values),
        )


@strawberry.type(description="A Thai fiscal year: 1 October to 30 September.")
class FiscalYear:
    be: int = says("Buddhist-era year it is named by: the one it ends in.")
    ce: int = says("The same year in the Common Era.")
    starts_on: date = says("Its first day, 1 October.")
    ends_on: date = says("Its last day, 30 September.")

    @classmethod
    def of(cls, be: int) -> FiscalYear:
        return _fiscal_year(be)


@lru_cache(maxsize=64)
def _fiscal_year(be: int) -> FiscalYear:
    """The same object for the same year: each of a plan's cells shows one."""
    year = values.FiscalYear(be)
    return FiscalYear(be=year.be, ce=year.ce, starts_on=year.starts_on, ends_on=year.ends_on)


@strawberry.type(description="A budget: a state, and baht when the state is AMOUNT.")
class Budget:
    state: BudgetState = says("Which of the three it is.")
    amount: Decimal | None = says("Baht; present exactly when the state is AMOUNT.")

    @classmethod
    def of(cls, budget: BudgetValue) -> Budget:
        return cls(state=budget.state, amount=budget.amount)


@strawberry.type(description="The budget of one fiscal year.")
class YearAmount:
    fiscal_year: FiscalYear = says("The fiscal year.")
    budget: Budget = says(
        "In totals: AMOUNT when any cell holds money, NONE when every cell is `-`, else UNSTATED."
    )

    @classmethod
    def list_of(cls, years: Mapping[int, BudgetValue]) -> list[YearAmount]:
        return [
            cls(fiscal_year=FiscalYear.of(be), budget=Budget.of(budget))
            for be, budget in sorted(years.items())
        ]


def budget_from(state: BudgetState, amount: Decimal | None, field: str) -> BudgetValue:
    """An input's budget; a state and an amount that contradict each other are refused."""
    if (state is BudgetState.AMOUNT) != (amount is not None):
        raise Invalid(
            "BUDGET_CONTRADICTS_STATE",
            "สถานะ AMOUNT ต้องมีจำนวนเงิน สถานะอื่นต้องไม่มี",
            "The state AMOUNT needs an amount; the other states have none.",
            field=field,
            values={"state": state.value},
        )
    return BudgetValue(state, amount)


_AMOUNT = re.compile(r"-?\d{1,30}(\.\d{1,6})?", re.ASCII)
"""Longer than any money, so that an amount too large is told as that and not as no number."""


def _read_decimal(value: object) -> Decimal:
    """Text or a whole number; never a float, which has lost satang before it came here."""
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    if isinstance(value, str) and _AMOUNT.fullmatch(value):
        return Decimal(value)
    raise ValueError('a Decimal is text like "15000.50" or a whole number')


DECIMAL = strawberry.scalar(
    name="Decimal",
    description='An exact decimal number as text, like "15000" or "15000.50"; money is baht.',
    specified_by_url="https://www.rfc-editor.org/rfc/rfc8259#section-7",
    serialize=lambda value: f"{value:f}",
    parse_value=_read_decimal,
)


def specified(scalar: ScalarDefinition) -> ScalarDefinition:
    """A date or a time as Strawberry has it, with the address of its specification."""
    return replace(scalar, specified_by_url="https://www.rfc-editor.org/rfc/rfc3339#section-5.6")
