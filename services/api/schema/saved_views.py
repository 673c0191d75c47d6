"""Views of the comparison that the viewer keeps, in the schema."""

from __future__ import annotations

from datetime import datetime

import strawberry

from api import ids
from api.schema.base import Info, Problem, says
from api.schema.places import global_id
from plan_core.comparison import view_model, views
from plan_core.errors import SimitiError


@strawberry.type(
    description="What was chosen on a screen of the comparison, and nothing that it showed."
)
class SavedView:
    id: strawberry.ID = says("Opaque id, for removing it.")
    name: str = says("The viewer's own name for it.")
    query: str = says("What stands behind the ? in the page's address.")
    saved_at: datetime = says("When it was last saved (UTC).")

    @classmethod
    def of(cls, row: view_model.SavedView) -> SavedView:
        return cls(
            id=global_id("SavedView", row.id),
            name=row.name,
            query=row.query,
            saved_at=row.saved_at,
        )


@strawberry.input(description="A view to keep; one of the same name is replaced.")
class SaveViewInput:
    name: str = says("Its name.")
    query: str = says("What stands behind the ? in the page's address.")


@strawberry.input(description="A view that is kept no more.")
class RemoveViewInput:
    id: strawberry.ID = says("The view.")


@strawberry.type(description="All views as they are now, or why nothing was changed.")
class SavedViewsPayload:
    views: list[SavedView] = says("The viewer's own of the present post, by name.")
    problems: list[Problem] = says("Why it was refused; empty on success.")


@strawberry.type
class SavedViewsQuery:
    @strawberry.field(description="The viewer's own views of the comparison, in the present post.")
    async def saved_views(self, info: Info) -> list[SavedView]:
        async with info.context.database.personal(info.context.actor) as tx:
            return [SavedView.of(one) for one in await views.list_views(tx)]


@strawberry.type
class SavedViewsMutation:
    @strawberry.mutation(description="Keep what is chosen on a screen of the comparison.")
    async def save_view(self, info: Info, input: SaveViewInput) -> SavedViewsPayload:
        try:
            async with info.context.database.personal(info.context.actor) as tx:
                await views.save_view(tx, input.name, input.query)
                kept = [SavedView.of(one) for one in await views.list_views(tx)]
        except SimitiError as refusal:
            return SavedViewsPayload(views=[], problems=[Problem.of(refusal)])
        return SavedViewsPayload(views=kept, problems=[])

    @strawberry.mutation(description="Keep a view no more.")
    async def remove_view(self, info: Info, input: RemoveViewInput) -> SavedViewsPayload:
        try:
            wanted = ids.expect(input.id, "SavedView").uuid
            async with info.context.database.personal(info.context.actor) as tx:
                await views.remove_view(tx, wanted)
                kept = [SavedView.of(one) for one in await views.list_views(tx)]
        except SimitiError as refusal:
            return SavedViewsPayload(views=[], problems=[Problem.of(refusal)])
        return SavedViewsPayload(views=kept, problems=[])
