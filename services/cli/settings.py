"""What the command line reads from its environment; every command asks for what it needs."""

from __future__ import annotations

from pydantic_settings import BaseSettings, SettingsConfigDict

from plan_core.errors import Invalid


class Settings(BaseSettings):
    """Environment variables `SIMITI_…`; all may be absent, since `read` needs none."""

    model_config = SettingsConfigDict(
        env_prefix="SIMITI_",
        env_ignore_empty=True,
        extra="ignore",
        use_attribute_docstrings=True,
    )

    database_url: str = ""
    """The application role, to be looked at by `doctor`."""
    door_database_url: str = ""
    """The sign-in role, likewise."""
    worker_database_url: str = ""
    """The worker's role: `doctor`, and what reads an organisation's rows, like `audit verify`."""
    operator_database_url: str = ""
    """The operators' role: the register, people and their posts, no plans."""
    owner_database_url: str = ""
    """The owner of the tables: `migrate` only. No running process needs it."""
    broker_url: str = ""
    """The queue, to be looked at by `doctor`."""
    smtp_url: str = ""
    """The mail server, to be looked at by `doctor`, which signs in and sends nothing."""
    backup_folder: str = ""
    """Where `doctor` looks for the newest backup, on the host that writes them."""
    files_url: str = ""
    """The object store, likewise."""
    demo_password: str = ""
    """The password of all accounts of `demo load`."""
    audit_key: str = ""
    """What heads of the audit log are signed with, for `audit anchor` and `audit verify`; kept away
    from the database, by whoever proves the log."""
    host: str = "127.0.0.1"
    """Where `doctor` looks for the web server."""
    port: int = 8000
    """Its port."""

    def need(self, name: str) -> str:
        """A setting that this command cannot do without; Invalid SETTING_MISSING."""
        value = str(getattr(self, name))
        if not value:
            variable = f"SIMITI_{name.upper()}"
            raise Invalid(
                "SETTING_MISSING",
                f"ยังไม่ได้ตั้งค่า {variable} (ดู settings.sh ใน SIMITI_HOME หลัง make run)",
                f"{variable} is not set (see SIMITI_HOME/settings.sh after a `make run`).",
                field=variable,
            )
        return value


def load_settings() -> Settings:
    return Settings()
