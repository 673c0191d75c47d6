"""What the worker reads from its environment, once, at start."""

from __future__ import annotations

from email.utils import parseaddr
from typing import Annotated, Self

from pydantic import Field, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from plan_core.integration.addresses import Network, read_networks
from plan_core.notifications.smtp import Server


class Settings(BaseSettings):
    """Environment variables `SIMITI_…`; an empty one counts as absent."""

    model_config = SettingsConfigDict(
        env_prefix="SIMITI_",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        use_attribute_docstrings=True,
    )

    worker_database_url: str
    """The worker's role: row-level security applies to it as to the application's."""
    broker_url: str
    """The queue: `redis://…` for Redis or Valkey, `amqp://…` for RabbitMQ."""
    files_url: str
    """The object store, the same as the api's."""
    clamd_url: str = ""
    """The virus scanner: `tcp://host:3310` or `unix:///path`; without one nothing is scanned."""
    job_time_limit_seconds: int = 120
    """A process that reads one document longer than this is ended; the job counts an attempt."""
    job_memory_limit_bytes: int = 2 * 1024**3
    """Address space of one process: a document that wants more ends it, not the machine."""
    export_time_limit_seconds: int = 3600
    """A process that makes one export longer than this is ended; the export counts an attempt."""
    exports_at_once: int = 1
    """How many exports run at the same time in all workers together; the others wait."""
    export_keep_hours: int = 72
    """How long the file of an export can be fetched; then it is removed."""
    smtp_url: str = ""
    """The mail server: `smtp://user:password@host:587` (STARTTLS) or `smtps://…:465`; without one
    mails are kept for the page."""
    mail_sender: str = ""
    """Whom mails are from: `สี่มิติ <no-reply@example.go.th>`. Needed with `smtp_url`."""
    webhook_key: str = ""
    """Secrets of webhooks are made from it; the same as the api's. Without it none is sent to."""
    webhook_allow: str = ""
    """Inner networks that webhooks may be in: `10.20.0.0/16, 192.168.5.7`."""
    origin: str = ""
    """The public address that links in mails begin with: `https://simiti.go.th`."""
    host: str = "127.0.0.1"
    """For links in mails, where there is no public address."""
    port: int = 8000
    """Likewise."""
    metrics_host: str = "127.0.0.1"
    """The address that metrics are served on: one that the public does not reach."""
    metrics_port: int = 0
    """The port that Prometheus asks, another for each process; 0 serves no metrics."""
    tracing_url: Annotated[str, Field(pattern=r"^(https?://\S+)?$")] = ""
    """Where traces are sent: `http://collector:4318/v1/traces` (OTLP over HTTP); without it nothing
    is traced."""
    tracing_share: Annotated[float, Field(ge=0, le=1)] = 1.0
    """How many of all requests are traced, from 0 to 1; what they ask for later goes with them."""

    @property
    def public_url(self) -> str:
        return self.origin.rstrip("/") or f"http://{self.host}:{self.port}"

    @property
    def allowed_networks(self) -> tuple[Network, ...]:
        return read_networks(self.webhook_allow)

    @model_validator(mode="after")
    def check_networks(self) -> Self:
        _ = self.allowed_networks
        return self

    @model_validator(mode="after")
    def check_mail(self) -> Self:
        """A mail server that is half configured stops the start, not the first mail."""
        if self.smtp_url:
            Server.of(self.smtp_url)
            if "@" not in parseaddr(self.mail_sender)[1]:
                raise ValueError("SIMITI_MAIL_SENDER must be an address where SIMITI_SMTP_URL is")
        return self


def load_settings() -> Settings:
    return Settings.model_validate({})
