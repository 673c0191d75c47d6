"""What the command line reads from its environment; every command asks for what it needs."""

from __future__ import annotations

from pydantic_settings import BaseSettings, SettingsConfigDict

from plan_core.errors import Invalid


class Settings(BaseSettings):
    """Environment variables `SIMITI_…`; all may be absent, since `read` needs none."""

    model_config = SettingsConfigDict(env_prefix="SIMITI_", env_ignore_empty=True, extra="ignore")

    database_url: str = ""
    door_database_url: str = ""
    worker_database_url: str = ""
    operator_database_url: str = ""
    owner_database_url: str = ""
    broker_url: str = ""
    files_url: str = ""
    demo_password: str = ""
    audit_key: str = ""
    host: str = "127.0.0.1"
    port: int = 8000

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
