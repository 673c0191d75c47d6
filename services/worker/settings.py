"""What the worker reads from its environment, once, at start."""

from __future__ import annotations

from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Environment variables `SIMITI_…`; an empty one counts as absent."""

    model_config = SettingsConfigDict(
        env_prefix="SIMITI_", env_ignore_empty=True, extra="ignore", frozen=True
    )

    worker_database_url: str
    broker_url: str
    files_url: str
    job_time_limit_seconds: int = 120
    """A process that reads one document longer than this is ended; the job counts an attempt."""
    job_memory_limit_bytes: int = 2 * 1024**3
    """Address space of one process: a document that wants more ends it, not the machine."""


def load_settings() -> Settings:
    return Settings.model_validate({})
