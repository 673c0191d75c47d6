"""Printed numbers that skip or repeat within a mission."""

from __future__ import annotations

from collections.abc import Sequence

from plan_core.intake.draft import DraftInitiative, DraftNote


def notes_of(
    initiatives: Sequence[DraftInitiative], numbers: Sequence[tuple[int, ...]], before: int = 0
) -> list[DraftNote]:
    """A note for each gap and each step back. A mission may go on counting from the one before,
    the first one from `before`, where the dimension before ended."""
    notes: list[DraftNote] = []
    stem: tuple[int, ...] = ()
    last = before
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
