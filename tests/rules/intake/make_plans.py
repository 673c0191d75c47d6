"""Small plan documents and workbooks for tests."""

import io
import zipfile
from collections.abc import Sequence

from plan_core.framework.rules import FrameworkEdition, load_editions
from plan_core.intake import reading
from plan_core.intake.reading import Reading

EDITION: FrameworkEdition = load_editions()[0]
HEADING = "ภารกิจตามมิติ\tโครงการ/กิจกรรม/มาตรการ\tปี ๒๕๖๑\tปี ๒๕๖๒\tปี ๒๕๖๓\tปี ๒๕๖๔\tหมายเหตุ"
LABEL = "๑. แสดงเจตจำนงทางการเมืองในการต่อต้านการทุจริต"


def make_text(*rows: str, dimension: str = "มิติที่ ๒ การบริหารราชการเพื่อป้องกันการทุจริต") -> str:
    return "\n".join(["อบต.ทดสอบ", "", dimension, HEADING, *rows, ""])


def make_row(title: str, cells: str = "-\t-\t-\t-", label: str = "", remarks: str = "") -> str:
    return f"{label}\t{title}\t{cells}\t{remarks}"


def read_text(text: str, filename: str = "plan.txt") -> Reading:
    return reading.read(filename, text.encode(), EDITION)


def read_rows(*rows: str) -> Reading:
    """A plan of dimension 2 whose first row stands beside mission 2.1."""
    first, *rest = rows
    return read_text(make_text(LABEL + first, *rest))


def codes(read: Reading) -> list[str]:
    """The codes of all findings but the missions that a short document leaves empty."""
    return [f.code for f in read.findings if f.code != "MISSION_EMPTY"]


def make_zip(parts: dict[str, bytes | str], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def make_workbook(sheet: str = "", extra: dict[str, bytes | str] | None = None) -> bytes:
    """A tiny real workbook with this XML inside its worksheet, and further parts."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    vnd = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts: dict[str, bytes | str] = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{vnd}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{vnd}.worksheet+xml"/>'
        "</Types>",
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" '
        f'Type="{office}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>'
        '<sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="r1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/>'
        "</Relationships>",
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}">{sheet}</worksheet>',
    }
    return make_zip({**parts, **(extra or {})})


def make_sheet(rows: Sequence[Sequence[str]]) -> str:
    """The `sheetData` of rows of texts."""
    lines: list[str] = []
    for number, row in enumerate(rows, start=1):
        cells = "".join(
            f'<c r="{chr(65 + c)}{number}" t="inlineStr"><is><t>{text}</t></is></c>'
            for c, text in enumerate(row)
            if text
        )
        lines.append(f'<row r="{number}">{cells}</row>')
    return f"<sheetData>{''.join(lines)}</sheetData>"
