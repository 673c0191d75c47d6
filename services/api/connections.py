"""The web server's connections, which end without losing a request that has already arrived."""

from __future__ import annotations

import select
from typing import cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle


class Connection(HttpToolsProtocol):
    """Given to uvicorn with `--http api.connections:Connection`.

    Asked to stop, uvicorn closes idle connections at once. What a client has sent on one of them
    and the loop has not read yet would be lost, without an answer: under load, a few requests at
    every upgrade. Here such a connection is read, answered with `Connection: close`, then closed.
    """

    _is_last = False

    def shutdown(self) -> None:
        if self._current is None and not self.transport.is_closing() and _has_unread(self):
            self._is_last = True
        else:
            super().shutdown()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self._is_last and self._current is not None:
            # Its answer begins in a task, which has not run yet.
            self._current.keep_alive = False

    @property
    def _current(self) -> RequestResponseCycle | None:
        """The request that is being answered."""
        # Its type does not say that there is none before the first request.
        cycle = cast("RequestResponseCycle | None", self.cycle)
        return None if cycle is None or cycle.response_complete else cycle


def _has_unread(connection: Connection) -> bool:
    """Whether bytes wait, or the other side has closed; either wakes the loop by itself."""
    found = connection.transport.get_extra_info("socket")
    if found is None:
        return False
    # Not `select.select`, which knows no descriptor above 1,023.
    poll = select.poll()
    poll.register(found.fileno(), select.POLLIN)
    return bool(poll.poll(0))
