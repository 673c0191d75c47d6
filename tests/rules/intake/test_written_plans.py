"""Checks of what only a plan that is written here has: sheets, answers to risks, committees."""

from dataclasses import fields, replace
from uuid import UUID

import pytest

from plan_core.framework.rules import load_editions
from plan_core.intake import checks
from plan_core.intake.checks.sheets_complete import NEEDED
from plan_core.intake.draft import (
    DraftInitiative,
    DraftSection,
    Place,
    PlanDraft,
    WrittenParts,
)
from plan_core.intake.findings import Finding
from plan_core.plans.parts import AppointmentOrder, Member, NewRisk, Sheet
from plan_core.plans.stages import CommitteeKind
from plan_core.values import Budget, InitiativeKind, RiskCategory, Severity

EDITION = load_editions()[0]
NOWHERE = Place("", 0, 0)
ROW = UUID(int=1)
CITIZEN = "1-1017-00230-70-8"
WHOLE = replace(Sheet(responsible_person="ปลัด"), **dict.fromkeys(NEEDED, "มีแล้ว"))


def make_draft(
    *,
    sheet: Sheet | None = WHOLE,
    risks: tuple[NewRisk, ...] = (),
    members: tuple[Member, ...] = (),
    section: str = "",
    title: str = "โครงการอบรม",
    is_written: bool = True,
) -> PlanDraft:
    row = DraftInitiative(
        id=str(ROW),
        dimension="1",
        mission="1.1",
        number="1",
        kind=InitiativeKind.PROJECT,
        title=title,
        title_printed=title,
        budgets={year: Budget.of(1) for year in EDITION.fiscal_years},
        remarks="",
        place=NOWHERE,
    )
    written = WrittenParts(
        sheets={} if sheet is None else {row.id: sheet},
        risks=risks,
        appointment=AppointmentOrder("", None, "", members) if members else None,
    )
    return PlanDraft(
        fiscal_years=EDITION.fiscal_years,
        edition_code=EDITION.code,
        organisation_name_printed="",
        initiatives=(row,),
        declared=(),
        sections=(DraftSection("RATIONALE", "หลักการ", section, NOWHERE),) if section else (),
        written=written if is_written else None,
    )


def found(draft: PlanDraft, code: str) -> list[Finding]:
    return [one for one in checks.run_all(draft, EDITION) if one.code == code]


def test_a_document_is_not_blamed_for_what_is_written_elsewhere() -> None:
    document = make_draft(sheet=None, is_written=False)
    codes = {one.code for one in checks.run_all(document, EDITION)}
    assert not codes & {
        "SHEETS_MISSING",
        "SHEET_INCOMPLETE",
        "RESPONSIBLE_MISSING",
        "SECTION_MISSING",
        "COMMITTEE_MISSING",
        "RISK_UNANSWERED",
    }


def test_a_row_without_a_sheet_is_listed_once() -> None:
    (finding,) = found(make_draft(sheet=None), "SHEETS_MISSING")
    assert finding.initiative_ids == (str(ROW),)
    assert not found(make_draft(), "SHEETS_MISSING")


@pytest.mark.parametrize("name", sorted(NEEDED))
def test_each_needed_field_of_a_sheet_is_missed(name: str) -> None:
    (finding,) = found(make_draft(sheet=replace(WHOLE, **{name: " "})), "SHEET_INCOMPLETE")
    assert finding.values["missing"] == [name]
    assert not found(make_draft(), "SHEET_INCOMPLETE")


def test_a_sheet_without_a_responsible_person_is_chased() -> None:
    assert found(make_draft(sheet=replace(WHOLE, responsible_person="")), "RESPONSIBLE_MISSING")
    assert not found(make_draft(), "RESPONSIBLE_MISSING")


def test_a_risk_is_answered_by_a_row_that_is_there() -> None:
    def risk(*rows: UUID) -> NewRisk:
        return NewRisk(RiskCategory.FINANCIAL, "เบิกจ่ายผิดระเบียบ", answered_by=rows)

    assert not found(make_draft(risks=(risk(ROW),)), "RISK_UNANSWERED")
    for answers in ((), (UUID(int=99),)):
        assert len(found(make_draft(risks=(risk(*answers),)), "RISK_UNANSWERED")) == 1


def test_both_committees_are_needed() -> None:
    def missing(*kinds: CommitteeKind) -> set[str]:
        members = tuple(Member(kind, "นาย ก", "ปลัด", "ประธาน") for kind in kinds)
        missed = found(make_draft(members=members), "COMMITTEE_MISSING")
        return {str(one.values["committee"]) for one in missed}

    assert missing() == {"PLAN_MAKING", "MONITORING"}
    assert missing(CommitteeKind.PLAN_MAKING) == {"MONITORING"}
    assert not missing(*CommitteeKind)


def test_texts_of_part_one_are_needed_and_spaces_are_no_text() -> None:
    def codes(section: str) -> set[str]:
        missed = found(make_draft(section=section), "SECTION_MISSING")
        return {str(one.values["code"]) for one in missed}

    assert "RATIONALE" in codes("")
    assert "RATIONALE" in codes("   ")
    assert "RATIONALE" not in codes("เพราะ")


@pytest.mark.parametrize("name", [one.name for one in fields(Sheet) if one.type == "str"])
def test_a_citizens_number_is_found_in_every_text_of_a_sheet(name: str) -> None:
    draft = make_draft(sheet=replace(WHOLE, **{name: f"ติดต่อ {CITIZEN}"}))
    (finding,) = found(draft, "CITIZEN_NUMBER")
    assert (finding.severity, finding.values["part"]) == (Severity.CRITICAL, "SHEET")
    assert CITIZEN not in finding.message_th + finding.message_en + finding.key


def test_in_a_document_a_citizens_number_can_be_explained() -> None:
    (finding,) = found(make_draft(title=f"โครงการ {CITIZEN}", is_written=False), "CITIZEN_NUMBER")
    assert finding.severity is Severity.ERROR
