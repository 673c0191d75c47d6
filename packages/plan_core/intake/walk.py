"""What reading knows while it walks through the table region."""

from __future__ import annotations

from dataclasses import dataclass, field

from plan_core.framework.rules import FrameworkEdition
from plan_core.intake import declared, titles
from plan_core.intake.columns import Columns
from plan_core.intake.draft import DraftNote
from plan_core.intake.placing import Label
from plan_core.intake.sheets import Line, Place
from plan_core.thai_text import collapse_spaces
from plan_core.values import Budget, InitiativeKind

MAX_QUOTE = 500
"""How much of an unread text a note repeats."""


@dataclass(slots=True)
class Item:
    """One initiative as its row says it, before it is known which mission it belongs to."""

    id: str
    dimension: str
    number_printed: str
    number: tuple[int, ...]
    kind: InitiativeKind | None
    title: str
    printed: str
    budgets: dict[int, Budget]
    remarks: str
    place: Place
    label: Label | None
    sub_heading: str


@dataclass(slots=True)
class Walk:
    """What reading knows while it walks through the table region."""

    edition: FrameworkEdition
    columns: Columns | None = None
    dimension: str = ""
    dimension_is_printed: bool = False
    label: Label | None = None
    label_waits: bool = False
    last_row: Line | None = None
    """The row of the last initiative, while the next row may go on with its title."""
    sub_heading: str = ""
    sub_heading_place: Place | None = None
    items: list[Item] = field(default_factory=list[Item])
    totals: list[declared.TotalRow] = field(default_factory=list[declared.TotalRow])
    notes: list[DraftNote] = field(default_factory=list[DraftNote])
    headings: list[DraftNote] = field(default_factory=list[DraftNote])

    @property
    def table(self) -> Columns:
        """The columns of the table being read; rows before any heading are never read."""
        if self.columns is None:
            raise ValueError("a row was read before the heading of its table")
        return self.columns

    def open_sub_heading(self, text: str, place: Place) -> None:
        self.close_sub_heading()
        self.sub_heading, self.sub_heading_place = text, place

    def close_sub_heading(self) -> None:
        """A sub-mission without a row below it is noted: it might have been meant as a row."""
        place = self.sub_heading_place
        if place is not None and not any(i.sub_heading == self.sub_heading for i in self.items):
            self.note("SUB_MISSION_EMPTY", place, self.sub_heading)
        self.sub_heading, self.sub_heading_place = "", None

    def note(self, code: str, place: Place, text: str = "", **values: str) -> None:
        bare = quote(titles.plain(text[: 4 * MAX_QUOTE]))
        self.notes.append(DraftNote(code, place, bare, dimension=self.dimension, values=values))


def quote(text: str) -> str:
    return collapse_spaces(text[: 4 * MAX_QUOTE])[:MAX_QUOTE]
