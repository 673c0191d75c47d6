"""Reading an organisation's own plan and its revisions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BigInteger,
    BindParameter,
    ColumnElement,
    Uuid,
    and_,
    any_,
    bindparam,
    func,
    select,
    tuple_,
)
from sqlalchemy.orm import defer

from plan_core.actor import Permission
from plan_core.db.asking import Question, columns_of, read_as
from plan_core.db.transaction import ReadTx
from plan_core.errors import NotFound
from plan_core.framework.model import Edition
from plan_core.framework.rules import FrameworkEdition
from plan_core.plans.content import PlanContent, PlanRow
from plan_core.plans.model import (
    Acceptance,
    BudgetCell,
    Initiative,
    Plan,
    PlanSection,
    Revision,
    RevisionInitiative,
    Risk,
)
from plan_core.plans.totals import Counted
from plan_core.values import Budget, BudgetState, InitiativeKind, RiskCategory


async def find_plan(tx: ReadTx, edition_code: str) -> Plan | None:
    """The organisation's working copy for an edition."""
    tx.actor.require(Permission.PLAN_READ)
    return await tx.session.scalar(
        select(Plan).where(Plan.tenant_id == tx.actor.tenant, Plan.edition_code == edition_code)
    )


async def find_newest_plan(tx: ReadTx) -> Plan | None:
    """The organisation's working copy for the newest edition that it has one for."""
    tx.actor.require(Permission.PLAN_READ)
    return await tx.session.scalar(
        select(Plan)
        .join(Edition, Edition.code == Plan.edition_code)
        .where(Plan.tenant_id == tx.actor.tenant)
        .order_by(Edition.first_year_be.desc())
        .limit(1)
    )


async def get_plan(tx: ReadTx, plan_id: UUID, *, lock: bool = False) -> Plan:
    """`lock` makes other writers of this plan wait, so that edits follow one another."""
    tx.actor.require(Permission.PLAN_READ)
    query = select(Plan).where(Plan.tenant_id == tx.actor.tenant, Plan.id == plan_id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    plan = await tx.session.scalar(query)
    if plan is None:
        raise NotFound("plan")
    return plan


async def lock_plans_of_cells(tx: ReadTx, cell_ids: Iterable[UUID]) -> Sequence[Plan]:
    """The plans that hold these cells, as they are now and of no session; other writers wait from
    here on."""
    tx.actor.require(Permission.PLAN_READ)
    rows = await tx.ask(_LOCKED_PLANS, tenant=tx.actor.tenant, cells=list(cell_ids))
    return [read_as(Plan, row) for row in rows]


def _own() -> BindParameter[int]:
    return bindparam("tenant", type_=BigInteger, required=True)


def _listed(name: str) -> ColumnElement[Any]:
    return any_(bindparam(name, type_=ARRAY(Uuid), required=True))


_LOCKED_PLANS = Question(
    select(*columns_of(Plan))
    .where(
        Plan.tenant_id == _own(),
        Plan.id.in_(
            select(BudgetCell.plan_id).where(
                BudgetCell.tenant_id == _own(), BudgetCell.id == _listed("cells")
            )
        ),
    )
    .with_for_update()
)


async def list_counted(tx: ReadTx, plan: Plan) -> list[Counted]:
    """The visible rows as they count: one statement, without their texts."""
    rows: dict[UUID, tuple[str, InitiativeKind, dict[int, Budget]]] = {}
    for found in await tx.ask(_COUNTED, tenant=tx.actor.tenant, plan=plan.id):
        row_id, mission_code, kind, year, state, satang = found
        if row_id not in rows:
            rows[row_id] = (mission_code, InitiativeKind(kind), {})
        rows[row_id][2][year] = Budget.from_satang(BudgetState(state), satang)
    return [Counted(*row) for row in rows.values()]


_PLAN = bindparam("plan", type_=Uuid, required=True)
_COUNTED = Question(
    select(
        Initiative.id,
        Initiative.mission_code,
        Initiative.kind,
        BudgetCell.fiscal_year_be,
        BudgetCell.state,
        BudgetCell.amount_satang,
    )
    .join(
        BudgetCell,
        and_(
            BudgetCell.tenant_id == Initiative.tenant_id,
            BudgetCell.initiative_id == Initiative.id,
        ),
    )
    .where(
        Initiative.tenant_id == _own(),
        Initiative.plan_id == _PLAN,
        BudgetCell.tenant_id == _own(),
        BudgetCell.plan_id == _PLAN,
        Initiative.removed_at.is_(None),
    )
)


async def get_content(tx: ReadTx, plan: Plan, edition: FrameworkEdition) -> PlanContent:
    """All visible rows in the order of the edition's missions: two statements."""
    initiatives = await list_initiatives(tx, plan.id)
    cells = (
        await tx.session.scalars(
            select(BudgetCell)
            .where(BudgetCell.tenant_id == tx.actor.tenant, BudgetCell.plan_id == plan.id)
            .order_by(BudgetCell.fiscal_year_be)
        )
    ).all()
    return PlanContent(plan, rows_of(initiatives, cells, edition))


async def list_initiatives(tx: ReadTx, plan_id: UUID) -> Sequence[Initiative]:
    """The plan's rows by mission and position, without the removed ones."""
    query = (
        select(Initiative)
        .where(
            Initiative.tenant_id == tx.actor.tenant,
            Initiative.plan_id == plan_id,
            Initiative.removed_at.is_(None),
        )
        .order_by(Initiative.mission_code, Initiative.position, Initiative.id)
    )
    return (await tx.session.scalars(query)).all()


async def list_rows(tx: ReadTx, plan: Plan, initiative_ids: Collection[UUID]) -> list[PlanRow]:
    """Some rows of a plan as they are shown, without the removed ones: two statements."""
    number = func.row_number().over(
        partition_by=Initiative.mission_code, order_by=(Initiative.position, Initiative.id)
    )
    in_plan = (
        Initiative.tenant_id == tx.actor.tenant,
        Initiative.plan_id == plan.id,
        Initiative.removed_at.is_(None),
    )
    numbered = select(Initiative.id, number.label("number")).where(*in_plan).subquery()
    found = await tx.session.execute(
        select(Initiative, numbered.c.number)
        .join(numbered, numbered.c.id == Initiative.id)
        .where(*in_plan, Initiative.id.in_(initiative_ids))
    )
    cells = await tx.session.scalars(
        select(BudgetCell)
        .where(
            BudgetCell.tenant_id == tx.actor.tenant, BudgetCell.initiative_id.in_(initiative_ids)
        )
        .order_by(BudgetCell.fiscal_year_be)
    )
    of_initiative: dict[UUID, list[BudgetCell]] = defaultdict(list)
    for cell in cells:
        of_initiative[cell.initiative_id].append(cell)
    return [PlanRow(row, at, tuple(of_initiative[row.id])) for row, at in found]


async def list_ever_in_mission(
    tx: ReadTx, plan_id: UUID, mission_code: str
) -> Sequence[Initiative]:
    """A mission's rows by position, the removed ones in their places between the others."""
    query = (
        select(Initiative)
        .where(
            Initiative.tenant_id == tx.actor.tenant,
            Initiative.plan_id == plan_id,
            Initiative.mission_code == mission_code,
        )
        .order_by(Initiative.position, Initiative.id)
    )
    return (await tx.session.scalars(query)).all()


def rows_of(
    initiatives: Iterable[Initiative], cells: Iterable[BudgetCell], edition: FrameworkEdition
) -> tuple[PlanRow, ...]:
    of_initiative: dict[UUID, list[BudgetCell]] = defaultdict(list)
    for cell in cells:
        of_initiative[cell.initiative_id].append(cell)
    of_mission: dict[str, list[Initiative]] = defaultdict(list)
    for initiative in initiatives:
        of_mission[initiative.mission_code].append(initiative)
    return tuple(
        PlanRow(initiative, number, tuple(of_initiative[initiative.id]))
        for mission in edition.missions()
        for number, initiative in enumerate(of_mission[mission.code], start=1)
    )


async def get_initiative(tx: ReadTx, initiative_id: UUID) -> Initiative:
    tx.actor.require(Permission.PLAN_READ)
    initiative = await tx.session.scalar(
        select(Initiative).where(
            Initiative.tenant_id == tx.actor.tenant, Initiative.id == initiative_id
        )
    )
    if initiative is None:
        raise NotFound("initiative")
    return initiative


async def list_by_ids(tx: ReadTx, ids: Iterable[UUID]) -> Sequence[Initiative]:
    """The rows that exist and that the actor may see, removed ones too, as they are now."""
    tx.actor.require(Permission.PLAN_READ)
    query = (
        select(Initiative)
        .where(Initiative.tenant_id == tx.actor.tenant, Initiative.id.in_(list(ids)))
        .execution_options(populate_existing=True)
    )
    return (await tx.session.scalars(query)).all()


async def list_cells(tx: ReadTx, cell_ids: Iterable[UUID]) -> Sequence[BudgetCell]:
    """Those that the actor may see and whose row was not removed; they belong to no session."""
    tx.actor.require(Permission.PLAN_READ)
    rows = await tx.ask(_CELLS, tenant=tx.actor.tenant, cells=list(cell_ids))
    return [read_as(BudgetCell, row) for row in rows]


_CELLS = Question(
    select(*columns_of(BudgetCell))
    .join(
        Initiative,
        and_(
            Initiative.tenant_id == BudgetCell.tenant_id,
            Initiative.id == BudgetCell.initiative_id,
        ),
    )
    .where(
        BudgetCell.tenant_id == _own(),
        BudgetCell.id == _listed("cells"),
        Initiative.removed_at.is_(None),
    )
)


async def list_sections(tx: ReadTx, plan_id: UUID) -> Sequence[PlanSection]:
    return (
        await tx.session.scalars(
            select(PlanSection)
            .where(PlanSection.tenant_id == tx.actor.tenant, PlanSection.plan_id == plan_id)
            .order_by(PlanSection.position)
        )
    ).all()


async def list_risks(tx: ReadTx, plan_id: UUID) -> Sequence[Risk]:
    """By category and position, as they are printed."""
    found = await tx.session.scalars(
        select(Risk)
        .where(Risk.tenant_id == tx.actor.tenant, Risk.plan_id == plan_id)
        .order_by(Risk.position, Risk.id)
    )
    order = list(RiskCategory)
    return sorted(found, key=lambda risk: order.index(risk.category))


async def find_acceptance(tx: ReadTx, plan_id: UUID) -> Acceptance | None:
    """What the imported document declared, when the plan came from one."""
    return await tx.session.scalar(
        select(Acceptance).where(
            Acceptance.tenant_id == tx.actor.tenant, Acceptance.plan_id == plan_id
        )
    )


async def list_revisions(tx: ReadTx, edition_code: str) -> Sequence[Revision]:
    """The organisation's own revisions, newest first, without their large bodies."""
    return (
        await tx.session.scalars(
            select(Revision)
            .where(Revision.tenant_id == tx.actor.tenant, Revision.edition_code == edition_code)
            .order_by(Revision.number.desc())
            .options(defer(Revision.body, raiseload=True))
        )
    ).all()


async def find_last_revision(tx: ReadTx, edition_code: str) -> Revision | None:
    """The newest of the own organisation's revisions, without its body."""
    return await tx.session.scalar(
        select(Revision)
        .where(Revision.tenant_id == tx.actor.tenant, Revision.edition_code == edition_code)
        .order_by(Revision.number.desc())
        .limit(1)
        .options(defer(Revision.body, raiseload=True))
    )


@dataclass(frozen=True, slots=True)
class SubmittedKey:
    """Where a submitted thing lies: its organisation and its id."""

    tenant_id: int
    id: UUID


async def find_revision(tx: ReadTx, key: SubmittedKey) -> Revision | None:
    """A revision of the own organisation or of the actor's area; anything else is not there."""
    tx.actor.require(Permission.SUBMITTED_READ)
    return await tx.session.scalar(
        select(Revision).where(Revision.tenant_id == key.tenant_id, Revision.id == key.id)
    )


async def find_submitted_initiative(tx: ReadTx, key: SubmittedKey) -> RevisionInitiative | None:
    tx.actor.require(Permission.SUBMITTED_READ)
    return await tx.session.scalar(
        select(RevisionInitiative).where(
            RevisionInitiative.tenant_id == key.tenant_id, RevisionInitiative.id == key.id
        )
    )


async def list_revisions_by_key(tx: ReadTx, keys: Collection[SubmittedKey]) -> Sequence[Revision]:
    """Those that the actor may see, in no order."""
    tx.actor.require(Permission.SUBMITTED_READ)
    wanted = tuple_(Revision.tenant_id, Revision.id)
    query = select(Revision).where(wanted.in_([(one.tenant_id, one.id) for one in keys]))
    return (await tx.session.scalars(query)).all()


async def list_submitted_by_key(
    tx: ReadTx, keys: Collection[SubmittedKey]
) -> Sequence[RevisionInitiative]:
    """Those that the actor may see, in no order."""
    tx.actor.require(Permission.SUBMITTED_READ)
    wanted = tuple_(RevisionInitiative.tenant_id, RevisionInitiative.id)
    query = select(RevisionInitiative).where(wanted.in_([(one.tenant_id, one.id) for one in keys]))
    return (await tx.session.scalars(query)).all()


async def list_revision_rows(tx: ReadTx, revision: Revision) -> Sequence[RevisionInitiative]:
    return (
        await tx.session.scalars(
            select(RevisionInitiative)
            .where(
                RevisionInitiative.tenant_id == revision.tenant_id,
                RevisionInitiative.revision_id == revision.id,
            )
            .order_by(RevisionInitiative.position)
        )
    ).all()


async def list_revision_row_ids(tx: ReadTx, revision: Revision) -> set[UUID]:
    """The rows of the working copy that a revision holds."""
    found = await tx.session.scalars(
        select(RevisionInitiative.initiative_id).where(
            RevisionInitiative.tenant_id == revision.tenant_id,
            RevisionInitiative.revision_id == revision.id,
        )
    )
    return set(found)


def budgets_of(row: RevisionInitiative, edition: FrameworkEdition) -> dict[int, Budget]:
    """A submitted row's budgets by BE fiscal year."""
    return {
        year: Budget.from_satang(BudgetState(state), satang)
        for year, state, satang in zip(
            edition.fiscal_years, row.states, row.amounts_satang, strict=True
        )
    }


@dataclass(frozen=True, slots=True)
class SubmittedRow:
    """A submitted row as totals need it."""

    mission_code: str
    kind: InitiativeKind
    budgets: dict[int, Budget]
    sub_mission: str | None

    @classmethod
    def of(cls, row: RevisionInitiative, edition: FrameworkEdition) -> SubmittedRow:
        return cls(row.mission_code, row.kind, budgets_of(row, edition), row.sub_mission)
