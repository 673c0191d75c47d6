# pyright: reportMissingTypeStubs=false
"""The map as a spreadsheet: each tile with its mark and words, districts, raw data."""

from __future__ import annotations

from xlsxwriter.workbook import Workbook

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
from plan_core.comparison.tiles import ComparisonMap, MapMeasure, TileLook
from plan_core.comparison.words import TIMELINESS, WORDS
from plan_core.places.queries import short_name

MEASURES: dict[MapMeasure, Words] = {
    MapMeasure.TIMELINESS: ("การส่งแผน", "Submission"),
    MapMeasure.COVERAGE: ("ความครอบคลุม", "Coverage"),
    MapMeasure.TOTAL: ("งบประมาณรวม", "Total budget"),
}
TILE_LOOKS: dict[TileLook, Words] = {
    TileLook.ON_TIME: ("ส่งตรงเวลา", "On time"),
    TileLook.LATE: ("ส่งช้า", "Late"),
    TileLook.AWAITED: ("ยังไม่ส่ง ยังไม่ถึงกำหนด", "Awaited, not yet due"),
    TileLook.MISSING: ("ยังไม่ส่ง เลยกำหนดแล้ว", "Missing, past the due date"),
    TileLook.UNSTATED: ("มีแผน แต่ไม่ระบุงบประมาณ", "A plan, no amount stated"),
    TileLook.NO_BUDGET: ("มีแผน ไม่ใช้งบประมาณ", "A plan, no budget needed"),
    TileLook.STEP: ("กลุ่มที่", "Step"),
}
_DISTRICT = WORDS["district"]
_COVERED: Words = ("ภารกิจที่มีรายการ", "Missions with rows")
_MISSIONS: Words = ("ภารกิจทั้งหมด", "Missions")
_LOOK: Words = ("ในแผนผัง", "On the map")
_STEP: Words = ("กลุ่ม (๑ น้อย ถึง ๕ มาก)", "Step (1 least to 5 most)")


def make_workbook(found: ComparisonMap, look: Reading) -> bytes:
    comparison = found.comparison

    def fill(book: Workbook) -> None:
        formats = formats_of(book, look)
        for table in (_shown(found, look), _districts(found, look), _raw(found, look)):
            write_table(book, table, look, formats)
        write_source(
            book,
            look,
            formats,
            WORDS["source_text"],
            comparison.made_at,
            [
                (("สีแสดง", "Colour shows"), look.pick(MEASURES[found.measure])),
                (WORDS["province"], comparison.province.name_th),
                (_DISTRICT, comparison.district.name_th if comparison.district else "-"),
                (WORDS["edition"], look.text(comparison.edition.title)),
                (WORDS["years"], look.text(", ".join(map(str, comparison.fiscal_years)))),
                (WORDS["due_on"], look.day(comparison.due_on)),
                (WORDS["unit"], ""),
            ],
            is_demo=any(line.organisation.is_demo for line in comparison.organisations),
        )

    return make_book(fill)


def _value_heads(measure: MapMeasure) -> list[Words]:
    match measure:
        case MapMeasure.TIMELINESS:
            return [WORDS["days_late"]]
        case MapMeasure.COVERAGE:
            return [_COVERED, _MISSIONS]
        case MapMeasure.TOTAL:
            return [WORDS["amount"]]


def _shown(found: ComparisonMap, look: Reading) -> Table:
    """One line a tile: what it says, in words and as a real number."""
    lines: list[list[Cell]] = []
    for one in found.districts:
        for tile in one.tiles:
            line = tile.line
            values: list[Cell]
            match found.measure:
                case MapMeasure.TIMELINESS:
                    values = [line.days_late]
                case MapMeasure.COVERAGE:
                    values = [tile.covered, found.missions] if line.has_plan else [None, None]
                case MapMeasure.TOTAL:
                    values = [line.total]
            lines.append(
                [
                    short_name(line.organisation),
                    line.district.name_th if line.district else "",
                    look.pick(TILE_LOOKS[tile.look]),
                    tile.step,
                    *values,
                ]
            )
    heads = [WORDS["organisation"], _DISTRICT, _LOOK, _STEP, *_value_heads(found.measure)]
    return Table(MEASURES[found.measure], heads, lines)


def _districts(found: ComparisonMap, look: Reading) -> Table:
    lines: list[list[Cell]] = [
        [
            one.district.name_th if one.district else "-",
            look.pick(TILE_LOOKS[one.look]),
            one.step,
            len(one.tiles),
            one.submitted,
            one.covered if one.submitted else None,
            found.missions * one.submitted if one.submitted else None,
            one.total,
        ]
        for one in found.districts
    ]
    heads = [
        _DISTRICT,
        _LOOK,
        _STEP,
        ("หน่วยงาน", "Organisations"),
        ("ส่งแล้ว", "Submitted"),
        _COVERED,
        ("ภารกิจ × แผนที่ส่ง", "Missions × plans"),
        WORDS["amount"],
    ]
    return Table(("รายอำเภอ", "Districts"), heads, lines)


def _raw(found: ComparisonMap, look: Reading) -> Table:
    """Every measure of every organisation, whichever is shown."""
    lines: list[list[Cell]] = [
        [
            line.organisation.code,
            line.organisation.name_th,
            line.district.name_th if line.district else "",
            look.pick(TIMELINESS[line.timeliness]),
            line.days_late,
            line.revision_number,
            tile.covered if line.has_plan else None,
            line.total,
        ]
        for one in found.districts
        for tile in one.tiles
        for line in [tile.line]
    ]
    heads = [
        *(WORDS[key] for key in ("code", "organisation", "district", "timeliness")),
        WORDS["days_late"],
        WORDS["revision"],
        _COVERED,
        WORDS["amount"],
    ]
    return Table(WORDS["raw"], heads, lines, frozen_columns=2)
