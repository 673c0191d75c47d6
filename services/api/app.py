"""The ASGI application: GraphQL, sign-in, files, health and the pages, put together."""

from __future__ import annotations

import asyncio
import contextlib
import gc
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from litestar import Litestar
from litestar.datastructures import State
from litestar.exceptions import NotFoundException

from api import graphql, metering, sign_in, tracing
from api.context import Rooms
from api.ending import on_request_to_stop
from api.jobs import Broker
from api.oidc import routes as oidc
from api.origin import OriginMiddleware
from api.refusals import EXCEPTION_HANDLERS
from api.routes import (
    attachments,
    central,
    comparison,
    developers,
    documents,
    exports,
    health,
    oauth,
    open_data,
    outlines,
    pages,
    public,
    reports,
)
from api.settings import Settings, load_settings
from plan_core import logs
from plan_core import tracing as traces
from plan_core.db.transaction import Database
from plan_core.errors import Unavailable
from plan_core.files import Files


def create_app(settings: Settings | None = None) -> Litestar:
    """The application of one process; settings come from the environment unless given."""
    logs.configure()
    settings = settings or load_settings()
    # Before anything that it listens to is made.
    traces.begin(settings.tracing_url, settings.tracing_share, "simiti-api")
    broker = Broker(settings.broker_url)
    rooms = Rooms(
        settings,
        Database(
            settings.database_url, pool_size=settings.database_pool_size, send_jobs=broker.send
        ),
        Database(settings.door_database_url, pool_size=4),
        Files(settings.files_url),
    )

    @asynccontextmanager
    async def lifespan(_app: Litestar) -> AsyncGenerator[None]:
        with contextlib.suppress(Unavailable):
            await rooms.warm_up()
        # What start-up made lives for ever: collecting it again and again only costs pauses.
        gc.freeze()
        living = [
            asyncio.create_task(one) for one in (rooms.listener.run(), rooms.deprecated_uses.run())
        ]
        pools = {"app": rooms.database, "door": rooms.door}
        async with metering.measuring(settings, pools):
            with on_request_to_stop(rooms.live.end):
                yield
        rooms.live.end()
        for one in living:
            one.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await one
        await rooms.close()
        await asyncio.to_thread(traces.end)

    return Litestar(
        route_handlers=[
            *graphql.make_endpoints(rooms),
            sign_in.make_router(rooms.door, settings),
            oidc.make_router(rooms.door, settings),
            documents.make_router(rooms),
            attachments.make_router(rooms),
            comparison.make_router(rooms),
            *outlines.make_routers(rooms),
            reports.make_router(rooms),
            exports.make_router(rooms),
            central.make_router(rooms),
            health.make_router(rooms, broker),
            *oauth.make_handlers(rooms),
            *open_data.make_handlers(rooms),
            *public.make_handlers(rooms),
            *developers.make_handlers(settings),
            *pages.make_handlers(settings),
        ],
        middleware=[
            tracing.TracingMiddleware(),
            metering.MeteringMiddleware(),
            pages.AddressMiddleware(),
            OriginMiddleware(settings.origin),
        ],
        before_send=[pages.put_headers, metering.observe],
        exception_handlers={**EXCEPTION_HANDLERS, NotFoundException: public.make_unknown(rooms)},
        lifespan=[lifespan],
        state=State({"rooms": rooms}),
        openapi_config=None,
        # Ours is set in plan_core.logs; Litestar's would write plain lines beside it.
        logging_config=None,
        debug=False,
    )
