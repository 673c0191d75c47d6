"""Following a plan in the schema: what others save, as they save it."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from datetime import datetime
from typing import Annotated
from uuid import UUID

import strawberry

from api import ids
from api.context import Context
from api.schema.base import Info, argument, says
from api.schema.places import global_id
from api.schema.plans import Initiative
from plan_core.db.news import News
from plan_core.people import queries as people_queries
from plan_core.plans import model, queries


@strawberry.type(
    description="Where a plan stands, and what was saved in it since the event before."
)
class PlanChange:
    plan_id: strawberry.ID = says("The plan.")
    version: int = says("With this event the reader knows everything up to this version.")
    since_version: int | None = says(
        "The version of the event before. Who knows an older one has missed something and reads the"
        " plan again. Null in the first event and after the server may have missed something: then"
        " `stage`, `returned` and `steps` are read again too."
    )
    state: model.PlanState = says("The plan's state now.")
    updated_at: datetime = says("When it was last changed (UTC).")
    saved_by: str | None = says("Name of who saved last; null when that is not known.")
    is_own: bool = says("Whether the viewer's own account saved last, maybe in another window.")
    is_word: bool = says(
        "Whether something was said of the plan: a step of its way, a reason, a verdict, a remark."
        " It raises no version; read `stage`, `returned` and `steps` again."
    )
    initiatives: list[Initiative] | None = says(
        "The rows that changed, as they are now, when only their own fields and cells did. Null:"
        " read the plan again if `version` is newer than yours."
    )


@strawberry.type
class PlansSubscription:
    @strawberry.subscription(
        description="Follow a plan: an event at once that says where it stands, then one for what"
        " is saved. Ends with an error when the session ends."
    )
    async def plan_changed(
        self,
        info: Info,
        plan_id: Annotated[strawberry.ID, argument("The viewer's own organisation's plan.")],
    ) -> AsyncGenerator[PlanChange]:
        context = info.context
        actor = context.actor
        wanted = ids.expect(plan_id, "Plan").uuid
        with context.rooms.live.follow(actor, wanted) as mailbox:
            change = await _where_it_stands(context, wanted)
            yield change
            async for news in mailbox:
                if news is None:
                    change = await _where_it_stands(context, wanted)
                elif news.version > change.version or news.is_word:
                    change = await _what_changed(context, news, change.version)
                else:
                    continue
                yield change


async def _where_it_stands(context: Context, plan_id: UUID) -> PlanChange:
    async with context.database.read(context.actor) as tx:
        plan = await queries.get_plan(tx, plan_id)
    return PlanChange(
        plan_id=global_id("Plan", plan.id),
        version=plan.version,
        since_version=None,
        state=plan.state,
        updated_at=plan.updated_at,
        saved_by=None,
        is_own=False,
        is_word=False,
        initiatives=None,
    )


async def _what_changed(context: Context, news: News, since_version: int) -> PlanChange:
    """Read as the follower, so that it shows nothing that they may not see.

    The version is the one that was told, not the one found: what a later one changed comes with it.
    Who only said something saved nothing and is not named.
    """
    async with context.database.read(context.actor) as tx:
        plan = await queries.get_plan(tx, news.subject_id)
        rows = None if news.parts is None else await queries.list_rows(tx, plan, news.parts)
    saved_by = None
    if news.version:
        async with context.rooms.door.unscoped() as session:
            saved_by = await people_queries.find_name(session, news.person_id)
    return PlanChange(
        plan_id=global_id("Plan", plan.id),
        version=max(news.version, since_version),
        since_version=since_version,
        state=plan.state,
        updated_at=plan.updated_at,
        saved_by=saved_by,
        is_own=news.version > 0 and news.person_id == context.actor.person_id,
        is_word=news.is_word,
        initiatives=None if rows is None else [Initiative.of(row) for row in rows],
    )
