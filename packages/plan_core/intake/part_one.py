"""The prose around the table: preface, contents, Part 1 with its risks, Part 3, appendix."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from plan_core.intake.draft import DraftRisk, DraftSection, Place
from plan_core.intake.sheets import Line
from plan_core.intake.titles import clean, plain
from plan_core.thai_text import fold_key, to_arabic_digits
from plan_core.values import RiskCategory

_NUMBERING = r"[#\s]*(?:\(?\d{1,2}(?:\.\d{1,2})*[.)]*\s*)?"
_HEADINGS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("PREFACE", re.compile("คำนำ")),
    ("CONTENTS", re.compile("สารบัญ")),
    ("RISK_INTRODUCTION", re.compile("การ(?:วิเคราะห์|ประเมิน)ความเสี่ยง.{0,60}")),
    ("RATIONALE", re.compile("หลักการและเหตุผล.{0,20}")),
    ("OBJECTIVES", re.compile("วัตถุประสงค์(?:ของ(?:การจัดทำ)?แผน.{0,40})?")),
    ("TARGETS", re.compile("เป้าหมาย(?:ของ(?:การจัดทำ)?แผน.{0,40})?")),
    ("VISION", re.compile("วิสัยทัศน์(?:ขอ[ง].{0,60})?")),
    ("ORGANISATION_MISSIONS", re.compile("พันธกิจ(?:ของ.{0,60})?")),
    ("BENEFITS", re.compile("ประโยชน์(?:ของการจัดทำ(?:แผน)?|ที่(?:คาดว่า)?จะได้รับ).{0,40}")),
    ("APPENDIX", re.compile("ภาคผนวก.{0,10}")),
)
_PART = re.compile(r"ส่วนที่?(\d)(.{0,120})")
_PART_CODES = {"1": "PART_1", "2": "PART_2", "3": "PART_3"}
_RISKS: tuple[tuple[RiskCategory, re.Pattern[str]], ...] = tuple(
    (category, re.compile(f"(?:ด้าน)?ความเสี่ยง(?:ทาง)?(?:ด้าน)?(?:การ)?(?:{words}).{{0,40}}"))
    for category, words in (
        (RiskCategory.STRATEGIC, "กลยุทธ์|ยุทธศาสตร์"),
        (RiskCategory.FINANCIAL, "เงิน|คลัง"),
        (RiskCategory.OPERATIONAL, "ปฏิบัติ|ดำเนินงาน"),
        (RiskCategory.COMPLIANCE, "กฎหมาย|กฎระเบียบ|กฎข้อบังคับ|ปฏิบัติตามกฎ"),
    )
)
_BULLET = re.compile(r"^\s*(?:[-–—•*☞➢]|\(?\d{1,2}(?:\.\d{1,2})*[.)])\s*")
_CLOSING = re.compile(r"\s*(?:สรุป|\*\*|ปัจจัยความเสี่ยง|จากการวิเคราะห์)")
_PAGE_NUMBER = re.compile(r"(?:[.…·\s]{2,200}(?:\d{1,4}|[ก-ฮ])?|\s\d{1,4})\s{0,9}$")
_MAX_HEADING = 160


@dataclass(slots=True)
class Front:
    """What was found outside the table. `promised` are the parts that the contents list."""

    sections: list[DraftSection] = field(default_factory=list[DraftSection])
    risks: list[DraftRisk] = field(default_factory=list[DraftRisk])
    promised: dict[str, tuple[str, Place]] = field(default_factory=dict[str, tuple[str, Place]])


def section_code(line: Line) -> str | None:
    """The part of the document that a heading line opens, or None for any other line."""
    if line.is_table_row or len(line.text) > _MAX_HEADING:
        return None
    return heading_code(line.text)


def heading_code(text: str) -> str | None:
    bare = to_arabic_digits(clean(text))
    key = fold_key(re.sub(rf"^{_NUMBERING}", "", bare))
    part = _PART.fullmatch(key)
    if part is not None and "ประกอบด้วย" not in part[2]:
        return _PART_CODES.get(part[1])
    return next((code for code, words in _HEADINGS if words.fullmatch(key)), None)


def read_prose(lines: Iterable[Line], *, after_table: bool = False) -> Front:
    """Sections, risks and promises of the lines outside the table, in their order.

    Part 3 and the appendix are only looked for behind the table: before it they are promises.
    """
    front = Front()
    code, heading, text = "COVER", None, list[Line]()
    for line in lines:
        found = section_code(line)
        if code == "CONTENTS" and not _ends_contents(front, line, found):
            _note_promise(front, line)
            continue
        if found == code or (found in {"PART_3", "APPENDIX"} and not after_table):
            found = None
        if found is None:
            text.append(line)
        else:
            _keep(front, code, heading, text)
            code, heading, text = found, line, []
    _keep(front, code, heading, text)
    return front


def _keep(front: Front, code: str, heading: Line | None, lines: list[Line]) -> None:
    filled = [line for line in lines if not line.is_blank]
    if code in {"CONTENTS", "PART_2"} or not (filled or heading):
        return
    if code == "RISK_INTRODUCTION":
        lines = _take_risks(lines, front.risks)
    text = "\n".join(plain(line.text).lstrip("# ") for line in lines).strip()
    if not text and code not in {"PART_3", "APPENDIX"}:
        return
    title = clean(heading.text).lstrip("# ") if heading is not None else ""
    place = (heading or filled[0]).place()
    front.sections.append(DraftSection(code, title, re.sub(r"\n{3,}", "\n\n", text), place))


def _ends_contents(front: Front, line: Line, found: str | None) -> bool:
    """The contents end at a marked heading, or where a part that they promised begins."""
    marked = line.text.lstrip().startswith("#")
    return found is not None and (marked or found in front.promised)


def _note_promise(front: Front, line: Line) -> None:
    first = next((cell for cell in line.cells if cell.strip()), "")
    bare = _PAGE_NUMBER.sub("", plain(first)[: _MAX_HEADING * 2])
    code = heading_code(bare.lstrip("-•– "))
    if code is not None and code not in front.promised:
        front.promised[code] = (clean(bare).lstrip("-•– "), line.place())


def _take_risks(lines: list[Line], risks: list[DraftRisk]) -> list[Line]:
    """Take the listed risks out; introduction, conclusion and empty headings stay."""
    rest: list[Line] = []
    category: RiskCategory | None = None
    for line in lines:
        heading = _category(line.text)
        is_item = _BULLET.match(line.text) and not _CLOSING.match(line.text)
        if heading is not None:
            category = heading
        elif category is not None and is_item:
            if rest and _category(rest[-1].text) is category:
                rest.pop()
            risks.append(DraftRisk(category, clean(_bare_item(line.text)), line.place()))
            continue
        elif not line.is_blank:
            category = None
        elif rest and _category(rest[-1].text) is not None:
            continue
        rest.append(line)
    return rest


def _bare_item(text: str) -> str:
    return _BULLET.sub("", _BULLET.sub("", text, count=1), count=1)


def _category(line: str) -> RiskCategory | None:
    bare = re.sub(rf"^{_NUMBERING}", "", to_arabic_digits(clean(line)))
    key = fold_key(bare)
    if len(key) > 80:
        return None
    return next((category for category, words in _RISKS if words.fullmatch(key)), None)
