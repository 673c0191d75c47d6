"""Making the export that waits longest: one snapshot, a file, its place in the store."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import tempfile
from collections.abc import AsyncGenerator, AsyncIterator, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
import structlog

from plan_core import tracing
from plan_core.actor import Actor
from plan_core.errors import Forbidden, SimitiError, Unavailable
from plan_core.files import StoreAway, export_key
from plan_core.framework import queries as framework_queries
from plan_core.integration import export_files, export_queries, export_rules
from plan_core.integration.actions import exporting
from plan_core.integration.actions.exporting import Made, Taken
from plan_core.integration.export_queries import Part
from plan_core.integration.export_rules import ExportPreset
from plan_core.integration.export_tables import COLUMNS, Line, moment
from plan_core.people import queries as people
from plan_core.tracing import Span
from worker.running import Rooms

log = structlog.get_logger()

BEAT_SECONDS = export_rules.LEASE.total_seconds() / 4
FORMAT, VERSION = "simiti.export", 1


async def make_next(rooms: Rooms) -> bool:
    """Whether there was anything to do and room to do it."""
    database = rooms.database
    async with database.unscoped() as session:
        taken = await exporting.take(session, database.clock(), rooms.settings.exports_at_once)
    if taken is None:
        return False
    with tracing.resume("export", taken.traceparent) as span:
        span.note("simiti.export.preset", taken.request.preset)
        span.note("simiti.export.attempt", taken.attempt)
        await _make_taken(rooms, taken, span)
    return True


async def _make_taken(rooms: Rooms, taken: Taken, span: Span) -> None:
    database = rooms.database
    actor = await _find_asker(rooms, taken)
    try:
        if actor is None:
            raise export_rules.asker_gone()
        async with _heartbeat(rooms, taken):
            made = await _make(rooms, taken, actor)
        # It may have taken long: whoever lost the right meanwhile gets nothing.
        actor = await _find_asker(rooms, taken)
        if actor is None:
            raise export_rules.asker_gone()
        export_rules.check_may(actor, taken.request.preset)
        await _settle(rooms, taken, actor, made, None)
    except (Unavailable, StoreAway) as away:
        span.fail(type(away).__name__)
        log.warning("export.put_back", export=str(taken.id), attempt=taken.attempt)
        async with database.unscoped() as session:
            await exporting.put_back(session, taken, database.clock(), counts=False)
    except Forbidden:
        await _give_up(rooms, taken, actor, export_rules.asker_gone())
    except SimitiError as refusal:
        span.note("simiti.refusal", refusal.code)
        await _give_up(rooms, taken, actor, refusal)
    except Exception as error:
        span.fail(type(error).__name__)
        log.exception("export.failed", export=str(taken.id), attempt=taken.attempt)
        if taken.is_last_attempt:
            await _give_up(rooms, taken, actor, export_rules.given_up())
        else:
            async with database.unscoped() as session:
                await exporting.put_back(session, taken, database.clock(), counts=True)


async def _find_asker(rooms: Rooms, taken: Taken) -> Actor | None:
    async with rooms.database.unscoped() as session:
        return await people.find_asker(
            session,
            taken.person_id,
            taken.membership_id,
            taken.token_id,
            rooms.database.clock(),
        )


async def _make(rooms: Rooms, taken: Taken, actor: Actor) -> Made:
    request = taken.request
    export_rules.check_may(actor, request.preset)
    heads: list[dict[str, object]] = []
    with tempfile.TemporaryDirectory(prefix="simiti-export-") as folder:
        path = Path(folder) / "file"
        async with rooms.database.snapshot(actor) as tx:
            edition = await framework_queries.get_edition(tx.session, request.edition_code)
            await export_queries.check_area(tx, request)
            parts = export_queries.read_parts(tx, request, edition)
            async with contextlib.aclosing(parts):
                lines = await asyncio.to_thread(
                    export_files.write_file,
                    path,
                    request.format,
                    COLUMNS[request.preset],
                    _lines_of(parts, heads, asyncio.get_running_loop()),
                )
            taken_at = tx.now
        checksum = await asyncio.to_thread(_sha256_of, path)
        size = path.stat().st_size
        await rooms.files.put_file(_key_of(taken), path)
    manifest = _manifest_of(taken, taken_at, heads, lines, size, checksum)
    return Made(lines, size, checksum, manifest)


def _lines_of(
    parts: AsyncIterator[Part], heads: list[dict[str, object]], loop: asyncio.AbstractEventLoop
) -> Iterator[Sequence[Line]]:
    """For the thread that writes: the next organisation is read when this one is written."""

    async def following() -> Part | None:
        return await anext(parts, None)

    while (part := asyncio.run_coroutine_threadsafe(following(), loop).result()) is not None:
        heads.append({"code": part.owner.code, "sequence": part.sequence, "lines": len(part.lines)})
        yield part.lines


def _sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _manifest_of(
    taken: Taken,
    taken_at: datetime,
    heads: list[dict[str, object]],
    lines: int,
    size: int,
    checksum: str,
) -> str:
    """`sequence` of an organisation is where a copy goes on: `after` of the query `feed`."""
    request = taken.request
    feed = "changes" if request.preset is ExportPreset.PLAN else "submittedChanges"
    return msgspec.json.encode(
        {
            "format": FORMAT,
            "version": VERSION,
            "preset": request.preset,
            "edition": request.edition_code,
            "fiscalYear": request.fiscal_year_be,
            "area": request.area,
            "takenAt": moment(taken_at),
            "file": {
                "name": request.file_name,
                "format": request.format,
                "lines": lines,
                "sizeBytes": size,
                "sha256": checksum,
            },
            "columns": [{"name": one.name, "type": one.type} for one in COLUMNS[request.preset]],
            "feed": feed,
            "organisations": heads,
        }
    ).decode()


def _key_of(taken: Taken) -> str:
    return export_key(taken.person_id, taken.id, taken.attempt)


async def _settle(
    rooms: Rooms, taken: Taken, actor: Actor, made: Made | None, why: SimitiError | None
) -> None:
    """With a line in the organisation's log, where the asker's post is one of an organisation."""
    database, now = rooms.database, rooms.database.clock()
    kept = timedelta(hours=rooms.settings.export_keep_hours)
    if actor.tenant_id is not None:
        async with database.write(actor) as tx:
            if made is not None:
                is_mine = await exporting.finish(tx.session, taken, made, now, kept)
            else:
                is_mine = why is not None and await exporting.fail(tx.session, taken, why, now)
            if is_mine:
                exporting.record(tx, taken, made, "" if why is None else why.code)
        return
    async with database.unscoped() as session:
        if made is not None:
            await exporting.finish(session, taken, made, now, kept)
        elif why is not None:
            await exporting.fail(session, taken, why, now)
    log.info("export.settled", export=str(taken.id), lines=None if made is None else made.lines)


async def _give_up(rooms: Rooms, taken: Taken, actor: Actor | None, why: SimitiError) -> None:
    await rooms.files.remove(_key_of(taken))
    if actor is not None:
        await _settle(rooms, taken, actor, None, why)
        return
    async with rooms.database.unscoped() as session:
        await exporting.fail(session, taken, why, rooms.database.clock())


@contextlib.asynccontextmanager
async def _heartbeat(rooms: Rooms, taken: Taken) -> AsyncGenerator[None]:
    async def beat() -> None:
        while True:
            await asyncio.sleep(BEAT_SECONDS)
            try:
                async with rooms.database.unscoped() as session:
                    await exporting.keep(session, taken, rooms.database.clock())
            except Exception:
                # The lease may run out; whoever takes the export then finds the same row.
                log.warning("export.heartbeat_missed", export=str(taken.id), exc_info=True)

    beating = asyncio.create_task(beat())
    try:
        yield
    finally:
        beating.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await beating


async def tidy(rooms: Rooms) -> None:
    """Files whose time is over."""
    database = rooms.database
    async with database.unscoped() as session:
        expired = await exporting.list_expired(session, database.clock())
    for one in expired:
        for attempt in range(1, export_rules.MOST_ATTEMPTS + 1):
            await rooms.files.remove(export_key(one.person_id, one.id, attempt))
        async with database.unscoped() as session:
            await exporting.let_go(session, one.person_id, one.id)
    async with database.unscoped() as session:
        await exporting.remove_old(session, database.clock())
