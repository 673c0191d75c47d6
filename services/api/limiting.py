"""How much a caller may ask: a bucket of points for each, one for all processes. See ADR 41.

A process takes points out of the shared bucket by the handful and spends them by itself: so the
bucket holds to the point, and most requests need no word with the store.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import dataclass, field
from math import ceil
from time import monotonic
from typing import Any, cast

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from api.settings import Settings
from plan_core.errors import RateLimited

log = structlog.get_logger()

HANDFUL = 50
"""Points, or what one request costs where that is more."""
HANDFUL_SECONDS = 2.0
"""What is left of a handful by then is given up: less than has flowed in meanwhile."""
AWAY_SECONDS = 5.0
"""For so long a store that did not answer is not asked again."""
PATIENCE_SECONDS = 0.5
MOST_CALLERS = 10_000
"""Whose handfuls one process remembers."""
POLICY = "points"

# Numbers keep three digits behind the point: a bucket fills by less than a point between requests.
_TAKE = """
local capacity, refill, cost, wanted = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]),
  tonumber(ARGV[4])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local held = redis.call('HMGET', KEYS[1], 'points', 'at')
local points, at = tonumber(held[1]) or capacity, tonumber(held[2]) or now
points = math.min(capacity, points + math.max(0, now - at) * refill / 1000)
local taken = 0
if points >= wanted then taken = wanted elseif points >= cost then taken = cost end
points = points - taken
redis.call('HSET', KEYS[1], 'points', string.format('%.3f', points), 'at', now)
redis.call('PEXPIRE', KEYS[1], math.ceil((capacity - points) * 1000 / refill) + 1000)
return {taken, string.format('%.3f', points)}
"""


@dataclass(frozen=True, slots=True)
class Budget:
    """What one request costs and what its caller has left, as far as this process knows."""

    cost: int
    remaining: int
    capacity: int
    refill: int

    @property
    def full_in_seconds(self) -> int:
        return ceil((self.capacity - self.remaining) / self.refill)

    @property
    def window_seconds(self) -> int:
        """In which an empty bucket fills."""
        return ceil(self.capacity / self.refill)

    def headers(self) -> dict[str, str]:
        """As the IETF's draft on rate limit headers writes them."""
        return {
            "RateLimit-Policy": f'"{POLICY}";q={self.capacity};w={self.window_seconds}',
            "RateLimit": f'"{POLICY}";r={self.remaining};t={self.full_in_seconds}',
        }


@dataclass(slots=True)
class _Handful:
    """`behind` is what was left in the bucket itself."""

    points: int = 0
    behind: float = 0
    since: float = 0
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    def has(self, cost: int) -> bool:
        return self.points >= cost and monotonic() - self.since <= HANDFUL_SECONDS

    def forget_the_old(self) -> None:
        if monotonic() - self.since > HANDFUL_SECONDS:
            self.points = 0


@dataclass(slots=True)
class _Bucket:
    points: float
    at: float


class Limits:
    """Of one process. Without a store, or while it is away, each process has buckets of its own."""

    def __init__(self, settings: Settings) -> None:
        self.capacity = settings.rate_limit_points
        self.refill = settings.rate_limit_refill
        self._store: Redis | None = None
        if settings.limits_store:
            self._store = Redis.from_url(  # pyright: ignore[reportUnknownMemberType]
                settings.limits_store,
                socket_timeout=PATIENCE_SECONDS,
                socket_connect_timeout=PATIENCE_SECONDS,
            )
            self._script = self._store.register_script(_TAKE)
        self._away_until = 0.0
        self._handfuls: OrderedDict[str, _Handful] = OrderedDict()
        self._own: OrderedDict[str, _Bucket] = OrderedDict()

    async def take(self, caller: str, cost: int) -> Budget:
        """RateLimited when the bucket has not so many points; then nothing is taken."""
        hand = self._handfuls.setdefault(caller, _Handful())
        self._handfuls.move_to_end(caller)
        _shorten(self._handfuls)
        if not hand.has(cost):
            # One at a time: the others find what it brought.
            async with hand.lock:
                while not hand.has(cost):
                    await self._fill(hand, caller, cost)
        hand.points -= cost
        remaining = max(0, int(hand.points + hand.behind))
        return Budget(cost, remaining, self.capacity, self.refill)

    async def _fill(self, hand: _Handful, caller: str, cost: int) -> None:
        hand.forget_the_old()
        missing = cost - hand.points
        wanted = max(missing, HANDFUL)
        taken, left = await self._take_from_bucket(caller, missing, wanted, monotonic())
        if taken < missing:
            raise self._too_many(cost, missing - left)
        hand.points += taken
        # Counted from now on: a process that stood still meanwhile would take it and give it up.
        hand.behind, hand.since = left, monotonic()

    async def _take_from_bucket(
        self, caller: str, cost: int, wanted: int, now: float
    ) -> tuple[int, float]:
        """How many points were taken, and what is left."""
        if self._store is not None and now >= self._away_until:
            try:
                given: Any = await self._script(
                    keys=[f"simiti:limits:{caller}"],
                    args=[self.capacity, self.refill, cost, wanted],
                )
            except (RedisError, OSError, TimeoutError) as error:
                self._away_until = monotonic() + AWAY_SECONDS
                log.warning("limits.store_away", error=repr(error))
            else:
                taken, left = cast("tuple[int, bytes]", tuple(given))
                return int(taken), float(left)
        return self._take_from_own(caller, cost, wanted, now)

    def _take_from_own(self, caller: str, cost: int, wanted: int, now: float) -> tuple[int, float]:
        """The same arithmetic in this process alone: nobody is not counted at all."""
        bucket = self._own.setdefault(caller, _Bucket(self.capacity, now))
        self._own.move_to_end(caller)
        points = min(self.capacity, bucket.points + (now - bucket.at) * self.refill)
        taken = wanted if points >= wanted else cost if points >= cost else 0
        bucket.points, bucket.at = points - taken, now
        _shorten(self._own)
        return taken, bucket.points

    def _too_many(self, cost: int, missing: float) -> RateLimited:
        seconds = max(1, ceil(missing / self.refill))
        return RateLimited(
            "RATE_LIMITED",
            f"ขอข้อมูลถี่เกินไป โปรดรอ {seconds} วินาทีแล้วลองใหม่ ไม่มีอะไรสูญหาย",
            f"Too much was asked at once. Wait {seconds} s and try again; nothing was lost.",
            values={"retryAfterSeconds": seconds, "cost": cost, "limit": self.capacity},
        )

    def empty(self) -> Budget:
        """What is told to who was refused."""
        return Budget(0, 0, self.capacity, self.refill)

    async def ping(self) -> None:
        """Raises when there is a store and it does not answer."""
        if self._store is not None:
            await cast("Any", self._store.ping())  # pyright: ignore[reportUnknownMemberType]

    async def close(self) -> None:
        if self._store is not None:
            await self._store.aclose()


def _shorten(kept: OrderedDict[str, Any]) -> None:
    while len(kept) > MOST_CALLERS:
        kept.popitem(last=False)
