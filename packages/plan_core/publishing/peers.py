"""What peers do in a mission: rows of published plans, to begin one's own from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import and_, exists, select
from sqlalchemy.orm import aliased

from plan_core.actor import Permission
from plan_core.db.transaction import ReadTx
from plan_core.framework.rules import FrameworkEdition
from plan_core.places.model import Organisation
from plan_core.publishing import documents
from plan_core.publishing.documents import PublicRow, PublishedPlan
from plan_core.publishing.model import Publication, PublicationKind
from plan_core.thai_text import fold_key
from plan_core.values import Budget, InitiativeKind

MOST_PLANS = 60
"""Published plans that are looked through: the newest of a province."""


@dataclass(frozen=True, slots=True)
class PeerRow:
    """One title as peers publish it: how many have it, and whose budgets these are, by BE year."""

    title: str
    kind: InitiativeKind
    organisations: int
    example: str
    budgets: dict[int, Budget]


async def list_peer_rows(
    tx: ReadTx, edition: FrameworkEdition, mission_code: str, text: str, most: int
) -> list[PeerRow]:
    """Rows of a mission in the province's other published plans, the most common first.

    One statement, on what everybody may read; `text` is looked for on the folded title.
    """
    tx.actor.require(Permission.PLAN_READ)
    later = aliased(Publication)
    superseded = exists().where(
        later.tenant_id == Publication.tenant_id,
        later.kind == Publication.kind,
        later.period == Publication.period,
        later.sequence > Publication.sequence,
    )
    own = aliased(Organisation)
    query = (
        select(Publication.content)
        .join(Organisation, Organisation.id == Publication.tenant_id)
        .join(
            own,
            and_(own.id == tx.actor.tenant, own.province_code == Organisation.province_code),
        )
        .where(
            Publication.tenant_id != tx.actor.tenant,
            Publication.kind == PublicationKind.PLAN,
            Publication.period == edition.code,
            ~Publication.is_withdrawn,
            ~superseded,
        )
        .order_by(Publication.published_at.desc(), Publication.id)
        .limit(MOST_PLANS)
    )
    contents = (await tx.session.scalars(query)).all()
    plans = [documents.decode(content, PublishedPlan) for content in contents]
    return gather(plans, mission_code, text)[:most]


def gather(plans: Iterable[PublishedPlan], mission_code: str, text: str) -> list[PeerRow]:
    """Rows with the same folded title are one; the first plan that has it is the example."""
    wanted = fold_key(text)
    found: defaultdict[str, list[tuple[PublishedPlan, PublicRow]]] = defaultdict(list)
    for plan in plans:
        seen: set[str] = set()
        for row in _rows_of(plan, mission_code):
            key = fold_key(row.title)
            if wanted in key and key not in seen:
                seen.add(key)
                found[key].append((plan, row))
    rows = [_peer_row(group) for group in found.values()]
    return sorted(rows, key=lambda row: (-row.organisations, fold_key(row.title)))


def _rows_of(plan: PublishedPlan, mission_code: str) -> Iterable[PublicRow]:
    return (
        row
        for dimension in plan.dimensions
        for mission in dimension.missions
        if mission.code == mission_code
        for row in mission.rows
    )


def _peer_row(group: list[tuple[PublishedPlan, PublicRow]]) -> PeerRow:
    plan, row = group[0]
    return PeerRow(
        title=row.title,
        kind=row.kind,
        organisations=len(group),
        example=plan.organisation.name,
        budgets={int(year): cell.budget for year, cell in row.budgets.items()},
    )
