"""What beat asks for, and how often."""

SWEEP = "jobs.sweep"
SWEEP_EVERY_SECONDS = 2.0

SCHEDULE = {
    SWEEP: {
        "task": SWEEP,
        "schedule": SWEEP_EVERY_SECONDS,
        # A sweep that nobody took in time is worth nothing: the next one does the same.
        "options": {"expires": SWEEP_EVERY_SECONDS * 2},
    }
}
