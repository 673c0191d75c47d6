"""What is different between two contents of a plan. Pure.

Rows are matched by the working copy's id (`BodyRow.id`). Revisions of version 1 have none: their
rows are matched by mission and folded title (equal ones in their order), and what is left by the
folded title alone where it is unique on both sides. A row that finds no match was added or removed.

A row counts as moved when it changed its mission or its place among the rows that stayed in it,
not when others came or went before it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass

from plan_core.framework.rules import dimension_code_of
from plan_core.plans.body import Body, BodyRow
from plan_core.plans.changes import CellChange, FieldChange, PlanDiff, RowChange, TotalChange
from plan_core.plans.diff_texts import fields_of_sheets, longest_rise, text_changes
from plan_core.plans.totals import add_years
from plan_core.thai_text import fold_key
from plan_core.values import UNSTATED, Budget, InitiativeKind

Pair = tuple[BodyRow, BodyRow]


def diff_of(before: Body, after: Body) -> PlanDiff:
    """From one content to the other, of one edition; which amendment each is does not count."""
    pairs = match_rows(before.initiatives, after.initiatives)
    gone = _without(before.initiatives, (old for old, _ in pairs))
    new = _without(after.initiatives, (row for _, row in pairs))
    years = years_of(before, after)
    moved = _moved(pairs)
    rows = [
        *(_row_change(old, row, years, is_moved=id(row) in moved) for old, row in pairs),
        *(_row_change(old, None, years) for old in gone),
        *(_row_change(None, row, years) for row in new),
    ]
    changed = sorted((row for row in rows if row.kinds), key=_place)
    renumbered = sum(1 for old, row in pairs if id(row) not in moved and old.number != row.number)
    return PlanDiff(
        rows=tuple(changed),
        texts=text_changes(before, after),
        totals=_total_changes(before, after, years),
        renumbered=renumbered,
    )


def years_of(*bodies: Body) -> tuple[int, ...]:
    """Every BE fiscal year that a row of them has a cell for."""
    return tuple(
        sorted({int(year) for body in bodies for row in body.initiatives for year in row.budgets})
    )


def match_rows(before: Sequence[BodyRow], after: Sequence[BodyRow]) -> list[Pair]:
    """The rows that are the same on both sides, in the order of `after`."""
    by_id = {row.id: row for row in before if row.id is not None}
    matched = [(by_id[row.id], row) for row in after if row.id is not None and row.id in by_id]
    keys: tuple[tuple[Callable[[BodyRow], Hashable], bool], ...] = (
        (lambda row: (row.mission, fold_key(row.title)), False),
        (lambda row: fold_key(row.title), True),
    )
    for key, is_unique in keys:
        old = _without(before, (one for one, _ in matched))
        new = _without(after, (one for _, one in matched))
        matched += _match_by(key, old, new, is_unique=is_unique)
    order = {id(row): at for at, row in enumerate(after)}
    return sorted(matched, key=lambda pair: order[id(pair[1])])


def _match_by(
    key: Callable[[BodyRow], Hashable],
    before: Sequence[BodyRow],
    after: Sequence[BodyRow],
    *,
    is_unique: bool,
) -> list[Pair]:
    """Pairs with the same key of which one side at least has no id."""
    old: defaultdict[Hashable, list[BodyRow]] = defaultdict(list)
    new: defaultdict[Hashable, list[BodyRow]] = defaultdict(list)
    for row in before:
        old[key(row)].append(row)
    for row in after:
        new[key(row)].append(row)
    pairs: list[Pair] = []
    for found, rows in new.items():
        if is_unique and (len(rows), len(old[found])) != (1, 1):
            continue
        pairs += [
            (one, row)
            for one, row in zip(old[found], rows, strict=False)
            if one.id is None or row.id is None
        ]
    return pairs


def _without(rows: Iterable[BodyRow], taken: Iterable[BodyRow]) -> list[BodyRow]:
    """By identity: two rows of version 1 may be equal."""
    gone = {id(row) for row in taken}
    return [row for row in rows if id(row) not in gone]


def _moved(pairs: Sequence[Pair]) -> set[int]:
    """Identities of the later rows that are in another mission, or out of the order they had.

    As few as possible: all but the longest run of rows that kept their order.
    """
    moved: set[int] = set()
    stayed: defaultdict[str, list[Pair]] = defaultdict(list)
    for old, row in pairs:
        if old.mission == row.mission:
            stayed[row.mission].append((old, row))
        else:
            moved.add(id(row))
    for of_mission in stayed.values():
        in_order = sorted(of_mission, key=lambda pair: pair[1].number)
        kept = longest_rise([old.number for old, _ in in_order])
        moved |= {id(row) for at, (_, row) in enumerate(in_order) if at not in kept}
    return moved


def _row_change(
    old: BodyRow | None, row: BodyRow | None, years: Sequence[int], *, is_moved: bool = False
) -> RowChange:
    cells = tuple(
        CellChange(year, _budget(old, year), _budget(row, year))
        for year in years
        if old is None or row is None or _budget(old, year) != _budget(row, year)
    )
    return RowChange(old, row, is_moved, _fields(old, row), cells)


def _fields(old: BodyRow | None, row: BodyRow | None) -> tuple[FieldChange, ...]:
    """Only of a row that is on both sides."""
    if old is None or row is None:
        return ()
    pairs = (
        ("title", old.title, row.title),
        ("kind", old.kind.value, row.kind.value),
        ("remarks", old.remarks, row.remarks),
        ("subMission", old.sub_mission or "", row.sub_mission or ""),
    )
    own = tuple(FieldChange(name, was, now) for name, was, now in pairs if was != now)
    return own + fields_of_sheets(old.sheet, row.sheet)


def _budget(row: BodyRow | None, year: int) -> Budget | None:
    if row is None:
        return None
    found = row.budgets.get(str(year))
    return UNSTATED if found is None else found.budget


def _place(change: RowChange) -> tuple[tuple[int, ...], int, bool]:
    """Where a row is printed; a removed one just before what has its number now."""
    row = change.row
    return mission_order(row.mission), row.number, change.after is not None


def mission_order(code: str) -> tuple[int, ...]:
    """ "2.10" comes after "2.9"."""
    return tuple(int(part) if part.isdecimal() else 0 for part in code.split("."))


@dataclass(frozen=True, slots=True)
class _Counted:
    """A row as totals need it."""

    mission_code: str
    kind: InitiativeKind
    budgets: dict[int, Budget]


def _counted(body: Body) -> list[_Counted]:
    return [
        _Counted(row.mission, row.kind, {int(y): one.budget for y, one in row.budgets.items()})
        for row in body.initiatives
    ]


def _total_changes(before: Body, after: Body, years: Sequence[int]) -> tuple[TotalChange, ...]:
    """By dimension, and last the whole plan; the unchanged ones too, so that they can be shown."""
    old, new = _counted(before), _counted(after)
    codes = sorted({dimension_code_of(row.mission_code) for row in (*old, *new)})

    def change(code: str) -> TotalChange:
        was = [row for row in old if code in {"", dimension_code_of(row.mission_code)}]
        now = [row for row in new if code in {"", dimension_code_of(row.mission_code)}]
        years_before, years_after = add_years(was, years), add_years(now, years)
        return TotalChange(
            dimension_code=code,
            years=tuple(CellChange(y, years_before[y], years_after[y]) for y in years),
            counts_before=Counter(row.kind for row in was),
            counts_after=Counter(row.kind for row in now),
        )

    return tuple(change(code) for code in [*codes, ""])
