"""Five organisations, everybody who may look at them, and the real application."""

import hashlib
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, cast
from uuid import UUID

import httpx
from litestar import Litestar
from sqlalchemy import Engine, event, select

from local.database import DatabaseUrls
from plan_core.actor import Actor, Role
from plan_core.attachments import actions as attachments
from plan_core.attachments.actions import NewFile, Subject
from plan_core.attachments.kinds import SubjectType
from plan_core.attachments.model import Attachment
from plan_core.attachments.rules import Limits
from plan_core.db.asking import Asker
from plan_core.db.base import make_id
from plan_core.db.transaction import Database, WriteTx
from plan_core.files import Files, attachment_key, document_key
from plan_core.framework.rules import FrameworkEdition
from plan_core.intake import checks
from plan_core.intake.actions import receiving, settling
from plan_core.intake.draft import DeclaredDimension, DraftInitiative, DraftRisk, DraftSection
from plan_core.intake.draft import PlanDraft as Draft
from plan_core.intake.reading import Reading
from plan_core.intake.sheets import Line, Place, Sheet, Sheets
from plan_core.integration.model import Webhook
from plan_core.integration.rules import WebhookState
from plan_core.people import queries as people
from plan_core.people.actions import sessions
from plan_core.plans import part_queries, parts
from plan_core.plans import queries as plans
from plan_core.plans.actions import (
    adopting,
    ordering,
    reviewing,
    risks,
    submitting,
)
from plan_core.plans.model import Initiative, Plan
from plan_core.plans.model_parts import (
    Amendment,
    AmendmentReason,
)
from plan_core.plans.rules import Signature
from plan_core.plans.stages import (
    AmendmentKind,
    PlanState,
    StepKind,
)
from plan_core.reporting import queries as reports
from plan_core.reporting.rules import ReportRound
from plan_core.values import (
    Budget,
    InitiativeKind,
    RiskCategory,
    Severity,
)
from tenancy.askers import Stage, Tenant, Things, Who, canary

EDITION = "2561-2564"
YEAR = 2561
HOST = "testserver.local"
COOKIE = "simiti_session"


@dataclass
class World:
    """The application with its databases, seeded."""

    urls: DatabaseUrls
    app: Litestar
    database: Database
    worker: Database
    door: Database
    operator: Database
    files: Files
    edition: FrameworkEdition
    organisations: dict[Tenant, int] = field(default_factory=dict[Tenant, int])
    posts: dict[Who, UUID] = field(default_factory=dict[Who, UUID])
    people: dict[Who, UUID] = field(default_factory=dict[Who, UUID])
    things: dict[Tenant, Things] = field(default_factory=dict[Tenant, Things])
    clients: dict[Who, httpx.AsyncClient] = field(default_factory=dict[Who, httpx.AsyncClient])

    def actor(self, tenant: Tenant, role: Role = Role.APPROVER) -> Actor:
        """Somebody of an organisation, as the application sees them."""
        return Actor(
            make_id(),
            make_id(),
            role,
            tenant_id=self.organisations[tenant],
            name=canary(tenant, Stage.PRIVATE, "person"),
        )

    async def client(self, who: Who) -> httpx.AsyncClient:
        """This one's browser: signed in anew, with its own cookies."""
        client = httpx.AsyncClient(
            transport=httpx.ASGITransport(cast("Any", self.app)), base_url=f"http://{HOST}"
        )
        if who is not Who.SIGNED_OUT:
            async with self.door.unscoped() as session:
                token = await sessions.open_session(
                    session, self.people[who], "", self.door.clock()
                )
            client.cookies.set(COOKIE, token, domain=HOST)
        return client

    async def ask(
        self, who: Who, query: str, variables: dict[str, Any] | None = None
    ) -> httpx.Response:
        """One GraphQL request."""
        return await self.clients[who].post(
            "/graphql", json={"query": query, "variables": variables or {}}
        )

    async def fresh_things(self, tenant: Tenant = Tenant.OWN) -> Things:
        """A new row and a new document of an organisation, ready to be changed."""
        standing = await self.with_plan_at(self.things[tenant], PlanState.DRAFT, tenant)
        async with self.database.write(self.actor(tenant)) as tx:
            row = await ordering.add_initiative(
                tx,
                standing.plan,
                self.edition,
                mission_code="1.1",
                kind=InitiativeKind.PROJECT,
                title=canary(tenant, Stage.PRIVATE, "added"),
            )
            words = canary(tenant, Stage.PRIVATE, "addedrisk")
            risk = await risks.add_risk(
                tx,
                standing.plan,
                parts.NewRisk(RiskCategory.FINANCIAL, words, answered_by=(row.id,)),
            )
            section = await part_queries.find_section(tx, standing.plan, "RATIONALE")
            appointment = await part_queries.find_appointment(tx, standing.plan)
            assert appointment is not None
            plan = await plans.get_plan(tx, standing.plan)
            cell = await first_cell(tx, plan, self.edition, row)
            webhook = await tx.session.get_one(Webhook, (standing.tenant_id, standing.webhook))
            webhook.state = WebhookState.ACTIVE
        progress = await self._progress_of(standing, tenant)
        document, version, finding = await self.make_document(tenant)
        subject = SubjectType.INITIATIVE, row.id
        return replace(
            standing,
            risk=risk.id,
            risk_version=risk.version,
            webhook_version=webhook.version,
            section_version=0 if section is None else section.version,
            appointment_version=appointment.version,
            attachment=await self.attach(tenant, subject, Stage.PRIVATE),
            plan_version=plan.version,
            initiative=row.id,
            initiative_version=row.version,
            cell=cell,
            document=document,
            reading_version=version,
            finding=finding,
            progress_version=progress,
        )

    async def _progress_of(self, things: Things, tenant: Tenant, *, lock: bool = False) -> int:
        """The version of the first half's entry, with its year open or closed."""
        async with self.database.write(self.actor(tenant)) as tx:
            entries = await reports.list_progress(tx, self.edition.code, YEAR)
            entry = entries[things.reported][ReportRound.SIX_MONTHS]
            if entry.is_locked is not lock:
                entry.is_locked = lock
                entry.version += 1
            return entry.version

    async def with_year_locked(self, things: Things, tenant: Tenant = Tenant.OWN) -> Things:
        """The same things with the reported row's year closed."""
        version = await self._progress_of(things, tenant, lock=True)
        return replace(things, progress_version=version)

    async def with_plan_at(
        self, things: Things, state: PlanState, tenant: Tenant = Tenant.OWN
    ) -> Things:
        """The same things with their plan in another state, whatever way it would have gone."""
        async with self.database.write(self.actor(tenant)) as tx:
            plan = await plans.get_plan(tx, things.plan, lock=True)
            plan.state = state
            plan.version += 1
        return replace(things, plan_version=plan.version)

    async def with_risk_removed(self, things: Things, tenant: Tenant = Tenant.OWN) -> Things:
        """The same things with their risk taken out of the register."""
        async with self.database.write(self.actor(tenant)) as tx:
            await risks.remove_risk(tx, things.risk, things.risk_version)
        return things

    async def attach(self, tenant: Tenant, subject: Subject, stage: Stage) -> UUID:
        """A file beside something of an organisation; it is shared when that is submitted."""
        content = f"{canary(tenant, stage, 'evidence')} {make_id()}".encode()
        new = NewFile(
            make_id(),
            canary(tenant, stage, "attached") + ".txt",
            "text/plain",
            len(content),
            hashlib.sha256(content).hexdigest(),
        )
        await self.files.put(attachment_key(self.organisations[tenant], new.id), content)
        adder = replace(self.actor(tenant), name=canary(tenant, stage, "adder"))
        async with self.database.write(adder) as tx:
            await attachments.add(tx, subject, new, Limits(10**6, 10**9))
        return new.id

    async def with_new_amendment(self, things: Things) -> Things:
        """The same things with an amendment of the plan just begun."""
        tenant = Tenant.OWN
        adopted = await self.submitted_again(things, StepKind.ACCEPTED, StepKind.ADOPTED)
        async with self.database.write(self.actor(tenant)) as tx:
            amendment = await adopting.open_amendment(
                tx,
                adopted.plan,
                adopted.plan_version,
                kind=AmendmentKind.CHANGE,
                reason=canary(tenant, Stage.PRIVATE, "amendment"),
            )
            plan = await plans.get_plan(tx, adopted.plan)
        return replace(adopted, amendment=amendment.id, plan_version=plan.version)

    async def submitted_again(self, things: Things, *then: StepKind) -> Things:
        """The same things with a new revision that has come so far; all of it may be read then."""
        tenant = Tenant.OWN
        approver = replace(self.actor(tenant), name=canary(tenant, Stage.SUBMITTED, "submitter"))
        officer = make_officer(tenant)
        async with self.database.write(approver) as tx:
            plan = await plans.get_plan(tx, things.plan, lock=True)
            for row in await plans.list_initiatives(tx, plan.id):
                row.title = canary(tenant, Stage.SUBMITTED, "title")
                row.remarks = canary(tenant, Stage.SUBMITTED, "remarks")
            # What stays private is not in what is submitted.
            private = canary(tenant, Stage.PRIVATE, "")
            for risk in await plans.list_risks(tx, plan.id):
                if private in risk.text:
                    await tx.session.delete(risk)
            for attachment in await tx.session.scalars(
                select(Attachment).where(
                    Attachment.tenant_id == plan.tenant_id,
                    Attachment.subject_type.not_in([SubjectType.PROGRESS, SubjectType.REPORT]),
                )
            ):
                attachment.removed_at = attachment.removed_at or tx.now
            # What an amendment says of itself is submitted with it.
            for amendment in await tx.session.scalars(
                select(Amendment).where(Amendment.tenant_id == plan.tenant_id)
            ):
                amendment.reason = canary(tenant, Stage.SUBMITTED, "amendment")
                amendment.version += 1
            for why in await tx.session.scalars(
                select(AmendmentReason).where(AmendmentReason.tenant_id == plan.tenant_id)
            ):
                why.reason = canary(tenant, Stage.SUBMITTED, "rowreason")
                why.version += 1
            await submitting.send_to_committee(tx, plan.id, plan.version)
            revision = await submitting.submit_plan(
                tx, plan.id, plan.version, self.edition, "ส่งอีกครั้ง"
            )
        key = plans.SubmittedKey(revision.tenant_id, revision.id)
        if StepKind.ACCEPTED in then:
            async with self.database.review(officer, revision.tenant_id) as tx:
                await reviewing.accept_plan(tx, key)
        if StepKind.ADOPTED in then:
            async with self.database.write(approver) as tx:
                plan = await plans.get_plan(tx, things.plan)
                await adopting.adopt_plan(tx, plan.id, plan.version, make_signature(tenant))
        async with self.database.read(approver) as tx:
            plan = await plans.get_plan(tx, things.plan)
        return replace(things, revision=revision.id, plan_version=plan.version)

    async def make_document(self, tenant: Tenant) -> tuple[UUID, int, str]:
        """A document that was read and is settled: its id, version, and an explained finding."""
        document_id = make_id()
        content = f"{canary(tenant, Stage.PRIVATE, 'file')} {document_id}".encode()
        await self.files.put(document_key(self.organisations[tenant], document_id), content)
        async with self.database.write(self.actor(tenant)) as tx:
            await receive(tx, tenant, document_id, content)
        async with self.database.write(self.actor(tenant)) as tx:
            reading = make_reading(tenant, self.edition)
            await receiving.save_reading(tx, document_id, reading)
        errors = [one.key for one in reading.findings if one.severity is Severity.ERROR]
        version = 1
        for key in errors:
            async with self.database.write(self.actor(tenant)) as tx:
                await settling.explain_finding(
                    tx,
                    document_id,
                    version,
                    key,
                    # What the organisation explains goes with its plan when that is submitted.
                    canary(tenant, Stage.SUBMITTED, "explanation"),
                    canary(tenant, Stage.SUBMITTED, "explainer"),
                    self.edition,
                )
            version += 1
        return document_id, version, errors[0]


async def receive(tx: WriteTx, tenant: Tenant, document_id: UUID, content: bytes) -> None:
    await receiving.receive(
        tx,
        document_id,
        file_name=canary(tenant, Stage.PRIVATE, "filename") + ".md",
        media_type="text/plain",
        size_bytes=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        received_by=canary(tenant, Stage.PRIVATE, "uploader"),
    )


def make_reading(tenant: Tenant, edition: FrameworkEdition) -> Reading:
    """A reading whose declared total does not add up."""

    def words(what: str) -> str:
        return canary(tenant, Stage.PRIVATE, what)

    place = Place("", 1, 1)
    row = DraftInitiative(
        id="r1",
        dimension="1",
        mission="1.1",
        number="๑",
        kind=InitiativeKind.PROJECT,
        title=words("readtitle"),
        title_printed=words("readprinted"),
        budgets={year: Budget.of(1_000) for year in edition.fiscal_years},
        remarks=words("readremarks"),
        place=place,
    )
    draft = Draft(
        fiscal_years=edition.fiscal_years,
        edition_code=edition.code,
        organisation_name_printed=words("printedname"),
        initiatives=(row,),
        declared=(DeclaredDimension("1", {edition.first_year_be: Budget.of(9_999)}, {}, place),),
        sections=(DraftSection("vision", words("readheading"), words("readbody"), place),),
        risks=(DraftRisk(RiskCategory.FINANCIAL, words("readrisk"), place),),
    )
    sheets = Sheets("text", (Sheet("", (Line("", 1, 1, (words("source"),)),)),))
    return Reading(sheets, draft, checks.run_all(draft, edition))


async def first_cell(tx: WriteTx, plan: Plan, edition: FrameworkEdition, row: Initiative) -> UUID:
    content = await plans.get_content(tx, plan, edition)
    return next(one for one in content.rows if one.id == row.id).cells[0].id


def make_officer(tenant: Tenant) -> Actor:
    """Of the tenant's province; what they say may be read by the organisation and its area."""
    return Actor(
        make_id(),
        make_id(),
        Role.PROVINCE_OFFICER,
        province_code=tenant.province,
        name=canary(tenant, Stage.SUBMITTED, "officer"),
    )


def make_signature(tenant: Tenant) -> Signature:
    signer, signer_as, acting_for = (
        canary(tenant, Stage.SUBMITTED, what) for what in ("signer", "signeras", "actingfor")
    )
    return Signature(signer, signer_as, acting_for, "๑/๒๕๖๑", date(2018, 1, 15))


async def find_signed_in(world: World, token: str) -> people.SignedIn | None:
    """Who a token stands for, as the door sees it."""
    return await people.find_signed_in(world.door, token, world.door.clock())


@contextmanager
def statements_seen() -> Generator[list[str]]:
    """Every statement that any database of this process executes inside the block.

    All but the one that keeps a session awake: once a minute, whatever is asked.
    """
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith("UPDATE sign_in SET seen_at"):
            seen.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    Asker.everywhere.append(seen.append)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", note)
        Asker.everywhere.remove(seen.append)
