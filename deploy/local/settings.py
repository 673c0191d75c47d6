"""What the environment tells `make run`; read here and nowhere else in this folder."""

import os
from dataclasses import dataclass
from pathlib import Path

from local.database import DatabaseUrls

ROOT = Path(__file__).resolve().parents[2]

DATABASE_VARIABLES = {
    "owner": "SIMITI_OWNER_DATABASE_URL",
    "app": "SIMITI_DATABASE_URL",
    "worker": "SIMITI_WORKER_DATABASE_URL",
    "door": "SIMITI_DOOR_DATABASE_URL",
    "operator": "SIMITI_OPERATOR_DATABASE_URL",
}

# A caller's shell may carry this; every start of a child would then compile everything anew.
NOT_PASSED_ON = {"PYTHONDONTWRITEBYTECODE"}


class Unusable(Exception):
    """A setting or the data folder cannot be used; the message is one line for a person."""


@dataclass(frozen=True)
class Settings:
    """Where this Simiti lives and which of its parts are somebody else's."""

    home: Path
    host: str
    port: int
    database: DatabaseUrls | None  # None: the embedded one
    broker_url: str | None  # None: the embedded one
    files_url: str | None  # None: a folder in `home`
    postgres_bin: Path | None
    demo_password: str | None
    cookie_secure: str
    unscanned_to_officers: str  # without a virus scanner officers still see evidence here
    webhook_allow: str  # a receiver on this machine, to try webhooks with
    inherited: dict[str, str]


def read() -> Settings:
    """The settings, checked."""
    env = {name: value for name, value in os.environ.items() if name not in NOT_PASSED_ON}
    given = {name: value for name, value in env.items() if value}
    port = given.get("SIMITI_PORT", "8000")
    if not port.isdigit() or not 1 <= int(port) <= 65535:
        raise Unusable(f"SIMITI_PORT={port} is not a port number (1 to 65535)")
    bin_folder = given.get("SIMITI_POSTGRES_BIN")
    return Settings(
        home=Path(given.get("SIMITI_HOME", ROOT / ".simiti")).expanduser().absolute(),
        host=given.get("SIMITI_HOST", "127.0.0.1"),
        port=int(port),
        database=_configured_database(given),
        broker_url=given.get("SIMITI_BROKER_URL"),
        files_url=given.get("SIMITI_FILES_URL"),
        postgres_bin=Path(bin_folder) if bin_folder else None,
        demo_password=given.get("SIMITI_DEMO_PASSWORD"),
        cookie_secure=given.get("SIMITI_COOKIE_SECURE", "false"),
        unscanned_to_officers=given.get(
            "SIMITI_UNSCANNED_TO_OFFICERS", "false" if "SIMITI_CLAMD_URL" in given else "true"
        ),
        webhook_allow=given.get("SIMITI_WEBHOOK_ALLOW", "127.0.0.1, ::1"),
        inherited=env,
    )


def _configured_database(given: dict[str, str]) -> DatabaseUrls | None:
    urls = {role: given[name] for role, name in DATABASE_VARIABLES.items() if name in given}
    if not urls:
        return None
    missing = [name for role, name in DATABASE_VARIABLES.items() if role not in urls]
    if missing:
        raise Unusable(f"a configured database needs an address per role: {', '.join(missing)}")
    return DatabaseUrls(**urls)
