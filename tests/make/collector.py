"""A collector of traces on this machine: OTLP over HTTP, as Jaeger, Tempo and others take it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest


@dataclass(frozen=True, slots=True)
class Seen:
    """A span that came. `kind` and `status` are OTLP's numbers: 2 is a server, 2 is an error."""

    service: str
    name: str
    trace_id: str
    span_id: str
    parent_id: str
    kind: int
    status: int
    notes: dict[str, str | int | bool]
    events: int
    nanoseconds: int


@dataclass
class Collector:
    port: int
    spans: list[Seen] = field(default_factory=list[Seen])
    raw: list[bytes] = field(default_factory=list[bytes])
    """Bodies as they came: what must not be in them is looked for here."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1/traces"

    def take(self, body: bytes) -> None:
        self.raw.append(body)
        for of_service in ExportTraceServiceRequest.FromString(body).resource_spans:
            told = {one.key: one.value.string_value for one in of_service.resource.attributes}
            for scope in of_service.scope_spans:
                for span in scope.spans:
                    notes = {
                        one.key: getattr(one.value, one.value.WhichOneof("value") or "")
                        for one in span.attributes
                    }
                    self.spans.append(
                        Seen(
                            told["service.name"],
                            span.name,
                            span.trace_id.hex(),
                            span.span_id.hex(),
                            span.parent_span_id.hex(),
                            span.kind,
                            span.status.code,
                            notes,
                            len(span.events),
                            span.end_time_unix_nano - span.start_time_unix_nano,
                        )
                    )

    def of_trace(self, trace_id: str) -> list[Seen]:
        return [one for one in list(self.spans) if one.trace_id == trace_id]

    def wait_for(self, met: Callable[[Seen], bool], seconds: float = 30) -> Seen:
        until = time.monotonic() + seconds
        while True:
            found = next((one for one in list(self.spans) if met(one)), None)
            if found is not None:
                return found
            assert time.monotonic() < until, sorted({one.name for one in self.spans})
            time.sleep(0.05)


@contextmanager
def open_collector() -> Generator[Collector]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            collector.take(self.rfile.read(int(self.headers["content-length"])))
            self.send_response(200)
            self.send_header("content-type", "application/x-protobuf")
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    collector = Collector(int(server.server_address[1]))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield collector
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
