"""The jobs by name: open, call, close. Arguments are ids only."""

from __future__ import annotations

from celery import shared_task

from plan_core import jobs
from plan_core.comparison import profile_actions
from plan_core.db import leases
from worker import exporting, notifying, schedule, webhooks
from worker.app import celery
from worker.reading import read_document
from worker.running import rooms, run, run_fairest, run_job
from worker.scanning import scan_attachment
from worker.settings import load_settings


@shared_task(name=jobs.READ_DOCUMENT)
def read(tenant_id: int, job_id: str) -> None:
    run(run_fairest(jobs.READ_DOCUMENT, tenant_id, job_id, read_document))


@shared_task(name=jobs.ANNOUNCE_STEP)
def announce_step(tenant_id: int, job_id: str) -> None:
    run(notifying.run_announcement(tenant_id, job_id, notifying.announce_step))


@shared_task(name=jobs.ANNOUNCE_COMMENT)
def announce_comment(tenant_id: int, job_id: str) -> None:
    run(notifying.run_announcement(tenant_id, job_id, notifying.announce_comment))


@shared_task(name=jobs.ANNOUNCE_VERDICT)
def announce_verdict(tenant_id: int, job_id: str) -> None:
    run(notifying.run_announcement(tenant_id, job_id, notifying.announce_verdict))


@shared_task(name=jobs.ANNOUNCE_ENTRY)
def announce_entry(tenant_id: int, job_id: str) -> None:
    run(notifying.run_announcement(tenant_id, job_id, notifying.announce_entry))


@shared_task(name=schedule.REMIND)
def remind() -> None:
    run(notifying.remind(rooms()))


@shared_task(name=schedule.TIDY)
def tidy() -> None:
    run(notifying.tidy(rooms()))
    run(webhooks.tidy(rooms()))
    run(exporting.tidy(rooms()))


@shared_task(name=schedule.PEERS)
def count_peers() -> None:
    run(profile_actions.count_peers(rooms().database))


@shared_task(name=schedule.DELIVER)
def deliver() -> None:
    run(notifying.deliver(rooms()))


@shared_task(name=schedule.WEBHOOKS)
def deliver_webhooks() -> None:
    run(webhooks.deliver(rooms()))


@shared_task(name=schedule.EXPORTS, time_limit=load_settings().export_time_limit_seconds)
def make_exports() -> None:
    run(exporting.make_next(rooms()))


@shared_task(name=jobs.SCAN_ATTACHMENT)
def scan(tenant_id: int, job_id: str) -> None:
    run(run_job(tenant_id, job_id, scan_attachment))


@shared_task(name=schedule.SWEEP)
def sweep() -> None:
    """Send again what was promised and never taken, or left by a worker that died."""
    run(_sweep())


async def _sweep() -> None:
    database = rooms().database
    async with database.unscoped() as session:
        lost = await leases.find_lost(session, database.clock())
    for name, ticket in lost:
        celery.send_task(name, args=[ticket.tenant_id, str(ticket.job_id)])
