"""The own working copy with all its rows, read anew only when a row of it was written meanwhile."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Text,
    bindparam,
    cast,
    func,
    literal_column,
    select,
)

from plan_core.actor import Actor, Permission
from plan_core.db import asking
from plan_core.db.asking import Question, columns_of, read_as
from plan_core.db.transaction import Database
from plan_core.framework.model import Edition
from plan_core.framework.rules import FrameworkEdition
from plan_core.plans import queries
from plan_core.plans.content import PlanContent
from plan_core.plans.model import BudgetCell, Initiative, Plan

EditionOf = Callable[[str | None], Awaitable[FrameworkEdition]]


class Memory(asking.Memory[PlanContent]):
    """By organisation and plan; the weight of a cell is 1, some six hundred bytes."""

    most = 65_536


def _written(table: type[Initiative] | type[BudgetCell]) -> ColumnElement[str]:
    """Which of its rows the plan has in which state, as one text."""
    mark = literal_column(f"{table.__tablename__}.xmin::text::bigint", BigInteger)
    each = func.hashtextextended(cast(table.id, Text), mark)
    return (
        select(func.concat(func.count(), " ", func.sum(each)))
        .where(table.tenant_id == Plan.tenant_id, table.plan_id == Plan.id)
        .correlate(Plan)
        .scalar_subquery()
    )


_PLAN = Question(
    select(
        *columns_of(Plan),
        literal_column("plan.xmin", Text).label("mark"),
        _written(Initiative).label("rows"),
        _written(BudgetCell).label("cells"),
    )
    .join(Edition, Edition.code == Plan.edition_code)
    .where(
        Plan.tenant_id == bindparam("tenant", type_=BigInteger, required=True),
        Plan.edition_code
        == func.coalesce(bindparam("edition", type_=Text, required=True), Plan.edition_code),
    )
    .order_by(Edition.first_year_be.desc())
    .limit(1)
)


async def find_content(
    database: Database, actor: Actor, edition_code: str | None, edition_of: EditionOf
) -> tuple[PlanContent, FrameworkEdition] | None:
    """Of an edition, or of the newest edition that has a plan: a new edition hides none."""
    actor.require(Permission.PLAN_READ)
    wanted = edition_code and (await edition_of(edition_code)).code
    async with database.look(actor) as look:
        marks = await look.ask(_PLAN, tenant=actor.tenant, edition=wanted)
    if not marks:
        return None
    memory = database.memory(Memory)
    plan = read_as(Plan, marks[0])
    edition = await edition_of(plan.edition_code)
    key = (actor.tenant, plan.id)
    content = memory.find(key, marks)
    if content is None:
        async with database.read(actor) as tx:
            content = await queries.get_content(tx, plan, edition)
        cells = sum(len(row.cells) for row in content.rows)
        memory.keep(key, marks, content, 1 + cells)
    return content, edition
