"""What the own organisation has published, and taking it back, in the schema."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime

import strawberry

from api import ids
from api.public import shelves
from api.schema.base import Info, Problem, says
from plan_core.db.transaction import WriteTx
from plan_core.errors import SimitiError
from plan_core.places import queries as places
from plan_core.places.model import Organisation
from plan_core.plans.queries import SubmittedKey
from plan_core.publishing import actions, model, queries
from plan_core.publishing.model import PublicationKind

strawberry.enum(
    PublicationKind, description="A plan, its 6-month follow-up, or a year's annual result."
)


@strawberry.type(description="One act of publishing or withdrawing; acts are never changed.")
class Publication:
    kind: PublicationKind = says("What was published.")
    period: str = says("An edition's code, or a fiscal year (BE).")
    number: int = says("The revision's or the report's number.")
    is_withdrawn: bool = says("Whether this act took it back.")
    reason: str = says("Why it was taken back.")
    published_at: datetime = says("When (UTC).")
    sha256: str = says("Checksum of what is shown; empty when it was taken back.")
    address: str = says("Where everybody reads exactly this item, for ever.")
    newest_address: str = says("Where everybody reads the newest of its kind and period.")

    @classmethod
    def of(cls, act: model.Publication, owner: Organisation) -> Publication:
        return cls(
            kind=act.kind,
            period=act.period,
            number=act.number,
            is_withdrawn=act.is_withdrawn,
            reason=act.reason,
            published_at=act.published_at,
            sha256=act.sha256,
            address=shelves.address(owner.code, act),
            newest_address=shelves.newest_address(owner.code, act),
        )


@strawberry.input(description="What to take back, and why.")
class WithdrawPublicationInput:
    kind: PublicationKind = says("What was published.")
    period: str = says("An edition's code, or a fiscal year (BE).")
    number: int = says("The revision's or the report's number.")
    reason: str = says("Why; everybody can read it.")


@strawberry.input(description="Which report everybody shall read.")
class PublishReportInput:
    report_id: strawberry.ID = says("The newest report of its round.")


@strawberry.type(description="The act, or why nothing happened.")
class PublicationPayload:
    publication: Publication | None = says("The new act; null when refused.")
    problems: list[Problem] = says("Why it was refused; empty on success.")


@strawberry.type
class PublicationsQuery:
    @strawberry.field(description="What the viewer's organisation published, newest act first.")
    async def publications(self, info: Info) -> list[Publication]:
        async with info.context.database.read(info.context.actor) as tx:
            acts = await queries.list_own(tx)
            owner = await places.get_organisation(tx.session, tx.actor.tenant)
        return [Publication.of(act, owner) for act in acts]


@strawberry.type
class PublicationsMutation:
    @strawberry.mutation(description="Publish a submitted report at its stable address.")
    async def publish_report(self, info: Info, input: PublishReportInput) -> PublicationPayload:
        async def publish(tx: WriteTx) -> model.Publication:
            key = SubmittedKey(*ids.expect(input.report_id, "Report").tenant_and_uuid)
            return await actions.publish_report(tx, key)

        return await _act(info, publish)

    @strawberry.mutation(description="Take back what was published; its address then says why.")
    async def withdraw_publication(
        self, info: Info, input: WithdrawPublicationInput
    ) -> PublicationPayload:
        async def withdraw(tx: WriteTx) -> model.Publication:
            return await actions.withdraw(tx, input.kind, input.period, input.number, input.reason)

        return await _act(info, withdraw)


async def _act(
    info: Info, act: Callable[[WriteTx], Awaitable[model.Publication]]
) -> PublicationPayload:
    """One write transaction with an act of publishing in it."""
    try:
        async with info.context.database.write(info.context.actor) as tx:
            done = await act(tx)
            owner = await places.get_organisation(tx.session, tx.actor.tenant)
            shown = Publication.of(done, owner)
    except SimitiError as refusal:
        return PublicationPayload(publication=None, problems=[Problem.of(refusal)])
    return PublicationPayload(publication=shown, problems=[])
