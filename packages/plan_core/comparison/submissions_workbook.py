# pyright: reportMissingTypeStubs=false
"""An area's submissions as a spreadsheet: by organisation, district and round, and who to chase."""

from __future__ import annotations

from xlsxwriter.workbook import Workbook

from plan_core.comparison.chasing import ChaseReason
from plan_core.comparison.sheet_parts import (
    Cell,
    Reading,
    Table,
    Words,
    formats_of,
    make_book,
    write_source,
    write_table,
)
from plan_core.comparison.submissions import SubmissionLine, Submissions, Tally
from plan_core.comparison.words import TIMELINESS, WORDS
from plan_core.plans.stages import PlanStage
from plan_core.reporting.rules import ROUND_WORDS, ReportRound
from plan_core.values import thai_day

ROUNDS: dict[ReportRound, Words] = {
    ReportRound.SIX_MONTHS: (ROUND_WORDS[ReportRound.SIX_MONTHS], "6-month round"),
    ReportRound.TWELVE_MONTHS: (ROUND_WORDS[ReportRound.TWELVE_MONTHS], "12-month round"),
}
STAGES: dict[PlanStage, Words] = {
    PlanStage.SUBMITTED: ("รอตรวจ", "To be reviewed"),
    PlanStage.RETURNED: ("ส่งกลับ", "Returned"),
    PlanStage.ACCEPTED: ("รับรองแล้ว", "Accepted"),
    PlanStage.ADOPTED: ("ประกาศใช้แล้ว", "Adopted"),
    PlanStage.PUBLISHED: ("เผยแพร่แล้ว", "Published"),
}
REASONS: dict[ChaseReason, Words] = {
    ChaseReason.PLAN_MISSING: ("ยังไม่ส่งแผน", "No plan yet"),
    ChaseReason.REPORT_MISSING: ("ยังไม่ส่งรายงาน", "No report yet"),
    ChaseReason.RETURNED: ("ส่งกลับแล้วยังไม่ส่งใหม่", "Returned, not sent again"),
    ChaseReason.NOT_ADOPTED: ("รับรองแล้วยังไม่ประกาศใช้", "Accepted, not adopted"),
    ChaseReason.NOT_PUBLISHED: ("ประกาศใช้แล้วยังไม่เผยแพร่", "Adopted, not published"),
}
_W = WORDS
_ORGANISATION: tuple[Words, ...] = (_W["code"], _W["organisation"], _W["district"])
_COUNTS: tuple[tuple[str, Words], ...] = (
    ("expected", ("ทั้งหมด", "Expected")),
    ("received", ("ส่งแล้ว", "Received")),
    ("on_time", ("ตรงเวลา", "On time")),
    ("late", ("ช้า", "Late")),
    ("missing", ("ยังไม่ส่ง (เลยกำหนด)", "Missing (overdue)")),
    ("awaited", ("ยังไม่ส่ง (ยังไม่ถึงกำหนด)", "Not due yet")),
    ("returned", STAGES[PlanStage.RETURNED]),
    ("accepted", STAGES[PlanStage.ACCEPTED]),
    ("adopted", STAGES[PlanStage.ADOPTED]),
    ("published", STAGES[PlanStage.PUBLISHED]),
    ("whole", ("เอกสารครบทุกส่วน", "Whole documents")),
)
_PARTS: tuple[Words, ...] = (
    ("หัวข้อส่วนที่ 1 (จาก 8)", "Part 1 sections (of 8)"),
    ("ความเสี่ยง", "Risks"),
    ("ความเสี่ยงที่มีรายการรองรับ", "Risks answered"),
    ("รายการ", "Rows"),
    ("แผ่นรายละเอียดส่วนที่ 3", "Part 3 pages"),
    ("ระบุผู้รับผิดชอบ", "Responsible named"),
    ("คณะกรรมการ (จาก 2)", "Committees (of 2)"),
)


def make_workbook(found: Submissions, look: Reading) -> bytes:
    """Five sheets: organisations, who to chase, districts, rounds, source."""

    def fill(book: Workbook) -> None:
        formats = formats_of(book, look)
        for table in (
            _organisations(found, look),
            _to_chase(found, look),
            _districts(found),
            _rounds(found, look),
        ):
            write_table(book, table, look, formats)
        write_source(
            book,
            look,
            formats,
            (
                "Simiti (สี่มิติ): แผนและรายงานที่ส่งแล้ว",
                "Simiti: submitted plans and reports",
            ),
            found.made_at,
            [
                (_W["province"], found.province.name_th),
                (_W["district"], found.district.name_th if found.district else "-"),
                (_W["edition"], look.text(found.edition.title)),
                (_W["due_on"], look.day(found.due_on)),
            ],
            is_demo=any(line.organisation.is_demo for line in found.lines),
        )

    return make_book(fill)


def _names(line: SubmissionLine) -> list[Cell]:
    district = line.district.name_th if line.district else ""
    return [line.organisation.code, line.organisation.name_th, district]


def _organisations(found: Submissions, look: Reading) -> Table:
    heads = [
        *_ORGANISATION,
        _W["timeliness"],
        _W["days_late"],
        ("ส่งครั้งแรก", "First submitted"),
        ("ส่งล่าสุด", "Last submitted"),
        _W["revision"],
        ("ขั้นตอน", "Stage"),
        ("ตั้งแต่", "Since"),
        ("รายงานที่ส่งแล้ว (รอบ)", "Reports sent (rounds)"),
        *_PARTS,
    ]
    lines: list[list[Cell]] = []
    for line in found.lines:
        kept = line.rollup
        lines.append(
            [
                *_names(line),
                look.pick(TIMELINESS[line.timeliness]),
                line.days_late,
                thai_day(kept.first_submitted_at) if kept else None,
                thai_day(kept.submitted_at) if kept else None,
                kept.revision_number if kept else None,
                look.pick(STAGES[line.stage]) if line.stage else None,
                thai_day(line.stage_since) if line.stage_since else None,
                len(line.reported),
                *(line.parts.listed() if line.parts else [None] * len(_PARTS)),
            ]
        )
    return Table(("การส่งแผน", "Submissions"), heads, lines, frozen_columns=2)


def _to_chase(found: Submissions, look: Reading) -> Table:
    heads = [
        *_ORGANISATION,
        ("เรื่องที่ต้องติดตาม", "What to ask for"),
        ("วัน", "Days"),
        ("รอบรายงาน", "Round"),
        ("ปีงบประมาณ", "Fiscal year"),
        ("รายงานที่ค้าง (รอบ)", "Reports owed (rounds)"),
    ]
    lines: list[list[Cell]] = [
        [
            *_names(line),
            look.pick(REASONS[chase.reason]),
            chase.days,
            look.text(look.pick(ROUNDS[chase.round.round])) if chase.round else None,
            look.text(str(chase.round.fiscal_year_be)) if chase.round else None,
            chase.rounds or None,
        ]
        for line in found.to_chase()
        for chase in line.chases
    ]
    return Table(("ต้องติดตาม", "To chase"), heads, lines, frozen_columns=2)


def _districts(found: Submissions) -> Table:
    def counts(one: Tally) -> list[Cell]:
        return [getattr(one, name) for name, _ in _COUNTS]

    lines: list[list[Cell]] = [
        [district.name_th if district else "-", *counts(one)]
        for district, one in found.by_district()
    ]
    return Table(
        ("รายอำเภอ", "By district"),
        [_W["district"], *(words for _, words in _COUNTS)],
        lines,
        [_W["whole_area"][0], *counts(found.total)],
    )


def _rounds(found: Submissions, look: Reading) -> Table:
    heads = [("ปีงบประมาณ", "Fiscal year"), ("รอบ", "Round"), _W["due_on"]]
    heads += [words for _, words in _COUNTS[:5]]
    lines: list[list[Cell]] = [
        [
            look.text(str(one.due.fiscal_year_be)),
            look.text(look.pick(ROUNDS[one.due.round])),
            one.due.due_on,
            one.expected,
            one.received,
            one.on_time,
            one.late,
            one.missing,
        ]
        for one in found.by_round()
    ]
    return Table(("รายงานตามรอบ", "Reports by round"), heads, lines, frozen_columns=2)
