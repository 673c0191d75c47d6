# pyright: reportMissingTypeStubs=false
"""Coverage as a spreadsheet: counts by mission, what nobody has, what peers have, raw data."""

from __future__ import annotations

from xlsxwriter.workbook import Workbook

from plan_core.comparison import coverage
from plan_core.comparison.answer import ComparedOrganisation, Comparison
from plan_core.comparison.rules import CoverageLook
from plan_core.comparison.sheet_parts import (
    Cell,
    Reading,
    Table,
    formats_of,
    make_book,
    write_source,
    write_table,
)
from plan_core.comparison.words import LOOKS, WORDS


def make_workbook(found: Comparison, look: Reading) -> bytes:
    def fill(book: Workbook) -> None:
        formats = formats_of(book, look)
        tables = (
            _counts(found, look),
            _districts(found, look),
            _nobody(found),
            _lacks(found),
            *([_below(found, look)] if any(found.edition.sub_missions()) else []),
            _raw(found, look),
        )
        for table in tables:
            write_table(book, table, look, formats)
        write_source(
            book,
            look,
            formats,
            WORDS["source_text"],
            found.made_at,
            [
                (WORDS["province"], found.province.name_th),
                (WORDS["district"], found.district.name_th if found.district else "-"),
                (WORDS["edition"], look.text(found.edition.title)),
                (WORDS["years"], look.text(", ".join(map(str, found.fiscal_years)))),
            ],
            is_demo=any(line.organisation.is_demo for line in found.organisations),
        )

    return make_book(fill)


def _names(line: ComparedOrganisation) -> list[Cell]:
    district = line.district.name_th if line.district else ""
    return [line.organisation.code, line.organisation.name_th, district]


_HEADS = [WORDS["code"], WORDS["organisation"], WORDS["district"]]


def _counts(found: Comparison, look: Reading) -> Table:
    """Rows by mission; the words for "no plan" where there is none."""
    lines: list[list[Cell]] = [
        [
            *_names(line),
            *(
                look.pick(LOOKS[one.look]) if one.look is CoverageLook.NO_PLAN else one.counts.total
                for one in line.coverage
            ),
        ]
        for line in found.organisations
    ]
    heads = [*_HEADS, *((one.code, one.code) for one in found.edition.missions())]
    return Table(WORDS["coverage"], heads, lines, frozen_columns=2)


def _districts(found: Comparison, look: Reading) -> Table:
    """How many of each district's plans have rows in each mission, the whole area last."""
    districts = coverage.districts_of(found)
    lines: list[list[Cell]] = [
        [
            one.district.name_th if one.district else "-",
            one.organisations,
            one.plans,
            *(mission.plans for mission in one.missions),
        ]
        for one in districts
    ]
    codes = [mission.code for mission in found.edition.missions()]
    heads = [
        WORDS["district"],
        ("หน่วยงาน", "Organisations"),
        ("แผนที่ส่งแล้ว", "Submitted plans"),
        *((code, code) for code in codes),
    ]
    total: list[Cell] = [
        look.pick(WORDS["whole_area"]),
        sum(one.organisations for one in districts),
        sum(one.plans for one in districts),
        *(sum(one.missions[at].plans for one in districts) for at in range(len(codes))),
    ]
    return Table(("รายอำเภอ", "By district"), heads, lines, total=total)


def _nobody(found: Comparison) -> Table:
    titles = {mission.code: mission.title for mission in found.edition.missions()}
    lines: list[list[Cell]] = [
        [one.district.name_th if one.district else "-", one.plans, code, titles[code]]
        for one in coverage.gaps_of(found)
        for code in one.missions
    ]
    heads = [
        WORDS["district"],
        ("แผนที่ส่งแล้ว", "Submitted plans"),
        WORDS["mission"],
        ("ชื่อภารกิจ", "Title of the mission"),
    ]
    return Table(("ภารกิจที่ไม่มีใครทำ", "Nobody has"), heads, lines)


def _lacks(found: Comparison) -> Table:
    lines: list[list[Cell]] = [
        [*_names(lack.line), one.mission_code, one.having, lack.peers]
        for lack in coverage.lacks_of(found)
        for one in lack.missions
    ]
    heads = [
        *_HEADS,
        WORDS["mission"],
        ("กลุ่มเดียวกันที่มี", "Peers having it"),
        ("กลุ่มเดียวกันทั้งหมด", "Peers"),
    ]
    return Table(("กลุ่มเดียวกันมีแต่ที่นี่ไม่มี", "Lacking"), heads, lines, frozen_columns=2)


def _below(found: Comparison, look: Reading) -> Table:
    """Rows by sub-mission; words where nothing is known, never a number."""
    codes = [one.code for one in found.edition.sub_missions()]
    lines: list[list[Cell]] = []
    for line in found.organisations:
        if line.sub_coverage is None:
            cells: list[Cell] = [look.pick(_NOT_COUNTED)] * len(codes)
        else:
            cells = [
                look.pick(LOOKS[one.look]) if one.look is CoverageLook.NO_PLAN else one.counts.total
                for one in line.sub_coverage
            ]
        lines.append([*_names(line), *cells])
    heads = [*_HEADS, *((code, code) for code in codes)]
    return Table(("ภารกิจย่อย", "Sub-missions"), heads, lines, frozen_columns=2)


_NOT_COUNTED = ("ยังไม่ได้นับ", "not counted")


def _raw(found: Comparison, look: Reading) -> Table:
    kinds = [WORDS[key] for key in ("projects", "activities", "measures", "guidelines")]
    lines: list[list[Cell]] = []
    for line in found.organisations:
        for one in line.coverage:
            counts = one.counts
            numbers: list[Cell] = [
                counts.projects,
                counts.activities,
                counts.measures,
                counts.guidelines,
                one.budget,
            ]
            lines.append(
                [
                    *_names(line),
                    one.mission_code,
                    look.pick(LOOKS[one.look]),
                    *(numbers if line.has_plan else [None] * len(numbers)),
                ]
            )
    heads = [*_HEADS, WORDS["mission"], WORDS["look"], *kinds, WORDS["amount"]]
    return Table(WORDS["raw"], heads, lines, frozen_columns=2)
