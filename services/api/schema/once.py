"""What several fields of one object need: read once, when the first of them is asked for."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

from api.schema.base import Info
from plan_core.db.transaction import ReadTx

T = TypeVar("T")


class Once(Generic[T]):
    """The answer of `read`, as the viewer sees it, in a transaction of its own; `known` when it was
    read before."""

    def __init__(self, read: Callable[[ReadTx], Awaitable[T]], known: T | None = None) -> None:
        self._read = read
        self._reading = asyncio.Lock()
        self.known = known

    async def load(self, info: Info) -> T:
        async with self._reading:
            if self.known is None:
                async with info.context.database.read(info.context.actor) as tx:
                    self.known = await self._read(tx)
        return self.known
