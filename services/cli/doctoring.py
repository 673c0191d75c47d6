"""`simiti doctor`: each part Simiti stands on, its fault and the fix."""

from __future__ import annotations

import asyncio
import http.client
import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from cli import outlying
from cli.finding import Finding
from cli.settings import Settings
from plan_core.db import health
from plan_core.errors import SimitiError
from plan_core.notifications import queries as notifications
from plan_core.seed import reference

ROLES = {
    "owner_database_url": "simiti_owner",
    "database_url": "simiti_app",
    "worker_database_url": "simiti_worker",
    "door_database_url": "simiti_door",
    "operator_database_url": "simiti_operator",
}
SECONDS = 3.0
MOST_APART = 5.0
"""Seconds between two clocks."""
LEAST_FREE_PERCENT = 5.0
START = "start it: make run (or the database's own service)"


def doctor(settings: Settings) -> int:
    """Print a line for each part; 1 when anything is wrong."""
    faults = 0
    for finding in examine(settings):
        if finding.fault:
            faults += 1
            print(f"✗ {finding.part}: {finding.fault}\n    → {finding.fix}")
        else:
            print(f"✓ {finding.part}: {finding.detail}")
    if faults:
        print(f"\n{faults} faults. พบข้อขัดข้อง {faults} จุด")
        return 1
    print("\nAll is well. ระบบพร้อมใช้งาน")
    return 0


def examine(settings: Settings) -> Iterator[Finding]:
    reached = True
    for name, role in ROLES.items():
        finding = _role(settings, name, role)
        reached = reached and not finding.fault
        yield finding
    if reached:
        yield _schema(settings)
        yield from _within(settings)
        yield _reference(settings)
        yield _mails(settings)
    broker = _broker(settings.broker_url)
    yield broker
    if not broker.fault:
        yield outlying.worker(settings.broker_url)
    if reached:
        yield outlying.sweeper(settings.worker_database_url)
    yield outlying.mail_server(settings.smtp_url)
    yield outlying.backup(settings.backup_folder, datetime.now(UTC))
    yield _files(settings.files_url)
    yield _port(settings.host, settings.port)


def _role(settings: Settings, name: str, role: str) -> Finding:
    part, variable = f"database as {role}", f"SIMITI_{name.upper()}"
    url = str(getattr(settings, name))
    if not url:
        return Finding(
            part, "", f"{variable} is not set", "set it, or use .venv/bin/simiti after a make run"
        )
    seen = asyncio.run(health.reach(url))
    if seen.fault:
        return Finding(part, "", seen.fault, f"check {variable}; {START}")
    if seen.is_too_mighty:
        fix = f"ALTER ROLE {seen.user} NOSUPERUSER NOBYPASSRLS"
        return Finding(part, "", f"{seen.user} passes by row-level security", fix)
    if seen.user != role:
        return Finding(part, "", f"signed in as {seen.user}", f"give {variable} the role {role}")
    return Finding(part, "reached")


def _schema(settings: Settings) -> Finding:
    try:
        revision = asyncio.run(health.find_revision(settings.owner_database_url))
    except SimitiError as error:
        return Finding("schema", "", error.message_en, START)
    newest = health.newest_revision()
    if revision != newest:
        return Finding("schema", "", f"at {revision}, newest is {newest}", "run: simiti migrate")
    return Finding("schema", f"current ({revision})")


def _within(settings: Settings) -> Iterator[Finding]:
    try:
        seen = asyncio.run(health.look_within(settings.owner_database_url))
    except SimitiError as error:
        yield Finding("row-level security", "", error.message_en, START)
        return
    part = "row-level security"
    if seen.open_tables:
        named = ", ".join(seen.open_tables)
        each = [
            f"ALTER TABLE {one} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY"
            for one in seen.open_tables
        ]
        yield Finding(part, "", f"not forced on {named}", "; ".join(each))
    else:
        yield Finding(part, f"forced on all {seen.closed} tables that hold somebody's rows")
    yield clocks(seen.now, datetime.now(UTC))


def clocks(there: datetime, here: datetime) -> Finding:
    """Codes, sessions and deadlines go by both clocks."""
    part, apart = "clock", abs((there - here).total_seconds())
    if apart > MOST_APART:
        fault = f"the database's clock is {apart:.0f} s away from this machine's"
        return Finding(part, "", fault, "let both follow the same time service (chrony, NTP)")
    return Finding(part, "the database's agrees with this machine's")


def _reference(settings: Settings) -> Finding:
    part, fix = "reference data", "run: simiti migrate"
    try:
        held = asyncio.run(reference.count_held(settings.operator_database_url))
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what the doctor reports
        return Finding(part, "", str(error).splitlines()[0], fix)
    detail = (
        f"{held.provinces} provinces, {held.districts} districts, {held.subdistricts}"
        f" subdistricts, {held.editions} editions"
    )
    if not (held.provinces and held.districts and held.subdistricts and held.editions):
        return Finding(part, "", f"incomplete: {detail}", fix)
    return Finding(part, detail)


def _mails(settings: Settings) -> Finding:
    """Mails given up are the operator's to look at; what waits or was kept is no fault."""
    part = "mails"
    try:
        found = asyncio.run(notifications.look_at_mails(settings.worker_database_url))
    except SimitiError as error:
        return Finding(part, "", error.message_en, START)
    if found.failed:
        fault = f"{found.failed} given up since {found.since:%Y-%m-%d}; the last: {found.trouble}"
        return Finding(part, "", fault, "check SIMITI_SMTP_URL and the addresses")
    return Finding(part, f"{found.waiting} wait, {found.kept} kept, none given up lately")


def _broker(url: str) -> Finding:
    part, fix = "broker", f"check SIMITI_BROKER_URL; {START}"
    if not url:
        return Finding(part, "", "SIMITI_BROKER_URL is not set", fix)
    try:
        if url.startswith(("redis://", "rediss://", "valkey://")):
            _ping(url)
        else:
            address = urlsplit(url)
            where = (address.hostname or "localhost", address.port or 5672)
            socket.create_connection(where, SECONDS).close()
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what the doctor reports
        return Finding(part, "", str(error) or type(error).__name__, fix)
    return Finding(part, "answers")


def _ping(url: str) -> None:
    import redis  # only here: other brokers need no client of it

    # redis ships no complete types
    client: Any = redis.Redis.from_url(  # pyright: ignore[reportUnknownMemberType]
        url, socket_timeout=SECONDS, socket_connect_timeout=SECONDS
    )
    try:
        client.ping()
    finally:
        client.close()


def _files(url: str) -> Finding:
    part = "files"
    if not url:
        return Finding(part, "", "SIMITI_FILES_URL is not set", "set it to file:///… or s3://…")
    address = urlsplit(url)
    if address.scheme != "file":
        return Finding(part, f"{address.scheme} store, not looked into from here")
    folder = Path(unquote(address.path))
    if not folder.is_dir():
        return Finding(part, "", f"{folder} is no folder", f"mkdir -p {folder}")
    try:
        with tempfile.TemporaryFile(dir=folder) as written:
            written.write(b"simiti doctor")
            written.flush()
            os.fsync(written.fileno())
    except OSError as error:
        fault = f"{folder} cannot be written: {error.strerror}"
        return Finding(part, "", fault, f"chown it to user {os.geteuid()}, or make room")
    usage = shutil.disk_usage(folder)
    return room(folder, usage.total, usage.free)


def room(folder: Path, total: int, free: int) -> Finding:
    """Bytes of the file system that the files lie on."""
    part, share = "files", 100 * free / total if total else 0.0
    if share < LEAST_FREE_PERCENT:
        fault = f"only {share:.1f} % of the disk of {folder} is free"
        return Finding(part, "", fault, "make room, or move SIMITI_FILES_URL to a larger disk")
    return Finding(part, f"{folder} was written to; {share:.0f} % of its disk is free")


def _port(host: str, port: int) -> Finding:
    part = f"port {port}"
    reachable = "127.0.0.1" if host in {"0.0.0.0", ""} else host  # noqa: S104 - compared only
    connection = http.client.HTTPConnection(reachable, port, timeout=SECONDS)
    try:
        connection.request("GET", "/health/live")
        status = connection.getresponse().status
    except ConnectionRefusedError:
        return Finding(part, "free; no server runs here now")
    except (OSError, http.client.HTTPException) as error:
        fault = f"something listens that is not Simiti ({error or type(error).__name__})"
        return Finding(part, "", fault, "stop it, or choose another SIMITI_PORT")
    finally:
        connection.close()
    if status != http.HTTPStatus.OK:
        fault = f"/health/live answers {status}"
        return Finding(part, "", fault, "look at the server's log, or choose another SIMITI_PORT")
    return Finding(part, "Simiti serves here")
