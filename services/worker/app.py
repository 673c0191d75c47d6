"""The Celery application: `celery -A worker.app:celery worker` and `… beat`."""

from __future__ import annotations

import resource

from celery import Celery
from celery.signals import worker_process_init, worker_process_shutdown, worker_ready

from plan_core import jobs, logs, tracing
from worker import metering
from worker.schedule import SCHEDULE
from worker.settings import Settings, load_settings


def make_celery(settings: Settings) -> Celery:
    """One application for the embedded broker and for RabbitMQ.

    Messages are acknowledged early: what is lost with a worker is found by the sweeper, from the
    jobs' own rows, on either broker.
    """
    app = Celery(
        "simiti",
        broker=settings.broker_url,
        include=["worker.tasks"],
        task_cls="worker.metering:MeteredTask",
    )
    app.conf.update(
        **jobs.queue_settings(settings.broker_url),
        task_ignore_result=True,
        task_time_limit=settings.job_time_limit_seconds,
        task_serializer="json",
        accept_content=["json"],
        worker_prefetch_multiplier=1,
        worker_max_tasks_per_child=500,
        worker_hijack_root_logger=False,
        broker_connection_retry_on_startup=True,
        broker_transport_options=_transport_options(settings),
        beat_schedule=SCHEDULE,
        # The schedule is a constant: nothing to remember on disk between starts.
        beat_scheduler="celery.beat:Scheduler",
        timezone="UTC",
    )
    return app


def _transport_options(settings: Settings) -> dict[str, object]:
    if settings.broker_url.startswith(("amqp://", "amqps://")):
        return {"confirm_publish": True}
    return {
        "unacked_restore_interval": 1,
        "unacked_restore_throttle": 1,
        "visibility_timeout": settings.job_time_limit_seconds + 60,
    }


@worker_process_init.connect
def limit_memory(**_signal: object) -> None:
    """A library that wants absurd memory aborts this process alone; the job counts an attempt."""
    limit = load_settings().job_memory_limit_bytes
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


@worker_process_init.connect
def begin_tracing(**_signal: object) -> None:
    """In the process that does the work: threads that send do not outlive a fork."""
    settings = load_settings()
    tracing.begin(settings.tracing_url, settings.tracing_share, "simiti-worker")


@worker_process_shutdown.connect
def end_tracing(**_signal: object) -> None:
    tracing.end()


@worker_ready.connect
def serve_metrics(**_signal: object) -> None:
    """In the process that others are forked from, when they are."""
    metering.serve(load_settings())


logs.configure()
celery = make_celery(load_settings())
