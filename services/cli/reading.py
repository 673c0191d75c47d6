"""`simiti read FILE`: a document's draft and findings without any server."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from plan_core.errors import Invalid, SimitiError
from plan_core.framework.rules import FrameworkEdition, load_editions
from plan_core.intake import as_json, reading, sniff
from plan_core.intake.reading import Reading
from plan_core.plans import totals
from plan_core.plans.totals import RowsTotal
from plan_core.thai_text import to_thai_digits
from plan_core.values import KIND_WORDS, Budget, BudgetState, Severity

_SEVERITY_TH = {
    Severity.CRITICAL: "ร้ายแรง",
    Severity.ERROR: "ผิดพลาด",
    Severity.WARNING: "ควรตรวจ",
}


def read(file: Path, as_json: bool = False) -> int:
    """Print the draft and the findings; returns the exit code: 0, or 1 when it cannot be read."""
    try:
        content = _content(file)
        editions = load_editions()
        result = reading.read(file.name, content, editions)
    except SimitiError as error:
        return _refuse(error, as_json)
    edition = next(e for e in editions if e.code == result.draft.edition_code)
    print(_json(result, file.name, edition) if as_json else _text(result, edition))
    return 0


def _content(file: Path) -> bytes:
    """The file's bytes, never more of them than a document may have."""
    try:
        if file.exists() and not file.is_file():
            raise OSError("not a regular file")
        with file.open("rb") as stream:
            return stream.read(sniff.MAX_DOCUMENT_BYTES + 1)
    except OSError as error:
        reason = error.strerror or str(error)
        raise Invalid(
            "DOCUMENT_UNAVAILABLE",
            f"เปิดไฟล์ไม่ได้: {file.name} ({reason})",
            f"The file cannot be opened: {file.name} ({reason})",
            field="file",
        ) from error


def _refuse(error: SimitiError, is_json: bool) -> int:
    if is_json:
        print(json.dumps(as_json.of_error(error), ensure_ascii=False, indent=2))
    print(f"{error.code}: {error.message_th}", file=sys.stderr)
    print(f"{error.code}: {error.message_en}", file=sys.stderr)
    return 1


def _json(result: Reading, filename: str, edition: FrameworkEdition) -> str:
    value = as_json.of_reading(result, filename, edition)
    return json.dumps(value, ensure_ascii=False, indent=2)


def _text(result: Reading, edition: FrameworkEdition) -> str:
    """The reading for a person: missions with their rows, totals, then the findings."""
    draft = result.draft
    years = " ".join(to_thai_digits(str(year)) for year in draft.fiscal_years)
    lines = [
        draft.organisation_name_printed or "(ไม่พบชื่อองค์กร)",
        f"กรอบแผน {edition.code} · ปีงบประมาณ {years}",
        "",
    ]
    for code in sorted({row.mission for row in draft.initiatives}):
        rows = [row for row in draft.initiatives if row.mission == code]
        mission = edition.find_mission(code)
        lines.append(f"{code or '?'} {mission.title if mission else '(ไม่ทราบภารกิจ)'}")
        for row in rows:
            cells = " | ".join(_cell(budget) for budget in row.budgets.values())
            lines.append(f"    {row.number or '·'} {row.title}  [{cells}]")
        lines.append(f"    {_total(totals.add_rows(rows, draft.fiscal_years))}")
    whole = totals.add_rows(draft.initiatives, draft.fiscal_years)
    lines += ["", f"ทั้งแผน: {_total(whole)}", "", f"ข้อสังเกต {len(result.findings)} ข้อ"]
    for finding in result.findings:
        line = f"บรรทัด {finding.place.line}" if finding.place else "ทั้งเอกสาร"
        severity = _SEVERITY_TH[finding.severity]
        lines.append(f"  [{severity}] {finding.code} {line}: {finding.message_th}")
    return "\n".join(lines)


def _cell(budget: Budget) -> str:
    if budget.amount is not None:
        return to_thai_digits(f"{budget.amount:,}")
    return "-" if budget.state is BudgetState.NONE else "(ไม่ระบุ)"


def _total(total: RowsTotal) -> str:
    numbers = {word: total.counts.of(kind) for kind, word in KIND_WORDS.items()}
    counts = " ".join(f"{number} {word}" for word, number in numbers.items() if number)
    amounts = ", ".join(
        f"{year}: {budget.amount:,}"
        for year, budget in total.years.items()
        if budget.amount is not None
    )
    return to_thai_digits(f"{total.counts.total} รายการ ({counts}) {amounts or 'ไม่มีเงิน'}")
