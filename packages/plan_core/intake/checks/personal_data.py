"""No text that will be published holds a citizen's number or a mobile phone's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from plan_core import personal_data
from plan_core.framework.rules import FrameworkEdition
from plan_core.intake import findings
from plan_core.intake.draft import DraftInitiative, PlanDraft
from plan_core.intake.findings import Finding
from plan_core.values import Severity


@dataclass(frozen=True, slots=True)
class _Text:
    """A text with where it stands: the part's name in the page, and the row if it is one's."""

    part: str
    key: str
    text: str
    row: DraftInitiative | None = None


def check(draft: PlanDraft, _: FrameworkEdition) -> Iterator[Finding]:
    """In a plan a citizen's number blocks; in a document that is read it can be explained."""
    worst = Severity.ERROR if draft.written is None else Severity.CRITICAL
    for text in _texts(draft):
        for number in personal_data.citizen_numbers(text.text):
            yield _finding(
                text,
                "CITIZEN_NUMBER",
                worst,
                number,
                f"พบเลขประจำตัวประชาชน {number} ข้อความนี้จะเผยแพร่ จึงต้องลบออก",
                f"There is a citizen's number {number} in a text that will be published.",
            )
        for number in personal_data.mobile_numbers(text.text):
            yield _finding(
                text,
                "MOBILE_NUMBER",
                Severity.WARNING,
                number,
                f"พบหมายเลขโทรศัพท์มือถือ {number} ในข้อความที่จะเผยแพร่",
                f"There is a mobile phone number {number} in a text that will be published.",
            )


def _finding(
    text: _Text, code: str, severity: Severity, number: str, message_th: str, message_en: str
) -> Finding:
    return findings.of(
        code,
        severity,
        f"{text.key}:{number}",
        message_th,
        message_en,
        initiatives=(text.row,) if text.row else (),
        values={"part": text.part, "number": number},
    )


def _texts(draft: PlanDraft) -> Iterator[_Text]:
    for row in draft.initiatives:
        yield _Text("ROW", f"{row.id}:title", row.title, row)
        yield _Text("ROW", f"{row.id}:remarks", row.remarks, row)
    for section in draft.sections:
        yield _Text("SECTION", f"section:{section.code}", section.text)
    for number, risk in enumerate(draft.risks, start=1):
        yield _Text("RISKS", f"risk:{number}", risk.text)
    if draft.written is None:
        return
    for row in draft.initiatives:
        sheet = draft.written.sheets.get(row.id)
        if sheet is not None:
            yield _Text("SHEET", f"{row.id}:sheet", " \n".join(sheet.texts()), row)
    order = draft.written.appointment
    if order is not None:
        names = [f"{one.name} {one.post} {one.duty}" for one in order.members]
        yield _Text("COMMITTEES", "committees", " \n".join([order.preamble, *names]))
