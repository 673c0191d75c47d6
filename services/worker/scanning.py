"""The job that has an attached file looked at by the virus scanner, where there is one."""

from __future__ import annotations

from uuid import UUID

import structlog

from plan_core.actor import Actor
from plan_core.attachments import actions, queries
from plan_core.attachments.kinds import ScanState
from plan_core.files import attachment_key
from worker.running import Rooms

log = structlog.get_logger()


async def scan_attachment(
    rooms: Rooms,
    actor: Actor,
    attachment_id: UUID,
    is_last_attempt: bool,  # noqa: ARG001 (what every job is told)
) -> None:
    """Safe to run twice: what was scanned stays as it is. Without a scanner nothing is claimed."""
    if rooms.scanner is None:
        return
    async with rooms.database.read(actor) as tx:
        found = await queries.get_own(tx, attachment_id)
    if found.scan is not ScanState.NOT_SCANNED:
        return
    try:
        content = await rooms.files.get(attachment_key(actor.tenant, attachment_id))
    except FileNotFoundError:
        log.error("scan.file_missing", attachment=str(attachment_id))
        return
    threat = await rooms.scanner.find_threat(content)
    async with rooms.database.write(actor) as tx:
        await actions.save_scan(tx, attachment_id, threat)
