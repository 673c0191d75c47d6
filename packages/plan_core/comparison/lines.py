"""The lines a comparison is made of: an area's organisations with their figures, in order.

What is read each time are their marks: which state of each row this actor sees. While they are the
same, so are the lines, and what was made of them is still true.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any, TypeAlias

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Select,
    Text,
    and_,
    any_,
    bindparam,
    literal_column,
    select,
)
from sqlalchemy.orm import aliased

from plan_core.comparison.answer import Compared
from plan_core.db import asking
from plan_core.db.asking import Question, Row, columns_of, find_as, read_as
from plan_core.db.transaction import Look
from plan_core.framework.model import Deadline
from plan_core.framework.rules import FrameworkEdition
from plan_core.places.model import District, Organisation, Province
from plan_core.plans.model import PlanRollup
from plan_core.values import OrganisationKind


@dataclass(frozen=True, slots=True)
class Area:
    province_code: str
    district_code: str | None


Line: TypeAlias = tuple[
    Province,
    District | None,
    date | None,
    Organisation | None,
    District | None,
    PlanRollup | None,
]
"""Province, asked-for district, due day; organisation, its district, its figures."""
COLUMNS, ORGANISATION = 6, 3
"""How many there are, and where the organisation stands."""

_ASKED = aliased(District, name="asked")
_MARKED = ("province", "asked", "deadline", "organisation", "district", "plan_rollup")


def lines_query(
    edition: FrameworkEdition, area: Area, kind: OrganisationKind | None
) -> Select[*tuple[Any, ...]]:
    """Rows whose first columns are a `Line`; other screens add theirs behind them."""
    return _from_province(
        select(Province, _ASKED, Deadline.due_on, Organisation, District, PlanRollup),
        edition.code,
        area.province_code,
        area.district_code,
        kind,
    )


def _from_province(
    query: Select[*tuple[Any, ...]], edition: Any, province: Any, district: Any, kind: Any
) -> Select[*tuple[Any, ...]]:
    """From the province, so that an area without organisations still has its name and deadline."""
    wanted = [Organisation.province_code == Province.code]
    if district is not None:
        wanted.append(Organisation.district_code == district)
    if kind is not None:
        wanted.append(Organisation.kind == kind)
    asked = "" if district is None else district
    return (
        query.select_from(Province)
        .outerjoin(_ASKED, and_(_ASKED.province_code == Province.code, _ASKED.code == asked))
        .outerjoin(
            Deadline,
            and_(Deadline.province_code == Province.code, Deadline.edition_code == edition),
        )
        .outerjoin(Organisation, and_(*wanted))
        .outerjoin(District, District.code == Organisation.district_code)
        .outerjoin(
            PlanRollup,
            and_(
                PlanRollup.tenant_id == Organisation.id,
                PlanRollup.edition_code == edition,
                PlanRollup.province_code == province,
            ),
        )
        .where(Province.code == province)
        .order_by(District.sort_key, Organisation.sort_key, Organisation.code)
    )


@dataclass(eq=False)
class Lines:
    """One object for the same rows, so that what is made of them can be kept with it."""

    found: tuple[Line, ...]
    made: dict[Hashable, Compared] = field(default_factory=dict[Hashable, Compared])

    def once(self, of: Hashable, make: Callable[[], Compared]) -> Compared:
        """What was made of them with `of`: the chosen years, the day."""
        if of not in self.made:
            if len(self.made) >= MOST_MADE:
                self.made.clear()
            self.made[of] = make()
        return self.made[of]


MOST_MADE = 4


class Memory(asking.Memory[Lines]):
    """By what was `Asked`; the weight of a line is 1, some ten kilobytes."""

    most = 4_096


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose lines; None for every kind."""

    edition_code: str
    area: Area
    kind: OrganisationKind | None = None

    @property
    def names(self) -> frozenset[str]:
        """What differs in the statement."""
        return frozenset(self.given) & {"district", "kind"}

    @property
    def given(self) -> dict[str, str]:
        found = {"edition": self.edition_code, "province": self.area.province_code}
        if self.area.district_code is not None:
            found["district"] = self.area.district_code
        if self.kind is not None:
            found["kind"] = self.kind.value
        return found


async def read_marks(look: Look, asked: Asked) -> Sequence[Row]:
    """Which rows in which state the actor sees in this place, line by line."""
    return await look.ask(_marks(asked.names), **asked.given)


async def read_lines(look: Look, asked: Asked, marks: Sequence[Row] | None = None) -> Lines:
    """Without any line when there is no such province. `marks` are what this actor's own request
    has read before."""
    memory = look.memory(Memory)
    if memory.knows(asked):
        known = memory.find(asked, marks or await read_marks(look, asked))
        if known is not None:
            return known
    # Whoever wrote meanwhile is in this answer with the mark that belongs to it.
    rows = await look.ask(_whole(asked.names), **asked.given)
    lines = Lines(_lines_of(rows))
    memory.keep(asked, [tuple(row)[: len(_MARKED) + 1] for row in rows], lines, len(rows))
    return lines


async def read_lines_of(
    look: Look, edition_code: str, provinces: Sequence[str]
) -> dict[str, Lines]:
    """Of several provinces in one statement, by their codes; for who knows what changed."""
    rows = await look.ask(
        _whole(frozenset({"provinces"})), edition=edition_code, provinces=provinces
    )
    by_province: dict[str, list[Row]] = {code: [] for code in provinces}
    for row in rows:
        by_province[row["province_code"]].append(row)
    return {code: Lines(_lines_of(inside)) for code, inside in by_province.items() if inside}


@cache
def _marks(names: frozenset[str]) -> Question:
    return Question(_with_values(_mark_columns(), names))


@cache
def _whole(names: frozenset[str]) -> Question:
    columns = [
        *_mark_columns(),
        *columns_of(Province),
        *columns_of(_ASKED, "asked"),
        Deadline.due_on.label("due_on"),
        *columns_of(Organisation),
        *columns_of(District),
        *columns_of(PlanRollup),
    ]
    return Question(_with_values(columns, names))


def _mark_columns() -> list[ColumnElement[Any]]:
    """Who stands there, and of each row the transaction that wrote this state of it."""
    of_rows: list[ColumnElement[Any]] = [
        literal_column(f"{name}.xmin").label(f"{name}_mark") for name in _MARKED
    ]
    return [Organisation.id.label("line_id"), *of_rows]


def _with_values(
    columns: Sequence[ColumnElement[Any]], names: frozenset[str]
) -> Select[*tuple[Any, ...]]:
    def value(name: str) -> Any:
        return bindparam(name, type_=Text, required=True)

    several = any_(bindparam("provinces", type_=ARRAY(Text), required=True))
    return _from_province(
        select(*columns),
        value("edition"),
        several if "provinces" in names else value("province"),
        value("district") if "district" in names else None,
        value("kind") if "kind" in names else None,
    )


def _lines_of(rows: Sequence[Row]) -> tuple[Line, ...]:
    if not rows:
        return ()
    province = read_as(Province, rows[0])
    asked = find_as(District, rows[0], "asked_code", "asked")
    districts: dict[str | None, District | None] = {None: None}

    def district_of(row: Row) -> District | None:
        code = row["district_code"]
        if code not in districts:
            districts[code] = read_as(District, row)
        return districts[code]

    return tuple(
        (
            province,
            asked,
            row["due_on"],
            find_as(Organisation, row, "organisation_id"),
            district_of(row),
            find_as(PlanRollup, row, "plan_rollup_id"),
        )
        for row in rows
    )
