"""What a step, a comment or a line of the audit log gives cause to say; read as who did it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import msgspec
from msgspec.structs import replace
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from plan_core.actor import Role
from plan_core.audit.model import AuditEntry
from plan_core.db.transaction import ReadTx
from plan_core.errors import NotFound
from plan_core.notifications import rules
from plan_core.notifications.actions import telling
from plan_core.notifications.actions.telling import Event, Reader
from plan_core.notifications.rules import SIGNING_KINDS, NotificationKind
from plan_core.notifications.words import Told
from plan_core.people import delegation_queries as delegations
from plan_core.people.delegation_rules import acting_words
from plan_core.people.model_delegation import Delegation
from plan_core.places import queries as places
from plan_core.places import rules as place_rules
from plan_core.places.model import Organisation
from plan_core.plans import queries as plans
from plan_core.plans import step_queries
from plan_core.plans.model import Revision
from plan_core.plans.model_steps import ConsistencyReview, RevisionStep, RowComment
from plan_core.plans.queries import SubmittedKey
from plan_core.plans.stages import StepKind

_OF_VERB = {
    "send_to_committee": NotificationKind.SENT_TO_COMMITTEE,
    "take_back": NotificationKind.TAKEN_BACK,
    "grant_signing": NotificationKind.SIGNING_GRANTED,
    "revoke_signing": NotificationKind.SIGNING_REVOKED,
    "publish": NotificationKind.REPORT_PUBLISHED,
}
"""Lines of the audit log that somebody is told of; steps about a revision have their own rows."""


@dataclass(frozen=True, slots=True)
class Happening:
    """An event with whose plan it is about and who did it, in which role.

    `posts` are the ones it concerns, when that does not follow from roles.
    """

    event: Event
    organisation: Organisation
    person_id: UUID
    role: Role
    posts: frozenset[UUID] = frozenset()


async def list_concerned(session: AsyncSession, found: Happening) -> Sequence[Reader]:
    """Who is told, but for who did it; the worker's role, which alone sees who holds which post."""
    if found.posts:
        return await telling.list_holders(session, found.posts, but=found.person_id)
    roles = rules.concerned(found.event.kind, found.role)
    return await telling.list_readers(session, found.organisation, roles, but=found.person_id)


async def of_step(tx: ReadTx, tenant_id: int, step_id: UUID) -> Happening:
    """NotFound for a step that the actor may not see."""
    query = select(RevisionStep).where(
        RevisionStep.tenant_id == tenant_id, RevisionStep.id == step_id
    )
    step = (await tx.session.scalars(query)).one_or_none()
    if step is None:
        raise NotFound("step")
    organisation = await places.get_organisation(tx.session, tenant_id)
    by = step.by_name if step.signed_by else f"{step.by_name} {step.acting_for}".rstrip()
    told = await _about(tx, organisation, step.revision_id, by)
    if step.kind is StepKind.RETURNED:
        told = await _with_reasons(tx, told, step)
    event = Event(step.id, NotificationKind(step.kind.value), tenant_id, told)
    return Happening(event, organisation, step.person_id, Role(step.by_role))


async def of_comment(tx: ReadTx, tenant_id: int, comment_id: UUID) -> Happening:
    query = select(RowComment).where(RowComment.tenant_id == tenant_id, RowComment.id == comment_id)
    comment = (await tx.session.scalars(query)).one_or_none()
    if comment is None:
        raise NotFound("comment")
    organisation = await places.get_organisation(tx.session, tenant_id)
    told = await _about(tx, organisation, comment.revision_id, comment.by_name)
    event = Event(comment.id, NotificationKind.COMMENTED, tenant_id, told)
    return Happening(event, organisation, comment.person_id, Role(comment.by_role))


async def of_verdict(tx: ReadTx, tenant_id: int, review_id: UUID) -> Happening:
    """Rows found not to fit, all that were judged together; it leads to the first of them."""
    query = select(ConsistencyReview).where(
        ConsistencyReview.tenant_id == tenant_id, ConsistencyReview.id == review_id
    )
    one = (await tx.session.scalars(query)).one_or_none()
    if one is None:
        raise NotFound("verdict")
    together = select(func.count()).where(
        ConsistencyReview.tenant_id == tenant_id,
        ConsistencyReview.revision_id == one.revision_id,
        ConsistencyReview.person_id == one.person_id,
        ConsistencyReview.at == one.at,
        ConsistencyReview.verdict == one.verdict,
    )
    organisation = await places.get_organisation(tx.session, tenant_id)
    told = replace(
        await _about(tx, organisation, one.revision_id, one.by_name),
        reasons=await tx.session.scalar(together) or 0,
        row=str(one.initiative_id),
    )
    event = Event(one.id, NotificationKind.INCONSISTENT, tenant_id, told)
    return Happening(event, organisation, one.person_id, Role(one.by_role))


async def of_entry(tx: ReadTx, entry_id: UUID) -> Happening:
    """A line of the own organisation's audit log; only its members see one."""
    tenant_id = tx.actor.tenant
    query = select(AuditEntry).where(AuditEntry.tenant_id == tenant_id, AuditEntry.id == entry_id)
    entry = (await tx.session.scalars(query)).one_or_none()
    kind = None if entry is None else _OF_VERB.get(entry.verb)
    if entry is None or kind is None:
        raise NotFound("entry")
    organisation = await places.get_organisation(tx.session, tenant_id)
    told = Told(organisation=_name(organisation), by=entry.by_name)
    posts = frozenset[UUID]()
    if kind in SIGNING_KINDS:
        signing = await delegations.get_delegation(tx, entry.subject_id)
        told = _of_signing(told, signing)
        posts = frozenset({signing.from_post_id, signing.to_post_id})
    if kind is NotificationKind.REPORT_PUBLISHED:
        told = _of_report(told, entry)
    event = Event(entry.id, kind, tenant_id, told)
    return Happening(event, organisation, entry.person_id, tx.actor.role, posts)


def _of_report(told: Told, entry: AuditEntry) -> Told:
    act = msgspec.json.decode(entry.after or "", type=dict[str, object])
    return replace(told, fiscal_year=int(str(act["period"])), round=str(act["round"]))


def _of_signing(told: Told, signing: Delegation) -> Told:
    return replace(
        told,
        person=signing.to_name,
        place=acting_words(signing.kind, signing.position, signing.from_name, signing.order_number),
        first_on=signing.first_on,
        last_on=signing.last_on,
    )


async def _about(tx: ReadTx, organisation: Organisation, revision_id: UUID, by_name: str) -> Told:
    revision: Revision | None = await plans.find_revision(
        tx, SubmittedKey(organisation.id, revision_id)
    )
    if revision is None:
        raise NotFound("revision")
    return Told(
        organisation=_name(organisation),
        edition=revision.edition_code,
        number=revision.number,
        by=by_name,
        revision=str(revision.id),
    )


async def _with_reasons(tx: ReadTx, told: Told, step: RevisionStep) -> Told:
    """How many reasons, and the first part that has one: where its reader will want to be."""
    reasons = await step_queries.list_reasons(tx, step.tenant_id, step.id)
    parts = [step_queries.part_of(one) for one in reasons]
    row = next((part for part in parts if part.initiative_id is not None), None)
    section = next((part.section_code for part in parts if part.section_code), "")
    return Told(
        organisation=told.organisation,
        edition=told.edition,
        number=told.number,
        by=told.by,
        revision=told.revision,
        reasons=len(reasons),
        row="" if row is None else str(row.initiative_id),
        fiscal_year=(row.fiscal_year_be or 0) if row else 0,
        section="" if row else section,
    )


def _name(organisation: Organisation) -> str:
    return place_rules.short_name(organisation.kind, organisation.name_th)
