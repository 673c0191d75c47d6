"""What of a revision can be searched: its words, each with where it stands. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from plan_core.plans.body import Body
from plan_core.thai_text import fold_to_search


class SearchedPlace(StrEnum):
    """Where a text stands; in the order in which what is found there counts."""

    TITLE = "TITLE"
    RISK = "RISK"
    SECTION = "SECTION"
    REMARKS = "REMARKS"
    SHEET = "SHEET"


@dataclass(frozen=True, slots=True)
class Searched:
    """`row` is the working copy's id of the row it belongs to, `position` its place among all."""

    place: SearchedPlace
    position: int
    row: UUID | None
    text: str

    @property
    def key(self) -> str:
        return fold_to_search(self.text)[0]


def searched_of(body: Body) -> list[Searched]:
    """Everything that says something. Who is responsible is no text of the plan: it is a person."""
    return [one for one in _all_of(body) if one.key]


def _all_of(body: Body) -> Iterator[Searched]:
    for at, section in enumerate(body.sections, start=1):
        yield Searched(SearchedPlace.SECTION, at, None, f"{section.title_th}\n{section.body}")
    for at, risk in enumerate(body.risks, start=1):
        yield Searched(SearchedPlace.RISK, at, None, f"{risk.text}\n{risk.factors_text}".strip())
    for at, row in enumerate(body.initiatives, start=1):
        yield Searched(SearchedPlace.TITLE, at, row.id, row.title)
        yield Searched(SearchedPlace.REMARKS, at, row.id, row.remarks)
        if row.sheet is not None:
            person = row.sheet.responsible_person
            texts = [text for text in row.sheet.texts() if text and text != person]
            yield Searched(SearchedPlace.SHEET, at, row.id, "\n".join(texts))
