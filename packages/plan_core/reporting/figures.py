"""The sheet of one round: rows of the plan with what is reported of them, and their sums. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from plan_core.framework.rules import FrameworkEdition
from plan_core.plans.totals import add_budgets
from plan_core.reporting.rules import Entry, ProgressStatus, score_of
from plan_core.values import Budget, InitiativeKind


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    """A file beside an entry; `entry_id` is the entry's, `sha256` the content's."""

    tenant_id: int
    id: UUID
    entry_id: UUID
    file_name: str
    media_type: str
    size_bytes: int
    sha256: str
    is_infected: bool = False


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One initiative of the plan that is reported on.

    `version` is 0 while nothing was entered in this round. `is_carried`: done in the first half
    already, so that the whole year has it as well. `previous` is the round before in this year.
    An inconsistent row (`is_counted` is False) leaves totals and score. `entry_id`: what files of
    this round stand beside; `evidence` is the shown entry's, so a carried row has the first half's.
    """

    initiative_id: UUID
    dimension_code: str
    mission_code: str
    number: int
    kind: InitiativeKind
    title: str
    planned: Budget
    entry: Entry
    version: int = 0
    is_locked: bool = False
    is_carried: bool = False
    is_counted: bool = True
    left_out_because: str = ""
    previous: Entry | None = None
    updated_by: str = ""
    entry_id: UUID | None = None
    evidence: tuple[EvidenceFile, ...] = ()


@dataclass(frozen=True, slots=True)
class StatusCounts:
    """How many counted rows stand where; a reviewer found the `left_out` ones inconsistent."""

    counted: int
    left_out: int
    done: int
    in_progress: int
    cannot: int
    none_yet: int


@dataclass(frozen=True, slots=True)
class DimensionFigures:
    """One dimension's counted rows; `disbursed` is None while nobody stated any."""

    dimension_code: str
    counts: StatusCounts
    planned: Budget
    ordinance: Budget
    disbursed: Decimal | None


@dataclass(frozen=True, slots=True)
class Figures:
    """What a report comes to; `score` is None when there is nothing to report on."""

    counts: StatusCounts
    score: Decimal | None
    planned: Budget
    ordinance: Budget
    disbursed: Decimal | None
    dimensions: tuple[DimensionFigures, ...]


def counts_of(rows: Sequence[SheetRow]) -> StatusCounts:
    told = [row.entry.status for row in rows if row.is_counted]
    return StatusCounts(
        counted=len(told),
        left_out=len(rows) - len(told),
        done=told.count(ProgressStatus.DONE),
        in_progress=told.count(ProgressStatus.IN_PROGRESS),
        cannot=told.count(ProgressStatus.CANNOT),
        none_yet=told.count(ProgressStatus.NONE_YET),
    )


def add_disbursed(rows: Sequence[SheetRow]) -> Decimal | None:
    stated = [row.entry.disbursed for row in rows if row.entry.disbursed is not None]
    return sum(stated, Decimal(0)) if stated else None


def figures_of(rows: Sequence[SheetRow], edition: FrameworkEdition) -> Figures:
    """Every dimension of the edition, the empty ones included."""
    counted = [row for row in rows if row.is_counted]
    return Figures(
        counts=counts_of(rows),
        score=score_of(row.entry.status for row in counted),
        planned=add_budgets(row.planned for row in counted),
        ordinance=add_budgets(row.entry.ordinance for row in counted),
        disbursed=add_disbursed(counted),
        dimensions=tuple(
            _dimension([row for row in rows if row.dimension_code == one.code], one.code)
            for one in edition.dimensions
        ),
    )


def _dimension(rows: Sequence[SheetRow], code: str) -> DimensionFigures:
    counted = [row for row in rows if row.is_counted]
    return DimensionFigures(
        dimension_code=code,
        counts=counts_of(rows),
        planned=add_budgets(row.planned for row in counted),
        ordinance=add_budgets(row.entry.ordinance for row in counted),
        disbursed=add_disbursed(counted),
    )


@dataclass(frozen=True, slots=True)
class SarLine:
    """The self-assessment of one dimension; budget and counts come from the plan."""

    dimension_code: str
    planned: Budget
    kinds: dict[InitiativeKind, int]
    counts: StatusCounts
    self_score: Decimal | None = None
    comment: str = ""
    version: int = 0


def sar_lines(
    rows: Sequence[SheetRow],
    edition: FrameworkEdition,
    written: dict[str, tuple[Decimal | None, str, int]],
) -> tuple[SarLine, ...]:
    """`written` has the score, comment and version of each dimension that was assessed."""
    lines: list[SarLine] = []
    for dimension in edition.dimensions:
        inside = [row for row in rows if row.dimension_code == dimension.code]
        counted = [row for row in inside if row.is_counted]
        score, comment, version = written.get(dimension.code, (None, "", 0))
        lines.append(
            SarLine(
                dimension_code=dimension.code,
                planned=add_budgets(row.planned for row in counted),
                kinds={kind: sum(row.kind is kind for row in counted) for kind in InitiativeKind},
                counts=counts_of(inside),
                self_score=score,
                comment=comment,
                version=version,
            )
        )
    return tuple(lines)
