"""Every organisation of the nation beside the others, province by province.

A province is read anew when a mark of it changed, several in one statement; what was unfolded of
the others stays, and so does the JSON that was made of it.
"""

from __future__ import annotations

from collections.abc import Sequence

from plan_core.comparison import nation
from plan_core.comparison.answer import Comparison
from plan_core.comparison.lines import Area, Lines, read_lines_of
from plan_core.comparison.queries import chosen_years, compared_of
from plan_core.db import asking
from plan_core.db.transaction import Look
from plan_core.framework.rules import FrameworkEdition


class OfEverybody(asking.Memory[Lines]):
    """By edition and province; the weight of a line is 1, and there are 7,849 of them."""

    most = 10_000


async def compare_everybody(
    look: Look, edition: FrameworkEdition, *, fiscal_years: Sequence[int] | None = None
) -> list[Comparison]:
    """Of every province that has organisations. Forbidden for who does not see the nation."""
    years = chosen_years(edition, fiscal_years)
    marks = await nation.read_marks(look, edition.code)
    memory = look.memory(OfEverybody)
    known = {row["code"]: memory.find((edition.code, row["code"]), row) for row in marks}
    changed = [code for code, lines in known.items() if lines is None]
    if changed:
        read = await read_lines_of(look, edition.code, changed)
        for row in marks:
            lines = read.get(row["code"])
            if lines is not None:
                known[row["code"]] = lines
                memory.keep((edition.code, row["code"]), row, lines, len(lines.found))
    return [
        compared_of(look.now, edition, Area(code, None), years, lines)
        for code, lines in known.items()
        if lines is not None
    ]
