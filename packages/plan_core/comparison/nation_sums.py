"""The statement that sums a province's organisations, and how its columns are read."""

from __future__ import annotations

import functools
import operator
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Select,
    Text,
    and_,
    any_,
    bindparam,
    case,
    func,
    literal_column,
    or_,
    select,
)

from plan_core.comparison.answer import DimensionBudget
from plan_core.db.asking import Question, columns_of
from plan_core.framework.model import Deadline
from plan_core.framework.rules import FrameworkDimension, FrameworkEdition, dimension_code_of
from plan_core.places.model import Organisation, Province
from plan_core.plans.model import PlanRollup
from plan_core.plans.rollup import KINDS
from plan_core.values import Budget, BudgetState


@dataclass(frozen=True, slots=True)
class Covered:
    """How many organisations have rows in a mission, and how many of them money."""

    mission_code: str
    organisations: int
    with_money: int


FIRST_SUM = len(columns_of(Province)) + 5
"""Behind the province, its due day and code, and the three counts."""


@functools.lru_cache(maxsize=32)
def sums_question(edition: FrameworkEdition, years: tuple[int, ...]) -> Question:
    """Some provinces with what their organisations submitted. Put together once: of its thirty
    thousand characters that takes longer than running it for a few provinces."""
    asked = any_(bindparam("provinces", type_=ARRAY(Text), required=True))
    figures = _figures(edition, years).where(Organisation.province_code == asked).subquery()
    return Question(
        select(*columns_of(Province), Deadline.due_on.label("due_on"), figures)
        .join(figures, figures.c.province_code == Province.code)
        .outerjoin(
            Deadline,
            and_(Deadline.province_code == Province.code, Deadline.edition_code == edition.code),
        )
    )


def _figures(edition: FrameworkEdition, years: Sequence[int]) -> Select[Any]:
    """By province: organisations, submitted plans, late ones, then the columns of `read_sums`."""
    came_on = func.date(func.timezone("Asia/Bangkok", PlanRollup.first_submitted_at))
    sums: list[ColumnElement[Any]] = []
    for dimension in edition.dimensions:
        inside = _inside(edition, dimension)
        for year in years:
            sums += _cells(edition, inside, year)
        sums.append(func.sum(_sum([_rows(mission) for mission in inside])))
    for mission, _ in enumerate(edition.missions()):
        has_rows = _rows(mission) > _ZERO
        has_money = or_(*(_amount(edition, mission, year) > _ZERO for year in years))
        sums += [func.count().filter(has_rows), func.count().filter(and_(has_rows, has_money))]
    return (
        select(
            Organisation.province_code,
            func.count().label("organisations"),
            func.count(PlanRollup.tenant_id).label("submitted"),
            func.count().filter(came_on > Deadline.due_on).label("late"),
            *sums,
        )
        .select_from(Organisation)
        .outerjoin(
            PlanRollup,
            and_(
                PlanRollup.tenant_id == Organisation.id,
                PlanRollup.edition_code == edition.code,
            ),
        )
        .outerjoin(
            Deadline,
            and_(
                Deadline.province_code == Organisation.province_code,
                Deadline.edition_code == edition.code,
            ),
        )
        .group_by(Organisation.province_code)
    )


def read_sums(
    edition: FrameworkEdition, years: Sequence[int], sums: Sequence[Any]
) -> tuple[tuple[DimensionBudget, ...], tuple[Covered, ...]]:
    values = iter(sums)
    dimensions: list[DimensionBudget] = []
    for dimension in edition.dimensions:
        budgets: dict[int, Budget] = {}
        for year in years:
            satang, has_money, has_unstated = next(values), next(values), next(values)
            state = (
                BudgetState.AMOUNT
                if has_money
                else BudgetState.NONE
                if has_unstated is False
                else BudgetState.UNSTATED
            )
            budgets[year] = Budget.from_satang(state, int(satang) if has_money else None)
        rows = int(next(values) or 0)
        dimensions.append(DimensionBudget(dimension.code, budgets, rows))
    covered = tuple(
        Covered(mission.code, next(values) or 0, next(values) or 0)
        for mission in edition.missions()
    )
    return tuple(dimensions), covered


def _inside(edition: FrameworkEdition, dimension: FrameworkDimension) -> list[int]:
    """Where the dimension's missions stand in the edition's order."""
    return [
        at
        for at, mission in enumerate(edition.missions())
        if dimension_code_of(mission.code) == dimension.code
    ]


def _cells(edition: FrameworkEdition, inside: Sequence[int], year: int) -> list[ColumnElement[Any]]:
    """What missions of a year add up to, in all three states; one without rows is mute."""
    amounts = [_amount(edition, mission, year) for mission in inside]
    satang = _sum([func.coalesce(amount, _ZERO) for amount in amounts])
    has_money = or_(*(amount.is_not(None) for amount in amounts))
    has_unstated = or_(
        *(
            and_(_rows(mission) > _ZERO, _state(edition, mission, year) == _UNSTATED)
            for mission in inside
        )
    )
    has_rows = or_(*(_rows(mission) > _ZERO for mission in inside))
    return [
        func.sum(satang),
        func.bool_or(has_money),
        func.bool_or(case((has_rows, has_unstated), else_=None)),
    ]


def _sum(parts: Sequence[ColumnElement[Any]]) -> ColumnElement[Any]:
    return functools.reduce(operator.add, parts)


def _rows(mission: int) -> ColumnElement[Any]:
    """Rows of all kinds in a mission. (Arrays count from 1.)"""
    first = mission * len(KINDS) + 1
    return _sum([PlanRollup.counts[_number(first + kind)] for kind in range(len(KINDS))])


def _amount(edition: FrameworkEdition, mission: int, year: int) -> ColumnElement[Any]:
    return PlanRollup.amounts_satang[_at(edition, mission, year)]


def _state(edition: FrameworkEdition, mission: int, year: int) -> ColumnElement[Any]:
    return PlanRollup.states[_at(edition, mission, year)]


def _at(edition: FrameworkEdition, mission: int, year: int) -> ColumnElement[int]:
    return _number(mission * len(edition.fiscal_years) + edition.fiscal_years.index(year) + 1)


def _number(value: int) -> ColumnElement[int]:
    """Written into the statement: a thousand parameters are a thousand values to send and plan."""
    return literal_column(str(value), BigInteger)


_ZERO = _number(0)
_UNSTATED: ColumnElement[str] = literal_column(f"'{BudgetState.UNSTATED.value}'", Text)
