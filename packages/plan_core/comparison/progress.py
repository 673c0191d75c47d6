"""How far an area's plans are carried out, paid for and assessed: one statement."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, cast

from sqlalchemy import JSON, Subquery, and_, func, select, type_coerce
from sqlalchemy import cast as sql_cast
from sqlalchemy.dialects.postgresql import aggregate_order_by, distinct_on
from sqlalchemy.orm import aliased

from plan_core.comparison.queries import Area
from plan_core.db.transaction import ReadTx
from plan_core.errors import NotFound
from plan_core.framework.rules import FrameworkEdition
from plan_core.places.model import District, Organisation, Province
from plan_core.reporting.model import Report, SarScore
from plan_core.reporting.rules import ReportFlag, ReportRound, flag_of, score_from
from plan_core.values import OrganisationKind, baht_of


@dataclass(frozen=True, slots=True)
class DimensionProgress:
    """Of one dimension in one year, in baht; None: nobody stated an amount, or gave a score."""

    dimension_code: str
    planned: Decimal | None
    disbursed: Decimal | None
    self_score: Decimal | None
    province_score: Decimal | None
    central_score: Decimal | None

    @property
    def against_province(self) -> Decimal | None:
        """The own score less the province's."""
        return _less(self.self_score, self.province_score)

    @property
    def against_central(self) -> Decimal | None:
        return _less(self.self_score, self.central_score)


@dataclass(frozen=True, slots=True)
class YearProgress:
    """An organisation's newest report of a year: of the whole of it where there is one."""

    fiscal_year_be: int
    round: ReportRound
    tenant_id: int
    report_id: str
    submitted_at: datetime
    score: Decimal | None
    flag: ReportFlag | None
    counted: int
    left_out: int
    done: int
    in_progress: int
    cannot: int
    none_yet: int
    dimensions: tuple[DimensionProgress, ...]

    @property
    def planned(self) -> Decimal | None:
        return _sum(one.planned for one in self.dimensions)

    @property
    def disbursed(self) -> Decimal | None:
        return _sum(one.disbursed for one in self.dimensions)


@dataclass(frozen=True, slots=True)
class ProgressLine:
    organisation: Organisation
    district: District | None
    years: tuple[YearProgress, ...]
    """Only those it has reported on."""


@dataclass(frozen=True, slots=True)
class YearTally:
    """Of all organisations that reported on a year."""

    fiscal_year_be: int
    reported: int
    green: int
    orange: int
    red: int
    done: int
    in_progress: int
    cannot: int
    none_yet: int
    left_out: int
    planned: Decimal | None
    disbursed: Decimal | None


@dataclass(frozen=True, slots=True)
class AreaProgress:
    edition: FrameworkEdition
    province: Province
    district: District | None
    made_at: datetime
    lines: tuple[ProgressLine, ...]

    def by_year(self) -> list[YearTally]:
        return [
            _tally(year, [one for line in self.lines for one in line.years])
            for year in self.edition.fiscal_years
        ]


def _tally(fiscal_year_be: int, all_years: Sequence[YearProgress]) -> YearTally:
    of_year = [one for one in all_years if one.fiscal_year_be == fiscal_year_be]
    flags = [one.flag for one in of_year]
    return YearTally(
        fiscal_year_be,
        reported=len(of_year),
        green=flags.count(ReportFlag.GREEN),
        orange=flags.count(ReportFlag.ORANGE),
        red=flags.count(ReportFlag.RED),
        done=sum(one.done for one in of_year),
        in_progress=sum(one.in_progress for one in of_year),
        cannot=sum(one.cannot for one in of_year),
        none_yet=sum(one.none_yet for one in of_year),
        left_out=sum(one.left_out for one in of_year),
        planned=_sum(one.planned for one in of_year),
        disbursed=_sum(one.disbursed for one in of_year),
    )


def _sum(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """None only where none of them is an amount."""
    stated = [one for one in amounts if one is not None]
    return sum(stated, Decimal(0)) if stated else None


def _less(own: Decimal | None, other: Decimal | None) -> Decimal | None:
    return None if own is None or other is None else own - other


_Found = tuple[
    Province,
    District | None,
    Organisation | None,
    District | None,
    "list[list[Any]] | None",
    "list[list[Any]] | None",
]


async def list_progress(
    tx: ReadTx,
    edition: FrameworkEdition,
    area: Area,
    *,
    kind: OrganisationKind | None = None,
) -> AreaProgress:
    """Every organisation of the area, whether or not it has reported."""
    asked = aliased(District)
    reports, scores = _reports(edition, area), _scores(edition, area)
    wanted = [Organisation.province_code == Province.code]
    if area.district_code is not None:
        wanted.append(Organisation.district_code == area.district_code)
    if kind is not None:
        wanted.append(Organisation.kind == kind)
    # From the province, so that an area without organisations still has its name.
    query = (
        select(Province, asked, Organisation, District, reports.c.told, scores.c.told)
        .outerjoin(
            asked,
            and_(asked.province_code == Province.code, asked.code == (area.district_code or "")),
        )
        .outerjoin(Organisation, and_(*wanted))
        .outerjoin(District, District.code == Organisation.district_code)
        .outerjoin(reports, reports.c.tenant_id == Organisation.id)
        .outerjoin(scores, scores.c.tenant_id == Organisation.id)
        .where(Province.code == area.province_code)
        .order_by(District.sort_key, Organisation.sort_key, Organisation.code)
    )
    found = cast("Sequence[_Found]", (await tx.session.execute(query)).all())
    if not found:
        raise NotFound("province")
    province, district = found[0][:2]
    if area.district_code is not None and district is None:
        raise NotFound("district")
    return AreaProgress(
        edition,
        province,
        district,
        tx.now,
        tuple(
            ProgressLine(one[2], one[3], _years(edition, one[2].id, one[4] or (), one[5] or ()))
            for one in found
            if one[2] is not None
        ),
    )


def _reports(edition: FrameworkEdition, area: Area) -> Subquery:
    """By organisation, the last report of each year; of its body the self-assessment only."""
    newest = (
        select(Report)
        .ext(distinct_on(Report.tenant_id, Report.fiscal_year_be))
        .where(Report.province_code == area.province_code, Report.edition_code == edition.code)
        .order_by(
            Report.tenant_id,
            Report.fiscal_year_be,
            (Report.round == ReportRound.TWELVE_MONTHS).desc(),
            Report.number.desc(),
        )
        .subquery()
    )
    kept = newest.c
    told = func.json_build_array(
        kept.fiscal_year_be,
        kept.round,
        kept.id,
        kept.submitted_at,
        kept.score_hundredths,
        kept.counted,
        kept.left_out,
        kept.done,
        kept.in_progress,
        kept.cannot,
        kept.none_yet,
        kept.planned_satang,
        kept.disbursed_satang,
        sql_cast(kept.body, JSON)["sar"],
    )
    return _told_by_tenant(
        select(kept.tenant_id, told.label("told"), kept.fiscal_year_be.label("place")).subquery()
    )


def _scores(edition: FrameworkEdition, area: Area) -> Subquery:
    """By organisation, what others gave it, the oldest first."""
    told = func.json_build_array(
        Report.fiscal_year_be,
        SarScore.dimension_code,
        SarScore.province_score_hundredths,
        SarScore.central_score_hundredths,
    )
    return _told_by_tenant(
        select(
            SarScore.tenant_id,
            told.label("told"),
            func.row_number().over(order_by=(SarScore.at, SarScore.id)).label("place"),
        )
        .join(Report, and_(Report.tenant_id == SarScore.tenant_id, Report.id == SarScore.report_id))
        .where(SarScore.province_code == area.province_code, Report.edition_code == edition.code)
        .subquery()
    )


def _told_by_tenant(rows: Subquery) -> Subquery:
    listed = func.json_agg(aggregate_order_by(rows.c.told, rows.c.place))
    return (
        select(rows.c.tenant_id, type_coerce(listed, JSON).label("told"))
        .group_by(rows.c.tenant_id)
        .subquery()
    )


def _years(
    edition: FrameworkEdition,
    tenant_id: int,
    reports: Sequence[Sequence[Any]],
    scores: Sequence[Sequence[Any]],
) -> tuple[YearProgress, ...]:
    province: dict[tuple[int, str], int] = {}
    central: dict[tuple[int, str], int] = {}
    for year, dimension, by_province, by_central in scores:
        # A row holds one of both; the newest of each kind counts, also where it takes one back.
        if by_central is not None:
            central[year, dimension] = by_central
        elif by_province is None:
            province.pop((year, dimension), None)
        else:
            province[year, dimension] = by_province
    return tuple(_year(edition, tenant_id, one, province, central) for one in reports)


def _year(
    edition: FrameworkEdition,
    tenant_id: int,
    told: Sequence[Any],
    province: Mapping[tuple[int, str], int],
    central: Mapping[tuple[int, str], int],
) -> YearProgress:
    year, round_, report_id, at, hundredths = told[:5]
    planned, disbursed, sar = told[11:]
    own = {one["dimension"]: one["self_score"] for one in sar or ()}
    score = score_from(hundredths)
    return YearProgress(
        year,
        ReportRound(round_),
        tenant_id,
        report_id,
        datetime.fromisoformat(at),
        score,
        flag_of(score, ReportRound(round_)),
        *told[5:11],
        dimensions=tuple(
            DimensionProgress(
                dimension.code,
                None if planned[at_] is None else baht_of(planned[at_]),
                None if disbursed[at_] is None else baht_of(disbursed[at_]),
                None if own.get(dimension.code) is None else Decimal(str(own[dimension.code])),
                score_from(province.get((year, dimension.code))),
                score_from(central.get((year, dimension.code))),
            )
            for at_, dimension in enumerate(edition.dimensions)
        ),
    )
