"""Which mission each row belongs to, told by labels and, where a label slipped, by numbering."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from plan_core.intake.sheets import Place


@dataclass(slots=True)
class Label:
    """A mission label as printed, with the mission it means ("" when unknown)."""

    mission: str
    dimension: str
    printed: str
    place: Place
    on_own_row: bool = False


@dataclass(slots=True)
class Entry:
    """An item of one dimension's table: its number, the label on its row, the sub-heading above."""

    number: tuple[int, ...]
    label: Label | None
    sub_heading: str = ""
    beside: Label | None = field(default=None, init=False)


def place(entries: Sequence[Entry]) -> list[Label | None]:
    """The label that each entry belongs to. Fills in `beside`, the label it is printed beside.

    Numbering decides where it clearly says something: a run of numbers that goes on over a new
    label and starts again at 1 below it belongs to the label before.
    """
    _fill_down(entries)
    if _labels_stand_alone(entries):
        return [entry.beside for entry in entries]
    runs = _runs(entries)
    labels = _labels(entries)
    if len(runs) == len(labels) and _in_step(runs, labels):
        return [labels[k][1] for k, (start, end) in enumerate(runs) for _ in range(start, end)]
    return _by_restart(entries, labels)


def _fill_down(entries: Sequence[Entry]) -> None:
    current: Label | None = None
    for entry in entries:
        current = entry.label or current
        entry.beside = current


def _labels_stand_alone(entries: Sequence[Entry]) -> bool:
    """Each row has its own label, or labels have rows of their own: nothing can have slipped."""
    own = [entry.label for entry in entries if entry.label is not None]
    return (
        all(label.on_own_row for label in own)
        or (len(own) == len(entries) and len(entries) > len({label.mission for label in own}))
        or any(entry.sub_heading for entry in entries)
    )


def _runs(entries: Sequence[Entry]) -> list[tuple[int, int]]:
    """Index ranges in which the numbers rise; a row without a number goes on with its run."""
    starts = [0]
    last: tuple[int, ...] = ()
    for index, entry in enumerate(entries):
        if entry.number and last and entry.number <= last:
            starts.append(index)
        last = entry.number or last
    return list(zip(starts, [*starts[1:], len(entries)], strict=True))


def _labels(entries: Sequence[Entry]) -> list[tuple[int, Label]]:
    """Labels in order, one repeated on a continuation page counted once."""
    labels: list[tuple[int, Label]] = []
    for index, entry in enumerate(entries):
        label = entry.label
        if label is not None and not (labels and labels[-1][1].mission == label.mission):
            labels.append((index, label))
    return labels


def _in_step(runs: list[tuple[int, int]], labels: list[tuple[int, Label]]) -> bool:
    """Label k stands within run k, or within the run before it: it slipped up, never further."""
    return all(runs[max(k - 1, 0)][0] <= index < runs[k][1] for k, (index, _) in enumerate(labels))


def _by_restart(entries: Sequence[Entry], labels: list[tuple[int, Label]]) -> list[Label | None]:
    placed = [entry.beside for entry in entries]
    for k, (start, _) in enumerate(labels):
        if k == 0:
            continue
        end = labels[k + 1][0] if k + 1 < len(labels) else len(entries)
        restart = next((i for i in range(start, end) if entries[i].number[-1:] == (1,)), start)
        before = next((e.number for e in reversed(entries[:start]) if e.number), ())
        first = entries[start].number
        if restart > start and first and before and first > before:
            placed[start:restart] = [labels[k - 1][1]] * (restart - start)
    return placed
