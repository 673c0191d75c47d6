"""What `simiti doctor` finds of parts that do their work by themselves: nobody asks them, so nobody
notices when they stand still."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cli.finding import Finding
from plan_core import jobs
from plan_core.db import leases
from plan_core.db.transaction import Database, utc_now
from plan_core.errors import SimitiError
from plan_core.notifications import smtp
from plan_core.notifications.smtp import Outcome, Server

WORKER_SECONDS = 2.0
UNSWEPT = timedelta(seconds=60)
"""The scheduler asks for a sweep every two seconds."""
MAIL_SECONDS = 5.0
OLDEST_BACKUP = timedelta(hours=26)
"""One each night, and a night may take longer than another."""
BACKUPS = "simiti-*.dump"


def worker(broker_url: str) -> Finding:
    """Its main process answers while all others are at work."""
    part = "worker"
    try:
        answered = _ping_workers(broker_url)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what the doctor reports
        return Finding(part, "", str(error) or type(error).__name__, "check SIMITI_BROKER_URL")
    if not answered:
        fault = f"none answers at the broker within {WORKER_SECONDS:.0f} s"
        fix = "start it (simiti-worker, or make run); its log says why it ended"
        return Finding(part, "", fault, fix)
    return Finding(part, f"{answered} at the broker")


def _ping_workers(url: str) -> int:
    from celery import Celery  # only here: other commands need none of it

    asking: Any = Celery("simiti-doctor", broker=url)
    asking.conf.update(**jobs.queue_settings(url), broker_connection_timeout=WORKER_SECONDS)
    return len(asking.control.ping(timeout=WORKER_SECONDS))


def sweeper(worker_url: str) -> Finding:
    """Who lost a message has it sent again, by the scheduler's asking and the worker's doing."""
    part = "scheduler"

    async def count() -> int:
        database = Database(worker_url, pool_size=1)
        try:
            async with database.unscoped() as session:
                return await leases.count_unswept(session, utc_now() - UNSWEPT)
        finally:
            await database.close()

    try:
        unswept = asyncio.run(count())
    except SimitiError as error:
        return Finding(part, "", error.message_en, "look at the database first")
    if unswept:
        fault = f"{unswept} jobs wait and nobody sends them again"
        return Finding(part, "", fault, "start simiti-scheduler, and the worker; simiti jobs list")
    return Finding(part, "no job waits unseen")


def mail_server(url: str) -> Finding:
    """Signs in as the worker does, and sends nothing."""
    part, fix = "mail server", "check SIMITI_SMTP_URL"
    if not url:
        return Finding(part, "none is set: mails are kept for the page (SIMITI_SMTP_URL)")
    try:
        server = Server.of(url)
    except ValueError as error:
        return Finding(part, "", str(error), fix)
    told = smtp.send(server, None, MAIL_SECONDS)
    if told.outcome is not Outcome.SENT:
        return Finding(part, "", f"{server.host}:{server.port}: {told.said}", fix)
    return Finding(part, f"{server.host} answers" + (" and knows us" if server.username else ""))


def backup(folder: str, now: datetime) -> Finding:
    """The newest file of `deploy/systemd/backup`, which gives it its name once it is whole."""
    part, fix = "backup", "systemctl status simiti-backup.timer; journalctl -u simiti-backup"
    if not folder:
        return Finding(part, "not looked for here (SIMITI_BACKUP_FOLDER)")
    try:
        files = sorted(one.name for one in Path(folder).iterdir() if one.match(BACKUPS))
    except PermissionError:
        return Finding(part, "", f"{folder} may not be read", "ask again as root or postgres")
    except OSError as error:
        return Finding(part, "", f"{folder}: {error.strerror}", "check SIMITI_BACKUP_FOLDER")
    if not files:
        return Finding(part, "", f"{folder} holds none", fix)
    newest = Path(folder, files[-1])
    if not newest.with_name(f"{newest.name}.sha256").is_file():
        return Finding(part, "", f"{newest.name} has no checksum", fix)
    hours = (now - datetime.fromtimestamp(newest.stat().st_mtime, UTC)) / timedelta(hours=1)
    if hours > OLDEST_BACKUP / timedelta(hours=1):
        return Finding(part, "", f"the newest, {newest.name}, is {hours:.0f} hours old", fix)
    return Finding(part, f"{newest.name}, {max(hours, 0):.0f} hours old")
