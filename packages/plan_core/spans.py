"""The spans of `plan_core.tracing` where they are wanted: OpenTelemetry's SDK and its exporter."""

from __future__ import annotations

import logging
import random
from contextvars import Token
from types import TracebackType
from typing import Self

import structlog
from opentelemetry import context, trace
from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import SpanLimits, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.sampling import ParentBased, TraceIdRatioBased
from opentelemetry.trace import NonRecordingSpan, SpanContext, SpanKind, Status, StatusCode
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

from plan_core import tracing
from plan_core.errors import SimitiError, Unavailable
from plan_core.tracing import Value

log = structlog.get_logger()

SEND_SECONDS = 5
"""For one batch. A collector that is away costs the spans, never a request."""
MOST_WAITING = 4_096
"""Spans that wait to be sent; what comes after them is dropped."""
SEND_EVERY_MILLIS = 1_000
LONGEST_NOTE = 200

_FORMAT = TraceContextTextMapPropagator()
_HEADER = "traceparent"
_CHANCE = random.SystemRandom()


class Tracing:
    """One process's way to its collector."""

    def __init__(self, url: str, share: float, service: str) -> None:
        _say_as_we_do()
        self._share = share
        self._provider = TracerProvider(
            sampler=ParentBased(root=TraceIdRatioBased(share)),
            # With what the operator adds in OTEL_RESOURCE_ATTRIBUTES.
            resource=Resource.create({"service.name": service}),
            span_limits=SpanLimits(max_span_attribute_length=LONGEST_NOTE),
            shutdown_on_exit=False,
        )
        self._provider.add_span_processor(
            BatchSpanProcessor(
                OTLPSpanExporter(endpoint=url, timeout=SEND_SECONDS),
                max_queue_size=MOST_WAITING,
                schedule_delay_millis=SEND_EVERY_MILLIS,
            )
        )
        self._tracer = self._provider.get_tracer("simiti")

    def end(self) -> None:
        self._provider.shutdown()

    def is_recorded(self) -> bool:
        return trace.get_current_span().is_recording()

    def enter(self, name: str, header: str | None) -> tracing.Span:
        """The caller's trace, if a header says one; we draw whether it is recorded, so that
        nobody else decides how much we send."""
        came = _read(header)
        if came is not None:
            flags = trace.TraceFlags(_CHANCE.random() < self._share)
            came = SpanContext(came.trace_id, came.span_id, is_remote=True, trace_flags=flags)
        return _Around(self._tracer.start_span(name, _after(came), SpanKind.SERVER))

    def resume(self, name: str, kept: str | None) -> tracing.Span:
        """What was drawn for the request is drawn for what it asked for."""
        return _Around(self._tracer.start_span(name, _after(_read(kept)), SpanKind.CONSUMER))

    def span(self, name: str) -> tracing.Span:
        return _Around(self._tracer.start_span(name))

    def statement(self, summary: str) -> tracing.Span:
        noted = {"db.system.name": "postgresql", "db.query.summary": summary}
        return _Open(self._tracer.start_span(summary, None, SpanKind.CLIENT, noted))

    def carried(self) -> str | None:
        carrier: dict[str, str] = {}
        _FORMAT.inject(carrier)
        return carrier.get(_HEADER)

    def ids(self) -> dict[str, str] | None:
        here = trace.get_current_span().get_span_context()
        if not here.is_valid:
            return None
        return {
            "trace_id": trace.format_trace_id(here.trace_id),
            "span_id": trace.format_span_id(here.span_id),
        }


class _Open:
    """Exceptions are not recorded: their messages hold what people wrote."""

    def __init__(self, span: trace.Span) -> None:
        self._span = span

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
        /,
    ) -> None:
        if isinstance(error, SimitiError):
            self.note("simiti.refusal", error.code)
        if error is not None and (not isinstance(error, SimitiError) or _is_ours(error)):
            self.fail(type(error).__name__)
        self.end()

    def note(self, name: str, value: Value) -> None:
        if self._span.is_recording():
            self._span.set_attribute(name, value)

    def fail(self, why: str) -> None:
        if self._span.is_recording():
            self._span.set_attribute("error.type", why)
            self._span.set_status(Status(StatusCode.ERROR))

    def end(self) -> None:
        if self._span.is_recording():
            self._span.end()


class _Around(_Open):
    """What happens in its block is a part of it."""

    _token: Token[Context]

    def __enter__(self) -> Self:
        self._token = context.attach(trace.set_span_in_context(self._span))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
        /,
    ) -> None:
        context.detach(self._token)
        super().__exit__(kind, error, trace)


def _is_ours(refusal: SimitiError) -> bool:
    """A refusal is an answer; that a part was away is a fault."""
    return isinstance(refusal, Unavailable)


def _read(header: str | None) -> SpanContext | None:
    """None for what is no `traceparent`: somebody else's mistake begins a trace of its own."""
    if header is None:
        return None
    found = trace.get_current_span(_FORMAT.extract({_HEADER: header}, Context()))
    read = found.get_span_context()
    return read if read.is_valid else None


def _after(came: SpanContext | None) -> Context:
    """Of nothing that happens to be around: a request and a job begin on their own."""
    if came is None:
        return Context()
    return trace.set_span_in_context(NonRecordingSpan(came), Context())


class _Teller(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        log.warning("tracing.trouble", why=record.getMessage()[:LONGEST_NOTE])


def _say_as_we_do() -> None:
    """What the SDK has to say, like a collector that is away, as a line of our log."""
    theirs = logging.getLogger("opentelemetry")
    theirs.handlers = [_Teller()]
    theirs.propagate = False
