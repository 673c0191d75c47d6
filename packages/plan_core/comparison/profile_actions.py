"""Counting the peer groups anew: by the worker, once a week, nothing of any one organisation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncSession

from plan_core.actor import Actor, Role
from plan_core.comparison import profile_rules as rules
from plan_core.comparison.profile_model import PeerFigure, PeerGroup
from plan_core.comparison.profile_rules import Group, Kept, Registered, Values
from plan_core.db.transaction import Database, ReadTx
from plan_core.framework import queries as framework
from plan_core.framework.model import Deadline
from plan_core.framework.rules import FrameworkEdition
from plan_core.places.model import Organisation
from plan_core.plans.model import PlanRollup
from plan_core.reporting.model import Report
from plan_core.reporting.rules import ReportRound

NOBODY = UUID(int=0)
COUNTER = Actor(NOBODY, NOBODY, Role.NATIONAL_VIEWER)
"""Nobody's post: it reads what was submitted, as a viewer of the nation may, and writes nothing."""
LOCK = 2_028
"""Two workers that begin at once count one after the other; the second finds it done."""


async def count_peers(database: Database) -> bool:
    """Whether it was due. `database` as the worker's role."""
    async with database.unscoped() as session:
        if not await _is_due(session, database.clock()):
            return False
        editions = await framework.list_editions(session)
    for edition in editions:
        async with database.read(COUNTER) as tx:
            groups, values = await _read(tx, edition)
        async with database.unscoped() as session:
            await session.execute(select(func.pg_advisory_xact_lock(LOCK)))
            if await _is_due(session, database.clock(), edition.code):
                await _replace(session, edition, groups, values, database.clock())
    return True


async def _is_due(session: AsyncSession, now: datetime, edition_code: str | None = None) -> bool:
    last = select(PeerGroup.edition_code, func.max(PeerGroup.computed_at)).group_by(
        PeerGroup.edition_code
    )
    if edition_code is not None:
        last = last.where(PeerGroup.edition_code == edition_code)
    found = dict((await session.execute(last)).all())
    return not found or any(rules.is_due(at, now) for at in found.values())


async def _read(tx: ReadTx, edition: FrameworkEdition) -> tuple[list[Group], dict[int, Values]]:
    """The register in its groups, and the figures of who submitted."""
    score = (
        select(Report.tenant_id, Report.score_hundredths)
        .ext(distinct_on(Report.tenant_id))
        .where(Report.edition_code == edition.code)
        .order_by(
            Report.tenant_id,
            Report.fiscal_year_be.desc(),
            (Report.round == ReportRound.TWELVE_MONTHS).desc(),
            Report.number.desc(),
        )
    )
    scores = dict((await tx.session.execute(score)).all())
    due_on = select(Deadline.province_code, Deadline.due_on).where(
        Deadline.edition_code == edition.code
    )
    due = dict((await tx.session.execute(due_on)).all())
    kept = {
        one.tenant_id: one
        for one in await tx.session.scalars(
            select(PlanRollup).where(PlanRollup.edition_code == edition.code)
        )
    }
    register = [
        Registered(*one)
        for one in (
            await tx.session.execute(
                select(
                    Organisation.id,
                    Organisation.kind,
                    Organisation.province_code,
                    Organisation.district_code,
                )
            )
        )
    ]
    values: dict[int, Values] = {
        one.tenant_id: rules.values_of(
            edition,
            kept_of(kept[one.tenant_id]),
            scores.get(one.tenant_id),
            due.get(one.province_code),
            tx.now,
        )
        for one in register
        if one.tenant_id in kept
    }
    return rules.groups_of(register), values


def kept_of(row: PlanRollup) -> Kept:
    return Kept(row.counts, row.states, row.amounts_satang, row.parts, row.first_submitted_at)


async def _replace(
    session: AsyncSession,
    edition: FrameworkEdition,
    groups: Sequence[Group],
    values: Mapping[int, Values],
    now: datetime,
) -> None:
    """The newest figures only; those that differ by a few organisations stay what they were."""
    areas = {
        one.code: one.areas
        for one in await session.scalars(
            select(PeerGroup).where(PeerGroup.edition_code == edition.code)
        )
    }
    before = {
        (one.group_code, one.figure): one
        for one in await session.scalars(
            select(PeerFigure).where(PeerFigure.edition_code == edition.code)
        )
    }
    session.expunge_all()
    for table in (PeerFigure, PeerGroup):
        await session.execute(delete(table).where(table.edition_code == edition.code))
    for group in groups:
        session.add(
            PeerGroup(
                edition_code=edition.code,
                code=group.code,
                kind=group.kind,
                areas=list(group.areas),
                members=len(group.tenants),
                computed_at=now,
            )
        )
    await session.flush()
    for group in groups:
        is_same = areas.get(group.code) == list(group.areas)
        inside = [values[one] for one in group.tenants if one in values]
        for name in rules.names_of(edition):
            made = rules.quartiles_of((one[name] for one in inside), rules.unit_of(name))
            if made is None:
                continue
            old = before.get((group.code, name)) if is_same else None
            stays = old is not None and not rules.may_replace(old.counted, made.counted)
            source = old if old is not None and stays else made
            session.add(
                PeerFigure(
                    edition_code=edition.code,
                    group_code=group.code,
                    figure=name,
                    counted=source.counted,
                    low=source.low,
                    median=source.median,
                    high=source.high,
                    computed_at=old.computed_at if old is not None and stays else now,
                )
            )
