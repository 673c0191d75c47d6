"""What Prometheus may know of the worker: its queue as the rows of jobs say, and its tasks."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from typing import Any

import structlog
from celery import Task
from celery.worker.request import Request
from prometheus_client import REGISTRY, Counter, Gauge, Histogram, start_http_server
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from plan_core.db import leases
from plan_core.db.transaction import Database
from worker.settings import Settings

log = structlog.get_logger()

BUCKETS = (0.01, 0.05, 0.1, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 120.0)
LONGEST_WAIT_SECONDS = 3

TASK_SECONDS = Histogram(
    "simiti_task_seconds",
    "From taking a task to its end, by name and by how it ended.",
    ("task", "outcome"),
    buckets=BUCKETS,
)
RUNNING = Gauge("simiti_tasks_running", "Tasks that a process of this worker has in hand.")
LAST_DONE = Gauge("simiti_task_last_done_seconds", "When one last went well, Unix time.", ("task",))
LOST = Counter("simiti_task_processes_lost", "Processes that a task ended or that took too long.")


class MeteredRequest(Request):
    """A task as the worker's own process sees it, whatever becomes of the one that runs it."""

    _accepted: float | None = None

    def on_accepted(self, pid: Any, time_accepted: Any) -> Any:
        self._accepted = time.monotonic()
        RUNNING.inc()
        return super().on_accepted(pid, time_accepted)

    def __init_subclass__(cls) -> None:
        """Celery makes one more class for each task, with an `on_success` that asks no other."""
        celerys: Any = cls.on_success

        def on_success(self: MeteredRequest, ended: Any, **kwargs: Any) -> Any:
            if not ended[0]:  # a failure goes on to `on_failure`
                self.end("ok")
                LAST_DONE.labels(self.name).set_to_current_time()
            return celerys(self, ended, **kwargs)

        cls.on_success = on_success  # pyright: ignore[reportAttributeAccessIssue]

    def on_failure(
        self, exc_info: Any, send_failed_event: bool = True, return_ok: bool = False
    ) -> Any:
        self.end("fault")
        return super().on_failure(exc_info, send_failed_event, return_ok)

    def on_timeout(self, soft: Any, timeout: Any) -> Any:
        if not soft:
            LOST.inc()
        return super().on_timeout(soft, timeout)

    def end(self, outcome: str) -> None:
        if self._accepted is not None:
            RUNNING.dec()
            TASK_SECONDS.labels(self.name, outcome).observe(time.monotonic() - self._accepted)
            self._accepted = None


class MeteredTask(Task[Any, Any]):
    """Every task of this application."""

    abstract = True
    Request = "worker.metering:MeteredRequest"


class Queue(Collector):
    """The open jobs, asked for when Prometheus asks: a database that is away is a figure too."""

    def __init__(self, url: str) -> None:
        self.url = url

    def describe(self) -> Iterator[Metric]:
        """Nothing is asked of the database only to be registered."""
        return iter(())

    def collect(self) -> Iterator[Metric]:
        readable = GaugeMetricFamily("simiti_queue_readable", "1 where the jobs could be counted.")
        open_jobs = GaugeMetricFamily(
            "simiti_jobs_open", "Jobs not done.", labels=("name", "state")
        )
        oldest = GaugeMetricFamily(
            "simiti_job_oldest_seconds", "How long the oldest open job waits.", labels=("name",)
        )
        retried = GaugeMetricFamily(
            "simiti_jobs_retried", "Open jobs that failed at least once.", labels=("name",)
        )
        try:
            counted = asyncio.run(self._count())
        except Exception as error:  # noqa: BLE001 - whatever it is, the queue cannot be seen
            log.warning("metering.queue_unreadable", error=type(error).__name__)
            readable.add_metric((), 0)
            yield readable
            return
        readable.add_metric((), 1)
        for one in counted:
            open_jobs.add_metric((one.name, "WAITING"), one.waiting)
            open_jobs.add_metric((one.name, "RUNNING"), one.running)
            oldest.add_metric((one.name,), one.oldest_seconds)
            retried.add_metric((one.name,), one.retried)
        yield from (readable, open_jobs, oldest, retried)

    async def _count(self) -> list[leases.Waiting]:
        database = Database(self.url, pool_size=1)
        try:
            async with asyncio.timeout(LONGEST_WAIT_SECONDS), database.unscoped() as session:
                return await leases.count_open(session, database.clock())
        finally:
            await database.close()


def serve(settings: Settings) -> None:
    """The page for Prometheus, from the worker's own process; never from those that run tasks."""
    if settings.metrics_port:
        REGISTRY.register(Queue(settings.worker_database_url))
        start_http_server(settings.metrics_port, settings.metrics_host)
