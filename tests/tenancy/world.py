"""Five organisations full of canaries, everybody who may look at them, and the real application.

Whatever an organisation writes is a canary: a text that names its owner and says whether it was
submitted. A response that holds a canary its reader may not see is a leak, wherever it came from.
"""

import asyncio
import hashlib
import re
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum
from io import BytesIO
from pathlib import Path
from typing import Any, cast
from uuid import UUID
from zipfile import ZipFile, is_zipfile

import httpx
from litestar import Litestar
from sqlalchemy import Engine, event, select
from sqlalchemy.ext.asyncio import AsyncSession

from api.app import create_app
from api.ids import GlobalId
from api.settings import Settings
from local.database import DatabaseUrls
from plan_core.actor import Actor, Role
from plan_core.attachments import actions as attachments
from plan_core.attachments.actions import NewFile, Subject
from plan_core.attachments.kinds import SubjectType
from plan_core.attachments.model import Attachment
from plan_core.attachments.rules import Limits
from plan_core.db.base import make_id
from plan_core.db.transaction import Database, WriteTx
from plan_core.errors import Invalid
from plan_core.files import Files, attachment_key, document_key
from plan_core.framework import queries as framework
from plan_core.framework.rules import FrameworkEdition
from plan_core.intake import checks
from plan_core.intake.actions import accepting, receiving, settling
from plan_core.intake.draft import DeclaredDimension, DraftInitiative, DraftRisk, DraftSection
from plan_core.intake.draft import PlanDraft as Draft
from plan_core.intake.reading import Reading
from plan_core.intake.sheets import Line, Place, Sheet, Sheets
from plan_core.notifications.actions import reading as reading_own
from plan_core.notifications.actions import telling
from plan_core.notifications.actions.telling import Event, Reader
from plan_core.notifications.model import Mail
from plan_core.notifications.rules import (
    Digest,
    Language,
    MailState,
    NotificationKind,
    notification_id,
)
from plan_core.notifications.words import Told
from plan_core.people import queries as people
from plan_core.people.actions import keeping, sessions
from plan_core.people.delegation_rules import ActingKind
from plan_core.people.model_delegation import Delegation
from plan_core.people.rules import Scope
from plan_core.places import actions as places
from plan_core.places.actions import NewOrganisation
from plan_core.plans import body, part_queries, parts
from plan_core.plans import queries as plans
from plan_core.plans.actions import (
    adopting,
    amending,
    ordering,
    reviewing,
    risks,
    stepping,
    submitting,
    wording,
)
from plan_core.plans.actions.reviewing import NewReason
from plan_core.plans.model import Initiative, Plan, Revision, RevisionInitiative
from plan_core.plans.model_parts import (
    Amendment,
    AmendmentReason,
    Appointment,
    CommitteeMember,
    FindingExplanation,
    InitiativeSheet,
    RiskResponse,
)
from plan_core.plans.model_steps import ConsistencyReview, RowComment
from plan_core.plans.rules import Signature
from plan_core.plans.stages import (
    WHOLE_PLAN,
    AmendmentKind,
    CommitteeKind,
    PlanState,
    StepKind,
    Verdict,
)
from plan_core.publishing import actions as publishing
from plan_core.publishing import copying
from plan_core.publishing.documents import Adoption
from plan_core.reporting import queries as reports
from plan_core.reporting.actions import assessing, entering
from plan_core.reporting.actions import submitting as report_submitting
from plan_core.reporting.actions.assessing import NewScore, SarEdit
from plan_core.reporting.actions.entering import EntryEdit
from plan_core.reporting.model import Report
from plan_core.reporting.rules import CannotReason, Entry, ProgressStatus, ReportRound
from plan_core.values import (
    Budget,
    InitiativeKind,
    OrganisationKind,
    RiskCategory,
    Severity,
    thai_day,
)

EDITION = "2561-2564"
YEAR = 2561
HOST = "testserver.local"
COOKIE = "simiti_session"


class Tenant(Enum):
    """Name in canaries; province and district it lies in."""

    OWN = ("own", "54", "5406")
    NEXT_DOOR = ("nextdoor", "54", "5406")
    OTHER_DISTRICT = ("district", "54", "5401")
    PROVINCE_WIDE = ("wide", "54", None)
    OTHER_PROVINCE = ("province", "55", "5501")

    @property
    def word(self) -> str:
        return self.value[0]

    @property
    def province(self) -> str:
        return self.value[1]

    @property
    def district(self) -> str | None:
        return self.value[2]


class Stage(Enum):
    """Who may see a canary: its organisation, its area's officers too, or everybody."""

    PRIVATE = "private"
    SUBMITTED = "submitted"
    PUBLIC = "public"


def canary(tenant: Tenant, stage: Stage, what: str) -> str:
    """A text that says whose it is."""
    return f"canary-{tenant.word}-{stage.value}-{what}"


CANARY = re.compile(r"canary-([a-z]+)-([a-z]+)-[a-z]+")

Sight = frozenset[tuple[str, str]]
"""Pairs of tenant and stage."""


class Who(Enum):
    """Everybody who asks: a role, and where they hold it."""

    SIGNED_OUT = (None, None)
    STRANGER = (Role.APPROVER, Tenant.NEXT_DOOR)
    NEIGHBOUR_DISTRICT = (Role.DISTRICT_OFFICER, Tenant.OTHER_DISTRICT)
    NEIGHBOUR_PROVINCE = (Role.PROVINCE_OFFICER, Tenant.OTHER_PROVINCE)
    VIEWER = (Role.VIEWER, Tenant.OWN)
    EDITOR = (Role.EDITOR, Tenant.OWN)
    APPROVER = (Role.APPROVER, Tenant.OWN)
    DELEGATE = (Role.VIEWER, Tenant.OWN, "in the approver's place")
    DISTRICT = (Role.DISTRICT_OFFICER, Tenant.OWN)
    PROVINCE = (Role.PROVINCE_OFFICER, Tenant.OWN)
    NATION = (Role.NATIONAL_VIEWER, None)
    OPERATOR = (Role.OPERATOR, None)

    @property
    def role(self) -> Role | None:
        return self.value[0]

    @property
    def at(self) -> Tenant | None:
        return self.value[1]

    @property
    def username(self) -> str:
        return f"{self.name.lower()}.tester"

    def sees(self) -> Sight:
        """What may be in a response to this one."""
        return self._sees_inside() | {(tenant.word, Stage.PUBLIC.value) for tenant in Tenant}

    def _sees_inside(self) -> Sight:
        """The same without what is public."""
        submitted = Stage.SUBMITTED.value
        if self.role is Role.NATIONAL_VIEWER:
            return frozenset((tenant.word, submitted) for tenant in Tenant)
        if self.at is None:
            return frozenset()
        if self.role is Role.PROVINCE_OFFICER:
            inside = [one for one in Tenant if one.province == self.at.province]
            return frozenset((one.word, submitted) for one in inside)
        if self.role is Role.DISTRICT_OFFICER:
            inside = [one for one in Tenant if one.district == self.at.district]
            return frozenset((one.word, submitted) for one in inside)
        return frozenset((self.at.word, stage.value) for stage in Stage)


def leaks_in(body: bytes, sight: Sight) -> set[str]:
    """Canaries in a body (also inside a workbook) that its reader may not see."""
    texts = [body]
    if is_zipfile(BytesIO(body)):
        with ZipFile(BytesIO(body)) as archive:
            texts += [archive.read(name) for name in archive.namelist()]
    found = {match for text in texts for match in CANARY.finditer(text.decode("utf-8", "replace"))}
    return {match[0] for match in found if (match[1], match[2]) not in sight}


@dataclass(frozen=True)
class Things:
    """What one organisation has, by the ids and versions that a client would know."""

    tenant_id: int
    code: str
    post: UUID
    plan: UUID
    plan_version: int
    initiative: UUID
    initiative_version: int
    cell: UUID
    amendment: UUID
    document: UUID
    attachment: UUID
    reading_version: int
    finding: str
    first_revision: UUID
    revision: UUID
    submitted: UUID
    notification: UUID
    delegation: UUID
    reported: UUID
    """The row of the plan in force: `initiative` may be one that came later."""
    progress: UUID
    """Its entry in the first half."""
    progress_version: int
    report: UUID
    risk: UUID
    risk_version: int = 1
    section_version: int = 0
    appointment_version: int = 1

    def gid(self, type_name: str) -> str:
        """The global id of one of them."""
        key = {
            "Post": self.post,
            "Plan": self.plan,
            "Initiative": self.initiative,
            "BudgetCell": self.cell,
            "Amendment": self.amendment,
            "Reported": self.reported,
            "Progress": self.progress,
            "Report": f"{self.tenant_id}:{self.report}",
            "PlanRisk": self.risk,
            "Document": self.document,
            "FirstRevision": f"{self.tenant_id}:{self.first_revision}",
            "Notification": self.notification,
            "Delegation": self.delegation,
            "Attachment": f"{self.tenant_id}:{self.attachment}",
            "Revision": f"{self.tenant_id}:{self.revision}",
            "SubmittedInitiative": f"{self.tenant_id}:{self.submitted}",
        }[type_name]
        known = "Initiative" if type_name == "Reported" else type_name.removeprefix("First")
        return str(GlobalId(known, str(key)))

    def missing(self) -> "Things":
        """The same with ids that nothing has."""
        return replace(
            self,
            post=make_id(),
            plan=make_id(),
            initiative=make_id(),
            cell=make_id(),
            amendment=make_id(),
            document=make_id(),
            first_revision=make_id(),
            attachment=make_id(),
            revision=make_id(),
            submitted=make_id(),
            reported=make_id(),
            progress=make_id(),
            report=make_id(),
            risk=make_id(),
            notification=make_id(),
            delegation=make_id(),
        )


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
            cell = await _first_cell(tx, plan, self.edition, row)
        progress = await self._progress_of(standing, tenant)
        document, version, finding = await self.make_document(tenant)
        subject = SubjectType.INITIATIVE, row.id
        return replace(
            standing,
            risk=risk.id,
            risk_version=risk.version,
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
            revision = await submitting.submit_plan(tx, plan.id, plan.version, self.edition)
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
            await _receive(tx, tenant, document_id)
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
                    canary(tenant, Stage.PRIVATE, "explanation"),
                    canary(tenant, Stage.PRIVATE, "explainer"),
                    self.edition,
                )
            version += 1
        return document_id, version, errors[0]


async def _receive(tx: WriteTx, tenant: Tenant, document_id: UUID) -> None:
    await receiving.receive(
        tx,
        document_id,
        file_name=canary(tenant, Stage.PRIVATE, "filename") + ".md",
        media_type="text/plain",
        size_bytes=100,
        sha256=document_id.hex,
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


async def _first_cell(tx: WriteTx, plan: Plan, edition: FrameworkEdition, row: Initiative) -> UUID:
    content = await plans.get_content(tx, plan, edition)
    return next(one for one in content.rows if one.id == row.id).cells[0].id


async def _seed_people(world: World, session: AsyncSession) -> None:
    for who in Who:
        if who.role is None:
            continue
        person = await keeping.add_person(session, who.username, f"ผู้ทดสอบ {who.name}", "!")
        membership = await keeping.add_membership(
            session, person.id, who.role, _scope_of(who, world.organisations)
        )
        world.people[who], world.posts[who] = person.id, membership.id


def _scope_of(who: Who, organisations: dict[Tenant, int]) -> Scope:
    if who.at is None:
        return Scope()
    if who.role is Role.PROVINCE_OFFICER:
        return Scope(province_code=who.at.province)
    if who.role is Role.DISTRICT_OFFICER:
        return Scope(province_code=who.at.province, district_code=who.at.district)
    return Scope(organisation_id=organisations[who.at])


async def _seed_organisations(world: World, session: AsyncSession) -> None:
    for number, tenant in enumerate(Tenant):
        organisation = await places.add_organisation(
            session,
            NewOrganisation(
                code=f"900000{number}",
                kind=OrganisationKind.SAO if tenant.district else OrganisationKind.PAO,
                name_th=f"องค์การทดสอบ{'กขคงจ'[number]}",
                province_code=tenant.province,
                district_code=tenant.district,
                effective_from=date(1997, 10, 1),
            ),
        )
        world.organisations[tenant] = organisation.id


async def _seed_tenant(world: World, tenant: Tenant, code: str) -> Things:
    """An accepted document, edited, submitted, edited again; a second document; a refused one."""
    document, version, _ = await world.make_document(tenant)
    async with world.database.write(world.actor(tenant)) as tx:
        plan = await accepting.accept(
            tx,
            document,
            version,
            world.edition,
            replace_draft=False,
            accepted_by=canary(tenant, Stage.PRIVATE, "accepter"),
        )
        (row,) = await plans.list_initiatives(tx, plan.id)
        for section in await plans.list_sections(tx, plan.id):
            section.title_th = canary(tenant, Stage.SUBMITTED, "heading")
            section.body = canary(tenant, Stage.SUBMITTED, "body")
        for risk in await plans.list_risks(tx, plan.id):
            risk.text = canary(tenant, Stage.SUBMITTED, "risk")
        await wording.set_initiative(
            tx,
            row.id,
            row.version,
            title=canary(tenant, Stage.SUBMITTED, "title"),
            remarks=canary(tenant, Stage.SUBMITTED, "remarks"),
        )
        await _write_beside(tx, tenant, plan, row)
    await world.attach(tenant, (SubjectType.INITIATIVE, row.id), Stage.SUBMITTED)
    first, revision, submitted = await _live_on(world, tenant, plan.id)
    await _publish(world, tenant, revision)
    report, progress = await _report(world, tenant, submitted)
    async with world.database.write(world.actor(tenant)) as tx:
        (row,) = await plans.list_initiatives(tx, plan.id)
        row = await wording.set_initiative(
            tx,
            row.id,
            row.version,
            title=canary(tenant, Stage.PRIVATE, "title"),
            remarks=canary(tenant, Stage.PRIVATE, "remarks"),
        )
        await _remove_things(tx, tenant, plan, world.edition)
        plan = await plans.get_plan(tx, plan.id)
        (risk,) = await plans.list_risks(tx, plan.id)
        cell = await _first_cell(tx, plan, world.edition, row)
        amendment = plan.amendment_id
        assert amendment is not None
    refused = make_id()
    async with world.database.write(world.actor(tenant)) as tx:
        await _receive(tx, tenant, refused)
        words = canary(tenant, Stage.PRIVATE, "refusal")
        await receiving.refuse(tx, refused, Invalid("DOCUMENT_EMPTY", words, words))
    # Beside what no case of the permission table submits: it stays private.
    attachment = await world.attach(tenant, (SubjectType.REPORT, make_id()), Stage.PRIVATE)
    document, version, finding = await world.make_document(tenant)
    return Things(
        tenant_id=world.organisations[tenant],
        code=code,
        post=world.posts[Who.EDITOR],
        plan=plan.id,
        plan_version=plan.version,
        initiative=row.id,
        initiative_version=row.version,
        cell=cell,
        amendment=amendment,
        document=document,
        attachment=attachment,
        reading_version=version,
        finding=finding,
        first_revision=first.id,
        revision=revision.id,
        submitted=submitted.id,
        reported=submitted.initiative_id,
        progress=progress,
        progress_version=1,
        report=report.id,
        risk=risk.id,
        notification=await _tell_editor(world, tenant),
        delegation=await _delegate(world, tenant),
    )


async def _remove_things(
    tx: WriteTx, tenant: Tenant, plan: Plan, edition: FrameworkEdition
) -> None:
    """A row and a risk that were there for a while."""
    row = await ordering.add_initiative(
        tx,
        plan.id,
        edition,
        mission_code="1.2",
        kind=InitiativeKind.ACTIVITY,
        title=canary(tenant, Stage.PRIVATE, "gonetitle"),
    )
    await ordering.remove_initiative(tx, row.id, row.version)
    words = canary(tenant, Stage.PRIVATE, "gonerisk")
    risk = await risks.add_risk(tx, plan.id, parts.NewRisk(RiskCategory.COMPLIANCE, words))
    await risks.remove_risk(tx, risk.id, risk.version)


async def _tell_editor(world: World, tenant: Tenant) -> UUID:
    """The one editor who signs in was told something, has a setting and a kept mail."""
    editor, words = world.people[Who.EDITOR], canary(tenant, Stage.PRIVATE, "told")
    event = Event(make_id(), NotificationKind.TAKEN_BACK, None, Told(organisation=words))
    reader = Reader(editor, world.posts[Who.EDITOR], Role.EDITOR)
    if tenant is not Tenant.OWN:
        return make_id()
    async with world.worker.unscoped() as session:
        await telling.tell(session, event, [reader], world.worker.clock())
        session.add(
            Mail(
                person_id=editor,
                id=make_id(),
                address="editor@simiti.example",
                subject=words,
                text=canary(tenant, Stage.PRIVATE, "mail"),
                state=MailState.KEPT,
                attempts=0,
                trouble="",
                made_at=world.worker.clock(),
                due_at=world.worker.clock(),
            )
        )
    actor = replace(world.actor(tenant, Role.EDITOR), person_id=editor)
    async with world.database.personal(actor) as tx:
        await reading_own.set_setting(tx, Digest.DAILY, Language.TH)
    return notification_id(event.id, event.kind, editor)


async def _let_delegate_sign(world: World) -> None:
    """For these days. In whose place is read by whoever reads what was signed."""
    order = {
        "toPostId": str(GlobalId("Post", str(world.posts[Who.DELEGATE]))),
        "kind": "ACTING",
        "position": canary(Tenant.OWN, Stage.SUBMITTED, "place"),
        "firstOn": thai_day(world.door.clock()).isoformat(),
        "lastOn": (thai_day(world.door.clock()) + timedelta(days=2)).isoformat(),
        "orderNumber": "๘/๒๕๖๙",
        "reason": canary(Tenant.OWN, Stage.PRIVATE, "leave"),
    }
    query = """mutation($input: GrantSigningInput!) {
      grantSigning(input: $input) { delegation { state } problems { code } } }"""
    answer = await world.ask(Who.APPROVER, query, {"input": order})
    assert answer.json()["data"]["grantSigning"]["delegation"]["state"] == "IN_FORCE", answer.text


async def _delegate(world: World, tenant: Tenant) -> UUID:
    """Signing for some day in a year, so that it gives nobody anything now."""

    def words(what: str) -> str:
        return canary(tenant, Stage.PRIVATE, what)

    async with world.database.write(world.actor(tenant)) as tx:
        later = thai_day(tx.now) + timedelta(days=360)
        row = Delegation(
            tenant_id=tx.actor.tenant,
            id=make_id(),
            number=1,
            kind=ActingKind.ACTING,
            from_post_id=make_id(),
            from_name=words("granter"),
            position=words("position"),
            to_post_id=make_id(),
            to_name=words("delegate"),
            first_on=later,
            last_on=later,
            order_number=words("order"),
            reason=words("why"),
            granted_at=tx.now,
            revoked_by="",
        )
        tx.session.add(row)
    return row.id


async def _report(world: World, tenant: Tenant, row: RevisionInitiative) -> tuple[Report, UUID]:
    """A year that was reported on with evidence, assessed and scored; then the entry of the first
    half, with evidence that nobody submitted."""

    def words(what: str, stage: Stage = Stage.SUBMITTED) -> str:
        return canary(tenant, stage, what)

    def entry(stage: Stage) -> Entry:
        return Entry(
            status=ProgressStatus.CANNOT,
            cannot_reason=CannotReason.OTHER,
            cannot_text=words("cannot", stage),
            note=words("note", stage),
            evidence_links=(f"https://example.go.th/{words('link', stage)}",),
        )

    reporter = replace(world.actor(tenant), name=words("reporter"))
    year = ReportRound.TWELVE_MONTHS
    async with world.database.write(reporter) as tx:
        edits = [EntryEdit(row.initiative_id, 0, entry(Stage.SUBMITTED))]
        await entering.set_progress(tx, world.edition, YEAR, year, edits)
        sar = [SarEdit("1", 0, Decimal(50), words("sar"))]
        await assessing.set_sar(tx, world.edition, YEAR, sar)
        entries = await reports.list_progress(tx, world.edition.code, YEAR)
        reported = entries[row.initiative_id][year].id
    await world.attach(tenant, (SubjectType.PROGRESS, reported), Stage.SUBMITTED)
    async with world.database.write(reporter) as tx:
        sheet = await reports.get_sheet(tx, world.edition, YEAR, year)
        report = await report_submitting.submit_report(
            tx, world.edition, YEAR, year, sheet.fingerprint
        )
    officer = Actor(
        make_id(),
        make_id(),
        Role.PROVINCE_OFFICER,
        province_code=tenant.province,
        name=words("scorer"),
    )
    async with world.database.review(officer, report.tenant_id) as tx:
        key = plans.SubmittedKey(report.tenant_id, report.id)
        scores = [NewScore("1", Decimal(60), words("score"))]
        await assessing.set_sar_scores(tx, key, world.edition, scores)
    async with world.database.write(world.actor(tenant)) as tx:
        edits = [EntryEdit(row.initiative_id, 0, entry(Stage.PRIVATE))]
        await entering.set_progress(tx, world.edition, YEAR, ReportRound.SIX_MONTHS, edits)
        entries = await reports.list_progress(tx, world.edition.code, YEAR)
        progress = entries[row.initiative_id][ReportRound.SIX_MONTHS].id
    await world.attach(tenant, (SubjectType.PROGRESS, progress), Stage.PRIVATE)
    return report, progress


SHEET_LISTS = {"quarters", "target_groups", "indicators"}


async def _write_beside(tx: WriteTx, tenant: Tenant, plan: Plan, row: Initiative) -> None:
    """Part 3 of the row, the committees, and a risk that the row answers."""

    def words(what: str) -> str:
        return canary(tenant, Stage.SUBMITTED, what)

    owner: dict[str, Any] = {"tenant_id": tx.actor.tenant, "plan_id": plan.id}
    written = set(InitiativeSheet.__table__.columns.keys()) & set(parts.Sheet.__dataclass_fields__)
    texts = {name: words(name.replace("_", "")) for name in written - SHEET_LISTS}
    (risk,) = await plans.list_risks(tx, plan.id)
    tx.session.add_all(
        [
            InitiativeSheet(
                **owner,
                id=make_id(),
                initiative_id=row.id,
                **texts,
                quarters=["2561-Q1"],
                target_groups=["OFFICIALS"],
                indicators=f'[{{"text": "{words("indicator")}"}}]',
                version=1,
            ),
            RiskResponse(**owner, id=make_id(), risk_id=risk.id, initiative_id=row.id),
            Appointment(
                **owner,
                id=make_id(),
                order_number=words("order"),
                ordered_on=date(2018, 1, 15),
                preamble=words("preamble"),
                version=1,
            ),
            FindingExplanation(
                **owner,
                id=make_id(),
                finding_key="SHEETS_MISSING",
                text=canary(tenant, Stage.PRIVATE, "planexplanation"),
                by_name=canary(tenant, Stage.PRIVATE, "planexplainer"),
                at=tx.now,
            ),
            CommitteeMember(
                **owner,
                id=make_id(),
                committee=CommitteeKind.PLAN_MAKING,
                position=1,
                name=words("member"),
                post=words("memberpost"),
                duty=words("duty"),
            ),
        ]
    )


async def _live_on(
    world: World, tenant: Tenant, plan_id: UUID
) -> tuple[Revision, Revision, RevisionInitiative]:
    """Submitted, returned, submitted again, judged, accepted, adopted, and being amended."""

    def words(what: str) -> str:
        return canary(tenant, Stage.SUBMITTED, what)

    submitter = replace(world.actor(tenant), name=words("submitter"))
    officer = make_officer(tenant)
    async with world.database.write(submitter) as tx:
        plan = await plans.get_plan(tx, plan_id)
        await submitting.send_to_committee(tx, plan.id, plan.version)
        first = await submitting.submit_plan(tx, plan.id, plan.version, world.edition)
    async with world.database.review(officer, first.tenant_id) as tx:
        key = plans.SubmittedKey(first.tenant_id, first.id)
        reason = NewReason(WHOLE_PLAN, words("reason"))
        await reviewing.return_plan(tx, key, [reason], words("returnnote"))
    async with world.database.write(submitter) as tx:
        plan = await plans.get_plan(tx, plan_id)
        (row,) = await plans.list_initiatives(tx, plan.id)
        await wording.set_initiative(tx, row.id, row.version, remarks=words("remarksagain"))
        revision = await submitting.submit_plan(
            tx, plan.id, plan.version, world.edition, words("submitnote")
        )
        (submitted,) = await plans.list_revision_rows(tx, revision)
    async with world.database.review(officer, revision.tenant_id) as tx:
        about = stepping.said_about(tx, revision) | {"initiative_id": submitted.initiative_id}
        tx.session.add(
            ConsistencyReview(**about, verdict=Verdict.INCONSISTENT, reason=words("verdict"))
        )
        tx.session.add(RowComment(**about | {"id": make_id()}, text=words("comment")))
        key = plans.SubmittedKey(revision.tenant_id, revision.id)
        await reviewing.accept_plan(tx, key, words("acceptnote"))
    async with world.database.write(submitter) as tx:
        plan = await plans.get_plan(tx, plan_id)
        await adopting.adopt_plan(tx, plan_id, plan.version, make_signature(tenant))
    amender = replace(submitter, name=canary(tenant, Stage.PRIVATE, "amender"))
    async with world.database.write(amender) as tx:
        await adopting.open_amendment(
            tx,
            plan_id,
            (await plans.get_plan(tx, plan_id)).version,
            kind=AmendmentKind.CHANGE,
            reason=canary(tenant, Stage.PRIVATE, "amendment"),
        )
        amendment = (await plans.get_plan(tx, plan_id)).amendment_id
        assert amendment is not None
        why = canary(tenant, Stage.PRIVATE, "rowreason")
        await amending.set_row_reason(tx, amendment, submitted.initiative_id, 0, why)
    return first, revision, submitted


async def _publish(world: World, tenant: Tenant, revision: Revision) -> None:
    """The revision as if every text of it had been another one; only the copy is public."""
    kept, public = Stage.SUBMITTED.value, Stage.PUBLIC.value
    text = revision.body.replace(f"canary-{tenant.word}-{kept}", f"canary-{tenant.word}-{public}")
    publisher = replace(world.actor(tenant), name=canary(tenant, Stage.PRIVATE, "publisher"))
    async with world.database.write(publisher) as tx:
        adoption = Adoption(
            canary(tenant, Stage.PUBLIC, "signer"), "นายก", "", "๑/๒๕๖๑", date(2018, 1, 15)
        )
        plan = copying.plan_of(
            revision,
            body.decode(text),
            world.edition,
            await publishing.publisher_of(tx),
            adoption,
        )
        await publishing.publish_copy(tx, revision, plan)


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


def make_settings(urls: DatabaseUrls, folder: Path) -> Settings:
    """The application's settings, with a front end of three files."""
    web = folder / "web"
    for name in ("index.html", "assets/app.js", "graphiql/index.html"):
        (web / name).parent.mkdir(parents=True, exist_ok=True)
        (web / name).write_text("web")
    return Settings(
        database_url=urls.app,
        door_database_url=urls.door,
        files_url=(folder / "files").as_uri(),
        web_dist=web,
        upload_limit_bytes=100_000,
    )


@asynccontextmanager
async def running(app: Litestar) -> AsyncGenerator[None]:
    """Start-up and shutdown in one task of their own: a fixture's two halves are two tasks."""
    ready, stop = asyncio.Event(), asyncio.Event()

    async def live() -> None:
        async with app.lifespan():
            ready.set()
            await stop.wait()

    life = asyncio.create_task(live())
    waiting = asyncio.create_task(ready.wait())
    await asyncio.wait({life, waiting}, return_when=asyncio.FIRST_COMPLETED)
    yield
    stop.set()
    await life


@asynccontextmanager
async def running_world(urls: DatabaseUrls, folder: Path) -> AsyncGenerator[World]:
    """Everything seeded and everybody signed in."""
    settings = make_settings(urls, folder)
    app = create_app(settings)
    database, worker = Database(urls.app), Database(urls.worker)
    door, operator = Database(urls.door), Database(urls.operator)
    async with database.unscoped() as session:
        edition = await framework.get_edition(session, EDITION)
    world = World(urls, app, database, worker, door, operator, Files(settings.files_url), edition)
    async with running(app):
        async with world.operator.unscoped() as session:
            await _seed_organisations(world, session)
            await _seed_people(world, session)
        for number, tenant in enumerate(Tenant):
            world.things[tenant] = await _seed_tenant(world, tenant, f"900000{number}")
        for who in Who:
            world.clients[who] = await world.client(who)
        await _let_delegate_sign(world)
        yield world
        for client in world.clients.values():
            await client.aclose()
    for one in (database, worker, door, operator):
        await one.close()


async def find_signed_in(world: World, token: str) -> people.SignedIn | None:
    """Who a token stands for, as the door sees it."""
    async with world.door.unscoped() as session:
        return await people.find_signed_in(session, token, world.door.clock())


@contextmanager
def statements_seen() -> Generator[list[str]]:
    """Every statement that any engine of this process executes inside the block.

    All but the one that keeps a session awake: once a minute, whatever is asked.
    """
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if not statement.startswith("UPDATE sign_in SET seen_at"):
            seen.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", note)
