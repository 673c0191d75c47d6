"""The whole schema, put together like a table of contents."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

import strawberry
from graphql import GraphQLError
from strawberry.extensions import MaxTokensLimiter
from strawberry.schema.config import StrawberryConfig
from strawberry.schema.types.base_scalars import DateDefinition, DateTimeDefinition
from strawberry.types import ExecutionContext

from api import ids
from api.fast.documents import KnownDocumentsExtension
from api.fast.executing import FastExecutor
from api.schema import (
    account_events,
    amendment_edits,
    amendments,
    attachments,
    changes,
    comparison,
    comparison_budgets,
    comparison_coverage,
    comparison_map,
    comparison_nation,
    comparison_pivot,
    comparison_profile,
    comparison_progress,
    comparison_quality,
    comparison_search,
    comparison_series,
    comparison_submissions,
    delegations,
    diffs,
    earlier,
    exports,
    external_names,
    federation,
    framework,
    history,
    identities,
    inbox,
    intake,
    intake_edits,
    notifications,
    outlines,
    part_edits,
    parts,
    peers,
    people,
    places,
    plan_blocks,
    plan_changes,
    plan_edits,
    plan_findings,
    plan_steps,
    plans,
    programs,
    publications,
    rate_limit,
    removed,
    reporting,
    reporting_edits,
    reporting_types,
    review,
    revisions,
    saved_views,
    second_step,
    sessions,
    tokens,
    upserts,
    webhooks,
)
from api.schema.base import DECIMAL, Info, Node, argument, specified
from api.schema.limits import MOST_TOKENS, LimitsExtension
from plan_core.errors import Forbidden, Invalid, NotFound

FindNode = Callable[[Info, ids.GlobalId], Awaitable[Node | None]]

NODES: dict[str, FindNode] = {
    "Province": places.find_place,
    "District": places.find_place,
    "Subdistrict": places.find_place,
    "Organisation": places.find_place,
    "FrameworkEdition": framework.find_edition_node,
    "Attachment": attachments.find_attachment_node,
    "Document": intake.find_document_node,
    "Plan": plans.find_plan_node,
    "Initiative": plans.find_plan_node,
    "BudgetCell": plans.find_plan_node,
    "Amendment": amendments.find_amendment_node,
    "Report": reporting_types.find_report_node,
    "PlanRisk": parts.find_risk_node,
    "Revision": revisions.find_revision_node,
    "SubmittedInitiative": revisions.find_revision_node,
}
"""Every type that can be fetched by its global id, and the room that knows it."""

MOST_NODES_AT_ONCE = 50


async def find_node(info: Info, text: str) -> Node | None:
    """Null for what is absent, hidden, malformed or not for this actor: all look the same."""
    _ = info.context.viewer
    wanted = ids.parse(text)
    find = NODES.get(wanted.type_name) if wanted else None
    if wanted is None or find is None:
        return None
    try:
        return await find(info, wanted)
    except (NotFound, Forbidden):
        return None


@strawberry.type(description="Everything that can be read.")
class Query(
    people.PeopleQuery,
    delegations.DelegationsQuery,
    places.PlacesQuery,
    framework.FrameworkQuery,
    plans.PlansQuery,
    intake.IntakeQuery,
    comparison.ComparisonQuery,
    comparison_submissions.SubmissionsQuery,
    comparison_quality.QualityQuery,
    comparison_budgets.BudgetsQuery,
    comparison_coverage.CoverageQuery,
    comparison_map.MapQuery,
    outlines.OutlinesQuery,
    comparison_progress.AreaProgressQuery,
    comparison_nation.NationQuery,
    comparison_pivot.PivotQuery,
    comparison_profile.ProfileQuery,
    comparison_search.SearchQuery,
    comparison_series.SeriesQuery,
    saved_views.SavedViewsQuery,
    earlier.EarlierQuery,
    peers.PeersQuery,
    diffs.DiffsQuery,
    history.HistoryQuery,
    changes.ChangesQuery,
    webhooks.WebhooksQuery,
    programs.ProgramsQuery,
    exports.ExportsQuery,
    upserts.UpsertsQuery,
    external_names.ExternalNamesQuery,
    tokens.TokensQuery,
    sessions.SessionsQuery,
    account_events.AccountEventsQuery,
    second_step.SecondStepQuery,
    identities.IdentitiesQuery,
    removed.RemovedQuery,
    notifications.NotificationsQuery,
    attachments.AttachmentsQuery,
    publications.PublicationsQuery,
    reporting.ReportingQuery,
    inbox.InboxQuery,
    rate_limit.RateLimitQuery,
    federation.FederationQuery,
):
    @strawberry.field(description="Anything by its global id; null when there is none to be seen.")
    async def node(
        self, info: Info, id: Annotated[strawberry.ID, argument("Its global id.")]
    ) -> Node | None:
        return await find_node(info, id)

    @strawberry.field(description="Several by their global ids, in order; at most 50.")
    async def nodes(
        self,
        info: Info,
        ids: Annotated[list[strawberry.ID], argument("Their global ids.")],
    ) -> list[Node | None]:
        _ = info.context.viewer
        if len(ids) > MOST_NODES_AT_ONCE:
            raise Invalid(
                "PAGE_SIZE",
                f"ขอได้ครั้งละไม่เกิน {MOST_NODES_AT_ONCE} รายการ",
                f"Ask for at most {MOST_NODES_AT_ONCE} at a time.",
                field="ids",
            )
        return [await find_node(info, one) for one in ids]


@strawberry.type(description="Everything that can be changed. Refusals come in `problems`.")
class Mutation(
    people.PeopleMutation,
    delegations.DelegationsMutation,
    webhooks.WebhooksMutation,
    exports.ExportsMutation,
    upserts.UpsertsMutation,
    external_names.ExternalNamesMutation,
    tokens.TokensMutation,
    sessions.SessionsMutation,
    second_step.SecondStepMutation,
    identities.IdentitiesMutation,
    saved_views.SavedViewsMutation,
    plan_edits.PlansMutation,
    plan_blocks.PlanBlocksMutation,
    plan_findings.PlanFindingsMutation,
    plan_steps.PlanStepsMutation,
    part_edits.PartsMutation,
    amendment_edits.AmendmentsMutation,
    review.ReviewMutation,
    intake_edits.IntakeMutation,
    notifications.NotificationsMutation,
    attachments.AttachmentsMutation,
    publications.PublicationsMutation,
    reporting_edits.ReportingMutation,
):
    pass


@strawberry.type(description="Everything that can be followed, over Server-Sent Events.")
class Subscription(plan_changes.PlansSubscription):
    pass


class Schema(strawberry.Schema):
    """Errors are shown and logged in one place, `graphql_errors`, not a second time here."""

    def process_errors(
        self,
        errors: list[GraphQLError],  # noqa: ARG002
        execution_context: ExecutionContext | None = None,  # noqa: ARG002
    ) -> None:
        return


SCHEMA = Schema(
    query=Query,
    mutation=Mutation,
    subscription=Subscription,
    types=[
        places.Subdistrict,
        plans.Initiative,
        plans.BudgetCell,
        amendments.Amendment,
        parts.PlanRisk,
        revisions.SubmittedInitiative,
        revisions.Revision,
        reporting_types.Report,
        intake.Document,
        attachments.Attachment,
    ],
    execution_context_class=FastExecutor,
    extensions=[
        KnownDocumentsExtension,
        LimitsExtension,
        lambda: MaxTokensLimiter(max_token_count=MOST_TOKENS),
    ],
    # Who is not signed in gets no suggestions: `api.graphql_errors`.
    config=StrawberryConfig(
        scalar_map={
            Decimal: DECIMAL,
            federation.Representation: federation.ANY,
            date: specified(DateDefinition),
            datetime: specified(DateTimeDefinition),
        }
    ),
)


def sdl() -> str:
    """The schema as text: what `schema.graphql` holds."""
    return federation.without_plumbing(SCHEMA.as_str())
