"""Reading what is public. No actor is asked: everybody may, and nothing else is to be seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ScalarSelect, and_, desc, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased, defer

from plan_core.actor import Permission
from plan_core.db.transaction import ReadTx
from plan_core.places.model import Organisation, OrganisationName
from plan_core.publishing.model import Publication, PublicationKind
from plan_core.thai_text import normalise, to_arabic_digits

MOST_FOUND = 400
"""Organisations on one page: more than the largest province has."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """An organisation with all it has published, newest act first, without the contents."""

    organisation: Organisation
    acts: Sequence[Publication]

    def standing(self, kind: PublicationKind) -> list[Publication]:
        """The last act on each item of a kind, by period and number, newest first."""
        last: dict[tuple[str, int], Publication] = {}
        for act in self.acts:
            if act.kind is kind:
                last.setdefault((act.period, act.number), act)
        return sorted(last.values(), key=lambda one: (one.period, one.number), reverse=True)


@dataclass(frozen=True, slots=True)
class Found:
    """What lies at an address: the organisation, the last act there, and the newest number."""

    organisation: Organisation
    act: Publication | None
    newest: int | None


@dataclass(frozen=True, slots=True)
class Listed:
    """An organisation in the directory."""

    code: str
    name_th: str
    province_code: str
    district_code: str | None
    has_published: bool
    is_demo: bool


def _known_as(code: str) -> ScalarSelect[int]:
    """The one organisation with this code now or, failing that, in its history."""
    past = select(OrganisationName.organisation_id).where(OrganisationName.code == code)
    return (
        select(Organisation.id)
        .where(or_(Organisation.code == code, Organisation.id.in_(past)))
        .order_by((Organisation.code == code).desc(), Organisation.id.desc())
        .limit(1)
        .scalar_subquery()
    )


async def find_shelf(session: AsyncSession, code: str) -> Shelf | None:
    """By the present code or an earlier one: one statement."""
    query = (
        select(Organisation, Publication)
        .outerjoin(Publication, Publication.tenant_id == Organisation.id)
        .where(Organisation.id == _known_as(code))
        .order_by(Publication.published_at.desc(), Publication.id.desc())
        .options(defer(Publication.content, raiseload=True))
    )
    rows = (await session.execute(query)).all()
    if not rows:
        return None
    acts: list[Publication | None] = [row[1] for row in rows]
    return Shelf(rows[0][0], [act for act in acts if act is not None])


async def find_at(
    session: AsyncSession,
    code: str,
    kind: PublicationKind,
    period: str,
    number: int | None = None,
) -> Found | None:
    """The item at an address, one statement: `number` None is the newest that was not withdrawn.

    None when there is no such organisation; without an act when nothing was ever published there.
    """
    later = aliased(Publication)
    is_last = ~exists().where(
        later.tenant_id == Publication.tenant_id,
        later.kind == Publication.kind,
        later.period == Publication.period,
        later.number == Publication.number,
        later.sequence > Publication.sequence,
    )
    here = and_(
        Publication.tenant_id == Organisation.id,
        Publication.kind == kind,
        Publication.period == period,
        is_last,
    )
    newest = (
        select(func.max(later.number))
        .where(later.tenant_id == Organisation.id, later.kind == kind, later.period == period)
        .scalar_subquery()
    )
    query = (
        select(Organisation, Publication, newest)
        .outerjoin(
            Publication, here if number is None else and_(here, Publication.number == number)
        )
        .where(Organisation.id == _known_as(code))
        .order_by(Publication.is_withdrawn, Publication.number.desc())
        .limit(1)
    )
    row = (await session.execute(query)).one_or_none()
    return None if row is None else Found(row[0], row[1], row[2])


async def list_directory(
    session: AsyncSession,
    *,
    province_code: str | None,
    district_code: str | None,
    text: str,
) -> list[Listed]:
    """Organisations of an area or with a text in their name, one more than fits on a page."""
    has_published = exists().where(Publication.tenant_id == Organisation.id)
    query = select(
        Organisation.code,
        Organisation.name_th,
        Organisation.province_code,
        Organisation.district_code,
        has_published,
        Organisation.is_demo,
    )
    if province_code:
        query = query.where(Organisation.province_code == province_code)
    if district_code:
        query = query.where(Organisation.district_code == district_code)
    if text:
        query = query.where(
            or_(
                Organisation.name_th.contains(normalise(text), autoescape=True),
                Organisation.code == to_arabic_digits(text),
            )
        )
    order = (Organisation.province_code, Organisation.district_code, Organisation.sort_key)
    rows = await session.execute(query.order_by(*order, Organisation.id).limit(MOST_FOUND + 1))
    return [Listed(*row) for row in rows]


async def list_publishers(session: AsyncSession) -> Sequence[str]:
    """The codes of all organisations that have published: what the site map lists."""
    query = (
        select(Organisation.code)
        .where(exists().where(Publication.tenant_id == Organisation.id))
        .order_by(Organisation.code)
    )
    return (await session.scalars(query)).all()


@dataclass(frozen=True, slots=True)
class Dataset:
    """All that an organisation published of one kind and period; `act` is the newest that stands.

    Where every number was withdrawn, `act` is the last one, withdrawn. `modified_at` is when
    anything last happened to it, a withdrawal too.
    """

    organisation: Organisation
    act: Publication
    issued_at: datetime
    modified_at: datetime


async def list_datasets(
    session: AsyncSession, *, after: str, first: int, since: datetime | None = None
) -> tuple[list[Dataset], str | None]:
    """Of the next `first` organisations behind the code `after`, and behind which code to go on.

    `since` leaves out what was not published or withdrawn at or after that moment. The contents
    are not read.
    """
    acts = select(Publication.tenant_id).where(Publication.tenant_id == Organisation.id)
    if since is not None:
        acts = acts.where(Publication.published_at >= since)
    publishers = (
        select(Organisation.id, Organisation.code)
        .where(Organisation.code > after, acts.exists())
        .order_by(Organisation.code)
        .limit(first + 1)
    )
    found = (await session.execute(publishers)).all()
    page, more = found[:first], len(found) > first
    of_item = (Publication.tenant_id, Publication.kind, Publication.period)
    ranked = (
        select(
            Publication.id,
            *of_item,
            Publication.is_withdrawn,
            Publication.number,
            func.row_number()
            .over(partition_by=(*of_item, Publication.number), order_by=desc(Publication.sequence))
            .label("nth"),
            func.min(Publication.published_at).over(partition_by=of_item).label("issued_at"),
            func.max(Publication.published_at).over(partition_by=of_item).label("modified_at"),
        )
        .where(Publication.tenant_id.in_([row[0] for row in page]))
        .subquery()
    )
    here = ranked.c
    best_first = (here.is_withdrawn, desc(here.number))
    numbers = (
        select(
            ranked,
            func.row_number()
            .over(partition_by=(here.tenant_id, here.kind, here.period), order_by=best_first)
            .label("place"),
        )
        .where(here.nth == 1)
        .subquery()
    )
    heads = select(numbers).where(numbers.c.place == 1).subquery()
    query = (
        select(Organisation, Publication, heads.c.issued_at, heads.c.modified_at)
        .join(heads, heads.c.tenant_id == Organisation.id)
        .join(
            Publication,
            and_(Publication.tenant_id == heads.c.tenant_id, Publication.id == heads.c.id),
        )
        .order_by(Organisation.code, Publication.kind, Publication.period)
        .options(defer(Publication.content, raiseload=True))
    )
    if since is not None:
        query = query.where(heads.c.modified_at >= since)
    rows = await session.execute(query)
    return [Dataset(*row) for row in rows], page[-1][1] if more else None


async def list_own(tx: ReadTx) -> Sequence[Publication]:
    """What the actor's organisation has published and withdrawn, newest first."""
    tx.actor.require(Permission.PLAN_READ)
    query = (
        select(Publication)
        .where(Publication.tenant_id == tx.actor.tenant)
        .order_by(Publication.published_at.desc(), Publication.id.desc())
        .options(defer(Publication.content, raiseload=True))
    )
    return (await tx.session.scalars(query)).all()


async def find_last_act(
    tx: ReadTx, kind: PublicationKind, period: str, number: int
) -> Publication | None:
    """The last act on an item of the actor's organisation."""
    query = (
        select(Publication)
        .where(
            Publication.tenant_id == tx.actor.tenant,
            Publication.kind == kind,
            Publication.period == period,
            Publication.number == number,
        )
        .order_by(Publication.sequence.desc())
        .limit(1)
    )
    return await tx.session.scalar(query)
