"""What beat asks for, and how often."""

SWEEP = "jobs.sweep"
SWEEP_EVERY_SECONDS = 2.0
DELIVER = "notifications.deliver"
DELIVER_EVERY_SECONDS = 5.0
REMIND = "notifications.remind"
REMIND_EVERY_SECONDS = 600.0
"""More often than days pass: a scheduler that starts anew begins to count anew."""
TIDY = "notifications.tidy"
TIDY_EVERY_SECONDS = 3600.0
WEBHOOKS = "webhooks.deliver"
WEBHOOKS_EVERY_SECONDS = 3.0

EXPORTS = "exports.make"
EXPORTS_EVERY_SECONDS = 2.0

PEERS = "comparison.count_peers"
PEERS_EVERY_SECONDS = 15.0
"""How often it is asked whether a new week has begun: one short statement."""


def _every(task: str, seconds: float) -> dict[str, object]:
    # A message that nobody took in time is worth nothing: the next one does the same.
    return {"task": task, "schedule": seconds, "options": {"expires": seconds * 2}}


SCHEDULE = {
    SWEEP: _every(SWEEP, SWEEP_EVERY_SECONDS),
    DELIVER: _every(DELIVER, DELIVER_EVERY_SECONDS),
    REMIND: _every(REMIND, REMIND_EVERY_SECONDS),
    WEBHOOKS: _every(WEBHOOKS, WEBHOOKS_EVERY_SECONDS),
    EXPORTS: _every(EXPORTS, EXPORTS_EVERY_SECONDS),
    PEERS: _every(PEERS, PEERS_EVERY_SECONDS),
    TIDY: _every(TIDY, TIDY_EVERY_SECONDS),
}
