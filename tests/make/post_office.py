"""A real SMTP server on a port of its own: it takes, refuses, hangs up, or is away."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Generator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP as POLICY
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class PostOffice:
    """What arrived, and how the next mails are met: `says` is an answer, or empty to take them."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.says = ""
        self.hangs_up = False
        self.arrived: list[EmailMessage] = []

    @property
    def url(self) -> str:
        """Without TLS, as on one machine."""
        return f"smtp://127.0.0.1:{self.port}?starttls=no"

    async def handle_RCPT(  # noqa: N802 (aiosmtpd looks for this name)
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: Any
    ) -> str:
        if self.hangs_up and server.transport is not None:
            server.transport.close()
            return "421 gone"
        if self.says:
            return self.says
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        content = envelope.content
        assert isinstance(content, bytes)
        message = message_from_bytes(content, policy=POLICY)
        assert isinstance(message, EmailMessage)
        self.arrived.append(message)
        return "250 taken"


class _Controller(Controller):
    """Its thread is waited for by connecting once; that is not a visit."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def open_post_office() -> Generator[PostOffice]:
    office = PostOffice(free_port())
    controller = _Controller(
        office, hostname="127.0.0.1", port=office.port, loop=asyncio.new_event_loop()
    )
    controller.start()
    try:
        yield office
    finally:
        controller.stop()
