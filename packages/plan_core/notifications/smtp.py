"""One mail to one SMTP server: what came of it is one of four words."""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from enum import Enum
from urllib.parse import parse_qs, unquote, urlsplit

SECONDS = 15.0
"""For connecting, and for each answer of the server."""


class Outcome(Enum):
    SENT = "the server took it"
    REFUSED = "the server refuses it for good"
    NOT_NOW = "the server refuses it for now"
    AWAY = "no server answered as one should"


@dataclass(frozen=True, slots=True)
class Told:
    """What came of it, and what the server said."""

    outcome: Outcome
    said: str = ""


@dataclass(frozen=True, slots=True)
class Server:
    """`smtp://user:password@host:587` speaks STARTTLS or nothing, unless `?starttls=no` says that
    it stands on this very machine; `smtps://host:465` speaks TLS from the first byte.

    Certificates are believed as the system believes them; OpenSSL's own `SSL_CERT_FILE` names the
    authority of a mail server that has one of its own.
    """

    host: str
    port: int
    username: str
    password: str
    is_tls: bool
    starttls: bool

    @classmethod
    def of(cls, url: str) -> Server:
        """ValueError for an address that is none of these."""
        parts = urlsplit(url)
        if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
            raise ValueError("an SMTP address is like smtp://user:password@host:587")
        wish = parse_qs(parts.query).get("starttls", ["yes"])[-1]
        if wish not in {"yes", "no"}:
            raise ValueError("starttls is yes or no")
        is_tls = parts.scheme == "smtps"
        username, password = unquote(parts.username or ""), unquote(parts.password or "")
        if not (username + password).isascii():
            # smtplib cannot say them; better at the start than at the first mail.
            raise ValueError("an SMTP user and password are of ASCII letters")
        return cls(
            host=parts.hostname,
            port=parts.port or (465 if is_tls else 587),
            username=username,
            password=password,
            is_tls=is_tls,
            starttls=wish == "yes" and not is_tls,
        )


def send(server: Server, message: EmailMessage | None, seconds: float = SECONDS) -> Told:
    """Blocking; call it in a thread. Without a message nothing is sent, only signed in."""
    try:
        with _connect(server, seconds) as connection:
            if server.starttls:
                connection.starttls(context=ssl.create_default_context())
            if server.username:
                connection.login(server.username, server.password)
            if message is not None:
                connection.send_message(message)
    except smtplib.SMTPRecipientsRefused as error:
        code, said = next(iter(error.recipients.values()))
        return Told(_by_code(code), _text(code, said))
    except smtplib.SMTPAuthenticationError as error:
        # Ours to mend, not the mail's fault.
        return Told(Outcome.AWAY, _text(error.smtp_code, error.smtp_error))
    except smtplib.SMTPConnectError as error:
        return Told(Outcome.AWAY, _text(error.smtp_code, error.smtp_error))
    except smtplib.SMTPResponseException as error:
        return Told(_by_code(error.smtp_code), _text(error.smtp_code, error.smtp_error))
    except ssl.SSLCertVerificationError as error:
        # Nothing was said to this server, no password either.
        refused = f"the certificate of {server.host} was refused: {error.verify_message}"
        return Told(Outcome.AWAY, refused)
    except (smtplib.SMTPException, OSError) as error:
        # Also a server that hangs up or speaks no TLS.
        return Told(Outcome.AWAY, str(error) or type(error).__name__)
    return Told(Outcome.SENT)


def _connect(server: Server, seconds: float) -> smtplib.SMTP:
    if server.is_tls:
        context = ssl.create_default_context()
        return smtplib.SMTP_SSL(server.host, server.port, timeout=seconds, context=context)
    return smtplib.SMTP(server.host, server.port, timeout=seconds)


def _by_code(code: int) -> Outcome:
    return Outcome.REFUSED if 500 <= code < 600 else Outcome.NOT_NOW


def _text(code: int, said: bytes | str) -> str:
    words = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return f"{code} {' '.join(words.split())}"
