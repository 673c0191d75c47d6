"""How many of each kind a total row claims is how many are listed."""

from __future__ import annotations

from collections.abc import Iterator

from plan_core.errors import Value
from plan_core.framework.rules import FrameworkEdition
from plan_core.intake import findings
from plan_core.intake.checks.declared_amounts import about, computed_for, name_en, name_th
from plan_core.intake.draft import DeclaredDimension, PlanDraft
from plan_core.intake.findings import Finding
from plan_core.plans.totals import RowsTotal
from plan_core.values import KIND_WORDS, InitiativeKind, Severity


def check(draft: PlanDraft, _: FrameworkEdition) -> Iterator[Finding]:
    for declared in draft.declared:
        computed = computed_for(draft, declared)
        kinds = _differences(declared, computed)
        items = _items_difference(declared, computed)
        if kinds or items:
            yield _finding(declared, computed, kinds, items)
    for note in draft.notes:
        if note.code == "TOTAL_TEXT_UNREAD":
            yield findings.of_note(
                note,
                Severity.ERROR,
                f"อ่านข้อความในแถวรวมไม่ออกทั้งหมด: “{note.text}”",
                f"Not all of a total row's text was understood: “{note.text}”",
            )


def _differences(declared: DeclaredDimension, computed: RowsTotal) -> dict[InitiativeKind, int]:
    """Declared minus listed, for the kinds where they differ; without counts nothing is claimed."""
    if not declared.counts:
        return {}
    differences = {
        kind: declared.counts.get(kind, 0) - computed.counts.of(kind) for kind in InitiativeKind
    }
    return {kind: difference for kind, difference in differences.items() if difference}


def _items_difference(declared: DeclaredDimension, computed: RowsTotal) -> int:
    """For a count of all kinds together, declared minus listed."""
    return 0 if declared.items is None else declared.items - computed.counts.total


def _finding(
    declared: DeclaredDimension, computed: RowsTotal, kinds: dict[InitiativeKind, int], items: int
) -> Finding:
    th = [f"{KIND_WORDS[kind]} {difference:+d}" for kind, difference in kinds.items()]
    en = [f"{kind} {difference:+d}" for kind, difference in kinds.items()]
    by_kind: dict[str, Value] = {
        kind: {
            "declared": declared.counts.get(kind, 0),
            "listed": computed.counts.of(kind),
            "difference": difference,
        }
        for kind, difference in kinds.items()
    }
    values: dict[str, Value] = {"kinds": by_kind}
    if items:
        th.append(f"ทุกประเภท {items:+d}")
        en.append(f"all kinds {items:+d}")
        values["items"] = {
            "declared": declared.items,
            "listed": computed.counts.total,
            "difference": items,
        }
    basis = _basis(declared, computed)
    said_th, said_en = ", ".join(th), ", ".join(en)
    return findings.of(
        "DECLARED_COUNT_DIFFERS",
        Severity.WARNING if basis else Severity.ERROR,
        about(declared),
        f"{name_th(declared)} พิมพ์จำนวนไม่ตรงกับที่ลงรายการไว้ ({said_th}){_BASIS_TH[basis]}",
        f"{name_en(declared)}: the printed counts are not those listed ({said_en})."
        f"{_BASIS_EN[basis]}",
        place=declared.place,
        dimension=declared.dimension,
        mission=declared.mission,
        values={**values, "basis": basis},
    )


_BASIS_TH = {"": "", "PROJECT_YEARS": " อาจนับเป็นรายปี", "ALL_KINDS": " อาจนับทุกประเภทรวมกัน"}
_BASIS_EN = {
    "": "",
    "PROJECT_YEARS": " It may count each year of each row.",
    "ALL_KINDS": " It may count all kinds together.",
}


def _basis(declared: DeclaredDimension, computed: RowsTotal) -> str:
    """Plans that print one number may mean project-years, or all kinds under one word."""
    numbers = [*declared.counts.values(), *([] if declared.items is None else [declared.items])]
    if len(numbers) != 1:
        return ""
    number = numbers[0]
    if number == computed.counts.total:
        return "ALL_KINDS"
    stated = computed.cells.amounts
    is_years = number in {stated, computed.counts.total * len(declared.amounts)}
    return "PROJECT_YEARS" if number and is_years else ""
