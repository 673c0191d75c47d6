"""A real SMTP server on a port of its own: it takes, refuses, hangs up, or is away; with or
without TLS and passwords."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP as POLICY
from enum import Enum
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

USERNAME = "no-reply@simiti.go.th"
PASSWORD = "p:w@/?#"


class Speaks(Enum):
    """How a server is spoken to."""

    PLAIN = "no TLS, no passwords: as on one machine"
    STARTTLS = "nothing but STARTTLS before that was said, and then a password"
    TLS = "TLS from the first byte, and a password"


class PostOffice:
    """What arrived, and how the next mails are met: `says` is an answer, or empty to take them."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.says = ""
        self.hangs_up = False
        self.arrived: list[EmailMessage] = []
        self.signed_in: list[bool] = []
        """Whether who brought each mail had said the password."""

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
        self, _server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        content = envelope.content
        assert isinstance(content, bytes)
        message = message_from_bytes(content, policy=POLICY)
        assert isinstance(message, EmailMessage)
        self.arrived.append(message)
        self.signed_in.append(bool(session.authenticated))
        return "250 taken"


class _Controller(Controller):
    """Its thread is waited for by connecting once; that is not a visit."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True)
class Counter:
    """Which door of the post office: `certificate` is shown at it, where there is TLS."""

    speaks: Speaks = Speaks.PLAIN
    certificate: ssl.SSLContext | None = None


def _ask_password(
    _server: SMTP, _session: Session, _envelope: Envelope, _way: str, given: Any
) -> AuthResult:
    assert isinstance(given, LoginPassword)
    success = given == LoginPassword(USERNAME.encode(), PASSWORD.encode())
    return AuthResult(success=success, handled=False)


def _manners(counter: Counter) -> dict[str, Any]:
    if counter.speaks is Speaks.PLAIN:
        return {}
    asks: dict[str, Any] = {"authenticator": _ask_password, "auth_required": True}
    if counter.speaks is Speaks.STARTTLS:
        return {**asks, "tls_context": counter.certificate, "require_starttls": True}
    # This library counts only what STARTTLS began as TLS; who signed in is in `signed_in`.
    takes = {"authenticator": _ask_password, "auth_require_tls": False}
    return {**takes, "ssl_context": counter.certificate}


@contextmanager
def open_post_office(counter: Counter | None = None) -> Generator[PostOffice]:
    office = PostOffice(free_port())
    controller = _Controller(
        office,
        hostname="127.0.0.1",
        port=office.port,
        loop=asyncio.new_event_loop(),
        **_manners(counter or Counter()),
    )
    controller.start()
    try:
        yield office
    finally:
        controller.stop()
