"""One organisation's figures beside its peers' quartiles: for itself and its area's officers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, cast

from sqlalchemy import JSON, and_, any_, false, func, select, true, type_coerce
from sqlalchemy.sql import ColumnElement

from plan_core.actor import Actor, Permission
from plan_core.comparison import profile_rules as rules
from plan_core.comparison.profile_actions import kept_of
from plan_core.comparison.profile_model import PeerFigure, PeerGroup
from plan_core.comparison.profile_rules import Unit
from plan_core.db.transaction import ReadTx
from plan_core.errors import NotFound
from plan_core.framework.model import Deadline
from plan_core.framework.rules import FrameworkEdition
from plan_core.places.model import District, Organisation, Province
from plan_core.plans.model import PlanRollup
from plan_core.reporting.model import Report
from plan_core.reporting.rules import ReportRound


@dataclass(frozen=True, slots=True)
class Peers:
    """Of those that have the figure, the organisation among them; rounded."""

    counted: int
    low: Decimal
    median: Decimal
    high: Decimal
    computed_at: datetime


@dataclass(frozen=True, slots=True)
class ProfileFigure:
    """`own` is None where the organisation has none; `peers` where fewer than five others do."""

    name: str
    unit: Unit
    own: Decimal | None
    peers: Peers | None

    @property
    def dimension_code(self) -> str | None:
        return self.name[len(rules.DIMENSION) :] if self.name.startswith(rules.DIMENSION) else None


@dataclass(frozen=True, slots=True)
class Profile:
    edition: FrameworkEdition
    organisation: Organisation
    province: Province
    district: District | None
    rollup: PlanRollup | None
    group: PeerGroup | None
    """None until the figures of peers were counted."""
    figures: tuple[ProfileFigure, ...]
    made_at: datetime


_Found = tuple[
    Organisation,
    Province,
    District | None,
    "date | None",
    PlanRollup | None,
    "int | None",
    PeerGroup | None,
    "list[list[Any]] | None",
]


async def get_profile(
    tx: ReadTx, edition: FrameworkEdition, organisation_code: str | None = None
) -> Profile:
    """The actor's own organisation unless a code is given; NotFound for one out of sight.

    The organisation comes from the register, which everybody reads: so sight is a condition here,
    and row-level security holds for its figures besides.
    """
    tx.actor.require(Permission.SUBMITTED_READ)
    wanted = (
        Organisation.id == tx.actor.tenant
        if organisation_code is None
        else and_(Organisation.code == organisation_code, _in_sight(tx.actor))
    )
    score = (
        select(Report.score_hundredths)
        .where(Report.tenant_id == Organisation.id, Report.edition_code == edition.code)
        .order_by(
            Report.fiscal_year_be.desc(),
            (Report.round == ReportRound.TWELVE_MONTHS).desc(),
            Report.number.desc(),
        )
        .limit(1)
        .scalar_subquery()
    )
    told = func.json_build_array(
        *(PeerFigure.figure, PeerFigure.counted, PeerFigure.low, PeerFigure.median),
        *(PeerFigure.high, PeerFigure.computed_at),
    )
    figures = (
        select(type_coerce(func.json_agg(told), JSON))
        .where(
            PeerFigure.edition_code == PeerGroup.edition_code,
            PeerFigure.group_code == PeerGroup.code,
        )
        .scalar_subquery()
    )
    area = func.coalesce(Organisation.district_code, Organisation.province_code)
    query = (
        select(
            *(Organisation, Province, District, Deadline.due_on, PlanRollup),
            *(score, PeerGroup, figures),
        )
        .join(Province, Province.code == Organisation.province_code)
        .outerjoin(District, District.code == Organisation.district_code)
        .outerjoin(
            Deadline,
            and_(
                Deadline.province_code == Province.code,
                Deadline.edition_code == edition.code,
            ),
        )
        .outerjoin(
            PlanRollup,
            and_(
                PlanRollup.tenant_id == Organisation.id,
                PlanRollup.edition_code == edition.code,
            ),
        )
        .outerjoin(
            PeerGroup,
            and_(
                PeerGroup.edition_code == edition.code,
                PeerGroup.kind == Organisation.kind,
                area == any_(PeerGroup.areas),
            ),
        )
        .where(wanted)
    )
    row = (await tx.session.execute(query)).one_or_none()
    if row is None:
        raise NotFound("organisation")
    found = cast("_Found", tuple(row))
    organisation, province, district, due_on, rollup, hundredths, group, peers = found
    kept = kept_of(rollup) if rollup else None
    own = rules.values_of(edition, kept, hundredths, due_on, tx.now)
    return Profile(
        edition,
        organisation,
        province,
        district,
        rollup,
        group,
        figures=_figures(edition, own, peers or []),
        made_at=tx.now,
    )


def _in_sight(actor: Actor) -> ColumnElement[bool]:
    if actor.tenant_id is not None:
        return Organisation.id == actor.tenant_id
    if actor.district_code is not None:
        return Organisation.district_code == actor.district_code
    if actor.province_code is not None:
        return Organisation.province_code == actor.province_code
    return true() if actor.sees_nation else false()


def _figures(
    edition: FrameworkEdition, own: rules.Values, told: list[list[Any]]
) -> tuple[ProfileFigure, ...]:
    peers = {
        name: Peers(counted, _plain(low), _plain(median), _plain(high), datetime.fromisoformat(at))
        for name, counted, low, median, high, at in told
    }
    return tuple(
        ProfileFigure(name, rules.unit_of(name), _whole(own[name]), peers.get(name))
        for name in rules.names_of(edition)
    )


def _plain(hundredths: int) -> Decimal:
    """Without decimals where it is whole."""
    exact = Decimal(hundredths) / rules.HUNDREDTHS
    return exact.quantize(Decimal(1)) if exact == exact.to_integral_value() else exact


def _whole(hundredths: int | None) -> Decimal | None:
    return None if hundredths is None else _plain(hundredths)
