"""Statements that go through SQLAlchemy, as spans; those that do not are traced where they go."""

from __future__ import annotations

from typing import Any

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine

from plan_core import tracing

_SPAN = "simiti_span"


def trace_statements(engine: AsyncEngine) -> None:
    """Called where tracing is on: an engine of who does not trace has no listeners for it."""

    def begin(
        _connection: Any, _cursor: Any, text: str, _values: Any, execution: Any, _many: bool
    ) -> None:
        setattr(execution, _SPAN, tracing.statement(text))

    def end(
        _connection: Any, _cursor: Any, _text: str, _values: Any, execution: Any, _many: bool
    ) -> None:
        getattr(execution, _SPAN).end()

    def fail(told: Any) -> None:
        # None where it was no statement that failed, as when connecting.
        span: tracing.Span | None = getattr(told.execution_context, _SPAN, None)
        if span is not None:
            span.fail(type(told.original_exception).__name__)
            span.end()

    event.listen(engine.sync_engine, "before_cursor_execute", begin)
    event.listen(engine.sync_engine, "after_cursor_execute", end)
    event.listen(engine.sync_engine, "handle_error", fail)
