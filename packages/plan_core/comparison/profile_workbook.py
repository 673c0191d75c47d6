# pyright: reportMissingTypeStubs=false
"""An organisation's profile as a spreadsheet: its figures and the quartiles of its peers."""

from __future__ import annotations

from xlsxwriter.workbook import Workbook

from plan_core.comparison.profile import Profile
from plan_core.comparison.profile_words import ROUNDED, UNITS, figure_words
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
from plan_core.comparison.words import WORDS
from plan_core.values import thai_day

HEADS: tuple[Words, ...] = (
    ("ตัวเลข", "Figure"),
    ("หน่วย", "Unit"),
    ("ขององค์กร", "Own"),
    ("ควอร์ไทล์ที่ 1 ของกลุ่ม", "Peers: lower quartile"),
    ("ค่ากลางของกลุ่ม", "Peers: median"),
    ("ควอร์ไทล์ที่ 3 ของกลุ่ม", "Peers: upper quartile"),
    ("จำนวนองค์กรที่มีตัวเลข", "Organisations with the figure"),
    ("คำนวณเมื่อ", "Computed on"),
)
FEW: Words = ("มีตัวเลขไม่ถึง 5 องค์กรอื่น", "fewer than 5 others have it")


def make_workbook(found: Profile, group: Words | None, look: Reading) -> bytes:
    """Two sheets: the figures, and where they come from."""

    def fill(book: Workbook) -> None:
        formats = formats_of(book, look)
        write_table(book, _figures(found, look), look, formats)
        unknown: Words = ("ยังไม่ได้คำนวณ", "Not computed yet")
        write_source(
            book,
            look,
            formats,
            WORDS["source_text"],
            found.made_at,
            [
                (WORDS["organisation"], found.organisation.name_th),
                (WORDS["code"], found.organisation.code),
                (WORDS["edition"], look.text(found.edition.title)),
                (("กลุ่มเปรียบเทียบ", "Peers"), look.text(look.pick(group or unknown))),
                (("การปัด", "Rounding"), look.text(look.pick(ROUNDED))),
            ],
            is_demo=found.organisation.is_demo,
        )

    return make_book(fill)


def _figures(found: Profile, look: Reading) -> Table:
    lines: list[list[Cell]] = []
    for one in found.figures:
        peers = one.peers
        beside: list[Cell] = (
            [look.text(look.pick(FEW)), None, None, None, None]
            if peers is None
            else [peers.low, peers.median, peers.high, peers.counted, thai_day(peers.computed_at)]
        )
        name = look.text(look.pick(figure_words(one.name)))
        lines.append([name, look.pick(UNITS[one.unit]), one.own, *beside])
    return Table(("เทียบกับกลุ่ม", "Profile"), HEADS, lines)
