"""What the api reads from its environment, once, at start; nowhere else does it look there."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from plan_core.integration.addresses import Network, read_networks

LEAST_POINTS = 200
"""More than the largest query costs (`api.schema.limits`)."""


class Settings(BaseSettings):
    """Environment variables `SIMITI_…`; an empty one counts as absent."""

    model_config = SettingsConfigDict(
        env_prefix="SIMITI_",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        use_attribute_docstrings=True,
    )

    database_url: str
    """The application role: row-level security applies."""
    door_database_url: str
    """The sign-in role: people and sessions, no plans."""
    listen_database_url: str = ""
    """Straight to PostgreSQL, where a pooler stands before `database_url`; LISTEN needs that."""
    broker_url: str = ""
    """Without a broker the worker's sweeper alone starts jobs."""
    files_url: str
    """The object store: `file:///…` or `s3://…`."""
    cookie_secure: bool = False
    """True behind HTTPS: the cookie gets `Secure` and the `__Host-` name."""
    origin: str = ""
    """The public origin, only where a proxy changes the Host header: `https://simiti.go.th`."""
    web_dist: Path | None = None
    """The built front end, where it does not lie beside this package."""
    host: str = "127.0.0.1"
    """Where the web server listens."""
    port: int = 8000
    """The port it listens on."""
    metrics_host: str = "127.0.0.1"
    """The address that metrics are served on: one that the public does not reach."""
    metrics_port: int = 0
    """The port that Prometheus asks, another for each process; 0 serves no metrics."""
    tracing_url: Annotated[str, Field(pattern=r"^(https?://\S+)?$")] = ""
    """Where traces are sent: `http://collector:4318/v1/traces` (OTLP over HTTP); without it nothing
    is traced."""
    tracing_share: Annotated[float, Field(ge=0, le=1)] = 1.0
    """How many of all requests are traced, from 0 to 1; what they ask for later goes with them."""
    database_pool_size: int = 8
    """Of one process, for questions that every request asks; twice as many for the rest."""
    kept_answers_bytes: int = 64 * 1024 * 1024
    """How much memory answers given before may take, in each process; 0 keeps none."""
    upload_limit_bytes: int = 20 * 1024 * 1024
    """The largest document that is read as a plan."""
    attachment_limit_bytes: int = 20 * 1024 * 1024
    """The largest attached file."""
    attachments_limit_bytes: int = 2 * 1024**3
    """All attached files of one organisation together."""
    limits_url: str = ""
    """Where buckets of points and known documents are shared: `redis://…`; the broker's when left
    out, where that is one. Without it each process counts alone."""
    rate_limit_points: int = 1_000
    """How many points a caller's bucket holds; the largest query costs some 160."""
    rate_limit_refill: int = 50
    """How many points flow in each second."""
    webhook_key: str = ""
    """Secrets of webhooks and of second steps are made from it; the same as the worker's. Without
    it there are none."""
    webhook_allow: str = ""
    """Inner networks that webhooks may be in: `10.20.0.0/16, 192.168.5.7`; also over http."""
    oidc_file: Path | None = None
    """The TOML file of sign-in providers (OpenID Connect); without it people use passwords."""
    oidc_allow: str = ""
    """Inner networks that sign-in providers may be in: `10.20.0.0/16`; also over http."""
    trusted_proxies: str = ""
    """Networks of the proxies before the api, whose X-Forwarded-For counts: `10.0.0.5`."""
    unscanned_to_officers: bool = False
    """True only where no virus scanner runs: officers may then open what nobody has scanned."""
    open_data_licence: str = "CC BY 4.0"
    """Under which licence the public pages and their data may be used: the operator's decision."""
    open_data_licence_url: str = "https://creativecommons.org/licenses/by/4.0/"
    """The address of its text."""
    open_data_contact: str = ""
    """The address that catalogues write to about the data; the Thai catalogue requires one."""

    @property
    def limits_store(self) -> str:
        is_one = self.broker_url.startswith(("redis://", "rediss://"))
        return self.limits_url or (self.broker_url if is_one else "")

    @property
    def allowed_networks(self) -> tuple[Network, ...]:
        return read_networks(self.webhook_allow)

    @property
    def oidc_networks(self) -> tuple[Network, ...]:
        return read_networks(self.oidc_allow)

    @property
    def trusted_networks(self) -> tuple[Network, ...]:
        return read_networks(self.trusted_proxies)

    @model_validator(mode="after")
    def check_networks(self) -> Self:
        _ = self.allowed_networks, self.trusted_networks, self.oidc_networks
        return self

    @model_validator(mode="after")
    def check_limits(self) -> Self:
        if self.rate_limit_points < LEAST_POINTS or self.rate_limit_refill < 1:
            raise ValueError(
                f"rate_limit_points is at least {LEAST_POINTS}, or the largest query could never"
                " be asked; rate_limit_refill is at least 1"
            )
        return self


def load_settings() -> Settings:
    """Read the environment; pydantic's ValidationError names every variable that is wrong."""
    return Settings.model_validate({})
