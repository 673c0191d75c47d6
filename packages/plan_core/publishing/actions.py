"""Publishing and withdrawing: each adds a row that everybody may read."""

from __future__ import annotations

import hashlib
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from plan_core import jobs
from plan_core.actor import Permission
from plan_core.audit import actions as audit
from plan_core.db.base import make_id
from plan_core.db.transaction import WriteTx, changed_meanwhile
from plan_core.errors import Invalid, NotFound, Value
from plan_core.framework import queries as framework
from plan_core.places import queries as places
from plan_core.plans import body, rules, step_queries
from plan_core.plans.actions import adopting
from plan_core.plans.model import Revision
from plan_core.plans.model_steps import RevisionStep
from plan_core.plans.parts import AmendmentHead
from plan_core.plans.queries import SubmittedKey
from plan_core.plans.stages import StepKind
from plan_core.publishing import copying, copying_reports, documents, queries
from plan_core.publishing.documents import Adoption, PublishedPlan, Publisher
from plan_core.publishing.model import Publication, PublicationKind
from plan_core.reporting import body as report_body
from plan_core.reporting.actions import assessing
from plan_core.values import thai_day


async def publish_plan(tx: WriteTx, plan_id: UUID, version: int) -> RevisionStep:
    """Publish the adopted revision: the step of its way and the public copy, together."""
    step = await adopting.publish_plan(tx, plan_id, version)
    key = SubmittedKey(step.tenant_id, step.revision_id)
    revision = await step_queries.get_newest_revision(tx, key)
    plan = copying.plan_of(
        revision,
        body.decode(revision.body),
        await framework.get_edition(tx.session, revision.edition_code),
        await publisher_of(tx),
        await _adoption_of(tx, revision),
    )
    await publish_copy(tx, revision, plan)
    return step


async def publish_copy(tx: WriteTx, revision: Revision, plan: PublishedPlan) -> Publication:
    """Keep what everybody may read of a revision from now on."""
    return await _publish(
        tx,
        PublicationKind.PLAN,
        revision.edition_code,
        revision.number,
        source_id=revision.id,
        content=documents.encode(plan),
        amendment=plan.amendment,
    )


async def publish_report(tx: WriteTx, key: SubmittedKey) -> Publication:
    """Publish the newest report of its round; a withdrawn one may be published again."""
    tx.actor.require(Permission.PLAN_ADOPT)
    report = await assessing.get_newest_report(tx, key)
    kind, period = copying_reports.KIND_OF_ROUND[report.round], str(report.fiscal_year_be)
    last = await queries.find_last_act(tx, kind, period, report.number)
    if last is not None and not last.is_withdrawn:
        raise Invalid(
            "ALREADY_PUBLISHED",
            f"รายงานฉบับที่ {report.number} เผยแพร่อยู่แล้ว",
            f"Report {report.number} is published already.",
            values={"number": report.number},
        )
    copy = copying_reports.report_of(
        report_body.decode(report.body),
        report.number,
        thai_day(report.submitted_at),
        await publisher_of(tx),
    )
    copying_reports.check_personal_data(copy)
    return await _publish(
        tx, kind, period, report.number, source_id=report.id, content=documents.encode(copy)
    )


async def withdraw(
    tx: WriteTx, kind: PublicationKind, period: str, number: int, reason: str
) -> Publication:
    """Take back what was published; that it was, and why it no longer is, stays readable."""
    tx.actor.require(Permission.PLAN_ADOPT)
    last = await queries.find_last_act(tx, kind, period, number)
    if last is None or last.is_withdrawn:
        raise NotFound("publication")
    return await _add(
        tx,
        "withdraw_publication",
        _act(
            tx,
            kind,
            period,
            number,
            source_id=last.source_id,
            is_withdrawn=True,
            reason=rules.clean_reason(reason, "reason"),
            amendment_number=last.amendment_number,
            amendment_kind=last.amendment_kind,
            content="",
            sha256="",
        ),
    )


async def publisher_of(tx: WriteTx) -> Publisher:
    """The actor's organisation, as it is called now."""
    found = await places.get_organisation(tx.session, tx.actor.tenant)
    province = await places.find_province(tx.session, found.province_code)
    district = await places.find_district(tx.session, found.district_code or "")
    return Publisher(
        code=found.code,
        name=found.name_th,
        kind=found.kind,
        province=province.name_th if province else "",
        district=district.name_th if district else "",
    )


async def _adoption_of(tx: WriteTx, revision: Revision) -> Adoption:
    key = SubmittedKey(revision.tenant_id, revision.id)
    steps = await step_queries.list_steps(tx, key)
    step = next(one for one in reversed(steps) if one.kind is StepKind.ADOPTED)
    return Adoption(
        step.signed_by, step.signed_as, step.acting_for, step.order_number, step.signed_on
    )


async def _publish(
    tx: WriteTx,
    kind: PublicationKind,
    period: str,
    number: int,
    *,
    source_id: UUID,
    content: str,
    amendment: AmendmentHead | None = None,
) -> Publication:
    return await _add(
        tx,
        "publish",
        _act(
            tx,
            kind,
            period,
            number,
            source_id=source_id,
            is_withdrawn=False,
            reason="",
            amendment_number=amendment.number if amendment else None,
            amendment_kind=amendment.kind if amendment else None,
            content=content,
            sha256=hashlib.sha256(content.encode()).hexdigest(),
        ),
    )


def _act(
    tx: WriteTx, kind: PublicationKind, period: str, number: int, **more: object
) -> Publication:
    return Publication(
        tenant_id=tx.actor.tenant,
        id=make_id(),
        kind=kind,
        period=period,
        number=number,
        published_at=tx.now,
        published_by=tx.actor.role.value,
        **more,
    )


async def _add(tx: WriteTx, verb: str, act: Publication) -> Publication:
    """Conflict when somebody else published or withdrew at the same moment."""
    last = await tx.session.scalar(
        select(func.max(Publication.sequence)).where(
            Publication.tenant_id == tx.actor.tenant,
            Publication.kind == act.kind,
            Publication.period == act.period,
        )
    )
    act.sequence = (last or 0) + 1
    tx.session.add(act)
    try:
        await tx.session.flush()
    except IntegrityError as error:
        if "uq_publication_tenant_id_kind_period_sequence" in str(error.orig):
            raise changed_meanwhile() from error
        raise
    round_ = copying_reports.ROUND_OF_KIND.get(act.kind)
    facts: dict[str, Value] = {
        "kind": act.kind.value,
        **({} if round_ is None else {"round": round_.value}),
        "period": act.period,
        "number": act.number,
        "sha256": act.sha256,
        "reason": act.reason,
    }
    entry = audit.record(tx, verb, "publication", act.id, None, facts, by=Permission.PLAN_ADOPT)
    if round_ is not None and not act.is_withdrawn:
        # That a plan is published is told by its step.
        tx.enqueue(jobs.ANNOUNCE_ENTRY, entry)
    return act
