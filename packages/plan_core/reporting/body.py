"""A report's whole content as one value, and as the JSON text its checksum is about. Pure."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

import msgspec

from plan_core.plans.body import BodyBudget
from plan_core.reporting.figures import Figures, SarLine, SheetRow
from plan_core.reporting.rules import CannotReason, InOrdinance, ProgressStatus, ReportRound
from plan_core.values import InitiativeKind

FORMAT = "simiti.report"
VERSION = 2
"""2 names the evidence; what 1 says is read as before, without any."""


@dataclass(frozen=True, slots=True)
class BodyFile:
    """A file of evidence: the attachment's id and the checksum of its content."""

    id: UUID
    file_name: str
    media_type: str
    size_bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class BodyRow:
    """An initiative with what was reported of it; amounts are baht."""

    id: UUID
    dimension: str
    mission: str
    number: int
    kind: InitiativeKind
    title: str
    planned: BodyBudget
    status: ProgressStatus
    in_ordinance: InOrdinance
    ordinance: BodyBudget
    disbursed: Decimal | None
    cannot_reason: CannotReason | None
    cannot_text: str
    note: str
    evidence_links: tuple[str, ...]
    is_counted: bool
    left_out_because: str
    evidence: tuple[BodyFile, ...] = ()


@dataclass(frozen=True, slots=True)
class BodySar:
    """One dimension of the self-assessment; `counts` is by kind."""

    dimension: str
    planned: BodyBudget
    counts: dict[str, int]
    self_score: Decimal | None
    comment: str


@dataclass(frozen=True, slots=True)
class Body:
    """Everything that was submitted with one report. The round of the whole year has the SAR."""

    format: str
    version: int
    edition: str
    fiscal_year: int
    round: ReportRound
    revision_number: int
    revision_sha256: str
    score: Decimal | None
    rows: tuple[BodyRow, ...]
    sar: tuple[BodySar, ...] = ()


def row_of(row: SheetRow) -> BodyRow:
    entry = row.entry
    return BodyRow(
        id=row.initiative_id,
        dimension=row.dimension_code,
        mission=row.mission_code,
        number=row.number,
        kind=row.kind,
        title=row.title,
        planned=BodyBudget.of(row.planned),
        status=entry.status,
        in_ordinance=entry.in_ordinance,
        ordinance=BodyBudget.of(entry.ordinance),
        disbursed=entry.disbursed,
        cannot_reason=entry.cannot_reason,
        cannot_text=entry.cannot_text,
        note=entry.note,
        evidence_links=entry.evidence_links,
        is_counted=row.is_counted,
        left_out_because=row.left_out_because,
        evidence=tuple(
            BodyFile(one.id, one.file_name, one.media_type, one.size_bytes, one.sha256)
            for one in row.evidence
        ),
    )


def sar_of(line: SarLine) -> BodySar:
    return BodySar(
        dimension=line.dimension_code,
        planned=BodyBudget.of(line.planned),
        counts={kind.value: count for kind, count in line.kinds.items()},
        self_score=line.self_score,
        comment=line.comment,
    )


def make_body(
    *,
    edition_code: str,
    fiscal_year_be: int,
    round_: ReportRound,
    revision: tuple[int, str],
    rows: tuple[SheetRow, ...],
    figures: Figures,
    sar: tuple[SarLine, ...],
) -> Body:
    """`revision` is number and checksum of what the rows come from."""
    return Body(
        format=FORMAT,
        version=VERSION,
        edition=edition_code,
        fiscal_year=fiscal_year_be,
        round=round_,
        revision_number=revision[0],
        revision_sha256=revision[1],
        score=figures.score,
        rows=tuple(row_of(row) for row in rows),
        sar=tuple(sar_of(line) for line in sar) if round_ is ReportRound.TWELVE_MONTHS else (),
    )


def encode(body: Body) -> str:
    """JSON text with a fixed order of keys, so that equal content has an equal checksum."""
    return msgspec.json.encode(body, order="deterministic").decode()


def decode(text: str) -> Body:
    return msgspec.json.decode(text, type=Body)


def checksum(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
