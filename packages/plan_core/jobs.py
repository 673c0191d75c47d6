"""The names of jobs: what the api asks for and the worker does. Arguments are ids only."""

from __future__ import annotations

READ_DOCUMENT = "intake.read_document"
ANNOUNCE_STEP = "notifications.announce_step"
ANNOUNCE_COMMENT = "notifications.announce_comment"
ANNOUNCE_VERDICT = "notifications.announce_verdict"
ANNOUNCE_ENTRY = "notifications.announce_entry"
"""A move that only the audit log keeps."""

SCAN_ATTACHMENT = "attachments.scan"

ALL = (
    READ_DOCUMENT,
    ANNOUNCE_STEP,
    ANNOUNCE_COMMENT,
    ANNOUNCE_VERDICT,
    ANNOUNCE_ENTRY,
    SCAN_ATTACHMENT,
)

SHORT_QUEUE = "celery"
"""What is done in a moment: announcements, scans, and whatever the scheduler asks for."""
LONG_QUEUE = "documents"
"""Reading documents. A worker takes from both by turns: a pile here delays nothing there."""


def queue_settings(broker_url: str) -> dict[str, object]:
    """Celery's settings of the queues, the same at both ends.

    On RabbitMQ they are quorum queues: what was confirmed is on a majority of its servers.
    """
    kind, prefix, arguments = "direct", "", {}
    if broker_url.startswith(("amqp://", "amqps://")):
        # Names of their own: a queue's kind cannot be changed where it was declared otherwise.
        kind, prefix, arguments = "topic", "simiti.", {"x-queue-type": "quorum"}
    names = [prefix + name for name in (SHORT_QUEUE, LONG_QUEUE)]
    return {
        "task_queues": {
            name: {
                "exchange": name,
                "exchange_type": kind,
                "routing_key": name,
                "queue_arguments": arguments,
            }
            for name in names
        },
        "task_default_queue": names[0],
        "task_default_exchange": names[0],
        "task_default_exchange_type": kind,
        "task_default_routing_key": names[0],
        "task_routes": {READ_DOCUMENT: {"queue": names[1]}},
    }
