"""Whose plan a document is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from plan_core.framework.rules import load_editions
from plan_core.intake import checks, reading
from plan_core.intake.draft import PlanDraft
from plan_core.values import Severity

EDITION = load_editions()[0]
SOURCE = Path(__file__).parents[2] / "documents" / "huamueang_2561-2564.md"


@pytest.fixture(scope="module")
def draft() -> PlanDraft:
    return reading.read(SOURCE.name, SOURCE.read_bytes(), EDITION).draft


def found(draft: PlanDraft, printed: str, expected: str) -> list[Severity]:
    asked = replace(draft, organisation_name_printed=printed, organisation_name_expected=expected)
    return [
        finding.severity
        for finding in checks.run_all(asked, EDITION)
        if finding.code == "ORGANISATION_DIFFERS"
    ]


@pytest.mark.parametrize(
    "printed",
    [
        "องค์การบริหารส่วนตำบลหัวเมือง",
        "อบต.หัวเมือง",
        "องค์การบริหารส่วนตำบลหวเมือง",
        "องค์การบริหารส่วนตำบลหัวเมืองจัดทำขึ้น",
        "เทศบาลตำบลหัวเมือง",
        "",
    ],
)
def test_the_own_name_in_any_spelling_is_no_finding(draft: PlanDraft, printed: str) -> None:
    assert found(draft, printed, "องค์การบริหารส่วนตำบลหัวเมือง") == []


@pytest.mark.parametrize("expected", ["องค์การบริหารส่วนตำบลบ้านกลาง", "เทศบาลเมืองแพร่"])
def test_another_organisation_s_document_must_be_explained(draft: PlanDraft, expected: str) -> None:
    assert found(draft, "องค์การบริหารส่วนตำบลหัวเมือง", expected) == [Severity.ERROR]


def test_without_an_organisation_that_asks_nothing_is_compared(draft: PlanDraft) -> None:
    assert found(draft, "องค์การบริหารส่วนตำบลหัวเมือง", "") == []
