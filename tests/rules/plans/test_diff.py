"""Differences between two contents of a plan: complete, without noise, adding up."""

from dataclasses import replace
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plan_core.plans.body import FORMAT, Body, BodyBudget, BodyRow, decode, encode
from plan_core.plans.changes import ChangeKind, TextKind
from plan_core.plans.diff import diff_of, match_rows, years_of
from plan_core.plans.parts import AppointmentOrder, Member, NewRisk, NewSection, Sheet
from plan_core.plans.stages import CommitteeKind
from plan_core.values import NO_BUDGET, UNSTATED, Budget, InitiativeKind, RiskCategory

MISSIONS = ("1.1", "1.2", "2.1", "4.10")
YEARS = ("2561", "2562")


def make_row(
    title: str = "โครงการ ก",
    mission: str = "1.1",
    number: int = 1,
    *budgets: Budget,
    row_id: UUID | None = None,
    is_known: bool = True,
) -> BodyRow:
    cells = {
        year: BodyBudget.of(one)
        for year, one in zip(YEARS, budgets or (NO_BUDGET, UNSTATED), strict=True)
    }
    known = row_id or uuid4()
    return BodyRow(
        mission,
        number,
        InitiativeKind.PROJECT,
        title,
        "",
        cells,
        id=known if is_known else None,
    )


def make_body(*rows: BodyRow, **beside: object) -> Body:
    empty: dict[str, object] = {"sections": (), "risks": ()}
    return Body(FORMAT, 2, "2561-2564", rows, **(empty | beside))  # pyright: ignore[reportArgumentType]


budgets = st.one_of(
    st.just(NO_BUDGET),
    st.just(UNSTATED),
    st.just(Budget.of(0)),
    st.decimals(0, 9_999, places=2).map(Budget.of),
)
ids = st.sampled_from([UUID(int=number) for number in range(1, 9)])


@st.composite
def bodies(draw: st.DrawFn, *, with_ids: bool = True) -> Body:
    chosen = draw(st.lists(ids, unique=True, max_size=7))
    count = dict.fromkeys(MISSIONS, 0)
    rows: list[BodyRow] = []
    for one in chosen:
        mission = draw(st.sampled_from(MISSIONS))
        count[mission] += 1
        cells = draw(st.dictionaries(st.sampled_from(YEARS), budgets))
        rows.append(
            BodyRow(
                mission,
                count[mission],
                draw(st.sampled_from(InitiativeKind)),
                draw(st.sampled_from(["ก", "ข", "ค"])),
                draw(st.sampled_from(["", "หมายเหตุ"])),
                {year: BodyBudget.of(budget) for year, budget in cells.items()},
                id=one if with_ids else None,
            )
        )
    risks = draw(st.lists(st.sampled_from(["เสี่ยง ก", "เสี่ยง ข"]), max_size=3))
    return make_body(
        *sorted(rows, key=lambda row: (MISSIONS.index(row.mission), row.number)),
        risks=tuple(NewRisk(RiskCategory.FINANCIAL, text) for text in risks),
    )


def budget_of(row: BodyRow | None, year: int) -> Budget | None:
    if row is None:
        return None
    found = row.budgets.get(str(year))
    return found.budget if found else UNSTATED


@given(bodies() | bodies(with_ids=False))
def test_nothing_differs_from_itself(body: Body) -> None:
    diff = diff_of(body, body)
    assert diff.is_empty
    assert all(total.is_same for total in diff.totals)


@given(bodies() | bodies(with_ids=False))
def test_nothing_differs_from_a_copy_that_was_kept_as_text(body: Body) -> None:
    assert diff_of(body, decode(encode(body))).is_empty


@given(bodies(), bodies())
def test_every_cell_that_differs_is_listed_exactly_once(before: Body, after: Body) -> None:
    old = {row.id: row for row in before.initiatives}
    new = {row.id: row for row in after.initiatives}
    expected = {
        (one, year)
        for one in {*old, *new}
        for year in years_of(before, after)
        if budget_of(old.get(one), year) != budget_of(new.get(one), year)
    }
    listed = [
        (change.row.id, cell.fiscal_year_be)
        for change in diff_of(before, after).rows
        for cell in change.cells
    ]
    assert len(listed) == len(set(listed))
    assert set(listed) == expected


@given(bodies() | bodies(with_ids=False), bodies() | bodies(with_ids=False))
def test_the_totals_differ_by_the_sum_of_the_differences(before: Body, after: Body) -> None:
    diff = diff_of(before, after)
    whole = diff.totals[-1]
    assert whole.dimension_code == ""
    assert whole.difference == sum((row.difference for row in diff.rows), Decimal(0))
    assert whole.difference == sum((one.difference for one in diff.totals[:-1]), Decimal(0))


@given(bodies(), bodies())
def test_the_way_back_is_the_way_there_turned_around(before: Body, after: Body) -> None:
    there, back = diff_of(before, after), diff_of(after, before)
    assert there.count(ChangeKind.ADDED) == back.count(ChangeKind.REMOVED)
    assert there.count(ChangeKind.CHANGED) == back.count(ChangeKind.CHANGED)
    assert there.totals[-1].difference == -back.totals[-1].difference


@given(bodies(), bodies())
def test_every_row_is_on_one_side_or_paired(before: Body, after: Body) -> None:
    pairs = match_rows(before.initiatives, after.initiatives)
    diff = diff_of(before, after)
    assert len(before.initiatives) == len(pairs) + diff.count(ChangeKind.REMOVED)
    assert len(after.initiatives) == len(pairs) + diff.count(ChangeKind.ADDED)


@pytest.mark.parametrize(
    ("was", "now"),
    [
        (NO_BUDGET, UNSTATED),
        (UNSTATED, NO_BUDGET),
        (NO_BUDGET, Budget.of(0)),
        (UNSTATED, Budget.of(0)),
        (Budget.of("0.25"), Budget.of("0.50")),
    ],
)
def test_the_three_states_are_kept_apart(was: Budget, now: Budget) -> None:
    one = uuid4()
    diff = diff_of(
        make_body(make_row("ก", "1.1", 1, was, NO_BUDGET, row_id=one)),
        make_body(make_row("ก", "1.1", 1, now, NO_BUDGET, row_id=one)),
    )
    (row,) = diff.rows
    (cell,) = row.cells
    assert (cell.fiscal_year_be, cell.before, cell.after) == (2561, was, now)
    assert row.kinds == (ChangeKind.CHANGED,)


def test_a_row_that_left_is_listed_before_what_took_its_number() -> None:
    first, second, third = make_row("ก"), make_row("ข", number=2), make_row("ค", number=2)
    diff = diff_of(make_body(first, second), make_body(first, third))
    assert [(row.row.title, row.kinds) for row in diff.rows] == [
        ("ข", (ChangeKind.REMOVED,)),
        ("ค", (ChangeKind.ADDED,)),
    ]


def test_rows_that_only_moved_up_are_counted_and_not_listed() -> None:
    rows = [make_row(f"รายการ {number}", number=number) for number in range(1, 6)]
    later = [replace(row, number=at) for at, row in enumerate(rows[1:], start=1)]
    diff = diff_of(make_body(*rows), make_body(*later))
    assert [row.kinds for row in diff.rows] == [(ChangeKind.REMOVED,)]
    assert diff.renumbered == 4


def test_one_row_that_went_to_the_top_is_the_only_one_that_moved() -> None:
    rows = [make_row(f"รายการ {number}", number=number) for number in range(1, 6)]
    turned = [rows[4], *rows[:4]]
    later = [replace(row, number=at) for at, row in enumerate(turned, start=1)]
    diff = diff_of(make_body(*rows), make_body(*later))
    (moved,) = diff.rows
    assert moved.row.title == "รายการ 5"
    assert moved.kinds == (ChangeKind.MOVED,)
    assert diff.renumbered == 4


def test_a_row_can_be_moved_to_another_mission_and_changed_at_once() -> None:
    row = make_row("ก")
    moved = replace(row, mission="2.1", title="ข", sheet=Sheet(place="ศาลา", quarters=("2561-Q1",)))
    (change,) = diff_of(make_body(row), make_body(moved)).rows
    assert change.kinds == (ChangeKind.MOVED, ChangeKind.CHANGED)
    assert [(one.field, one.before, one.after) for one in change.fields] == [
        ("title", "ก", "ข"),
        ("sheet.place", "", "ศาลา"),
        ("sheet.quarters", "", "2561-Q1"),
    ]


def test_rows_without_ids_are_found_by_mission_and_title_then_by_a_title_of_their_own() -> None:
    old = [
        make_row("โครงการ  ก", is_known=False),
        make_row("โครงการ ข", number=2, is_known=False),
        make_row("ซ้ำ", number=3, is_known=False),
        make_row("ซ้ำ", "1.2", 1, is_known=False),
    ]
    new = [
        make_row("โครงการ ก", "1.1", 1),
        make_row("โครงการ ข", "2.1", 1),
        make_row("ซ้ำ", "4.10", 1),
        make_row("ซ้ำ", "4.10", 2),
    ]
    pairs = match_rows(old, new)
    assert [(was.title, now.mission) for was, now in pairs] == [
        ("โครงการ  ก", "1.1"),
        ("โครงการ ข", "2.1"),
    ]
    assert diff_of(make_body(*old), make_body(*new)).count(ChangeKind.REMOVED) == 2


def test_a_row_with_an_id_is_never_taken_for_another_with_the_same_title() -> None:
    diff = diff_of(make_body(make_row("ก")), make_body(make_row("ก")))
    assert [row.kinds for row in diff.rows] == [(ChangeKind.REMOVED,), (ChangeKind.ADDED,)]


def test_texts_beside_the_rows_are_compared_field_by_field() -> None:
    row = make_row("ก")
    before = make_body(
        row,
        sections=(NewSection("vision", "วิสัยทัศน์", "เดิม"), NewSection("gone", "ตัด", "x")),
        risks=(NewRisk(RiskCategory.FINANCIAL, "เสี่ยงเดิม"),),
        appointment=AppointmentOrder(
            "๑/๒๕๖๑", None, "", (Member(CommitteeKind.MONITORING, "นาย ก", "ปลัด", "ประธาน"),)
        ),
    )
    after = make_body(
        row,
        sections=(NewSection("vision", "วิสัยทัศน์", "ใหม่"),),
        risks=(
            NewRisk(
                RiskCategory.FINANCIAL, "เสี่ยงใหม่", likelihood=3, answered_by=(row.id or uuid4(),)
            ),
        ),
        appointment=AppointmentOrder(
            "๒/๒๕๖๑", None, "", (Member(CommitteeKind.MONITORING, "นาย ก", "ปลัด", "กรรมการ"),)
        ),
    )
    found = [
        (one.text, one.kind, [(f.field, f.before, f.after) for f in one.fields])
        for one in diff_of(before, after).texts
    ]
    changed = ChangeKind.CHANGED
    assert found == [
        (TextKind.SECTION, changed, [("body", "เดิม", "ใหม่")]),
        (TextKind.SECTION, ChangeKind.REMOVED, [("titleTh", "ตัด", ""), ("body", "x", "")]),
        (
            TextKind.RISK,
            changed,
            [
                ("text", "เสี่ยงเดิม", "เสี่ยงใหม่"),
                ("likelihood", "", "3"),
                ("answeredBy", "", "ก"),
            ],
        ),
        (TextKind.APPOINTMENT, changed, [("orderNumber", "๑/๒๕๖๑", "๒/๒๕๖๑")]),
        (TextKind.MEMBER, changed, [("duty", "ประธาน", "กรรมการ")]),
    ]


def test_two_risks_of_a_category_that_changed_are_not_guessed_together() -> None:
    def risks(*texts: str) -> tuple[NewRisk, ...]:
        return tuple(NewRisk(RiskCategory.OPERATIONAL, text) for text in texts)

    diff = diff_of(make_body(risks=risks("ก", "ข")), make_body(risks=risks("ค", "ง")))
    kinds = [one.kind for one in diff.texts]
    assert kinds == [ChangeKind.ADDED] * 2 + [ChangeKind.REMOVED] * 2


def test_a_member_that_changed_places_is_told_and_who_gave_way_is_not() -> None:
    members = tuple(Member(CommitteeKind.PLAN_MAKING, name, "", "") for name in "กขคง")

    def body(*order: Member) -> Body:
        return make_body(appointment=AppointmentOrder("๑", None, "", order))

    (change,) = diff_of(body(*members), body(members[3], *members[:3])).texts
    assert change.title == "ง"
    assert [(one.field, one.before, one.after) for one in change.fields] == [("position", "4", "1")]
