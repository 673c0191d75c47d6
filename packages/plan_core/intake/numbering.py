"""Printed numbers that skip or repeat within a mission."""

from __future__ import annotations

from collections.abc import Sequence

from plan_core.intake.draft import DraftInitiative, DraftNote


def notes_of(
    initiatives: Sequence[DraftInitiative], numbers: Sequence[tuple[int, ...]]
) -> list[DraftNote]:
    """One note a mission and kind of fault. A mission may go on counting from the one before."""
    notes: list[DraftNote] = []
    last: tuple[int, ...] = ()
    group: tuple[str, str] | None = None
    for initiative, number in zip(initiatives, numbers, strict=True):
        if not number:
            continue
        here = (initiative.mission, initiative.sub_heading)
        is_new = group != here or number[:-1] != last[:-1]
        goes_on = bool(last) and number[-1] == last[-1] + 1
        if is_new and number[-1] != 1 and not goes_on:
            notes.append(_gap(initiative, 1, number[-1] - 1))
        elif not is_new and number[-1] > last[-1] + 1:
            notes.append(_gap(initiative, last[-1] + 1, number[-1] - 1))
        elif not is_new and number[-1] <= last[-1]:
            notes.append(_note("NUMBERING_REPEATED", initiative, initiative.number))
        last, group = number, here
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
