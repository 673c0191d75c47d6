"""Printed numbers that skip or repeat within a mission."""

from __future__ import annotations

from collections.abc import Sequence

from plan_core.intake.draft import DraftInitiative, DraftNote


def notes_of(
    initiatives: Sequence[DraftInitiative], numbers: Sequence[tuple[int, ...]]
) -> list[DraftNote]:
    """One note a mission and kind of fault. A mission may go on counting from the one before."""
    notes: list[DraftNote] = []
    stem: tuple[int, ...] = ()
    last = 0
    group: tuple[str, str] | None = None
    for initiative, number in zip(initiatives, numbers, strict=True):
        if not number:
            continue
        here = (initiative.mission, initiative.sub_heading)
        tail = number[-1]
        is_new = group != here or number[:-1] != stem
        if is_new and tail != 1 and tail != last + 1:
            notes.append(_gap(initiative, 1, tail - 1))
        elif not is_new and tail > last + 1:
            notes.append(_gap(initiative, last + 1, tail - 1))
        elif not is_new and tail <= last:
            notes.append(_note("NUMBERING_REPEATED", initiative, initiative.number))
        stem, last, group = number[:-1], tail, here
    return notes


def _gap(initiative: DraftInitiative, first: int, last: int) -> DraftNote:
    missing = str(first) if first == last else f"{first}-{last}"
    return _note("NUMBERING_GAP", initiative, missing)


def _note(code: str, initiative: DraftInitiative, numbers: str) -> DraftNote:
    return DraftNote(
        code,
        initiative.place,
        "",
        (initiative.id,),
        initiative.dimension,
        initiative.mission,
        {"numbers": numbers},
    )
