"""The plan of หัวเมือง: its figures and findings, from the facts here and from the document."""

from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from plan_core.framework.rules import load_editions
from plan_core.intake import reading
from plan_core.intake.reading import Reading
from plan_core.plans import totals
from plan_core.plans.totals import CellCounts, KindCounts
from plan_core.values import Budget, BudgetState, InitiativeKind, RiskCategory

FACTS = Path(__file__).parent / "huamueang_2561-2564.md"
DOCUMENT = Path(__file__).parents[3] / "shared/documents/000_c49823386a50176a.txt"

P, A, M = InitiativeKind.PROJECT, InitiativeKind.ACTIVITY, InitiativeKind.MEASURE
MISSIONS: dict[str, tuple[int, int, int, int, int]] = {
    "1.1": (7, 2, 1, 4, 115_000),
    "1.2": (4, 4, 0, 0, 35_000),
    "1.3": (2, 2, 0, 0, 20_000),
    "2.1": (5, 1, 2, 2, 0),
    "2.2": (8, 1, 5, 2, 0),
    "2.3": (6, 1, 1, 4, 0),
    "2.4": (3, 0, 3, 0, 0),
    "2.5": (5, 0, 1, 4, 0),
    "3.1": (5, 1, 2, 2, 15_000),
    "3.2": (3, 1, 1, 1, 0),
    "3.3": (4, 0, 2, 2, 0),
    "4.1": (4, 0, 3, 1, 0),
    "4.2": (3, 1, 1, 1, 0),
    "4.3": (1, 1, 0, 0, 100_000),
    "4.4": (2, 0, 2, 0, 0),
}
YEARS = (2561, 2562, 2563, 2564)


@pytest.fixture(scope="module", params=["facts", "document"])
def read(request: pytest.FixtureRequest) -> Reading:
    path = FACTS if request.param == "facts" else DOCUMENT
    if not path.exists():
        pytest.skip(f"the source document is not beside this checkout: {path.name}")
    return reading.read(path.name, path.read_bytes(), load_editions())


def test_the_plan_has_62_initiatives_and_its_money(read: Reading) -> None:
    plan = totals.add_rows(read.draft.initiatives, read.draft.fiscal_years)
    assert plan.counts.total == 62
    assert plan.counts == KindCounts(projects=15, activities=24, measures=23)
    assert plan.years == dict.fromkeys(YEARS, Budget.of(285_000))
    assert plan.cells == CellCounts(amounts=28, none=216, unstated=4)
    assert plan.grand_total == Decimal(4 * 285_000)


def test_each_mission_has_its_rows_kinds_and_money(read: Reading) -> None:
    rows = read.draft.initiatives
    assert {row.mission for row in rows} == set(MISSIONS)
    for code, (count, projects, activities, measures, baht) in MISSIONS.items():
        total = totals.add_rows([row for row in rows if row.mission == code], YEARS)
        assert total.counts.total == count, code
        assert total.counts == KindCounts(projects, activities, measures), code
        amounts = [budget.amount for budget in total.years.values()]
        assert amounts == [Decimal(baht) if baht else None] * len(YEARS), code


def test_declared_totals_are_kept_as_printed(read: Reading) -> None:
    declared = {d.dimension: d for d in read.draft.declared}
    amounts = {code: [b.amount for b in d.amounts.values()] for code, d in declared.items()}
    assert amounts == {
        "1": [Decimal(270_000)] * 4,
        "2": [None] * 4,
        "3": [Decimal(15_000)] * 3 + [Decimal(35_000)],
        "4": [Decimal(100_000)] * 4,
    }
    assert {b.state for b in declared["2"].amounts.values()} == {BudgetState.NONE}
    assert [declared[c].counts for c in "1234"] == [
        {P: 8, A: 1, M: 4},
        {P: 3, A: 12, M: 12},
        {P: 2, A: 5, M: 5},
        {P: 1, A: 2, M: 2},
    ]


def test_exactly_the_known_findings_are_reported(read: Reading) -> None:
    assert Counter((f.severity, f.code) for f in read.findings) == {
        ("ERROR", "DECLARED_AMOUNT_DIFFERS"): 2,
        ("ERROR", "DECLARED_COUNT_DIFFERS"): 1,
        ("ERROR", "DUPLICATE_INITIATIVE"): 1,
        ("WARNING", "DUPLICATE_INITIATIVE"): 2,
        ("WARNING", "NEAR_DUPLICATE_INITIATIVE"): 4,
        ("WARNING", "NUMBERING_GAP"): 1,
        ("WARNING", "ROW_BESIDE_OTHER_MISSION"): 2,
        ("WARNING", "CELL_HOLDS_SEVERAL"): 2,
        ("WARNING", "BUDGET_UNSTATED"): 1,
        ("WARNING", "PROJECT_WITHOUT_MONEY"): 8,
        ("WARNING", "HEADING_SLIP"): 4,
        ("WARNING", "PROMISED_PART_ABSENT"): 2,
    }


def test_money_and_counts_that_differ_carry_their_values(read: Reading) -> None:
    values = {f.key: f.values for f in read.findings}
    every = {"declared": "270000", "computed": "170000", "difference": "100000"}
    assert values["DECLARED_AMOUNT_DIFFERS:1"] == {"years": {str(y): every for y in YEARS}}
    last = {"declared": "35000", "computed": "15000", "difference": "20000"}
    assert values["DECLARED_AMOUNT_DIFFERS:3"] == {"years": {"2564": last}}
    kinds = values["DECLARED_COUNT_DIFFERS:4"]["kinds"]
    assert kinds == {
        "PROJECT": {"declared": 1, "listed": 2, "difference": -1},
        "ACTIVITY": {"declared": 2, "listed": 6, "difference": -4},
    }


def test_duplicates_and_misplaced_rows_are_named(read: Reading) -> None:
    def places(code: str) -> list[object]:
        return [f.values["places"] for f in read.findings if f.code == code]

    assert places("DUPLICATE_INITIATIVE") == [
        ["1.1 ๒", "1.1 ๗"],
        ["2.1 ๔", "4.4 ๑"],
        ["2.2 ๓", "3.1 ๕"],
    ]
    assert places("NEAR_DUPLICATE_INITIATIVE") == [
        ["2.2 ๑", "2.3 ๔"],
        ["2.3 ๑", "2.3 ๖"],
        ["2.1 ๓", "2.5 ๕"],
        ["4.1 ๑", "4.1 ๔"],
    ]
    beside = [f.values for f in read.findings if f.code == "ROW_BESIDE_OTHER_MISSION"]
    assert beside == [
        {"numbers": ["๔"], "placed": "1.2", "beside": "1.3"},
        {"numbers": ["๖", "๗", "๘", "๙"], "placed": "2.2", "beside": "2.3"},
    ]
    gap = next(f for f in read.findings if f.code == "NUMBERING_GAP")
    assert (gap.mission, gap.values) == ("2.2", {"missing": "5"})
    shared = [f.values for f in read.findings if f.code == "CELL_HOLDS_SEVERAL"]
    assert shared == [{"items": 3, "mission": "2.4"}, {"items": 5, "mission": "2.5"}]
    absent = [f.values["part"] for f in read.findings if f.code == "PROMISED_PART_ABSENT"]
    assert absent == ["PART_3", "APPENDIX"]


def test_titles_are_clean(read: Reading) -> None:
    first = read.draft.initiatives[0]
    assert first.number == "๑"
    assert first.title.startswith("โครงการฝึกอบรม")
    for row in read.draft.initiatives:
        assert not set(row.title) & set("✓<>*\t"), row.title
        assert "  " not in row.title


def test_part_one_is_kept() -> None:
    if not DOCUMENT.exists():
        pytest.skip(f"the source document is not beside this checkout: {DOCUMENT.name}")
    draft = reading.read(DOCUMENT.name, DOCUMENT.read_bytes(), load_editions()).draft
    assert {
        "PREFACE",
        "RISK_INTRODUCTION",
        "RATIONALE",
        "OBJECTIVES",
        "TARGETS",
        "VISION",
        "ORGANISATION_MISSIONS",
        "BENEFITS",
    } <= {section.code for section in draft.sections}
    assert Counter(risk.category for risk in draft.risks) == {
        RiskCategory.STRATEGIC: 1,
        RiskCategory.FINANCIAL: 3,
        RiskCategory.OPERATIONAL: 7,
        RiskCategory.COMPLIANCE: 1,
    }
    assert draft.organisation_name_printed == "องค์การบริหารส่วนตำบลหัวเมือง"


def test_places_in_the_document_are_lines_rows_and_columns() -> None:
    if not DOCUMENT.exists():
        pytest.skip(f"the source document is not beside this checkout: {DOCUMENT.name}")
    read = reading.read(DOCUMENT.name, DOCUMENT.read_bytes(), load_editions())
    places = {f.key: f.place for f in read.findings if f.place is not None}
    place = places["DECLARED_AMOUNT_DIFFERS:3"]
    assert (place.line, place.row, place.column) == (286, 4, 1)
    assert places["NUMBERING_GAP:252:2"].line == 252
