"""What a query costs and what its caller has left, in the schema."""

from __future__ import annotations

from datetime import datetime, timedelta

import strawberry

from api.schema.base import Info, says


@strawberry.type(
    description="The caller's bucket of points: a token's own, a post's, or an address's."
)
class RateLimit:
    cost: int = says("Points that this request costs, known before it is executed.")
    limit: int = says("Points that a full bucket holds.")
    remaining: int = says("Points left after this request, as far as this server knows.")
    refill_per_second: int = says("Points that flow in each second, until the bucket is full.")
    full_at: datetime = says("When it is full again if nothing more is asked (UTC).")


@strawberry.type
class RateLimitQuery:
    @strawberry.field(description="What this request costs, and what its caller has left.")
    def rate_limit(self, info: Info) -> RateLimit | None:
        budget = info.context.budget
        if budget is None:
            return None
        return RateLimit(
            cost=budget.cost,
            limit=budget.capacity,
            remaining=budget.remaining,
            refill_per_second=budget.refill,
            full_at=info.context.database.clock() + timedelta(seconds=budget.full_in_seconds),
        )
