"""The self-assessment: the organisation's own scores, and the province's for what was submitted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import func, select

from plan_core.actor import Permission
from plan_core.audit import actions as audit
from plan_core.db.base import make_id
from plan_core.db.transaction import WriteTx
from plan_core.errors import Invalid, Locked, Value
from plan_core.framework.rules import FrameworkEdition
from plan_core.plans import rules as plan_rules
from plan_core.plans.actions.editing import conflict
from plan_core.plans.queries import SubmittedKey
from plan_core.reporting import queries, rules
from plan_core.reporting.actions.entering import open_basis
from plan_core.reporting.model import Report, SarEntry, SarScore
from plan_core.reporting.rules import ReportRound, score_from
from plan_core.typed_text import clean_needed_line
from plan_core.values import thai_day


@dataclass(frozen=True, slots=True)
class SarEdit:
    """One dimension's own score and comment, and the version seen; 0 when there was none."""

    dimension_code: str
    version: int
    self_score: Decimal | None
    comment: str


@dataclass(frozen=True, slots=True)
class NewScore:
    """What an officer gives a dimension, or brings in from the national system."""

    dimension_code: str
    score: Decimal
    comment: str = ""


@dataclass(frozen=True, slots=True)
class SeenScore:
    """What an officer saw standing when a central score was brought in; None: nothing stood."""

    dimension_code: str
    score: Decimal | None


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a central score comes from, and of which day it is."""

    source: str
    scored_on: date


async def set_sar(
    tx: WriteTx, edition: FrameworkEdition, fiscal_year_be: int, edits: Sequence[SarEdit]
) -> None:
    """Set the own assessment of some dimensions, all or none."""
    tx.actor.require(Permission.REPORT_EDIT)
    plan_rules.check_year(edition, fiscal_year_be)
    check_dimensions(edition, [edit.dimension_code for edit in edits])
    await open_basis(tx, edition)
    found = {
        one.dimension_code: one
        for one in await queries.list_sar_entries(tx, edition.code, fiscal_year_be)
    }
    for index, edit in enumerate(edits):
        entry = found.get(edit.dimension_code)
        before = None if entry is None else facts_of(entry)
        if edit.version != (0 if entry is None else entry.version):
            raise conflict(before or {"version": 0})
        if entry is None:
            entry = SarEntry(
                tenant_id=tx.tenant_id,
                id=make_id(),
                edition_code=edition.code,
                fiscal_year_be=fiscal_year_be,
                dimension_code=edit.dimension_code,
                version=0,
            )
            tx.session.add(entry)
        entry.self_score_hundredths = (
            None
            if edit.self_score is None
            else rules.hundredths_of(edit.self_score, f"entries.{index}.selfScore")
        )
        entry.comment = plan_rules.clean_note(edit.comment)
        entry.version += 1
        audit.record(tx, "set_sar", "sar_entry", entry.id, before, facts_of(entry))
    await tx.session.flush()


def facts_of(entry: SarEntry) -> dict[str, Value]:
    score = score_from(entry.self_score_hundredths)
    return {
        "dimension": entry.dimension_code,
        "selfScore": None if score is None else str(score),
        "comment": entry.comment,
        "version": entry.version,
    }


def check_dimensions(edition: FrameworkEdition, codes: Sequence[str]) -> None:
    """Each is known and named once, and there is at least one."""
    known = {one.code for one in edition.dimensions}
    if not codes or len(set(codes)) != len(codes) or not set(codes) <= known:
        raise Invalid(
            "DIMENSIONS_UNCLEAR",
            "ต้องระบุมิติของกรอบ มิติละหนึ่งครั้ง",
            "Name dimensions of the edition, each once.",
            field="entries",
        )


async def set_sar_scores(
    tx: WriteTx, key: SubmittedKey, edition: FrameworkEdition, scores: Sequence[NewScore]
) -> Report:
    """An officer scores the newest report on a whole year; earlier scores stay in the history."""
    report = await _open_year(tx, key, edition, scores)
    for one, hundredths in _on_scale(scores):
        _add_score(
            tx,
            report,
            one.dimension_code,
            province_score_hundredths=hundredths,
            comment=plan_rules.clean_note(one.comment),
        )
        facts = {"dimension": one.dimension_code, "score": str(score_from(hundredths))}
        audit.record(tx, "score_sar", "report", report.id, None, facts, shown_to=report.shown_to)
    await tx.session.flush()
    return report


async def set_central_scores(
    tx: WriteTx,
    key: SubmittedKey,
    edition: FrameworkEdition,
    origin: Origin,
    scores: Sequence[NewScore],
    seen: Sequence[SeenScore] = (),
) -> Report:
    """An officer brings in what the national system gave; earlier ones stay in the history.

    Conflict when one of `seen` is not what stands by now. What stands there already with this
    source and day is not said again: a table may be sent once more after an answer was lost.
    """
    report = await _open_year(tx, key, edition, scores)
    source = clean_needed_line(origin.source, "source")
    if origin.scored_on > thai_day(tx.now):
        raise Invalid(
            "DAY_TO_COME",
            "วันที่ของคะแนนต้องไม่อยู่ในอนาคต",
            "The day of the scores cannot be one to come.",
            field="scoredOn",
        )
    await _wait_for_year(tx, report)
    said = await _central_said(tx, report)
    _check_seen(seen, scores, said, (source, origin.scored_on))
    for one, hundredths in _on_scale(scores):
        if said.get(one.dimension_code) == (hundredths, source, origin.scored_on):
            continue
        _add_score(
            tx,
            report,
            one.dimension_code,
            central_score_hundredths=hundredths,
            central_source=source,
            central_on=origin.scored_on,
            comment=plan_rules.clean_note(one.comment),
        )
        facts = {
            "dimension": one.dimension_code,
            "score": str(score_from(hundredths)),
            "source": source,
            "on": origin.scored_on.isoformat(),
        }
        audit.record(
            tx, "import_central_score", "report", report.id, None, facts, shown_to=report.shown_to
        )
    await tx.session.flush()
    return report


async def _wait_for_year(tx: WriteTx, report: Report) -> None:
    """Whoever scores this year now is done first: scores are only added, there is no row to lock.

    Until the end of the transaction.
    """
    year = f"{report.tenant_id}:{report.edition_code}:{report.fiscal_year_be}"
    await tx.session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(year, 0))))


def _check_seen(
    seen: Sequence[SeenScore],
    scores: Sequence[NewScore],
    said: Mapping[str, tuple[int | None, str | None, date | None]],
    origin: tuple[str, date],
) -> None:
    """Raise Conflict with what stands, but for what this very request said before."""
    given = {one.dimension_code: hundredths for one, hundredths in _on_scale(scores)}
    for one in seen:
        stands = said.get(one.dimension_code)
        is_same = stands == (given.get(one.dimension_code), *origin)
        now = None if stands is None or stands[0] is None else score_from(stands[0])
        if now != one.score and not is_same:
            raise conflict(
                {
                    "dimensionCode": one.dimension_code,
                    "score": None if now is None else str(now),
                    "source": stands[1] if stands else None,
                }
            )


async def _central_said(
    tx: WriteTx, report: Report
) -> dict[str, tuple[int | None, str | None, date | None]]:
    """By dimension the year's newest central score with its source and day."""
    found = await queries.list_scores(
        tx, report.tenant_id, report.edition_code, report.fiscal_year_be
    )
    return {
        one.dimension_code: (
            one.central.central_score_hundredths,
            one.central.central_source,
            one.central.central_on,
        )
        for one in found
        if one.central is not None
    }


async def _open_year(
    tx: WriteTx, key: SubmittedKey, edition: FrameworkEdition, scores: Sequence[NewScore]
) -> Report:
    """The newest report on a whole year, for an officer who scores these dimensions of it."""
    tx.actor.require(Permission.REPORT_SCORE)
    report = await get_newest_report(tx, key)
    if report.round is not ReportRound.TWELVE_MONTHS:
        raise Invalid(
            "SCORED_BY_YEAR",
            "ให้คะแนนได้เฉพาะรายงานรอบ 12 เดือน",
            "Only a report on the whole year is scored.",
        )
    check_dimensions(edition, [one.dimension_code for one in scores])
    return report


def _on_scale(scores: Sequence[NewScore]) -> list[tuple[NewScore, int]]:
    return [
        (one, rules.hundredths_of(one.score, f"scores.{index}.score"))
        for index, one in enumerate(scores)
    ]


def _add_score(tx: WriteTx, report: Report, dimension_code: str, **more: object) -> None:
    tx.session.add(
        SarScore(
            tenant_id=report.tenant_id,
            id=make_id(),
            province_code=report.province_code,
            district_code=report.district_code,
            report_id=report.id,
            at=tx.now,
            person_id=tx.actor.person_id,
            by_name=tx.actor.name,
            by_role=tx.actor.role.value,
            dimension_code=dimension_code,
            **more,
        )
    )


async def get_newest_report(tx: WriteTx, key: SubmittedKey) -> Report:
    """NotFound for what is not visible, Locked REPORT_SUPERSEDED for an earlier one."""
    report = await queries.get_report(tx, key)
    newest = await tx.session.scalar(
        select(func.max(Report.number)).where(
            Report.tenant_id == key.tenant_id,
            Report.edition_code == report.edition_code,
            Report.fiscal_year_be == report.fiscal_year_be,
            Report.round == report.round,
        )
    )
    if report.number != newest:
        raise Locked(
            "REPORT_SUPERSEDED",
            f"มีรายงานฉบับที่ {newest} ใหม่กว่าฉบับนี้แล้ว โปรดเปิดฉบับล่าสุด",
            f"Report {newest} has replaced this one; please open that.",
            values={"newest": newest},
        )
    return report
