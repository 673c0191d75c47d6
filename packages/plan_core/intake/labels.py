"""Headings of dimensions and missions, in the table or between tables."""

from __future__ import annotations

from plan_core.intake import matching, titles
from plan_core.intake.draft import DraftNote
from plan_core.intake.placing import Label
from plan_core.intake.sheets import Line, Place
from plan_core.intake.walk import Walk
from plan_core.thai_text import collapse_spaces, fold_key

_MAX_LABEL = 1_000
"""No heading is longer; of a longer label only its beginning is kept."""


def dimension(walk: Walk, line: Line, text: str) -> bool:
    heading = matching.dimension_heading(text)
    if heading is None:
        return False
    walk.dimension, walk.dimension_is_printed = heading.code, True
    walk.close_sub_heading()
    walk.label, walk.label_waits = None, False
    place = line.place()
    if heading.is_slip:
        walk.note("HEADING_SLIP", place, text, word=heading.word)
    values = {"until": str(line.line)}
    walk.headings.append(DraftNote("DIMENSION", place, heading.title, (), heading.code, "", values))
    return True


def dimension_cell(walk: Walk, line: Line, text: str) -> bool:
    """A dimension in a column of its own, where it may stand on every row."""
    bare = titles.clean(text)
    heading = matching.dimension_heading(bare)
    is_again = heading is not None and heading.code == walk.dimension
    return is_again or dimension(walk, line, bare)


def mission_heading(walk: Walk, line: Line, text: str) -> bool:
    """A mission printed as a heading between two tables."""
    if len(text) > _MAX_LABEL:
        return False
    match = matching.mission_of(text, walk.dimension, walk.edition)
    says_mission = fold_key(text).startswith("ภารกิจ")
    if not match.code or not (says_mission or match.similarity >= matching.SAME_TITLE):
        return False
    set_label(walk, match, text, line.place(), own_row=True)
    return True


def label_of(walk: Walk, line: Line, text: str) -> Label | None:
    """The mission label of a row; the wrapped rest of the label above is no label of its own."""
    text = text[:_MAX_LABEL]
    first, _, rest = titles.plain_lines(text).strip().partition("\n")
    if dimension_cell(walk, line, first):
        text = rest
    if not text.strip():
        return None
    number, title = matching.mission_label(text)
    is_full = walk.label is not None and len(walk.label.printed) > _MAX_LABEL
    if walk.label is not None and not number and not is_full and _is_rest(walk, walk.label, title):
        walk.label.printed = collapse_spaces(f"{walk.label.printed} {titles.plain(text)}")
        return None
    match = matching.mission_of(text, walk.dimension, walk.edition)
    return set_label(walk, match, text, line.place(walk.table.mission), own_row=False)


def _is_rest(walk: Walk, above: Label, title: str) -> bool:
    """The text goes on with the label above: it is in its mission's title, or makes the printed
    label more like that title, and is no mission's title itself."""
    known = walk.edition.find_mission(above.mission)
    if known is None or not fold_key(title):
        return not fold_key(title)
    if fold_key(title) in fold_key(known.title) or fold_key(title) in fold_key(above.printed):
        return True
    _, score = matching.best_title(title, walk.edition.missions())
    longer = matching.similarity(f"{above.printed} {title}", known.title)
    grows = longer > matching.similarity(above.printed, known.title)
    return grows and score < matching.SAME_TITLE


def set_label(
    walk: Walk, match: matching.MissionMatch, text: str, place: Place, *, own_row: bool
) -> Label:
    """Take a label as the current one, with what is odd about it noted."""
    code, printed = match.code, titles.plain(text).lstrip("# ")
    seen = {item.label.mission for item in walk.items if item.label is not None}
    if match.better and (code in seen or not walk.dimension_is_printed):
        code = match.better  # a dimension's heading was lost: its first mission says so
    elif match.better:
        walk.note("MISSION_TITLE_DIFFERS", place, text, mission=code, resembles=match.better)
    if not code:
        walk.note("MISSION_LABEL_UNKNOWN", place, text)
    own_dimension = code.partition(".")[0] or walk.dimension
    if own_dimension != walk.dimension:
        is_told_otherwise = walk.dimension_is_printed
        walk.dimension, walk.dimension_is_printed = own_dimension, False
        number, _ = matching.mission_label(text)
        if len(number) < 2 or is_told_otherwise:
            walk.note("DIMENSION_HEADING_MISSING", place, text, mission=code)
    current = walk.label
    if current is None or current.mission != code or not code or own_row:
        if current is None or current.mission != code:
            walk.close_sub_heading()
        walk.label = Label(code, own_dimension, printed, place, own_row)
        walk.label_waits = True
    return walk.label or Label(code, own_dimension, printed, place, own_row)
