"""Asking the worker for a job by name, after the transaction that promised it."""

from __future__ import annotations

from collections.abc import Sequence

from celery import Celery

from plan_core import jobs as named
from plan_core.db.outbox import Ticket


class Broker:
    """The api's end of the queue. Without an address the worker's sweeper alone starts jobs."""

    def __init__(self, url: str) -> None:
        self._celery = Celery("simiti-api", broker=url) if url else None
        if self._celery is not None:
            # A request must not hang on a broker that is away: the sweeper mends a lost message.
            self._celery.conf.update(
                **named.queue_settings(url),
                broker_connection_timeout=1,
                broker_transport_options={
                    "socket_connect_timeout": 1,
                    "socket_timeout": 2,
                    "max_retries": 0,
                    "confirm_publish": True,
                },
                task_ignore_result=True,
                task_publish_retry=False,
            )

    def send(self, jobs: Sequence[tuple[str, Ticket]]) -> None:
        if self._celery is None:
            return
        for name, ticket in jobs:
            self._celery.send_task(name, args=[ticket.tenant_id, str(ticket.job_id)])

    def ping(self) -> None:
        """Raises when the broker does not answer."""
        if self._celery is None:
            return
        with self._celery.connection_for_write() as connection:
            connection.ensure_connection(max_retries=1, timeout=2)
