"""Asking for an export, taking and settling it, and letting its file go. The worker's role but for
asking."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, func, or_, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from plan_core import tracing
from plan_core.audit import actions as audit
from plan_core.db.base import make_id
from plan_core.db.transaction import ReadTx, WriteTx
from plan_core.errors import SimitiError
from plan_core.framework.rules import FrameworkEdition
from plan_core.integration import export_queries, export_rules
from plan_core.integration.export_model import ExportJob
from plan_core.integration.export_rules import ExportRequest, ExportState

MOST_TIDIED = 500
_TAKING = text("SELECT pg_advisory_xact_lock(hashtext('simiti.export'))")
"""Who takes counts first: one at a time, or two would both find room."""
_ASKING = text("SELECT pg_advisory_xact_lock(hashtext(:who))")


@dataclass(frozen=True, slots=True)
class Taken:
    """An export in one worker's hands; `attempt` fences off whoever had it before."""

    person_id: UUID
    id: UUID
    membership_id: UUID
    token_id: UUID | None
    request: ExportRequest
    attempt: int
    traceparent: str | None

    @property
    def is_last_attempt(self) -> bool:
        return self.attempt >= export_rules.MOST_ATTEMPTS


@dataclass(frozen=True, slots=True)
class Made:
    """A file that lies in the store."""

    lines: int
    size_bytes: int
    sha256: str
    manifest: str


async def ask(
    tx: ReadTx, request: ExportRequest, edition: FrameworkEdition, key: str | None
) -> ExportJob:
    """The same key with the same request gives the export that it gave before; with another one
    Conflict IDEMPOTENCY_CONFLICT."""
    export_rules.check_may(tx.actor, request.preset)
    export_rules.check_request(request, edition)
    key = export_rules.clean_key(key)
    own = (
        ExportJob.person_id == tx.actor.person_id,
        ExportJob.membership_id == tx.actor.membership_id,
    )
    # Of one person one at a time, so that a request sent twice at once is one export.
    await tx.session.execute(_ASKING, {"who": f"simiti.export.{tx.actor.person_id}"})
    if key is not None:
        found = await tx.session.scalar(
            select(ExportJob).where(*own, ExportJob.idempotency_key == key)
        )
        if found is not None:
            export_rules.check_same(found.request_sha256, request.sha256)
            return found
    await export_queries.check_area(tx, request)
    count = select(func.count()).where(
        ExportJob.person_id == tx.actor.person_id, ExportJob.state.in_(export_rules.OPEN)
    )
    export_rules.check_room(await tx.session.scalar(count) or 0)
    job = ExportJob(
        person_id=tx.actor.person_id,
        id=make_id(),
        membership_id=tx.actor.membership_id,
        token_id=tx.actor.token_id,
        preset=request.preset,
        format=request.format,
        edition_code=request.edition_code,
        fiscal_year_be=request.fiscal_year_be,
        area=request.area,
        idempotency_key=key,
        request_sha256=request.sha256,
        state=ExportState.WAITING,
        attempt=0,
        asked_at=tx.now,
        due_at=tx.now,
        leased_until=None,
        finished_at=None,
        expires_at=None,
        lines=None,
        size_bytes=None,
        sha256="",
        manifest="",
        problem_code="",
        problem_th="",
        problem_en="",
        traceparent=tracing.carried(),
    )
    tx.session.add(job)
    await tx.session.flush()
    return job


async def take(session: AsyncSession, now: datetime, at_once: int) -> Taken | None:
    """The one that waits longest, or whose worker has died; None when nothing is to be done or as
    many run as may."""
    await session.execute(_TAKING)
    running = select(func.count()).where(
        ExportJob.state == ExportState.RUNNING, ExportJob.leased_until >= now
    )
    if (await session.scalar(running) or 0) >= at_once:
        return None
    is_free = or_(
        ExportJob.state == ExportState.WAITING,
        and_(ExportJob.state == ExportState.RUNNING, ExportJob.leased_until < now),
    )
    job = await session.scalar(
        select(ExportJob)
        .where(ExportJob.due_at <= now, is_free)
        .order_by(ExportJob.due_at, ExportJob.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    if job is None:
        return None
    job.state = ExportState.RUNNING
    job.attempt += 1
    job.leased_until = now + export_rules.LEASE
    return Taken(
        job.person_id,
        job.id,
        job.membership_id,
        job.token_id,
        job.request,
        job.attempt,
        job.traceparent,
    )


async def keep(session: AsyncSession, taken: Taken, now: datetime) -> None:
    """Say that the worker lives."""
    await session.execute(
        update(ExportJob).where(_is_held(taken)).values(leased_until=now + export_rules.LEASE)
    )


async def put_back(session: AsyncSession, taken: Taken, now: datetime, *, counts: bool) -> None:
    """Another try a little later; `counts` is False when the export itself is not to blame."""
    await session.execute(
        update(ExportJob)
        .where(_is_held(taken))
        .values(
            state=ExportState.WAITING,
            attempt=taken.attempt if counts else taken.attempt - 1,
            leased_until=None,
            due_at=now + export_rules.LEASE,
        )
    )


async def finish(
    session: AsyncSession, taken: Taken, made: Made, now: datetime, kept: timedelta
) -> bool:
    """False when the export has gone to another worker meanwhile."""
    settled = await session.scalar(
        update(ExportJob)
        .where(_is_held(taken))
        .values(
            state=ExportState.DONE,
            leased_until=None,
            finished_at=now,
            expires_at=now + kept,
            lines=made.lines,
            size_bytes=made.size_bytes,
            sha256=made.sha256,
            manifest=made.manifest,
        )
        .returning(ExportJob.id)
    )
    return settled is not None


async def fail(session: AsyncSession, taken: Taken, why: SimitiError, now: datetime) -> bool:
    settled = await session.scalar(
        update(ExportJob)
        .where(_is_held(taken))
        .values(
            state=ExportState.FAILED,
            leased_until=None,
            finished_at=now,
            problem_code=why.code,
            problem_th=why.message_th,
            problem_en=why.message_en,
        )
        .returning(ExportJob.id)
    )
    return settled is not None


def record(tx: WriteTx, taken: Taken, made: Made | None, problem: str = "") -> None:
    """What left the system, or did not: a line of the organisation's log, told to its webhooks."""
    facts: dict[str, object] = {
        "preset": taken.request.preset.value,
        "format": taken.request.format.value,
        "edition": taken.request.edition_code,
        "fiscal_year": taken.request.fiscal_year_be,
        "area": taken.request.area,
        "by_token": taken.token_id is not None,
    }
    if made is None:
        audit.record(tx, "fail_export", "export", taken.id, None, facts | {"problem": problem})
        return
    facts |= {"lines": made.lines, "size_bytes": made.size_bytes, "sha256": made.sha256}
    audit.record(tx, "finish_export", "export", taken.id, None, facts)


async def list_expired(session: AsyncSession, now: datetime) -> Sequence[ExportJob]:
    """Those whose file is to go."""
    query = (
        select(ExportJob)
        .where(ExportJob.state == ExportState.DONE, ExportJob.expires_at <= now)
        .limit(MOST_TIDIED)
    )
    return (await session.scalars(query)).all()


async def let_go(session: AsyncSession, person_id: UUID, job_id: UUID) -> None:
    """Its file is gone."""
    await session.execute(
        update(ExportJob)
        .where(
            ExportJob.person_id == person_id,
            ExportJob.id == job_id,
            ExportJob.state == ExportState.DONE,
        )
        .values(state=ExportState.EXPIRED)
    )


async def remove_old(session: AsyncSession, now: datetime) -> None:
    """What has no file and was settled long ago."""
    await session.execute(
        delete(ExportJob).where(
            ExportJob.state.in_((ExportState.FAILED, ExportState.EXPIRED)),
            ExportJob.finished_at < now - export_rules.REMEMBERED,
        )
    )


def _is_held(taken: Taken) -> ColumnElement[bool]:
    return and_(
        ExportJob.person_id == taken.person_id,
        ExportJob.id == taken.id,
        ExportJob.state == ExportState.RUNNING,
        ExportJob.attempt == taken.attempt,
    )
