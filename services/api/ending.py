"""Hearing that the process is asked to stop, before the server waits for its open answers."""

from __future__ import annotations

import asyncio
import signal
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from types import FrameType
from typing import Any

SIGNALS = (signal.SIGTERM, signal.SIGINT)


@contextmanager
def on_request_to_stop(call: Callable[[], None]) -> Generator[None]:
    """Inside the block, `call` runs in the loop when a signal asks the server to stop.

    A server tells its application to shut down only after all answers have ended, and a stream
    never ends by itself. The server's own handler still runs; where there is none, nothing waits.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    loop = asyncio.get_running_loop()
    replaced: dict[int, Callable[[int, FrameType | None], Any]] = {}

    def note(number: int, frame: FrameType | None) -> None:
        loop.call_soon_threadsafe(call)
        replaced[number](number, frame)

    for number in SIGNALS:
        before = signal.getsignal(number)
        if callable(before):
            replaced[number] = before
            signal.signal(number, note)
    try:
        yield
    finally:
        for number, before in replaced.items():
            signal.signal(number, before)
