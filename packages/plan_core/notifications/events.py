"""What a step, a comment or a line of the audit log gives cause to say; read as who did it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from plan_core.actor import Role
from plan_core.audit.model import AuditEntry
from plan_core.db.transaction import ReadTx
from plan_core.errors import NotFound
from plan_core.notifications.actions.telling import Event
from plan_core.notifications.rules import NotificationKind
from plan_core.notifications.words import Told
from plan_core.places import queries as places
from plan_core.places import rules as place_rules
from plan_core.places.model import Organisation
from plan_core.plans import queries as plans
from plan_core.plans import step_queries
from plan_core.plans.model import Revision
from plan_core.plans.model_steps import RevisionStep, RowComment
from plan_core.plans.queries import SubmittedKey
from plan_core.plans.stages import StepKind

_OF_VERB = {
    "send_to_committee": NotificationKind.SENT_TO_COMMITTEE,
    "take_back": NotificationKind.TAKEN_BACK,
}
"""Lines of the audit log that somebody is told of; steps about a revision have their own rows."""


@dataclass(frozen=True, slots=True)
class Happening:
    """An event with whose plan it is about and who did it, in which role."""

    event: Event
    organisation: Organisation
    person_id: UUID
    role: Role


async def of_step(tx: ReadTx, tenant_id: int, step_id: UUID) -> Happening:
    """NotFound for a step that the actor may not see."""
    query = select(RevisionStep).where(
        RevisionStep.tenant_id == tenant_id, RevisionStep.id == step_id
    )
    step = (await tx.session.scalars(query)).one_or_none()
    if step is None:
        raise NotFound("step")
    organisation = await places.get_organisation(tx.session, tenant_id)
    told = await _about(tx, organisation, step.revision_id, step.by_name)
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
    return Happening(
        Event(entry.id, kind, tenant_id, told), organisation, entry.person_id, tx.actor.role
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
