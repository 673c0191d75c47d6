"""Who in an area has reported, and what it comes to: one statement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from sqlalchemy import and_, func, select
from sqlalchemy.orm import aliased, defer

from plan_core.comparison import rules
from plan_core.comparison.queries import Area
from plan_core.comparison.rules import Timeliness
from plan_core.db.transaction import ReadTx
from plan_core.framework.rules import FrameworkEdition
from plan_core.places.model import District, Organisation
from plan_core.plans import rules as plan_rules
from plan_core.reporting.model import Report, ReportDeadline
from plan_core.reporting.rules import ReportFlag, ReportRound, flag_of


@dataclass(frozen=True, slots=True)
class AreaReport:
    """One organisation of the area; `report` is its newest of the round, without its body."""

    organisation: Organisation
    district: District | None
    report: Report | None
    due_on: date | None
    timeliness: Timeliness
    days_late: int
    flag: ReportFlag | None


async def list_area_reports(
    tx: ReadTx,
    edition: FrameworkEdition,
    area: Area,
    fiscal_year_be: int,
    round_: ReportRound,
) -> list[AreaReport]:
    """Every organisation of the area, whether or not it has reported."""
    plan_rules.check_year(edition, fiscal_year_be)
    of_round = (
        Report.province_code == area.province_code,
        Report.edition_code == edition.code,
        Report.fiscal_year_be == fiscal_year_be,
        Report.round == round_,
    )
    # Of each organisation the last report, and when its first one came.
    ranked = (
        select(
            Report,
            func.row_number()
            .over(partition_by=Report.tenant_id, order_by=Report.number.desc())
            .label("age"),
            func.min(Report.submitted_at).over(partition_by=Report.tenant_id).label("first_at"),
        )
        .where(*of_round)
        .subquery()
    )
    newest = aliased(Report, ranked)
    query = (
        select(Organisation, District, newest, ranked.c.first_at, ReportDeadline.due_on)
        .outerjoin(District, District.code == Organisation.district_code)
        .outerjoin(ranked, and_(ranked.c.tenant_id == Organisation.id, ranked.c.age == 1))
        .outerjoin(
            ReportDeadline,
            and_(
                ReportDeadline.province_code == Organisation.province_code,
                ReportDeadline.edition_code == edition.code,
                ReportDeadline.fiscal_year_be == fiscal_year_be,
                ReportDeadline.round == round_,
            ),
        )
        .where(Organisation.province_code == area.province_code)
        .order_by(District.sort_key, Organisation.sort_key, Organisation.code)
        .options(defer(newest.body, raiseload=True))
    )
    if area.district_code is not None:
        query = query.where(Organisation.district_code == area.district_code)
    found = cast("Sequence[_Line]", (await tx.session.execute(query)).all())
    return [_line(*one, tx.now, round_) for one in found]


_Line = tuple[Organisation, District | None, Report | None, datetime | None, date | None]


def _line(
    organisation: Organisation,
    district: District | None,
    report: Report | None,
    first_at: datetime | None,
    due_on: date | None,
    now: datetime,
    round_: ReportRound,
) -> AreaReport:
    return AreaReport(
        organisation=organisation,
        district=district,
        report=report,
        due_on=due_on,
        timeliness=rules.timeliness_of(first_at, due_on, now),
        days_late=rules.days_late(first_at, due_on, now),
        flag=None if report is None else flag_of(report.score, round_),
    )
