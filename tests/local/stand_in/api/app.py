"""Ready when the database answers."""

import asyncpg
from litestar import Litestar, get
from litestar.response import Response
from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    """The one setting."""

    simiti_database_url: str = ""


@get("/health/ready")
async def ready() -> Response[str]:
    """One query as the application role."""
    try:
        connection = await asyncpg.connect(
            Settings().simiti_database_url.replace("+asyncpg", ""), timeout=2
        )
        user = await connection.fetchval("SELECT current_user")
        await connection.close()
    except (OSError, asyncpg.PostgresError):
        return Response("no database", status_code=503)
    return Response(str(user))


def create_app() -> Litestar:
    """The application."""
    return Litestar([ready])
