"""How many of each kind a total row claims is how many are listed."""

from __future__ import annotations

from collections.abc import Iterator

from plan_core.errors import Value
from plan_core.framework.rules import FrameworkEdition
from plan_core.intake import findings
from plan_core.intake.checks.declared_amounts import about, computed_for, name_en, name_th
from plan_core.intake.draft import DeclaredDimension, PlanDraft
from plan_core.intake.findings import Finding
from plan_core.intake.summary import Totals
from plan_core.values import KIND_WORDS, BudgetState, InitiativeKind, Severity


def check(draft: PlanDraft, _: FrameworkEdition) -> Iterator[Finding]:
    for declared in draft.declared:
        computed = computed_for(draft, declared)
        kinds = _differences(declared, computed)
        if kinds:
            yield _finding(declared, computed, kinds)


def _differences(declared: DeclaredDimension, computed: Totals) -> dict[InitiativeKind, int]:
    """Declared minus listed, for the kinds where they differ; without counts nothing is claimed."""
    if not declared.counts:
        return {}
    every = {*declared.counts, *computed.counts}
    differences = {
        kind: declared.counts.get(kind, 0) - computed.counts.get(kind, 0) for kind in every
    }
    return {kind: differences[kind] for kind in InitiativeKind if differences.get(kind)}


def _finding(
    declared: DeclaredDimension, computed: Totals, kinds: dict[InitiativeKind, int]
) -> Finding:
    th = ", ".join(f"{KIND_WORDS[kind]} {difference:+d}" for kind, difference in kinds.items())
    en = ", ".join(f"{kind} {difference:+d}" for kind, difference in kinds.items())
    values: dict[str, Value] = {
        kind: {
            "declared": declared.counts.get(kind, 0),
            "listed": computed.counts.get(kind, 0),
            "difference": difference,
        }
        for kind, difference in kinds.items()
    }
    basis = _basis(declared, computed)
    return findings.of(
        "DECLARED_COUNT_DIFFERS",
        Severity.WARNING if basis else Severity.ERROR,
        about(declared),
        f"{name_th(declared)} พิมพ์จำนวนไม่ตรงกับที่ลงรายการไว้ ({th}){_BASIS_TH[basis]}",
        f"{name_en(declared)}: the printed counts are not those listed ({en}).{_BASIS_EN[basis]}",
        place=declared.place,
        dimension=declared.dimension,
        mission=declared.mission,
        values={"kinds": values, "basis": basis},
    )


_BASIS_TH = {"": "", "PROJECT_YEARS": " อาจนับเป็นรายปี", "ALL_KINDS": " อาจนับทุกประเภทรวมกัน"}
_BASIS_EN = {
    "": "",
    "PROJECT_YEARS": " It may count each year of each row.",
    "ALL_KINDS": " It may count all kinds together.",
}


def _basis(declared: DeclaredDimension, computed: Totals) -> str:
    """Plans that print one number may mean project-years, or all kinds under one word."""
    if len(declared.counts) != 1:
        return ""
    number = next(iter(declared.counts.values()))
    if number == computed.initiatives:
        return "ALL_KINDS"
    stated = computed.cells[BudgetState.AMOUNT]
    is_years = number in {stated, computed.initiatives * len(declared.amounts)}
    return "PROJECT_YEARS" if number and is_years else ""
