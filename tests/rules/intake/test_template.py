"""Our own workbook: filled in and read, it gives exactly its rows."""

from dataclasses import replace
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plan_core.intake import reading
from plan_core.intake.draft import DraftInitiative, Place
from plan_core.intake.template_xlsx import make_template
from plan_core.values import KIND_WORDS, NO_BUDGET, UNSTATED, Budget, InitiativeKind
from rules.intake.make_plans import EDITION, HEADING, codes, make_sheet, make_workbook

NAME = "องค์การบริหารส่วนตำบลทดสอบ"
words = st.text(alphabet="กขคงจฉชดตนบปผพมยรลวสหอฮาาา", min_size=1, max_size=30)
budgets = st.one_of(
    st.just(NO_BUDGET),
    st.just(UNSTATED),
    st.integers(0, 10**9).map(lambda satang: Budget.of(Decimal(satang) / 100)),
)


@st.composite
def make_initiative(draw: st.DrawFn) -> DraftInitiative:
    kind = draw(st.sampled_from(InitiativeKind))
    mission = draw(st.sampled_from([m.code for m in EDITION.missions()]))
    number = draw(st.one_of(st.just(""), st.integers(1, 99).map(str)))
    title = KIND_WORDS[kind] + draw(words)
    cells = {year: draw(budgets) for year in EDITION.fiscal_years}
    remarks = draw(st.one_of(st.just(""), words, st.just("=1+1")))
    place = Place("", 0, 0)
    return DraftInitiative("", mission[0], mission, number, kind, title, "", cells, remarks, place)


@settings(max_examples=40, deadline=None)
@given(st.lists(make_initiative(), min_size=1, max_size=12))
def test_a_filled_template_is_read_back_row_by_row(rows: list[DraftInitiative]) -> None:
    content = make_template(EDITION, NAME, rows)
    draft = reading.read("plan.xlsx", content, EDITION).draft
    assert [_facts(row) for row in draft.initiatives] == [_facts(row) for row in rows]
    assert draft.fiscal_years == EDITION.fiscal_years
    assert draft.organisation_name_printed == NAME


def _facts(row: DraftInitiative) -> DraftInitiative:
    return replace(
        row, id="", title_printed="", place=Place("", 0, 0), printed_mission=None, sub_heading=""
    )


def test_an_empty_template_is_read_and_said_to_be_empty() -> None:
    read = reading.read("plan.xlsx", make_template(EDITION, NAME), EDITION)
    assert codes(read) == ["NO_INITIATIVES"]


def test_the_template_offers_choices_and_keeps_its_heading_in_sight(
    tmp_path: pytest.TempPathFactory,
) -> None:
    path = f"{tmp_path}/template.xlsx"
    with open(path, "wb") as stream:  # noqa: PTH123
        stream.write(make_template(EDITION, NAME))
    book = openpyxl.load_workbook(path)
    sheet = book["แผน"]
    assert sheet.freeze_panes == "E4"
    assert len(sheet.data_validations.dataValidation) == 2
    assert book["รายการเลือก"].sheet_state == "hidden"
    assert book["คำแนะนำ"]["A1"].value


def test_the_printed_form_in_a_workbook_is_read_too() -> None:
    rows = [
        ["มิติที่ ๒ การบริหารราชการเพื่อป้องกันการทุจริต"],
        HEADING.split("\t"),
        ["๑. แสดงเจตจำนงทางการเมือง", "๑. โครงการก", "๑๐๐", "-", "", "5"],
        ["", "๒. มาตรการข", "-", "-", "-", "-", "กองคลัง"],
        ["มิติที่ ๒ รวม", "จำนวน ๑ โครงการ ๑ มาตรการ", "๑๐๐", "-", "-", "๕"],
    ]
    read = reading.read("plan.xlsx", make_workbook(make_sheet(rows)), EDITION)
    assert [(i.mission, i.number, i.title) for i in read.draft.initiatives] == [
        ("2.1", "๑", "โครงการก"),
        ("2.1", "๒", "มาตรการข"),
    ]
    assert read.draft.initiatives[0].place == Place("S", 3, 3, 2)
    assert codes(read) == ["BUDGET_UNSTATED"]
