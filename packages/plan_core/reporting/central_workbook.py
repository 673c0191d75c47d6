# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
# (XlsxWriter types its optional arguments only in part.)
"""The table of central scores to fill in: the area's organisations, and what is kept of them."""

from __future__ import annotations

import io
from collections.abc import Mapping

import xlsxwriter

from plan_core.framework.rules import FrameworkEdition
from plan_core.reporting.central import Scored, headings

SHEET_NAME = "คะแนนส่วนกลาง"


def make_workbook(edition: FrameworkEdition, known: Mapping[str, Scored]) -> bytes:
    """Only who has reported on the year: the others have nothing to be scored."""
    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(content, options) as book:
        page = book.add_worksheet(SHEET_NAME)
        base = {"font_name": "TH SarabunPSK", "font_size": 14}
        head = book.add_format(
            {**base, "bold": True, "bg_color": "#0B5A43", "font_color": "#FFFFFF"}
        )
        text, score = book.add_format(base), book.add_format({**base, "num_format": "0.00"})
        for column, heading in enumerate(headings(edition)):
            page.write_string(0, column, heading, head)
        reported = [(code, one) for code, one in known.items() if one.report_id is not None]
        for at, (code, one) in enumerate(reported, start=1):
            page.write_string(at, 0, code, text)
            page.write_string(at, 1, one.name, text)
            for column, dimension in enumerate(edition.dimensions, start=2):
                given = one.scores.get(dimension.code)
                if given is None:
                    page.write_blank(at, column, None, score)
                else:
                    page.write_number(at, column, float(given), score)
        page.set_column(0, 0, 12)
        page.set_column(1, 1, 48)
        page.freeze_panes(1, 2)
    return content.getvalue()
