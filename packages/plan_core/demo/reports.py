"""Made-up reports of the district that is looked at first, and the days they were due."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from plan_core.db.transaction import WriteTx
from plan_core.demo import cast
from plan_core.framework.rules import FrameworkEdition
from plan_core.reporting import queries
from plan_core.reporting.actions import entering, submitting
from plan_core.reporting.actions.entering import EntryEdit
from plan_core.reporting.figures import SheetRow
from plan_core.reporting.model import ReportDeadline
from plan_core.reporting.rules import CannotReason, Entry, ProgressStatus, ReportRound

DISTRICT = "5406"
SIX, TWELVE = ReportRound.SIX_MONTHS, ReportRound.TWELVE_MONTHS
_SHARES = {SIX: 0.85, TWELVE: 0.4}
"""How many of the organisations have reported on the last year of their plan."""
_DUE_AFTER = {SIX: timedelta(days=2), TWELVE: timedelta(days=30)}
"""Days after the plans themselves were due, so that some are late and some still awaited."""


async def set_deadlines(
    session: AsyncSession, edition: FrameworkEdition, plans_due_on: dict[str, date]
) -> None:
    """For the edition's last year; a deadline that is there already stays."""
    days = [
        {
            "edition_code": edition.code,
            "province_code": province,
            "fiscal_year_be": edition.last_year_be,
            "round": round_,
            "due_on": due_on + after,
        }
        for province, due_on in plans_due_on.items()
        for round_, after in _DUE_AFTER.items()
    ]
    await session.execute(insert(ReportDeadline).on_conflict_do_nothing(), days)


def rounds_of(subdistrict_code: str) -> Iterator[ReportRound]:
    """What this organisation has reported on; อบต.บ้านกลาง has the year still before it."""
    if not subdistrict_code.startswith(DISTRICT):
        return
    dice = cast.dice_of(subdistrict_code, "rounds")
    for round_, share in _SHARES.items():
        is_fixed = subdistrict_code == cast.BAN_KLANG
        if round_ is SIX if is_fixed else dice.random() < share:
            yield round_


async def make_reports(tx: WriteTx, subdistrict_code: str, edition: FrameworkEdition) -> None:
    """Enter and submit the rounds that this organisation has reported on."""
    year = edition.last_year_be
    for round_ in rounds_of(subdistrict_code):
        dice = cast.dice_of(subdistrict_code, round_.value)
        sheet = await queries.get_sheet(tx, edition, year, round_)
        edits = [
            EntryEdit(row.initiative_id, row.version, _entry(dice, row, round_))
            for row in sheet.rows
            if not row.is_locked and dice.random() < 0.9
        ]
        if edits:
            await entering.set_progress(tx, edition, year, round_, edits)
        seen = await queries.get_sheet(tx, edition, year, round_)
        await submitting.submit_report(tx, edition, year, round_, seen.fingerprint)


def _entry(dice: Random, row: SheetRow, round_: ReportRound) -> Entry:
    weights = (30, 60, 10) if round_ is SIX else (70, 20, 10)
    status = dice.choices(
        (ProgressStatus.DONE, ProgressStatus.IN_PROGRESS, ProgressStatus.CANNOT), weights
    )[0]
    if status is ProgressStatus.CANNOT:
        reason = dice.choice((CannotReason.NO_BUDGET, CannotReason.TOO_FEW_STAFF))
        return Entry(status=status, cannot_reason=reason)
    planned = row.planned.amount
    spent = None if planned is None else planned * (100 if status is ProgressStatus.DONE else 40)
    return Entry(
        status=status,
        ordinance=row.planned,
        disbursed=None if spent is None else spent // 100,
    )
