"""How every process logs: one JSON object a line, traces without the values of variables."""

from __future__ import annotations

import logging
from typing import Any

import structlog

from plan_core import tracing


def configure() -> None:
    """Call once at the start of a process.

    Values of local variables stay out of traces: they hold what tenants wrote.
    """
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            _say_trace,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(),
        cache_logger_on_first_use=True,
    )


def _say_trace(_logger: object, _method: str, line: structlog.typing.EventDict) -> Any:
    """Where requests are traced, what of them a line belongs to."""
    ids = tracing.ids()
    return line if ids is None else {**line, **ids}
