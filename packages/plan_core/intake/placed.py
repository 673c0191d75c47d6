"""Items of the walk → initiatives in their missions, and notes on where they were printed."""

from __future__ import annotations

from collections.abc import Sequence

from plan_core.intake import numbering, placing
from plan_core.intake.draft import DraftInitiative, DraftNote
from plan_core.intake.placing import Entry, Label
from plan_core.intake.walk import Item
from plan_core.values import UNSTATED


def placed(
    items: Sequence[Item], years: Sequence[int]
) -> tuple[tuple[DraftInitiative, ...], tuple[DraftNote, ...]]:
    """Every item as an initiative with all the plan's years, and what its placing noticed."""
    initiatives: list[DraftInitiative] = []
    notes: list[DraftNote] = []
    last = 0
    for block in _blocks(items):
        entries = [Entry(item.number, item.label, item.sub_heading) for item in block]
        labels = placing.place(entries)
        rows = [
            _initiative(item, label, entry.beside, years)
            for item, label, entry in zip(block, labels, entries, strict=True)
        ]
        initiatives.extend(rows)
        notes.extend(_beside_notes(rows, labels, entries))
        notes.extend(numbering.notes_of(rows, [item.number for item in block], last))
        last = next((item.number[-1] for item in reversed(block) if item.number), last)
    return tuple(initiatives), tuple(notes)


def _blocks(items: Sequence[Item]) -> list[list[Item]]:
    """Items of one dimension in a row."""
    blocks: list[list[Item]] = []
    for item in items:
        if not blocks or blocks[-1][-1].dimension != item.dimension:
            blocks.append([])
        blocks[-1].append(item)
    return blocks


def _initiative(
    item: Item, label: Label | None, beside: Label | None, years: Sequence[int]
) -> DraftInitiative:
    return DraftInitiative(
        id=item.id,
        dimension=item.dimension,
        mission=label.mission if label is not None else "",
        number=item.number_printed,
        kind=item.kind,
        title=item.title,
        title_printed=item.printed,
        budgets={year: item.budgets.get(year, UNSTATED) for year in years},
        remarks=item.remarks,
        place=item.place,
        printed_mission=beside.printed if beside is not None else None,
        sub_heading=item.sub_heading,
    )


def _beside_notes(
    rows: Sequence[DraftInitiative], labels: Sequence[Label | None], entries: Sequence[Entry]
) -> list[DraftNote]:
    """One note for each stretch of rows that stand beside another mission than their own."""
    notes: list[DraftNote] = []
    previous: tuple[str, str] | None = None
    for initiative, label, entry in zip(rows, labels, entries, strict=True):
        own = label.mission if label is not None else ""
        beside = entry.beside.mission if entry.beside is not None else own
        if own == beside:
            previous = None
            continue
        if previous == (own, beside):
            last = notes.pop()
            ids, numbers = last.initiative_ids, last.values["numbers"]
            numbers = f"{numbers} {initiative.number}"
        else:
            last, ids, numbers = None, (), initiative.number
        notes.append(
            DraftNote(
                "ROW_BESIDE_OTHER_MISSION",
                last.place if last else initiative.place,
                "",
                (*ids, initiative.id),
                initiative.dimension,
                own,
                {"placed": own, "beside": beside, "numbers": numbers},
            )
        )
        previous = (own, beside)
    return notes
