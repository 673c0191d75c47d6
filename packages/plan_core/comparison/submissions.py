"""Who of an area has submitted what, how whole it is, and who must be chased: one statement."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import JSON, Select, and_, func, select, type_coerce
from sqlalchemy.orm import aliased

from plan_core.comparison import chasing, rules
from plan_core.comparison.chasing import Chase, RoundDue
from plan_core.comparison.queries import Area
from plan_core.comparison.rules import Timeliness
from plan_core.db.transaction import ReadTx
from plan_core.errors import NotFound
from plan_core.framework.model import Deadline
from plan_core.framework.rules import FrameworkEdition
from plan_core.places.model import District, Organisation, Province
from plan_core.plans.model import PlanRollup
from plan_core.plans.model_steps import RevisionStep
from plan_core.plans.rollup import Parts
from plan_core.plans.stages import PlanStage, StepKind
from plan_core.reporting.model import Report, ReportDeadline
from plan_core.reporting.rules import ReportRound
from plan_core.values import OrganisationKind, thai_day


@dataclass(frozen=True, slots=True)
class SubmissionLine:
    """One organisation: its plan's newest revision, and the rounds that it has reported on."""

    organisation: Organisation
    district: District | None
    timeliness: Timeliness
    days_late: int
    rollup: PlanRollup | None
    stage: PlanStage | None
    """Of the newest revision; None: nothing was submitted, and drafts are private."""
    stage_since: datetime | None
    parts: Parts | None
    reported: Mapping[tuple[int, ReportRound], datetime]
    """When the first report of each round came, by fiscal year and round."""
    chases: tuple[Chase, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of some organisations. `accepted` and later stages count what stands there now."""

    expected: int
    received: int
    on_time: int
    late: int
    missing: int
    awaited: int
    returned: int
    accepted: int
    adopted: int
    published: int
    whole: int
    """Plans none of whose parts is missing."""


@dataclass(frozen=True, slots=True)
class RoundTally:
    """Reports on one round; expected from who has submitted a plan."""

    due: RoundDue
    expected: int
    received: int
    on_time: int
    late: int
    missing: int


@dataclass(frozen=True, slots=True)
class Submissions:
    edition: FrameworkEdition
    province: Province
    district: District | None
    due_on: date | None
    made_at: datetime
    lines: tuple[SubmissionLine, ...]
    rounds: tuple[RoundDue, ...]

    @property
    def total(self) -> Tally:
        return tally(self.lines)

    def by_district(self) -> list[tuple[District | None, Tally]]:
        """In the order of the districts' names; province-wide organisations under None."""
        groups: dict[str, list[SubmissionLine]] = {}
        for line in self.lines:
            groups.setdefault(line.district.code if line.district else "", []).append(line)
        return [(group[0].district, tally(group)) for group in groups.values()]

    def over_time(self) -> list[tuple[date, int]]:
        """Each Thai day on which a first submission came, and how many had come by its end."""
        days = sorted(
            thai_day(line.rollup.first_submitted_at) for line in self.lines if line.rollup
        )
        return [(day, at) for at, day in enumerate(days, start=1) if day not in days[at:]]

    def by_round(self) -> list[RoundTally]:
        return [self._of_round(due) for due in self.rounds]

    def _of_round(self, due: RoundDue) -> RoundTally:
        first = [
            line.reported.get((due.fiscal_year_be, due.round)) for line in self.lines if line.rollup
        ]
        states = [rules.timeliness_of(one, due.due_on, self.made_at) for one in first]
        return RoundTally(
            due,
            expected=len(first),
            received=sum(1 for one in first if one is not None),
            on_time=states.count(Timeliness.ON_TIME),
            late=states.count(Timeliness.LATE),
            missing=states.count(Timeliness.MISSING),
        )

    def to_chase(self) -> list[SubmissionLine]:
        """Who has something to be reminded of, the most pressing first."""
        return sorted(
            (line for line in self.lines if line.chases), key=lambda line: line.chases[0].rank
        )


def tally(lines: Iterable[SubmissionLine]) -> Tally:
    all_of = list(lines)
    times = [line.timeliness for line in all_of]
    stages = [line.stage for line in all_of]
    return Tally(
        expected=len(all_of),
        received=sum(1 for line in all_of if line.rollup),
        on_time=times.count(Timeliness.ON_TIME),
        late=times.count(Timeliness.LATE),
        missing=times.count(Timeliness.MISSING),
        awaited=times.count(Timeliness.AWAITED),
        returned=stages.count(PlanStage.RETURNED),
        accepted=stages.count(PlanStage.ACCEPTED),
        adopted=stages.count(PlanStage.ADOPTED),
        published=stages.count(PlanStage.PUBLISHED),
        whole=sum(1 for line in all_of if line.parts is not None and not line.parts.missing),
    )


_Found = tuple[
    Province,
    District | None,
    date | None,
    "list[list[object]] | None",
    Organisation | None,
    District | None,
    PlanRollup | None,
    StepKind | None,
    datetime | None,
    "list[list[object]] | None",
]


async def list_submissions(
    tx: ReadTx,
    edition: FrameworkEdition,
    area: Area,
    *,
    kind: OrganisationKind | None = None,
) -> Submissions:
    """Every organisation of the area, whether or not anything came from it."""
    asked = aliased(District)
    step = _last_step().lateral()
    wanted = [Organisation.province_code == Province.code]
    if area.district_code is not None:
        wanted.append(Organisation.district_code == area.district_code)
    if kind is not None:
        wanted.append(Organisation.kind == kind)
    # From the province, so that an area without organisations still has its name and deadlines.
    query = (
        select(
            Province,
            asked,
            Deadline.due_on,
            _rounds_due(edition).scalar_subquery(),
            Organisation,
            District,
            PlanRollup,
            step.c.kind,
            step.c.at,
            _reported(edition).scalar_subquery(),
        )
        .outerjoin(
            asked,
            and_(asked.province_code == Province.code, asked.code == (area.district_code or "")),
        )
        .outerjoin(
            Deadline,
            and_(Deadline.province_code == Province.code, Deadline.edition_code == edition.code),
        )
        .outerjoin(Organisation, and_(*wanted))
        .outerjoin(District, District.code == Organisation.district_code)
        .outerjoin(
            PlanRollup,
            and_(
                PlanRollup.tenant_id == Organisation.id,
                PlanRollup.edition_code == edition.code,
                PlanRollup.province_code == area.province_code,
            ),
        )
        .outerjoin(step, step.c.tenant_id == PlanRollup.tenant_id)
        .where(Province.code == area.province_code)
        .order_by(District.sort_key, Organisation.sort_key, Organisation.code)
    )
    found = cast("Sequence[_Found]", (await tx.session.execute(query)).all())
    if not found:
        raise NotFound("province")
    province, district, due_on, due = found[0][:4]
    if area.district_code is not None and district is None:
        raise NotFound("district")
    rounds = _rounds_of(due)
    return Submissions(
        edition,
        province,
        district,
        due_on,
        tx.now,
        tuple(
            _line(one[4], one[5], one[6], one[7], one[8], one[9], due_on, rounds, tx.now)
            for one in found
            if one[4] is not None
        ),
        rounds,
    )


def _line(
    organisation: Organisation,
    district: District | None,
    rollup: PlanRollup | None,
    kind: StepKind | None,
    since: datetime | None,
    reported: list[list[object]] | None,
    due_on: date | None,
    rounds: Sequence[RoundDue],
    now: datetime,
) -> SubmissionLine:
    first = rollup.first_submitted_at if rollup else None
    stage = None if kind is None else PlanStage(kind.value)
    came = {
        (int(str(year)), ReportRound(str(round_))): datetime.fromisoformat(str(at))
        for year, round_, at in reported or ()
    }
    state = chasing.State(
        timeliness=rules.timeliness_of(first, due_on, now),
        due_on=due_on,
        stage=stage,
        stage_since=None if since is None else thai_day(since),
        owed=tuple(one for one in rounds if rollup and (one.fiscal_year_be, one.round) not in came),
    )
    return SubmissionLine(
        organisation=organisation,
        district=district,
        timeliness=state.timeliness,
        days_late=rules.days_late(first, due_on, now),
        rollup=rollup,
        stage=stage,
        stage_since=since,
        parts=Parts(*rollup.parts) if rollup and rollup.parts else None,
        reported=came,
        chases=chasing.chases_of(state, thai_day(now)),
    )


def _last_step() -> Select[int, StepKind, datetime]:
    return (
        select(RevisionStep.tenant_id, RevisionStep.kind, RevisionStep.at)
        .where(
            RevisionStep.tenant_id == PlanRollup.tenant_id,
            RevisionStep.revision_id == PlanRollup.revision_id,
        )
        .order_by(RevisionStep.sequence.desc())
        .limit(1)
    )


def _rounds_due(edition: FrameworkEdition) -> Select[Any]:
    """The province's deadlines of reports, as one value: [year, round, day] each."""
    one = func.json_build_array(
        ReportDeadline.fiscal_year_be, ReportDeadline.round, ReportDeadline.due_on
    )
    return (
        select(type_coerce(func.json_agg(one), JSON))
        .where(
            ReportDeadline.province_code == Province.code,
            ReportDeadline.edition_code == edition.code,
        )
        .correlate(Province)
    )


def _reported(edition: FrameworkEdition) -> Select[Any]:
    """When an organisation's first report of each round came, as one value."""
    first = (
        select(Report.fiscal_year_be, Report.round, func.min(Report.submitted_at).label("first_at"))
        .where(Report.tenant_id == Organisation.id, Report.edition_code == edition.code)
        .group_by(Report.fiscal_year_be, Report.round)
        .correlate(Organisation)
        .subquery()
    )
    one = func.json_build_array(first.c.fiscal_year_be, first.c.round, first.c.first_at)
    return select(type_coerce(func.json_agg(one), JSON)).select_from(first)


def _rounds_of(found: list[list[object]] | None) -> tuple[RoundDue, ...]:
    return tuple(
        sorted(
            (
                RoundDue(int(str(year)), ReportRound(str(round_)), date.fromisoformat(str(day)))
                for year, round_, day in found or ()
            ),
            key=lambda one: (one.due_on, one.fiscal_year_be, one.round),
        )
    )
